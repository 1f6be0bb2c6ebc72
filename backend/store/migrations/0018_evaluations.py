"""Counts for evaluations that stay when appointments are deleted, and who cancelled.

The models are a frozen copy of those in `store.evaluation_tables`: what this script made stays
what it made.
"""

from typing import Any

import peewee
from peewee import CompositeKey, IntegerField, TextField


class AppointmentTally(peewee.Model):
    """Frozen copy."""

    month = TextField()
    office = TextField()
    topic = TextField()
    value = TextField()
    ending = TextField()
    count = IntegerField()

    class Meta:
        legacy_table_names = False
        table_name = "appointment_tally"
        primary_key = CompositeKey("month", "office", "topic", "value", "ending")


class CapacityTally(peewee.Model):
    """Frozen copy."""

    day = TextField()
    office = TextField()
    offered = IntegerField()
    booked = IntegerField()

    class Meta:
        legacy_table_names = False
        table_name = "capacity_tally"
        primary_key = CompositeKey("day", "office")


ALL: tuple[type[peewee.Model], ...] = (AppointmentTally, CapacityTally)


def up(_migrator: Any, db: peewee.Database) -> None:
    """Add the tables, and by whom an appointment was cancelled."""
    with db.bind_ctx(ALL):
        db.create_tables(ALL, safe=False)
    db.execute_sql("ALTER TABLE appointment ADD COLUMN cancelled_by TEXT NOT NULL DEFAULT ''")


def down(_migrator: Any, db: peewee.Database) -> None:
    """The column stays: no former program minds it."""
    with db.bind_ctx(ALL):
        db.drop_tables(ALL)
