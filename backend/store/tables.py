"""The tables as peewee models; rows of them never leave the store.

The hot path (free times, hold, book) does not use them but fixed SQL in the modules of each noun.
Stamps are UTC seconds, cells are those of `domain.periods`, minutes count from midnight.
"""

import peewee
from peewee import (
    AutoField,
    BigAutoField,
    BigIntegerField,
    CompositeKey,
    DateField,
    IntegerField,
    Model,
    SmallIntegerField,
    TextField,
)

from backend.store.database import database


class Row(Model):
    """The base: all tables lie in the one database."""

    class Meta:
        database = database
        legacy_table_names = False


class Claim(Row):
    """One resource for one cell: the primary key is what makes double booking impossible."""

    resource = TextField()
    cell = BigIntegerField()
    appointment = BigIntegerField()
    until = BigIntegerField(null=True)

    class Meta:
        table_name = "claim"
        primary_key = CompositeKey("resource", "cell")


class CustomerKey(Row):
    """A keyed hash of what names a customer, and until when it counts (R49–R51, D2)."""

    key = TextField(primary_key=True)
    appointment = BigIntegerField(index=True)
    until = BigIntegerField(index=True)

    class Meta:
        table_name = "customer_key"


class CounterGroup(Row):
    """A counter group of an office (R33)."""

    id = AutoField()
    key = TextField(unique=True)
    office = TextField(index=True)
    title = TextField()
    area = TextField()
    position = IntegerField()
    gone = SmallIntegerField()
    revision = IntegerField()
    organisation = BigIntegerField(default=0)

    class Meta:
        table_name = "counter_group"


class Counter(Row):
    """A counter of a group."""

    id = AutoField()
    group_id = IntegerField(index=True)
    title = TextField()
    large = SmallIntegerField()
    position = IntegerField()
    gone = SmallIntegerField()

    class Meta:
        table_name = "counter"


class Appointment(Row):
    """An appointment, a hold, or a given-up time that pauses."""

    id = BigAutoField()
    reference = TextField(null=True, unique=True)
    office = TextField()
    group_id = IntegerField()
    counter_id = IntegerField()
    start_cell = BigIntegerField()
    cells = IntegerField()
    minutes = IntegerField()
    state = TextField()
    hold_until = BigIntegerField(null=True)
    concern = TextField()
    channel = TextField()
    emergency = SmallIntegerField()
    interpreter = TextField()
    interpreter_present = SmallIntegerField()
    companion = SmallIntegerField()
    sign_language = SmallIntegerField()
    large_household = SmallIntegerField()
    employed = SmallIntegerField()
    booked_by = TextField()
    reserved = SmallIntegerField()
    interpreter_id = IntegerField(null=True)
    persons = IntegerField()
    places = TextField()
    name = TextField()
    latin_name = TextField()
    birth_day = SmallIntegerField(null=True)
    birth_month = SmallIntegerField(null=True)
    birth_year = SmallIntegerField(null=True)
    for_whom = TextField()
    private = SmallIntegerField()
    delivery = TextField()
    contact = TextField()
    needs = TextField()
    languages = TextField()
    sequence = IntegerField()
    nonce = TextField()
    follow_up_of = BigIntegerField()
    walk_in = SmallIntegerField()
    kept = SmallIntegerField()
    cancelled_by = TextField()
    created_at = BigIntegerField()
    ended_at = BigIntegerField(null=True)

    class Meta:
        table_name = "appointment"
        indexes = (
            # Covering: a month of free times reads the index and no row.
            (("group_id", "start_cell", "counter_id", "cells", "hold_until"), False),
            (("office", "start_cell"), False),
            (("state", "hold_until"), False),
            (("ended_at",), False),
        )


class Draft(Row):
    """The sealed answers behind a cookie, found by the keyed hash of its value."""

    key = TextField(primary_key=True)
    sealed = TextField()
    touched_at = BigIntegerField(index=True)

    class Meta:
        table_name = "draft"


class Letter(Row):
    """A message to send, written together with what it tells."""

    id = BigAutoField()
    kind = TextField()
    appointment = BigIntegerField(index=True)
    channel = TextField()
    sealed = TextField()
    languages = TextField()
    state = TextField()
    created_at = BigIntegerField()
    wanted_at = BigIntegerField()
    due_at = BigIntegerField()
    attempts = IntegerField()
    message_id = TextField()
    reason = TextField()

    class Meta:
        table_name = "letter"
        indexes = ((("state", "due_at"), False),)


class Rate(Row):
    """How often somebody tried within a window of time."""

    bucket = TextField()
    window = BigIntegerField()
    hits = IntegerField()

    class Meta:
        table_name = "rate"
        primary_key = CompositeKey("bucket", "window")


class Tally(Row):
    """Counts without persons, for statistics (R41)."""

    day = TextField()
    office = TextField()
    concern = TextField()
    kind = TextField()
    count = IntegerField()

    class Meta:
        table_name = "tally"
        primary_key = CompositeKey("day", "office", "concern", "kind")


class WeekTemplate(Row):
    """A week template of a counter group (R123)."""

    id = AutoField()
    group_id = IntegerField(index=True)
    title = TextField()
    valid_from = DateField(null=True)
    valid_until = DateField(null=True)
    revision = IntegerField()

    class Meta:
        table_name = "week_template"


class OwnDay(Row):
    """A day of a group that is planned by itself: its week template rests."""

    group_id = IntegerField()
    day = DateField()

    class Meta:
        table_name = "own_day"
        primary_key = CompositeKey("group_id", "day")


class Phase(Row):
    """What an office takes for some time (R48)."""

    id = AutoField()
    office = TextField(index=True)
    kind = TextField()
    first_day = DateField()
    last_day = DateField(null=True)
    text = TextField()

    class Meta:
        table_name = "phase"


class Agreement(Row):
    """Who agreed to cut the required windows (R44)."""

    id = AutoField()
    office = TextField(index=True)
    first_day = DateField()
    last_day = DateField()
    agreed_by = TextField()
    agreed_on = DateField()
    note = TextField()

    class Meta:
        table_name = "agreement"


class Opening(Row):
    """One line of a week template."""

    id = AutoField()
    week_id = IntegerField(index=True)
    counter_id = IntegerField(null=True)
    weekday = SmallIntegerField()
    start = SmallIntegerField()
    end = SmallIntegerField()
    audience = TextField()
    release_days = IntegerField(null=True)

    class Meta:
        table_name = "opening"


class ExtraOpening(Row):
    """An opening of one day."""

    id = AutoField()
    group_id = IntegerField(index=True)
    counter_id = IntegerField(null=True)
    day = DateField()
    start = SmallIntegerField()
    end = SmallIntegerField()
    audience = TextField()
    release_days = IntegerField(null=True)

    class Meta:
        table_name = "extra_opening"


class Closure(Row):
    """Closed days or hours."""

    id = AutoField()
    group_id = IntegerField(index=True)
    counter_id = IntegerField(null=True)
    first_day = DateField()
    last_day = DateField()
    start = SmallIntegerField(null=True)
    end = SmallIntegerField(null=True)
    title = TextField()
    batch = TextField()

    class Meta:
        table_name = "closure"


class Offer(Row):
    """A concern at a counter group."""

    id = AutoField()
    group_id = IntegerField(index=True)
    concern = TextField()
    minutes = IntegerField()
    interpreter_minutes = IntegerField()
    household_minutes = IntegerField()
    turn_round_minutes = IntegerField()
    channels = TextField()
    audience = TextField()

    class Meta:
        table_name = "offer"


class OfficeRules(Row):
    """What one office decides."""

    office = TextField(primary_key=True)
    position = IntegerField()
    cut_off = IntegerField()
    lead_minutes = IntegerField()
    horizon_days = IntegerField()
    new_times_at = IntegerField()
    lock_before = IntegerField()
    lock_after = IntegerField()
    building_cap = IntegerField(null=True)
    reserved_release_days = IntegerField()
    hotline_same_day = SmallIntegerField()
    video_template = TextField()
    revision = IntegerField()

    class Meta:
        table_name = "office_rules"


class InterpreterHours(Row):
    """When somebody interprets a language for an office (D30)."""

    id = AutoField()
    office = TextField()
    language = TextField()
    weekday = SmallIntegerField()
    start = SmallIntegerField()
    end = SmallIntegerField()
    on_site = SmallIntegerField()

    class Meta:
        table_name = "interpreter_hours"


class ExemptAddress(Row):
    """An internal mail address that staff may book with any number of times (R52)."""

    address = TextField(primary_key=True)

    class Meta:
        table_name = "exempt_address"


class Edition(Row):
    """Changes with every change of the capacity plan, so that every copy in memory is dropped."""

    id = IntegerField(primary_key=True)
    mark = TextField()

    class Meta:
        table_name = "edition"


class Beat(Row):
    """When a worker was last seen."""

    name = TextField(primary_key=True)
    seen_at = BigIntegerField()

    class Meta:
        table_name = "beat"


ALL: tuple[type[peewee.Model], ...] = (
    Claim, CustomerKey, CounterGroup, Counter, Appointment, Draft, Letter, Rate, Tally, Opening,
    ExtraOpening, Closure, Offer, OfficeRules, InterpreterHours, ExemptAddress, Edition, Beat,
    WeekTemplate, OwnDay, Phase, Agreement,
)  # fmt: skip
