"""Calendar files: one appointment as iCalendar, right across the change of the clocks."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event, vCalAddress

PRODUCT = "-//Terminbruecke//Termin//DE"
FILE_NAME = "termin.ics"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a calendar is told: never a concern, a number or a name (D15, D17)."""

    uid: str
    """The same for the whole life of an appointment."""
    sequence: int
    """Rises with every change, so that calendars replace what they have."""
    start: datetime
    """Aware, in the office's zone."""
    minutes: int
    title: str
    """Neutral: other people may see the calendar."""
    notes: str = ""
    place: str = ""
    """Empty for phone and video: nobody shall come."""
    organiser: str
    """A mail address; the format asks for one. Without attendees no calendar ever answers it."""
    stamped: datetime
    """When the fact came up, aware."""

    @property
    def end(self) -> datetime:
        """Elapsed time counts, not the dial of a clock that is changed in between."""
        end = self.start.astimezone(UTC) + timedelta(minutes=self.minutes)
        return end.astimezone(self.start.tzinfo)


def published(entry: Entry) -> bytes:
    """The file that puts the appointment into a calendar, or renews it there after a move.

    `PUBLISH` and no attendee: mail programs offer to add it and never send a reply, while
    `REQUEST` would make them answer a mailbox nobody reads (RFC 5546, 3.2.1).
    """
    event = _event(entry, sequence=entry.sequence)
    event.add("status", "CONFIRMED")
    return _file("PUBLISH", event)


def withdrawn(entry: Entry) -> bytes:
    """The file that takes the appointment out of the calendar again.

    Its sequence is one above that of the last change, else calendars may take it for older.
    """
    event = _event(replace(entry, notes=""), sequence=entry.sequence + 1)
    event.add("status", "CANCELLED")
    return _file("CANCEL", event)


def _event(entry: Entry, *, sequence: int) -> Event:
    event = Event()
    organiser = vCalAddress(f"mailto:{entry.organiser}")
    for name, value in _lines(entry):
        event.add(name, value)
    event.add("organizer", organiser)
    event.add("sequence", sequence)
    event.add("class", "PRIVATE")
    return event


def _lines(entry: Entry) -> Iterable[tuple[str, object]]:
    yield "uid", entry.uid
    yield "dtstamp", entry.stamped.astimezone(UTC)
    yield "dtstart", entry.start
    yield "dtend", entry.end
    yield "summary", entry.title
    if entry.notes:
        yield "description", entry.notes
    if entry.place:
        yield "location", entry.place


def _file(method: str, event: Event) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(event)
    year = event.start.year
    # The rules around the appointment are enough; those since 1970 would make the file large.
    calendar.add_missing_timezones(first_date=date(year - 1, 1, 1), last_date=date(year + 2, 1, 1))
    return bytes(calendar.to_ical())
