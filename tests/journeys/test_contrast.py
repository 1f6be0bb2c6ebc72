"""Colours chosen by the reader's system: what is chosen and what can be pressed stays visible."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.journeys.traveller import CONCERN, OFFICE, Traveller

pytestmark = pytest.mark.browser
Travel = Callable[..., Traveller]
RING = """selector => {
  const box = document.querySelector(selector);
  const label = document.querySelector(`label[for="${CSS.escape(box.id)}"]`);
  const own = getComputedStyle(box), ring = getComputedStyle(label, '::before');
  const dot = getComputedStyle(label, '::after');
  return {
    isNative: own.opacity !== '0' && own.appearance !== 'none',
    ring: ring.borderTopStyle !== 'none' && parseFloat(ring.borderTopWidth) > 0
      && ring.borderTopColor !== getComputedStyle(document.body).backgroundColor,
    dot: dot.opacity === '1' && dot.content !== 'none' && parseFloat(dot.borderTopWidth) > 0
      && dot.borderTopColor !== getComputedStyle(document.body).backgroundColor,
  };
}"""


def is_drawn(page: Page, selector: str) -> bool:
    found = page.evaluate(RING, selector)
    return bool(found["isNative"] or found["ring"])


def is_marked(page: Page, selector: str) -> bool:
    found = page.evaluate(RING, selector)
    return bool(found["isNative"] or found["dot"])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_radios_and_boxes_are_seen_in_forced_colours(travel: Travel, scheme: str) -> None:
    someone = travel("ar", forced_colors="active", color_scheme=scheme)
    someone.open(f"/termin/{OFFICE}/{CONCERN}/angaben")
    for name in ("interpreting", "needs"):
        assert is_drawn(someone.page, f"[name={name}]")
    someone.tick("interpreting", "no")
    assert is_marked(someone.page, "[name=interpreting][value=no]")

    someone.need().take_day()

    assert is_drawn(someone.page, "[name=start]")
    someone.tick("start")
    assert is_marked(someone.page, "[name=start]")


def test_buttons_and_rows_keep_an_edge_in_forced_colours(travel: Travel) -> None:
    someone = travel("de", forced_colors="active").open("/")

    edges = someone.page.evaluate(
        """() => [...document.querySelectorAll('.govuk-button, .tb-rows, .tb-pill')].map((each) => {
            const style = getComputedStyle(each);
            return style.borderTopStyle !== 'none' && parseFloat(style.borderTopWidth) > 0;
        })"""
    )

    assert edges
    assert all(edges)
