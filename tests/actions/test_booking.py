"""From hold to booking: what stands in the database afterwards."""

from dataclasses import replace
from datetime import timedelta

import pytest

from backend.actions import booking, choosing, drafting, forgetting
from backend.content import Content
from backend.domain import refusals
from backend.domain.appointments import Draft, State
from backend.store import appointments, database, drafts, letters, tallies
from tests.actions.conftest import MONDAY, NOW, TUESDAY, Book, at, draft_of


def test_a_held_time_is_booked_and_found_again(office: None, book: Book) -> None:
    booked = book("Amal", at(TUESDAY, 9))
    assert appointments.by_id(booked.id) == booked
    assert appointments.by_reference(booked.reference) == booked
    assert booked.start == at(TUESDAY, 9)
    assert booked.group == "burg-eins"


def test_free_times_are_dense_and_lose_what_is_held(single: None, content: Content) -> None:
    draft = draft_of("Amal")
    booking.hold("amal", draft, at(TUESDAY, 8, 30), content=content, now=NOW)
    wish = choosing.wish_of(draft, content)
    starts = [slot.start for slot in choosing.times(wish, TUESDAY, content=content, now=NOW)]
    assert starts[:3] == [at(TUESDAY, 8), at(TUESDAY, 9), at(TUESDAY, 9, 30)]


def test_booking_forgets_the_answers_and_counts(office: None, book: Book) -> None:
    booked = book("Amal", at(TUESDAY, 9))
    assert drafts.read("Amal", now=NOW) == Draft(booked=booked.id)
    assert tallies.total("booked") == 1


def test_a_taken_time_is_refused_and_the_former_hold_stays(single: None, content: Content) -> None:
    booking.hold("amal", draft_of("Amal"), at(TUESDAY, 9), content=content, now=NOW)
    mine = booking.hold("badr", draft_of("Badr"), at(TUESDAY, 10), content=content, now=NOW)
    with pytest.raises(refusals.TimeTaken):
        booking.hold("badr", mine, at(TUESDAY, 9), content=content, now=NOW)
    assert booking.book("badr", mine, content=content, now=NOW).start == at(TUESDAY, 10)


def test_a_new_choice_releases_the_former_hold(single: None, content: Content) -> None:
    mine = booking.hold("amal", draft_of("Amal"), at(TUESDAY, 9), content=content, now=NOW)
    booking.hold("amal", mine, at(TUESDAY, 10), content=content, now=NOW)
    other = booking.hold("badr", draft_of("Badr"), at(TUESDAY, 9), content=content, now=NOW)
    assert other.held


def test_sending_the_draft_twice_books_once(office: None, content: Content) -> None:
    mine = booking.hold("amal", draft_of("Amal"), at(TUESDAY, 9), content=content, now=NOW)
    first = booking.book("amal", mine, content=content, now=NOW)
    assert booking.book("amal", mine, content=content, now=NOW) == first
    assert letters.count_by_state() == {"waiting": 2}


def test_a_lapsed_hold_that_nobody_took_is_booked(single: None, content: Content) -> None:
    mine = booking.hold("amal", draft_of("Amal"), at(TUESDAY, 9), content=content, now=NOW)
    later = NOW + timedelta(minutes=50)
    forgetting.sweep(now=later, retention_days=7, draft_minutes=120)
    assert booking.book("amal", mine, content=content, now=later).start == at(TUESDAY, 9)


def test_a_lapsed_hold_partly_taken_by_a_rival_is_not_booked(
    single: None, content: Content
) -> None:
    mine = booking.hold("amal", draft_of("Amal"), at(TUESDAY, 9), content=content, now=NOW)
    later = NOW + timedelta(minutes=31)
    rival = draft_of("Badr", concern="rueckfrage")
    booking.hold("badr", rival, at(TUESDAY, 9, 20), content=content, now=later)
    with pytest.raises(refusals.TimeTaken):
        booking.book("amal", mine, content=content, now=later)
    assert drafts.read("amal", now=later) == mine


def test_a_lapsed_hold_taken_at_one_counter_is_booked_at_another(
    office: None, content: Content
) -> None:
    mine = booking.hold("amal", draft_of("Amal"), at(TUESDAY, 9), content=content, now=NOW)
    held = appointments.by_id(mine.held)
    later = NOW + timedelta(minutes=31)
    rival = draft_of("Badr")
    taken = booking.hold("badr", rival, at(TUESDAY, 9), content=content, now=later)
    other = appointments.by_id(taken.held)
    assert held and other and held.counter == other.counter
    booked = booking.book("amal", mine, content=content, now=later)
    assert booked.counter != other.counter


def test_extending_keeps_the_time_and_ends_after_ten_times(single: None, content: Content) -> None:
    mine = booking.hold("amal", draft_of("Amal"), at(TUESDAY, 9), content=content, now=NOW)
    for minutes in range(10):
        mine = booking.extend("amal", mine, now=NOW + timedelta(minutes=minutes))
    assert mine.extended == 10
    with pytest.raises(refusals.HoldGone):
        booking.extend("amal", mine, now=NOW)


def test_a_lapsed_hold_taken_by_a_rival_cannot_be_extended(single: None, content: Content) -> None:
    mine = booking.hold("amal", draft_of("Amal"), at(TUESDAY, 9), content=content, now=NOW)
    later = NOW + timedelta(minutes=31)
    booking.hold("badr", draft_of("Badr"), at(TUESDAY, 9), content=content, now=later)
    with pytest.raises(refusals.HoldGone):
        booking.extend("amal", mine, now=later)


def test_a_late_time_needs_the_declaration(office: None, content: Content) -> None:
    late = at(TUESDAY + timedelta(days=7), 16)
    with pytest.raises(refusals.DeclarationMissing):
        booking.hold("amal", draft_of("Amal"), late, content=content, now=NOW)
    mine = draft_of("Amal", employed=True)
    assert booking.hold("amal", mine, late, content=content, now=NOW).held


def test_nothing_of_the_day_is_booked_after_the_cut_off(office: None, content: Content) -> None:
    mine = booking.hold("amal", draft_of("Amal"), at(MONDAY, 9), content=content, now=NOW)
    with pytest.raises(refusals.NotBookable):
        booking.book("amal", mine, content=content, now=NOW.replace(hour=6))


def test_a_time_outside_the_openings_is_refused(office: None, content: Content) -> None:
    with pytest.raises(refusals.NotBookable):
        booking.hold("amal", draft_of("Amal"), at(TUESDAY, 13), content=content, now=NOW)


def test_a_draft_without_name_is_incomplete(office: None, content: Content) -> None:
    mine = booking.hold("a", draft_of(""), at(TUESDAY, 9), content=content, now=NOW)
    with pytest.raises(refusals.DraftIncomplete):
        booking.book("a", mine, content=content, now=NOW)


def test_cancelling_frees_time_and_keys_and_sends_one_letter(
    single: None, book: Book, content: Content
) -> None:
    booked = book("Amal", at(TUESDAY, 9))
    assert booking.cancel(booked.id, now=NOW).state is State.CANCELLED
    booking.cancel(booked.id, now=NOW)
    assert letters.count_by_state() == {"waiting": 2, "withdrawn": 1}
    assert book("Amal", at(TUESDAY, 9)).id != booked.id


def test_what_has_begun_is_not_cancelled(office: None, book: Book) -> None:
    booked = book("Amal", at(TUESDAY, 9))
    begun = NOW + timedelta(days=1, hours=4)
    with pytest.raises(refusals.AppointmentOver):
        booking.cancel(booked.id, now=begun)


def test_a_cancelled_time_comes_back_after_the_pause(
    single: None, book: Book, content: Content
) -> None:
    booked = book("Amal", at(TUESDAY, 9))
    booking.cancel(booked.id, now=NOW, pause_minutes=(10, 20), chance=lambda most: most - 1)
    with pytest.raises(refusals.TimeTaken):
        book("Badr", at(TUESDAY, 9), now=NOW + timedelta(minutes=19))
    assert book("Badr", at(TUESDAY, 9), now=NOW + timedelta(minutes=21)).id


def test_forgetting_a_draft_lets_the_time_go(single: None, content: Content, book: Book) -> None:
    booking.hold("amal", draft_of("Amal"), at(TUESDAY, 9), content=content, now=NOW)
    drafting.forget("amal", now=NOW)
    assert book("Badr", at(TUESDAY, 9)).id


def test_saving_an_older_page_does_not_bring_the_former_hold_back(
    single: None, content: Content
) -> None:
    first = booking.hold("amal", draft_of("Amal"), at(TUESDAY, 9), content=content, now=NOW)
    second = booking.hold("amal", first, at(TUESDAY, 10), content=content, now=NOW)
    drafting.save("amal", replace(first, phone="1"), now=NOW)
    kept = drafts.read("amal", now=NOW)
    assert kept and kept.held == second.held and kept.phone == "1"


def test_no_time_of_the_month_turn_is_found_but_for_emergencies(
    office: None, content: Content
) -> None:
    database.run("UPDATE office_rules SET lock_before = 2 WHERE office = 'burg'")
    database.run("UPDATE edition SET mark = 'changed'")
    usual = choosing.wish_of(draft_of("Amal"), content)
    urgent = choosing.wish_of(draft_of("Amal", concern="notfall-geld"), content)
    locked = at(MONDAY + timedelta(days=7), 0).date()
    assert locked.day == 30
    found = [day.day for day in choosing.days(usual, content=content, now=NOW)]
    assert locked not in found
    assert locked in [day.day for day in choosing.days(urgent, content=content, now=NOW)]


def test_a_draft_that_holds_nothing_any_more_lets_the_time_go(
    single: None, content: Content, book: Book
) -> None:
    booking.hold("amal", draft_of("Amal"), at(TUESDAY, 9), content=content, now=NOW)
    drafting.save("amal", draft_of("Amal", office="tal"), now=NOW)
    assert book("Badr", at(TUESDAY, 9)).id
