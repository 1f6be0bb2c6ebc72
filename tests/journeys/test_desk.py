"""Behind the desk by keyboard alone: signing in, inviting, a first password, a second factor."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from playwright.sync_api import Page

from backend.actions.demonstrating import PASSWORD
from tests import browser as browsers
from tests.journeys.test_keyboard import press, tab_to
from tests.journeys.traveller import fetched
from tests.journeys.world import World, text_of
from tests.letters.reading import Paper

pytestmark = pytest.mark.browser
BUTTON = "main form[method=post] button"
NEW = "vier ganz neue worte"
MAIL = "neu.hier@jobcenter.example"
SMALL = {"width": 320, "height": 640}


class Colleague:
    """Somebody at the keyboard, without script, on the smallest screen."""

    def __init__(self, page: Page, world: World) -> None:
        self.page, self.world = page, world

    def open(self, path: str) -> None:
        """Type an address."""
        self.page.goto(f"{self.world.portal.address}{path}")

    def write(self, name: str, text: str) -> None:
        """Go to a field and type; in a list the first letters choose."""
        tab_to(self.page, f"[name={name}]")
        self.page.keyboard.type(text)

    def press(self, selector: str = BUTTON) -> None:
        """Go to a link or button and press it."""
        press(self.page, selector)

    def click(self, selector: str) -> None:
        """The same with the mouse."""
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()

    def paper(self, selector: str) -> Paper:
        """Press a button that prints, and read what comes."""
        return Paper(fetched(self.page, self.page.locator(selector).first))

    @property
    def words(self) -> str:
        """All that can be read in the main part."""
        return self.page.locator("main").inner_text()

    def sign_in(self, mail: str, password: str) -> None:
        """From the first page on."""
        self.open("/dienst/")
        self.write("mail", mail)
        self.write("password", password)
        self.press()

    def sign_out(self) -> None:
        """From the head of a page, which stands before its main part."""
        self.open("/dienst/konto/")
        self.press(".st-who button")

    def at(self, heading: str) -> None:
        """The page is the one meant."""
        assert self.page.locator("h1").inner_text() == heading

    def look(self, heading: str) -> None:
        """The page is the one meant, axe has nothing to say, and nothing hangs out at the side."""
        self.at(heading)
        assert browsers.violations(self.page) == []
        assert self.page.evaluate("document.documentElement.scrollWidth") <= SMALL["width"]

    @property
    def code(self) -> str:
        """What the app on the telephone shows."""
        shift = float(self.world.clock_file.read_text())
        return pyotp.TOTP(self.secret).at(datetime.now(UTC) + timedelta(seconds=shift))

    def take_secret(self) -> None:
        """Type the letters below the picture into the app."""
        self.secret = self.page.locator(".st-secret").inner_text().replace(" ", "")


@pytest.fixture
def colleague(world: World, open_page: Callable[..., Page]) -> Callable[[], Colleague]:
    return lambda: Colleague(open_page(java_script_enabled=False, viewport=SMALL), world)


@pytest.mark.long
def test_a_colleague_is_invited_and_comes_in_with_a_second_factor(
    colleague: Callable[[], Colleague], world: World
) -> None:
    boss = colleague()
    boss.sign_in("admin@demo.example", "falsch")
    boss.look("Anmelden")
    boss.write("password", PASSWORD)
    boss.press()
    boss.at("Ihre Arbeit")
    boss.press("main a[href='/dienst/personen/']")
    boss.look("Personen")
    boss.press("main a[href='/dienst/personen/einladen']")
    boss.write("name", "Neu Hier")
    boss.write("mail", MAIL)
    boss.write("kind", "Termin")
    boss.write("place", "Gesch")
    boss.press()
    boss.look("Neu Hier")

    (mail,) = world.mails_to(MAIL)
    way = re.search(r"https?://[^/]+(/dienst/\S+)", text_of(mail))
    assert way is not None
    new = colleague()
    new.open(way[1])
    new.at("Willkommen")
    new.write("password", NEW)
    new.press()
    new.sign_in(MAIL, NEW)
    new.press("main a[href='/dienst/konto/']")
    new.look("Ihr Konto")
    new.press("main a[href$='/zweiter-faktor']")
    new.look("Zweiten Faktor einrichten")
    new.take_secret()
    new.write("code", new.code)
    new.press()
    new.look("Ihre Ersatzcodes")
    recovery = new.page.locator(".st-codes li").first.inner_text()
    new.sign_out()

    new.sign_in(MAIL, NEW)
    new.at("Anmeldung bestätigen")
    new.write("code", recovery)
    new.press()
    new.at("Ihre Arbeit")
    new.sign_out()
    new.page.go_back()
    assert "Neu Hier" not in new.page.locator("body").inner_text()
