"""Handovers of appointments between offices.

The model is a frozen copy of the one in `store.handover_tables`: what this script made stays what
it made.
"""

from typing import Any

import peewee
from peewee import BigAutoField, BigIntegerField, TextField


class Handover(peewee.Model):
    """Frozen copy."""

    id = BigAutoField()
    appointment = BigIntegerField(index=True)
    from_office = TextField(index=True)
    to_office = TextField(index=True)
    state = TextField()
    asked_at = BigIntegerField()
    answered_at = BigIntegerField(null=True)
    promise = TextField()

    class Meta:
        legacy_table_names = False
        table_name = "handover"


ALL: tuple[type[peewee.Model], ...] = (Handover,)


def up(_migrator: Any, db: peewee.Database) -> None:
    """Create the table and its indexes."""
    with db.bind_ctx(ALL):
        db.create_tables(ALL, safe=False)


def down(_migrator: Any, db: peewee.Database) -> None:
    """Drop it."""
    with db.bind_ctx(ALL):
        db.drop_tables(ALL)
