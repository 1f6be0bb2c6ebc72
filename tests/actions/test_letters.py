"""Which letters an event leaves, to whom, and what stands in them."""

from datetime import timedelta

import pytest

from backend.store import appointments, letters
from tests.actions.conftest import NOW, TUESDAY, Book, at, seconds

FAR = int(NOW.timestamp()) + 90 * 86_400


def kinds() -> list[str]:
    return [each.kind for each in letters.claim_due(FAR, most=99, lease_seconds=1)]


def test_confirmation_now_and_reminder_a_day_before(office: None, book: Book) -> None:
    book("Amal", at(TUESDAY + timedelta(days=3), 9))
    first, second = letters.claim_due(FAR, most=9, lease_seconds=0)
    assert (first.kind, second.kind) == ("confirmation", "reminder")
    assert first.created_at == seconds(NOW)
    assert first.message_id != second.message_id


def test_the_reminder_is_due_24_hours_before_the_start(office: None, book: Book) -> None:
    book("Amal", at(TUESDAY + timedelta(days=3), 9))
    day_before = seconds(NOW + timedelta(days=3, hours=4))
    assert [each.kind for each in letters.claim_due(day_before - 1, most=9, lease_seconds=9)] == [
        "confirmation"
    ]
    assert [each.kind for each in letters.claim_due(day_before, most=9, lease_seconds=9)][-1] == (
        "reminder"
    )


def test_no_reminder_when_booked_less_than_24_hours_ahead(office: None, book: Book) -> None:
    book("Amal", at(TUESDAY, 9), now=NOW + timedelta(hours=4))
    assert kinds() == ["confirmation"]


@pytest.mark.parametrize(
    "answers", [{"private": True}, {"email": ""}, {"delivery": "letter"}, {"delivery": "none"}]
)
def test_no_letter_where_no_mail_is_wanted(
    office: None, book: Book, answers: dict[str, object]
) -> None:
    book("Amal", at(TUESDAY, 9), **answers)
    assert letters.count_by_state() == {}


def test_facts_hold_neither_concern_nor_name_nor_number(office: None, book: Book) -> None:
    booked = book("Amal", at(TUESDAY, 9), number="214A123456")
    letter = letters.claim_due(FAR, most=1, lease_seconds=9)[0]
    assert letter.recipient == "amal@example.org"
    assert letter.languages == "ar+de"
    told = str(letter.facts)
    assert "antrag" not in told
    assert "Amal" not in told
    assert "214A" not in told
    assert appointments.by_token(letter.facts["token"]) == booked


def test_a_wrong_token_finds_nothing(office: None, book: Book) -> None:
    book("Amal", at(TUESDAY, 9))
    letter = letters.claim_due(FAR, most=1, lease_seconds=9)[0]
    token = letter.facts["token"]
    for wrong in ("", "-", "zz-1", token[:-1], token + "A", "1-" + token.partition("-")[2]):
        assert appointments.by_token(wrong) is None


def test_nothing_personal_lies_open_in_the_tables(office: None, book: Book) -> None:
    from backend.store import database

    book("Amal", at(TUESDAY, 9), number="214A123456", phone="+49421555")
    for table in ("appointment", "letter", "customer_key", "draft"):
        text = str(database.every(f"SELECT * FROM {table}"))
        for secret in ("amal@example.org", "214A123456", "49421555"):
            assert secret not in text
