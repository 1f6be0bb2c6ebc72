"""Stops of the bus and of other places to which the office comes.

The model is a frozen copy of that in the store: what this script made stays what it made.
"""

from typing import Any

import peewee
from peewee import (
    AutoField,
    BigIntegerField,
    DateField,
    IntegerField,
    SmallIntegerField,
    TextField,
)


class Stop(peewee.Model):
    """Frozen copy."""

    id = AutoField()
    office = TextField(index=True)
    day = DateField()
    start = SmallIntegerField()
    end = SmallIntegerField()
    place = TextField()
    street = TextField()
    postcode = TextField()
    city = TextField()
    way = TextField()
    open_start = SmallIntegerField(null=True)
    open_end = SmallIntegerField(null=True)
    cancelled_at = BigIntegerField(null=True)
    revision = IntegerField()

    class Meta:
        legacy_table_names = False
        table_name = "stop"


def up(_migrator: Any, db: peewee.Database) -> None:
    """Create the table."""
    with db.bind_ctx([Stop]):
        db.create_tables([Stop], safe=False)


def down(_migrator: Any, db: peewee.Database) -> None:
    """Drop it."""
    with db.bind_ctx([Stop]):
        db.drop_tables([Stop])
