"""Registrations: what the staff write down to book for a customer (R92, R117, D1, D2, D24)."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from backend.domain.appointments import Need, Person, Wish


class Beside(StrEnum):
    """Why an appointment stands beside an open one; the audit log keeps it (D1–D3)."""

    EMERGENCY = "emergency"
    FAMILY = "family"
    """Several people share one address or number."""
    FOLLOW_UP = "follow_up"
    MISTYPED = "mistyped"
    """Somebody else's appointment has this person's details, by mistyping or malice: from now on
    they count for this one."""


class Urgency(StrEnum):
    """Why somebody is squeezed in at a time at which no counter is free (D24)."""

    MONEY = "money"
    HOME = "home"
    TIME_LIMIT = "time_limit"
    OUR_MISTAKE = "our_mistake"


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """All that is needed to book, in one piece."""

    wish: Wish
    start: datetime
    """Local wall-clock time."""
    person: Person
    needs: frozenset[Need] = field(default_factory=frozenset)
    languages: str = "de"
    follow_up_of: int = 0
    """Id of the appointment it goes on from (R74), 0 for none."""
    beside: Beside | None = None
    urgency: Urgency | None = None
    is_walk_in: bool = False
    """Somebody who stands there without an appointment (R86)."""
