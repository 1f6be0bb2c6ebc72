"""Who comes in need or to the wrong door, from the first click to what they take along."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page

from backend.actions.demonstrating import PASSWORD
from tests.journeys import clock
from tests.journeys.test_desk import Colleague
from tests.journeys.test_paper import LANGUAGES
from tests.journeys.test_weight import Meter
from tests.journeys.traveller import Traveller, fetched
from tests.journeys.world import World, text_of
from tests.letters.reading import Paper

pytestmark = [pytest.mark.browser, pytest.mark.long]
Travel = Callable[..., Traveller]
DESK = {"width": 1280, "height": 900}
OLD_PHONE = {"width": 320, "height": 480}
LOCKED_DAY = datetime(2026, 11, 30, 8, 5, tzinfo=UTC)
"""Nine o'clock on the Monday on which the month turns: this day and the next are locked."""
MOST_BYTES = 100_000
"""Of the first page on a slow line."""


def test_who_sits_in_the_dark_with_a_baby_finds_help_today_and_a_time_in_the_locked_days(
    world: World, travel: Travel, open_page: Callable[..., Page]
) -> None:
    """Persona 12: Elena reads Bulgarian. First a yellow note came, now the power is off.

    Her phone is old, the line slow, the month is turning, and the office in her district is shut
    by a burst pipe. The first page is light and names the emergency in every language. One touch
    says: go to the reception of an office today, also without papers; a number of Zappenduster
    stands there as well, and never alone. Which one? Those that are open now, until when; the shut
    one stands at the end. She opens it all the same: nobody sends her to its door, and the way to
    the others stands above its first time. She chooses the next office. Others are not let into
    the locked days with an ordinary concern; she has a time tomorrow, and writes no number. The
    card she takes along has both languages, and the list says: come also without papers.
    """
    world.set_clock(LOCKED_DAY)
    boss = Colleague(open_page(java_script_enabled=False, viewport=DESK), world)
    boss.sign_in("admin@demo.example", PASSWORD)
    boss.open("/dienst/planung/phasen/sued/neu")
    boss.page.locator("[name=kind]").select_option("closed")
    for name, text in {"first_day": "30.11.2026", "last_day": "4.12.2026"}.items():
        boss.page.locator(f"[name={name}]").fill(text)
    boss.click("main form button")

    elena = travel("bg+de", viewport=OLD_PHONE)
    meter = Meter.on(elena.page)
    elena.page.goto(f"{world.portal.address}/bg+de/", wait_until="networkidle")
    assert meter.bytes_of() < MOST_BYTES, str(meter)
    for language in LANGUAGES:
        first = elena.page.request.get(f"{world.portal.address}/{language}/").text()
        assert f'href="/{language}/notfall/"' in first
    elena.press(elena.page.locator("main .tb-rows--urgent a[href='/bg+de/notfall/']"))
    elena.at("/notfall/")
    assert "Kommen Sie auch ohne Unterlagen" in elena.words
    assert elena.page.locator("main a[href='tel:+49421160777']").is_visible()

    elena.follow("/notfall/heute").at("/notfall/heute")
    open_now, _, shut = elena.words.partition("Heute geschlossen")
    assert "Geöffnet bis 12:00 Uhr" in open_now
    assert "Geschäftsstelle Süd" not in open_now
    assert "Geschäftsstelle Süd" in shut

    elena.open("/termin/sued/energiesperre/persoenlich/tage")
    assert "zum Empfang dieser Geschäftsstelle" not in elena.words
    assert elena.page.locator("main a[href='/bg+de/notfall/']").first.is_visible()
    elena.follow("/termin/").follow("/termin/mitte/").follow("/termin/mitte/energiesperre/")
    assert "zum Empfang dieser Geschäftsstelle" in elena.words

    others = travel("de").open("/termin/mitte/bescheid/persoenlich/tage")
    ordinary = others.page.locator("main a[href*='/tage/']").first.get_attribute("href") or ""
    assert ordinary.endswith("2026-12-02")
    elena.follow("/termin/mitte/energiesperre/angaben").tick("needs", "children")
    elena.need("in_person", "bg").take_day().take_time()
    elena.tick("for_whom", "myself").tick("no_number").fill(name="Елена Петрова").go_on()
    elena.at("/buchen/mehr").go_on().reach()
    elena.at("/buchen/papier").tick("delivery", "none").go_on().book()

    assert elena.start_time.startswith("2026-12-01T")
    card = elena.paper("karte")
    assert {"bg", "de"} <= {passage.language for passage in card.passages}
    papers = travel("bg+de").open("/termin/mitte/energiesperre/")
    assert "Kommen Sie auch ohne Unterlagen" in papers.words


def stored(world: World) -> list[int]:
    """How many rows each table has."""
    file = next(world.portal.folder.rglob("*.db"))
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as rows:
        names = rows.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return [rows.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in names]


@pytest.mark.parametrize(
    ("written", "jobcenter", "phone"),
    [
        ({"postcode": "27749"}, "Jobcenter Delmenhorst", ""),
        ({"street": "Bremerhaven"}, "Jobcenter Bremerhaven", "0471"),
    ],
)
def test_who_belongs_to_another_jobcenter_is_shown_its_way_and_nothing_is_kept(
    world: World, travel: Travel, written: dict[str, str], jobcenter: str, phone: str
) -> None:
    """Persona 16: Malik lives in Delmenhorst, Ingrid in Bremerhaven; the city is the next one.

    They look for their office. The finder says: another Jobcenter is there for you, its name and
    its way, and only there a telephone number. Nothing can be booked from there by mistake, but an
    emergency is not turned away, and who was misunderstood searches again. The page prints on one
    sheet. Nothing of the address stays: not in the database, the browser, the address or the log.
    """
    before = stored(world)
    malik = travel("en").open("/").follow("/zustaendig/").fill(**written).go_on()

    assert malik.path.startswith("/zustaendig/anderes/")
    assert jobcenter in malik.printed
    assert phone in malik.printed
    ways = [link.get_attribute("href") for link in malik.page.locator("main a").all()]
    assert not [way for way in ways if way and "/tage" in way]
    assert {"/en/zustaendig/", "/en/notfall/"} <= set(ways)
    [value] = written.values()
    assert value.lower() not in malik.path.removesuffix("/bremerhaven")
    assert malik.page.context.cookies() == []
    assert stored(world) == before
    assert f"={value}" not in world.portal.log


def test_who_meets_the_bus_books_there_without_a_number_or_just_comes(
    world: World, travel: Travel, open_page: Callable[..., Page]
) -> None:
    """Persona 13: Nadia lives in Tenever with two children; she is no customer yet.

    At the playground hangs a sheet with the address in plain words and a square for the camera.
    The first page says where the Jobcenter comes to people; with her postcode, which is not kept,
    Tenever stands on top: days, hours, the way, an hour for who just comes, and that children are
    welcome. She books for next week, says that she brings children, is not asked for a number, and
    takes the card with the bus's place along. She could also just come. Then the bus breaks down.
    The page of the stops reminds the office that nothing is booked with fewer than two counters;
    the stop is cancelled, and her mail says where and when instead.
    """
    world.set_clock(clock.TUESDAY)
    sheet = travel("de").open("/handzettel/")
    poster = Paper(fetched(sheet.page, sheet.page.locator("main a[href$='/a4.pdf']")))
    assert world.portal.address.removeprefix("http://") in poster.text.replace(" ", "")
    assert poster.alternatives

    nadia = travel("de").open("/").follow("/unterwegs/").fill(postcode="28325")
    nadia.press(nadia.page.locator("main form button"))
    assert nadia.page.locator("main li h3").first.inner_text() == "Bürgerhaus Tenever"
    for said in ("Haltestelle Tenever", "Vorbeikommen, ohne Termin: 10:00 bis 11:00 Uhr"):
        assert said in nadia.words
    assert "28325" not in nadia.page.url
    assert "Kinder sind willkommen" in travel("de").open("/stelle/bus/").words

    way = "/termin/bus/berufliche-situation/"
    nadia.open(f"{way}angaben").tick("needs", "children").need()
    nadia.take("2026-12-01T11:00", "berufliche-situation", "bus")
    assert not nadia.page.locator("[name=number]").count()
    nadia.tick("for_whom", "myself").fill(name="Nadia Neu").go_on()
    if nadia.path == "/buchen/mehr":
        nadia.go_on()
    nadia.reach(email="nadia@example.org").book()
    assert "Beispielplatz 11" in nadia.paper("karte").text
    world.mails_to("nadia@example.org")

    boss = Colleague(open_page(java_script_enabled=False, viewport=DESK), world)
    boss.sign_in("admin@demo.example", PASSWORD)
    boss.open("/dienst/planung/stelle/bus/halte")
    assert "mindestens zwei Plätze" in boss.words
    boss.page.locator("main tr", has_text="01.12.2026").locator("button").click()
    boss.click("main form button")
    told = text_of(world.mails_to("nadia@example.org", 2)[-1])
    nadia.page.reload()
    assert "Tenever" not in nadia.words
    assert nadia.start_time[11:16] in told
