"""Moving: the old time stands until the new one is booked, and both may overlap."""

from datetime import timedelta

import pytest

from backend.actions import booking, choosing, drafting
from backend.content import Content
from backend.domain import refusals
from backend.domain.appointments import Appointment, Channel, Draft, State
from backend.store import appointments, database, letters
from tests.actions.conftest import NOW, TUESDAY, Book, at, draft_of


def moving(appointment: Appointment, **answers: object) -> Draft:
    return draft_of("", email="", moving=appointment.id, **answers)


def claimed(appointment_id: int) -> int:
    row = database.one("SELECT COUNT(*) FROM claim WHERE appointment = ?", (appointment_id,))
    assert row
    return int(row[0])


def test_an_overlapping_move_at_one_counter_works(
    single: None, book: Book, content: Content
) -> None:
    old = book("Amal", at(TUESDAY, 9))
    draft = booking.hold("m", moving(old), at(TUESDAY, 9, 15), content=content, now=NOW)
    moved = booking.move("m", draft, content=content, now=NOW)
    assert (moved.id, moved.reference, moved.nonce) == (old.id, old.reference, old.nonce)
    assert moved.start == at(TUESDAY, 9, 15)
    assert moved.sequence == 1
    assert appointments.by_id(old.id) == moved
    assert database.one("SELECT COUNT(*) FROM claim") == (6,)


def test_the_old_time_stays_while_the_new_one_is_held(
    single: None, book: Book, content: Content
) -> None:
    old = book("Amal", at(TUESDAY, 9))
    draft = booking.hold("m", moving(old), at(TUESDAY, 9, 15), content=content, now=NOW)
    assert claimed(old.id) == 6
    assert claimed(draft.held) == 3
    with pytest.raises(refusals.TimeTaken):
        book("Badr", at(TUESDAY, 9))


def test_the_own_time_counts_as_free_when_choosing(
    single: None, book: Book, content: Content
) -> None:
    old = book("Amal", at(TUESDAY, 9))
    wish = choosing.wish_of(moving(old), content)
    found = choosing.times(wish, TUESDAY, content=content, now=NOW, ignoring=frozenset({old.id}))
    assert at(TUESDAY, 9) in [slot.start for slot in found]


def test_office_concern_and_channel_may_change(office: None, book: Book, content: Content) -> None:
    old = book("Amal", at(TUESDAY, 9))
    answers = moving(old, office="tal", concern="rueckfrage", channel=Channel.PHONE, phone="421")
    draft = booking.hold("m", answers, at(TUESDAY, 10), content=content, now=NOW)
    moved = booking.move("m", draft, content=content, now=NOW)
    assert (moved.office, moved.wish.concern, moved.wish.channel) == (
        "tal", "rueckfrage", Channel.PHONE,
    )  # fmt: skip
    assert moved.person.email == "amal@example.org"
    assert moved.minutes == 20


def test_the_given_up_time_comes_back_after_a_pause(
    single: None, book: Book, content: Content
) -> None:
    old = book("Amal", at(TUESDAY, 9))
    draft = booking.hold("m", moving(old), at(TUESDAY, 9, 15), content=content, now=NOW)
    booking.move("m", draft, content=content, now=NOW, pause_minutes=(10, 10), chance=lambda _: 0)
    rival = draft_of("Badr", concern="notfall-geld")
    with pytest.raises(refusals.TimeTaken):
        booking.hold("b", rival, at(TUESDAY, 9), content=content, now=NOW)
    later = NOW + timedelta(minutes=10)
    assert booking.hold("b", rival, at(TUESDAY, 9), content=content, now=later).held


def test_keys_count_until_the_new_end(office: None, book: Book, content: Content) -> None:
    old = book("Amal", at(TUESDAY, 9))
    friday = TUESDAY + timedelta(days=3)
    draft = booking.hold("m", moving(old), at(friday, 9), content=content, now=NOW)
    booking.move("m", draft, content=content, now=NOW)
    with pytest.raises(refusals.LimitReached):
        book("Amal", at(friday, 10), now=NOW + timedelta(days=2))


def test_moving_renews_the_reminder_and_sends_one_letter(
    office: None, book: Book, content: Content
) -> None:
    old = book("Amal", at(TUESDAY, 9))
    friday = TUESDAY + timedelta(days=3)
    draft = booking.hold("m", moving(old), at(friday, 9), content=content, now=NOW)
    booking.move("m", draft, content=content, now=NOW)
    assert letters.count_by_state() == {"waiting": 3, "withdrawn": 1}
    due = letters.claim_due(int(NOW.timestamp()) + 3 * 86_400 + 14_400, most=9, lease_seconds=1)
    assert [(each.kind, each.facts["start"]) for each in due] == [
        ("confirmation", "2026-11-24T09:00:00"),
        ("moved", "2026-11-27T09:00:00"),
        ("reminder", "2026-11-27T09:00:00"),
    ]


def test_sending_a_move_twice_moves_once(office: None, book: Book, content: Content) -> None:
    old = book("Amal", at(TUESDAY, 9))
    draft = booking.hold("m", moving(old), at(TUESDAY, 10), content=content, now=NOW)
    first = booking.move("m", draft, content=content, now=NOW)
    assert booking.move("m", draft, content=content, now=NOW) == first


def test_a_cancelled_appointment_is_not_moved(office: None, book: Book, content: Content) -> None:
    old = book("Amal", at(TUESDAY, 9))
    draft = booking.hold("m", moving(old), at(TUESDAY, 9, 15), content=content, now=NOW)
    booking.cancel(old.id, now=NOW)
    with pytest.raises(refusals.AppointmentGone):
        booking.move("m", draft, content=content, now=NOW)


def test_what_has_begun_is_not_moved(office: None, book: Book, content: Content) -> None:
    old = book("Amal", at(TUESDAY, 9))
    friday = TUESDAY + timedelta(days=3)
    draft = booking.hold("m", moving(old), at(friday, 9), content=content, now=NOW)
    drafting.save("m", draft, now=NOW)
    with pytest.raises(refusals.AppointmentOver):
        booking.move("m", draft, content=content, now=NOW + timedelta(days=1, hours=5))
    kept = appointments.by_id(old.id)
    assert kept and kept.state is State.BOOKED


def test_a_lapsed_new_time_that_a_rival_took_leaves_the_old_one(
    single: None, book: Book, content: Content
) -> None:
    old = book("Amal", at(TUESDAY, 9))
    draft = booking.hold("m", moving(old), at(TUESDAY, 9, 15), content=content, now=NOW)
    later = NOW + timedelta(minutes=40)
    rival = draft_of("Badr", concern="notfall-geld")
    booking.hold("b", rival, at(TUESDAY, 9, 30), content=content, now=later)
    with pytest.raises(refusals.TimeTaken):
        booking.move("m", draft, content=content, now=later)
    assert appointments.by_id(old.id) == old
    assert claimed(old.id) == 6
