"""Blocks: several clients of a partner one after another, at one counter, with one interpreter.

Homes for refugees and advice centres bring people together because interpreters are few. All of
them get their time, or none does.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from backend.actions import booking, correspondence, partnering, persons, placements, spots, supply
from backend.content import Content
from backend.domain import offers, periods, slots
from backend.domain.accounts import Account
from backend.domain.appointments import Appointment, BookedBy, Person, Wish
from backend.domain.partners import Consent
from backend.domain.refusals import LimitReached, NotBookable, TimeTaken
from backend.domain.staff_refusals import NotAllowed
from backend.store import appointments, capacity, customer_keys, database, drafts, tallies
from backend.store.records import Spot

MOST_CLIENTS = 8
"""Longer than that nobody interprets without a rest."""
MOST_DAYS = 5
"""Days with a free block that are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """One of them, with the consent that was given."""

    person: Person
    consent: str
    """The sentence that was agreed to, in German and as it was read (R107)."""
    comes_along: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Who books what for whom; `key` is the form's own, so that sending it twice books once."""

    key: str
    account: Account
    wish: Wish
    languages: str
    """The pair in which the clients read."""
    clients: tuple[Client, ...]


class ClientRefused(LimitReached):
    """One of the clients has an open appointment already; nobody of the block is booked (R49)."""

    def __init__(self, place: int) -> None:
        super().__init__()
        self.place = place
        """Which one of the form, the first being 0."""


def starts(
    wish: Wish, count: int, *, content: Content, now: datetime
) -> dict[date, list[datetime]]:
    """The next days with room for so many one after another, and when the first one begins."""
    plan = capacity.plan()
    wish = _of_a_partner(wish)
    beginning = supply.earliest(plan, wish, now)
    found: dict[date, set[datetime]] = {}
    days = supply.bookable_days(plan, wish, content=content, now=now)
    for number in range(0, len(days), 7):
        chunk = days[number : number + 7]
        for _group, offer, plans in supply.day_plans(plan, wish, chunk, content=content, now=now):
            for day_plan in plans:
                free = slots.blocks(
                    day_plan,
                    cells_needed=offers.cells_for(offer, wish),
                    count=count,
                    earliest=beginning,
                    third_person=wish.third_person,
                )
                if free:
                    found.setdefault(day_plan.day, set()).update(free)
        if len(found) >= MOST_DAYS:
            break
    return {day: sorted(found[day]) for day in sorted(found)[:MOST_DAYS]}


def book(block: Block, start: datetime, *, content: Content, now: datetime) -> list[Appointment]:
    """Book them all from `start` on (local wall clock), or nobody; the same form twice books once.

    Raises `TimeTaken` or `NotBookable` when a rival took one of the times, `ClientRefused`, and
    `NotAllowed` when the organisation is admitted no more. Whose client has an appointment
    already gets a notice at the contact that is stored (D3).
    """
    try:
        return _book(block, start, content=content, now=now)
    except ClientRefused as one:
        booking.tell_owners(persons.keys_of(block.clients[one.place].person), now=now)
        raise


@database.repeated
def _book(block: Block, start: datetime, *, content: Content, now: datetime) -> list[Appointment]:
    organisation = partnering.organisation_of(block.account)
    if organisation is None:
        raise NotAllowed
    if not 1 < len(block.clients) <= MOST_CLIENTS:
        raise NotBookable
    stored = drafts.begin(block.key, now=now)
    if stored and stored.booked:
        return [booking.booked_before(stored.booked)]
    placed = _place(block, start, content=content, now=now)
    booked = [
        _write(block, place, spot=spot, appointment_id=appointment_id, now=now)
        for place, (appointment_id, spot) in enumerate(placed)
    ]
    for client, appointment in zip(block.clients, booked, strict=True):
        partnering.agree(
            Consent(
                id=0,
                organisation=organisation.id,
                appointment=appointment.id,
                account=block.account.id,
                given_at=0,
                languages=block.languages,
                text=client.consent,
                comes_along=client.comes_along,
            ),
            now=now,
        )
    for appointment in booked:
        correspondence.booked(appointment, content=content, now=now)
        tallies.add(now.date(), appointment.office, concern=block.wish.concern, kind="booked")
    drafts.close(block.key, booked[0].id, now=now, partner=organisation.id)
    return booked


def _place(
    block: Block, start: datetime, *, content: Content, now: datetime
) -> list[tuple[int, Spot]]:
    """The ids and claims of all, at one counter and with one interpreter."""
    wish = _of_a_partner(block.wish)
    day, plan = start.date(), capacity.plan()
    for group, offer, _plans in supply.day_plans(plan, wish, [day], content=content, now=now):
        step = timedelta(minutes=offers.cells_for(offer, wish) * periods.CELL_MINUTES)
        times = [start + place * step for place in range(len(block.clients))]
        for counter in group.counters:
            for interpreter in _interpreters(plan, wish, day):
                found = _try(
                    wish, times, counter=counter.id, interpreter=interpreter,
                    content=content, now=now,
                )  # fmt: skip
                if found:
                    return found
    raise TimeTaken


class _Taken(Exception):
    """Somebody else would interpret: the savepoint is undone, the next one tried."""


def _try(
    wish: Wish,
    times: list[datetime],
    *,
    counter: int,
    interpreter: int,
    content: Content,
    now: datetime,
) -> list[tuple[int, Spot]]:
    """Claim all the times there; empty, and nothing is claimed, when one of them is taken."""
    found: list[tuple[int, Spot]] = []
    try:
        with database.atomic():
            for start in times:
                request = placements.Request(
                    appointment=appointments.new_id(int(now.timestamp())),
                    wish=wish,
                    start=start,
                    until=None,
                    counter=counter,
                    interpreter=interpreter,
                )
                spot = placements.place(request, content=content, now=now)
                if interpreter and spot.interpreter_id != interpreter:
                    raise _Taken
                _hold(request, spot, now=now)
                found.append((request.appointment, spot))
    except (_Taken, TimeTaken, NotBookable):
        return []
    return found


def _hold(request: placements.Request, spot: Spot, *, now: datetime) -> None:
    """A row for the next one to see: free times are read from appointments, not from claims."""
    seconds = int(now.timestamp())
    appointments.add_hold(
        request.appointment, request.wish, spot=spot, until=seconds + 60, created_at=seconds
    )


def _interpreters(plan: capacity.Plan, wish: Wish, day: date) -> list[int]:
    """Ids of those who could interpret; 0: nobody is wanted."""
    if not wish.interpreter:
        return [0]
    return [each.id for each in supply.interpreters_for(plan, wish, day)]


def _write(
    block: Block, place: int, *, spot: Spot, appointment_id: int, now: datetime
) -> Appointment:
    client = block.clients[place]
    end = spots.end_of(spot, now)
    keys = persons.keys_of(client.person)
    if not customer_keys.take(appointment_id, keys, until=end, now=int(now.timestamp())):
        raise ClientRefused(place)
    appointment = replace(
        spots.new_at(spot, appointment_id, wish=_of_a_partner(block.wish), person=client.person),
        languages=block.languages,
    )
    appointments.confirm(appointment, spot=spot, ended_at=end)
    return appointment


def _of_a_partner(wish: Wish) -> Wish:
    """An interpreter who is wanted must be there for all: that is what a block is for."""
    return replace(
        wish, booked_by=BookedBy.PARTNER, interpreter_present=wish.interpreter is not None
    )
