"""Links of talks by video: one for an appointment at the office and time for which it was made."""

from collections.abc import Sequence

from backend.domain.appointments import Appointment, Channel, State
from backend.domain.periods import cell_at
from backend.store import appointments, database

ANY_TIME = 0
"""In place of a cell: the link stays when the appointment is moved."""


def of(appointment: Appointment) -> str:
    """The link that is stored for it as it stands now; empty for none."""
    row = database.one(
        "SELECT link FROM video_link WHERE appointment = ? AND office = ? AND start_cell IN (?, ?)",
        (appointment.id, appointment.office, ANY_TIME, cell_at(appointment.start)),
    )
    return "" if row is None else str(row[0])


def write(appointment: Appointment, link: str, *, start_cell: int) -> None:
    """Store the link in place of another one; `start_cell` may be `ANY_TIME`."""
    database.run(
        "INSERT INTO video_link (appointment, office, start_cell, link) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (appointment) DO UPDATE SET office = excluded.office,"
        " start_cell = excluded.start_cell, link = excluded.link",
        (appointment.id, appointment.office, start_cell, link),
    )


def booked(office: str) -> list[Appointment]:
    """What is booked by video at an office, in the order of the ids."""
    rows = database.every(
        "SELECT id FROM appointment WHERE office = ? AND channel = ? AND state = ? ORDER BY id",
        (office, Channel.VIDEO.value, State.BOOKED.value),
    )
    return [found for (each,) in rows if (found := appointments.by_id(int(each)))]


def delete_of(appointments: Sequence[int]) -> int:
    """Delete the links of these appointments; returns how many."""
    return database.delete_in("video_link", "appointment", appointments)


def about(appointment: int) -> list[dict[str, object]]:
    """What is stored about one appointment, for whoever asks (Art. 15)."""
    row = database.one("SELECT link FROM video_link WHERE appointment = ?", (appointment,))
    return [] if row is None else [{"video_link": str(row[0])}]
