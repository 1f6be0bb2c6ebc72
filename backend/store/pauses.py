"""Pauses: the given-up times that are not offered to everybody yet (D23)."""

from backend.store import database, records
from backend.store.records import Standing

_SELECT = (
    f"SELECT {records.READ} FROM{records.WITH_GROUP}"
    " WHERE appointment.state = 'paused' AND appointment.office = ?"
    " AND appointment.hold_until > ? ORDER BY appointment.id FOR UPDATE OF appointment"
)


def of(office: str, now: int) -> list[Standing]:
    """Those of an office that are not over at these UTC seconds, locked within a transaction."""
    return [records.standing(row) for row in database.every(_SELECT, (office, now))]
