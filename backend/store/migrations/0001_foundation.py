"""The first schema: claims, appointments, drafts, letters, capacity and the rest.

The models are a frozen copy of those in `store.tables`: what this script made stays what it made.
"""

from typing import Any

import peewee
from peewee import (
    AutoField,
    BigAutoField,
    BigIntegerField,
    CompositeKey,
    DateField,
    IntegerField,
    SmallIntegerField,
    TextField,
)


class Claim(peewee.Model):
    """Frozen copy."""

    resource = TextField()
    cell = BigIntegerField()
    appointment = BigIntegerField()
    until = BigIntegerField(null=True)

    class Meta:
        legacy_table_names = False
        table_name = "claim"
        primary_key = CompositeKey("resource", "cell")


class CustomerKey(peewee.Model):
    """Frozen copy."""

    key = TextField(primary_key=True)
    appointment = BigIntegerField(index=True)
    until = BigIntegerField(index=True)

    class Meta:
        legacy_table_names = False
        table_name = "customer_key"


class CounterGroup(peewee.Model):
    """Frozen copy."""

    id = AutoField()
    key = TextField(unique=True)
    office = TextField(index=True)
    title = TextField()
    area = TextField()
    position = IntegerField()

    class Meta:
        legacy_table_names = False
        table_name = "counter_group"


class Counter(peewee.Model):
    """Frozen copy."""

    id = AutoField()
    group_id = IntegerField(index=True)
    title = TextField()
    large = SmallIntegerField()
    position = IntegerField()

    class Meta:
        legacy_table_names = False
        table_name = "counter"


class Appointment(peewee.Model):
    """Frozen copy."""

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
    created_at = BigIntegerField()
    ended_at = BigIntegerField(null=True)

    class Meta:
        legacy_table_names = False
        table_name = "appointment"
        indexes = (
            (("group_id", "start_cell", "counter_id", "cells", "hold_until"), False),
            (("office", "start_cell"), False),
            (("state", "hold_until"), False),
            (("ended_at",), False),
        )


class Draft(peewee.Model):
    """Frozen copy."""

    key = TextField(primary_key=True)
    sealed = TextField()
    touched_at = BigIntegerField(index=True)

    class Meta:
        legacy_table_names = False
        table_name = "draft"


class Letter(peewee.Model):
    """Frozen copy."""

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
        legacy_table_names = False
        table_name = "letter"
        indexes = ((("state", "due_at"), False),)


class Rate(peewee.Model):
    """Frozen copy."""

    bucket = TextField()
    window = BigIntegerField()
    hits = IntegerField()

    class Meta:
        legacy_table_names = False
        table_name = "rate"
        primary_key = CompositeKey("bucket", "window")


class Tally(peewee.Model):
    """Frozen copy."""

    day = TextField()
    office = TextField()
    concern = TextField()
    kind = TextField()
    count = IntegerField()

    class Meta:
        legacy_table_names = False
        table_name = "tally"
        primary_key = CompositeKey("day", "office", "concern", "kind")


class Opening(peewee.Model):
    """Frozen copy."""

    id = AutoField()
    group_id = IntegerField(index=True)
    counter_id = IntegerField(null=True)
    weekday = SmallIntegerField()
    start = SmallIntegerField()
    end = SmallIntegerField()
    audience = TextField()
    release_days = IntegerField(null=True)
    valid_from = DateField(null=True)
    valid_until = DateField(null=True)

    class Meta:
        legacy_table_names = False
        table_name = "opening"


class ExtraOpening(peewee.Model):
    """Frozen copy."""

    id = AutoField()
    group_id = IntegerField(index=True)
    counter_id = IntegerField(null=True)
    day = DateField()
    start = SmallIntegerField()
    end = SmallIntegerField()
    audience = TextField()
    release_days = IntegerField(null=True)

    class Meta:
        legacy_table_names = False
        table_name = "extra_opening"


class Closure(peewee.Model):
    """Frozen copy."""

    id = AutoField()
    group_id = IntegerField(index=True)
    counter_id = IntegerField(null=True)
    first_day = DateField()
    last_day = DateField()
    start = SmallIntegerField(null=True)
    end = SmallIntegerField(null=True)

    class Meta:
        legacy_table_names = False
        table_name = "closure"


class Offer(peewee.Model):
    """Frozen copy."""

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
        legacy_table_names = False
        table_name = "offer"


class OfficeRules(peewee.Model):
    """Frozen copy."""

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

    class Meta:
        legacy_table_names = False
        table_name = "office_rules"


class InterpreterHours(peewee.Model):
    """Frozen copy."""

    id = AutoField()
    office = TextField()
    language = TextField()
    weekday = SmallIntegerField()
    start = SmallIntegerField()
    end = SmallIntegerField()
    on_site = SmallIntegerField()

    class Meta:
        legacy_table_names = False
        table_name = "interpreter_hours"


class ExemptAddress(peewee.Model):
    """Frozen copy."""

    address = TextField(primary_key=True)

    class Meta:
        legacy_table_names = False
        table_name = "exempt_address"


class Edition(peewee.Model):
    """Frozen copy."""

    id = IntegerField(primary_key=True)
    mark = TextField()

    class Meta:
        legacy_table_names = False
        table_name = "edition"


class Beat(peewee.Model):
    """Frozen copy."""

    name = TextField(primary_key=True)
    seen_at = BigIntegerField()

    class Meta:
        legacy_table_names = False
        table_name = "beat"


ALL: tuple[type[peewee.Model], ...] = (
    Claim, CustomerKey, CounterGroup, Counter, Appointment, Draft, Letter, Rate, Tally, Opening,
    ExtraOpening, Closure, Offer, OfficeRules, InterpreterHours, ExemptAddress, Edition, Beat,
)  # fmt: skip


def up(_migrator: Any, db: peewee.Database) -> None:
    """Create all tables and indexes."""
    # Tables without row ids are SQLite's alone.
    Claim._meta.without_rowid = isinstance(db, peewee.SqliteDatabase)  # noqa: SLF001 - no other way
    with db.bind_ctx(ALL):
        db.create_tables(ALL, safe=False)


def down(_migrator: Any, db: peewee.Database) -> None:
    """Drop all of it."""
    with db.bind_ctx(ALL):
        db.drop_tables(ALL)
