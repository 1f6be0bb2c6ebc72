"""The bus: found by postcode in Arabic, booked without a number; cancelled, and told (R102, R108).

The whole way of somebody who is no customer yet: from the start page to the paper in hand, and to
the mail that says where to come instead.
"""

from collections.abc import Callable
from email.message import EmailMessage

import pytest
from playwright.sync_api import Page

from backend.actions.demonstrating import PASSWORD
from tests import browser as browsers
from tests.journeys.test_desk import SMALL, Colleague
from tests.journeys.traveller import Traveller
from tests.journeys.world import World, text_of

pytestmark = [pytest.mark.browser, pytest.mark.long]
MAIL = "hassan@example.org"
DAY = "2026-12-02"
"""A Wednesday, on which the bus is in Blumenthal."""


def test_a_newcomer_finds_the_bus_books_without_a_number_and_hears_when_it_does_not_come(
    world: World, travel: Callable[..., Traveller], open_page: Callable[..., Page]
) -> None:
    visitor = travel("ar")
    visitor.open("/").follow("/unterwegs/").at("/unterwegs/")
    visitor.fill(postcode="28757").press(visitor.page.locator("main form button"))
    near = visitor.page.locator("main li h3").first
    assert near.inner_text() == "Marktplatz Blumenthal"
    assert "28757" not in visitor.page.url
    assert "Bahnhof Blumenthal" in visitor.words
    assert browsers.violations(visitor.page) == []
    assert visitor.page.evaluate("document.documentElement.scrollWidth") <= SMALL["width"]

    visitor.follow("/termin/bus/").at("/termin/bus/")
    visitor.follow("/termin/bus/berufliche-situation/").at("/termin/bus/berufliche-situation/")
    visitor.take(f"{DAY}T14:00", "berufliche-situation", "bus")
    assert visitor.page.locator("[name=number]").count() == 0
    visitor.tick("for_whom", "myself").fill(name="حسن الأحمد").go_on().at("/buchen/mehr")
    assert visitor.page.locator("[name=birth_year]").count() == 0
    visitor.go_on().reach(MAIL).book()
    assert "Marktplatz Blumenthal" in visitor.words
    assert "Marktplatz Blumenthal" in visitor.printed
    assert "Beispielplatz 12" in visitor.paper("blatt").text
    assert "Beispielplatz 12" in visitor.paper("karte").text
    own_page = visitor.path
    (confirmation,) = world.mails_to(MAIL)
    assert "Marktplatz Blumenthal, Beispielplatz 12, 28779 Bremen" in text_of(confirmation)
    assert "Beispielplatz 12" in _calendar(confirmation)

    lead = Colleague(open_page(java_script_enabled=False, viewport=SMALL), world)
    lead.sign_in("admin@demo.example", PASSWORD)
    lead.open("/dienst/planung/stelle/bus/halte")
    lead.look("Halte: Beratungsbus")
    row = lead.page.locator("main tr", has_text="02.12.2026")
    assert "1" in row.inner_text()
    row.locator("button").click()
    lead.look("Bitte prüfen, bevor gespeichert wird")
    assert "Einkaufszentrum Obervieland" in lead.words
    lead.click("main form button")
    assert "1 Termin ist verlegt" in lead.words

    told = world.mails_to(MAIL, 2)[-1]
    assert "Einkaufszentrum Obervieland" in text_of(told)
    assert "Beispielplatz 13" in _calendar(told)
    visitor.open(own_page)
    assert "Einkaufszentrum Obervieland" in visitor.words
    assert "Marktplatz Blumenthal" not in visitor.words


def _calendar(mail: EmailMessage) -> str:
    """The calendar file of a mail, its folded lines joined."""
    parts = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    raw = parts[0].get_payload(decode=True)
    assert isinstance(raw, bytes)
    return raw.decode().replace("\r\n ", "").replace("\\,", ",")
