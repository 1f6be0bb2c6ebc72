"""Receiving and correcting: what happens to keys, letters and claims, and who may be told."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from backend.actions import booking, changes, corrections, lookups, receiving, walking_in
from backend.actions.corrections import Reason
from backend.actions.registering import Clerk
from backend.content import Content
from backend.domain.accounts import Account, State
from backend.domain.appointments import Appointment, Channel, Delivery, Person, Wish
from backend.domain.attendance import Outcome, Step
from backend.domain.audits import Deed
from backend.domain.callers import Asked
from backend.domain.refusals import TooManyTries
from backend.domain.roles import Grant, Place, Right
from backend.domain.staff_refusals import (
    CancelledMeanwhile,
    ChangedMeanwhile,
    FinishedAlready,
    KindTaken,
    PhoneMissing,
)
from backend.store import appointments, attendance, audit, customer_keys, database, letters
from tests.actions.conftest import NOW, TUESDAY, Book, at, seconds

CLERKS = 6
KIM = Account(
    id=7,
    mail="kim@example.org",
    name="Kim",
    home="burg",
    state=State.ACTIVE,
    has_factor=False,
    grants=(Grant(kind=Right.COUNTER, place=Place("burg")),),
)
MORNING = NOW.replace(day=24, hour=8, minute=50)
"""Ten minutes before the appointment."""


@pytest.fixture
def database_url(default_database_url: str) -> str:
    """One engine is enough here; `test_rival_receptions` takes both."""
    return default_database_url


@pytest.fixture
def amal(office: None, book: Book) -> Appointment:
    return book("Amal", at(TUESDAY, 9), phone="0421 555123", number="123A456789")


def notes(found: Appointment) -> list[tuple[Deed, str]]:
    return [(entry.deed, entry.detail) for entry in audit.about(found.reference)]


def waiting(found: Appointment) -> list[tuple[str, str]]:
    rows = database.every(
        "SELECT kind, channel FROM letter WHERE appointment = ? AND state = 'waiting'"
        " ORDER BY id", (found.id,),
    )  # fmt: skip
    return [(str(kind), str(channel)) for kind, channel in rows]


# --- keys and traces


def test_finishing_frees_the_keys_and_taking_back_takes_them_unless_used(
    amal: Appointment, book: Book
) -> None:
    receiving.finish(KIM, amal.id, Outcome.SOLVED, now=MORNING)
    other = book("Amal", at(TUESDAY, 10), now=NOW, phone="", number="123A456789")
    receiving.undo(KIM, amal.id, Step.FINISHED, now=MORNING)
    assert customer_keys.about(amal.id) == []
    assert len(customer_keys.about(other.id)) == 2


def test_the_log_names_no_person_and_no_clerk_stands_at_the_appointment(
    amal: Appointment,
) -> None:
    receiving.check_in(KIM, amal.id, now=MORNING)
    receiving.call(KIM, amal.id, "Platz 1", now=MORNING)
    assert notes(amal) == [(Deed.CHANGED, "called"), (Deed.CHANGED, "checked in")]
    row = database.one("SELECT * FROM attendance WHERE appointment = ?", (amal.id,))
    assert row is not None and KIM.id not in row


# --- correcting


def correct(
    found: Appointment, person: Person, content: Content, *, now: datetime
) -> corrections.Corrected:
    """As a clerk does who has seen the details of `found`."""
    seen = corrections.state_of(found.person)
    return corrections.correct(KIM, found.id, person, content=content, now=now, seen=seen)


def test_nobody_overwrites_what_a_colleague_has_corrected_meanwhile(
    amal: Appointment, content: Content
) -> None:
    correct(amal, replace(amal.person, phone="0421 555999"), content, now=NOW)
    with pytest.raises(ChangedMeanwhile):
        correct(amal, replace(amal.person, name="Amal Haddad"), content, now=NOW)
    kept = appointments.by_id(amal.id)
    assert kept is not None and kept.person.phone == "0421 555999"


def test_a_corrected_address_takes_mail_reminder_and_keys_along(
    amal: Appointment, content: Content
) -> None:
    person = replace(amal.person, email="neu@example.org")
    done = correct(amal, person, content, now=NOW)
    assert done.is_told and done.is_only_one
    assert waiting(amal) == [("confirmation", "mail"), ("reminder", "mail")]
    sent = letters.claim_due(seconds(NOW) + 2 * 86_400, most=9, lease_seconds=60)
    assert {letter.recipient for letter in sent} == {"neu@example.org"}
    assert len(customer_keys.about(amal.id)) == 2
    assert appointments.by_id(amal.id) == done.appointment


def test_details_of_another_open_appointment_are_told_to_the_clerk(
    amal: Appointment, book: Book, content: Content
) -> None:
    other = book("Omar", at(TUESDAY, 10))
    person = replace(other.person, email=amal.person.email)
    done = correct(other, person, content, now=NOW)
    assert not done.is_only_one and customer_keys.about(other.id) == []
    assert len(customer_keys.about(amal.id)) == 2
    assert notes(other)[0] == (Deed.CHANGED, "details, beside another")


def test_who_can_be_reached_by_nothing_is_told_nothing(amal: Appointment, content: Content) -> None:
    person = replace(amal.person, email="", phone="", delivery=Delivery.NONE)
    done = correct(amal, person, content, now=NOW)
    assert not done.is_told and waiting(amal) == []


@pytest.mark.parametrize(
    ("reason", "kind"), [(Reason.CUSTOMER, "cancellation"), (Reason.STAFF, "office_cancelled")]
)
def test_the_notice_says_whose_wish_the_cancellation_was(
    reason: Reason, kind: str, amal: Appointment, content: Content
) -> None:
    corrections.cancel(KIM, amal.id, reason, content=content, now=NOW)
    assert (kind, "mail") in waiting(amal)
    assert notes(amal) == [(Deed.CHANGED, f"cancelled: {reason.value}")]
    with pytest.raises(CancelledMeanwhile):
        corrections.cancel(KIM, amal.id, reason, content=content, now=NOW)


def test_what_is_finished_is_not_cancelled_or_corrected_any_more(
    amal: Appointment, content: Content
) -> None:
    receiving.finish(KIM, amal.id, None, now=MORNING)
    with pytest.raises(FinishedAlready):
        corrections.cancel(KIM, amal.id, Reason.OTHER, content=content, now=MORNING)
    with pytest.raises(FinishedAlready):
        correct(amal, amal.person, content, now=MORNING)


def test_a_call_in_place_of_a_visit_keeps_time_and_number(
    amal: Appointment, content: Content
) -> None:
    changed = corrections.change_kind(KIM, amal.id, Channel.PHONE, content=content, now=MORNING)
    assert (changed.start, changed.reference) == (amal.start, amal.reference)
    assert changed.wish == replace(amal.wish, channel=Channel.PHONE)
    assert ("moved", "mail") in waiting(amal)
    back = corrections.change_kind(KIM, amal.id, Channel.IN_PERSON, content=content, now=MORNING)
    assert back.wish == amal.wish


def test_the_kind_stays_where_the_other_one_has_no_room(
    single: None, book: Book, content: Content
) -> None:
    found = book("Amal", at(TUESDAY, 9), channel=Channel.PHONE, phone="0421 1", companion=True)
    before = database.every("SELECT * FROM claim ORDER BY cell")
    with pytest.raises(KindTaken):
        corrections.change_kind(KIM, found.id, Channel.IN_PERSON, content=content, now=NOW)
    assert database.every("SELECT * FROM claim ORDER BY cell") == before


def test_nobody_is_called_without_a_number(office: None, book: Book, content: Content) -> None:
    found = book("Amal", at(TUESDAY, 9))
    with pytest.raises(PhoneMissing):
        corrections.change_kind(KIM, found.id, Channel.PHONE, content=content, now=NOW)


def test_a_double_press_sends_one_message(amal: Appointment, content: Content) -> None:
    later = NOW + timedelta(hours=1)
    for _ in range(2):
        assert corrections.send_again(KIM, amal.id, content=content, now=later)
    assert [kind for kind, _channel in waiting(amal)] == ["confirmation", "reminder"]
    person = replace(amal.person, name="Amal Haddad")
    much_later = later + timedelta(hours=1)
    for _ in range(2):
        done = correct(amal, person, content, now=much_later)
        assert done.is_told and done.is_only_one
    assert [detail for _deed, detail in notes(amal)] == ["details", "sent again"]


# --- looking up


def find(content: Content, **facts: object) -> list[Appointment]:
    return lookups.find(KIM, Asked(**facts), content=content, now=NOW)  # type: ignore[arg-type]


def test_number_and_birth_date_or_name_find_it(office: None, book: Book, content: Content) -> None:
    found = book("Amal", at(TUESDAY, 9), number="123A456789")
    assert [each.id for each in find(content, number="123A456789", name="amal")] == [found.id]
    assert find(content, number="123A456789", name="Olena") == []
    assert [each.id for each in find(content, reference=found.reference)] == [found.id]


def test_other_offices_are_searched_by_nobody(office: None, book: Book, content: Content) -> None:
    found = book("Amal", at(TUESDAY, 9), office="tal")
    assert find(content, reference=found.reference) == []
    assert [entry.detail for entry in audit.about(lookups.NOTHING)] == ["search"]


def test_nobody_tries_out_numbers(office: None, content: Content) -> None:
    for _ in range(lookups.MOST_SEARCHES):
        find(content, name="Amal")
    with pytest.raises(TooManyTries):
        find(content, name="Amal")


# --- who came without an appointment


def test_a_walk_in_takes_the_counter_to_which_it_is_called(office: None, content: Content) -> None:
    wish = Wish(office="burg", concern="antrag", channel=Channel.IN_PERSON)
    clerk = Clerk(KIM, "form")
    found = walking_in.receive(clerk, wish, "Amal", languages="de", content=content, now=MORNING)
    assert database.every("SELECT * FROM claim") == []
    receiving.call(KIM, found.id, "0", now=MORNING + timedelta(minutes=10))
    seated = appointments.by_id(found.id)
    assert seated is not None and seated.counter and seated.start == at(TUESDAY, 9)
    assert len(database.every("SELECT * FROM claim")) == 6


def test_who_is_checked_in_and_moved_to_another_day_has_not_come_yet(
    amal: Appointment, content: Content
) -> None:
    receiving.check_in(KIM, amal.id, now=MORNING)
    later = MORNING + timedelta(days=7)
    changes.move(amal.id, amal.start + timedelta(days=7), content=content, now=MORNING)
    assert receiving.check_in(KIM, amal.id, now=later).arrived_at == later


def test_who_is_checked_in_and_moved_within_the_day_is_still_here(
    amal: Appointment, content: Content
) -> None:
    noted = receiving.check_in(KIM, amal.id, now=MORNING)
    changes.move(amal.id, at(TUESDAY, 10), content=content, now=MORNING)
    assert attendance.of(amal.id) == noted


def test_what_is_finished_before_its_time_can_be_served_when_it_was_moved(
    amal: Appointment, content: Content
) -> None:
    receiving.finish(KIM, amal.id, None, now=MORNING)
    changes.move(amal.id, at(TUESDAY, 10), content=content, now=MORNING)
    assert receiving.check_in(KIM, amal.id, now=MORNING).step is Step.ARRIVED


def test_what_was_cancelled_after_it_was_finished_keeps_nobody_from_booking(
    amal: Appointment,
) -> None:
    receiving.finish(KIM, amal.id, None, now=MORNING)
    booking.cancel(amal.id, now=MORNING)
    receiving.undo(KIM, amal.id, Step.FINISHED, now=MORNING)
    assert customer_keys.about(amal.id) == []
