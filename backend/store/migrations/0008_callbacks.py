"""Callbacks, calls of phone appointments, and what became of interpreter wishes.

The models are a frozen copy of those in the store: what this script made stays what it made.
"""

from typing import Any

import peewee
from peewee import BigAutoField, BigIntegerField, CompositeKey, SmallIntegerField, TextField


class Callback(peewee.Model):
    """Frozen copy."""

    id = BigAutoField()
    reference = TextField(unique=True)
    once = TextField(unique=True)
    kind = TextField()
    state = TextField()
    office = TextField()
    group_key = TextField()
    offered_office = TextField()
    offered_group = TextField()
    concern = TextField()
    urgent = SmallIntegerField()
    part_of_day = TextField()
    languages = TextField()
    interpreter = TextField()
    appointment = TextField()
    sealed = TextField()
    nonce = TextField()
    entered_by = BigIntegerField()
    begun_at = BigIntegerField()
    due_at = BigIntegerField()
    tries = SmallIntegerField()
    tried_at = BigIntegerField()
    taken_by = BigIntegerField()
    taken_until = BigIntegerField()
    ended_at = BigIntegerField(null=True)

    class Meta:
        legacy_table_names = False
        table_name = "callback"
        indexes = (
            (("state", "due_at"), False),
            (("ended_at",), False),
            (("begun_at",), False),
        )


class CallbackPause(peewee.Model):
    """Frozen copy."""

    office = TextField()
    group_key = TextField()

    class Meta:
        legacy_table_names = False
        table_name = "callback_pause"
        primary_key = CompositeKey("office", "group_key")


class PhoneCall(peewee.Model):
    """Frozen copy."""

    appointment = BigIntegerField(primary_key=True)
    start_cell = BigIntegerField()
    state = TextField()
    tries = SmallIntegerField()
    tried_at = BigIntegerField()

    class Meta:
        legacy_table_names = False
        table_name = "phone_call"


class InterpreterRequest(peewee.Model):
    """Frozen copy."""

    appointment = BigIntegerField(primary_key=True)
    start_cell = BigIntegerField()
    language = TextField()
    state = TextField()
    changed_at = BigIntegerField()

    class Meta:
        legacy_table_names = False
        table_name = "interpreter_request"


class InterpreterLead(peewee.Model):
    """Frozen copy."""

    office = TextField()
    language = TextField()
    days = SmallIntegerField()

    class Meta:
        legacy_table_names = False
        table_name = "interpreter_lead"
        primary_key = CompositeKey("office", "language")


ALL: tuple[type[peewee.Model], ...] = (
    Callback, CallbackPause, PhoneCall, InterpreterRequest, InterpreterLead,
)  # fmt: skip


def up(_migrator: Any, db: peewee.Database) -> None:
    """Create the tables and their indexes."""
    with db.bind_ctx(ALL):
        db.create_tables(ALL, safe=False)


def down(_migrator: Any, db: peewee.Database) -> None:
    """Drop all of it."""
    with db.bind_ctx(ALL):
        db.drop_tables(ALL)
