"""The tables of the day lists and of what was deleted.

As in `store.tables`, the rows never leave the store; its modules read and write by fixed SQL.
"""

from peewee import BigIntegerField, CompositeKey, DateField, IntegerField, TextField

from backend.store.tables import Row


class DayList(Row):
    """The Excel file of one office and day, sealed, and what it was made of."""

    office = TextField()
    day = DateField()
    made_at = BigIntegerField()
    count = IntegerField()
    nonce = TextField()
    sealed = TextField()
    first_marks = TextField()
    marks = TextField()
    told_at = BigIntegerField()
    told_mark = TextField()
    passed_on_at = BigIntegerField(null=True)
    passed_on_by = BigIntegerField(null=True)

    class Meta:
        table_name = "day_list"
        primary_key = CompositeKey("office", "day")


class ListMailbox(Row):
    """Where an office wants to hear that its list is ready."""

    office = TextField(primary_key=True)
    mail = TextField()

    class Meta:
        table_name = "list_mailbox"


class ListDeletion(Row):
    """That a day list was deleted: when, whose, how many appointments stood in it."""

    office = TextField()
    day = DateField()
    deleted_at = BigIntegerField()
    count = IntegerField()
    cause = TextField()

    class Meta:
        table_name = "list_deletion"
        primary_key = CompositeKey("office", "day", "deleted_at")


class Deletion(Row):
    """How many records of a kind were deleted on a day."""

    day = DateField()
    kind = TextField()
    count = IntegerField()

    class Meta:
        table_name = "deletion"
        primary_key = CompositeKey("day", "kind")


ALL = (DayList, ListMailbox, ListDeletion, Deletion)
