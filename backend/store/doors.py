"""What hangs at the door of an office: times, numbers and rooms of one day, and nothing else."""

from dataclasses import dataclass
from datetime import date, datetime

from backend.domain import periods
from backend.domain.appointments import Channel, State
from backend.store import database


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorLine:
    """One appointment as everybody may read it: neither name nor concern."""

    start: datetime
    """Local wall-clock time."""
    reference: str
    group: str
    counter: str


def lines(office: str, day: date) -> list[DoorLine]:
    """The visits to an office on a day, in order of time; who is called by phone is not on it."""
    sql = (
        "SELECT appointment.start_cell, appointment.reference, counter_group.title,"
        " COALESCE(counter.title, '')"
        " FROM appointment LEFT JOIN counter ON counter.id = appointment.counter_id"
        " JOIN counter_group ON counter_group.id = appointment.group_id"
        " WHERE appointment.office = ? AND appointment.state = ? AND appointment.channel = ?"
        " AND appointment.start_cell >= ? AND appointment.start_cell < ?"
        " ORDER BY appointment.start_cell, appointment.reference"
    )
    bounds = (periods.first_cell(day), periods.first_cell(day) + periods.CELLS_PER_DAY)
    found = database.every(sql, (office, str(State.BOOKED), str(Channel.IN_PERSON), *bounds))
    return [
        DoorLine(
            start=periods.moment_of(start), reference=str(reference), group=group, counter=counter
        )
        for start, reference, group, counter in found
    ]
