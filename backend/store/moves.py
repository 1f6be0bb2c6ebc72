"""Moves: where an appointment stood before, so that the day view can say what has changed."""

from collections.abc import Sequence

from backend.store import database
from backend.store.records import Standing

_COLUMNS = "appointment, office, group_id, counter_id, start_cell, moved_at"


def note(old: Standing, now_seconds: int) -> None:
    """Keep the former spot; part of each action that moves, and gone with the appointment."""
    spot = old.spot
    database.run(
        f"INSERT INTO former_spot ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)",
        (
            old.appointment.id,
            spot.office,
            spot.group_id,
            spot.counter_id,
            spot.start_cell,
            now_seconds,
        ),
    )


def delete_of(appointments: Sequence[int]) -> int:
    """Forget where these appointments stood; returns how many rows."""
    return database.delete_in("former_spot", "appointment", appointments)


def about(appointment_id: int) -> list[dict[str, object]]:
    """Where an appointment stood before, as names and values."""
    sql = f"SELECT {_COLUMNS} FROM former_spot WHERE appointment = ? ORDER BY id"
    names = _COLUMNS.split(", ")
    return [dict(zip(names, row, strict=True)) for row in database.every(sql, (appointment_id,))]
