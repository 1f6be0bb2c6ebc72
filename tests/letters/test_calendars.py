"""Calendar files, read back by the library a mail program could use."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from backend.content import Content
from backend.languages import Languages
from backend.letters import calendars
from backend.letters.calendars import Entry
from backend.letters.mails import entry_of
from backend.letters.sentences import facts_of
from backend.store.letters import Letter

BERLIN = ZoneInfo("Europe/Berlin")


def read_back(content: bytes) -> tuple[Any, Any]:
    """The calendar and its one event."""
    calendar: Any = Calendar.from_ical(content)
    (event,) = calendar.events
    return calendar, event


def entry(start: datetime) -> Entry:
    return Entry(
        uid="a1b2c3@termin.example",
        sequence=3,
        start=start,
        minutes=40,
        title="Termin",
        notes="Terminnummer: K7M4-2PX9",
        place="Musterstraße 12, 12345 Musterstadt",
        organiser="termine@portal.example",
        stamped=datetime(2026, 3, 1, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("start", "offset"),
    [
        (datetime(2026, 3, 28, 10, 20, tzinfo=BERLIN), 1),
        (datetime(2026, 3, 29, 10, 20, tzinfo=BERLIN), 2),
        (datetime(2026, 10, 24, 10, 20, tzinfo=BERLIN), 2),
        (datetime(2026, 10, 25, 10, 20, tzinfo=BERLIN), 1),
        (datetime(2027, 1, 4, 8, 0, tzinfo=BERLIN), 1),
    ],
)
def test_the_wall_clock_holds_on_days_when_clocks_change(start: datetime, offset: int) -> None:
    _, event = read_back(calendars.published(entry(start)))
    assert event.start == start
    assert event.start.utcoffset() == timedelta(hours=offset)
    assert event.end - event.start == timedelta(minutes=40)


def test_elapsed_minutes_count_while_the_clock_is_changed() -> None:
    start = datetime(2026, 3, 29, 1, 50, tzinfo=BERLIN)
    assert entry(start).end == datetime(2026, 3, 29, 3, 30, tzinfo=BERLIN)


def test_the_rules_of_the_zone_come_along() -> None:
    calendar, _ = read_back(calendars.published(entry(datetime(2026, 3, 29, 10, tzinfo=BERLIN))))
    (zone,) = calendar.timezones
    rules = zone.to_tz()
    assert datetime(2026, 3, 28, 12, tzinfo=rules).utcoffset() == timedelta(hours=1)
    assert datetime(2026, 3, 30, 12, tzinfo=rules).utcoffset() == timedelta(hours=2)


def test_a_published_file_asks_nobody_for_an_answer() -> None:
    content = calendars.published(entry(datetime(2026, 5, 4, 10, tzinfo=BERLIN)))
    calendar, event = read_back(content)
    assert calendar["method"] == "PUBLISH"
    assert event["status"] == "CONFIRMED"
    assert event["class"] == "PRIVATE"
    assert "attendee" not in event
    assert "valarm" not in content.decode().lower()


def test_a_withdrawal_names_the_same_event_with_a_higher_sequence() -> None:
    booked = entry(datetime(2026, 5, 4, 10, tzinfo=BERLIN))
    calendar, event = read_back(calendars.withdrawn(booked))
    assert calendar["method"] == "CANCEL"
    assert event["status"] == "CANCELLED"
    assert event["uid"] == booked.uid
    assert event["sequence"] == booked.sequence + 1


def test_a_move_renews_the_same_event() -> None:
    booked = entry(datetime(2026, 5, 4, 10, tzinfo=BERLIN))
    moved = replace(booked, start=booked.start + timedelta(days=1), sequence=booked.sequence + 1)
    before, after = (read_back(calendars.published(each))[1] for each in (booked, moved))
    assert after["uid"] == before["uid"]
    assert after["sequence"] > before["sequence"]


def test_lines_are_short_and_end_as_the_format_asks() -> None:
    content = calendars.published(entry(datetime(2026, 5, 4, 10, tzinfo=BERLIN)))
    lines = content.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert b"\n" not in content.replace(b"\r\n", b"")


@pytest.mark.parametrize(("channel", "has_place"), [("in_person", True), ("phone", False)])
def test_only_a_visit_has_a_place_and_the_title_is_neutral(
    letter: Callable[..., Letter],
    jobcenter: Content,
    languages: Languages,
    channel: str,
    has_place: bool,
) -> None:
    made = entry_of(
        facts_of(letter(channel=channel), jobcenter),
        languages.german,
        organiser="termine@portal.example",
        stamped=datetime(2026, 3, 1, tzinfo=UTC),
    )
    assert made.title == "de:Appointment"
    assert bool(made.place) is has_place
    assert ("We call you. Do not come." in made.notes) is not has_place
