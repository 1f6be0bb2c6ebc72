"""Day lists, where to tell of them, and what was deleted, in numbers.

The models are a frozen copy of those in `store.list_tables`.
"""

from typing import Any

import peewee
from peewee import BigIntegerField, CompositeKey, DateField, IntegerField, TextField


class DayList(peewee.Model):
    """Frozen copy."""

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
        legacy_table_names = False
        table_name = "day_list"
        primary_key = CompositeKey("office", "day")


class ListMailbox(peewee.Model):
    """Frozen copy."""

    office = TextField(primary_key=True)
    mail = TextField()

    class Meta:
        legacy_table_names = False
        table_name = "list_mailbox"


class ListDeletion(peewee.Model):
    """Frozen copy."""

    office = TextField()
    day = DateField()
    deleted_at = BigIntegerField()
    count = IntegerField()
    cause = TextField()

    class Meta:
        legacy_table_names = False
        table_name = "list_deletion"
        primary_key = CompositeKey("office", "day", "deleted_at")


class Deletion(peewee.Model):
    """Frozen copy."""

    day = DateField()
    kind = TextField()
    count = IntegerField()

    class Meta:
        legacy_table_names = False
        table_name = "deletion"
        primary_key = CompositeKey("day", "kind")


ALL: tuple[type[peewee.Model], ...] = (DayList, ListMailbox, ListDeletion, Deletion)


def up(_migrator: Any, db: peewee.Database) -> None:
    """Create the tables and their indexes."""
    with db.bind_ctx(ALL):
        db.create_tables(ALL, safe=False)


def down(_migrator: Any, db: peewee.Database) -> None:
    """Drop all of it."""
    with db.bind_ctx(ALL):
        db.drop_tables(ALL)
