"""Calls of phone appointments: one key each, a second try, and never a missed appointment (D28)."""

from dataclasses import dataclass, replace
from enum import StrEnum

MOST_TRIES = 2
PAUSE_SECONDS = 10 * 60
"""So long after a call nobody answered the second one is made."""


class State(StrEnum):
    """What became of the call."""

    OPEN = "open"
    REACHED = "reached"
    NOT_REACHED = "not_reached"
    """Called twice: a neutral message with a way to a new time goes out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneCall:
    """What is noted of one phone appointment at the time it has now."""

    appointment: int
    start_cell: int
    """Of the time that was called for; another one begins anew."""
    state: State = State.OPEN
    tries: int = 0
    tried_at: int = 0
    """UTC seconds."""

    def next_try_at(self) -> int:
        """UTC seconds from which another try counts; 0: at once."""
        return self.tried_at + PAUSE_SECONDS if self.tries else 0

    def tried(self, now_seconds: int) -> "PhoneCall":
        """The call after nobody has answered once more."""
        tries = self.tries + 1
        state = State.NOT_REACHED if tries >= MOST_TRIES else State.OPEN
        return replace(self, tries=tries, tried_at=now_seconds, state=state)
