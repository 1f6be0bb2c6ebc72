"""The table of those who wait for an earlier time; its rows never leave the store."""

import peewee
from peewee import BigIntegerField, DateField, SmallIntegerField, TextField

from backend.store.tables import Row


class Waiting(Row):
    """Somebody with an appointment who waits for an earlier one."""

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
        table_name = "waiting"


ALL: tuple[type[peewee.Model], ...] = (Waiting,)
