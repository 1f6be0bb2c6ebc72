"""Staffing: who works here, in which roles, where and how long (R111–R115, R124)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from backend.actions import auditing, forgetting, passwords, signing_in
from backend.domain import audits, retention, roles
from backend.domain.accounts import Account, State, tidied_mail
from backend.domain.audits import Deed, Matter, Purpose
from backend.domain.roles import Grant, Kind, Place, Powers, Role
from backend.domain.staff_refusals import (
    GoneAlready,
    GrantTwice,
    LastAdministrator,
    MailTaken,
    NotAllowed,
    OwnAccount,
)
from backend.store import audit, database, sessions, staff
from backend.store.sessions import LinkKind

DAY = 24 * 60 * 60
_AT_ONCE = 200


@database.repeated
def invite(actor: Account, *, name: str, mail: str, grant: Grant, now: datetime) -> int:
    """A new account with a first role, and a mail with a link to it; returns its id.

    Raises `NotAllowed` and `MailTaken`.
    """
    _check(roles.may_give(_powers(actor, now), grant))
    if staff.by_mail(mail):
        raise MailTaken
    return _invited(actor.id, name=name, mail=mail, grant=grant, now=now)


@database.repeated
def invite_again(actor: Account, account_id: int, *, now: datetime) -> None:
    """Send another invitation to somebody who has not chosen a password yet."""
    account = _decided_on(actor, account_id, now=now)
    if account.state is not State.INVITED:
        raise GoneAlready
    sessions.drop_links(account.id)
    signing_in.send_link(account, LinkKind.INVITATION, now=now)
    _note(actor, account, "invited again", now=now)


@database.repeated
def give(actor: Account, account_id: int, grant: Grant, *, now: datetime) -> None:
    """Give or lend a role or right; raises `NotAllowed`, `OwnAccount`, `GrantTwice`.

    It counts from the next page on that the person opens.
    """
    account = _other(actor, account_id)
    _check(roles.may_give(_powers(actor, now), grant))
    if any(replace(each, id=0) == replace(grant, id=0) for each in account.grants):
        raise GrantTwice
    staff.give(account.id, grant, now_seconds=int(now.timestamp()))
    _note(actor, account, _in_words(grant), office=grant.place.office, now=now)


@database.repeated
def take(actor: Account, account_id: int, grant_id: int, *, now: datetime) -> None:
    """Take a role or right away; it counts for nothing from the next page on."""
    account = _other(actor, account_id)
    grant = next((each for each in account.grants if each.id == grant_id), None)
    if grant is None:
        raise GoneAlready
    _check(roles.may_give(_powers(actor, now), grant))
    staff.take(account.id, grant.id)
    _keep_one_administrator(now)
    matter = _matter(account, grant.place.office)
    auditing.note(actor.id, Deed.DELETED, matter, detail=_in_words(grant), now=now)


@database.repeated
def switch_off(actor: Account, account_id: int, *, now: datetime) -> None:
    """No sign-in any more, every session ends; after the retention the account is deleted."""
    account = _decided_on(actor, account_id, now=now)
    staff.set_state(account.id, State.OFF, off_at=int(now.timestamp()))
    sessions.end_all(account.id)
    sessions.drop_links(account.id)
    _keep_one_administrator(now)
    _note(actor, account, "switched off", now=now)


@database.repeated
def switch_on(actor: Account, account_id: int, *, now: datetime) -> None:
    """Let somebody in again, with the old password, or by another invitation."""
    account = _decided_on(actor, account_id, now=now)
    kept = staff.secrets_of(account.id)
    has_password = kept is not None and bool(kept.password)
    staff.set_state(account.id, State.ACTIVE if has_password else State.INVITED)
    _note(actor, account, "switched on", now=now)


@database.repeated
def drop_factor(actor: Account, account_id: int, *, now: datetime) -> None:
    """Telephone and recovery codes are lost: let the person in with the password alone."""
    account = _decided_on(actor, account_id, now=now)
    staff.set_factor(account.id, "", step=0)
    staff.replace_codes(account.id, ())
    sessions.end_all(account.id)
    _note(actor, account, "second factor off", now=now)


@database.repeated
def change(actor: Account, account_id: int, *, name: str, home: str, now: datetime) -> None:
    """Another name, or another office whose people the account belongs to."""
    account = _decided_on(actor, account_id, now=now)
    _check(_powers(actor, now).at(Role.OFFICE_ADMINISTRATOR, Place(home)))
    staff.change(account.id, name=name, home=home)
    _note(actor, account, "name or office", now=now)


@database.repeated
def demand_factor(actor: Account, kinds: Iterable[Kind], *, now: datetime) -> None:
    """Demand a second factor of these roles and rights and of no others."""
    _check(roles.may_set_sign_in(_powers(actor, now)))
    wanted = frozenset(kinds)
    staff.write_factor_rule(wanted)
    matter = Matter(Purpose.PEOPLE, "second factor")
    auditing.note(actor.id, Deed.CHANGED, matter, detail=" ".join(sorted(wanted)), now=now)


# --- without anybody signed in


@database.repeated
def create_administrator(mail: str, *, name: str, now: datetime) -> tuple[str, LinkKind]:
    """Make somebody an administrator, also when nobody can sign in any more.

    Returns the token of a link to the account, and what it is for; nothing is mailed.

    Whoever may run commands on the server may do this; it stands in the audit log.
    """
    grant = Grant(kind=Role.ADMINISTRATOR)
    account = staff.by_mail(mail)
    if account is None:
        account_id = staff.add(
            name=name, mail=mail, home="", is_demo=0, now_seconds=int(now.timestamp())
        )
    else:
        account_id = account.id
        if account.state is State.OFF:
            staff.set_state(account_id, State.ACTIVE)
    if account is None or not account.powers(now.date()).at(Role.ADMINISTRATOR, roles.JOBCENTER):
        staff.give(account_id, grant, now_seconds=int(now.timestamp()))
    fresh = _known(account_id)
    auditing.note(0, Deed.CHANGED, _matter(fresh), detail=_in_words(grant), now=now)
    kind = LinkKind.INVITATION if fresh.state is State.INVITED else LinkKind.RESET
    return signing_in.new_link(fresh, kind, now=now), kind


@database.repeated
def create_demo(people: Iterable[tuple[str, str, Grant]], password: str, *, now: datetime) -> None:
    """Accounts for trying out, `(name, mail, grant)` each, into a database without any (D39)."""
    if not staff.is_empty():
        return
    seconds = int(now.timestamp())
    for name, mail, grant in people:
        account_id = staff.add(
            name=name, mail=mail, home=grant.place.office, is_demo=1, now_seconds=seconds
        )
        staff.set_password(account_id, passwords.hashed(password))
        staff.set_state(account_id, State.ACTIVE)
        staff.give(account_id, grant, now_seconds=seconds)


@database.repeated
def sweep(*, now: datetime, audit_days: int = retention.AUDIT_DAYS) -> int:
    """Delete what is over: sessions, links, tries, audit entries, lent roles, accounts long off.

    Returns how many accounts were deleted (D38); everything is counted by its kind.
    """
    seconds = int(now.timestamp())
    kept_from = seconds - audit_days * DAY
    gone = staff.off_since(kept_from, most=_AT_ONCE)
    for account_id in gone:
        staff.delete(account_id)
    grants = staff.sweep_grants(now.date() - timedelta(days=audit_days))
    counts = {
        retention.Kind.SESSIONS: sessions.sweep(seconds - DAY),
        retention.Kind.INVITATIONS: sessions.sweep_links(seconds),
        retention.Kind.TRIES: sessions.sweep_tries(seconds - DAY),
        retention.Kind.AUDIT: audit.sweep(kept_from),
        retention.Kind.ACCOUNTS: len(gone) + grants,
    }
    forgetting.count(counts, now)
    return len(gone)


# --- parts


def _powers(actor: Account, now: datetime) -> Powers:
    """Those the person has at this moment, not those of the page opened before."""
    return _known(actor.id).powers(now.date())


def _known(account_id: int) -> Account:
    account = staff.lock(account_id)
    if account is None:
        raise GoneAlready
    return account


def _other(actor: Account, account_id: int) -> Account:
    if actor.id == account_id:
        raise OwnAccount
    return _known(account_id)


def _decided_on(actor: Account, account_id: int, *, now: datetime) -> Account:
    account = _other(actor, account_id)
    _check(roles.may_decide_on(_powers(actor, now), home=account.home, grants=account.grants))
    return account


def _check(is_allowed: bool) -> None:  # noqa: FBT001 - the answer of a predicate
    if not is_allowed:
        raise NotAllowed


def _keep_one_administrator(now: datetime) -> None:
    """Raise `LastAdministrator` when nobody is left who may let others in, for good."""
    lasting = Grant(kind=Role.ADMINISTRATOR)
    for account in staff.everybody():
        if account.state is State.ACTIVE and any(
            replace(grant, id=0, first_day=None) == lasting and grant.counts_on(now.date())
            for grant in account.grants
        ):
            return
    raise LastAdministrator


def _invited(actor_id: int, *, name: str, mail: str, grant: Grant, now: datetime) -> int:
    seconds = int(now.timestamp())
    home = grant.place.office
    account_id = staff.add(
        name=name, mail=tidied_mail(mail), home=home, is_demo=0, now_seconds=seconds
    )
    staff.give(account_id, grant, now_seconds=seconds)
    account = _known(account_id)
    signing_in.send_link(account, LinkKind.INVITATION, now=now)
    detail = f"invited {_in_words(grant)}"
    auditing.note(actor_id, Deed.CHANGED, _matter(account), detail=detail, now=now)
    return account_id


def _note(
    actor: Account, account: Account, detail: str, *, now: datetime, office: str = ""
) -> None:
    auditing.note(actor.id, Deed.CHANGED, _matter(account, office), detail=detail, now=now)


def _matter(account: Account, office: str = "") -> Matter:
    return Matter(Purpose.PEOPLE, audits.person(account.id), office or account.home)


def _in_words(grant: Grant) -> str:
    """`group_lead@mitte/mitte-eingang 2026-12-01–2026-12-31`."""
    place = "/".join(part for part in (grant.place.office, grant.place.group) if part)
    days = f" {grant.first_day or ''}–{grant.last_day or ''}" if grant.is_lent else ""
    return f"{grant.kind}@{place or '*'}{days}"
