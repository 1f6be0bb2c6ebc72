"""Relaying: messages that go to an advice centre, as long as its client agrees (R107, D17)."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from backend.actions import persons
from backend.domain import periods
from backend.domain.accounts import Account, State
from backend.domain.appointments import Appointment, Delivery
from backend.domain.partners import Consent
from backend.domain.rules import wall_clock
from backend.store import appointments, letters, partners, sealing, staff
from backend.store.letters import NewLetter

LANGUAGES = "de"
"""Counsellors are told in German, whatever their client reads."""


def tell(appointment: Appointment, kind: str, facts: dict[str, Any], *, now: datetime) -> None:
    """The office has changed something: the counsellor is told by mail, beside the client.

    Part of an action. Nobody is told twice who gets the client's own messages anyway, and nobody
    without a consent that stands.
    """
    consent = partners.consent_for(appointment.id)
    if consent is None or not consent.is_valid or is_told(appointment):
        return
    organisation = partners.by_id(consent.organisation)
    recipient = _mail_of(consent) if organisation and organisation.is_admitted else ""
    if recipient:
        seconds = int(now.timestamp())
        letter = NewLetter(
            kind=kind,
            appointment=appointment.id,
            recipient=recipient,
            languages=LANGUAGES,
            facts=facts,
            due_at=seconds,
        )
        letters.add([letter], now_seconds=seconds)


def is_told(appointment: Appointment) -> bool:
    """Whether the client's messages go to the counsellor."""
    return appointment.person.shared_mail and persons.gets_mail(appointment.person)


def stop(appointment_id: int, organisation: int) -> None:
    """No message about it goes to the organisation any more; part of an action.

    The client's own contact stays; without one the office tells at door and counter (D37), and
    the link in the messages that went to the counsellor opens nothing any more.
    """
    standing = appointments.lock(appointment_id)
    if standing is None:
        return
    for account in staff.everybody(organisation):
        letters.redirect_mails(appointment_id, account.mail, new="")
    person = standing.appointment.person
    if person.shared_mail:
        letters.redirect_mails(appointment_id, person.email, new="")
        delivery = Delivery.NONE if person.delivery is Delivery.MAIL else person.delivery
        alone = replace(person, email="", shared_mail=False, delivery=delivery)
        closed = replace(standing.appointment, person=alone, nonce=sealing.new_nonce())
        appointments.change_contact(closed)


def stop_all(organisation: int, *, now: datetime) -> None:
    """The same for all coming appointments of an organisation that is removed."""
    for consent, appointment in _coming(organisation, now):
        stop(appointment.id, consent.organisation)


def hand_on(leaver: Account, *, now: datetime) -> None:
    """A colleague leaves: the messages about the clients go to another one; part of an action."""
    heir = _colleague_of(leaver.organisation, but=leaver.id)
    for _consent, appointment in _coming(leaver.organisation, now):
        standing = appointments.lock(appointment.id)
        if standing is None:
            continue
        found = standing.appointment
        letters.redirect_mails(found.id, leaver.mail, new=heir)
        if found.person.shared_mail and found.person.email.casefold() == leaver.mail.casefold():
            if heir:
                person = replace(found.person, email=heir)
                appointments.change_contact(replace(found, person=person))
            else:
                stop(found.id, leaver.organisation)


def _coming(organisation: int, now: datetime) -> list[tuple[Consent, Appointment]]:
    """In the order of their ids, in which all actions lock appointments."""
    found = partners.clients(organisation, periods.first_cell(wall_clock(now).date()))
    return sorted(found, key=lambda pair: pair[1].id)


def _mail_of(consent: Consent) -> str:
    """The address of who sat beside the client, else of a colleague; empty for nobody."""
    account = staff.by_id(consent.account)
    if account and account.state is State.ACTIVE and account.organisation == consent.organisation:
        return account.mail
    return _colleague_of(consent.organisation)


def _colleague_of(organisation: int, *, but: int = 0) -> str:
    """The address of somebody who works there, a lead if there is one; empty for nobody."""
    active = [
        each
        for each in staff.everybody(organisation)
        if each.state is State.ACTIVE and each.id != but
    ]
    found = sorted(active, key=lambda each: not each.is_lead)
    return found[0].mail if found else ""
