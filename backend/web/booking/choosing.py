"""From the concern to a held time: needs, days, times; an empty calendar never ends there."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import partial

from flask import make_response, request
from flask.typing import ResponseReturnValue

from backend.actions import booking, callbacks, choosing, counting, whereabouts
from backend.content import Concern, Office
from backend.domain.appointments import Channel, Draft, Need, Wish
from backend.domain.refusals import (
    AppointmentGone,
    AppointmentOver,
    DeclarationMissing,
    NotBookable,
    Refusal,
    TimeTaken,
    TryAgain,
)
from backend.domain.slots import Slot
from backend.languages import Clock, Day, German, Shown, Text, counted, current, editorial
from backend.languages import text_of as _
from backend.store import database
from backend.web import drafts
from backend.web.booking import forms, steps
from backend.web.booking import needs as needs_form
from backend.web.booking.pages import pages, shown
from backend.web.fields import Press
from backend.web.kiosk import fitting
from backend.web.negotiation import go
from backend.web.portal import portal
from backend.web.public import phases
from backend.web.public.hours import span

log = logging.getLogger(__name__)

DAYS_PER_PAGE = 8
LATE = time(16)
NOON = time(12)
CHOOSE_TIME = _("Please choose a time.")


@dataclass(frozen=True, slots=True)
class Filter:
    """What the reader wants to see only: late times, times with an interpreter in the house."""

    late: bool
    interpreter: bool

    @classmethod
    def asked(cls) -> "Filter":
        return cls(request.args.get("ab") == "16", request.args.get("dolmetschen") == "1")

    def keep(self, slots: Iterable[Slot]) -> list[Slot]:
        return [
            slot
            for slot in slots
            if (not self.late or slot.start.time() >= LATE)
            and (not self.interpreter or slot.interpreter)
        ]

    @property
    def is_on(self) -> bool:
        return self.late or self.interpreter

    def args(self) -> dict[str, str]:
        """The filter as it stands in an address."""
        return ({"ab": "16"} if self.late else {}) | (
            {"dolmetschen": "1"} if self.interpreter else {}
        )


@pages.route(
    "/termin/<office:office>/<concern:concern>/angaben", methods=["GET", "POST"], endpoint="needs"
)
def needs(office: Office, concern: Concern) -> ResponseReturnValue:
    """How the talk shall be, and what the office shall provide."""
    now = portal().now()
    draft = steps.begun(now)
    tongue = current().first
    form = needs_form.NeedsForm()
    form.prepare(
        office,
        concern,
        channels=steps.channels(office, concern),
        tongue=tongue,
        content=portal().content,
    )
    if form.validate_on_submit():
        answers = form.answers()
        if steps.hides_needs(draft):
            answers["needs"] = tuple(sorted({*draft.needs, *answers["needs"]}))
        draft = replace(draft, office=office.key, concern=concern.key, **answers)
        drafts.keep(draft, now)
        return go("booking.days", office=office.key, concern=concern.key, channel=draft.channel)
    if not form.is_submitted():
        form.take(replace(draft, needs=()) if steps.hides_needs(draft) else draft, tongue)
    return shown("needs", form=form, office=office, concern=concern, draft=draft)


@dataclass(frozen=True, slots=True)
class DayLine:
    """One line of the list of days."""

    day: date
    text: Shown
    count: Text
    is_free: bool
    late: bool
    places: tuple[str, ...] = ()
    """Where the office comes to on this day; empty for a house."""


@pages.get("/termin/<office:office>/<concern:concern>/<channel:channel>/tage")
def days(office: Office, concern: Concern, channel: Channel) -> ResponseReturnValue:
    """The earliest time, then the days."""
    now = portal().now()
    draft = steps.at(steps.begun(now), office, concern, channel)
    wish = steps.wish(draft)
    chosen = Filter.asked()
    found = choosing.days(wish, content=portal().content, now=now, ignoring=steps.own(draft))
    slots = {line.day: chosen.keep(line.slots) for line in found}
    free = [slot for kept in slots.values() for slot in kept]
    if not free and not chosen.is_on:
        return _nothing_free(draft, wish, office, concern, now)
    first, most = _page_start(), fitting.days_per_page(DAYS_PER_PAGE)
    lines = [_line(day, kept, _places(office, day)) for day, kept in slots.items()]
    if chosen.is_on:
        lines = [line for line in lines if line.is_free]
    return shown(
        "days",
        office=office,
        concern=concern,
        channel=channel,
        draft=draft,
        wish=wish,
        chosen=chosen,
        earliest=_earliest(free),
        where=_where(office, _earliest(free)),
        lines=lines[first : first + most],
        later=first + most if first + most < len(lines) else None,
        outlook=choosing.outlook(wish, content=portal().content, now=now),
        today=now.date(),
        calls_back=_calls_back(draft, office, concern),
        phases=phases.notes(office),
        parts=parts(office, concern, channel),
    )


def _earliest(free: Iterable[Slot]) -> Slot | None:
    return next((slot for slot in free if not slot.reserved), None)


def _where(office: Office, slot: Slot | None) -> str:
    """At which place the time is, where an office comes to people."""
    return whereabouts.of(office, slot.start).place if slot else ""


def _calls_back(draft: Draft, office: Office, concern: Concern) -> bool:
    """Whether a callback is offered: an emergency cannot wait for it."""
    return (
        not concern.emergency
        and _may_phone(draft)
        and callbacks.team_for(office.key, concern.key) is not None
    )


def _may_phone(draft: Draft) -> bool:
    """Whether the phone is proposed: never to who cannot use it (D9, R82)."""
    return not {Need.NO_PHONE_CALLS, Need.SIGN_LANGUAGE} & set(draft.needs)


def _page_start() -> int:
    text = request.args.get("weiter", "0")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0


def _places(office: Office, day: date) -> tuple[str, ...]:
    return tuple(stop.place for stop in whereabouts.stops_on(office, day))


def _line(day: date, slots: Sequence[Slot], places: tuple[str, ...]) -> DayLine:
    reserved = sum(slot.reserved for slot in slots)
    if slots and reserved == len(slots):
        count = counted("%(number)s late time", "%(number)s late times", reserved)
    elif slots:
        count = counted("%(number)s free time", "%(number)s free times", len(slots) - reserved)
    else:
        count = _("No free time")
    is_late = bool(slots) and reserved == len(slots)
    return DayLine(day, Day(day, "day"), count, bool(slots), is_late, places)


def parts(office: Office, concern: Concern, channel: Channel) -> list[Shown]:
    """What has been chosen so far, for the line under the question."""
    return [editorial(concern.title), German(office.name), needs_form.channel_name(channel, office)]


@dataclass(frozen=True, slots=True)
class Tile:
    """One time to choose."""

    value: str
    time: str
    full: str
    note: Text | None


def tile(slot: Slot) -> Tile:
    """A time as a tile: the clock time seen, the full date heard."""
    tongue = current().first
    at = Clock(slot.start.time())
    full = _("%(day)s at %(time)s", day=Day(slot.start.date()), time=at).plain(tongue)
    return Tile(
        value=slot.start.isoformat(timespec="minutes"),
        time=at.digits(tongue),
        full=full,
        note=_("with interpreter") if slot.interpreter else None,
    )


@pages.route(
    "/termin/<office:office>/<concern:concern>/<channel:channel>/tage/<day:day>",
    methods=["GET", "POST"],
)
def times(office: Office, concern: Concern, channel: Channel, day: date) -> ResponseReturnValue:
    """The times of one day; choosing one holds it."""
    now = portal().now()
    draft = steps.at(steps.begun(now), office, concern, channel)
    form = forms.TimeForm()
    if not form.is_submitted():
        form.employed.data = draft.employed
    elif form.validate():
        start = _start_on(day, form.start.data)
        if start is not None:
            draft = replace(
                draft,
                employed=bool(form.employed.data),
                interpreter_present=Filter.asked().interpreter,
            )
            return _hold(draft, start, form, now)
        form.start.errors = [CHOOSE_TIME]
    return _times_page(draft, day, form, now)


def _start_on(day: date, text: str | None) -> datetime | None:
    try:
        start = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    if start.tzinfo is not None or start.date() != day or start.minute % 5 or start.second:
        return None
    return start


def _hold(
    draft: Draft, start: datetime, form: forms.TimeForm, now: datetime
) -> ResponseReturnValue:
    minutes = portal().settings.hold_minutes
    draft = replace(draft, languages=current().slug)
    steps.count_hold(now)
    try:
        held = booking.hold(
            drafts.key(), draft, start, content=portal().content, now=now, minutes=minutes
        )
    except DeclarationMissing as refusal:
        form.employed.errors = [_(refusal.sentence)]
        return _times_page(draft, start.date(), form, now)
    except (AppointmentGone, AppointmentOver):
        drafts.move_no_more(draft, now)
        raise
    except (TimeTaken, NotBookable) as refusal:
        drafts.keep(draft, now)
        return alternatives(replace(draft, held_start=start.isoformat()), refusal, now)
    return go(steps.next_step(held))


def _times_page(
    draft: Draft, day: date, form: forms.TimeForm, now: datetime
) -> ResponseReturnValue:
    content = portal().content
    wish = steps.wish(draft)
    slots = choosing.times(wish, day, content=content, now=now, ignoring=steps.own(draft))
    slots = Filter.asked().keep(slots)
    free = [slot for slot in slots if not slot.reserved]
    office, concern = content.offices[draft.office], content.concerns[draft.concern]
    ends = (
        [tile(slot) for slot in free if slot.start.time() < NOON],
        [tile(slot) for slot in free if slot.start.time() >= NOON],
        [tile(slot) for slot in slots if slot.reserved],
    )
    morning, afternoon, reserved = seen = fitting.one_at_a_time(ends)
    return shown(
        "times",
        form=form,
        office=office,
        concern=concern,
        channel=draft.channel,
        day_=day,
        morning=morning,
        afternoon=afternoon,
        reserved=reserved,
        elsewhere=[part for part in range(len(ends)) if ends[part] and not seen[part]],
        minutes=portal().settings.hold_minutes,
        parts=parts(office, concern, draft.channel),
        chosen=form.start.data,
        filter=Filter.asked(),
        stops=whereabouts.stops_on(office, day),
        span=span,
    )


def alternatives(draft: Draft, refusal: Refusal, now: datetime) -> ResponseReturnValue:
    """The time is gone: all that was typed stays, the nearest free times are offered."""
    content = portal().content
    wish = steps.wish(draft)
    start = datetime.fromisoformat(draft.held_start)
    nearest = choosing.nearest(wish, start, content=content, now=now, ignoring=steps.own(draft))
    office, concern = content.offices[draft.office], content.concerns[draft.concern]
    return shown(
        "taken",
        refusal.status,
        form=Press(),
        sentence=_(refusal.sentence),
        nearest=nearest,
        where={slot.start: _where(office, slot) for slot in nearest},
        office=office,
        concern=concern,
        channel=draft.channel,
        draft=draft,
        parts=parts(office, concern, draft.channel),
    )


def _nothing_free(
    draft: Draft, wish: Wish, office: Office, concern: Concern, now: datetime
) -> ResponseReturnValue:
    """No time at all: when new ones come, other offices, other channels, and for emergencies
    where to go today (R71)."""
    content = portal().content
    elsewhere = choosing.elsewhere(wish, content=content, now=now)
    if not _may_phone(draft):
        channels = [pair for pair in elsewhere.channels if pair[0] is not Channel.PHONE]
        elsewhere = replace(elsewhere, channels=channels)
    page = make_response(
        shown(
            "empty",
            office=office,
            concern=concern,
            draft=draft,
            wish=wish,
            elsewhere=elsewhere,
            outlook=choosing.outlook(wish, content=content, now=now),
            offices=content.offices,
            calls_back=_calls_back(draft, office, concern),
            phases=phases.notes(office),
            parts=parts(office, concern, draft.channel),
        )
    )
    # Nobody waits for the count: it is written when the page is on its way.
    page.call_on_close(partial(_count_none_found, office.key, concern.key, now))
    return page


def _count_none_found(office: str, concern: str, now: datetime) -> None:
    try:
        counting.none_found(office, concern, now=now)
    except TryAgain:
        log.warning("a visit to an empty calendar was not counted")
    finally:
        database.close_connection()


__all__ = ["alternatives", "days", "needs", "times"]
