"""Interpreting: wishes for interpreters and what became of them, fixed hours, order times (D30)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from backend.domain import periods
from backend.domain.appointments import Appointment
from backend.domain.interpreters import Hours, State
from backend.store import claims, database, records

_WISHES = (
    f"SELECT interpreter_request.state, {records.READ} FROM{records.WITH_GROUP}"
    " LEFT JOIN interpreter_request ON interpreter_request.appointment = appointment.id"
    " AND interpreter_request.start_cell = appointment.start_cell"
    " WHERE appointment.state = 'booked'"
    " AND (appointment.interpreter <> '' OR appointment.sign_language = 1)"
)
_REQUEST = "appointment, start_cell, language, state, changed_at"
_HOURS = 'id, office, language, weekday, start, "end", on_site'


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A booked appointment at which somebody shall interpret, and where that stands."""

    appointment: Appointment
    state: State


def wishes(offices: Sequence[str], first: date, last: date) -> list[Wish]:
    """Those of the days from `first` to `last`, in order of time."""
    if not offices:
        return []
    sql = (
        f"{_WISHES} AND appointment.start_cell >= ? AND appointment.start_cell < ?"
        f" AND appointment.office IN {database.marks(1, len(offices))}"
        " ORDER BY appointment.start_cell, appointment.reference"
    )
    end = periods.first_cell(last) + periods.CELLS_PER_DAY
    return [_wish(row) for row in database.every(sql, (periods.first_cell(first), end, *offices))]


def wish(appointment: int) -> Wish | None:
    """The wish of one booked appointment; None when it has none."""
    row = database.one(f"{_WISHES} AND appointment.id = ?", (appointment,))
    return None if row is None else _wish(row)


def states(ids: Iterable[int]) -> dict[int, State]:
    """Where the wishes of these appointments stand; those of which nothing is noted are missing.

    What was noted for another time counts no more.
    """
    wanted = tuple(ids)
    if not wanted:
        return {}
    sql = (
        "SELECT appointment.id, interpreter_request.state FROM interpreter_request"
        " JOIN appointment ON appointment.id = interpreter_request.appointment"
        " AND appointment.start_cell = interpreter_request.start_cell"
        f" WHERE appointment.id IN {database.marks(1, len(wanted))}"
    )
    return {int(key): State(state) for key, state in database.every(sql, wanted)}


def write(appointment: Appointment, state: State, *, now_seconds: int) -> None:
    """Note where the wish stands, for the time the appointment has now."""
    cell = periods.cell_at(appointment.start)
    language = appointment.wish.interpreter or ""
    database.run(
        f"INSERT INTO interpreter_request ({_REQUEST}) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (appointment) DO UPDATE SET start_cell = excluded.start_cell,"
        " language = excluded.language, state = excluded.state, changed_at = excluded.changed_at",
        (appointment.id, cell, language, state.value, now_seconds),
    )


def delete_of(appointments: Sequence[int]) -> int:
    """Delete what is noted of these appointments; returns how many rows."""
    return database.delete_in("interpreter_request", "appointment", appointments)


def about(appointment: int) -> list[dict[str, object]]:
    """What is noted of one appointment, as names and values."""
    sql = f"SELECT {_REQUEST} FROM interpreter_request WHERE appointment = ?"
    row = database.one(sql, (appointment,))
    return [] if row is None else [dict(zip(_REQUEST.split(", "), row, strict=True))]


# --- fixed hours


def hours(office: str) -> list[Hours]:
    """The fixed hours of an office by language, weekday and time."""
    sql = (
        f"SELECT {_HOURS} FROM interpreter_hours WHERE office = ?"
        " ORDER BY language, weekday, start, id"
    )
    return [_hours(row) for row in database.every(sql, (office,))]


def hours_by_id(hours_id: int) -> Hours | None:
    """The fixed hours of this id."""
    row = database.one(f"SELECT {_HOURS} FROM interpreter_hours WHERE id = ?", (hours_id,))
    return None if row is None else _hours(row)


def add_hours(added: Hours) -> None:
    """Write fixed hours; the edition must change with it."""
    database.run(
        'INSERT INTO interpreter_hours (office, language, weekday, start, "end", on_site)'
        " VALUES (?, ?, ?, ?, ?, ?)",
        (added.office, added.language, added.weekday, added.start, added.end, int(added.on_site)),
    )


def relying(hours_id: int, first_cell: int) -> list[int]:
    """Ids of the booked appointments from this cell on that count on these hours."""
    sql = (
        "SELECT id FROM appointment WHERE interpreter_id = ? AND start_cell >= ?"
        " AND state = 'booked' ORDER BY id"
    )
    return [int(row[0]) for row in database.every(sql, (hours_id, first_cell))]


def remove_hours(hours_id: int) -> None:
    """Delete fixed hours; the appointments that counted on them have nobody now."""
    database.run("DELETE FROM claim WHERE resource = ?", (claims.interpreter(hours_id),))
    database.run(
        "UPDATE appointment SET interpreter_id = NULL WHERE interpreter_id = ?", (hours_id,)
    )
    database.run("DELETE FROM interpreter_hours WHERE id = ?", (hours_id,))


# --- order times


def leads(office: str) -> dict[str, int]:
    """Working days ahead by language, as far as the office has set them."""
    sql = "SELECT language, days FROM interpreter_lead WHERE office = ?"
    return {str(language): int(days) for language, days in database.every(sql, (office,))}


def write_lead(office: str, language: str, days: int) -> None:
    """Set how many working days ahead somebody for this language is ordered."""
    database.run(
        "INSERT INTO interpreter_lead (office, language, days) VALUES (?, ?, ?)"
        " ON CONFLICT (office, language) DO UPDATE SET days = excluded.days",
        (office, language, days),
    )


def _wish(row: Sequence[Any]) -> Wish:
    state, *standing = row
    return Wish(
        appointment=records.standing(standing).appointment,
        state=State.WANTED if state is None else State(state),
    )


def _hours(row: Sequence[Any]) -> Hours:
    hours_id, office, language, weekday, start, end, on_site = row
    return Hours(
        id=int(hours_id),
        office=office,
        language=language,
        weekday=weekday,
        start=start,
        end=end,
        on_site=bool(on_site),
    )
