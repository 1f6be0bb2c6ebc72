"""Enrolling: terminals come in by a code used once, and every visit at one ends without a trace."""

import secrets
from dataclasses import replace
from datetime import datetime

from backend.actions import auditing
from backend.domain import audits, kiosks, roles
from backend.domain.accounts import Account
from backend.domain.audits import Deed, Matter, Purpose
from backend.domain.kiosks import CODE_SECONDS, Kiosk, KioskCodeRefused, KioskOff
from backend.domain.roles import Place
from backend.domain.staff_refusals import NotAllowed
from backend.store import database
from backend.store import kiosks as stored

SEEN_SECONDS = 60


@database.repeated
def add(actor: Account, kiosk: Kiosk, *, now: datetime) -> tuple[Kiosk, str]:
    """Announce a terminal; returns it with the code that enrols it, which is kept nowhere.

    The same form sent twice makes one terminal, with a new code. Raises `NotAllowed`.
    """
    _check(actor, kiosk.office, now)
    for other in stored.standing():
        if (other.office, other.title) == (kiosk.office, kiosk.title) and not other.enrolled_at:
            return _coded(actor, other, now)
    code = kiosks.new_code(secrets.randbelow)
    begun = replace(kiosk, code_until=int(now.timestamp()) + CODE_SECONDS)
    written = replace(begun, id=stored.add(begun, code=code))
    _note(actor.id, written, "terminal announced", now=now)
    return written, code


@database.repeated
def renew_code(actor: Account, kiosk_id: int, *, now: datetime) -> tuple[Kiosk, str]:
    """Another code, as for a device that has lost its cookie. Raises `KioskOff`, `NotAllowed`.

    Until it is used the terminal stays the one it is.
    """
    return _coded(actor, _locked(actor, kiosk_id, now), now)


@database.repeated
def revoke(actor: Account, kiosk_id: int, *, now: datetime) -> None:
    """Switch a terminal off: its next page says so. Raises `KioskOff` and `NotAllowed`."""
    found = _locked(actor, kiosk_id, now)
    stored.revoke(found.id, int(now.timestamp()))
    _note(actor.id, found, "terminal off", now=now)


@database.repeated
def enrol(code: str | None, *, now: datetime) -> str:
    """Use the code up; returns what the device keeps from now on. Raises `KioskCodeRefused`."""
    seconds = int(now.timestamp())
    found = stored.lock_by_code(code) if code else None
    if found is None or found.is_off or found.code_until <= seconds:
        raise KioskCodeRefused
    token = secrets.token_urlsafe(32)
    stored.enrol(found.id, token, seconds)
    _note(0, found, "terminal enrolled", now=now)
    return token


@database.repeated
def begin_visit(kiosk: Kiosk, *, now: datetime) -> str:
    """Somebody begins; returns the mark by which the browser shows that it is them."""
    visit = secrets.token_urlsafe(16)
    stored.begin_visit(kiosk.id, visit, int(now.timestamp()))
    return visit


@database.repeated
def touch(kiosk: Kiosk, visit: str, *, rest: int, now: datetime) -> bool:
    """Whether the visit goes on: it is the present one and rested for less than `rest` seconds."""
    seconds = int(now.timestamp())
    return stored.touch(kiosk.id, visit, after=seconds - rest, now_seconds=seconds)


@database.repeated
def end_visit(kiosk: Kiosk, *, now: datetime) -> None:
    """Nobody is there any more: a copy of the cookie opens nothing."""
    stored.end_visit(kiosk.id, int(now.timestamp()))


@database.repeated
def see(kiosk: Kiosk, *, now: datetime) -> None:
    """The terminal shows its first screen; written once a minute."""
    seconds = int(now.timestamp())
    if seconds - kiosk.seen_at >= SEEN_SECONDS:
        stored.see(kiosk.id, seconds)


# --- parts


def _check(actor: Account, office: str, now: datetime) -> None:
    if not roles.may_set_up_kiosk(actor.powers(now.date()), Place(office)):
        raise NotAllowed


def _locked(actor: Account, kiosk_id: int, now: datetime) -> Kiosk:
    found = stored.lock(kiosk_id)
    if found is None or found.is_off:
        raise KioskOff
    _check(actor, found.office, now)
    return found


def _coded(actor: Account, kiosk: Kiosk, now: datetime) -> tuple[Kiosk, str]:
    code, until = kiosks.new_code(secrets.randbelow), int(now.timestamp()) + CODE_SECONDS
    stored.set_code(kiosk.id, code, until)
    _note(actor.id, kiosk, "terminal code", now=now)
    return replace(kiosk, code_until=until), code


def _note(actor: int, kiosk: Kiosk, detail: str, *, now: datetime) -> None:
    matter = Matter(Purpose.PLANNING, audits.terminal(kiosk.id), kiosk.office)
    auditing.note(actor, Deed.CHANGED, matter, now=now, detail=detail)
