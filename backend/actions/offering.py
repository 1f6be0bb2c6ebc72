"""Offering: a time that frees is kept for who waits for it, before everybody sees it again.

Whatever freed it (a cancellation, a move, a lapsed hold, a closure taken back, new openings):
each round looks for what is free and fits whom, first come, first asked. Times that were given up
and still pause (D23) count as free here: a script that cancels gains nothing by it, since it cannot
know who waits. When nobody takes such a time, it pauses anew before it is open to all.
"""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from backend.actions import correspondence, placements, spots, supply, wishing
from backend.actions.pausing import pause
from backend.content import Content
from backend.domain import rules
from backend.domain import wishes as waiting_rules
from backend.domain.appointments import Appointment, State, Wish
from backend.domain.periods import cell_at
from backend.domain.refusals import DeclarationMissing, NotBookable, TimeTaken
from backend.domain.slots import Slot
from backend.domain.wishes import CALL_HOURS, MOST_UNANSWERED, Hours, Terms, Waiting
from backend.store import appointments, capacity, database, letters, pauses, sealing, wishes
from backend.store.records import Spot, Standing

log = logging.getLogger(__name__)

GRACE_SECONDS = 300
"""So much longer the hold lasts than the time to answer: nobody slips in before the next one."""
MOST_TRIES = 5
"""Per person and round; what is left comes with the next round."""
LONGEST_CELLS = 48
"""No appointment takes longer than four hours."""


def go_on(*, content: Content, now: datetime, terms: Terms) -> int:
    """One round of the worker; returns for how many people a time is kept now.

    Wishes whose appointment is over, cancelled or earlier now end; who has not answered makes
    room for the next. Costs one small query when nobody waits.
    """
    if not wishes.has_any():
        return 0
    for appointment_id in wishes.void(cell_at(rules.wall_clock(now))):
        wishing.forget(appointment_id, now=now, terms=terms)
    for appointment_id in wishes.unanswered(int(now.timestamp())):
        _pass_on(appointment_id, now=now, terms=terms)
    idle = [(each, own) for each in wishes.idle() if (own := _booked(each.appointment))]
    latest: dict[Wish, date] = {}
    for _, own in idle:
        wish = wishing.searched(own)
        latest[wish] = max(latest.get(wish, own.day), own.day)
    search = _Search(content, now, latest)
    count = sum(_keep_one(waiting, own, search=search, terms=terms) for waiting, own in idle)
    if count:
        log.info("%d earlier times are kept for waiting people", count)
    return count


@dataclass(slots=True)
class _Search:
    """What is free in this round, looked up once for all who wish for the same."""

    content: Content
    now: datetime
    latest: Mapping[Wish, date]
    """The last appointment of those with this wish: nothing from its day on is looked up."""
    found: dict[Wish, list[Slot]] = field(default_factory=dict)

    @property
    def wall(self) -> datetime:
        return rules.wall_clock(self.now)

    def slots(self, wish: Wish) -> list[Slot]:
        """Ascending; what pauses counts as free."""
        if wish not in self.found:
            plan = capacity.plan()
            ignoring = {each.appointment.id for each in pauses.of(wish.office, self.seconds)}
            days = supply.bookable_days(plan, wish, content=self.content, now=self.now)
            free = supply.free(
                plan,
                wish,
                [day for day in days if day < self.latest[wish]],
                content=self.content,
                now=self.now,
                ignoring=ignoring,
            )
            self.found[wish] = [
                slot
                for each in free.values()
                for slot in each
                if wish.employed or not slot.reserved
            ]
        return self.found[wish]

    @property
    def seconds(self) -> int:
        return int(self.now.timestamp())

    def is_working_day(self, day: date) -> bool:
        return rules.is_working_day(day, self.content.public_holidays(day.year))

    def drop(self, wish: Wish, slot: Slot) -> None:
        """It went to somebody else."""
        self.found[wish] = [each for each in self.found[wish] if each is not slot]


def _booked(appointment_id: int) -> Appointment | None:
    """The appointment, if it stands; one that cannot be read must not stop all the others."""
    try:
        found = appointments.by_id(appointment_id)
    except sealing.CannotUnseal:
        log.warning("appointment %d cannot be read", appointment_id)
        return None
    return found if found and found.state is State.BOOKED else None


def _keep_one(waiting: Waiting, appointment: Appointment, *, search: _Search, terms: Terms) -> bool:
    """Whether a time is kept for them now: the earliest that fits and leaves time to answer."""
    wish = wishing.searched(appointment)
    for slot, until in _fitting(waiting, appointment, search=search, terms=terms):
        try:
            return _keep(waiting.appointment, slot.start, until=until, search=search, terms=terms)
        except (TimeTaken, NotBookable, DeclarationMissing):
            search.drop(wish, slot)
    return False


def _fitting(
    waiting: Waiting, appointment: Appointment, *, search: _Search, terms: Terms
) -> Iterator[tuple[Slot, datetime]]:
    """The times to try, each with the wall-clock moment until which it would be kept."""
    wish, tries = wishing.searched(appointment), 0
    hours = _hours(wishing.ways(appointment), search, terms=terms)
    own = supply.rules_of(capacity.plan(), appointment.office)
    for slot in list(search.slots(wish)):
        if hours is None or tries == MOST_TRIES or slot.start.date() >= appointment.day:
            return
        if not waiting_rules.is_earlier(waiting, slot.start, current=appointment.start):
            continue
        bookable = waiting_rules.bookable_until(own, slot.start)
        until = waiting_rules.kept_until(search.wall, terms.minutes, hours, bookable=bookable)
        if until is not None:
            tries += 1
            yield slot, until


def _hours(ways: tuple[str, ...], search: _Search, *, terms: Terms) -> Hours | None:
    """When they can be told: None if there is no way any more."""
    if not ways:
        return None
    if letters.CALL in ways:
        first, end = CALL_HOURS
        return Hours(first=first, end=end, is_open=search.is_working_day)
    return Hours(first=terms.hours[0] * 60, end=terms.hours[1] * 60)


@database.repeated
def _keep(
    appointment_id: int, start: datetime, *, until: datetime, search: _Search, terms: Terms
) -> bool:
    """Hold the time and write the word of it, in one transaction; False if all has changed.

    Raises `TimeTaken`, `NotBookable` or `DeclarationMissing`, and then nothing is held.
    """
    own = appointments.lock(appointment_id)
    waiting = wishes.lock(appointment_id)
    if waiting is None or waiting.offer or own is None or own.appointment.state is not State.BOOKED:
        return False
    ways = wishing.ways(own.appointment)
    hours = _hours(ways, search, terms=terms)
    if hours is None or not waiting_rules.is_earlier(waiting, start, current=own.appointment.start):
        return False
    now, seconds = search.now, search.seconds
    until_seconds = correspondence.seconds_at(until, now)
    hold = appointments.new_id(seconds)
    request = placements.Request(
        appointment=hold,
        wish=wishing.searched(own.appointment),
        start=start,
        until=until_seconds + GRACE_SECONDS,
        told=spots.organisation_at(own.spot),
    )
    spot = _placed(request, content=search.content, now=now)
    appointments.add_hold(
        hold, request.wish, spot=spot, until=until_seconds + GRACE_SECONDS, created_at=seconds
    )
    wishes.write(replace(waiting, offer=hold, offer_start=start, offer_until=until_seconds))
    told = waiting_rules.first_moment(search.wall, hours)
    kept = spots.put_at(spot, own.appointment)
    correspondence.offered(kept, ways, until=until, told=told, now=now)
    return True


def _placed(request: placements.Request, *, content: Content, now: datetime) -> Spot:
    """A spot that is free, or one made of given-up times that still pause."""
    reason: TimeTaken | NotBookable
    try:
        with database.atomic():
            return placements.place(request, content=content, now=now)
    except (TimeTaken, NotBookable) as refusal:
        reason = refusal
    first = cell_at(request.start)
    by_counter: dict[int, list[Standing]] = {}
    for each in pauses.of(request.wish.office, int(now.timestamp())):
        if each.spot.start_cell < first + LONGEST_CELLS and each.spot.end_cell > first:
            by_counter.setdefault(each.spot.counter_id, []).append(each)
    for counter, paused in sorted(by_counter.items()):
        try:
            with database.atomic():
                return _in_place_of(
                    paused, replace(request, counter=counter), content=content, now=now
                )
        except (TimeTaken, NotBookable):
            continue
    raise reason


def _in_place_of(
    paused: list[Standing], request: placements.Request, *, content: Content, now: datetime
) -> Spot:
    """The spot at the counter of these pauses; what it leaves of them goes on pausing."""
    seconds = int(now.timestamp())
    for each in paused:
        placements.give_back(each)
        appointments.delete(each.appointment.id)
    spot = placements.place(replace(request, instead_of=tuple(paused)), content=content, now=now)
    for each in paused:
        left = (each.hold_until or seconds) - seconds
        pause(each, instead=spot, now=seconds, length=left)
    return spot


@database.repeated
def _pass_on(appointment_id: int, *, now: datetime, terms: Terms) -> None:
    """The time to answer is over: the next one is asked; who never answers is asked no more.

    Who was not told at all, as while the mail server was down, is not counted as silent.
    """
    own = appointments.lock(appointment_id)
    waiting = wishes.lock(appointment_id)
    if waiting is None or not waiting.offer or waiting.offer_until > int(now.timestamp()):
        return
    unsent = wishing.let_go(waiting, now=now, terms=terms)
    was_told = own is None or unsent < len(wishing.ways(own.appointment))
    unanswered = waiting.unanswered + was_told
    if unanswered >= MOST_UNANSWERED:
        wishes.delete_of([appointment_id])
    else:
        wishes.write(wishing.without_offer(waiting, unanswered=unanswered))
