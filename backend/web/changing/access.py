"""Who may see how much: the link alone shows time and place, the name opens the rest (D17)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from backend.actions import limiting
from backend.content import Concern, Office
from backend.domain.appointments import Appointment, State
from backend.domain.rules import may_change
from backend.languages import current
from backend.store import appointments, partners, sealing
from backend.web import access as desk
from backend.web import drafts
from backend.web.clients import client
from backend.web.portal import portal

TRIES_PER_CLIENT = 30
"""Many people share one address: shelters, counselling offices, mobile networks."""
TRIES_PER_APPOINTMENT = 8
SECONDS = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Somebody at the page of an appointment that exists."""

    appointment: Appointment
    token: str
    now: datetime
    is_known: bool
    """The browser booked it or gave the name; otherwise it only has the link."""

    @property
    def is_cancelled(self) -> bool:
        return self.appointment.state is State.CANCELLED

    @property
    def is_over(self) -> bool:
        """Whether the start lies behind, so that nothing can be changed any more (R55)."""
        return not may_change(self.appointment.start, self.now)

    @property
    def is_open(self) -> bool:
        return not self.is_cancelled and not self.is_over

    @property
    def office(self) -> Office:
        return portal().content.offices[self.appointment.office]

    @property
    def concern(self) -> Concern | None:
        """The concern, told only to who gave the name (D17)."""
        if not self.is_known:
            return None
        return portal().content.concerns.get(self.appointment.wish.concern)


View = Callable[[Visit], ResponseReturnValue]
Page = Callable[[str], ResponseReturnValue]


def opened(view: View) -> Page:
    """Give the page the visit its link stands for; a link that opens nothing gets a kind 404.

    So does the bare link to an appointment whose owner shares phone or mail: nothing was sent to
    them, so who comes with it found it in somebody else's browser (D17).
    """

    @wraps(view)
    def page(token: str) -> ResponseReturnValue:
        now = portal().now()
        found = _named_by(token, now)
        is_known = found is not None and drafts.knows(found.id, now)
        if (
            found is None
            or found.state not in (State.BOOKED, State.CANCELLED)
            or (found.person.private and not is_known)
            or (not is_known and _was_closed(found))
        ):
            return render_template("changing/gone.html"), 404
        own = sealing.token_for(found.id, found.nonce)
        return view(Visit(appointment=found, token=own, now=now, is_known=is_known))

    return page


def _named_by(token: str, now: datetime) -> Appointment | None:
    """What a link leads to; one that was closed leads on whoever knows the appointment anyway.

    A second press on taking the consent back still has the link of the first one.
    """
    found = appointments.by_token(token)
    parts = sealing.appointment_in(token) if found is None else None
    if parts and drafts.knows(parts[0], now):
        return appointments.by_id(parts[0])
    return found


def _was_closed(found: Appointment) -> bool:
    """Whether a counsellor looks whose client has taken the consent back (R107)."""
    here = desk.counsellor()
    consent = partners.consent_for(found.id) if here else None
    return (
        here is not None
        and consent is not None
        and consent.organisation == here.organisation
        and not consent.is_valid
    )


def named(view: View) -> View:
    """Ask who only has the link for the name first; what is cancelled leads back (D17)."""

    @wraps(view)
    def page(visit: Visit) -> ResponseReturnValue:
        if not visit.is_known:
            return lead("changing.prove", visit)
        if visit.is_cancelled:
            return lead("changing.own", visit)
        return view(visit)

    return page


def lead(endpoint: str, visit: Visit) -> ResponseReturnValue:
    """On to another page of the same appointment, without having done anything."""
    return redirect(url_for(endpoint, pair=current().slug, token=visit.token), 303)


def count_try(reference: str | None, now: datetime) -> None:
    """Count a try to open an appointment by reference or name; raises `TooManyTries`.

    Tries are counted per client and per reference, whether such an appointment exists or not;
    what can be no reference (None) per client only, or typing errors of some would lock out all.
    """
    limiting.count_try(f"opening from {client()}", most=TRIES_PER_CLIENT, seconds=SECONDS, now=now)
    if reference is not None:
        bucket = f"opening {reference}"
        limiting.count_try(bucket, most=TRIES_PER_APPOINTMENT, seconds=SECONDS, now=now)
