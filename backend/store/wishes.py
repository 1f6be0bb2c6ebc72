"""Waiting wishes: who wants to be told of an earlier time, as they stand in the store."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from backend.domain import periods
from backend.domain.wishes import Choices, Half, Waiting
from backend.store import database

_COLUMNS = (
    "appointment, start_cell, half, first_day, last_day, asked_at, unanswered, passed, offer,"
    " offer_cell, offer_until"
)
_SELECT = f"SELECT {_COLUMNS} FROM waiting"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A time that is kept for somebody at an office, as its staff see it."""

    appointment: int
    reference: str
    group: str
    """The key of the counter group of the present appointment."""
    start: datetime
    """Of the present appointment, local wall-clock time."""
    offer: int
    offer_start: datetime
    offer_until: int


def by_appointment(appointment: int) -> Waiting | None:
    """The wish of this appointment."""
    row = database.one(f"{_SELECT} WHERE appointment = ?", (appointment,))
    return None if row is None else _waiting(row)


def lock(appointment: int) -> Waiting | None:
    """The wish for writing; its appointment is locked before it."""
    row = database.one(f"{_SELECT} WHERE appointment = ? FOR UPDATE", (appointment,))
    return None if row is None else _waiting(row)


def write(waiting: Waiting) -> None:
    """Keep it, in place of a former wish of the same appointment."""
    offered = waiting.offer_start
    passed = sorted(periods.cell_at(start) for start in waiting.passed)
    values = (
        waiting.appointment,
        periods.cell_at(waiting.start),
        waiting.choices.half.value,
        waiting.choices.first_day,
        waiting.choices.last_day,
        waiting.asked_at,
        waiting.unanswered,
        ",".join(map(str, passed)),
        waiting.offer,
        periods.cell_at(offered) if offered else 0,
        waiting.offer_until,
    )
    names = _COLUMNS.split(", ")
    kept = ", ".join(f"{name} = excluded.{name}" for name in names[1:])
    database.run(
        f"INSERT INTO waiting ({_COLUMNS}) VALUES {database.marks(1, len(names))}"
        f" ON CONFLICT (appointment) DO UPDATE SET {kept}",
        values,
    )


def delete_of(appointments: Sequence[int]) -> int:
    """Delete the wishes of these appointments."""
    return database.delete_in("waiting", "appointment", appointments)


def has_any() -> bool:
    """Whether anybody waits."""
    return database.one("SELECT 1 FROM waiting LIMIT 1") is not None


def idle() -> list[Waiting]:
    """Those for whom nothing is kept now, who asked first first."""
    sql = f"{_SELECT} WHERE offer = 0 ORDER BY asked_at, appointment"
    return [_waiting(row) for row in database.every(sql)]


def unanswered(now: int) -> list[int]:
    """Ids of the appointments whose owners let the time to answer pass (UTC seconds)."""
    sql = "SELECT appointment FROM waiting WHERE offer <> 0 AND offer_until <= ?"
    return [int(found) for (found,) in database.every(f"{sql} ORDER BY appointment", (now,))]


def void(now_cell: int) -> list[int]:
    """Ids of the appointments that are gone, cancelled, begun or earlier now by another way."""
    sql = (
        "SELECT waiting.appointment FROM waiting"
        " LEFT JOIN appointment ON appointment.id = waiting.appointment"
        " WHERE appointment.id IS NULL OR appointment.state <> 'booked'"
        " OR appointment.start_cell <= ? OR appointment.start_cell < waiting.start_cell"
        " ORDER BY waiting.appointment"
    )
    return [int(found) for (found,) in database.every(sql, (now_cell,))]


def offered(office: str, now: int) -> list[Offered]:
    """The times that are kept for people of an office now, the next answer due first."""
    sql = (
        "SELECT waiting.appointment, appointment.reference, counter_group.key,"
        " appointment.start_cell, waiting.offer, waiting.offer_cell, waiting.offer_until"
        " FROM waiting JOIN appointment ON appointment.id = waiting.appointment"
        " LEFT JOIN counter_group ON counter_group.id = appointment.group_id"
        " WHERE appointment.office = ? AND waiting.offer <> 0 AND waiting.offer_until > ?"
        " ORDER BY waiting.offer_until, waiting.appointment"
    )
    return [_offered(row) for row in database.every(sql, (office, now))]


def about(appointment: int) -> list[dict[str, object]]:
    """The wish of an appointment for who asks what is stored."""
    found = by_appointment(appointment)
    if found is None:
        return []
    return [
        {
            "asked_at": found.asked_at,
            "half": found.choices.half.value,
            "first_day": str(found.choices.first_day or ""),
            "last_day": str(found.choices.last_day or ""),
            "offered": str(found.offer_start or ""),
            "answer_until": found.offer_until,
        }
    ]


def _offered(row: Sequence[Any]) -> Offered:
    appointment, reference, group, cell, offer, offer_cell, until = row
    return Offered(
        appointment=appointment,
        reference=reference,
        group=group or "",
        start=periods.moment_of(cell),
        offer=offer,
        offer_start=periods.moment_of(offer_cell),
        offer_until=until,
    )


def _waiting(row: Sequence[Any]) -> Waiting:
    found = dict(zip(_COLUMNS.split(", "), row, strict=True))
    passed = (int(cell) for cell in found["passed"].split(",") if cell)
    return Waiting(
        appointment=found["appointment"],
        start=periods.moment_of(found["start_cell"]),
        choices=Choices(
            half=Half(found["half"]),
            first_day=_day(found["first_day"]),
            last_day=_day(found["last_day"]),
        ),
        asked_at=found["asked_at"],
        unanswered=found["unanswered"],
        passed=frozenset(periods.moment_of(cell) for cell in passed),
        offer=found["offer"],
        offer_start=periods.moment_of(found["offer_cell"]) if found["offer"] else None,
        offer_until=found["offer_until"],
    )


def _day(value: Any) -> date | None:
    """PostgreSQL gives days, SQLite their text."""
    return date.fromisoformat(value) if isinstance(value, str) else value
