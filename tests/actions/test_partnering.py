"""Partners: admitted, inviting each other, and seeing no more than clients agreed to (R107)."""

from datetime import timedelta

import pytest

from backend.actions import booking, forgetting, partnering, staffing
from backend.content import Content
from backend.domain.accounts import Account, State
from backend.domain.appointments import Appointment
from backend.domain.partners import Consent, Organisation
from backend.domain.roles import Grant, Place, Right, Role
from backend.domain.staff_refusals import GoneAlready, LastLead, MailTaken, NotAllowed, OwnAccount
from backend.store import database, partners, sessions, staff
from backend.store.sessions import Stage
from tests.actions.conftest import NOW, TUESDAY, Book, at
from tests.actions.people import hired

HOUSE = Organisation(id=0, name="Haus am Deich", agreed_on=TUESDAY, agreement="Az. 1")


def _account(
    mail: str, *, organisation: int = 0, leads: int = 0, grant: Grant | None = None
) -> int:
    grants = (grant,) if grant else ()
    account_id = hired(*grants, mail=mail).id
    staff.belong(account_id, organisation, leads=leads)
    return account_id


def again(account_id: int) -> Account:
    found = staff.by_id(account_id)
    assert found is not None
    return found


@pytest.fixture
def boss(office: None) -> Account:
    return again(_account("boss@example.org", grant=Grant(kind=Role.ADMINISTRATOR)))


@pytest.fixture
def house(boss: Account) -> int:
    return partnering.admit(boss, HOUSE, name="Li", mail="li@haus.example", now=NOW)


@pytest.fixture
def lead(house: int) -> Account:
    (found,) = staff.everybody(house)
    staff.set_state(found.id, State.ACTIVE)
    return again(found.id)


@pytest.fixture
def agreed(lead: Account, book: Book) -> Appointment:
    booked = book("Amal", at(TUESDAY, 9))
    consent = Consent(
        id=0,
        organisation=lead.organisation,
        appointment=booked.id,
        account=lead.id,
        given_at=0,
        languages="ar+de",
        text="Ich bin einverstanden.",
    )
    with database.atomic():
        partnering.agree(consent, now=NOW)
    return booked


def seen(account: Account, *, now: object = NOW) -> list[str]:
    found = partnering.clients(again(account.id), now=now)  # type: ignore[arg-type]
    return [appointment.person.name for _consent, appointment in found]


def test_an_organisation_begins_with_one_invited_lead(house: int) -> None:
    (lead,) = staff.everybody(house)
    assert (lead.state, lead.is_lead) == (State.INVITED, True)
    assert [kind for (kind,) in database.every("SELECT kind FROM letter")] == ["invitation"]


def test_only_administrators_admit(office: None) -> None:
    clerk = again(_account("c@example.org", grant=Grant(kind=Right.COUNTER, place=Place("burg"))))
    with pytest.raises(NotAllowed):
        partnering.admit(clerk, HOUSE, name="Li", mail="li@haus.example", now=NOW)


def test_a_lead_invites_for_the_own_organisation_only(lead: Account, boss: Account) -> None:
    other = partnering.admit(boss, HOUSE, name="Mo", mail="mo@other.example", now=NOW)
    partnering.invite(lead, lead.organisation, name="Jo", mail="jo@haus.example", leads=0, now=NOW)
    assert len(staff.everybody(lead.organisation)) == 2
    with pytest.raises(NotAllowed):
        partnering.invite(lead, other, name="Su", mail="su@haus.example", leads=0, now=NOW)
    with pytest.raises(MailTaken):
        partnering.invite(
            lead, lead.organisation, name="Jo", mail="JO@haus.example", leads=0, now=NOW
        )


def test_counsellors_invite_nobody(lead: Account) -> None:
    jo = again(_account("jo@haus.example", organisation=lead.organisation))
    with pytest.raises(NotAllowed):
        partnering.invite(jo, jo.organisation, name="Su", mail="s@x.example", leads=0, now=NOW)


def test_partners_have_no_powers_in_the_office_whatever_was_granted(lead: Account) -> None:
    staff.give(lead.id, Grant(kind=Role.ADMINISTRATOR), now_seconds=0)
    assert again(lead.id).powers(NOW.date()).grants == ()
    with pytest.raises(NotAllowed):
        staffing.demand_factor(again(lead.id), [], now=NOW)


def test_partners_stand_on_no_list_of_the_staff(lead: Account) -> None:
    assert lead.id not in {each.id for each in staff.everybody()}


def test_the_whole_organisation_sees_what_a_client_agreed_to(
    lead: Account, agreed: Appointment
) -> None:
    jo = again(_account("jo@haus.example", organisation=lead.organisation))
    assert seen(jo) == ["Amal"]
    assert partnering.client(jo, agreed.id, now=NOW) is not None


def test_another_organisation_sees_nothing(boss: Account, agreed: Appointment) -> None:
    other = partnering.admit(boss, HOUSE, name="Mo", mail="mo@other.example", now=NOW)
    mo = again(_account("m@other.example", organisation=other, leads=1))
    assert seen(mo) == []
    assert partnering.client(mo, agreed.id, now=NOW) is None


def test_a_consent_taken_back_ends_the_access_at_once(lead: Account, agreed: Appointment) -> None:
    assert partnering.withdraw(agreed.id, now=NOW)
    assert not partnering.withdraw(agreed.id, now=NOW)
    assert seen(lead) == []
    found = partners.consent_for(agreed.id)
    assert found is not None
    assert not found.is_valid


def test_after_its_day_nothing_is_seen(lead: Account, agreed: Appointment) -> None:
    evening = NOW + timedelta(days=1, hours=14)
    assert seen(lead, now=evening) == ["Amal"]
    assert seen(lead, now=evening + timedelta(days=1)) == []


def test_the_consent_goes_with_the_appointment(agreed: Appointment) -> None:
    (told,) = partners.about(agreed.id)
    assert told["organisation"] == "Haus am Deich"
    forgetting.sweep(now=NOW + timedelta(days=9), retention_days=7, draft_minutes=120)
    assert partners.consent_for(agreed.id) is None


def test_a_cancelled_appointment_is_seen_no_more(
    lead: Account, agreed: Appointment, content: Content
) -> None:
    booking.cancel(agreed.id, now=NOW)
    assert seen(lead) == []


def test_a_removed_organisation_sees_and_agrees_to_nothing(
    boss: Account, lead: Account, agreed: Appointment
) -> None:
    token = "t" * 20
    sessions.begin(token, lead.id, stage=Stage.WHOLE, browser="", now_seconds=0)
    partnering.remove(boss, lead.organisation, now=NOW)
    assert sessions.find(token) is None
    assert seen(lead) == []
    again_agreed = partners.consent_for(agreed.id)
    assert again_agreed is not None
    with pytest.raises(NotAllowed):
        partnering.agree(again_agreed, now=NOW)
    partnering.readmit(boss, lead.organisation, now=NOW)
    assert seen(lead) == []


def test_the_last_lead_stays_and_nobody_switches_themselves_off(
    boss: Account, lead: Account
) -> None:
    with pytest.raises(OwnAccount):
        partnering.switch_off(lead, lead.id, now=NOW)
    with pytest.raises(LastLead):
        partnering.switch_off(boss, lead.id, now=NOW)
    jo = _account("jo@haus.example", organisation=lead.organisation, leads=1)
    partnering.switch_off(again(jo), lead.id, now=NOW)
    assert again(lead.id).state is State.OFF


def test_staff_accounts_are_nobodys_colleagues(boss: Account, lead: Account) -> None:
    with pytest.raises(GoneAlready):
        partnering.switch_off(lead, boss.id, now=NOW)
    assert again(boss.id).state is State.ACTIVE
