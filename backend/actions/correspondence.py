"""Correspondence: which letters an event leaves in the outbox (R53, R54, R56, D37).

Mail and short message tell of everything. Who gets neither is told by post, or by phone where a
letter would come too late, and is called once before the appointment.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import Any

from backend.actions import persons, relaying, videos, whereabouts
from backend.content import Content
from backend.domain import rules
from backend.domain.appointments import Appointment, Delivery, State
from backend.store import letters, sealing
from backend.store.letters import NewLetter

REMIND_AHEAD = 24 * 60 * 60
"""Seconds before the start (R54)."""
NOTICE_EVERY = 24 * 60 * 60
"""A limit notice at most once in so many seconds (D3)."""
LETTER_DAYS = 4
"""Working days a letter needs, from the printing to the letterbox (D37)."""
CALLS_FROM = time(8)
"""On the wall clock: when the office begins to work through its call list."""

PAPER_KINDS = (
    letters.CONFIRMATION,
    letters.MOVED,
    letters.CANCELLATION,
    letters.OFFICE_MOVED,
    letters.OFFICE_CANCELLED,
)
"""What goes by post or is told by phone (D37); a room is named by the paper at the door."""
OFFICE_KINDS = frozenset({letters.OFFICE_MOVED, letters.OFFICE_CANCELLED})
"""What the customer does not know of: told to everybody, in whatever way is left."""
_BY_POST_OR_PHONE = (letters.PAPER, letters.CALL, letters.DOOR)
_REMINDED = frozenset({letters.CONFIRMATION, letters.MOVED, letters.OFFICE_MOVED})


def seconds_at(wall: datetime, now: datetime) -> int:
    """UTC seconds of a wall-clock moment in the zone of `now`."""
    return int(wall.replace(tzinfo=now.tzinfo).timestamp())


def is_letter_late(day: date, *, content: Content, now: datetime) -> bool:
    """Whether a letter may come after this day: less than four working days ahead (D37)."""
    holidays = content.public_holidays(now.year) | content.public_holidays(day.year)
    return rules.working_days_until(day, now.date(), holidays=holidays) < LETTER_DAYS


def booked(appointment: Appointment, *, content: Content, now: datetime) -> None:
    """The confirmation and, where it is more than a day ahead, the reminder (R53, R54)."""
    _write(appointment, letters.CONFIRMATION, content=content, now=now)


def moved(appointment: Appointment, *, content: Content, now: datetime) -> None:
    """The new time; the old reminder is taken back and renewed."""
    _take_back(appointment)
    _write(appointment, letters.MOVED, content=content, now=now)


def again(appointment: Appointment, *, content: Content, now: datetime) -> None:
    """The confirmation once more, as for corrected details; what still waits is taken back."""
    _take_back(appointment)
    letters.withdraw(appointment.id, [letters.CONFIRMATION])
    _write(appointment, letters.CONFIRMATION, content=content, now=now)


def cancelled(appointment: Appointment, *, now: datetime) -> None:
    """The cancellation notice; no reminder any more (R56).

    By post only to who has been sent a letter before: it was the customer who cancelled.
    """
    _take_back(appointment)
    facts, seconds = facts_of(appointment), int(now.timestamp())
    written = [*_sent(appointment, letters.CANCELLATION, facts, now)]
    if persons.gets_paper(appointment.person) and letters.was_sent(appointment.id, letters.PAPER):
        written.append(_paper(appointment, letters.CANCELLATION, facts, seconds))
    _add(written, now)


def moved_by_office(appointment: Appointment, *, content: Content, now: datetime) -> None:
    """The office had to move it: whoever nothing reaches is told at the door (D37)."""
    _take_back(appointment)
    _write(appointment, letters.OFFICE_MOVED, content=content, now=now)
    relaying.tell(appointment, letters.OFFICE_MOVED, facts_of(appointment), now=now)


def cancelled_by_office(appointment: Appointment, *, content: Content, now: datetime) -> None:
    """The office had to cancel it: whoever nothing reaches is told at the door (D37)."""
    _take_back(appointment)
    _write(appointment, letters.OFFICE_CANCELLED, content=content, now=now)
    relaying.tell(appointment, letters.OFFICE_CANCELLED, facts_of(appointment), now=now)


def room_changed(appointment: Appointment, place: str, *, now: datetime) -> None:
    """Where to wait has changed, by mail alone: the paper at the door names it anyway (D37)."""
    facts = {**facts_of(appointment), "place": place}
    if persons.gets_mail(appointment.person):
        _add([_mail(appointment, letters.OFFICE_ROOM, facts, int(now.timestamp()))], now)
    relaying.tell(appointment, letters.OFFICE_ROOM, facts, now=now)


def not_reached(appointment: Appointment, *, now: datetime) -> None:
    """Nobody answered the calls: how to get a new time, by whatever message is wanted (D28)."""
    facts, seconds = facts_of(appointment), int(now.timestamp())
    written = [*_sent(appointment, letters.NOT_REACHED, facts, now)]
    if not written and persons.gets_paper(appointment.person):
        written.append(_paper(appointment, letters.NOT_REACHED, facts, seconds))
    _add(written, now)


def no_interpreter(appointment: Appointment, *, now: datetime) -> None:
    """Nobody interprets at this time; whoever no message reaches is called or told there (D30)."""
    facts, seconds = facts_of(appointment), int(now.timestamp())
    letters.withdraw(appointment.id, [letters.NO_INTERPRETER])
    written = [*_sent(appointment, letters.NO_INTERPRETER, facts, now)]
    if not written:
        written.append(_last_way(appointment, letters.NO_INTERPRETER, facts, seconds))
    _add(written, now)
    relaying.tell(appointment, letters.NO_INTERPRETER, facts, now=now)


def limited(appointment: Appointment, *, now: datetime) -> None:
    """Tell the contact already stored how to move or cancel, at most once a day (D3)."""
    since = int(now.timestamp()) - NOTICE_EVERY
    if persons.gets_mail(appointment.person) and not letters.was_written_since(
        appointment.id, letters.LIMIT_NOTICE, since=since
    ):
        facts = facts_of(appointment)
        _add([_mail(appointment, letters.LIMIT_NOTICE, facts, int(now.timestamp()))], now)


def offered(
    kept: Appointment, channels: Iterable[str], *, until: datetime, told: datetime, now: datetime
) -> None:
    """An earlier time is kept for them: `kept` is the appointment as it would be then.

    Mail goes at once, what rings or is said not before `told`; both moments are wall clock.
    """
    facts = {**facts_of(kept), "until": until.isoformat()}
    seconds, told_at = int(now.timestamp()), seconds_at(told, now)
    due = {letters.MAIL: seconds}
    _add(
        [
            _letter(kept, letters.EARLIER, facts, due_at=due.get(channel, told_at), channel=channel)
            for channel in channels
        ],
        now,
    )


def offer_over(appointment: Appointment) -> int:
    """No word of a kept time any more; returns how many messages had not gone out."""
    return letters.withdraw(appointment.id, [letters.EARLIER])


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
        **videos.told(appointment),
        **whereabouts.told(appointment),
    }


def _take_back(appointment: Appointment) -> None:
    """No old reminder, and nothing old on paper or by phone: two would contradict each other."""
    letters.withdraw(appointment.id, [letters.REMINDER])
    letters.withdraw(appointment.id, PAPER_KINDS, channels=_BY_POST_OR_PHONE)


def _write(appointment: Appointment, kind: str, *, content: Content, now: datetime) -> None:
    facts = facts_of(appointment)
    written = [*_sent(appointment, kind, facts, now)]
    is_sent = bool(written)
    written += _on_paper(appointment, kind, facts, content=content, now=now)
    if not written and kind in OFFICE_KINDS:
        written.append(_last_way(appointment, kind, facts, int(now.timestamp())))
    if not is_sent and kind in _REMINDED:
        written += _reminding_call(appointment, facts, content=content, now=now)
    _add(written, now)


def _sent(
    appointment: Appointment, kind: str, facts: dict[str, Any], now: datetime
) -> Iterator[NewLetter]:
    """What the worker sends: the message itself now and the reminder a day ahead."""
    seconds = int(now.timestamp())
    due = [(kind, seconds)]
    remind_at = seconds_at(appointment.start, now) - REMIND_AHEAD
    if kind in _REMINDED and remind_at > seconds:
        due.append((letters.REMINDER, remind_at))
    for each, due_at in due:
        if persons.gets_mail(appointment.person):
            yield _mail(appointment, each, facts, due_at)
        if persons.gets_sms(appointment.person):
            yield _letter(appointment, each, facts, due_at=due_at, channel=letters.SMS)


def _on_paper(
    appointment: Appointment, kind: str, facts: dict[str, Any], *, content: Content, now: datetime
) -> Iterator[NewLetter]:
    """One letter by post, or call in its place, that tells how things stand.

    Whoever has heard nothing so far gets a confirmation of the new time instead of a change.
    """
    person, seconds = appointment.person, int(now.timestamp())
    if person.delivery not in {Delivery.LETTER, Delivery.COUNTER, Delivery.CALL}:
        return
    if kind == letters.MOVED and not any(
        letters.was_sent(appointment.id, channel) for channel in (letters.PAPER, letters.CALL)
    ):
        kind = letters.CONFIRMATION
    if person.delivery is Delivery.COUNTER:
        if kind in OFFICE_KINDS:
            # Who does not know of it does not come for the letter.
            return
        yield _kept_at_counter(appointment, kind, facts, content=content, seconds=seconds)
    elif persons.gets_paper(person) and not is_letter_late(
        appointment.start.date(), content=content, now=now
    ):
        yield _paper(appointment, kind, facts, seconds)
    elif persons.may_be_called(person, appointment.needs):
        yield _letter(appointment, kind, facts, due_at=seconds, channel=letters.CALL)


def _reminding_call(
    appointment: Appointment, facts: dict[str, Any], *, content: Content, now: datetime
) -> Iterator[NewLetter]:
    """A call on the working day before, for who has a phone and gets no message (D28)."""
    if not persons.may_be_called(appointment.person, appointment.needs):
        return
    day = appointment.start.date()
    years = {day.year - 1, day.year}
    holidays = frozenset().union(*(content.public_holidays(year) for year in years))
    before = rules.working_day_before(day, holidays)
    due_at = seconds_at(datetime.combine(before, CALLS_FROM), now)
    if due_at > int(now.timestamp()):
        yield _letter(appointment, letters.REMINDER, facts, due_at=due_at, channel=letters.CALL)


def _kept_at_counter(
    appointment: Appointment, kind: str, facts: dict[str, Any], *, content: Content, seconds: int
) -> NewLetter:
    """A letter to the office itself, where the person calls for it."""
    office = content.offices[appointment.office]
    person = appointment.person
    address = (
        person.latin_name or person.name,
        "zur Abholung am Empfang",
        office.street,
        f"{office.postcode} {office.city}",
    )
    return NewLetter(
        kind=kind,
        appointment=appointment.id,
        recipient="\n".join(address),
        languages=appointment.languages,
        facts=facts,
        due_at=seconds,
        channel=letters.PAPER,
    )


def _last_way(
    appointment: Appointment, kind: str, facts: dict[str, Any], seconds: int
) -> NewLetter:
    """By phone to whoever printed the appointment; else it is told at door and counter."""
    can_call = persons.may_be_called(appointment.person, appointment.needs)
    channel = letters.CALL if can_call else letters.DOOR
    return _letter(appointment, kind, facts, due_at=seconds, channel=channel)


def _mail(appointment: Appointment, kind: str, facts: dict[str, Any], due_at: int) -> NewLetter:
    return _letter(appointment, kind, facts, due_at=due_at, channel=letters.MAIL)


def _paper(appointment: Appointment, kind: str, facts: dict[str, Any], due_at: int) -> NewLetter:
    return _letter(appointment, kind, facts, due_at=due_at, channel=letters.PAPER)


def _letter(
    appointment: Appointment, kind: str, facts: dict[str, Any], *, due_at: int, channel: str
) -> NewLetter:
    person = appointment.person
    recipients = {
        letters.MAIL: person.email,
        letters.SMS: person.phone,
        letters.CALL: person.phone,
        letters.PAPER: person.address,
    }
    return NewLetter(
        kind=kind,
        appointment=appointment.id,
        recipient=recipients.get(channel, ""),
        languages=appointment.languages,
        facts=facts,
        due_at=due_at,
        channel=channel,
    )


def _add(written: list[NewLetter], now: datetime) -> None:
    letters.add(written, now_seconds=int(now.timestamp()))
