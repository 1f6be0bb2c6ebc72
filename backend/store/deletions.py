"""Deletions: how much was deleted when, in numbers only (D38)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from backend.domain.retention import Kind
from backend.store import database


class Cause(StrEnum):
    """Why a day list was deleted."""

    END_OF_DAY = "end_of_day"
    ON_DEMAND = "on_demand"
    FORGOTTEN = "forgotten"
    """A customer who stood in it was forgotten on request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListDeletion:
    """That a day list was deleted."""

    office: str
    day: date
    deleted_at: int
    """UTC seconds."""
    count: int
    """Appointments that stood in it."""
    cause: Cause


def count(day: date, kind: Kind, number: int) -> None:
    """Add so many deleted records of a kind to those of the day."""
    if number:
        database.run(
            "INSERT INTO deletion (day, kind, count) VALUES (?, ?, ?) ON CONFLICT (day, kind)"
            " DO UPDATE SET count = deletion.count + excluded.count",
            (day.isoformat(), kind.value, number),
        )


def add_list(deleted: ListDeletion) -> None:
    """Write down that a list was deleted; twice in one second stays one line."""
    database.run(
        "INSERT INTO list_deletion (office, day, deleted_at, count, cause) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (office, day, deleted_at) DO NOTHING",
        (
            deleted.office,
            deleted.day.isoformat(),
            deleted.deleted_at,
            deleted.count,
            deleted.cause.value,
        ),
    )


def numbers(since: date) -> dict[date, dict[Kind, int]]:
    """What was deleted on each day since this one, the latest first."""
    found: dict[date, dict[Kind, int]] = {}
    sql = "SELECT day, kind, count FROM deletion WHERE day >= ? ORDER BY day DESC, kind"
    known = set(Kind)
    for day, kind, number in database.every(sql, (since.isoformat(),)):
        if kind in known:
            found.setdefault(as_day(day), {})[Kind(kind)] = int(number)
    return found


def lists(since: date, *, office: str = "") -> list[ListDeletion]:
    """The deleted lists of days since this one, the latest deletion first."""
    sql = (
        "SELECT office, day, deleted_at, count, cause FROM list_deletion WHERE day >= ?"
        " AND (office = ? OR ? = '') ORDER BY deleted_at DESC, office"
    )
    return [
        ListDeletion(
            office=name,
            day=as_day(day),
            deleted_at=int(at),
            count=int(number),
            cause=Cause(cause),
        )
        for name, day, at, number, cause in database.every(sql, (since.isoformat(), office, office))
    ]


def sweep(before: date) -> int:
    """Delete the records of deletions before this day; returns how many."""
    swept = database.run("DELETE FROM deletion WHERE day < ?", (before.isoformat(),)).rowcount
    lists_gone = database.run("DELETE FROM list_deletion WHERE day < ?", (before.isoformat(),))
    return int(swept) + int(lists_gone.rowcount)


def as_day(value: date | str) -> date:
    """A day as both engines give it out."""
    return value if isinstance(value, date) else date.fromisoformat(value)
