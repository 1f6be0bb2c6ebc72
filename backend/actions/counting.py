"""Counting: what is counted without a person beside bookings themselves (R41)."""

from datetime import datetime

from backend.store import database, tallies

NONE_FOUND = "none_found"
"""A customer has met a calendar without any free time."""


@database.repeated
def none_found(office: str, concern: str, *, now: datetime) -> None:
    """Somebody looked for a time and found none; a page that is loaded again counts again."""
    tallies.add(now.date(), office, concern=concern, kind=NONE_FOUND)
