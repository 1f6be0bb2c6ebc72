"""Terminals.

The model is a frozen copy of that in the store: what this script made stays what it made.
"""

from typing import Any

import peewee
from peewee import BigAutoField, BigIntegerField, TextField


class Kiosk(peewee.Model):
    """Frozen copy."""

    id = BigAutoField()
    office = TextField(index=True)
    title = TextField()
    paper = TextField()
    code = TextField(null=True, unique=True)
    code_until = BigIntegerField()
    device = TextField(null=True, unique=True)
    enrolled_at = BigIntegerField()
    visit = TextField()
    touched_at = BigIntegerField()
    seen_at = BigIntegerField()
    revoked_at = BigIntegerField()

    class Meta:
        legacy_table_names = False
        table_name = "kiosk"


ALL: tuple[type[peewee.Model], ...] = (Kiosk,)


def up(_migrator: Any, db: peewee.Database) -> None:
    """Create the table and its indexes."""
    with db.bind_ctx(ALL):
        db.create_tables(ALL, safe=False)


def down(_migrator: Any, db: peewee.Database) -> None:
    """Drop all of it."""
    with db.bind_ctx(ALL):
        db.drop_tables(ALL)
