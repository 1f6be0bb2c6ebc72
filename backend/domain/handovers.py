"""Handovers: one office asks another to take an appointment over, with the customer's word (D31).

The first office keeps it until the other one has agreed: no answer changes nothing (R72). Where
the other one declines, the customer gets a binding promise from the first (R73).
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class State(StrEnum):
    """How far it is."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    """In red at the first office, until it has given its promise."""
    WITHDRAWN = "withdrawn"
    SETTLED = "settled"
    """Declined, and the customer has the promise of the first office."""


class Promise(StrEnum):
    """What the first office promised after the other one had declined (R73)."""

    APPOINTMENT = "appointment"
    """It stays, or was moved, at the first office."""
    CALLBACK = "callback"


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """One request between two offices about one appointment."""

    id: int
    appointment: int
    from_office: str
    to_office: str
    state: State
    asked_at: datetime
    """UTC."""
    answered_at: datetime | None = None
    """UTC."""
    promise: Promise | None = None
