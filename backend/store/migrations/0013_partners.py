"""Partners: organisations, their people among the accounts, and the consents of their clients.

The models are a frozen copy of those in `store.partner_tables`: what this script made stays what
it made.
"""

from typing import Any

import peewee
from peewee import (
    BigAutoField,
    BigIntegerField,
    DateField,
    SmallIntegerField,
    TextField,
)


class Organisation(peewee.Model):
    """Frozen copy."""

    id = BigAutoField()
    name = TextField()
    kind = TextField()
    neutral = SmallIntegerField()
    agreed_on = DateField(null=True)
    agreement = TextField()
    admitted = SmallIntegerField()
    created_at = BigIntegerField()

    class Meta:
        legacy_table_names = False
        table_name = "organisation"


class Consent(peewee.Model):
    """Frozen copy."""

    id = BigAutoField()
    organisation = BigIntegerField(index=True)
    appointment = BigIntegerField(index=True)
    account = BigIntegerField()
    given_at = BigIntegerField()
    languages = TextField()
    text = TextField()
    comes_along = SmallIntegerField()
    withdrawn_at = BigIntegerField(null=True)

    class Meta:
        legacy_table_names = False
        table_name = "consent"


ALL = (Organisation, Consent)
COLUMNS = (
    ("organisation", "BIGINT NOT NULL DEFAULT 0"),
    ("leads", "SMALLINT NOT NULL DEFAULT 0"),
)


def up(_migrator: Any, db: peewee.Database) -> None:
    """Add the tables, and to which organisation an account belongs."""
    with db.bind_ctx(ALL):
        db.create_tables(ALL, safe=False)
    for column, kind in COLUMNS:
        db.execute_sql(f"ALTER TABLE account ADD COLUMN {column} {kind}")


def down(_migrator: Any, db: peewee.Database) -> None:
    """The columns stay: no former program minds them."""
    with db.bind_ctx(ALL):
        db.drop_tables(ALL)
