"""What comes out of a printer: whole sheets, both languages, and nothing that opens anything."""

import io
import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import Browser, Page

from tests.guards.walk import Seen
from tests.journeys import pages
from tests.journeys.test_states import HANGING_OUT
from tests.servers import CHECKOUT

pytestmark = pytest.mark.browser
A4_BETWEEN_MARGINS = 658
"""Pixels between the margins of 20 and 16 mm."""
STEPS = ("changing.own", "changing.card")
STATES = ("visit", "phone", "letter")
GENERATED = """() => [...document.querySelectorAll('a')].flatMap(
  (a) => ['::before', '::after'].map((part) => getComputedStyle(a, part).content)
).filter((text) => !['none', 'normal', '""'].includes(text))"""


LANGUAGES = tomllib.loads((CHECKOUT / "content/languages.toml").read_text("utf-8"))
READINGS = [
    "de",
    "ar+de",
    pytest.param("en", marks=pytest.mark.all_languages),
    *(
        pytest.param(f"{slug}+de", marks=pytest.mark.all_languages)
        for slug in LANGUAGES
        if slug not in {"de", "ar"}
    ),
]


@pytest.fixture(scope="module", params=READINGS)
def walked(
    request: pytest.FixtureRequest, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[pages.Walked]:
    folder = tmp_path_factory.mktemp("paper")
    with pages.walked(sqlite_template, folder, request.param) as found:
        yield found


@pytest.fixture
def papers(walked: pages.Walked) -> list[Seen]:
    own = [page for page in walked.seen if page.step in STEPS and page.state in STATES]
    lists = [page for page in walked.seen if page.step.startswith("public.checklist ")]
    assert (len(own), len(lists)) == (6, 2)
    return own + lists


@pytest.fixture
def printed(walked: pages.Walked, browser: Browser) -> Iterator[Callable[[Seen], Page]]:
    with pages.shown(browser, walked.client, A4_BETWEEN_MARGINS) as show:

        def print_(seen: Seen) -> Page:
            page = show(seen)
            page.emulate_media(media="print")
            return page

        yield print_


def sheets(page: Page) -> list[tuple[int, int]]:
    """The sizes of the sheets in millimetres."""
    pdf = page.pdf(prefer_css_page_size=True, tagged=True)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        boxes = [[float(each) for each in sheet.mediabox] for sheet in document.pages]
    return [(round(box[2] / 72 * 25.4), round(box[3] / 72 * 25.4)) for box in boxes]


def test_every_paper_has_its_size(papers: list[Seen], printed: Callable[[Seen], Page]) -> None:
    for seen in papers:
        found = sheets(printed(seen))
        if seen.step == "changing.card":
            assert found == [(105, 148)], seen.name
        else:
            # Many papers to bring, side by side and with the sentence to sign, take a second one.
            assert set(found) == {(210, 297)}, seen.name
            assert len(found) <= 2, seen.name


def test_nothing_is_cut_at_the_edge(papers: list[Seen], printed: Callable[[Seen], Page]) -> None:
    for seen in papers:
        if seen.step != "changing.card":
            assert printed(seen).evaluate(HANGING_OUT) == [], seen.name


def test_no_address_of_the_web_and_no_token_stands_on_paper(
    papers: list[Seen], printed: Callable[[Seen], Page]
) -> None:
    for seen in papers:
        page = printed(seen)
        text = page.locator("body").inner_text()
        assert not re.search(r"https?:|//|www\.", text), seen.name
        assert not seen.token or seen.token not in text
        assert page.evaluate(GENERATED) == []


def test_what_leads_elsewhere_stays_on_the_screen(
    papers: list[Seen], printed: Callable[[Seen], Page]
) -> None:
    for seen in papers:
        page = printed(seen)
        for selector in ("main form", "nav", "footer a", ".govuk-button", ".govuk-back-link"):
            for part in page.locator(selector).all():
                assert not part.is_visible(), f"{selector} of {seen.name}"


def test_both_languages_stand_on_paper(papers: list[Seen], printed: Callable[[Seen], Page]) -> None:
    for seen in papers:
        page = printed(seen)
        german = page.locator("main .de[lang=de]").filter(visible=True).count()
        assert bool(german) == (seen.pair != "de"), seen.name
