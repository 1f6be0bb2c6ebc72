"""Partnering: organisations that book beside their clients, and what they may see (R103, R107).

An administrator admits an organisation with its first lead; the leads invite the others. What they
see hangs on the consent of each client, is asked for again at every page, and ends with it, with
the day of the appointment, and with the admission.
"""

from dataclasses import replace
from datetime import datetime

from backend.actions import auditing, passwords, relaying, signing_in
from backend.domain import audits, periods, roles
from backend.domain.accounts import Account, State
from backend.domain.appointments import Appointment
from backend.domain.audits import Deed, Matter, Purpose
from backend.domain.partners import Consent, Organisation
from backend.domain.rules import wall_clock
from backend.domain.staff_refusals import GoneAlready, LastLead, MailTaken, NotAllowed, OwnAccount
from backend.store import appointments, database, partners, sessions, shared_places, staff
from backend.store.sessions import LinkKind
from backend.store.shared_places import Visit

# --- organisations


@database.repeated
def admit(
    actor: Account, organisation: Organisation, *, name: str, mail: str, now: datetime
) -> int:
    """Admit an organisation, and invite its first lead by mail; returns its id.

    Raises `NotAllowed` and `MailTaken`.
    """
    _check_administrator(actor, now)
    organisation_id = partners.add(organisation, now_seconds=int(now.timestamp()))
    _invite(actor, organisation_id, name=name, mail=mail, leads=1, now=now)
    _note(actor, organisation_id, "admitted", now=now)
    return organisation_id


@database.repeated
def change(actor: Account, organisation: Organisation, *, now: datetime) -> None:
    """Another name, kind or agreement; raises `NotAllowed` and `GoneAlready`."""
    _check_administrator(actor, now)
    former = _known(organisation.id)
    partners.change(replace(organisation, is_admitted=former.is_admitted))
    _note(actor, organisation.id, "organisation", now=now)


@database.repeated
def remove(actor: Account, organisation_id: int, *, now: datetime) -> None:
    """The organisation sees nothing any more from this moment on; its appointments stay."""
    _check_administrator(actor, now)
    partners.change(replace(_known(organisation_id), is_admitted=False))
    relaying.stop_all(organisation_id, now=now)
    for account in staff.everybody(organisation_id):
        _switch_off(account, now)
    _note(actor, organisation_id, "removed", now=now)


@database.repeated
def readmit(actor: Account, organisation_id: int, *, now: datetime) -> None:
    """Admit a removed organisation again; its people are switched on one by one."""
    _check_administrator(actor, now)
    partners.change(replace(_known(organisation_id), is_admitted=True))
    _note(actor, organisation_id, "admitted", now=now)


@database.repeated
def create_demo(organisation: str, *, name: str, mail: str, password: str, now: datetime) -> None:
    """An organisation with its lead for trying out, unless it is there already (D39)."""
    if staff.by_mail(mail):
        return
    seconds = int(now.timestamp())
    organisation_id = partners.add(Organisation(id=0, name=organisation), now_seconds=seconds)
    account_id = staff.add(name=name, mail=mail, home="", is_demo=1, now_seconds=seconds)
    staff.belong(account_id, organisation_id, leads=1)
    staff.set_password(account_id, passwords.hashed(password))
    staff.set_state(account_id, State.ACTIVE)


# --- their people


@database.repeated
def invite(
    actor: Account, organisation_id: int, *, name: str, mail: str, leads: int, now: datetime
) -> int:
    """Somebody new of an organisation, by its lead or an administrator; `leads` 1: another lead.

    Returns the account's id. Raises `NotAllowed` and `MailTaken`.
    """
    _check_lead(actor, organisation_id, now)
    return _invite(actor, organisation_id, name=name, mail=mail, leads=leads, now=now)


@database.repeated
def switch_off(actor: Account, account_id: int, *, now: datetime) -> None:
    """Let somebody of an organisation in no more; raises `LastLead` when nobody would lead it."""
    account = _colleague(actor, account_id, now)
    others = [
        each
        for each in staff.everybody(account.organisation)
        if each.is_lead and each.state is not State.OFF and each.id != account.id
    ]
    if account.is_lead and not others:
        raise LastLead
    _switch_off(account, now)
    relaying.hand_on(account, now=now)
    _note_person(actor, account, "switched off", now=now)


@database.repeated
def switch_on(actor: Account, account_id: int, *, now: datetime) -> None:
    """Let somebody in again, with the old password or by the invitation."""
    account = _colleague(actor, account_id, now)
    kept = staff.secrets_of(account.id)
    has_password = kept is not None and bool(kept.password)
    staff.set_state(account.id, State.ACTIVE if has_password else State.INVITED)
    _note_person(actor, account, "switched on", now=now)


@database.repeated
def invite_again(actor: Account, account_id: int, *, now: datetime) -> None:
    """Send another invitation to somebody who has not chosen a password yet."""
    account = _colleague(actor, account_id, now)
    if account.state is not State.INVITED:
        raise GoneAlready
    sessions.drop_links(account.id)
    signing_in.send_link(account, LinkKind.INVITATION, now=now)
    _note_person(actor, account, "invited again", now=now)


# --- clients


def organisation_of(account: Account) -> Organisation | None:
    """The organisation an account works for at this moment; None when it is none, or removed."""
    if not account.organisation or account.state is not State.ACTIVE:
        return None
    found = partners.by_id(account.organisation)
    return found if found and found.is_admitted else None


def is_of(mail: str, organisation_id: int) -> bool:
    """Whether it is an address of the organisation: no client's own, and never a key (D2)."""
    account = staff.by_mail(mail) if mail else None
    return account is not None and account.organisation == organisation_id


def clients(account: Account, *, now: datetime) -> list[tuple[Consent, Appointment]]:
    """The clients' appointments of the whole organisation, today and ahead, in order of time."""
    organisation = organisation_of(account)
    if organisation is None:
        return []
    return partners.clients(organisation.id, periods.first_cell(wall_clock(now).date()))


def client(account: Account, appointment_id: int, *, now: datetime) -> Appointment | None:
    """One of them; None for whatever this account may not see."""
    found = clients(account, now=now)
    return next((each for _c, each in found if each.id == appointment_id), None)


def visits(account: Account, *, now: datetime) -> list[Visit]:
    """Who comes to the organisation's own counters, today and ahead (R103); that is noted."""
    organisation = organisation_of(account)
    if organisation is None:
        return []
    found = shared_places.visits(organisation.id, periods.first_cell(wall_clock(now).date()))
    matters = [Matter(Purpose.PARTNERS, each.reference, each.office) for each in found]
    auditing.note_readings(account, Deed.SAW, matters, now=now)
    return found


def may_see(organisation_id: int, appointment_id: int, *, now: datetime) -> bool:
    """Whether the organisation is admitted, the consent stands and the day is not over (R107)."""
    organisation = partners.by_id(organisation_id)
    consent = partners.consent_for(appointment_id)
    found = appointments.by_id(appointment_id)
    return (
        organisation is not None
        and organisation.is_admitted
        and consent is not None
        and consent.is_valid
        and consent.organisation == organisation_id
        and found is not None
        and found.day >= wall_clock(now).date()
    )


def agree(consent: Consent, *, now: datetime) -> None:
    """Keep a client's consent; part of booking, in its transaction.

    Raises `NotAllowed` when the account works for that organisation no more.
    """
    account = staff.by_id(consent.account)
    organisation = organisation_of(account) if account else None
    if organisation is None or organisation.id != consent.organisation:
        raise NotAllowed
    partners.add_consent(replace(consent, given_at=int(now.timestamp())))


@database.repeated
def withdraw(appointment_id: int, *, now: datetime) -> bool:
    """The client takes the consent back: the organisation sees nothing of it at once (R107).

    Messages that went to the counsellor go there no more. False when there was none.
    """
    appointments.lock(appointment_id)
    consent = partners.consent_for(appointment_id)
    if consent is None or not consent.is_valid:
        return False
    relaying.stop(appointment_id, consent.organisation)
    return partners.withdraw(appointment_id, int(now.timestamp()))


# --- parts


def _check_administrator(actor: Account, now: datetime) -> None:
    known = staff.by_id(actor.id)
    if known is None or not roles.may_admit_partners(known.powers(now.date())):
        raise NotAllowed


def _check_lead(actor: Account, organisation_id: int, now: datetime) -> None:
    known = staff.by_id(actor.id)
    if known is None:
        raise NotAllowed
    own = organisation_of(known)
    if own is not None and own.id == organisation_id and known.is_lead:
        return
    _check_administrator(actor, now)
    _known(organisation_id)


def _known(organisation_id: int) -> Organisation:
    found = partners.by_id(organisation_id)
    if found is None:
        raise GoneAlready
    return found


def _colleague(actor: Account, account_id: int, now: datetime) -> Account:
    """Somebody of a partner organisation on whom the actor decides."""
    if actor.id == account_id:
        raise OwnAccount
    account = staff.lock(account_id)
    if account is None or not account.organisation:
        raise GoneAlready
    _check_lead(actor, account.organisation, now)
    return account


def _invite(
    actor: Account, organisation_id: int, *, name: str, mail: str, leads: int, now: datetime
) -> int:
    if staff.by_mail(mail):
        raise MailTaken
    seconds = int(now.timestamp())
    account_id = staff.add(name=name, mail=mail, home="", is_demo=0, now_seconds=seconds)
    staff.belong(account_id, organisation_id, leads=leads)
    account = staff.lock(account_id)
    assert account is not None
    signing_in.send_link(account, LinkKind.INVITATION, now=now)
    _note_person(actor, account, "invited", now=now)
    return account_id


def _switch_off(account: Account, now: datetime) -> None:
    staff.set_state(account.id, State.OFF, off_at=int(now.timestamp()))
    sessions.end_all(account.id)
    sessions.drop_links(account.id)


def _note(actor: Account, organisation_id: int, detail: str, *, now: datetime) -> None:
    matter = Matter(Purpose.PARTNERS, audits.organisation(organisation_id))
    auditing.note(actor.id, Deed.CHANGED, matter, detail=detail, now=now)


def _note_person(actor: Account, account: Account, detail: str, *, now: datetime) -> None:
    matter = Matter(Purpose.PARTNERS, audits.person(account.id))
    auditing.note(actor.id, Deed.CHANGED, matter, detail=detail, now=now)
