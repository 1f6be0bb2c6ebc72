"""Planning: week templates, days by themselves, phases, agreements; who booked an appointment.

The models are a frozen copy of those in `store.tables`: what this script made stays what it made.
"""

from typing import Any

import peewee
from peewee import (
    AutoField,
    CompositeKey,
    DateField,
    IntegerField,
    SmallIntegerField,
    TextField,
)


class WeekTemplate(peewee.Model):
    """Frozen copy."""

    id = AutoField()
    group_id = IntegerField(index=True)
    title = TextField()
    valid_from = DateField(null=True)
    valid_until = DateField(null=True)
    revision = IntegerField()

    class Meta:
        legacy_table_names = False
        table_name = "week_template"


class OwnDay(peewee.Model):
    """Frozen copy."""

    group_id = IntegerField()
    day = DateField()

    class Meta:
        legacy_table_names = False
        table_name = "own_day"
        primary_key = CompositeKey("group_id", "day")


class Phase(peewee.Model):
    """Frozen copy."""

    id = AutoField()
    office = TextField(index=True)
    kind = TextField()
    first_day = DateField()
    last_day = DateField(null=True)
    text = TextField()

    class Meta:
        legacy_table_names = False
        table_name = "phase"


class Agreement(peewee.Model):
    """Frozen copy."""

    id = AutoField()
    office = TextField(index=True)
    first_day = DateField()
    last_day = DateField()
    agreed_by = TextField()
    agreed_on = DateField()
    note = TextField()

    class Meta:
        legacy_table_names = False
        table_name = "agreement"


class Opening(peewee.Model):
    """Frozen copy; takes the place of the former table."""

    id = AutoField()
    week_id = IntegerField(index=True)
    counter_id = IntegerField(null=True)
    weekday = SmallIntegerField()
    start = SmallIntegerField()
    end = SmallIntegerField()
    audience = TextField()
    release_days = IntegerField(null=True)

    class Meta:
        legacy_table_names = False
        table_name = "opening"


ALL = (WeekTemplate, OwnDay, Phase, Agreement)
COLUMNS = (
    ("counter_group", "gone", "SMALLINT NOT NULL DEFAULT 0"),
    ("counter_group", "revision", "INTEGER NOT NULL DEFAULT 0"),
    ("counter", "gone", "SMALLINT NOT NULL DEFAULT 0"),
    ("closure", "title", "TEXT NOT NULL DEFAULT ''"),
    ("closure", "batch", "TEXT NOT NULL DEFAULT ''"),
    ("office_rules", "hotline_same_day", "SMALLINT NOT NULL DEFAULT 0"),
    ("office_rules", "revision", "INTEGER NOT NULL DEFAULT 0"),
    ("appointment", "booked_by", "TEXT NOT NULL DEFAULT 'customer'"),
    ("appointment", "follow_up_of", "BIGINT NOT NULL DEFAULT 0"),
    ("appointment", "walk_in", "SMALLINT NOT NULL DEFAULT 0"),
    ("appointment", "kept", "SMALLINT NOT NULL DEFAULT 0"),
)


def up(_migrator: Any, db: peewee.Database) -> None:
    """Each group gets a template with its former openings."""
    with db.bind_ctx(ALL):
        db.create_tables(ALL, safe=False)
    for table, column, kind in COLUMNS:
        db.execute_sql(f"ALTER TABLE {table} ADD COLUMN {column} {kind}")
    windows = 'counter_id, weekday, start, "end", audience, release_days'
    former = db.execute_sql(
        f"SELECT group_id, valid_from, valid_until, {windows} FROM opening ORDER BY id"
    ).fetchall()
    db.execute_sql("DROP TABLE opening")
    with db.bind_ctx([WeekTemplate, Opening]):
        db.create_tables([Opening], safe=False)
        weeks: dict[tuple[Any, ...], int] = {}
        for group_id, first, last, counter_id, weekday, start, end, audience, days in former:
            kind = (group_id, first, last)
            if kind not in weeks:
                weeks[kind] = WeekTemplate.insert(
                    group_id=group_id,
                    title="Regelwoche",
                    valid_from=first,
                    valid_until=last,
                    revision=0,
                ).execute()
            Opening.insert(
                week_id=weeks[kind],
                counter_id=counter_id,
                weekday=weekday,
                start=start,
                end=end,
                audience=audience,
                release_days=days,
            ).execute()


def down(_migrator: Any, db: peewee.Database) -> None:
    """The columns stay: no former program minds them."""
    with db.bind_ctx(ALL):
        db.drop_tables(ALL)
