"""Preview and requirements: an office as customers would see it, and whether it does its duty."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from backend.domain.openings import Audience
from backend.domain.roles import Grant, Right, Role
from backend.store import capacity, database, tallies
from backend.store import planning as rows
from tests.web.arranged import page_of, send
from tests.web.desk import ENTRANCE, MITTE, NORD, Desk, shared_desk, undone, words

BOSS = Grant(kind=Role.OFFICE_ADMINISTRATOR, place=MITTE)
PREVIEW = "/dienst/planung/stelle/mitte/vorschau"
REQUIREMENTS = "/dienst/planung/stelle/mitte/vorgaben"
OFFERS = "/dienst/planung/gruppe/mitte-eingang/angebote"
DAYS = "/de/termin/mitte/bankverbindung/persoenlich/tage"


@pytest.fixture(scope="module")
def shared(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with shared_desk(sqlite_template, tmp_path_factory.mktemp("preview")) as found:
        yield found


@pytest.fixture
def desk(shared: Desk) -> Iterator[Desk]:
    yield from undone(shared)


@pytest.fixture
def boss(desk: Desk) -> FlaskClient:
    return desk.signed_in(desk.hire(BOSS))


def days_of(client: FlaskClient, address: str) -> list[str]:
    rows = page_of(client.get(address)).select("main table")[0].select("tbody tr:not(.st-off) th")
    return [row.get_text() for row in rows]


def test_the_preview_shows_the_days_that_customers_see(desk: Desk, boss: FlaskClient) -> None:
    page = page_of(boss.get(f"{PREVIEW}?anliegen=bankverbindung&art=in_person"))
    live = page.select_one(f"main a[href='{DAYS}']")
    assert live is not None
    public = page_of(desk.browser().get(str(live["href"])))
    first = public.select_one("main a.tb-row[href*='/tage/2026']")
    assert first is not None
    day = str(first["href"]).rsplit("/", 1)[1]
    year, month, number = day.split("-")
    assert f"{number}.{month}.{year}" in days_of(boss, f"{PREVIEW}?anliegen=bankverbindung")[0]


def test_a_day_ahead_shows_what_will_be_open_then(boss: FlaskClient) -> None:
    now = days_of(boss, f"{PREVIEW}?anliegen=bankverbindung")
    later = days_of(boss, f"{PREVIEW}?anliegen=bankverbindung&stand=1.2.2027")
    assert later and not set(now) & set(later)


@pytest.mark.parametrize("odd", ["gestern", "23.11.2026", "1.1.2030", "31.2.2027"])
def test_an_odd_day_is_refused_at_its_field(boss: FlaskClient, odd: str) -> None:
    answer = boss.get(f"{PREVIEW}?stand={odd}")
    assert answer.status_code == 422
    assert page_of(answer).select_one("#error-summary a[href='#stand']")


def test_odd_choices_give_way_to_the_first_ones(boss: FlaskClient) -> None:
    for odd in ("anliegen=x", "art=fax", "sprache=zz", "beruf=2", "anliegen=x&art=y&sprache=z"):
        assert boss.get(f"{PREVIEW}?{odd}").status_code == 200


def test_who_may_book_more_sees_more(desk: Desk, boss: FlaskClient) -> None:
    before = page_of(boss.get(f"{PREVIEW}?anliegen=bankverbindung")).select("main table")[-1]
    counts = [int(row.select("td")[0].get_text()) for row in before.select("tbody tr")]
    customer, employed, _partner, hotline, counter = counts
    assert customer < employed <= counter
    assert customer <= hotline
    assert send(boss, OFFERS, audience_bankverbindung=Audience.STAFF.value).status_code == 303
    after = page_of(boss.get(f"{PREVIEW}?anliegen=bankverbindung")).select("main table")[-1]
    counts = [int(row.select("td")[0].get_text()) for row in after.select("tbody tr")]
    assert counts[0] == counts[1] == 0 < counts[3]


def test_looking_at_the_preview_counts_and_holds_nothing(desk: Desk, boss: FlaskClient) -> None:
    before = desk.booked.rows()
    boss.get(f"{PREVIEW}?anliegen=bankverbindung&sprache=ar&beruf=1").close()
    assert desk.booked.rows() == before
    assert tallies.total("none_found") == 0


def test_the_lights_are_green_where_everything_is_planned(boss: FlaskClient) -> None:
    page = page_of(boss.get(REQUIREMENTS))
    assert page.select_one("section[aria-labelledby=windows] .st-tag--on")
    assert not page.select(".st-tag--off")


def test_a_missing_window_and_a_missing_concern_are_red(desk: Desk, boss: FlaskClient) -> None:
    for group in capacity.plan().groups["mitte"]:
        for week in group.weeks:
            rows.delete_week(group.id, week.id, revision=week.revision)
        rows.write_offers(group.id, ())
    capacity.change_edition()
    page = page_of(boss.get(REQUIREMENTS))
    assert page.select_one("section[aria-labelledby=windows] .st-tag--off")
    assert page.select_one("section[aria-labelledby=mandatory] .st-tag--off")
    assert page.select_one("section[aria-labelledby=unserved] li")


def test_utilisation_rises_with_bookings(desk: Desk, boss: FlaskClient) -> None:
    for number in range(12):
        desk.booked.book(email=f"{number}@example.org")
    shares = page_of(boss.get(REQUIREMENTS)).select("section[aria-labelledby=used] tbody td")
    assert any(int(share.get_text().rstrip(" %") or 0) > 0 for share in shares if "%" in share.text)


def test_an_empty_calendar_is_counted_once_it_was_shown(desk: Desk, boss: FlaskClient) -> None:
    assert send(boss, OFFERS, on_bankverbindung=None).status_code == 303
    for _visit in range(2):
        answer = desk.browser().get(DAYS)
        assert "frei" in words(answer)
        answer.close()
    assert tallies.by_concern("mitte", "none_found", desk.now.date()) == {"bankverbindung": 2}
    assert tallies.by_concern("mitte", "none_found", desk.now.date() + timedelta(1)) == {}
    assert "2 Neue Bankverbindung" in words(boss.get(REQUIREMENTS))
    columns = database.every("SELECT office, concern, kind FROM tally WHERE kind = 'none_found'")
    assert columns == [("mitte", "bankverbindung", "none_found")]


def test_a_lead_looks_but_arranges_nothing(desk: Desk) -> None:
    lead = desk.signed_in(desk.hire(Grant(kind=Role.GROUP_LEAD, place=ENTRANCE)))
    for address in (PREVIEW, REQUIREMENTS):
        page = page_of(lead.get(address))
        links = [str(each["href"]) for each in page.select("main nav a")]
        assert links == [PREVIEW, REQUIREMENTS]
        assert lead.get(address.replace("mitte", "nord")).status_code == 404
    for grant in (
        Grant(kind=Right.COUNTER, place=MITTE),
        Grant(kind=Role.OFFICE_ADMINISTRATOR, place=NORD),
        Grant(kind=Right.HOTLINE),
    ):
        assert desk.signed_in(desk.hire(grant)).get(PREVIEW).status_code == 404
