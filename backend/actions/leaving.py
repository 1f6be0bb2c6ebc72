"""Leaving: what is noted of a visit when the appointment goes to another time or office."""

from datetime import datetime

from backend.domain import attendance as steps
from backend.domain.periods import moment_of
from backend.store import attendance, moves
from backend.store.records import Spot, Standing


def leave(old: Standing, spot: Spot, *, now: datetime) -> None:
    """Keep where the appointment stood; part of each action that puts it at another spot.

    Who is checked in stays so for a later time of the same day in the same house. For another
    visit nobody has come yet (R51, D27).
    """
    moves.note(old, int(now.timestamp()))
    noted = attendance.of(old.appointment.id)
    is_same_visit = (
        spot.office == old.spot.office and moment_of(spot.start_cell).date() == old.appointment.day
    )
    if noted and not (is_same_visit and noted.step is not steps.Step.FINISHED):
        attendance.delete(old.appointment.id)
