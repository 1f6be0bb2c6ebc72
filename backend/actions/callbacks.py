"""Callbacks: asking for one, calling, ending it, passing it on (R67–R70, R72, R73, R78, D29)."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from backend.actions import auditing, correspondence
from backend.content import Content
from backend.domain import callbacks as promises
from backend.domain import references, roles
from backend.domain.accounts import Account
from backend.domain.audits import Deed, Matter, Purpose
from backend.domain.callbacks import Callback, Caller, Kind, PartOfDay, State
from backend.domain.roles import Place, Powers, Right
from backend.domain.rules import wall_clock
from backend.domain.staff_refusals import (
    GoneAlready,
    NoSuchTeam,
    NotAllowed,
    TakenByColleague,
    TriedJustNow,
)
from backend.store import callbacks, capacity, database, letters, sealing, tallies
from backend.store.letters import NewLetter


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A callback as it is asked for."""

    team: Place
    caller: Caller
    concern: str = ""
    kind: Kind = Kind.TICKET
    is_urgent: bool = False
    part_of_day: PartOfDay = PartOfDay.ANY
    languages: str = "de"
    interpreter: str = ""
    appointment: str = ""
    begun: datetime | None = None
    """Aware; when a message was left on the voicebox, for the clock runs from then on (R78)."""


# --- asking


def teams(office: str) -> list[Place]:
    """The teams of an office that may be given a callback, in its order (R68)."""
    return [Place(office, group.key) for group in capacity.plan().groups.get(office, ())]


def team_for(office: str, concern: str) -> Place | None:
    """Who calls a customer back who asks on the pages; None where nobody takes that.

    The group that serves the concern, else the first one of the office.
    """
    paused = callbacks.pauses()
    groups = [
        group
        for group in capacity.plan().groups.get(office, ())
        if Place(office, group.key) not in paused
    ]
    serving = [group for group in groups if any(o.concern == concern for o in group.offers)]
    return next((Place(office, group.key) for group in serving + groups), None)


def due_at(begun: datetime, kind: Kind, content: Content) -> int:
    """UTC seconds of the promised time; `begun` is aware, in the office's zone."""
    years = (begun.year, begun.year + 1)
    holidays = frozenset().union(*(content.public_holidays(year) for year in years))
    return correspondence.seconds_at(
        promises.due(wall_clock(begun), kind.hours, holidays=holidays), begun
    )


@database.repeated
def ask(
    request: Request, *, once: str, content: Content, now: datetime, by: Account | None = None
) -> Callback:
    """Write a ticket and start its clock; the same form sent twice gives the same ticket.

    `once` is what the form carries hidden. `by` is who of the staff writes it down, None for the
    customer. Raises `NoSuchTeam` and `NotAllowed`.
    """
    key = sealing.keyed_hash("callback form", f"{by.id if by else 0}/{once}")
    standing = callbacks.by_once(key)
    if standing is not None:
        return standing
    if by is not None and not roles.may_enter_callbacks(by.powers(now.date())):
        raise NotAllowed
    if request.team not in teams(request.team.office):
        raise NoSuchTeam
    seconds = int(now.timestamp())
    callback = _begun(request, content=content, now=now, entered_by=by.id if by else 0)
    written = replace(callback, id=callbacks.add(callback, once=key))
    if written.due_at > seconds:
        # What is overdue when it is heard can be promised no more.
        letters.add([*_told(written, letters.CALLBACK, now)], now_seconds=seconds)
    tallies.add(now.date(), request.team.office, concern=request.concern, kind="callback")
    if by is not None:
        _note(by, written, Deed.CHANGED, "entered", now=now)
    return written


@database.repeated
def withdraw(callback_id: int, *, now: datetime) -> None:
    """The customer needs no call any more; raises `GoneAlready` when it was made."""
    callback = callbacks.lock(callback_id)
    if callback is None or callback.state not in {State.OPEN, State.WITHDRAWN}:
        raise GoneAlready
    if callback.is_open:
        callbacks.end(callback_id, State.WITHDRAWN, now_seconds=int(now.timestamp()))
        # A promise that has not gone out yet would contradict it.
        letters.delete_naming(callback.reference)


# --- calling


@database.repeated
def take(actor: Account, callback_id: int, *, now: datetime) -> None:
    """Begin to call: the number is shown to this colleague alone for a while.

    Raises `TakenByColleague`, `GoneAlready` or `NotAllowed`.
    """
    callback = _open(actor, callback_id, now=now)
    seconds = int(now.timestamp())
    until = seconds + promises.CALLING_SECONDS
    if not callbacks.take(callback_id, actor.id, until=until, now_seconds=seconds):
        raise TakenByColleague
    _note(actor, callback, Deed.SAW, "", now=now)


@database.repeated
def finish(actor: Account, callback_id: int, *, now: datetime) -> None:
    """The customer was spoken to; a second press changes nothing."""
    callback = callbacks.lock(callback_id)
    if callback is not None and callback.state is State.DONE:
        return
    callback = _free_for(actor, callback_id, now=now)
    callbacks.end(callback.id, State.DONE, now_seconds=int(now.timestamp()))
    letters.delete_naming(callback.reference)
    _note(actor, callback, Deed.CHANGED, "done", now=now)


@database.repeated
def reopen(actor: Account, callback_id: int, *, now: datetime) -> None:
    """It was ended by mistake: it stands on the list again, with the promise of before."""
    callback = _locked(actor, callback_id, now=now)
    if callback.state not in {State.DONE, State.UNREACHED}:
        raise GoneAlready
    callbacks.reopen(callback.id)
    _note(actor, callback, Deed.CHANGED, "reopened", now=now)


@database.repeated
def not_reached(actor: Account, callback_id: int, *, now: datetime) -> State:
    """Nobody answered; after the second time a neutral message goes out where one is wanted.

    The second call counts from ten minutes after the first one on: before that raises
    `TriedJustNow`, so that a double press is no second try.
    """
    callback = _free_for(actor, callback_id, now=now)
    seconds = int(now.timestamp())
    if seconds < callback.next_try_at():
        raise TriedJustNow
    tries = callback.tries + 1
    callbacks.note_try(callback.id, tries, seconds)
    _note(actor, callback, Deed.CHANGED, "not reached", now=now)
    if tries < promises.MOST_TRIES:
        return State.OPEN
    callbacks.end(callback.id, State.UNREACHED, now_seconds=seconds)
    letters.add([*_told(callback, letters.CALLBACK_UNREACHED, now)], now_seconds=seconds)
    return State.UNREACHED


# --- passing on


@database.repeated
def pass_on(actor: Account, callback_id: int, team: Place, *, now: datetime) -> bool:
    """Give it to another team; False when another office must take it over first (D31).

    Within the office it goes at once. Until the other office answers, the first team keeps it;
    the clock goes on from the beginning either way, and the promise stays (R73).
    """
    callback = _free_for(actor, callback_id, now=now)
    if team == callback.team or team not in teams(team.office):
        raise NoSuchTeam
    is_within = team.office == callback.team.office
    if is_within:
        callbacks.hand_over(callback.id, team)
    else:
        callbacks.offer(callback.id, team)
    detail = f"{'passed on to' if is_within else 'offered to'} {team.office}/{team.group}"
    _note(actor, callback, Deed.CHANGED, detail, now=now)
    return is_within


@database.repeated
def answer_offer(actor: Account, callback_id: int, answer: str, *, now: datetime) -> None:
    """Take over what another office has offered, by `accept`, or leave it there."""
    callback = callbacks.lock(callback_id)
    if callback is None or not callback.is_open or callback.offered is None:
        raise GoneAlready
    if not roles.may_work_at_counter(actor.powers(now.date()), callback.offered):
        raise NotAllowed
    if answer == "accept":
        callbacks.hand_over(callback.id, callback.offered)
    else:
        callbacks.offer(callback.id, None)
    detail = "taken over" if answer == "accept" else "not taken over"
    _note(actor, replace(callback, team=callback.offered), Deed.CHANGED, detail, now=now)


@database.repeated
def take_offer_back(actor: Account, callback_id: int, *, now: datetime) -> None:
    """The first team calls itself after all."""
    callback = _open(actor, callback_id, now=now)
    callbacks.offer(callback.id, None)
    _note(actor, callback, Deed.CHANGED, "offer taken back", now=now)


@database.repeated
def choose_teams(actor: Account, office: str, groups: Iterable[str], *, now: datetime) -> None:
    """These groups of the office take callbacks from the pages, the others do not."""
    if not roles.may_set_offers(actor.powers(now.date()), Place(office)):
        raise NotAllowed
    chosen = set(groups)
    paused = [team.group for team in teams(office) if team.group not in chosen]
    callbacks.write_pauses(office, paused)
    matter = Matter(Purpose.PLANNING, office, office)
    auditing.note(actor.id, Deed.CHANGED, matter, detail="callback teams", now=now)


# --- parts


def _begun(request: Request, *, content: Content, now: datetime, entered_by: int) -> Callback:
    """A ticket without an id, whose clock has begun."""
    begun = request.begun or now
    return Callback(
        id=0,
        reference=references.new(secrets.randbelow),
        kind=request.kind,
        state=State.OPEN,
        team=request.team,
        offered=None,
        concern=request.concern,
        is_urgent=request.is_urgent,
        part_of_day=request.part_of_day,
        languages=request.languages,
        interpreter=request.interpreter,
        appointment=request.appointment,
        caller=request.caller,
        nonce=sealing.new_nonce(),
        entered_by=entered_by,
        begun_at=int(begun.timestamp()),
        due_at=due_at(begun, request.kind, content),
    )


def purpose_of(powers: Powers) -> Purpose:
    """Whether somebody works at a counter or on the telephone."""
    return Purpose.COUNTER if powers.anywhere(Right.COUNTER) else Purpose.HOTLINE


def _locked(actor: Account, callback_id: int, *, now: datetime) -> Callback:
    callback = callbacks.lock(callback_id)
    if callback is None:
        raise GoneAlready
    if not roles.may_work_at_counter(actor.powers(now.date()), callback.team):
        raise NotAllowed
    return callback


def _open(actor: Account, callback_id: int, *, now: datetime) -> Callback:
    callback = _locked(actor, callback_id, now=now)
    if not callback.is_open:
        raise GoneAlready
    return callback


def _free_for(actor: Account, callback_id: int, *, now: datetime) -> Callback:
    """One that no colleague is calling just now."""
    callback = _open(actor, callback_id, now=now)
    if callback.is_taken(int(now.timestamp())) and callback.taken_by != actor.id:
        raise TakenByColleague
    return callback


def _told(callback: Callback, kind: str, now: datetime) -> Iterable[NewLetter]:
    """The message by each way the customer has chosen; neutral (D17)."""
    seconds, caller = int(now.timestamp()), callback.caller
    facts = {
        "office": callback.team.office,
        "due": callback.due_at,
        "reference": callback.reference,
        "token": sealing.token_for(callback.id, callback.nonce),
    }
    ways = (
        (letters.MAIL, caller.email, caller.is_mail_wanted),
        (letters.SMS, caller.phone, caller.is_sms_wanted),
    )
    for channel, recipient, is_wanted in ways:
        if is_wanted and recipient:
            yield NewLetter(
                kind=kind,
                appointment=letters.NO_APPOINTMENT,
                recipient=recipient,
                languages=callback.languages,
                facts=facts,
                due_at=seconds,
                channel=channel,
            )


def _note(actor: Account, callback: Callback, deed: Deed, detail: str, *, now: datetime) -> None:
    purpose = purpose_of(actor.powers(now.date()))
    matter = Matter(purpose, callback.reference, callback.team.office)
    auditing.note(actor.id, deed, matter, detail=detail, now=now)
