"""Whereabouts: the one answer to where somebody comes for an appointment (R20, R98, R102).

That is the office itself; for one that comes to people it is its stop of that day.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from backend.content import Office
from backend.domain import stops
from backend.domain.appointments import Appointment, Channel
from backend.domain.stops import Stop
from backend.languages import German, Shown, editorial
from backend.store import capacity

_TOLD = ("place", "street", "postcode", "city", "way")


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """Where somebody comes to, and how."""

    office: Office
    stop: Stop | None = None

    @property
    def place(self) -> str:
        """What the place is called, German; empty for the house of the office."""
        return self.stop.place if self.stop else ""

    @property
    def lines(self) -> tuple[str, ...]:
        """The address, line by line, German as on signs."""
        at: Stop | Office = self.stop or self.office
        return tuple(filter(None, (self.place, at.street, f"{at.postcode} {at.city}")))

    @property
    def line(self) -> str:
        """The address in one line."""
        return ", ".join(self.lines)

    @property
    def short(self) -> str:
        """As few signs as possible: for a short message."""
        return self.place or self.office.street

    @property
    def ways(self) -> tuple[Shown, ...]:
        """How to get there and how to get in."""
        entrance = editorial(self.office.entrance)
        if self.stop is None:
            return editorial(self.office.how_to_get_there), entrance
        return (German(self.stop.way), entrance) if self.stop.way else (entrance,)


def of(office: Office, start: datetime) -> Whereabouts:
    """Where somebody comes to who has an appointment at this wall-clock time."""
    stop = stop_at(office.key, start) if office.is_touring else None
    return Whereabouts(office=office, stop=stop)


def stop_at(office: str, start: datetime) -> Stop | None:
    """The stop of the office at this wall-clock time; None: it does not come to people."""
    return stops.at(capacity.plan().stops.get(office, ()), start)


def told(appointment: Appointment) -> dict[str, Any]:
    """What a letter keeps of the stop, so that it says later what was right when it was written."""
    if appointment.wish.channel is not Channel.IN_PERSON:
        return {}
    stop = stop_at(appointment.office, appointment.start)
    if stop is None:
        return {}
    kept = asdict(stop)
    return {"stop": {name: kept[name] for name in _TOLD}}


def as_told(office: Office, kept: Mapping[str, str] | None) -> Whereabouts:
    """The whereabouts as a letter keeps them."""
    if not kept:
        return Whereabouts(office=office)
    place, street, postcode, city, way = (kept[name] for name in _TOLD)
    # A letter has its own day and time.
    stop = Stop(
        day=date.min,
        start=0,
        end=5,
        place=place,
        street=street,
        postcode=postcode,
        city=city,
        way=way,
    )
    return Whereabouts(office=office, stop=stop)


def stops_on(office: Office, day: date) -> tuple[Stop, ...]:
    """Where an office comes to on a day, in order of time; empty for a house."""
    if not office.is_touring:
        return ()
    found = capacity.plan().stops.get(office.key, ())
    return tuple(stop for stop in found if stop.day == day and not stop.is_cancelled)
