"""One open appointment per customer, by the keys of D2 and without an oracle (D3)."""

from datetime import timedelta

import pytest

from backend.actions import booking, limiting, persons
from backend.domain import refusals
from backend.domain.appointments import ForWhom, Person
from backend.store import letters
from tests.actions.conftest import NOW, TUESDAY, Book, at

CUSTOMER = "214A123456"
HOUSEHOLD = "21404//0012345"


def shared(one: Person, other: Person) -> bool:
    return bool(set(persons.keys_of(one)) & set(persons.keys_of(other)))


@pytest.mark.parametrize(
    ("one", "other", "is_shared"),
    [
        ({"email": "A@x.org "}, {"email": "a@X.org"}, True),
        ({"email": "a@x.org", "phone": "1"}, {"phone": "1"}, False),
        ({"phone": "0421 12"}, {"phone": "042112"}, True),
        ({"number": CUSTOMER, "phone": "1"}, {"phone": "1"}, False),
        ({"number": CUSTOMER}, {"number": CUSTOMER.lower(), "email": "b@x.org"}, True),
        ({"number": HOUSEHOLD}, {"number": HOUSEHOLD}, False),
        ({"number": HOUSEHOLD, "phone": "1"}, {"phone": "1"}, True),
        (
            {"email": "a@x.org", "for_whom": ForWhom.REPRESENTED},
            {"email": "a@x.org"},
            False,
        ),
        (
            {"phone": "1", "for_whom": ForWhom.MY_CHILD},
            {"phone": "1", "for_whom": ForWhom.MY_CHILD},
            False,
        ),
        (
            {"birth_year": 1990, "birth_month": 2, "birth_day": 3},
            {"birth_year": 1990, "birth_month": 2, "birth_day": 3},
            True,
        ),
        ({"birth_year": 1990}, {"birth_year": 1990}, False),
        ({}, {}, False),
    ],
)
def test_keys_are_the_customers_own(
    store: None, one: dict[str, str], other: dict[str, str], is_shared: bool
) -> None:
    first = Person(name="Amal Haddad", **one)  # type: ignore[arg-type]
    second = Person(name="amal haddad", **other)  # type: ignore[arg-type]
    assert shared(first, second) is is_shared


def test_a_second_open_appointment_is_refused(office: None, book: Book) -> None:
    book("Amal", at(TUESDAY, 9))
    with pytest.raises(refusals.LimitReached):
        book("Someone", at(TUESDAY, 10), email=" AMAL@example.org")


def test_the_stored_contact_gets_one_notice_a_day(office: None, book: Book) -> None:
    first = book("Amal", at(TUESDAY + timedelta(days=3), 9))
    for hours in (0, 1, 25):
        with pytest.raises(refusals.LimitReached):
            book(
                f"Other{hours}",
                at(TUESDAY + timedelta(days=2), 10),
                email="amal@example.org",
                now=NOW + timedelta(hours=hours),
            )
    late = int(NOW.timestamp()) + 26 * 3600
    notices = [
        letter
        for letter in letters.claim_due(late, most=9, lease_seconds=1)
        if letter.kind == "limit_notice"
    ]
    assert len(notices) == 2
    assert {(each.appointment, each.recipient) for each in notices} == {
        (first.id, "amal@example.org")
    }


def test_a_passed_appointment_frees_its_keys_without_any_job(office: None, book: Book) -> None:
    book("Amal", at(TUESDAY, 9))
    wednesday = TUESDAY + timedelta(days=1)
    later = NOW + timedelta(days=1, hours=4, minutes=30)
    assert book("Amal", at(wednesday, 9), now=later).id


def test_cancelling_frees_the_keys(office: None, book: Book) -> None:
    first = book("Amal", at(TUESDAY, 9))
    booking.cancel(first.id, now=NOW)
    assert book("Amal", at(TUESDAY, 10)).id


def test_a_refused_booking_leaves_no_claim_of_its_own(office: None, book: Book) -> None:
    book("Amal", at(TUESDAY, 9))
    with pytest.raises(refusals.LimitReached):
        book("Other", at(TUESDAY, 10), email="amal@example.org")
    # The hold stays for the customer, who may leave the mail out and send again.
    for name in ("Badr", "Cem"):
        assert book(name, at(TUESDAY, 10)).id
    with pytest.raises(refusals.TimeTaken):
        book("Dana", at(TUESDAY, 10))


def test_too_many_tries_are_refused_until_the_window_is_over(store: None) -> None:
    for _ in range(5):
        limiting.count_try("10.0.0.1", most=5, seconds=600, now=NOW)
    with pytest.raises(refusals.TooManyTries):
        limiting.count_try("10.0.0.1", most=5, seconds=600, now=NOW)
    limiting.count_try("10.0.0.2", most=5, seconds=600, now=NOW)
    limiting.count_try("10.0.0.1", most=5, seconds=600, now=NOW + timedelta(minutes=10))
