"""The table of handovers between offices.

As in `store.tables`, the rows never leave the store; its modules read and write by fixed SQL.
"""

from peewee import BigAutoField, BigIntegerField, TextField

from backend.store.tables import Row


class Handover(Row):
    """One office asks another to take an appointment over."""

    id = BigAutoField()
    appointment = BigIntegerField(index=True)
    from_office = TextField(index=True)
    to_office = TextField(index=True)
    state = TextField()
    asked_at = BigIntegerField()
    answered_at = BigIntegerField(null=True)
    promise = TextField()

    class Meta:
        table_name = "handover"


ALL = (Handover,)
