"""Who waits for an earlier time, and which time is kept for them now.

The model is a frozen copy of that in the store: what this script made stays what it made.
"""

from typing import Any

import peewee
from peewee import BigIntegerField, DateField, SmallIntegerField, TextField


class Waiting(peewee.Model):
    """Frozen copy."""

    appointment = BigIntegerField(primary_key=True)
    start_cell = BigIntegerField()
    half = TextField()
    first_day = DateField(null=True)
    last_day = DateField(null=True)
    asked_at = BigIntegerField()
    unanswered = SmallIntegerField()
    passed = TextField()
    offer = BigIntegerField()
    offer_cell = BigIntegerField()
    offer_until = BigIntegerField()

    class Meta:
        legacy_table_names = False
        table_name = "waiting"


def up(_migrator: Any, db: peewee.Database) -> None:
    """Create the table."""
    with db.bind_ctx([Waiting]):
        db.create_tables([Waiting], safe=False)


def down(_migrator: Any, db: peewee.Database) -> None:
    """Drop it."""
    with db.bind_ctx([Waiting]):
        db.drop_tables([Waiting])
