"""Counting: what is counted without a person beside bookings themselves (R41, R64, R66)."""

from collections.abc import Sequence
from datetime import datetime

from backend.domain import evaluations
from backend.store import database, tallies
from backend.store import evaluations as kept

NONE_FOUND = "none_found"
"""A customer has met a calendar without any free time."""


@database.repeated
def none_found(office: str, concern: str, *, now: datetime) -> None:
    """Somebody looked for a time and found none; a page that is loaded again counts again."""
    tallies.add(now.date(), office, concern=concern, kind=NONE_FOUND)


def before_deletion(appointments: Sequence[int]) -> None:
    """Count these appointments for evaluations; part of the action that deletes them.

    In the same transaction, so that each is counted once whatever stops the sweep; what is noted
    of their ending must not be deleted before.
    """
    kept.add(evaluations.counted(kept.facts_of(appointments)))
