"""The day of an office: its appointments with what is noted of them, and what has changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from backend.domain import periods
from backend.domain.appointments import Appointment
from backend.domain.attendance import Attendance
from backend.store import attendance, database, records

_NOTED = ", ".join(f"attendance.{column}" for column in attendance.COLUMNS)
_SELECT = (
    f"SELECT appointment.created_at, appointment.ended_at, {_NOTED}, {records.READ}"
    f" FROM{records.WITH_GROUP}"
    " LEFT JOIN attendance ON attendance.appointment = appointment.id"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Former:
    """Where an appointment stood before it was moved."""

    office: str
    group: str
    """The key of the group; empty for none."""
    counter: int
    start: datetime
    """Local wall-clock time."""
    moved_at: datetime
    """UTC."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One appointment of the day."""

    appointment: Appointment
    noted: Attendance | None
    created_at: datetime
    """UTC."""
    cancelled_at: datetime | None
    """UTC; when it was cancelled."""
    former: tuple[Former, ...] = ()
    """The latest one first."""


def lines(office: str, day: date) -> list[Line]:
    """All booked and cancelled appointments of the day, in order of time."""
    first = periods.first_cell(day)
    where = (
        " WHERE appointment.office = ? AND appointment.start_cell >= ?"
        " AND appointment.start_cell < ? AND appointment.state IN ('booked', 'cancelled')"
    )
    return _lines(where, (office, first, first + periods.CELLS_PER_DAY))


def moved_away(office: str, day: date, *, since: int) -> list[Line]:
    """What stood on this day at this office and was moved elsewhere after these UTC seconds."""
    first = periods.first_cell(day)
    last = first + periods.CELLS_PER_DAY
    where = (
        " WHERE appointment.id IN (SELECT former_spot.appointment FROM former_spot"
        " WHERE former_spot.office = ? AND former_spot.start_cell >= ?"
        " AND former_spot.start_cell < ? AND former_spot.moved_at >= ?)"
        " AND appointment.state = 'booked' AND NOT (appointment.office = ?"
        " AND appointment.start_cell >= ? AND appointment.start_cell < ?)"
    )
    return _lines(where, (office, first, last, since, office, first, last))


def line(appointment_id: int) -> Line | None:
    """One appointment, booked or cancelled."""
    found = _lines(
        " WHERE appointment.id = ? AND appointment.state IN ('booked', 'cancelled')",
        (appointment_id,),
    )
    return found[0] if found else None


def _lines(where: str, params: tuple[object, ...]) -> list[Line]:
    order = " ORDER BY appointment.start_cell, appointment.reference"
    rows = database.every(_SELECT + where + order, params)
    former = _former([int(row[2 + len(attendance.COLUMNS)]) for row in rows])
    return [_line(row, former) for row in rows]


def _line(row: Sequence[Any], former: dict[int, list[Former]]) -> Line:
    created_at, ended_at, *rest = row
    noted, standing = rest[: len(attendance.COLUMNS)], rest[len(attendance.COLUMNS) :]
    appointment = records.standing(standing).appointment
    is_cancelled = appointment.state.value == "cancelled"
    return Line(
        appointment=appointment,
        noted=None if noted[0] is None else attendance.read(noted),
        created_at=datetime.fromtimestamp(created_at, UTC),
        cancelled_at=datetime.fromtimestamp(ended_at, UTC) if is_cancelled else None,
        former=tuple(former.get(appointment.id, ())),
    )


def _former(ids: Sequence[int]) -> dict[int, list[Former]]:
    """The former spots of these appointments, the latest first."""
    if not ids:
        return {}
    sql = (
        "SELECT former_spot.appointment, former_spot.office, counter_group.key,"
        " former_spot.counter_id, former_spot.start_cell, former_spot.moved_at FROM former_spot"
        " LEFT JOIN counter_group ON counter_group.id = former_spot.group_id"
        f" WHERE former_spot.appointment IN {database.marks(1, len(ids))}"
        " ORDER BY former_spot.moved_at DESC, former_spot.id DESC"
    )
    found: dict[int, list[Former]] = {}
    for appointment, office, group, counter, cell, moved_at in database.every(sql, tuple(ids)):
        found.setdefault(int(appointment), []).append(
            Former(
                office=office,
                group=group or "",
                counter=int(counter),
                start=periods.moment_of(cell),
                moved_at=datetime.fromtimestamp(moved_at, UTC),
            )
        )
    return found
