"""Correspondence: which letters an event leaves in the outbox (R53, R54, R56)."""

from datetime import datetime
from typing import Any

from backend.actions import persons
from backend.domain.appointments import Appointment, State
from backend.store import letters, sealing
from backend.store.letters import NewLetter

REMIND_AHEAD = 24 * 60 * 60
"""Seconds before the start (R54)."""
NOTICE_EVERY = 24 * 60 * 60
"""A limit notice at most once in so many seconds (D3)."""

PAPER_KINDS = (letters.CONFIRMATION, letters.MOVED, letters.CANCELLATION)
"""What goes by post (D37)."""


def seconds_at(wall: datetime, now: datetime) -> int:
    """UTC seconds of a wall-clock moment in the zone of `now`."""
    return int(wall.replace(tzinfo=now.tzinfo).timestamp())


def booked(appointment: Appointment, *, now: datetime) -> None:
    """The confirmation and, where it is more than a day ahead, the reminder (R53, R54)."""
    _write(appointment, letters.CONFIRMATION, now=now)


def moved(appointment: Appointment, *, now: datetime) -> None:
    """The new time; the old reminder is taken back and renewed."""
    letters.withdraw(appointment.id, [letters.REMINDER])
    _write(appointment, letters.MOVED, now=now)


def cancelled(appointment: Appointment, *, now: datetime) -> None:
    """The cancellation notice; no reminder any more (R56)."""
    letters.withdraw(appointment.id, [letters.REMINDER])
    _write(appointment, letters.CANCELLATION, now=now)


def limited(appointment: Appointment, *, now: datetime) -> None:
    """Tell the contact already stored how to move or cancel, at most once a day (D3)."""
    since = int(now.timestamp()) - NOTICE_EVERY
    if not letters.was_written_since(appointment.id, letters.LIMIT_NOTICE, since=since):
        _write(appointment, letters.LIMIT_NOTICE, now=now)


def facts_of(appointment: Appointment) -> dict[str, Any]:
    """What a letter may tell: never concern, name or number (D15)."""
    return {
        "office": appointment.office,
        "start": appointment.start.isoformat(),
        "minutes": appointment.minutes,
        "channel": appointment.wish.channel.value,
        "reference": appointment.reference,
        "token": sealing.token_for(appointment.id, appointment.nonce),
        "sequence": appointment.sequence,
        "uid": sealing.keyed_hash("uid", appointment.nonce)[:32],
        "interpreter": appointment.wish.interpreter,
        "interpreter_claimed": appointment.interpreter_claimed,
        "cancelled": appointment.state is State.CANCELLED,
    }


def _write(appointment: Appointment, kind: str, *, now: datetime) -> None:
    if persons.gets_paper(appointment.person):
        _write_paper(appointment, kind, now=now)
    if not persons.gets_mail(appointment.person):
        return
    seconds = int(now.timestamp())
    due = [(kind, seconds)]
    remind_at = seconds_at(appointment.start, now) - REMIND_AHEAD
    if kind in {letters.CONFIRMATION, letters.MOVED} and remind_at > seconds:
        due.append((letters.REMINDER, remind_at))
    facts = facts_of(appointment)
    letters.add(
        [
            NewLetter(
                kind=each,
                appointment=appointment.id,
                recipient=appointment.person.email,
                languages=appointment.languages,
                facts=facts,
                due_at=due_at,
            )
            for each, due_at in due
        ],
        now_seconds=seconds,
    )


def _write_paper(appointment: Appointment, kind: str, *, now: datetime) -> None:
    """One letter by post that tells how things stand; never a reminder, which would come late.

    What is not printed yet is taken back: two letters in one post would contradict each other.
    Whoever has got none so far gets a confirmation of the new time instead of a change, and no
    word of a cancellation, which was the customer's own.
    """
    if kind not in PAPER_KINDS:
        return
    letters.withdraw(appointment.id, PAPER_KINDS)
    if not letters.was_sent(appointment.id, letters.PAPER):
        if kind == letters.CANCELLATION:
            return
        kind = letters.CONFIRMATION
    seconds = int(now.timestamp())
    letter = NewLetter(
        kind=kind,
        appointment=appointment.id,
        recipient=appointment.person.address,
        languages=appointment.languages,
        facts=facts_of(appointment),
        due_at=seconds,
        channel=letters.PAPER,
    )
    letters.add([letter], now_seconds=seconds)
