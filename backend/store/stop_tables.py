"""The table of stops, to which an office comes on single days."""

from peewee import (
    AutoField,
    BigIntegerField,
    DateField,
    IntegerField,
    SmallIntegerField,
    TextField,
)

from backend.store.tables import Row


class Stop(Row):
    """A day at another place."""

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
        table_name = "stop"
