"""The tables of evaluations: counts that stay when the appointments are deleted.

As in `store.tables`, the rows never leave the store; its modules read and write by fixed SQL.
"""

import peewee
from peewee import CompositeKey, IntegerField, TextField

from backend.store.tables import Row


class AppointmentTally(Row):
    """How many deleted appointments of a month and office share one value of one topic."""

    month = TextField()
    office = TextField()
    topic = TextField()
    value = TextField()
    ending = TextField()
    count = IntegerField()

    class Meta:
        table_name = "appointment_tally"
        primary_key = CompositeKey("month", "office", "topic", "value", "ending")


class CapacityTally(Row):
    """How many minutes an office offered on a day that is over, and how many were booked."""

    day = TextField()
    office = TextField()
    offered = IntegerField()
    booked = IntegerField()

    class Meta:
        table_name = "capacity_tally"
        primary_key = CompositeKey("day", "office")


ALL: tuple[type[peewee.Model], ...] = (AppointmentTally, CapacityTally)
