"""Telling and deleting all that is stored about one appointment (Art. 15, 17 GDPR)."""

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from backend.actions import belongings, booking, callbacks, drafting, erasing, listing, planning
from backend.actions.listing import Made
from backend.content import Content
from backend.domain import staff_refusals
from backend.domain.audits import Deed
from backend.domain.callbacks import Caller
from backend.domain.retention import Kind
from backend.domain.roles import Grant, Right
from backend.store import appointments, audit, database, deletions, lists, sealing
from tests.actions.conftest import MONDAY, NOW, TUESDAY, Book, at, draft_of, plan
from tests.actions.people import hired

TABLES = ("appointment", "claim", "customer_key", "draft", "letter")


@pytest.fixture
def store(default_database_url: str) -> Iterator[None]:
    """An empty database on one engine: only what meets at once needs both."""
    sealing.use([b"k" * 32], b"h" * 32)
    database.connect(default_database_url)
    yield
    database.disconnect()


@pytest.fixture
def anywhere(database_url: str) -> Iterator[None]:
    """The small Jobcenter on both engines."""
    sealing.use([b"k" * 32], b"h" * 32)
    database.connect(database_url)
    planning.set_up(plan())
    yield
    database.disconnect()


def left() -> dict[str, int]:
    return {table: database.every(f"SELECT COUNT(*) FROM {table}")[0][0] for table in TABLES}


def test_forgetting_leaves_nothing_but_a_line_in_the_log(
    office: None, book: Book, content: Content
) -> None:
    booked = book("Amal", at(TUESDAY, 9))
    gone = erasing.forget(0, booked.reference, content=content, now=NOW)
    assert left() == dict.fromkeys(TABLES, 0)
    assert gone.counts[Kind.APPOINTMENTS] == 1
    assert gone.counts[Kind.LETTERS] >= 1
    (entry,) = audit.about(booked.reference)
    assert (entry.deed, entry.detail) == (Deed.DELETED, "forgotten on request")
    assert deletions.numbers(NOW.date())[NOW.date()][Kind.APPOINTMENTS] == 1


def test_the_time_of_a_forgotten_appointment_is_free_at_once(
    single: None, book: Book, content: Content
) -> None:
    booked = book("Amal", at(TUESDAY, 9))
    erasing.forget(0, booked.reference, content=content, now=NOW)
    assert book("Badr", at(TUESDAY, 9)).start == at(TUESDAY, 9)


def test_who_is_forgotten_can_book_again(office: None, book: Book, content: Content) -> None:
    booked = book("Amal", at(TUESDAY, 9))
    erasing.forget(0, booked.reference, content=content, now=NOW)
    assert book("Amal", at(TUESDAY, 10)).reference != booked.reference


@pytest.mark.parametrize("days", [0, 2])
def test_one_that_is_cancelled_or_over_is_forgotten_too(
    office: None, book: Book, content: Content, days: int
) -> None:
    booked = book("Amal", at(TUESDAY, 9))
    if not days:
        booking.cancel(booked.id, now=NOW, pause_minutes=(0, 0))
    erasing.forget(0, booked.reference, content=content, now=NOW + timedelta(days=days))
    assert appointments.by_id(booked.id) is None
    assert left()["letter"] == left()["customer_key"] == 0


def test_every_table_that_names_an_appointment_forgets_it(
    office: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    naming = {
        table
        for table in database.database.get_tables()
        if "appointment" in {each.name for each in database.database.get_columns(table)}
    }
    written: list[str] = []
    real = database.run

    def heard(sql: str, *rest: Any) -> Any:
        written.append(sql)
        return real(sql, *rest)

    monkeypatch.setattr(database, "run", heard)
    belongings.delete_of([1])
    emptied = {word for sql in written for word in sql.split()}
    # Claims are given back and callbacks go by their reference, both before.
    assert naming - emptied == {"claim", "callback"}


def test_two_administrators_at_once_forget_once(
    anywhere: None, book: Book, content: Content
) -> None:
    booked = book("Amal", at(TUESDAY, 9))
    start, ends = threading.Barrier(2), []

    def forget() -> None:
        start.wait()
        try:
            erasing.forget(0, booked.reference, content=content, now=NOW)
            ends.append("gone")
        except staff_refusals.NothingStored:
            ends.append("nothing")
        finally:
            database.close_connection()

    threads = [threading.Thread(target=forget) for _each in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ends) == ["gone", "nothing"]
    assert left() == dict.fromkeys(TABLES, 0)


def test_a_callback_goes_with_its_appointment_or_by_its_own_number(
    office: None, book: Book, content: Content
) -> None:
    booked = book("Amal", at(TUESDAY, 9))
    caller = Caller(name="Amal", phone="0421 5550123", email="a@example.org", is_mail_wanted=True)
    asked = [
        callbacks.ask(
            callbacks.Request(
                team=callbacks.teams("burg")[0], caller=caller, appointment=reference
            ),
            once=f"once {reference}",
            content=content,
            now=NOW,
        )
        for reference in (booked.reference, "")
    ]
    told = json.dumps(erasing.tell(0, asked[1].reference, now=NOW).document("", NOW))
    assert "0421 5550123" in told
    gone = erasing.forget(0, asked[1].reference, content=content, now=NOW)
    assert (gone.counts[Kind.CALLBACKS], gone.counts[Kind.LETTERS]) == (1, 1)
    erasing.forget(0, booked.reference, content=content, now=NOW)
    assert left()["letter"] == 0
    assert database.every("SELECT * FROM callback") == []


def test_who_of_the_staff_wrote_it_down_is_not_told(office: None, content: Content) -> None:
    team = callbacks.teams("burg")[0]
    asked = callbacks.ask(
        callbacks.Request(team=team, caller=Caller(name="Amal", phone="0421 5550123")),
        once="once",
        content=content,
        now=NOW,
        by=hired(Grant(kind=Right.COUNTER, place=team)),
    )
    assert asked.entered_by
    (ticket,) = erasing.tell(0, asked.reference, now=NOW).others[Kind.CALLBACKS]
    assert ticket["caller"] == {"name": "Amal", "phone": "0421 5550123"}
    assert not {"entered_by", "taken_by"} & ticket.keys()


def test_others_stay(office: None, book: Book, content: Content) -> None:
    other = book("Badr", at(TUESDAY, 9))
    booked = book("Amal", at(TUESDAY, 9))
    erasing.forget(0, booked.reference, content=content, now=NOW)
    assert appointments.by_id(other.id) == other
    assert left() == {"appointment": 1, "claim": 6, "customer_key": 1, "draft": 1, "letter": 2}


def test_the_draft_of_a_move_goes_with_it(office: None, book: Book, content: Content) -> None:
    booked = book("Amal", at(TUESDAY, 9))
    drafting.save("moving", draft_of("Amal", moving=booked.id), now=NOW)
    gone = erasing.forget(0, booked.reference, content=content, now=NOW)
    assert gone.counts[Kind.DRAFTS] == 2
    assert left()["draft"] == 0


def test_the_list_of_today_goes_only_where_it_stands_in_it(
    office: None, book: Book, content: Content
) -> None:
    booked, other = book("Amal", at(TUESDAY, 9)), book("Badr", at(TUESDAY, 10))
    now = NOW + timedelta(days=1)
    listing.keep(0, Made("burg", b"x", {other.id: "mark"}), now=now)
    assert not erasing.forget(0, booked.reference, content=content, now=now).has_lost_list
    assert lists.find("burg", TUESDAY) is not None
    assert erasing.forget(0, other.reference, content=content, now=now).has_lost_list
    assert lists.find("burg", TUESDAY) is None
    assert deletions.lists(MONDAY)[0].cause is deletions.Cause.FORGOTTEN


@pytest.mark.parametrize(
    "reference", ["", "K7M4-2PX9", "'; DROP TABLE appointment; --", "x" * 9999]
)
def test_a_number_without_a_record_is_refused(
    office: None, content: Content, reference: str
) -> None:
    with pytest.raises(staff_refusals.NothingStored):
        erasing.forget(0, reference, content=content, now=NOW)
    with pytest.raises(staff_refusals.NothingStored):
        erasing.tell(0, reference, now=NOW)


def test_forgetting_twice_is_refused_kindly(office: None, book: Book, content: Content) -> None:
    booked = book("Amal", at(TUESDAY, 9))
    erasing.forget(0, booked.reference, content=content, now=NOW)
    with pytest.raises(staff_refusals.NothingStored):
        erasing.forget(0, booked.reference, content=content, now=NOW)


def test_everything_stored_is_told(office: None, book: Book) -> None:
    booked = book("Amal", at(TUESDAY, 9), number="123A456789", phone="0421 5550123")
    stored = erasing.tell(0, booked.reference.lower(), now=NOW)
    document = json.dumps(stored.document("Jobcenter", NOW), ensure_ascii=False)
    wanted = ("Amal", "amal@example.org", "123A456789", "0421 5550123", "antrag", booked.reference)
    assert not [each for each in wanted if each not in document]
    assert {Kind.CUSTOMER_KEYS, Kind.LETTERS} <= stored.others.keys()
    assert booked.nonce not in document


def test_what_is_told_leaves_a_line_that_is_told_the_next_time(office: None, book: Book) -> None:
    booked = book("Amal", at(TUESDAY, 9))
    before = erasing.tell(7, booked.reference, now=NOW)
    after = erasing.tell(7, booked.reference, now=NOW + timedelta(minutes=1))
    assert len(after.deeds) == len(before.deeds) + 1
    assert after.deeds[0]["deed"] == Deed.EXPORTED
    assert "actor" not in after.deeds[0]
