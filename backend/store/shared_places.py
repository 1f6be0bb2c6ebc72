"""Shared places: counters of a partner organisation in an office, and who comes to them (R103)."""

from dataclasses import dataclass
from datetime import datetime

from backend.domain import periods
from backend.domain.appointments import State
from backend.store import database

_COLUMNS = (
    "appointment.reference, appointment.office, appointment.start_cell, counter.title,"
    " appointment.concern, appointment.name, appointment.languages, appointment.interpreter"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """An appointment as the organisation of its counter sees it: no contact and no needs."""

    reference: str
    office: str
    start: datetime
    """Wall-clock time."""
    counter: str
    """What the counter is called; empty while there is none."""
    concern: str
    name: str
    languages: str
    """The pair in which somebody booked, such as `ar+de`."""
    interpreter: str


def visits(organisation_id: int, first_cell: int) -> list[Visit]:
    """Who is booked from this cell on at groups of the organisation, in order of time."""
    rows = database.every(
        f"SELECT {_COLUMNS} FROM appointment"
        " JOIN counter_group ON counter_group.id = appointment.group_id"
        " LEFT JOIN counter ON counter.id = appointment.counter_id"
        " WHERE counter_group.organisation = ? AND counter_group.gone = 0"
        " AND appointment.state = ? AND appointment.start_cell >= ?"
        " ORDER BY appointment.start_cell, counter_group.position, appointment.id",
        (organisation_id, State.BOOKED.value, first_cell),
    )
    return [
        Visit(
            reference=reference,
            office=office,
            start=periods.moment_of(cell),
            counter=counter or "",
            concern=concern,
            name=name,
            languages=languages,
            interpreter=interpreter or "",
        )
        for reference, office, cell, counter, concern, name, languages, interpreter in rows
    ]


def has_visits(group_id: int, first_cell: int) -> bool:
    """Whether anybody is booked at the group from this cell on."""
    sql = "SELECT 1 FROM appointment WHERE group_id = ? AND state = ? AND start_cell >= ? LIMIT 1"
    return database.one(sql, (group_id, State.BOOKED.value, first_cell)) is not None
