"""Booking invitations: an offer to choose a time, on paper, by mail and SMS (R89, D12, D15)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from backend.content import Content, Office
from backend.domain import booking_invitations, references
from backend.domain.booking_invitations import BookingInvitation
from backend.languages import Day, German, Ltr, Text, Tongue
from backend.letters.sentences import Body, Row
from backend.letters.wordings import said
from backend.store.letters import Letter


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What is told of one: never the concern, a name or a number of the customer."""

    office: Office
    until: date
    code: str
    reference: str


def of(invitation: BookingInvitation, content: Content) -> Offer:
    """What stands on its paper; `KeyError` when its office is gone from the content."""
    return Offer(
        office=content.offices[invitation.office],
        until=invitation.until,
        code=invitation.code,
        reference=invitation.reference,
    )


def of_letter(letter: Letter, content: Content) -> Offer:
    """The same from the facts of a letter."""
    facts = letter.facts
    return Offer(
        office=content.offices[facts["office"]],
        until=date.fromisoformat(facts["until"]),
        code=facts["code"],
        reference=facts["reference"],
    )


def is_over(letter: Letter, *, content: Content, now: datetime) -> bool:
    """Whether its last day lies behind, so that it would only disappoint."""
    zone = ZoneInfo(content.jobcenter.zone)
    return of_letter(letter, content).until < now.astimezone(zone).date()


def body_of(offer: Offer, *, content: Content, link_to: Callable[[str], str]) -> Body:
    """What mail and paper say: an offer, voluntary, and no summons (R89)."""
    return Body(
        subject=said("subject.booking_invitation"),
        opening=tuple(_opening(offer, content)),
        rows=tuple(_rows(offer)),
        link_text=said("link.booking_invitation"),
        link=link_to(f"/einladung/{booking_invitations.spaced(offer.code)}"),
        ways_title=None,
        ways=(),
        closing=(said("closing.code"),),
    )


def sentences_of(offer: Offer) -> tuple[Text, ...]:
    """What must be said wherever somebody reads of the offer."""
    return (
        said("opening.booking_invitation", day=Day(offer.until)),
        said("note.offer"),
        said("note.no_summons"),
    )


def sms_text(letter: Letter, *, tongue: Tongue) -> str:
    """The short message in one language: that there is a choice, and where (D17)."""
    facts = letter.facts
    link = f"{facts['address']}/{tongue.slug}/einladung/{facts['code']}"
    return said("sms.booking_invitation", link=link).plain(tongue)


def _opening(offer: Offer, content: Content) -> Iterator[Text]:
    if content.is_sample:
        yield said("opening.sample")
    yield from sentences_of(offer)


def _rows(offer: Offer) -> Iterator[Row]:
    yield Row(label=said("row.office"), values=(German(offer.office.name),))
    yield Row(label=said("row.code"), values=(Ltr(booking_invitations.spaced(offer.code)),))
    number = Ltr(references.spaced(offer.reference))
    yield Row(label=said("row.booking_invitation"), values=(number,))
