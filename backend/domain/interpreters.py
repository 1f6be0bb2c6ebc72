"""Interpreters: what became of a wish for one, and until when somebody must be ordered (D30)."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from backend.domain.rules import is_working_day

SIGN_LANGUAGE = "gsg"
"""Tag of German Sign Language (BCP 47); it is ordered like the others, at the Jobcenter's cost."""
USUAL_LEAD_DAYS = 3
"""So many working days ahead is ordered where the office has set nothing."""
MOST_LEAD_DAYS = 30


class State(StrEnum):
    """Where a wish stands."""

    WANTED = "wanted"
    ORDERED = "ordered"
    CONFIRMED = "confirmed"
    NONE_FOUND = "none_found"
    """Nobody interprets then: the customer is told, with a way to a new time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """Fixed hours of somebody who interprets at an office; minutes count from midnight."""

    id: int
    office: str
    language: str
    weekday: int
    """Monday is 0."""
    start: int
    end: int
    on_site: bool
    """False: by telephone."""

    def overlaps(self, other: "Hours") -> bool:
        """Whether both offer the same language in the same way at the same time."""
        mine = (self.office, self.language, self.weekday, self.on_site)
        theirs = (other.office, other.language, other.weekday, other.on_site)
        return mine == theirs and self.start < other.end and other.start < self.end


def order_by(day: date, lead_days: int, *, holidays: AbstractSet[date]) -> date:
    """The last day to order somebody for `day`: so many working days before it.

    `holidays` must be those of the year and of the one before.
    """
    left, found = lead_days, day
    while left:
        found -= timedelta(days=1)
        left -= is_working_day(found, holidays)
    return found
