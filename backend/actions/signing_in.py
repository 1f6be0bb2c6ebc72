"""Signing in: passwords, second factors, links in mails, and the sessions they open."""

import secrets
from datetime import datetime, timedelta

from backend.actions import auditing, passwords
from backend.domain import accounts, audits
from backend.domain.accounts import Account, State
from backend.domain.audits import Deed, Matter, Purpose
from backend.domain.refusals import TooManyTries
from backend.domain.staff_refusals import (
    CodeRefused,
    FactorDemanded,
    LinkVoid,
    PasswordRefused,
    PasswordTooWeak,
    SignInRefused,
)
from backend.store import database, letters, sealing, sessions, staff
from backend.store.letters import NewLetter
from backend.store.sessions import LinkKind, Session, Stage

PRESSURE_SECONDS = 3600
LINK_HOURS = {LinkKind.INVITATION: 7 * 24, LinkKind.RESET: 1}
"""So long a link in a mail is good."""
MOST_LINKS = 5
"""So many links at once; who asks more often gets no further mail."""
TOUCH_SECONDS = 60
"""Being there is written down once a minute."""


def sign_in(mail: str, password: str, *, client: str, browser: str, now: datetime) -> str:
    """What the browser's cookie shall hold; with a second factor it opens only the next question.

    Raises `SignInRefused` without saying why, in equal time, and `TooManyTries` while the pause
    after wrong passwords lasts.
    """
    mail_key = staff.mail_key(mail)
    key = _begin_try(mail_key, client, now=now)
    account = staff.by_mail_key(mail_key)
    kept = staff.secrets_of(account.id if account else 0)
    is_right = passwords.is_right(password, kept.password if kept else "")
    if not is_right or account is None or kept is None or account.state is not State.ACTIVE:
        raise SignInRefused
    stage = Stage.PASSWORD if kept.factor else Stage.WHOLE
    fresh = passwords.hashed(password) if passwords.needs_new_hash(kept.password) else ""
    return _welcome(account.id, key, stage=stage, browser=browser, fresh=fresh, now=now)


@database.repeated
def sign_in_by_proxy(account: Account, *, browser: str, now: datetime) -> str:
    """A session for whom the agency's own sign-on has named; an invitation needs no password."""
    if account.state is State.INVITED:
        staff.set_state(account.id, State.ACTIVE)
    return _open(account.id, stage=Stage.PROXY, browser=browser, now=now)


def confirm(session: Session, code: str, *, client: str, now: datetime) -> str:
    """The second step; what the cookie shall hold from now on.

    Takes the code of the telephone or a recovery code, each once. Raises `CodeRefused`.
    """
    key = _begin_try(f"factor {session.account}", client, now=now)
    return _confirmed(session, tidied_code(code), key=key, now=now)


def tidied_code(code: str) -> str:
    """A code as it is kept: capitals, no blanks and dashes."""
    return "".join(sign for sign in code.upper() if sign.isalnum())


def visit(token: str, *, now: datetime, idle_minutes: int, hours: int) -> Session | None:
    """The session of a cookie; None when it has ended by rest or by age.

    Half a session, without its second factor, lasts ten minutes.
    """
    session = sessions.find(token)
    if session is None:
        return None
    seconds = int(now.timestamp())
    if session.stage is Stage.PASSWORD:
        hours, idle_minutes = 1, 10
    is_old = seconds >= session.created_at + hours * 3600
    if is_old or seconds >= session.seen_at + idle_minutes * 60:
        return None
    if seconds - session.seen_at >= TOUCH_SECONDS:
        _touch(session.id, seconds)
    return session


@database.repeated
def sign_out(session: Session) -> None:
    """End this session."""
    sessions.end(session.id, account_id=session.account)


@database.repeated
def leave(token: str) -> None:
    """End the session a browser had before it got another one."""
    session = sessions.find(token)
    if session is not None:
        sessions.end(session.id, account_id=session.account)


@database.repeated
def end_session(account: Account, session_id: int) -> None:
    """End one of one's own sessions."""
    sessions.end(session_id, account_id=account.id)


@database.repeated
def end_others(session: Session) -> int:
    """End all sessions of this person but this one; returns how many."""
    return sessions.end_all(session.account, but=session.id)


# --- passwords and links


@database.repeated
def wish_reset(mail: str, *, now: datetime) -> None:
    """Ask for a link to a new password.

    Whose address it is only the worker looks up, so that neither answer nor time tells anybody.
    """
    sessions.wish_reset(staff.mail_key(mail), now_seconds=int(now.timestamp()))


def answer_wishes(now: datetime) -> int:
    """Send the links that were asked for; returns how many. The worker does it."""
    return _answer_wishes(now) if sessions.has_wishes() else 0


@database.repeated
def _answer_wishes(now: datetime) -> int:
    answered = 0
    for mail_key in sessions.take_wishes():
        account = staff.by_mail_key(mail_key)
        seconds = int(now.timestamp())
        if account is None or account.state is State.OFF:
            continue
        if sessions.count_links(account.id, now_seconds=seconds) >= MOST_LINKS:
            continue
        is_new = account.state is State.INVITED
        send_link(account, LinkKind.INVITATION if is_new else LinkKind.RESET, now=now)
        answered += 1
    return answered


def new_link(account: Account, kind: LinkKind, *, now: datetime) -> str:
    """The token of a new link to the account; part of an action, in its transaction."""
    token = secrets.token_urlsafe(32)
    until = now + timedelta(hours=LINK_HOURS[kind])
    sessions.add_link(token, account.id, kind=kind, until=int(until.timestamp()))
    return token


def send_link(account: Account, kind: LinkKind, *, now: datetime) -> None:
    """Leave a mail with a link in the outbox; part of an action, in its transaction."""
    token = new_link(account, kind, now=now)
    seconds = int(now.timestamp())
    until = now + timedelta(hours=LINK_HOURS[kind])
    letter = NewLetter(
        kind=kind.value,
        appointment=letters.NO_APPOINTMENT,
        recipient=account.mail,
        languages="de",
        facts={"token": token, "name": account.name, "until": until.isoformat()},
        due_at=seconds,
    )
    letters.add([letter], now_seconds=seconds)


def linked(token: str, kind: LinkKind, *, now: datetime) -> Account:
    """Whose account the link opens; raises `LinkVoid`. Looking does not use it up."""
    found = sessions.linked(token, now_seconds=int(now.timestamp()))
    account = staff.by_id(found[0]) if found and found[1] is kind else None
    if account is None or account.state is State.OFF:
        raise LinkVoid
    return account


def choose_password(token: str, kind: LinkKind, password: str, *, now: datetime) -> Account:
    """Use the link: the account gets the password, all its sessions and links end.

    Signing in afterwards still asks for the second factor. Raises `LinkVoid`, `PasswordTooWeak`.
    """
    account = linked(token, kind, now=now)
    return _choose(token, kind, _checked(password, account), now=now)


@database.repeated
def _choose(token: str, kind: LinkKind, hashed: str, *, now: datetime) -> Account:
    account = linked(token, kind, now=now)
    staff.set_password(account.id, hashed)
    if account.state is State.INVITED:
        staff.set_state(account.id, State.ACTIVE)
    sessions.drop_links(account.id)
    sessions.end_all(account.id)
    _note(account.id, "password", now=now)
    return account


def change_password(
    session: Session, account: Account, *, old: str, new: str, now: datetime
) -> None:
    """Another password; all other sessions end. Raises `PasswordRefused`, `PasswordTooWeak`."""
    check_password(account, old, now=now)
    _change(session, account, _checked(new, account), now=now)


@database.repeated
def _change(session: Session, account: Account, hashed: str, *, now: datetime) -> None:
    staff.set_password(account.id, hashed)
    sessions.drop_links(account.id)
    sessions.end_all(account.id, but=session.id)
    _note(account.id, "password", now=now)


def check_password(account: Account, password: str, *, now: datetime) -> None:
    """Ask for the password once more; raises `PasswordRefused`, `TooManyTries`."""
    key = _begin_try(f"again {account.id}", f"account {account.id}", now=now)
    kept = staff.secrets_of(account.id)
    if kept is None or not passwords.is_right(password, kept.password):
        raise PasswordRefused
    _forget_tries(key)


def _checked(password: str, account: Account) -> str:
    if not accounts.is_good_password(password, mail=account.mail):
        raise PasswordTooWeak
    return passwords.hashed(password)


# --- second factors


def offered_secret(session: Session) -> str:
    """The secret that setting up a second factor shows in this session."""
    kept = staff.secrets_of(session.account)
    return passwords.secret_for(session.key, step=kept.factor_step if kept else 0)


@database.repeated
def take_factor(session: Session, code: str, *, now: datetime) -> list[str]:
    """Take the offered secret into use; returns the recovery codes, shown this once.

    `code` proves that the telephone has it; raises `CodeRefused`. All other sessions end.
    """
    secret = offered_secret(session)
    step = passwords.step_of(tidied_code(code), secret, seconds=int(now.timestamp()))
    if step is None:
        raise CodeRefused
    staff.set_factor(session.account, secret, step=step)
    sessions.end_all(session.account, but=session.id)
    _note(session.account, "second factor on", now=now)
    return _new_codes(session.account)


def drop_factor(account: Account, password: str, *, now: datetime) -> None:
    """Sign in without a second factor from now on; not where a role demands it."""
    if account.needs_factor(now.date(), staff.factor_rule()):
        raise FactorDemanded
    check_password(account, password, now=now)
    _drop_factor(account, now=now)


@database.repeated
def _drop_factor(account: Account, *, now: datetime) -> None:
    staff.set_factor(account.id, "", step=0)
    staff.replace_codes(account.id, ())
    _note(account.id, "second factor off", now=now)


def renew_codes(account: Account, password: str, *, now: datetime) -> list[str]:
    """New recovery codes in place of the old ones."""
    check_password(account, password, now=now)
    return _renew_codes(account, now=now)


@database.repeated
def _renew_codes(account: Account, *, now: datetime) -> list[str]:
    _note(account.id, "recovery codes", now=now)
    return _new_codes(account.id)


def _new_codes(account_id: int) -> list[str]:
    codes = passwords.new_codes()
    staff.replace_codes(account_id, codes)
    return codes


def _note(account_id: int, detail: str, *, now: datetime) -> None:
    matter = Matter(Purpose.PEOPLE, audits.person(account_id))
    auditing.note(account_id, Deed.CHANGED, matter, detail=detail, now=now)


# --- parts of signing in


@database.repeated
def _begin_try(mail_key: str, client: str, *, now: datetime) -> str:
    """Count a try before it is judged, so that many at once wait as those one by one do."""
    seconds = int(now.timestamp())
    client_key = sealing.keyed_hash("sign-in", client)
    key = sealing.keyed_hash("sign-in", f"{mail_key}/{client}")
    failures, last_at = sessions.lock_try(key)
    around = sessions.failures_around(
        key, mail_key=mail_key, client_key=client_key, since=seconds - PRESSURE_SECONDS
    )
    if seconds < last_at + accounts.pause_seconds(failures, failures_around=around):
        raise TooManyTries
    sessions.count_try(key, mail_key=mail_key, client_key=client_key, now_seconds=seconds)
    return key


@database.repeated
def _forget_tries(key: str) -> None:
    sessions.forget_tries(key)


@database.repeated
def _touch(session_id: int, seconds: int) -> None:
    sessions.touch(session_id, seconds)


@database.repeated
def _welcome(
    account_id: int, key: str, *, stage: Stage, browser: str, fresh: str, now: datetime
) -> str:
    sessions.forget_tries(key)
    if fresh:
        staff.set_password(account_id, fresh)
    return _open(account_id, stage=stage, browser=browser, now=now)


@database.repeated
def _open(account_id: int, *, stage: Stage, browser: str, now: datetime) -> str:
    token = secrets.token_urlsafe(32)
    seconds = int(now.timestamp())
    sessions.begin(token, account_id, stage=stage, browser=browser, now_seconds=seconds)
    return token


@database.repeated
def _confirmed(session: Session, code: str, *, key: str, now: datetime) -> str:
    kept = staff.secrets_of(session.account)
    if kept is None or not kept.factor:
        raise CodeRefused
    step = passwords.step_of(code, kept.factor, seconds=int(now.timestamp()))
    is_right = step is not None and staff.take_step(session.account, step)
    if not is_right and not staff.take_code(session.account, code):
        raise CodeRefused
    sessions.forget_tries(key)
    sessions.end(session.id, account_id=session.account)
    return _open(session.account, stage=Stage.WHOLE, browser=session.browser, now=now)
