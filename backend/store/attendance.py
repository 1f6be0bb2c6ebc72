"""Attendance as it is kept: one row for an appointment of which something is noted (D27)."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from backend.domain import periods
from backend.domain.attendance import Attendance, Outcome, Step
from backend.store import database

COLUMNS = ("appointment", "step", "noted_at", "arrived_at", "room", "outcome", "former")
_LISTED = ", ".join(COLUMNS)


def of(appointment_id: int) -> Attendance | None:
    """What is noted of an appointment; None: nothing."""
    row = database.one(f"SELECT {_LISTED} FROM attendance WHERE appointment = ?", (appointment_id,))
    return None if row is None else read(row)


def write(noted: Attendance) -> None:
    """Note the step in place of the one before; the appointment's row is locked."""
    sql = (
        f"INSERT INTO attendance ({_LISTED}) VALUES (?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (appointment) DO UPDATE SET step = excluded.step,"
        " noted_at = excluded.noted_at, arrived_at = excluded.arrived_at, room = excluded.room,"
        " outcome = excluded.outcome, former = excluded.former"
    )
    database.run(
        sql,
        (
            noted.appointment,
            noted.step.value,
            int(noted.noted_at.timestamp()),
            int(noted.arrived_at.timestamp()) if noted.arrived_at else None,
            noted.room,
            noted.outcome.value if noted.outcome else "",
            noted.former.value if noted.former else "",
        ),
    )


def delete(appointment_id: int) -> None:
    """Nothing is noted any more."""
    database.run("DELETE FROM attendance WHERE appointment = ?", (appointment_id,))


def delete_of(appointments: Sequence[int]) -> int:
    """Delete what is noted of these appointments; returns how many rows."""
    return database.delete_in("attendance", "appointment", appointments)


def about(appointment_id: int) -> list[dict[str, object]]:
    """What is noted of one appointment, as names and values."""
    row = database.one(f"SELECT {_LISTED} FROM attendance WHERE appointment = ?", (appointment_id,))
    return [] if row is None else [dict(zip(COLUMNS, row, strict=True))]


def called(office: str, first_cell: int) -> list[tuple[str, str, int]]:
    """(reference, room, UTC seconds of the call) of who is called now on that day, latest first."""
    sql = (
        "SELECT appointment.reference, attendance.room, attendance.noted_at FROM attendance"
        " JOIN appointment ON appointment.id = attendance.appointment"
        " WHERE appointment.office = ? AND appointment.start_cell >= ?"
        " AND appointment.start_cell < ? AND appointment.state = 'booked'"
        " AND attendance.step = ? AND attendance.room <> ''"
        " ORDER BY attendance.noted_at DESC, appointment.reference"
    )
    bounds = (first_cell, first_cell + periods.CELLS_PER_DAY)
    rows = database.every(sql, (office, *bounds, Step.CALLED.value))
    return [(str(reference), str(room), int(at)) for reference, room, at in rows]


def read(row: Sequence[Any]) -> Attendance:
    """From the columns `COLUMNS`; moments in UTC."""
    appointment, step, noted_at, arrived_at, room, outcome, former = row
    return Attendance(
        appointment=int(appointment),
        step=Step(step),
        noted_at=datetime.fromtimestamp(noted_at, UTC),
        arrived_at=None if arrived_at is None else datetime.fromtimestamp(arrived_at, UTC),
        room=room,
        outcome=Outcome(outcome) if outcome else None,
        former=Step(former) if former else None,
    )
