"""Inviting: offering a customer to choose a time, using the code, taking the offer back (R89)."""

import secrets
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from backend.actions import auditing, choosing, correspondence
from backend.content import Content
from backend.domain import booking_invitations, references, roles
from backend.domain.accounts import Account
from backend.domain.appointments import Channel, Delivery, Draft, Wish
from backend.domain.audits import Deed, Matter, Purpose
from backend.domain.booking_invitations import (
    BookingInvitation,
    Invited,
    NoContactForWay,
    NoInvitationsHere,
    NoTimesToInvite,
    Way,
)
from backend.domain.refusals import BookingInvitationGone
from backend.domain.slots import Slot
from backend.domain.staff_refusals import GoneAlready, NotAllowed
from backend.store import booking_invitations as invitations
from backend.store import database, letters, sealing
from backend.store.letters import NewLetter

CHANNELS = {Way.MAIL: letters.MAIL, Way.SMS: letters.SMS, Way.LETTER: letters.PAPER}
WHO, REACH = "who", "reach"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """An invitation as the staff write it down."""

    office: str
    concern: str
    channel: Channel
    way: Way
    until: date
    """The last day on which it can be used."""
    invited: Invited
    languages: str = "de"
    interpreter: str = ""


@database.repeated
def invite(
    request: Request, *, once: str, address: str, content: Content, now: datetime, by: Account
) -> BookingInvitation:
    """Write an invitation and send it; the same form sent twice gives the same one.

    `address` is that of the portal, for the link of an SMS. Raises `NotAllowed`,
    `NoInvitationsHere`, `NoContactForWay` and `NoTimesToInvite`.
    """
    key = sealing.keyed_hash("booking invitation form", f"{by.id}/{once}")
    standing = invitations.by_once(key)
    if standing is not None:
        return standing
    _check(request, content=content, now=now, by=by)
    end = datetime.combine(request.until + timedelta(days=1), time())
    begun = BookingInvitation(
        id=0,
        reference=references.new(secrets.randbelow),
        office=request.office,
        concern=request.concern,
        channel=request.channel,
        way=request.way,
        languages=request.languages,
        interpreter=request.interpreter,
        invited=request.invited,
        code=booking_invitations.new_code(secrets.randbelow),
        until=request.until,
        expires_at=correspondence.seconds_at(end, now),
        nonce=sealing.new_nonce(),
    )
    written = replace(begun, id=invitations.add(begun, once=key))
    _send(written, address=address, now=now)
    _note(by, written, Deed.CHANGED, f"invited: {request.way.value}", now=now)
    return written


@database.repeated
def withdraw(actor: Account, invitation_id: int, *, now: datetime) -> None:
    """Take it back: the code opens nothing any more; raises `GoneAlready` or `NotAllowed`."""
    found = invitations.lock(invitation_id)
    if found is None:
        raise GoneAlready
    if not roles.may_receive_within(actor.powers(now.date()), found.office):
        raise NotAllowed
    _end(found)
    _note(actor, found, Deed.DELETED, "invitation withdrawn", now=now)


@database.repeated
def note_printed(actor: Account, invitation: BookingInvitation, *, now: datetime) -> None:
    """Its paper was printed (D33)."""
    _note(actor, invitation, Deed.PRINTED, "", now=now)


def opened(code: str, *, now: datetime) -> BookingInvitation:
    """What a normalised code opens today; raises `BookingInvitationGone`."""
    found = invitations.by_code(code)
    if found is None or found.expires_at <= now.timestamp():
        raise BookingInvitationGone
    return found


def use_up(invitation_id: int) -> None:
    """It has become an appointment, nothing of it is left; part of an action.

    Of two people with one code the second one is refused. Raises `BookingInvitationGone`.
    """
    found = invitations.lock(invitation_id)
    if found is None:
        raise BookingInvitationGone
    _end(found)


def soonest(invitation: BookingInvitation, *, content: Content, now: datetime) -> list[Slot]:
    """The first free times to which it leads."""
    wish = choosing.wish_of(draft_of(invitation), content)
    return choosing.soonest(wish, content=content, now=now)


def draft_of(invitation: BookingInvitation, *, languages: str = "de") -> Draft:
    """The answers it brings along: nobody writes them twice.

    `languages` is the pair in which the customer reads, whichever was chosen for the letter.
    """
    invited = invitation.invited
    has_contact = bool(invited.email or invited.phone or invited.is_private)
    return Draft(
        office=invitation.office,
        concern=invitation.concern,
        channel=invitation.channel,
        interpreter=invitation.interpreter,
        languages=languages,
        name=invited.name,
        for_whom="myself",
        email=invited.email,
        phone=invited.phone,
        sms=invitation.way is Way.SMS,
        number=invited.number,
        no_number=not invited.number,
        private=invited.is_private,
        delivery=str(Delivery.LETTER) if invited.address and not has_contact else "",
        address=invited.address,
        answered=(WHO, REACH) if has_contact else (WHO,),
        invited=invitation.id,
    )


# --- parts


def _check(request: Request, *, content: Content, now: datetime, by: Account) -> None:
    if not roles.may_receive_within(by.powers(now.date()), request.office):
        raise NotAllowed
    if not booking_invitations.is_invited_to(content.offices[request.office].kind):
        raise NoInvitationsHere
    if request.way not in booking_invitations.ways_of(request.invited):
        raise NoContactForWay
    last = now.date() + timedelta(days=booking_invitations.MOST_DAYS)
    first = _first_time(request, content=content, now=now)
    if not now.date() <= request.until <= last or first is None or first > request.until:
        raise NoTimesToInvite


def _first_time(request: Request, *, content: Content, now: datetime) -> date | None:
    """The day of the first free time that the customer will find."""
    concern = content.concerns.get(request.concern)
    wish = Wish(
        office=request.office,
        concern=request.concern,
        channel=request.channel,
        emergency=concern is not None and concern.emergency,
        interpreter=request.interpreter or None,
    )
    found = choosing.soonest(wish, content=content, now=now, most=1)
    return found[0].start.date() if found else None


def _send(invitation: BookingInvitation, *, address: str, now: datetime) -> None:
    """By the way that was chosen; what is printed at once goes through no outbox."""
    invited, seconds = invitation.invited, int(now.timestamp())
    recipients = {
        Way.MAIL: invited.email,
        Way.SMS: invited.phone,
        Way.LETTER: invited.address,
    }
    recipient = recipients.get(invitation.way)
    if recipient is None:
        return
    facts = {
        "office": invitation.office,
        "until": invitation.until.isoformat(),
        "code": invitation.code,
        "reference": invitation.reference,
        "address": address,
    }
    letter = NewLetter(
        kind=letters.BOOKING_INVITATION,
        appointment=letters.NO_APPOINTMENT,
        recipient=recipient,
        languages=invitation.languages,
        facts=facts,
        due_at=seconds,
        channel=CHANNELS[invitation.way],
    )
    letters.add([letter], now_seconds=seconds)


def _end(invitation: BookingInvitation) -> None:
    """Delete it with whatever has not gone out yet."""
    invitations.delete(invitation.id)
    letters.delete_naming(invitation.reference)


def _note(
    actor: Account, invitation: BookingInvitation, deed: Deed, detail: str, *, now: datetime
) -> None:
    matter = Matter(Purpose.COUNTER, invitation.reference, invitation.office)
    auditing.note(actor.id, deed, matter, now=now, detail=detail)
