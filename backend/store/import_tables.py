"""The table of what was taken over from an old tool, as a peewee model."""

from peewee import BigIntegerField, TextField

from backend.store.tables import Row


class TakenOver(Row):
    """A line of an old tool's list by its keyed hash, and the appointment it has become."""

    mark = TextField(primary_key=True)
    appointment = BigIntegerField(index=True)

    class Meta:
        table_name = "taken_over"
