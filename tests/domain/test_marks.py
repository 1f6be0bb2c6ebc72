"""Marks: who counts as the same customer (D2)."""

from dataclasses import replace

from backend.domain import marks
from backend.domain.appointments import ForWhom, Person

FATIMA = Person(
    name="Fatima Al-Hassan",
    email=" Fatima@Example.ORG ",
    phone="+49 421 5660",
    number="214 a 123456",
    birth_day=1,
    birth_month=2,
    birth_year=1990,
)


def test_mail_and_customer_number_count_each_for_itself() -> None:
    assert marks.customer_keys(FATIMA) == ("mail:fatima@example.org", "number:214A123456")


def test_the_phone_counts_only_where_mail_and_number_are_missing() -> None:
    assert marks.customer_keys(replace(FATIMA, email="", number="")) == ("phone:+494215660",)


def test_name_and_birth_date_count_where_nothing_else_is_given() -> None:
    bare = replace(FATIMA, email="", number="", phone="")
    assert marks.customer_keys(bare) == ("person:al fatima hassan:1990-02-01",)
    assert marks.customer_keys(replace(bare, birth_day=None)) == ()
    assert marks.customer_keys(replace(bare, birth_day=31)) == ()


def test_the_number_of_a_household_does_not_count() -> None:
    household = replace(FATIMA, number="21404//0012345")
    assert marks.customer_keys(household) == ("mail:fatima@example.org",)


def test_the_address_of_a_guardian_or_parent_does_not_count() -> None:
    for whom in (ForWhom.REPRESENTED, ForWhom.MY_CHILD):
        keys = marks.customer_keys(replace(FATIMA, for_whom=whom, number=""))
        assert keys == ("person:al fatima hassan:1990-02-01",)


def test_one_phone_is_one_key_however_it_is_written() -> None:
    bare = replace(FATIMA, email="", number="")
    keys = {
        marks.customer_keys(replace(bare, phone=phone))
        for phone in ("0421 5660", "+49 (421) 56-60", "0049 421 5660", "٠٤٢١ ٥٦٦٠")
    }
    assert keys == {("phone:+494215660",)}


def test_what_looks_like_no_number_does_not_count() -> None:
    for number in ("weiß nicht", "0000", "-"):
        assert marks.customer_keys(replace(FATIMA, number=number)) == ("mail:fatima@example.org",)
