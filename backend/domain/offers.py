"""Offers: which concern a counter group takes, for how long and on which channels (R30, R34)."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from backend.domain.appointments import BookedBy, Channel, Wish
from backend.domain.openings import Audience
from backend.domain.periods import cells
from backend.domain.rules import IN_THE_OFFICE


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One concern at one counter group; all durations in minutes, multiples of five (D22)."""

    concern: str
    minutes: int
    interpreter_minutes: int = 0
    household_minutes: int = 0
    turn_round_minutes: int = 0
    channels: frozenset[Channel] = frozenset({Channel.IN_PERSON})
    audience: Audience = Audience.ALL
    """Who may book it (`bookable_by`, D21)."""

    def __post_init__(self) -> None:
        cells(self.minutes)
        for extra in (self.interpreter_minutes, self.household_minutes, self.turn_round_minutes):
            if extra:
                cells(extra)


def minutes_for(offer: Offer, wish: Wish) -> int:
    """How long the customer's part takes, with the extra time for interpreting and household."""
    minutes = offer.minutes
    if wish.interpreter or wish.sign_language:
        minutes += offer.interpreter_minutes
    if wish.large_household:
        minutes += offer.household_minutes
    return minutes


def cells_for(offer: Offer, wish: Wish) -> int:
    """How many cells the counter is claimed for: the customer's part and the turn-round (D22)."""
    return cells(minutes_for(offer, wish) + offer.turn_round_minutes)


def audiences_of(wish: Wish) -> frozenset[Audience]:
    """Whose openings and offers the wish may use: at the counter all of them (R39, D21, R92)."""
    if wish.booked_by in IN_THE_OFFICE:
        return frozenset(Audience)
    audiences = {Audience.ALL}
    if wish.booked_by is BookedBy.HOTLINE:
        audiences.add(Audience.STAFF)
    if wish.booked_by is BookedBy.PARTNER:
        audiences.add(Audience.PARTNERS)
    if wish.employed:
        audiences.add(Audience.EMPLOYED)
    if wish.emergency:
        audiences.add(Audience.EMERGENCY)
    return frozenset(audiences)


def is_offered(offer: Offer, wish: Wish, *, audiences: AbstractSet[Audience]) -> bool:
    """Whether the offer serves this concern on this channel for one of the audiences (D21)."""
    return (
        offer.concern == wish.concern
        and wish.channel in offer.channels
        and (offer.audience is Audience.ALL or offer.audience in audiences)
    )
