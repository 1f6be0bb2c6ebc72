"""Rooms, interpreters and the building: what else a time needs beside a counter."""

from datetime import timedelta

import pytest

from backend.actions import booking, choosing, planning
from backend.content import Content
from backend.domain import refusals
from backend.domain.appointments import Channel
from backend.domain.capacity import InterpreterHours
from backend.store import appointments, capacity, database
from tests.actions.conftest import NOW, TUESDAY, Book, at, draft_of, plan

ARABIC = InterpreterHours(office="burg", language="ar", weekday=1, start=540, end=660, on_site=True)


def test_small_counters_are_filled_first_then_the_least_loaded(office: None, book: Book) -> None:
    large = [counter.id for counter in capacity.plan().groups["burg"][0].counters if counter.large]
    used = [book(name, at(TUESDAY, 9)).counter for name in ("Amal", "Badr", "Cem")]
    assert used[2] == large[0]
    fourth = book("Dana", at(TUESDAY, 10)).counter
    assert fourth not in large


def test_a_third_person_gets_a_large_room_or_none(office: None, book: Book) -> None:
    large = [counter.id for counter in capacity.plan().groups["burg"][0].counters if counter.large]
    assert book("Amal", at(TUESDAY, 9), companion=True).counter in large
    with pytest.raises(refusals.TimeTaken):
        book("Badr", at(TUESDAY, 9), companion=True)


def test_the_building_holds_no_more_people_than_its_cap(store: None, book: Book) -> None:
    planning.set_up(plan(small=5, large=1, cap=3))
    for name in ("Amal", "Badr"):
        book(name, at(TUESDAY, 9))
    with pytest.raises(refusals.TimeTaken):
        book("Cem", at(TUESDAY, 9, 15), companion=True)
    assert book("Dana", at(TUESDAY, 9, 15), channel=Channel.PHONE, phone="1").id
    assert book("Elif", at(TUESDAY, 9, 15)).id
    with pytest.raises(refusals.TimeTaken):
        book("Farid", at(TUESDAY, 9, 20))


def test_full_hours_of_the_building_are_not_offered(
    store: None, book: Book, content: Content
) -> None:
    planning.set_up(plan(small=5, large=1, cap=1))
    book("Amal", at(TUESDAY, 9))
    wish = choosing.wish_of(draft_of("Badr"), content)
    starts = [slot.start for slot in choosing.times(wish, TUESDAY, content=content, now=NOW)]
    assert at(TUESDAY, 9) not in starts
    assert at(TUESDAY, 9, 30) in starts


def test_changing_places_leave_room_for_long_appointments(store: None, book: Book) -> None:
    planning.set_up(plan(small=6, large=0, cap=2))
    book("Amal", at(TUESDAY, 9), concern="notfall-geld")
    book("Badr", at(TUESDAY, 9), concern="rueckfrage")
    book("Cem", at(TUESDAY, 9, 15), concern="notfall-geld")
    # No single place is free from 9:20 on for long, but in every cell there is one.
    assert book("Dana", at(TUESDAY, 9, 20), concern="notfall-geld").id
    assert book("Elif", at(TUESDAY, 9, 30)).id


def test_moving_in_a_full_building_takes_the_own_place_along(
    store: None, book: Book, content: Content
) -> None:
    planning.set_up(plan(small=3, large=0, cap=1))
    old = book("Amal", at(TUESDAY, 9))
    draft = draft_of("", email="", moving=old.id)
    draft = booking.hold("m", draft, at(TUESDAY, 9, 15), content=content, now=NOW)
    moved = booking.move("m", draft, content=content, now=NOW)
    assert moved.start == at(TUESDAY, 9, 15)
    resources = database.every("SELECT resource, cell FROM claim WHERE resource LIKE 'place/%'")
    assert len(resources) == 6


def test_an_interpreter_is_claimed_once(store: None, book: Book, content: Content) -> None:
    planning.set_up(plan(small=0, large=3, interpreters=(ARABIC,)))
    first = book("Amal", at(TUESDAY, 9), interpreter="ar", interpreter_present=True)
    assert first.interpreter_claimed
    assert first.minutes == 60
    with pytest.raises(refusals.TimeTaken):
        book("Badr", at(TUESDAY, 9), interpreter="ar", interpreter_present=True)
    without = book("Cem", at(TUESDAY, 9), interpreter="ar")
    assert not without.interpreter_claimed
    wish = choosing.wish_of(draft_of("Dana", interpreter="ar", interpreter_present=True), content)
    found = choosing.times(wish, TUESDAY, content=content, now=NOW)
    assert [slot.start for slot in found] == [at(TUESDAY, 10)]


def test_moving_keeps_the_own_interpreter(store: None, book: Book, content: Content) -> None:
    planning.set_up(plan(small=0, large=1, interpreters=(ARABIC,)))
    wanted = {"interpreter": "ar", "interpreter_present": True}
    old = book("Amal", at(TUESDAY, 9), **wanted)
    draft = draft_of("", email="", moving=old.id, **wanted)
    draft = booking.hold("m", draft, at(TUESDAY, 9, 30), content=content, now=NOW)
    moved = booking.move("m", draft, content=content, now=NOW)
    assert moved.interpreter_claimed
    assert appointments.by_id(old.id) == moved


def test_turn_round_keeps_the_counter_longer(store: None, book: Book) -> None:
    planning.set_up(plan(small=1, large=0, turn_round=10))
    booked = book("Amal", at(TUESDAY, 9))
    assert booked.minutes == 30
    with pytest.raises(refusals.TimeTaken):
        book("Badr", at(TUESDAY, 9, 30))
    assert book("Cem", at(TUESDAY, 9, 40)).id


def test_full_days_are_listed_and_nearest_times_offered(
    single: None, book: Book, content: Content
) -> None:
    wednesday = TUESDAY + timedelta(days=1)
    for number in range(8):
        book(f"P{number}", at(wednesday, 8) + timedelta(minutes=30 * number))
    wish = choosing.wish_of(draft_of("Amal"), content)
    days = {each.day: each for each in choosing.days(wish, content=content, now=NOW)}
    assert days[wednesday].times == 0
    assert days[wednesday].first is None
    near = choosing.nearest(wish, at(wednesday, 8), content=content, now=NOW)
    # Not the late times of Tuesday: nobody has declared to be employed.
    assert [slot.start for slot in near] == [
        at(TUESDAY, 10, 30),
        at(TUESDAY, 11),
        at(TUESDAY, 11, 30),
    ]


def test_other_offices_and_channels_are_named_earliest_first(
    office: None, content: Content
) -> None:
    wish = choosing.wish_of(draft_of("Amal"), content)
    found = choosing.elsewhere(wish, content=content, now=NOW)
    assert [key for key, _ in found.offices] == ["tal"]
    assert [channel for channel, _ in found.channels] == [Channel.PHONE, Channel.VIDEO]


def test_the_first_plan_is_set_up_once(office: None) -> None:
    assert not planning.set_up(plan())
    assert database.one("SELECT COUNT(*) FROM counter_group") == (2,)
