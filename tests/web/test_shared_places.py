"""Places shared with a partner: its people see who comes to their own counters, nobody else's."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from backend.actions import booking, changes, choosing, drafting, partnering
from backend.domain.accounts import Account
from backend.domain.appointments import Appointment, Draft, State
from backend.domain.counters import Counter
from backend.domain.partners import Organisation
from backend.domain.refusals import NotBookable, TimeTaken
from backend.domain.roles import Grant, Place, Right, Role
from backend.store import appointments, capacity, database, partners
from backend.store import planning as rows
from tests.web.arranged import errors, page_of, send
from tests.web.desk import ENTRANCE, MITTE, Desk, leads_to, shared_desk, undone, words
from tests.web.partnered import ADMIN, founded
from tests.web.walk import Walk

BOSS = Grant(kind=Role.OFFICE_ADMINISTRATOR, place=MITTE)
GROUP = "/dienst/planung/gruppe/mitte-eingang/plaetze"
GROUPS = "/dienst/planung/stelle/mitte/gruppen"
OWN = "/dienst/beratung/plaetze"
TOLD = "Deichhaus kann diesen Termin sehen"
NEEDS = "/de/termin/mitte/bankverbindung/angaben"


@pytest.fixture(scope="module")
def shared(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with shared_desk(sqlite_template, tmp_path_factory.mktemp("places")) as found:
        yield found


@pytest.fixture
def desk(shared: Desk) -> Iterator[Desk]:
    yield from undone(shared)


@pytest.fixture
def lead(desk: Desk) -> Account:
    return founded(desk, "Deichhaus")


@pytest.fixture
def boss(desk: Desk) -> FlaskClient:
    return desk.signed_in(desk.hire(BOSS))


def group(key: str = "mitte-eingang") -> capacity.Group:
    found = capacity.plan().group(key)
    assert found is not None
    return found


def given(organisation: int, key: str = "mitte-eingang") -> None:
    """The counters of this group are the organisation's."""
    database.run("UPDATE counter_group SET organisation = ? WHERE key = ?", (organisation, key))
    capacity.change_edition()


def at_check(desk: Desk) -> Walk:
    """Somebody who has answered everything, before the last press."""
    way = Walk(desk.browser()).open(NEEDS)
    way.send(channel="in_person", interpreting="no")
    first_day = way.page.select_one("main .tb-rows a.tb-row[href*='/tage/']")
    assert first_day is not None
    way.open(str(first_day["href"]))
    way.send(start=way.value("start"))
    way.send(for_whom="myself", name="Amal Haddad", number="214A123456")
    way.send(email="amal@example.org")
    assert way.address.endswith("/pruefen#main"), way.errors
    return way


def shown(way: Walk) -> str:
    main = way.page.main
    assert main is not None
    return " ".join(main.get_text(" ").split())


# --- set up


def test_an_office_gives_the_counters_of_a_group_to_a_partner(
    desk: Desk, boss: FlaskClient, lead: Account
) -> None:
    answer = send(boss, GROUP, organisation=str(lead.organisation))
    assert answer.status_code == 303
    assert group().organisation == lead.organisation
    assert "Deichhaus" in words(boss.get(GROUPS))
    noted = database.every("SELECT detail FROM audit_entry WHERE reference = 'mitte-eingang'")
    assert noted == [(f"group: O-{lead.organisation}",)]


def test_a_new_group_is_the_partners_from_the_beginning(boss: FlaskClient, lead: Account) -> None:
    send(
        boss,
        f"{GROUPS}/neu",
        title="Aktionsbüro",
        key="mitte-aktion",
        organisation=str(lead.organisation),
    )
    assert group("mitte-aktion").organisation == lead.organisation


def test_a_group_is_the_jobcenters_unless_somebody_says_otherwise(
    boss: FlaskClient, lead: Account
) -> None:
    send(boss, f"{GROUPS}/neu", title="Aktionsbüro", key="mitte-aktion")
    assert group("mitte-aktion").organisation == 0


@pytest.mark.parametrize("odd", ["999", "-1", "", "x", "9" * 40])
def test_nobody_but_an_admitted_partner_can_be_chosen(
    boss: FlaskClient, lead: Account, odd: str
) -> None:
    answer = send(boss, GROUP, organisation=odd)
    assert (answer.status_code, errors(answer)) == (422, {"#organisation"})
    assert group().organisation == 0


def test_a_removed_partner_can_be_chosen_no_more_but_keeps_its_groups(
    desk: Desk, boss: FlaskClient, lead: Account
) -> None:
    given(lead.organisation, "mitte-leistung")
    partnering.remove(desk.hire(ADMIN), lead.organisation, now=desk.now)
    assert send(boss, GROUP, organisation=str(lead.organisation)).status_code == 422
    kept = send(boss, GROUP.replace("eingang", "leistung"), title="Leistung zwei")
    assert kept.status_code == 303
    assert group("mitte-leistung").organisation == lead.organisation


def test_a_neutral_partner_is_not_named_to_the_office(boss: FlaskClient, lead: Account) -> None:
    _neutral(lead)
    page = words(boss.get(GROUP))
    assert f"Beratungsstelle (O-{lead.organisation})" in page
    assert "Deichhaus" not in page


def test_who_has_booked_before_is_shown_to_no_partner_afterwards(
    desk: Desk, boss: FlaskClient, lead: Account
) -> None:
    desk.booked.book()
    answer = send(boss, GROUP, organisation=str(lead.organisation))
    assert answer.status_code == 409
    assert "weiß nicht, dass die Organisation" in words(answer)
    assert group().organisation == 0


def test_the_jobcenter_takes_its_counters_back_at_any_time(
    desk: Desk, boss: FlaskClient, lead: Account
) -> None:
    given(lead.organisation)
    desk.booked.book()
    assert send(boss, GROUP, organisation="0").status_code == 303
    assert desk.signed_in(lead).get(OWN).status_code == 200
    assert "Olena" not in words(desk.signed_in(lead).get(OWN))


# --- what customers read


def test_customers_are_told_before_they_book_and_on_their_own_page(
    desk: Desk, lead: Account
) -> None:
    given(lead.organisation)
    way = at_check(desk)
    assert TOLD in shown(way)
    way.send()
    assert "/mein-termin/" in way.address, way.errors
    assert TOLD in shown(way)


def test_customers_read_nothing_of_it_at_the_jobcenters_own_counters(
    desk: Desk, lead: Account
) -> None:
    given(lead.organisation, "mitte-leistung")
    way = at_check(desk)
    assert "kann diesen Termin sehen" not in shown(way)


def test_customers_read_of_an_advice_centre_where_the_name_would_say_too_much(
    desk: Desk, lead: Account
) -> None:
    _neutral(lead)
    given(lead.organisation)
    page = shown(at_check(desk))
    assert "Beratungsstelle kann diesen Termin sehen" in page
    assert "Deichhaus" not in page


def test_nobody_books_by_a_page_that_said_nothing_of_the_partner(desk: Desk, lead: Account) -> None:
    way = at_check(desk)
    given(lead.organisation)
    way.send()
    assert way.address.endswith("/pruefen#main")
    assert TOLD in shown(way)


def test_a_lapsed_time_is_not_replaced_by_one_at_a_partners_counter(
    desk: Desk, lead: Account
) -> None:
    draft = replace(
        Draft(), office="mitte", concern="bankverbindung", name="Amal", email="a@example.org",
        delivery="mail",
    )  # fmt: skip
    content = desk.booked.content
    wish = choosing.wish_of(draft, content)
    free = choosing.days(wish, content=content, now=desk.now)
    start = next(line.first.start for line in free if line.first)
    drafting.save("key", draft, now=desk.now)
    held = booking.hold("key", draft, start, content=content, now=desk.now)
    given(lead.organisation)
    lost = replace(held, held=0, held_until=0)
    with pytest.raises((TimeTaken, NotBookable)):
        booking.book("key", lost, content=content, now=desk.now + timedelta(hours=1))


def test_an_office_that_moves_somebody_does_not_move_them_to_a_partners_counter_unseen(
    desk: Desk, lead: Account
) -> None:
    found = desk.booked.book()
    row = database.one("SELECT id FROM counter_group WHERE key = 'mitte-leistung'")
    assert row is not None
    rows.write_offers(row[0], group().offers)
    for counter in group().counters:
        rows.retire_counter(group().id, counter.id)
    given(lead.organisation, "mitte-leistung")
    old = appointments.lock(found.id)
    assert old is not None
    now, content = desk.now, desk.booked.content
    with pytest.raises((TimeTaken, NotBookable)):
        changes.replaced(old, found.start, content=content, now=now)
    theirs = group("mitte-leistung")
    spot = changes.replaced(
        old, found.start, content=content, now=now, counter=theirs.counters[0].id
    )
    assert spot.group_id == theirs.id


def test_a_visitor_without_the_name_is_told_of_no_partner(desk: Desk, lead: Account) -> None:
    given(lead.organisation)
    found = desk.booked.book()
    page = words(desk.browser().get(desk.booked.address(found)))
    assert "Deichhaus" not in page


def test_who_is_booked_by_staff_hears_it_read_aloud(desk: Desk, lead: Account) -> None:
    given(lead.organisation)
    found = desk.booked.book(languages="ar+de")
    clerk = desk.signed_in(desk.hire(Grant(kind=Right.COUNTER, place=ENTRANCE)))
    assert TOLD in words(clerk.get(f"/dienst/gebucht/{found.id}"))


# --- what the partner sees


def test_a_partner_sees_who_comes_to_its_own_counters_and_no_contact(
    desk: Desk, lead: Account
) -> None:
    given(lead.organisation)
    found = desk.booked.book(needs=("step_free",), phone="0421 555123", languages="ar+de")
    page = words(desk.signed_in(lead).get(OWN))
    for told in ("Olena Kovalenko", "Arabisch", "Bankverbindung"):
        assert told in page
    assert re.sub(r"\W", "", page).count(found.reference) == 1
    assert found.start.strftime("%d.%m.%Y, %H:%M") in page
    for hidden in ("555123", "olena@example.org", "tufenlos"):
        assert hidden not in page


def test_what_a_partner_has_seen_is_noted(desk: Desk, lead: Account) -> None:
    given(lead.organisation)
    found = desk.booked.book()
    desk.signed_in(lead).get(OWN)
    noted = database.every(
        "SELECT actor, deed, purpose FROM audit_entry WHERE reference = ?", (found.reference,)
    )
    assert noted == [(lead.id, "saw", "partners")]


def test_another_partner_and_counters_of_the_jobcenter_stay_apart(
    desk: Desk, lead: Account
) -> None:
    other = founded(desk, "Hafenhaus")
    given(lead.organisation)
    given(other.organisation, "mitte-leistung")
    desk.booked.book()
    desk.booked.book(concern="bescheid", name="Ivan Petrenko", email="ivan@example.org")
    ours, theirs = (words(desk.signed_in(each).get(OWN)) for each in (lead, other))
    assert "Olena" in ours and "Ivan" not in ours
    assert "Ivan" in theirs and "Olena" not in theirs


def test_clerks_of_other_groups_do_not_enter_the_page(desk: Desk, lead: Account) -> None:
    given(lead.organisation)
    clerk = desk.hire(Grant(kind=Right.COUNTER, place=Place("mitte", "mitte-leistung")))
    assert desk.signed_in(clerk).get(OWN).status_code == 403


def test_nothing_is_left_after_the_day_or_after_cancelling(desk: Desk, lead: Account) -> None:
    given(lead.organisation)
    found = desk.booked.book()
    client = desk.signed_in(lead)
    with database.atomic() as transaction:
        booking.cancel(found.id, now=desk.now)
        assert "Zurzeit keine" in words(client.get(OWN))
        transaction.rollback()
    late = found.start.replace(hour=22, tzinfo=desk.booked.zone)
    desk.booked.clock.now = late
    assert "Olena" in words(desk.signed_in(lead).get(OWN))
    desk.booked.clock.now = late + timedelta(hours=3)
    assert "Zurzeit keine" in words(desk.signed_in(lead).get(OWN))


def test_a_removed_partner_sees_nothing_and_customers_read_no_more_of_it(
    desk: Desk, lead: Account
) -> None:
    given(lead.organisation)
    found = desk.booked.book()
    client = desk.signed_in(lead)
    partnering.remove(desk.hire(ADMIN), lead.organisation, now=desk.now)
    assert leads_to(client.get(OWN)) == "/dienst/anmelden"
    assert partnering.visits(desk.again(lead.id), now=desk.now) == []
    page = words(desk.booked.knower(found).get(desk.booked.address(found)))
    assert "Deichhaus" not in page
    assert _now(found).state is State.BOOKED and group().organisation == lead.organisation


def test_own_counters_are_linked_only_where_there_are_some(desk: Desk, lead: Account) -> None:
    client = desk.signed_in(lead)
    assert not page_of(client.get("/dienst/")).select(f"a[href='{OWN}']")
    given(lead.organisation)
    assert page_of(client.get("/dienst/")).select(f"main a[href='{OWN}']")


# --- nobody is alone


def test_a_counter_of_the_office_and_one_of_the_partner_are_two(desk: Desk, lead: Account) -> None:
    (ours,) = capacity.plan().groups["bus"]
    draft = Draft(office="bus", concern="berufliche-situation")
    wish, day = choosing.wish_of(draft, desk.booked.content), date(2026, 12, 1)

    def free() -> bool:
        return bool(choosing.times(wish, day, content=desk.booked.content, now=desk.now))

    for counter in ours.counters[1:]:
        rows.retire_counter(ours.id, counter.id)
    capacity.change_edition()
    assert not free()
    theirs = rows.add_group(
        key="bus-deichhaus",
        office="bus",
        title="Deichhaus",
        area="entrance",
        organisation=lead.organisation,
    )
    rows.add_counter(theirs, Counter(0, "D 1", large=False))
    capacity.change_edition()
    assert free()


def _neutral(lead: Account) -> None:
    found = partners.by_id(lead.organisation)
    assert isinstance(found, Organisation)
    partners.change(replace(found, is_neutral=True))


def _now(found: Appointment) -> Appointment:
    again = appointments.by_id(found.id)
    assert again is not None
    return again
