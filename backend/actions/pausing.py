"""Pausing: a given-up time stays unoffered for a while, so that scripts gain nothing (D23)."""

from dataclasses import replace

from backend.domain.periods import CELL_MINUTES
from backend.store import appointments, claims
from backend.store.records import Spot, Standing


def pause(old: Standing, *, instead: Spot | None, now: int, length: int) -> None:
    """Keep the cells that were given back and not taken again, for `length` seconds.

    `instead` is the new spot of a moved appointment. `now` is in UTC seconds.
    """
    if length <= 0:
        return
    for first, count in _left(old.spot, instead):
        spot = replace(
            old.spot,
            start_cell=first,
            cells=count,
            minutes=count * CELL_MINUTES,
            interpreter_id=None,
            persons=0,
            places=(),
        )
        pause_id = appointments.new_id(now)
        wanted = claims.span(claims.counter(spot.counter_id), first, count)
        if claims.take(pause_id, wanted, until=now + length, now=now):
            appointments.add_pause(
                pause_id,
                old.appointment.wish,
                spot=spot,
                until=now + length,
                created_at=now,
            )


def _left(old: Spot, new: Spot | None) -> list[tuple[int, int]]:
    """(first cell, count) of the old runs that the new spot does not cover."""
    if new is None or new.counter_id != old.counter_id:
        return [(old.start_cell, old.cells)]
    runs = [
        (old.start_cell, min(old.end_cell, new.start_cell)),
        (max(old.start_cell, new.end_cell), old.end_cell),
    ]
    return [(first, end - first) for first, end in runs if first < end]
