"""Every state of every page in a real browser: accessible, and nothing hangs out at the side."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests import browser as browsers
from tests.guards.walk import Seen
from tests.journeys import pages
from tests.servers import CHECKOUT

pytestmark = pytest.mark.browser
LANGUAGES = tomllib.loads((CHECKOUT / "content/languages.toml").read_text("utf-8"))
KEY, WHOLE, EVERY = "key pages", "every page", "every state"
ALWAYS = [("ar+de", WHOLE), ("ti", KEY)]
"""Looked at by `make test`: both directions side by side, the script hardest to set."""


def readings(*further: tuple[str, str]) -> pytest.MarkDecorator:
    """Those of `make test`, and further ones for `make test-all`."""
    rare = [each for each in further if each not in ALWAYS]
    return pytest.mark.parametrize(
        ("walked", "extent"),
        [*ALWAYS, *(pytest.param(*each, marks=pytest.mark.all_languages) for each in rare)],
        indirect=["walked"],
        scope="module",  # one walk for both tests
    )


NARROW = 320
UNDECIDED = {"color-contrast": ("['text']",)}
"""What axe may leave undecided: the lettering inside the drawing of a letter from the office."""
HANGING_OUT = """() => {
  for (const each of document.querySelectorAll('details')) each.open = true;
  const wide = document.documentElement.clientWidth, found = [];
  if (document.documentElement.scrollWidth > wide) found.push('the page scrolls sideways');
  for (const each of document.body.querySelectorAll('*')) {
    const box = each.getBoundingClientRect(), style = getComputedStyle(each);
    const name = `${each.tagName} ${each.className} ${box.left | 0}–${box.right | 0}`;
    if (!box.width || !box.height) continue;
    if (style.clip !== 'auto' || style.position === 'absolute') continue;
    if (each.closest('svg,.govuk-visually-hidden,.govuk-skip-link')) continue;
    if (box.right > wide + 1 || box.left < -1) found.push(`hangs out: ${name}`);
    const cuts = style.overflowX !== 'visible' && !each.matches('input,select,textarea');
    if (cuts && each.scrollWidth > each.clientWidth + 1) found.push(`is cut off: ${name}`);
  }
  return found.slice(0, 5);
}"""
SIZES = {
    "as it is": "",
    "text of 200 %": "html{font-size:200%!important}",
    "spaced (WCAG 1.4.12)": (
        "*{line-height:1.5!important;word-spacing:.16em!important}p{margin-bottom:2em!important}"
        # Letters of Arabic join: spacing them is no demand of the rule.
        "html:not([lang=ar]) *,[lang=de] *,[lang=de]{letter-spacing:.12em!important}"
    ),
}
ADD = """css => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [sheet];
}"""


@pytest.fixture(scope="module")
def walked(
    request: pytest.FixtureRequest, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[pages.Walked]:
    folder = tmp_path_factory.mktemp("states")
    with pages.walked(sqlite_template, folder, request.param) as found:
        yield found


def report(found: list[tuple[Seen, list[str]]]) -> None:
    lines = [f"{page.name}: {line}" for page, texts in found for line in texts]
    if lines:
        pytest.fail("\n".join([f"{len(lines)} findings", *lines[:60]]), pytrace=False)


@readings(*((slug, WHOLE) for slug in LANGUAGES), ("ar+de", EVERY))
def test_axe_finds_nothing(walked: pages.Walked, extent: str, browser: Browser) -> None:
    seen = {KEY: walked.key, WHOLE: walked.steps, EVERY: walked.seen}[extent]
    with pages.shown(browser, walked.client, 360) as show:
        report([(p, browsers.violations(show(p), undecided=UNDECIDED)) for p in seen])


# Side by side holds the text of the language alone, in less room.
@readings(("de", WHOLE), *((f"{slug}+de", WHOLE) for slug in LANGUAGES if slug != "de"))
def test_nothing_hangs_out_on_a_narrow_phone(
    walked: pages.Walked, extent: str, browser: Browser
) -> None:
    seen = walked.key if extent == KEY else walked.seen
    with pages.shown(browser, walked.client, NARROW) as show:
        report([(page, hanging_out(show(page))) for page in seen])


def hanging_out(page: Page) -> list[str]:
    """What is wider than the window, in three sizes of text."""
    found = []
    for size, css in SIZES.items():
        page.evaluate(ADD, css)
        lines: list[str] = page.evaluate(HANGING_OUT)
        found += [f"{size}: {line}" for line in lines]
    return found
