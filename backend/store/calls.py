"""Calls: what is noted of phone appointments, and what is to be told by phone (D28, D37)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from backend.domain import periods
from backend.domain.calls import PhoneCall, State
from backend.domain.roles import Place
from backend.store import database, letters
from backend.store.letters import CALL, Letter

_COLUMNS = "appointment, start_cell, state, tries, tried_at"
_LETTER = ", ".join(f"letter.{name}" for name in letters.COLUMNS.split(", "))
_TO_TELL = (
    f"SELECT {_LETTER}, appointment.reference, appointment.start_cell, appointment.interpreter,"
    " appointment.office, counter_group.key FROM letter"
    " JOIN appointment ON appointment.id = letter.appointment"
    " LEFT JOIN counter_group ON counter_group.id = appointment.group_id"
    " WHERE letter.state = 'waiting' AND letter.channel = ?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Something to be told by phone: a reminder, or what no letter tells in time."""

    letter: Letter
    reference: str
    start: datetime
    """Of the appointment, local wall-clock time."""
    interpreter: str
    place: Place


def of(appointment: int, start_cell: int) -> PhoneCall:
    """What is noted of the appointment at this time; nothing noted is an open call."""
    return states([(appointment, start_cell)])[appointment]


def states(wanted: Iterable[tuple[int, int]]) -> dict[int, PhoneCall]:
    """The same of many, given as id and first cell."""
    cells = dict(wanted)
    found = {key: PhoneCall(appointment=key, start_cell=cell) for key, cell in cells.items()}
    if not cells:
        return found
    sql = f"SELECT {_COLUMNS} FROM phone_call WHERE appointment IN {database.marks(1, len(cells))}"
    for appointment, start_cell, state, tries, tried_at in database.every(sql, tuple(cells)):
        if cells[appointment] == start_cell:
            found[appointment] = PhoneCall(
                appointment=appointment,
                start_cell=start_cell,
                state=State(state),
                tries=tries,
                tried_at=tried_at,
            )
    return found


def write(call: PhoneCall) -> None:
    """Note it in place of what was noted before."""
    database.run(
        f"INSERT INTO phone_call ({_COLUMNS}) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (appointment) DO UPDATE SET start_cell = excluded.start_cell,"
        " state = excluded.state, tries = excluded.tries, tried_at = excluded.tried_at",
        (call.appointment, call.start_cell, call.state.value, call.tries, call.tried_at),
    )


def to_tell(until_seconds: int) -> list[Message]:
    """Who is to be told something by phone until these UTC seconds, by time of appointment."""
    sql = f"{_TO_TELL} AND letter.due_at <= ? ORDER BY appointment.start_cell, letter.id"
    return [_message(row) for row in database.every(sql, (CALL, until_seconds))]


def message(letter: int) -> Message | None:
    """One of them."""
    row = database.one(f"{_TO_TELL} AND letter.id = ?", (CALL, letter))
    return None if row is None else _message(row)


def delete_of(appointments: Sequence[int]) -> int:
    """Delete what is noted of these appointments; returns how many rows."""
    return database.delete_in("phone_call", "appointment", appointments)


def about(appointment: int) -> list[dict[str, object]]:
    """What is noted of one appointment, as names and values."""
    row = database.one(f"SELECT {_COLUMNS} FROM phone_call WHERE appointment = ?", (appointment,))
    return [] if row is None else [dict(zip(_COLUMNS.split(", "), row, strict=True))]


def _message(row: Sequence[object]) -> Message:
    *own, reference, cell, interpreter, office, group = row
    return Message(
        letter=letters.letter_of(own),
        reference=str(reference),
        start=periods.moment_of(int(str(cell))),
        interpreter=str(interpreter),
        place=Place(str(office), str(group or "")),
    )
