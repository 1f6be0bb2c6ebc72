"""Reaching: what the office does for people whom no message of ours reaches (D37)."""

from datetime import datetime

from backend.domain import periods
from backend.domain.rules import wall_clock
from backend.store import beats, database, letters, queues


@database.repeated
def settle(letter: int) -> bool:
    """Somebody was called, written to or told at the door; False when nothing was open."""
    return queues.settle(letter)


@database.repeated
def called(letter: int, *, now: datetime) -> bool:
    """Somebody was told by phone, the number is forgotten; False when there was no such call."""
    return queues.end_call(letter, int(now.timestamp()))


@database.repeated
def bounced(message_id: str, reason: str) -> bool:
    """A mail came back; `reason` names no person. False when we never sent such a mail."""
    return letters.mark_bounced(message_id, reason)


@database.repeated
def posted(*, now: datetime) -> int:
    """All printed letters are in the post and their addresses forgotten; returns how many."""
    return queues.post_printed(int(now.timestamp()))


@database.repeated
def print_again() -> int:
    """The print went wrong: all letters not in the post wait again; returns how many."""
    return queues.unprint()


@database.repeated
def begin_day(name: str, due: int, *, now: datetime) -> bool:
    """Clear the call lists of calls nobody made before the appointment began.

    Their numbers are forgotten, and the office sees that nobody was told. `due` is UTC seconds;
    False when another worker has done it since then.
    """
    if not beats.take_turn(name, due, now_seconds=int(now.timestamp())):
        return False
    for letter in queues.begun_calls(periods.cell_at(wall_clock(now))):
        letters.give_up(letter, "nobody was called in time")
    return True
