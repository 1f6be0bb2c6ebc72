"""Somebody who books in a browser: clicks what can be seen, in whatever language it is written."""

import re
from dataclasses import dataclass, field
from itertools import count
from urllib.parse import urlsplit

from playwright.sync_api import APIResponse, Error, Locator, Page, Response, Route

from tests.browser import PATIENCE_MILLISECONDS
from tests.letters.reading import Paper

NUMBERS = count(100_001)
OFFICE, CONCERN = "mitte", "bankverbindung"


def fetched(page: Page, pressed: Locator) -> bytes:
    """The file that comes when somebody clicks there, be it saved or shown in a window."""
    files: list[bytes] = []

    def keep(route: Route) -> None:
        answer = route.fetch()
        if _is_file(answer):
            files.append(answer.body())
        route.fulfill(response=answer)

    page.context.route("**/*", keep)
    with page.context.expect_event("response", _is_file):
        pressed.click()
    page.context.unroute("**/*", keep)
    return files[0]


def _is_file(answer: APIResponse | Response) -> bool:
    return "content-disposition" in answer.headers


@dataclass
class Traveller:
    """One person in one browser; the steps are those of the journey, in their order."""

    page: Page
    site: str
    pair: str
    trail: list[str] = field(default_factory=list)

    # --- where and what

    @property
    def path(self) -> str:
        """The address without pair and fragment."""
        return urlsplit(self.page.url).path.removeprefix(f"/{self.pair}")

    @property
    def heading(self) -> str:
        return self.page.locator("h1").inner_text()

    @property
    def words(self) -> str:
        """All that can be read in the main part."""
        return self.page.locator("main").inner_text()

    @property
    def printed(self) -> str:
        """All that can be read on the page when it comes out of a printer."""
        self.page.emulate_media(media="print")
        try:
            return self.page.locator("body").inner_text()
        finally:
            self.page.emulate_media(media="screen")

    @property
    def errors(self) -> list[str]:
        return self.page.locator("#error-summary li").all_inner_texts()

    def at(self, path: str) -> "Traveller":
        """Wait until the way has led there."""
        wanted = re.compile(f"{re.escape(f'{self.site}/{self.pair}')}{path}(?:[?#].*)?$")
        try:
            self.page.wait_for_url(wanted, timeout=PATIENCE_MILLISECONDS)
        except Error:
            raise AssertionError(f"{self.path} is not {path}: {self.words[:400]}") from None
        self.trail.append(self.path)
        return self

    # --- moving

    def open(self, path: str) -> "Traveller":
        """Type an address."""
        self.page.goto(f"{self.site}/{self.pair}{path}")
        return self

    def press(self, pressed: Locator) -> "Traveller":
        """Click on a link or button and wait for the page it leads to."""
        with self.page.expect_navigation():
            pressed.click()
        return self

    def follow(self, path: str) -> "Traveller":
        """Click the link in the main part that leads to a page of ours."""
        return self.press(self.page.locator(f"main a[href='/{self.pair}{path}']").first)

    def tick(self, name: str, value: str | None = None) -> "Traveller":
        """Click on the label of a radio or checkbox, as fingers do."""
        chosen = f"[name='{name}']" + (f"[value='{value}']" if value else "")
        box = self.page.locator(f"main input{chosen}").first
        self.page.locator(f"label[for='{box.get_attribute('id')}']").click()
        assert box.is_checked()
        return self

    def select(self, name: str, value: str) -> "Traveller":
        """Choose from a list."""
        self.page.locator(f"main select[name='{name}']").select_option(value)
        return self

    def fill(self, **answers: str) -> "Traveller":
        """Write into fields."""
        for name, text in answers.items():
            self.page.locator(f"main [name='{name}']").fill(text)
        return self

    @property
    def button(self) -> Locator:
        """The button of the questions on the page."""
        return self.page.locator(
            "main form:not(.tb-finish):not(.tb-hold form) button.govuk-button"
        ).last

    def go_on(self) -> "Traveller":
        """Press it."""
        return self.press(self.button)

    # --- steps

    def start(self) -> "Traveller":
        """From the start page to the concern."""
        self.open("/").at("/")
        self.follow("/termin/").at("/termin/")
        return self.follow(f"/termin/{OFFICE}/").at(f"/termin/{OFFICE}/")

    def choose(self, concern: str = CONCERN) -> "Traveller":
        """The concern, up to the questions about the talk."""
        self.follow(f"/termin/{OFFICE}/{concern}/").at(f"/termin/{OFFICE}/{concern}/")
        return self.follow(f"/termin/{OFFICE}/{concern}/angaben").at(".*/angaben")

    def need(self, channel: str = "", interpreting: str = "no") -> "Traveller":
        """How the talk shall be; a concern with one channel does not ask for it."""
        if channel:
            self.tick("channel", channel)
        return self.tick("interpreting", interpreting).go_on().at(".*/tage")

    def take_day(self, which: int = 0) -> "Traveller":
        """The first day with a free time, or the last one shown (-1)."""
        self.press(self.page.locator("main .tb-rows a.tb-row[href*='/tage/']").nth(which))
        return self.at(r".*/tage/\d{4}-\d\d-\d\d")

    def take_time(self) -> "Traveller":
        """The first time of the day, from there on kept."""
        return self.tick("start").go_on().at("/buchen/name")

    def take(self, start: str, concern: str = CONCERN, office: str = OFFICE) -> "Traveller":
        """A certain time, such as `2026-12-03T08:00`, beginning at its day."""
        self.open(f"/termin/{office}/{concern}/persoenlich/tage/{start[:10]}")
        return self.tick("start", start).go_on().at("/buchen/name")

    def to_who(self, concern: str = CONCERN, day: int = 0) -> "Traveller":
        """As far as the first question about the person, beginning in the middle."""
        way = f"/termin/{OFFICE}/{concern}/angaben"
        return self.open(way).need().take_day(day).take_time()

    def name(self, name: str) -> "Traveller":
        """Who comes, with a customer number nobody else has."""
        number = f"214A{next(NUMBERS):06}"
        return self.tick("for_whom", "myself").fill(name=name, number=number).go_on()

    def reach(self, email: str = "", phone: str = "") -> "Traveller":
        """How to be reached."""
        return self.at("/buchen/erreichbar").fill(email=email, phone=phone).go_on()

    def book(self) -> "Traveller":
        """Press the last button."""
        return self.at("/buchen/pruefen").go_on().at(r"/mein-termin/[\w.~-]+")

    # --- the appointment

    @property
    def token(self) -> str:
        return self.path.split("/")[2]

    @property
    def reference(self) -> str:
        return self.page.locator(".tb-ticket .tb-code").first.inner_text()

    def paper(self, name: str) -> Paper:
        """Take a PDF of the page home and read it: `blatt`, `gross`, `karte`, `bon`."""
        return Paper(fetched(self.page, self.page.locator(f"main a[href$='/{name}.pdf']").first))

    @property
    def start_time(self) -> str:
        """The start of the appointment as machines read it."""
        return self.page.locator(".tb-ticket time").first.get_attribute("datetime") or ""
