"""A terminal in a real browser: from the first screen to the paper, and nothing left behind."""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page

from backend.actions.demonstrating import PASSWORD
from tests import browser as browsers
from tests.journeys.traveller import CONCERN, OFFICE, Traveller
from tests.journeys.world import World

pytestmark = pytest.mark.browser
UPRIGHT, FLAT = {"width": 1080, "height": 1920}, {"width": 1280, "height": 800}
NAMES = {"de": "Erika Beispiel", "ar": "فاطمة الحسن", "ti": "ሰላም ሃይለ"}
PRINTS = "window.printed = 0; window.print = () => { window.printed += 1; };"
FEW_PIXELS = 4
TERMINALS = count(1)


@pytest.fixture(scope="module")
def keeping_browser(browser: Browser) -> Iterator[Browser]:
    """As at a terminal: it keeps pages for its way back, unless it is told not to."""
    started = browser.browser_type.launch(
        executable_path=browsers.executable(),
        args=[*browsers.FLAGS, "--kiosk-printing"],
        ignore_default_args=["--disable-back-forward-cache"],
    )
    yield started
    started.close()


@dataclass
class Terminal:
    """A terminal, and whoever stands before it."""

    context: BrowserContext
    page: Page
    site: str

    def begin(self, pair: str = "de") -> Traveller:
        """Touch a language on the first screen."""
        with self.page.expect_navigation():
            self.page.locator(f"button[value='{pair}']").click()
        return Traveller(self.page, self.site, pair)

    def book(self, someone: Traveller) -> Traveller:
        """From the pictures to the confirmation, without mail or telephone."""
        page = self.page
        someone.press(page.locator("main a.tb-row").first).at("/termin/mitte/")
        someone.press(page.locator("main a[href='?teil=3']"))
        someone.choose().need().take_day(-1).take_time().name(NAMES[someone.pair])
        if someone.path == "/buchen/mehr":
            someone.fill(latin_name="Latin Spelling").go_on()
        someone.at("/buchen/erreichbar").go_on()
        someone.at("/buchen/papier").tick("delivery", "none").go_on()
        return someone.book()

    def end(self) -> None:
        """Press the button at the foot."""
        with self.page.expect_navigation():
            self.page.locator("#end button").click()

    @property
    def is_at_the_beginning(self) -> bool:
        return self.page.url.partition("#")[0] == f"{self.site}/kiosk/"

    def shows(self, *secrets: str) -> bool:
        """Whether one of them stands anywhere on the page."""
        for _try in range(20):
            with suppress(Error):
                text = self.page.content()
                return any(secret in text for secret in secrets)
            self.page.wait_for_timeout(100)
        raise AssertionError(f"{self.page.url} does not come to rest")

    def gives_nothing_away(self, *secrets: str) -> None:
        """Neither the way back nor the cache shows what was there."""
        for move in [self.page.go_back] * 6 + [self.page.go_forward] * 2:
            self._shows_nothing_after(move, *secrets)
        self.context.set_offline(True)
        for move in [self.page.go_forward] * 4 + [self.page.go_back] * 4:
            self._shows_nothing_after(move, *secrets)
        self.context.set_offline(False)
        again = self.context.new_page()
        again.goto(f"{self.site}/kiosk/")
        assert [cookie["name"] for cookie in self.context.cookies()] == ["k"]

    def _shows_nothing_after(self, move: Callable[..., object], *secrets: str) -> None:
        """Where there is nothing to go to the browser shows a page of its own, or stays."""
        with suppress(Error):
            move(timeout=2000)
        assert not self.shows(*secrets), self.page.url


Enrol = Callable[..., Terminal]


@pytest.fixture
def enrol(world: World, keeping_browser: Browser) -> Iterator[Enrol]:
    """Set up a terminal, as the office does: the code from one browser typed into the other."""
    opened: list[BrowserContext] = []

    def start(**options: Any) -> Terminal:
        site, title = world.portal.address, f"Halle {next(TERMINALS)}"
        desk = keeping_browser.new_context(java_script_enabled=False)
        page = desk.new_page()
        page.goto(f"{site}/dienst/anmelden")
        page.fill("[name=mail]", "admin@demo.example")
        page.fill("[name=password]", PASSWORD)
        page.click("main form button")
        page.goto(f"{site}/dienst/terminals/neu")
        page.select_option("[name=office]", "mitte")
        page.fill("[name=title]", title)
        page.click("main form button")
        code = page.locator(".st-codes li").inner_text()
        desk.close()

        context = keeping_browser.new_context(**options)
        opened.append(context)
        context.set_default_timeout(browsers.PATIENCE_MILLISECONDS)
        context.add_init_script(PRINTS)
        there = context.new_page()
        there.goto(f"{site}/kiosk/einrichten")
        there.fill("[name=code]", code)
        there.click("main form button")
        found = Terminal(context, there, site)
        assert found.is_at_the_beginning
        return found

    yield start
    for context in opened:
        context.close()


def test_somebody_books_prints_and_leaves_nothing(enrol: Enrol) -> None:
    terminal = enrol(viewport=UPRIGHT)
    someone = terminal.book(terminal.begin())
    reference, token = someone.reference, someone.token
    assert someone.page.locator("#write-down").is_visible()
    someone.press(someone.page.locator("main a.govuk-button[href$='/karte']"))
    assert someone.page.evaluate("window.printed") == 1

    terminal.end()
    assert terminal.is_at_the_beginning
    terminal.gives_nothing_away(NAMES["de"], reference, token)


@pytest.mark.long
@pytest.mark.parametrize("viewport", [UPRIGHT, FLAT], ids=["upright", "flat"])
@pytest.mark.parametrize("script", [True, False], ids=["script", "bare"])
@pytest.mark.parametrize("pair", ["ar", "ti"])
def test_the_whole_way_in_every_shape(
    enrol: Enrol, viewport: dict[str, int], script: bool, pair: str
) -> None:
    terminal = enrol(viewport=viewport, java_script_enabled=script)
    page, looked = terminal.page, set[str]()

    def look(_frame: object = None) -> None:
        looked.add(page.url)
        # What lies half below the bar at the foot comes forward when somebody scrolls.
        found = [each for each in browsers.violations(page) if "partially obscured" not in each]
        assert found == [], page.url
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= viewport["width"], page.url

    look()
    someone = terminal.begin(pair)
    look()
    for path in ("/unterlagen/", "/mein-termin/", "/notfall/", "/sprachen"):
        someone.open(path)
        look()
    page.goto(f"{terminal.site}/kiosk/{pair}/hier")
    look()
    page.goto(f"{terminal.site}/kiosk/{pair}/")
    terminal.book(someone)
    look()
    reference, token = someone.reference, someone.token
    someone.press(page.locator("main a.govuk-button[href$='/karte']"))
    look()
    pdf = page.pdf(prefer_css_page_size=True)
    assert _size_of(pdf) == (80, 200)
    terminal.end()
    look()
    terminal.gives_nothing_away(NAMES[pair], reference, token)


def _size_of(pdf: bytes) -> tuple[int, int]:
    """Width and height of the only page, in millimetres."""
    boxes = re.findall(rb"/MediaBox ?\[ ?0 0 ([\d.]+) ([\d.]+) ?\]", pdf)
    assert len(boxes) == 1
    width, height = (float(each) / 72 * 25.4 for each in boxes[0])
    return round(width), round(height)


@pytest.mark.long
@pytest.mark.parametrize("viewport", [UPRIGHT, FLAT], ids=["upright", "flat"])
@pytest.mark.parametrize("pair", ["de", "ar"])
def test_each_step_fits_one_screen(enrol: Enrol, viewport: dict[str, int], pair: str) -> None:
    terminal = enrol(viewport=viewport, java_script_enabled=False)
    page, way = terminal.page, f"/termin/{OFFICE}/{CONCERN}"

    def fits() -> None:
        most = viewport["height"] + FEW_PIXELS
        height = page.evaluate("document.documentElement.scrollHeight")
        assert height <= most, f"{page.url}: {height}"

    fits()
    someone = terminal.begin(pair)
    fits()
    part = page.locator("main a[href^='?teil=']")
    someone.press(page.locator("main a.tb-row").first)
    fits()
    for number in range(part.count()):
        someone.press(part.nth(number))
        fits()
        someone.press(page.locator("main a[href='?']"))
    someone.open(f"{way}/")
    fits()
    someone.press(page.locator("main a[href='?teil=1']"))
    fits()
    someone.press(page.locator(".govuk-back-link"))
    someone.follow(f"{way}/angaben")
    fits()
    someone.need()
    fits()
    someone.take_day(-1)
    fits()
    assert page.locator(".tk-parts a").count()
    someone.press(page.locator(".tk-parts a").first)
    fits()
    someone.take_time()
    fits()
    someone.name(NAMES[pair])
    if someone.path == "/buchen/mehr":
        fits()
        someone.fill(latin_name="Latin Spelling").go_on()
    fits()
    someone.go_on().at("/buchen/papier")
    fits()
    someone.tick("delivery", "none").go_on().at("/buchen/pruefen")
    fits()
    for path in ("/mein-termin/", "/unterlagen/"):
        someone.open(path)
        fits()
    page.goto(f"{terminal.site}/kiosk/{pair}/hier")
    fits()


@pytest.mark.long
def test_whoever_walks_away_is_asked_and_then_forgotten(enrol: Enrol) -> None:
    terminal = enrol(viewport=FLAT)
    terminal.page.clock.install()
    someone = terminal.book(terminal.begin())
    secrets = (NAMES["de"], someone.reference, someone.token)
    page = terminal.page
    asked = page.locator("#rest")

    page.clock.run_for(59_000)
    assert not asked.is_visible()
    page.clock.run_for(2_000)
    assert asked.is_visible()
    assert browsers.violations(page) == []
    asked.locator("button").click()
    assert not asked.is_visible() and terminal.shows(*secrets)

    page.clock.run_for(61_000)
    assert asked.is_visible()
    with page.expect_navigation():
        page.clock.run_for(30_000)
    assert terminal.is_at_the_beginning
    terminal.gives_nothing_away(*secrets)


@pytest.mark.long
def test_who_takes_the_paper_and_goes_is_forgotten_sooner(enrol: Enrol) -> None:
    terminal = enrol(viewport=UPRIGHT)
    terminal.page.clock.install()
    someone = terminal.book(terminal.begin())
    page = someone.page
    someone.press(page.locator("main a.govuk-button[href$='/karte']"))
    assert page.evaluate("window.printed") == 1
    page.clock.run_for(22_000)
    assert page.locator("#rest").is_visible()
    with page.expect_navigation():
        page.clock.run_for(30_000)
    assert terminal.is_at_the_beginning


@pytest.mark.long
def test_going_back_to_the_card_prints_nothing_twice(enrol: Enrol) -> None:
    terminal = enrol(viewport=UPRIGHT)
    someone = terminal.book(terminal.begin())
    page = someone.page
    someone.press(page.locator("main a.govuk-button[href$='/karte']"))
    assert page.evaluate("window.printed") == 1
    page.reload()
    page.wait_for_load_state()
    assert page.evaluate("window.printed") == 0
    page.locator("[data-print]").click()
    assert page.evaluate("window.printed") == 1


@pytest.mark.long
@pytest.mark.parametrize("script", [True, False], ids=["script", "bare"])
def test_somebody_checks_in_and_reception_sees_it(world: World, enrol: Enrol, script: bool) -> None:
    terminal = enrol(viewport=UPRIGHT, java_script_enabled=script)
    someone = terminal.book(terminal.begin())
    reference = someone.reference
    start = datetime.fromisoformat(someone.start_time).replace(tzinfo=ZoneInfo("Europe/Berlin"))
    terminal.end()
    before = world.clock_file.read_text()
    world.set_clock(start - timedelta(minutes=10))
    try:
        someone = terminal.begin()
        someone.press(someone.page.locator("main a[href$='/hier']"))
        someone.fill(reference="K7M4-2PX8").go_on()
        assert len(someone.errors) == 1
        someone.fill(reference=reference).go_on()
        assert someone.page.url.endswith("/kiosk/de/hier/warten#main")
        assert "Wartebereich" in someone.words and reference in someone.words
        assert browsers.violations(someone.page) == []
        terminal.end()
    finally:
        world.clock_file.write_text(before)
    terminal.gives_nothing_away(reference)
