"""Evaluations as they are kept: counts of deleted appointments, and those still stored (R64)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from backend.domain import periods
from backend.domain.appointments import State
from backend.domain.attendance import Outcome, Step
from backend.domain.evaluations import Counts, Ending, Facts, Key, Topic
from backend.store import appointments, database

_COLUMNS = (
    "appointment.start_cell, appointment.office, appointment.concern, appointment.channel,"
    " appointment.booked_by, appointment.state, appointment.emergency, appointment.walk_in,"
    " appointment.birth_year, appointment.birth_month, appointment.birth_day,"
    " appointment.cancelled_by, attendance.step, attendance.outcome"
)
_WITH_ATTENDANCE = (
    " FROM appointment LEFT JOIN attendance ON attendance.appointment = appointment.id"
)
_KEPT = "NULL, office, month, topic, value, ending, count" + ", NULL" * 7
"""Under the same columns, so that both stand in one answer."""


def facts_of(ids: Sequence[int]) -> list[Facts]:
    """What is to be counted of these appointments; holds and pauses are none."""
    if not ids:
        return []
    marks = database.marks(1, len(ids))
    sql = (
        f"SELECT {_COLUMNS}{_WITH_ATTENDANCE} WHERE appointment.id IN {marks}"
        " AND appointment.state IN ('booked', 'cancelled')"
    )
    return [_facts(row) for row in database.every(sql, tuple(ids))]


def add(counts: Counts) -> None:
    """Add to what is kept; part of the action that deletes the appointments."""
    # Sorted, so that two sweeps at once cannot wait for each other.
    for key in sorted(counts, key=_as_row):
        database.run(
            "INSERT INTO appointment_tally (month, office, topic, value, ending, count)"
            " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (month, office, topic, value, ending)"
            " DO UPDATE SET count = appointment_tally.count + excluded.count",
            (*_as_row(key), counts[key]),
        )


def between(first: date, end: date) -> tuple[Counter[Key], list[Facts]]:
    """The counts of months from `first` to before `end`, and the appointments still stored.

    Both in one statement: an appointment that is deleted meanwhile is found once and only once.
    Both days are the first ones of their months.
    """
    sql = (
        f"SELECT 1, {_KEPT} FROM appointment_tally WHERE month >= ? AND month < ?"
        f" UNION ALL SELECT 0, {_COLUMNS}{_WITH_ATTENDANCE}"
        " WHERE appointment.state IN ('booked', 'cancelled')"
        " AND appointment.start_cell >= ? AND appointment.start_cell < ?"
    )
    bounds = (f"{first:%Y-%m}", f"{end:%Y-%m}", periods.first_cell(first), periods.first_cell(end))
    kept, stored = Counter[Key](), list[Facts]()
    for is_count, *row in database.every(sql, bounds):
        if is_count:
            _none, office, month, topic, value, ending, count = row[:7]
            kept[Key(month, office, Topic(topic), value, Ending(ending))] += int(count)
        else:
            stored.append(_facts(row))
    return kept, stored


def first_month() -> str:
    """The earliest month of which something is known, such as `2026-11`; empty for none."""
    row = database.one("SELECT MIN(month) FROM appointment_tally")
    kept = str(row[0]) if row and row[0] else ""
    row = database.one("SELECT MIN(start_cell) FROM appointment WHERE ended_at IS NOT NULL")
    if row is None or row[0] is None:
        return kept
    stored = f"{periods.moment_of(int(row[0])):%Y-%m}"
    return min(kept, stored) if kept else stored


def events(first: date, end: date) -> dict[tuple[str, str, str], int]:
    """What happened on days from `first` to before `end`: by (month, office, kind)."""
    sql = (
        "SELECT SUBSTR(day, 1, 7), office, kind, SUM(count) FROM tally"
        " WHERE day >= ? AND day < ? GROUP BY SUBSTR(day, 1, 7), office, kind"
    )
    rows = database.every(sql, (first.isoformat(), end.isoformat()))
    return {(month, office, kind): int(count) for month, office, kind, count in rows}


def add_capacity(day: date, minutes: Mapping[str, tuple[int, int]]) -> None:
    """Write down (offered, booked) minutes of a day by office; a second time changes nothing."""
    for office, (offered, booked) in sorted(minutes.items()):
        database.run(
            "INSERT INTO capacity_tally (day, office, offered, booked) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (day, office) DO NOTHING",
            (day.isoformat(), office, offered, booked),
        )


def last_capacity_day() -> date | None:
    """The latest day that was written down; None for none."""
    row = database.one("SELECT MAX(day) FROM capacity_tally")
    return date.fromisoformat(row[0]) if row and row[0] else None


def capacity(first: date, end: date) -> dict[tuple[str, str], tuple[int, int]]:
    """(Offered, booked) minutes by (month, office) of days from `first` to before `end`."""
    sql = (
        "SELECT SUBSTR(day, 1, 7), office, SUM(offered), SUM(booked) FROM capacity_tally"
        " WHERE day >= ? AND day < ? GROUP BY SUBSTR(day, 1, 7), office"
    )
    rows = database.every(sql, (first.isoformat(), end.isoformat()))
    return {(month, office): (int(offered), int(booked)) for month, office, offered, booked in rows}


def _as_row(key: Key) -> tuple[str, ...]:
    return (key.month, key.office, key.topic.value, key.value, key.ending.value)


def _facts(row: Sequence[Any]) -> Facts:
    """From the columns `_COLUMNS`."""
    start, office, concern, channel, booked_by, state, emergency = row[:7]
    walk_in, year, month, day, cancelled_by, step, outcome = row[7:]
    return Facts(
        day=periods.moment_of(int(start)).date(),
        office=office,
        concern=concern,
        channel=channel,
        booked_by=booked_by,
        is_emergency=bool(emergency),
        is_walk_in=bool(walk_in),
        born=(year, month, day),
        is_cancelled=state == State.CANCELLED.value,
        cancelled_by_office=cancelled_by == appointments.BY_OFFICE,
        step=Step(step) if step else None,
        outcome=Outcome(outcome) if outcome else None,
    )
