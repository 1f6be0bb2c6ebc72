"""Offers: how long a counter is needed, and for whom."""

from dataclasses import replace

import pytest

from backend.domain import offers
from backend.domain.appointments import Channel, Wish
from backend.domain.offers import Offer
from backend.domain.openings import Audience

OFFER = Offer(
    concern="neuantrag",
    minutes=45,
    interpreter_minutes=15,
    household_minutes=10,
    turn_round_minutes=5,
)
WISH = Wish(office="mitte", concern="neuantrag", channel=Channel.IN_PERSON)


@pytest.mark.parametrize(
    ("wish", "minutes"),
    [
        (WISH, 45),
        (replace(WISH, interpreter="ar"), 60),
        (replace(WISH, sign_language=True), 60),
        (replace(WISH, interpreter="ar", sign_language=True), 60),
        (replace(WISH, large_household=True), 55),
        (replace(WISH, interpreter="ar", large_household=True), 70),
    ],
)
def test_interpreting_and_large_households_take_longer(wish: Wish, minutes: int) -> None:
    assert offers.minutes_for(OFFER, wish) == minutes
    assert offers.cells_for(OFFER, wish) == (minutes + 5) // 5


def test_an_offer_serves_its_concern_on_its_channels_for_its_audience() -> None:
    everybody = frozenset({Audience.ALL})
    assert offers.is_offered(OFFER, WISH, audiences=everybody)
    assert not offers.is_offered(OFFER, replace(WISH, concern="geburt"), audiences=everybody)
    assert not offers.is_offered(OFFER, replace(WISH, channel=Channel.PHONE), audiences=everybody)
    inside = replace(OFFER, audience=Audience.STAFF)
    assert not offers.is_offered(inside, WISH, audiences=everybody)
    assert offers.is_offered(inside, WISH, audiences=everybody | {Audience.STAFF})


def test_a_declaration_and_an_emergency_widen_the_audience() -> None:
    assert offers.audiences_of(WISH) == {Audience.ALL}
    wide = replace(WISH, employed=True, emergency=True)
    assert offers.audiences_of(wide) == {Audience.ALL, Audience.EMPLOYED, Audience.EMERGENCY}


@pytest.mark.parametrize("odd", [{"minutes": 12}, {"minutes": 0}, {"turn_round_minutes": 3}])
def test_durations_that_are_no_multiples_of_five_are_refused(odd: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="multiple"):
        replace(OFFER, **odd)  # type: ignore[arg-type]
