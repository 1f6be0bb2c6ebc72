"""Accounts of the staff: roles, sessions, links, second factors, and the audit log.

The models are a frozen copy of those in `store.tables`: what this script made stays what it made.
"""

from typing import Any

import peewee
from peewee import (
    BigAutoField,
    BigIntegerField,
    DateField,
    IntegerField,
    SmallIntegerField,
    TextField,
)


class Account(peewee.Model):
    """Frozen copy."""

    id = BigAutoField()
    mail_key = TextField(unique=True)
    mail = TextField()
    nonce = TextField()
    name = TextField()
    home = TextField()
    state = TextField()
    password = TextField()
    factor = TextField()
    factor_step = BigIntegerField()
    demo = SmallIntegerField()
    created_at = BigIntegerField()
    off_at = BigIntegerField(null=True)

    class Meta:
        legacy_table_names = False
        table_name = "account"


class AccountGrant(peewee.Model):
    """Frozen copy."""

    id = BigAutoField()
    account = BigIntegerField(index=True)
    kind = TextField()
    office = TextField()
    group_key = TextField()
    first_day = DateField(null=True)
    last_day = DateField(null=True)
    given_at = BigIntegerField()

    class Meta:
        legacy_table_names = False
        table_name = "account_grant"


class AccountLink(peewee.Model):
    """Frozen copy."""

    key = TextField(primary_key=True)
    account = BigIntegerField(index=True)
    kind = TextField()
    until = BigIntegerField(index=True)

    class Meta:
        legacy_table_names = False
        table_name = "account_link"


class ResetWish(peewee.Model):
    """Frozen copy."""

    id = BigAutoField()
    mail_key = TextField()
    created_at = BigIntegerField()

    class Meta:
        legacy_table_names = False
        table_name = "reset_wish"


class RecoveryCode(peewee.Model):
    """Frozen copy."""

    key = TextField(primary_key=True)
    account = BigIntegerField(index=True)

    class Meta:
        legacy_table_names = False
        table_name = "recovery_code"


class FactorRule(peewee.Model):
    """Frozen copy."""

    kind = TextField(primary_key=True)

    class Meta:
        legacy_table_names = False
        table_name = "factor_rule"


class StaffSession(peewee.Model):
    """Frozen copy."""

    id = BigAutoField()
    key = TextField(unique=True)
    account = BigIntegerField(index=True)
    stage = TextField()
    browser = TextField()
    created_at = BigIntegerField(index=True)
    seen_at = BigIntegerField()

    class Meta:
        legacy_table_names = False
        table_name = "staff_session"


class SignInTry(peewee.Model):
    """Frozen copy."""

    key = TextField(primary_key=True)
    mail_key = TextField()
    client_key = TextField()
    failures = IntegerField()
    last_at = BigIntegerField(index=True)

    class Meta:
        legacy_table_names = False
        table_name = "sign_in_try"
        indexes = ((("mail_key", "last_at"), False), (("client_key", "last_at"), False))


class AuditEntry(peewee.Model):
    """Frozen copy."""

    id = BigAutoField()
    at = BigIntegerField(index=True)
    actor = BigIntegerField()
    deed = TextField()
    purpose = TextField()
    reference = TextField()
    office = TextField()
    detail = TextField()

    class Meta:
        legacy_table_names = False
        table_name = "audit_entry"
        indexes = ((("reference", "at"), False), (("purpose", "at"), False))


ALL: tuple[type[peewee.Model], ...] = (
    Account, AccountGrant, AccountLink, ResetWish, RecoveryCode, FactorRule,
    StaffSession, SignInTry, AuditEntry,
)  # fmt: skip


def up(_migrator: Any, db: peewee.Database) -> None:
    """Create the tables and their indexes."""
    with db.bind_ctx(ALL):
        db.create_tables(ALL, safe=False)


def down(_migrator: Any, db: peewee.Database) -> None:
    """Drop all of it."""
    with db.bind_ctx(ALL):
        db.drop_tables(ALL)
