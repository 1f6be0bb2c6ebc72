"""Which letters an event leaves, to whom, and what stands in them."""

from datetime import datetime, timedelta

import pytest

from backend.actions import booking, changes, forgetting, ordering, reaching
from backend.content import Content
from backend.domain.refusals import AppointmentGone, TimeTaken
from backend.store import appointments, beats, database, letters, queues
from tests.actions.conftest import NOW, TUESDAY, ZONE, Book, at, seconds

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
    book("Amal", at(TUESDAY, 9), number="214A123456", phone="+49421555")
    for table in ("appointment", "letter", "customer_key", "draft"):
        text = str(database.every(f"SELECT * FROM {table}"))
        for secret in ("amal@example.org", "214A123456", "49421555"):
            assert secret not in text


# --- short messages


def rows() -> list[tuple[str, str, str]]:
    """(kind, channel, state) of every letter in the order of writing."""
    return database.every("SELECT kind, channel, state FROM letter ORDER BY id")


PHONE = "0151 23456789"
LANDLINE = "0421 123456"
ADDRESS = "Amal Haddad\nMusterweg 3\n28195 Bremen"
FRIDAY = TUESDAY + timedelta(days=3)
"""The first day before which a letter still comes."""


def test_an_old_mobile_gets_confirmation_and_reminder(office: None, book: Book) -> None:
    book("Amal", at(FRIDAY, 9), email="", phone=PHONE, sms=True, delivery="none")
    assert rows() == [("confirmation", "sms", "waiting"), ("reminder", "sms", "waiting")]
    (first,) = letters.claim_due_sms(seconds(NOW), most=9, lease_seconds=9)
    assert (first.kind, first.recipient) == ("confirmation", PHONE)


def test_who_wishes_both_gets_mail_and_short_messages(office: None, book: Book) -> None:
    book("Amal", at(TUESDAY, 4 + 5), phone=PHONE, sms=True, now=NOW + timedelta(hours=5))
    assert sorted(rows()) == [
        ("confirmation", "mail", "waiting"),
        ("confirmation", "sms", "waiting"),
    ]


def test_who_shares_the_phone_gets_no_short_message(office: None, book: Book) -> None:
    book("Amal", at(FRIDAY, 9), email="", phone=PHONE, sms=True, private=True, delivery="none")
    assert rows() == []


def test_a_cancellation_is_told_by_short_message_too(office: None, book: Book) -> None:
    booked = book("Amal", at(FRIDAY, 9), email="", phone=PHONE, sms=True, delivery="none")
    booking.cancel(booked.id, now=NOW)
    assert rows()[1:] == [("reminder", "sms", "withdrawn"), ("cancellation", "sms", "waiting")]


def test_the_mail_worker_never_gets_a_short_message(office: None, book: Book) -> None:
    book("Amal", at(FRIDAY, 9), email="", phone=PHONE, sms=True, delivery="none")
    assert letters.claim_due(FAR, most=9, lease_seconds=9) == []


# --- on paper and by phone


def on_paper(book: Book, day: object = FRIDAY, **answers: object) -> int:
    given = {"email": "", "delivery": "letter", "address": ADDRESS} | answers
    return book("Amal", at(day, 9), **given).id  # type: ignore[arg-type]


def test_a_letter_that_comes_in_time_is_written(office: None, book: Book) -> None:
    on_paper(book)
    (letter,) = letters.waiting_papers()
    assert (letter.kind, letter.recipient) == ("confirmation", ADDRESS)


@pytest.mark.parametrize(
    ("answers", "written"),
    [
        ({}, []),
        (
            {"phone": LANDLINE},
            [("confirmation", "call", "waiting"), ("reminder", "call", "waiting")],
        ),
        ({"phone": LANDLINE, "private": True}, []),
        ({"phone": LANDLINE, "needs": ("no_phone_calls",)}, []),
    ],
)  # fmt: skip
def test_in_place_of_a_late_letter_we_call_where_we_may(
    office: None, book: Book, answers: dict[str, object], written: list[object]
) -> None:
    on_paper(book, FRIDAY - timedelta(days=1), **answers)
    assert rows() == written


def test_who_chose_the_call_is_called_today(office: None, book: Book) -> None:
    booked = on_paper(book, FRIDAY - timedelta(days=1), phone=LANDLINE, delivery="call")
    (call,) = queues.calls("burg", seconds(NOW))
    assert (call.kind, call.phone, call.start) == (
        "confirmation",
        LANDLINE,
        at(FRIDAY - timedelta(1), 9),
    )
    assert reaching.called(call.letter, now=NOW)
    assert queues.calls("burg", seconds(NOW)) == []
    assert letters.was_sent(booked, letters.CALL)


def test_a_letter_kept_at_the_counter_goes_to_the_office(
    office: None, book: Book, content: Content
) -> None:
    on_paper(book, TUESDAY, delivery="counter", address="")
    (letter,) = letters.waiting_papers()
    assert letter.recipient.splitlines()[:2] == ["Amal", "zur Abholung am Empfang"]
    assert content.offices["burg"].street in letter.recipient


def test_printed_letters_can_be_printed_again_until_they_are_posted(
    office: None, book: Book
) -> None:
    on_paper(book)
    (letter,) = letters.waiting_papers()
    letters.mark_printed(letter.id, seconds(NOW))
    assert letters.waiting_papers() == []
    assert [each.recipient for each in queues.printed()] == [ADDRESS]
    assert reaching.print_again() == 1
    letters.mark_printed(letter.id, seconds(NOW))
    assert reaching.posted(now=NOW) == 1
    assert database.every("SELECT state, sealed FROM letter") == [("sent", "")]


# --- the reminder call


def test_a_landline_gets_on_the_call_list_of_the_working_day_before(
    office: None, book: Book
) -> None:
    monday = FRIDAY + timedelta(days=3)
    book("Amal", at(monday, 9), email="", delivery="none", phone=LANDLINE)
    assert queues.calls("burg", seconds(NOW.replace(day=27, hour=7, minute=59))) == []
    (call,) = queues.calls("burg", seconds(NOW.replace(day=27, hour=8)))
    assert (call.kind, call.phone, call.start) == ("reminder", LANDLINE, at(monday, 9))
    assert queues.calls("tal", FAR) == []


@pytest.mark.parametrize(
    "answers", [{}, {"sms": True, "email": ""}, {"email": "", "needs": ("no_phone_calls",)}]
)
def test_who_gets_messages_or_cannot_telephone_is_not_called(
    office: None, book: Book, answers: dict[str, object]
) -> None:
    book("Amal", at(FRIDAY, 9), **({"phone": PHONE, "delivery": "mail"} | answers))
    assert queues.calls("burg", FAR) == []


def test_a_cancelled_appointment_leaves_the_call_list(office: None, book: Book) -> None:
    booked = book("Amal", at(FRIDAY, 9), email="", delivery="none", phone=LANDLINE)
    booking.cancel(booked.id, now=NOW)
    assert queues.calls("burg", FAR) == []


def test_in_the_morning_calls_nobody_made_are_given_up_once(office: None, book: Book) -> None:
    book("Amal", at(FRIDAY, 9), email="", delivery="none", phone=LANDLINE)
    later = datetime(2026, 11, 28, 6, 0, tzinfo=ZONE)
    assert reaching.begin_day("morning", seconds(later), now=later)
    assert not reaching.begin_day("morning", seconds(later), now=later + timedelta(seconds=1))
    (trouble,) = queues.troubles(seconds(later))
    assert (trouble.state, trouble.reason) == ("given_up", "nobody was called in time")
    assert beats.last("morning") == seconds(later)


# --- what the office changes


def test_the_office_moves_an_appointment_and_tells_of_it(
    office: None, book: Book, content: Content
) -> None:
    booked = book("Amal", at(FRIDAY, 9))
    moved = changes.move(booked.id, at(FRIDAY, 10), content=content, now=NOW)
    assert (moved.start, moved.sequence) == (at(FRIDAY, 10), booked.sequence + 1)
    assert moved.reference == booked.reference
    assert [row for row in rows() if row[0] != "confirmation"] == [
        ("reminder", "mail", "withdrawn"),
        ("office_moved", "mail", "waiting"),
        ("reminder", "mail", "waiting"),
    ]
    again = book("Badr", at(FRIDAY, 9))
    assert again.start == at(FRIDAY, 9)


def test_a_move_to_a_taken_time_changes_nothing(single: None, book: Book, content: Content) -> None:
    booked = book("Amal", at(FRIDAY, 9))
    book("Badr", at(FRIDAY, 10))
    before = rows()
    with pytest.raises(TimeTaken):
        changes.move(booked.id, at(FRIDAY, 10), content=content, now=NOW)
    assert rows() == before
    assert appointments.by_id(booked.id) == booked


def test_the_office_cancels_and_the_customer_may_book_anew(
    office: None, book: Book, content: Content
) -> None:
    booked = book("Amal", at(FRIDAY, 9))
    changes.cancel(booked.id, content=content, now=NOW)
    changes.cancel(booked.id, content=content, now=NOW)
    assert rows()[-1] == ("office_cancelled", "mail", "waiting")
    book("Amal", at(FRIDAY, 9))


def test_nobody_changes_what_is_not_there(store: None, content: Content) -> None:
    with pytest.raises(AppointmentGone):
        changes.cancel(7, content=content, now=NOW)


@pytest.mark.parametrize("delivery", ["none", "counter"])
def test_who_is_moved_by_the_office_is_called_now_and_not_only_reminded(
    office: None, book: Book, content: Content, delivery: str
) -> None:
    booked = book("Amal", at(FRIDAY, 9), email="", delivery=delivery, phone=LANDLINE)
    changes.move(booked.id, at(FRIDAY, 10), content=content, now=NOW)
    assert rows()[-2:] == [("office_moved", "call", "waiting"), ("reminder", "call", "waiting")]


@pytest.mark.parametrize(
    ("answers", "channel"),
    [({"phone": LANDLINE}, "call"), ({}, "door"), ({"private": True}, "door")],
)
def test_whom_no_message_reaches_is_called_or_told_at_the_door(
    office: None, book: Book, content: Content, answers: dict[str, object], channel: str
) -> None:
    booked = book("Amal", at(FRIDAY, 9), **({"email": "", "delivery": "none"} | answers))
    changes.cancel(booked.id, content=content, now=NOW)
    assert rows()[-1] == ("office_cancelled", channel, "waiting")
    if channel == "door":
        (trouble,) = queues.troubles(seconds(NOW))
        assert trouble.reference == booked.reference


def test_another_room_is_told_by_mail_alone(office: None, book: Book) -> None:
    booked = book("Amal", at(FRIDAY, 9))
    named = changes.name_room(booked.id, "Raum 12, 1. Etage", now=NOW)
    assert named.sequence == booked.sequence + 1
    letter = letters.claim_due(seconds(NOW), most=9, lease_seconds=9)[-1]
    assert (letter.kind, letter.facts["place"]) == ("office_room", "Raum 12, 1. Etage")


# --- paper forms


def test_an_order_of_forms_lies_sealed_until_it_is_posted(store: None) -> None:
    ordering.order_forms("antrag", "burg", address=ADDRESS, languages="ar", now=NOW)
    (order,) = queues.orders()
    assert (order.recipient, order.facts["concern"]) == (ADDRESS, "antrag")
    assert "antrag" not in str(database.every("SELECT * FROM letter"))
    assert letters.waiting_papers() == letters.claim_due(FAR, most=9, lease_seconds=9) == []
    assert ordering.posted(order.id, now=NOW)
    assert not ordering.posted(order.id, now=NOW)
    assert database.every("SELECT sealed FROM letter") == [("",)]


def test_a_posted_order_is_deleted_after_the_retention(store: None) -> None:
    ordering.order_forms("antrag", "burg", address=ADDRESS, languages="de", now=NOW)
    ordering.order_forms("antrag", "burg", address="Anderswo 2", languages="de", now=NOW)
    ordering.posted(queues.orders()[0].id, now=NOW)
    later = NOW + timedelta(days=7, seconds=1)
    forgetting.sweep(now=later, retention_days=7, draft_minutes=120)
    assert len(rows()) == len(queues.orders()) == 1


def test_an_order_nobody_packs_is_deleted_after_thirty_days(store: None) -> None:
    ordering.order_forms("antrag", "burg", address=ADDRESS, languages="de", now=NOW)
    forgetting.sweep(now=NOW + timedelta(days=30), retention_days=7, draft_minutes=120)
    assert len(queues.orders()) == 1
    forgetting.sweep(now=NOW + timedelta(days=30, seconds=1), retention_days=7, draft_minutes=120)
    assert rows() == []
