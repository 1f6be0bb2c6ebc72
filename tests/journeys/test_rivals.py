"""Two people want one time: one gets it, the other keeps all answers and sees other times."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.journeys import clock
from tests.journeys.traveller import Traveller
from tests.journeys.world import World
from tests.servers import CHECKOUT

pytestmark = pytest.mark.browser
Travel = Callable[..., Traveller]
ENVIRON = {"TERMINBRUECKE_CONTENT": str(CHECKOUT / "tests/jobcenters/tiny")}
"""A small Jobcenter with one counter in its valley."""
TIMES = "/termin/tal/antrag/angaben"


def to_times(someone: Traveller) -> Traveller:
    return someone.open(TIMES).need().take_day()


def test_whoever_is_slower_sees_the_nearest_times(travel: Travel) -> None:
    slow, quick = to_times(travel("ar+de")), to_times(travel())
    wanted = slow.page.locator("input[name=start]").first.get_attribute("value")
    quick.take_time()

    slow.tick("start", wanted).go_on()

    assert slow.errors
    offered = [b.get_attribute("value") for b in slow.page.locator("button[name=start]").all()]
    assert offered
    assert wanted not in offered
    slow.press(slow.page.locator("button[name=start]").first)
    slow.at("/buchen/name")


def test_who_loses_a_lapsed_time_keeps_all_answers(world: World, travel: Travel) -> None:
    world.set_clock(clock.TUESDAY + timedelta(hours=1))
    slow = to_times(travel()).take_time()
    slow.name("Lea Langsam").reach(email="lea@example.org").at("/buchen/pruefen")
    time_line = slow.page.locator(".govuk-summary-list__value").first.inner_text()
    world.set_clock(clock.TUESDAY + timedelta(hours=2))
    quick = to_times(travel()).take_time()
    quick.name("Quin Quick").reach(email="quin@example.org").book()

    slow.go_on()

    assert slow.errors
    slow.press(slow.page.locator("button[name=start]").first)
    slow.at("/buchen/pruefen")
    assert "Lea Langsam" in slow.words
    assert slow.page.locator(".govuk-summary-list__value").first.inner_text() != time_line
    slow.book()
    assert len(world.mails_to("lea@example.org")) == 1
