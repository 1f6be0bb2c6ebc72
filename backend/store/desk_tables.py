"""The tables of the day at the desk; rows never leave the store."""

import peewee
from peewee import BigAutoField, BigIntegerField, TextField

from backend.store.tables import Row


class Attendance(Row):
    """What has been noted of somebody's coming; no row: nothing."""

    appointment = BigIntegerField(primary_key=True)
    step = TextField()
    noted_at = BigIntegerField()
    arrived_at = BigIntegerField(null=True)
    room = TextField()
    outcome = TextField()
    former = TextField()

    class Meta:
        table_name = "attendance"


class FormerSpot(Row):
    """Where and when an appointment stood before it was moved."""

    id = BigAutoField()
    appointment = BigIntegerField(index=True)
    office = TextField()
    group_id = BigIntegerField()
    counter_id = BigIntegerField()
    start_cell = BigIntegerField()
    moved_at = BigIntegerField()

    class Meta:
        table_name = "former_spot"
        indexes = ((("office", "start_cell"), False),)


ALL: tuple[type[peewee.Model], ...] = (Attendance, FormerSpot)
