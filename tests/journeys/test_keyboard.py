"""The whole way by keyboard alone: every stop can be seen, and nothing holds on to anybody."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.journeys.traveller import CONCERN, OFFICE, Traveller

pytestmark = pytest.mark.browser
Travel = Callable[..., Traveller]
GO_ON = "main form[action$='#error-summary'] button.govuk-button"
MOST_STOPS = 120
STOP = """() => {
  const each = document.activeElement;
  if (!each || each === document.body) return null;
  const label = each.id && document.querySelector(`label[for="${CSS.escape(each.id)}"]`);
  const box = each.getBoundingClientRect();
  const shows = (style) => (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0)
    || style.boxShadow !== 'none';
  const seen = [getComputedStyle(each), label && getComputedStyle(label, '::before')];
  return {
    name: `${each.tagName} ${each.getAttribute('href') || each.name || each.id}`,
    isMarked: seen.some((style) => style && shows(style)),
    isInView: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
}"""


def tab(page: Page) -> str:
    """One stop on; it must be marked and in view. Empty behind the last one."""
    page.keyboard.press("Tab")
    stop = page.evaluate(STOP)
    if stop is None:
        return ""
    assert stop["isMarked"], f"nothing shows the focus on {stop['name']} of {page.url}"
    assert stop["isInView"], f"{stop['name']} of {page.url} is out of view"
    return str(stop["name"])


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the element is reached."""
    for _stop in range(MOST_STOPS):
        assert tab(page), f"{selector} is never reached on {page.url}"
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"{selector} is not reached on {page.url}")


def press(page: Page, selector: str) -> None:
    """Go to a link or button and press it."""
    tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


@pytest.mark.parametrize("pair", ["de", pytest.param("ar+de", marks=pytest.mark.long)])
def test_an_appointment_is_booked_and_cancelled_by_keyboard_alone(
    travel: Travel, pair: str
) -> None:
    someone = travel(pair).open("/")
    page, way = someone.page, f"/{pair}/termin/"
    press(page, f"main a[href='{way}']")
    press(page, f"main a[href='{way}{OFFICE}/']")
    press(page, f"main a[href='{way}{OFFICE}/{CONCERN}/']")
    press(page, "main a[href$='/angaben']")

    tab_to(page, "[name=interpreting]")
    page.keyboard.press("Space")
    press(page, GO_ON)
    press(page, "main a.tb-row[href*='/tage/']")
    tab_to(page, "[name=start]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.locator("[name=start]").nth(2).is_checked()
    press(page, GO_ON)

    someone.at("/buchen/name")
    tab_to(page, "[name=for_whom]")
    page.keyboard.press("Space")
    tab_to(page, "[name=name]")
    page.keyboard.type("Kim Keyboard")
    tab_to(page, "[name=no_number]")
    page.keyboard.press("Space")
    press(page, GO_ON)
    someone.at("/buchen/mehr")
    press(page, GO_ON)
    tab_to(page, "[name=email]")
    page.keyboard.type(f"keyboard-{len(pair)}@example.org")
    press(page, GO_ON)
    someone.at("/buchen/pruefen")
    press(page, "main form[action*='/pruefen'] button")

    someone.at(r"/mein-termin/[\w.~-]+")
    press(page, "main a[href$='/absagen']")
    press(page, "main form[action*='/absagen'] button")
    assert page.locator(".tb-ticket--off").is_visible()


@pytest.mark.parametrize("path", ["/", f"/termin/{OFFICE}/neuantrag/", "/mein-termin/"])
def test_the_keyboard_reaches_the_end_of_a_page_and_gets_out_again(
    travel: Travel, path: str
) -> None:
    page = travel("ar+de").open(path).page

    stops: list[str] = []
    while len(stops) < MOST_STOPS and (stop := tab(page)):
        stops.append(stop)

    assert len(stops) < MOST_STOPS
    assert "#main" in stops[0]
    assert stops[-1].endswith("/info/gebaerdensprache/")


def test_the_first_stop_skips_the_head(travel: Travel) -> None:
    page = travel().open("/").page

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"
