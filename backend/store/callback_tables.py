"""The tables of callbacks, of calls, and of interpreter wishes; rows never leave the store."""

import peewee
from peewee import BigAutoField, BigIntegerField, CompositeKey, SmallIntegerField, TextField

from backend.store.tables import Row


class Callback(Row):
    """Somebody to be called back by a promised time (D29)."""

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
        table_name = "callback"
        indexes = (
            (("state", "due_at"), False),
            (("ended_at",), False),
            (("begun_at",), False),
        )


class CallbackPause(Row):
    """A team that takes no callbacks from the pages."""

    office = TextField()
    group_key = TextField()

    class Meta:
        table_name = "callback_pause"
        primary_key = CompositeKey("office", "group_key")


class PhoneCall(Row):
    """What became of the call of a phone appointment (D28)."""

    appointment = BigIntegerField(primary_key=True)
    start_cell = BigIntegerField()
    state = TextField()
    tries = SmallIntegerField()
    tried_at = BigIntegerField()

    class Meta:
        table_name = "phone_call"


class InterpreterRequest(Row):
    """What became of the wish for an interpreter (D30)."""

    appointment = BigIntegerField(primary_key=True)
    start_cell = BigIntegerField()
    language = TextField()
    state = TextField()
    changed_at = BigIntegerField()

    class Meta:
        table_name = "interpreter_request"


class InterpreterLead(Row):
    """So many working days ahead an office orders interpreters of a language (D30)."""

    office = TextField()
    language = TextField()
    days = SmallIntegerField()

    class Meta:
        table_name = "interpreter_lead"
        primary_key = CompositeKey("office", "language")


ALL: tuple[type[peewee.Model], ...] = (
    Callback, CallbackPause, PhoneCall, InterpreterRequest, InterpreterLead,
)  # fmt: skip
