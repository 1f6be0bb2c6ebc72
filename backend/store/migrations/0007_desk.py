"""The day at the desk: who has come and been called, and where moved appointments stood before.

The models are a frozen copy of those in `store.desk_tables`: what this script made stays what it
made.
"""

from typing import Any

import peewee
from peewee import BigAutoField, BigIntegerField, TextField


class Attendance(peewee.Model):
    """Frozen copy."""

    appointment = BigIntegerField(primary_key=True)
    step = TextField()
    noted_at = BigIntegerField()
    arrived_at = BigIntegerField(null=True)
    room = TextField()
    outcome = TextField()
    former = TextField()

    class Meta:
        legacy_table_names = False
        table_name = "attendance"


class FormerSpot(peewee.Model):
    """Frozen copy."""

    id = BigAutoField()
    appointment = BigIntegerField(index=True)
    office = TextField()
    group_id = BigIntegerField()
    counter_id = BigIntegerField()
    start_cell = BigIntegerField()
    moved_at = BigIntegerField()

    class Meta:
        legacy_table_names = False
        table_name = "former_spot"
        indexes = ((("office", "start_cell"), False),)


ALL: tuple[type[peewee.Model], ...] = (Attendance, FormerSpot)


def up(_migrator: Any, db: peewee.Database) -> None:
    """Create the tables and their indexes."""
    with db.bind_ctx(ALL):
        db.create_tables(ALL, safe=False)


def down(_migrator: Any, db: peewee.Database) -> None:
    """Drop all of it."""
    with db.bind_ctx(ALL):
        db.drop_tables(ALL)
