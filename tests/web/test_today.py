"""Who is open now: hours, holidays and closures together, at any time of the day."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from backend.store import capacity, database
from tests.web.booked import Booked, portal_with
from tests.web.visiting import main_links, main_text, soup

MORNING = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
"""A Tuesday, nine o'clock in Bremen."""


@pytest.fixture(scope="module")
def booked(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Booked]:
    folder = tmp_path_factory.mktemp("today")
    (folder / "test.db").write_bytes(sqlite_template.read_bytes())
    with portal_with(f"sqlite:///{folder / 'test.db'}", folder) as portal:
        yield portal


def at(booked: Booked, moment: datetime) -> str:
    booked.clock.now = moment
    answer = booked.stranger().get("/en/notfall/heute")
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    return main_text(answer)


def test_in_the_morning_the_page_says_until_when_somebody_is_there(booked: Booked) -> None:
    text = at(booked, MORNING)
    assert text.index("Open now") < text.index("Geschäftsstelle Mitte")
    assert "Open until 12:00. Open again later: 13:00 to 16:00." in text


def test_at_noon_the_page_says_when_it_goes_on(booked: Booked) -> None:
    text = at(booked, datetime(2026, 11, 24, 11, 30, tzinfo=UTC))
    assert "No office is open right now." in text
    assert "The next one opens today at 13:00." in text


def test_over_christmas_the_page_says_when_it_opens_again_and_who_helps_till_then(
    booked: Booked,
) -> None:
    text = at(booked, datetime(2026, 12, 24, 18, 0, tzinfo=UTC))
    assert "The next one opens on Monday, 28 December at 08:00." in text
    assert {"110", "112", "116 123"} <= {
        link.get_text().replace("\u00a0", " ")
        for link in soup(booked.stranger().get("/en/notfall/heute")).select("main a[href^='tel:']")
    }


def test_an_office_closed_by_plan_is_not_called_open(booked: Booked) -> None:
    with database.atomic() as transaction:
        database.run(
            "INSERT INTO closure (group_id, first_day, last_day)"
            " SELECT id, '2026-11-24', '2026-11-25' FROM counter_group WHERE office = 'mitte'"
        )
        capacity.change_edition()
        text = at(booked, MORNING)
        transaction.rollback()
    closed = text.index("Closed today")
    assert text.index("Geschäftsstelle Nord") < closed < text.index("Geschäftsstelle Mitte")
    assert "Opens on Thursday, 26 November at 08:00." in text


def test_the_youth_offices_take_no_emergencies(booked: Booked) -> None:
    assert "Jugendberufsagentur" not in at(booked, MORNING)


def test_the_confirmation_leads_to_the_office_and_says_how_to_hand_in(booked: Booked) -> None:
    booked.clock.now = MORNING
    appointment = booked.book()
    answer = booked.knower(appointment).get(booked.address(appointment, "en"))
    assert "/en/stelle/mitte/" in main_links(answer)
    text = main_text(answer)
    assert all(word in text for word in ("copies", "stamp", "reception", "letterbox"))
