"""Which lines of an old tool's list have been taken over, so that no line is taken over twice.

The model is a frozen copy of that in the store: what this script made stays what it made.
"""

from typing import Any

import peewee
from peewee import BigIntegerField, TextField


class TakenOver(peewee.Model):
    """Frozen copy."""

    mark = TextField(primary_key=True)
    appointment = BigIntegerField(index=True)

    class Meta:
        legacy_table_names = False
        table_name = "taken_over"


def up(_migrator: Any, db: peewee.Database) -> None:
    """Create the table."""
    with db.bind_ctx([TakenOver]):
        db.create_tables([TakenOver], safe=False)


def down(_migrator: Any, db: peewee.Database) -> None:
    """Drop it."""
    with db.bind_ctx([TakenOver]):
        db.drop_tables([TakenOver])
