"""The draft behind the session: what somebody has answered so far, kept on the server."""

import secrets
from datetime import datetime

from flask import session

from backend.actions import drafting
from backend.domain.appointments import Draft
from backend.languages import current
from backend.store import drafts
from backend.web.portal import portal

KEY = "d"
KNOWN = "a"


def key() -> str:
    """The random key of this browser's draft; made when there is none."""
    if KEY not in session:
        session[KEY] = secrets.token_urlsafe(16)
    return str(session[KEY])


def read(now: datetime) -> Draft | None:
    """The draft, None when there is none, it has run out or has become an appointment."""
    draft = _stored(now)
    return None if draft is None or draft.booked else draft


def booked(now: datetime) -> int:
    """The id of the appointment this browser's draft has become, 0 for none."""
    draft = _stored(now)
    return draft.booked if draft else 0


def _stored(now: datetime) -> Draft | None:
    minutes = portal().settings.draft_minutes
    return drafts.read(str(session[KEY]), now=now, minutes=minutes) if KEY in session else None


def keep(draft: Draft, now: datetime) -> None:
    """Save the draft."""
    drafting.save(key(), draft, now=now)


def wipe(now: datetime) -> None:
    """Finish: forget the draft, its hold, and what this browser may see."""
    if KEY in session:
        drafting.forget(str(session[KEY]), now=now)
    session.clear()


def languages() -> str:
    """The pair as it is stored with an appointment."""
    return current().slug


def know(appointment_id: int) -> None:
    """Let this browser see all of an appointment: it booked it, or gave the name (D17)."""
    session[KNOWN] = appointment_id


def knows(appointment_id: int) -> bool:
    """Whether this browser may see all of the appointment."""
    return session.get(KNOWN) == appointment_id
