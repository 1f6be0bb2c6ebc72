"""Forgetting what is over, and changing keys."""

from datetime import timedelta

from backend.actions import booking, drafting, forgetting, rekeying
from backend.content import Content
from backend.store import appointments, beats, database, drafts, letters, sealing
from tests.actions.conftest import NOW, TUESDAY, Book, at, draft_of

TABLES = ("appointment", "claim", "customer_key", "draft", "letter")


def rows() -> dict[str, int]:
    return {table: database.every(f"SELECT COUNT(*) FROM {table}")[0][0] for table in TABLES}


def test_everything_goes_when_its_time_is_over(office: None, book: Book, content: Content) -> None:
    book("Amal", at(TUESDAY, 9))
    booking.cancel(book("Badr", at(TUESDAY, 9)).id, now=NOW, pause_minutes=(5, 5))
    booking.hold("cem", draft_of("Cem"), at(TUESDAY, 9), content=content, now=NOW)
    swept = forgetting.sweep(now=NOW + timedelta(days=9), retention_days=7, draft_minutes=120)
    assert rows() == dict.fromkeys(TABLES, 0)
    assert swept.holds == 2
    assert swept.appointments == 2
    assert swept.drafts == 3


def test_nothing_goes_before(office: None, book: Book) -> None:
    booked = book("Amal", at(TUESDAY, 9))
    drafting.save("other", draft_of("Badr"), now=NOW)
    before = rows()
    forgetting.sweep(now=NOW + timedelta(minutes=119), retention_days=7, draft_minutes=120)
    assert rows() == before
    forgetting.sweep(now=NOW + timedelta(days=8), retention_days=7, draft_minutes=120)
    assert appointments.by_id(booked.id) == booked


def test_a_draft_is_not_read_after_two_hours(store: None) -> None:
    drafting.save("amal", draft_of("Amal"), now=NOW)
    assert drafts.read("amal", now=NOW + timedelta(minutes=119)) == draft_of("Amal")
    assert drafts.read("amal", now=NOW + timedelta(minutes=121)) is None


def test_rotation_makes_the_old_keys_superfluous(
    office: None, book: Book, content: Content
) -> None:
    booked = book("Amal", at(TUESDAY, 9))
    drafting.save("badr", draft_of("Badr"), now=NOW)
    sealing.use([b"n" * 32, b"k" * 32], b"h" * 32)
    done = rekeying.rotate()
    assert (done.appointments, done.drafts, done.letters) == (1, 2, 2)
    sealing.use([b"n" * 32], b"h" * 32)
    assert appointments.by_id(booked.id) == booked
    assert drafts.read("badr", now=NOW) == draft_of("Badr")
    assert letters.claim_due(int(NOW.timestamp()), most=1, lease_seconds=1)


def test_a_new_hash_key_still_knows_the_customers(office: None, book: Book) -> None:
    import pytest

    from backend.domain import refusals

    book("Amal", at(TUESDAY, 9))
    sealing.use([b"k" * 32], b"j" * 32)
    rekeying.rotate()
    with pytest.raises(refusals.LimitReached):
        book("Badr", at(TUESDAY, 10), email="amal@example.org")


def test_the_worker_is_seen(store: None) -> None:
    assert beats.last("worker") is None
    beats.beat("worker", 5)
    beats.beat("worker", 7)
    assert beats.last("worker") == 7
