"""The draft behind the session: what somebody has answered so far, kept on the server."""

import secrets
from dataclasses import replace
from datetime import datetime

from flask import abort, session

from backend.actions import drafting, partnering
from backend.domain.appointments import Draft
from backend.store import drafts
from backend.web import access
from backend.web.portal import portal

KEY = "d"
KNOWN = "a"
"""The key of the closed draft that shows which appointment this browser knows."""


def key() -> str:
    """The random key of this browser's draft; made when there is none."""
    if KEY not in session:
        session[KEY] = secrets.token_urlsafe(16)
    return str(session[KEY])


def read(now: datetime) -> Draft | None:
    """The draft, None when there is none, it has run out or has become an appointment.

    A closed one is put aside then: the next booking gets a key of its own. What a counsellor has
    begun beside a client is open to nobody else: whoever was signed out must sign in first.
    """
    draft = _stored(KEY, now)
    if draft is not None and draft.booked:
        session[KNOWN] = session.pop(KEY)
        return None
    if draft is not None and draft.partner:
        here = access.counsellor()
        if here is None:
            abort(access.to_sign_in())
        if here.organisation != draft.partner or draft.counsellor not in (0, here.id):
            return None
    return draft


def booked(now: datetime) -> int:
    """The id of the appointment this browser's draft has become, 0 for none."""
    draft = _stored(KEY if KEY in session else KNOWN, now)
    return draft.booked if draft else 0


def _stored(name: str, now: datetime) -> Draft | None:
    minutes = portal().settings.draft_minutes
    return drafts.read(str(session[name]), now=now, minutes=minutes) if name in session else None


def keep(draft: Draft, now: datetime) -> None:
    """Save the draft."""
    drafting.save(key(), draft, now=now)


def move_no_more(draft: Draft, now: datetime) -> None:
    """What was to be moved is gone: the answers stay, for an appointment of its own."""
    keep(replace(draft, moving=0), now)


def wipe(now: datetime) -> None:
    """Finish: forget the draft, its hold, and what this browser may see.

    A copy of the cookie opens nothing afterwards: what it stands for lies on the server.
    """
    for name in (KEY, KNOWN):
        if name in session:
            drafting.forget(str(session[name]), now=now)
    session.clear()


def know(appointment_id: int, now: datetime, *, partner: int = 0) -> None:
    """Let this browser see all of an appointment whose name was given (D17).

    `partner` is the id of the organisation that sees it with the client's consent.
    """
    if partner or not knows(appointment_id, now):
        session[KNOWN] = secrets.token_urlsafe(16)
        draft = Draft(booked=appointment_id, partner=partner)
        drafting.save(session[KNOWN], draft, now=now)


def knows(appointment_id: int, now: datetime) -> bool:
    """Whether this browser may see all of the appointment: it booked it, or gave the name.

    What a partner knows ends with the client's consent and with signing out, by hand or by
    itself, from one page to the next (R107).
    """
    draft = _knowing(appointment_id, now)
    if draft is None or not draft.partner:
        return draft is not None
    here = access.counsellor()
    is_theirs = here is not None and here.organisation == draft.partner
    return is_theirs and partnering.may_see(draft.partner, draft.booked, now=now)


def partner_of(appointment_id: int, now: datetime) -> int:
    """The organisation as which this browser sees the appointment; 0: as the customer."""
    draft = _knowing(appointment_id, now)
    return draft.partner if draft else 0


def _knowing(appointment_id: int, now: datetime) -> Draft | None:
    found = (_stored(name, now) for name in (KEY, KNOWN))
    return next((draft for draft in found if draft and draft.booked == appointment_id), None)
