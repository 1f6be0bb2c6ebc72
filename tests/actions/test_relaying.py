"""Messages to advice centres: only with consent, and of what the office changes (R107, D17)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from backend.actions import changes, correspondence, partnering, relaying
from backend.content import Content
from backend.domain.accounts import Account, State
from backend.domain.appointments import Appointment, Delivery
from backend.domain.partners import Consent, Organisation
from backend.domain.roles import Grant, Role
from backend.store import appointments, database, letters, partners, staff
from tests.actions.conftest import NOW, TUESDAY, Book, at
from tests.actions.people import hired

OWN = "amal@example.org"
LEAD, JO = "li@haus.example", "jo@haus.example"


@pytest.fixture
def boss(office: None) -> Account:
    return hired(Grant(kind=Role.ADMINISTRATOR), mail="boss@example.org")


@pytest.fixture
def house(boss: Account) -> int:
    organisation = Organisation(id=0, name="Haus am Deich")
    house = partnering.admit(boss, organisation, name="Li", mail=LEAD, now=NOW)
    (lead,) = staff.everybody(house)
    staff.set_state(lead.id, State.ACTIVE)
    staff.belong(hired(mail=JO).id, house, leads=0)
    return house


def by(mail: str) -> Account:
    found = staff.by_mail(mail)
    assert found is not None
    return found


def beside(house: int, book: Book, *, mail: str, content: Content) -> Appointment:
    """Jo has booked beside a client, whose messages go to this address."""
    found = book("Amal", at(TUESDAY, 9))
    person = replace(
        found.person, email=mail, shared_mail=mail != OWN, delivery=Delivery.MAIL, sms=False
    )
    found = replace(found, person=person)
    consent = Consent(
        id=0,
        organisation=house,
        appointment=found.id,
        account=by(JO).id,
        given_at=0,
        languages="ar+de",
        text="Ja.",
    )
    with database.atomic():
        appointments.change_contact(found)
        partnering.agree(consent, now=NOW)
        letters.withdraw(found.id, [letters.CONFIRMATION, letters.REMINDER])
        correspondence.booked(found, content=content, now=NOW)
    return found


def waiting() -> list[tuple[str, str, str]]:
    """Kind, address and languages of the mails that have not gone out."""
    rows = database.every(
        f"SELECT {letters.COLUMNS} FROM letter WHERE state = 'waiting' AND sealed <> ''"
        " AND appointment <> 0 ORDER BY id"
    )
    found = [letters.letter_of(row) for row in rows]
    return [(each.kind, each.recipient, each.languages.partition("+")[0]) for each in found]


def later(found: Appointment) -> Appointment:
    stored = appointments.by_id(found.id)
    assert stored is not None
    return stored


def move(found: Appointment, content: Content) -> None:
    changes.move(found.id, found.start + timedelta(days=7), content=content, now=NOW)


def test_the_counsellor_is_told_beside_the_client_what_the_office_changes(
    house: int, book: Book, content: Content
) -> None:
    move(beside(house, book, mail=OWN, content=content), content)
    told = [(mail, tongue) for kind, mail, tongue in waiting() if kind == letters.OFFICE_MOVED]
    assert (JO, "de") in told
    assert OWN in [mail for mail, _tongue in told]


def test_nobody_is_told_twice(house: int, book: Book, content: Content) -> None:
    found = beside(house, book, mail=JO, content=content)
    changes.cancel(found.id, content=content, now=NOW)
    assert [m for kind, m, _t in waiting() if kind == letters.OFFICE_CANCELLED] == [JO]


def test_a_colleague_is_told_in_place_of_who_has_left(
    house: int, book: Book, content: Content
) -> None:
    found = beside(house, book, mail=OWN, content=content)
    partnering.switch_off(by(LEAD), by(JO).id, now=NOW)
    move(found, content)
    assert (letters.OFFICE_MOVED, LEAD, "de") in waiting()


def test_the_messages_of_who_leaves_go_to_a_colleague(
    house: int, book: Book, content: Content
) -> None:
    found = beside(house, book, mail=JO, content=content)
    assert JO in [mail for _k, mail, _t in waiting()]
    partnering.switch_off(by(LEAD), by(JO).id, now=NOW)
    assert {mail for _k, mail, _t in waiting()} == {LEAD}
    assert later(found).person.email == LEAD


def test_with_the_consent_the_messages_to_the_counsellor_end(
    house: int, book: Book, content: Content
) -> None:
    found = beside(house, book, mail=JO, content=content)
    assert partnering.withdraw(found.id, now=NOW)
    person = later(found).person
    assert waiting() == []
    assert (person.email, person.shared_mail, person.delivery) == ("", False, Delivery.NONE)
    move(found, content)
    assert JO not in [mail for _k, mail, _t in waiting()]


def test_the_clients_own_messages_go_on_without_the_consent(
    house: int, book: Book, content: Content
) -> None:
    found = beside(house, book, mail=OWN, content=content)
    before = waiting()
    partnering.withdraw(found.id, now=NOW)
    assert waiting() == before
    assert later(found).person.email == OWN


def test_a_removed_organisation_gets_no_message_any_more(
    boss: Account, house: int, book: Book, content: Content
) -> None:
    found = beside(house, book, mail=JO, content=content)
    partnering.remove(boss, house, now=NOW)
    assert waiting() == []
    assert later(found).person.email == ""


def test_a_second_withdrawal_changes_nothing(house: int, book: Book, content: Content) -> None:
    found = beside(house, book, mail=JO, content=content)
    partnering.withdraw(found.id, now=NOW)
    assert not partnering.withdraw(found.id, now=NOW + timedelta(hours=1))
    consent = partners.consent_for(found.id)
    assert consent is not None and consent.withdrawn_at == int(NOW.timestamp())


def test_after_its_day_the_organisation_sees_an_open_page_no_more(
    house: int, book: Book, content: Content
) -> None:
    found = beside(house, book, mail=OWN, content=content)
    evening = NOW.replace(year=found.day.year, month=found.day.month, day=found.day.day, hour=23)
    assert partnering.may_see(house, found.id, now=evening)
    assert not partnering.may_see(house, found.id, now=evening + timedelta(hours=2))


def test_without_an_organisation_nobody_else_is_told(
    office: None, book: Book, content: Content
) -> None:
    found = book("Amal", at(TUESDAY, 9))
    facts = correspondence.facts_of(found)
    with database.atomic():
        before = waiting()
        relaying.tell(found, letters.OFFICE_MOVED, facts, now=NOW)
        assert waiting() == before
