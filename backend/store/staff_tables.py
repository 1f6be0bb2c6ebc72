"""The tables of the staff: accounts, sessions, second factors, and the audit log.

As in `store.tables`, the rows never leave the store; its modules read and write by fixed SQL.
"""

import peewee
from peewee import (
    BigAutoField,
    BigIntegerField,
    DateField,
    IntegerField,
    SmallIntegerField,
    TextField,
)

from backend.store.tables import Row


class Account(Row):
    """Somebody of the staff."""

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
    organisation = BigIntegerField()
    leads = SmallIntegerField()

    class Meta:
        table_name = "account"


class AccountGrant(Row):
    """A role or right of an account at a place (R115, R124)."""

    id = BigAutoField()
    account = BigIntegerField(index=True)
    kind = TextField()
    office = TextField()
    group_key = TextField()
    first_day = DateField(null=True)
    last_day = DateField(null=True)
    given_at = BigIntegerField()

    class Meta:
        table_name = "account_grant"


class AccountLink(Row):
    """The keyed hash of an invitation or reset link, and until when it opens something."""

    key = TextField(primary_key=True)
    account = BigIntegerField(index=True)
    kind = TextField()
    until = BigIntegerField(index=True)

    class Meta:
        table_name = "account_link"


class ResetWish(Row):
    """Somebody asked for a new password; whose it is, the worker finds out."""

    id = BigAutoField()
    mail_key = TextField()
    created_at = BigIntegerField()

    class Meta:
        table_name = "reset_wish"


class RecoveryCode(Row):
    """The keyed hash of a code that stands in for the telephone once."""

    key = TextField(primary_key=True)
    account = BigIntegerField(index=True)

    class Meta:
        table_name = "recovery_code"


class FactorRule(Row):
    """A role or right that demands a second factor."""

    kind = TextField(primary_key=True)

    class Meta:
        table_name = "factor_rule"


class StaffSession(Row):
    """A browser in which somebody is signed in; `key` is the keyed hash of its cookie."""

    id = BigAutoField()
    key = TextField(unique=True)
    account = BigIntegerField(index=True)
    stage = TextField()
    browser = TextField()
    created_at = BigIntegerField(index=True)
    seen_at = BigIntegerField()

    class Meta:
        table_name = "staff_session"


class SignInTry(Row):
    """Wrong passwords of one client at one account, known or not, as keyed hashes."""

    key = TextField(primary_key=True)
    mail_key = TextField()
    client_key = TextField()
    failures = IntegerField()
    last_at = BigIntegerField(index=True)

    class Meta:
        table_name = "sign_in_try"
        indexes = ((("mail_key", "last_at"), False), (("client_key", "last_at"), False))


class AuditEntry(Row):
    """Who saw, printed, exported, changed or deleted what (D33)."""

    id = BigAutoField()
    at = BigIntegerField(index=True)
    actor = BigIntegerField()
    deed = TextField()
    purpose = TextField()
    reference = TextField()
    office = TextField()
    detail = TextField()

    class Meta:
        table_name = "audit_entry"
        indexes = ((("reference", "at"), False), (("purpose", "at"), False))


ALL: tuple[type[peewee.Model], ...] = (
    Account, AccountGrant, AccountLink, ResetWish, RecoveryCode, FactorRule, StaffSession,
    SignInTry, AuditEntry,
)  # fmt: skip
