"""The outbox: each letter goes to one worker at a time and is forgotten once sent."""

from collections.abc import Iterator

import pytest

from backend.store import database, letters, sealing
from backend.store.letters import NewLetter


@pytest.fixture(autouse=True)
def store(database_url: str) -> Iterator[None]:
    sealing.use([b"k" * 32], b"h" * 32)
    database.connect(database_url)
    yield
    database.disconnect()


def write(*due: int, kind: str = "confirmation", appointment: int = 1) -> None:
    new = [
        NewLetter(
            kind=kind,
            appointment=appointment,
            recipient="amal@example.org",
            languages="de",
            facts={"office": "burg"},
            due_at=each,
        )
        for each in due
    ]
    letters.add(new, now_seconds=0)


def test_a_letter_comes_back_as_it_was_written() -> None:
    write(10)
    (letter,) = letters.claim_due(10, most=5, lease_seconds=60)
    assert (letter.kind, letter.recipient, letter.facts) == (
        "confirmation", "amal@example.org", {"office": "burg"},
    )  # fmt: skip
    assert letter.attempts == 1


def test_what_is_not_due_or_leased_is_not_given_out() -> None:
    write(10, 11)
    assert len(letters.claim_due(10, most=5, lease_seconds=60)) == 1
    assert letters.claim_due(10, most=5, lease_seconds=60) == []


def test_a_dead_workers_letter_is_given_out_again_with_the_same_message_id() -> None:
    write(10)
    (first,) = letters.claim_due(10, most=5, lease_seconds=60)
    (again,) = letters.claim_due(70, most=5, lease_seconds=60)
    assert again.message_id == first.message_id
    assert again.attempts == 2


def test_a_sent_letter_is_forgotten_and_never_given_out_again() -> None:
    write(10)
    (letter,) = letters.claim_due(10, most=5, lease_seconds=60)
    letters.mark_sent(letter.id, 12)
    assert letters.claim_due(9_999, most=5, lease_seconds=60) == []
    assert database.every("SELECT sealed, state, due_at FROM letter") == [("", "sent", 12)]


def test_a_letter_that_is_put_off_comes_later() -> None:
    write(10)
    (letter,) = letters.claim_due(10, most=5, lease_seconds=5)
    letters.put_off(letter.id, 500, "451")
    assert letters.claim_due(499, most=5, lease_seconds=5) == []
    assert letters.claim_due(500, most=5, lease_seconds=5)


def test_what_is_given_up_is_counted() -> None:
    write(10, 10)
    first, _ = letters.claim_due(10, most=5, lease_seconds=5)
    letters.give_up(first.id, "550")
    assert letters.count_by_state() == {"given_up": 1, "waiting": 1}


def test_only_waiting_letters_of_the_kind_are_withdrawn() -> None:
    write(10, kind="reminder")
    write(10, kind="confirmation")
    write(10, kind="reminder", appointment=2)
    assert letters.withdraw(1, ["reminder"]) == 1
    assert letters.count_by_state() == {"withdrawn": 1, "waiting": 2}


def test_no_more_are_given_out_than_asked_for() -> None:
    write(*range(10))
    assert len(letters.claim_due(99, most=3, lease_seconds=5)) == 3


def test_a_letter_that_is_put_off_stays_overdue_since_it_was_wanted() -> None:
    write(10, 500)
    (letter,) = letters.claim_due(10, most=5, lease_seconds=5)
    letters.put_off(letter.id, 400, "451")
    assert letters.oldest_waiting(300) == 290
    letters.mark_sent(letter.id, 310)
    assert letters.oldest_waiting(300) == 0
