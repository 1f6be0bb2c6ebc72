"""An earlier time for who waits: kept for one at a time, told, accepted, declined or passed on."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest

from backend.actions import booking, changes, forgetting, offering, planning, wishing
from backend.content import Content
from backend.domain.appointments import Appointment
from backend.domain.refusals import AppointmentGone, NoWayToTell, OfferOver, TimeTaken
from backend.domain.wishes import Choices, Half, Terms
from backend.store import appointments, database, letters, sealing, wishes
from tests.actions.conftest import NOW, TUESDAY, Book, at, draft_of, plan, seconds
from tests.actions.test_contention import assert_sound

THURSDAY, FRIDAY = date(2026, 11, 26), date(2026, 11, 27)
TEN = NOW.replace(hour=10)
"""A moment at which people read messages."""
TERMS = Terms()
PAUSING = Terms(pause_minutes=(20, 20))
EARLIER, LATER = at(TUESDAY, 9), at(FRIDAY, 9)


def round_at(now: datetime, content: Content, terms: Terms = TERMS) -> int:
    return offering.go_on(content=content, now=now, terms=terms)


def full(book: Book, day: date = TUESDAY, *, but: datetime | None = None) -> list[Appointment]:
    """Every half hour of the morning at the only counter is taken."""
    starts = [at(day, 8) + timedelta(minutes=30 * number) for number in range(8)]
    return [book(f"F{start:%d%H%M}", start) for start in starts if start != but]


def fill(book: Book) -> dict[datetime, Appointment]:
    """Monday to Thursday have no free time."""
    days = [date(2026, 11, 23), TUESDAY, date(2026, 11, 25), THURSDAY]
    return {found.start: found for day in days for found in full(book, day)}


def offered(appointment: Appointment) -> datetime | None:
    found = wishes.by_appointment(appointment.id)
    assert found is not None
    return found.offer_start


def wait(appointment: Appointment, choices: Choices = Choices(), *, now: datetime = NOW) -> None:  # noqa: B008
    wishing.ask(appointment.id, choices, now=now)


def told(appointment: Appointment) -> list[tuple[str, str]]:
    return [
        (str(channel), str(state))
        for channel, state in database.every(
            "SELECT channel, state FROM letter WHERE appointment = ? AND kind = 'earlier'"
            " ORDER BY id",
            (appointment.id,),
        )
    ]


@pytest.fixture
def store(default_database_url: str) -> Iterator[None]:
    """On one engine: how rivals fare on both stands in `test_wishing_contention`."""
    sealing.use([b"k" * 32], b"h" * 32)
    database.connect(default_database_url)
    yield
    database.disconnect()


@pytest.fixture
def taken(single: None, book: Book) -> dict[datetime, Appointment]:
    """One counter that is full until Friday."""
    return fill(book)


Taken = dict[datetime, Appointment]


def test_a_cancelled_time_is_kept_for_who_waits_and_told(
    taken: Taken, book: Book, content: Content
) -> None:
    amal = book("Amal", LATER)
    wait(amal)
    assert round_at(TEN, content) == 0
    booking.cancel(taken[EARLIER].id, now=TEN)
    assert round_at(TEN, content) == 1
    assert offered(amal) == EARLIER
    assert told(amal) == [("mail", "waiting")]
    with pytest.raises(TimeTaken):
        booking.hold("rival", draft_of("Rival"), EARLIER, content=content, now=TEN)


def test_it_is_kept_before_its_pause_ends_and_everybody_sees_it(
    taken: Taken, book: Book, content: Content
) -> None:
    amal = book("Amal", LATER)
    wait(amal)
    booking.cancel(taken[EARLIER].id, now=TEN, pause_minutes=(20, 20))
    round_at(TEN, content, PAUSING)
    assert offered(amal) == EARLIER
    assert_sound()


def test_what_is_left_of_a_paused_time_goes_on_pausing(
    store: None, book: Book, content: Content
) -> None:
    planning.set_up(plan(small=0, large=1))
    whole = book("Long", EARLIER, interpreter="ar")
    others = [at(TUESDAY, 8), at(TUESDAY, 8, 30)]
    rest = [at(TUESDAY, hour, minute) for hour in (10, 11) for minute in (0, 30)]
    for start in others + rest:
        book(f"F{start:%H%M}", start)
    amal = book("Amal", LATER)
    wait(amal, Choices(first_day=TUESDAY, last_day=TUESDAY))
    booking.cancel(whole.id, now=TEN, pause_minutes=(20, 20))
    round_at(TEN, content, PAUSING)
    assert offered(amal) == EARLIER
    assert database.every("SELECT cells FROM appointment WHERE state = 'paused'") == [(6,)]
    assert_sound()


def test_accepting_moves_the_appointment_under_its_number(
    taken: Taken, book: Book, content: Content
) -> None:
    amal = book("Amal", LATER)
    wait(amal)
    booking.cancel(taken[EARLIER].id, now=TEN)
    round_at(TEN, content)
    for _press in range(2):
        moved = wishing.accept(amal.id, EARLIER, content=content, now=TEN, terms=TERMS)
        assert (moved.reference, moved.start, moved.nonce) == (amal.reference, EARLIER, amal.nonce)
    assert wishes.by_appointment(amal.id) is None
    assert letters.count_by_state()["withdrawn"] >= 1
    kinds = database.every("SELECT kind FROM letter WHERE appointment = ?", (amal.id,))
    assert ("moved",) in kinds
    assert database.every("SELECT id FROM appointment WHERE state = 'held'") == []
    assert_sound()


def test_the_given_up_time_is_kept_for_the_next_who_waits(
    taken: Taken, book: Book, content: Content
) -> None:
    amal, bo = book("Amal", LATER), book("Bo", at(date(2026, 11, 30), 9))
    full(book, FRIDAY, but=LATER)
    wait(amal)
    wait(bo, now=NOW + timedelta(minutes=1))
    booking.cancel(taken[EARLIER].id, now=TEN)
    round_at(TEN, content)
    assert (offered(amal), offered(bo)) == (EARLIER, None)
    wishing.accept(amal.id, EARLIER, content=content, now=TEN, terms=PAUSING)
    round_at(TEN, content)
    assert offered(bo) == LATER


def test_who_asked_first_is_asked_first_and_the_next_when_no_answer_comes(
    taken: Taken, book: Book, content: Content
) -> None:
    bo, amal = book("Bo", at(FRIDAY, 10)), book("Amal", LATER)
    wait(amal, now=NOW)
    wait(bo, now=NOW + timedelta(minutes=1))
    booking.cancel(taken[EARLIER].id, now=TEN)
    round_at(TEN, content)
    assert (offered(amal), offered(bo)) == (EARLIER, None)
    round_at(TEN + timedelta(minutes=119), content)
    assert (offered(amal), offered(bo)) == (EARLIER, None)
    round_at(TEN + timedelta(minutes=120), content)
    assert (offered(amal), offered(bo)) == (None, EARLIER)
    assert_sound()


def test_too_late_is_too_late_once_the_next_was_asked(
    taken: Taken, book: Book, content: Content
) -> None:
    amal, bo = book("Amal", LATER), book("Bo", at(FRIDAY, 10))
    wait(amal)
    wait(bo, now=NOW + timedelta(minutes=1))
    booking.cancel(taken[EARLIER].id, now=TEN)
    round_at(TEN, content)
    later = TEN + timedelta(minutes=121)
    round_at(later, content)
    with pytest.raises(OfferOver):
        wishing.accept(amal.id, EARLIER, content=content, now=later, terms=TERMS)
    found = appointments.by_id(amal.id)
    assert found is not None and found.start == LATER
    wishing.accept(bo.id, EARLIER, content=content, now=later, terms=TERMS)
    assert_sound()


def test_a_late_answer_still_counts_while_nobody_else_was_asked(
    taken: Taken, book: Book, content: Content
) -> None:
    amal = book("Amal", LATER)
    wait(amal)
    booking.cancel(taken[EARLIER].id, now=TEN)
    round_at(TEN, content)
    later = TEN + timedelta(minutes=140)
    forgetting.sweep(now=later, retention_days=7, draft_minutes=120)
    moved = wishing.accept(amal.id, EARLIER, content=content, now=later, terms=TERMS)
    assert moved.start == EARLIER
    assert_sound()


def test_a_late_answer_takes_nothing_from_somebody_else(
    taken: Taken, book: Book, content: Content
) -> None:
    amal = book("Amal", LATER)
    wait(amal)
    booking.cancel(taken[EARLIER].id, now=TEN)
    round_at(TEN, content)
    later = TEN + timedelta(minutes=140)
    book("Rival", EARLIER, now=later)
    with pytest.raises(OfferOver):
        wishing.accept(amal.id, EARLIER, content=content, now=later, terms=TERMS)
    found = appointments.by_id(amal.id)
    assert found is not None and found.start == LATER
    assert_sound()


def test_who_declines_keeps_the_appointment_and_is_not_asked_for_this_time_again(
    taken: Taken, book: Book, content: Content
) -> None:
    amal = book("Amal", LATER)
    wait(amal)
    booking.cancel(taken[EARLIER].id, now=TEN)
    round_at(TEN, content)
    for _press in range(2):
        wishing.decline(amal.id, EARLIER, now=TEN, terms=TERMS)
    assert round_at(TEN, content) == 0
    booking.cancel(taken[at(THURSDAY, 9)].id, now=TEN)
    round_at(TEN, content)
    assert offered(amal) == at(THURSDAY, 9)


def test_a_declined_time_pauses_before_everybody_sees_it(
    taken: Taken, book: Book, content: Content
) -> None:
    amal = book("Amal", LATER)
    wait(amal)
    booking.cancel(taken[EARLIER].id, now=TEN)
    round_at(TEN, content)
    wishing.decline(amal.id, EARLIER, now=TEN, terms=PAUSING)
    with pytest.raises(TimeTaken):
        booking.hold("rival", draft_of("Rival"), EARLIER, content=content, now=TEN)
    later = TEN + timedelta(minutes=20)
    booking.hold("rival", draft_of("Rival"), EARLIER, content=content, now=later)


def test_a_kept_time_that_lapsed_long_ago_leaves_no_trace(
    taken: Taken, book: Book, content: Content
) -> None:
    amal = book("Amal", LATER)
    wait(amal)
    booking.cancel(taken[EARLIER].id, now=TEN)
    round_at(TEN, content)
    later = TEN + timedelta(hours=5)
    book("Short", at(TUESDAY, 9, 10), now=later, concern="rueckfrage")
    round_at(later, content, PAUSING)
    assert_sound()


def test_who_never_answers_is_asked_three_times(taken: Taken, book: Book, content: Content) -> None:
    amal, now = book("Amal", LATER), TEN
    wait(amal)
    for hour in (9, 10, 11):
        booking.cancel(taken[at(THURSDAY, hour)].id, now=now)
        round_at(now, content)
        (letter,) = database.every(
            "SELECT id FROM letter WHERE kind = 'earlier' AND state = 'waiting'"
        )
        letters.mark_sent(letter[0], seconds(now))
        now += timedelta(minutes=130)
        round_at(now, content)
        forgetting.sweep(now=now, retention_days=7, draft_minutes=120)
        book(f"N{hour}", at(THURSDAY, hour), now=now)
    assert wishes.by_appointment(amal.id) is None


def test_who_was_not_told_in_time_does_not_count_as_silent(
    taken: Taken, book: Book, content: Content
) -> None:
    amal = book("Amal", LATER)
    wait(amal)
    booking.cancel(taken[EARLIER].id, now=TEN)
    round_at(TEN, content)
    round_at(TEN + timedelta(minutes=120), content)
    found = wishes.by_appointment(amal.id)
    assert found is not None and (found.unanswered, found.offer) == (0, 0)
    assert told(amal) == [("mail", "withdrawn")]


@pytest.mark.parametrize(
    ("answers", "channels"),
    [
        ({}, ["mail"]),
        ({"phone": "0151 23456789", "sms": True}, ["mail", "sms"]),
        ({"email": "", "delivery": "none", "phone": "0151 23456789"}, ["call"]),
        ({"email": "", "delivery": "none", "phone": "0151 23456789", "sms": True}, ["sms"]),
    ],
)
def test_each_is_told_the_way_they_can_be_reached(
    answers: dict[str, object],
    channels: list[str],
    single: None,
    book: Book,
    content: Content,
) -> None:
    amal = book("Amal", LATER, **answers)
    wait(amal)
    round_at(TEN, content)
    assert [channel for channel, _state in told(amal)] == channels


@pytest.mark.parametrize(
    "answers",
    [
        {"private": True},
        {"email": "", "delivery": "none"},
        {"email": "", "delivery": "none", "phone": "0151 234", "needs": ("no_phone_calls",)},
    ],
)
def test_nobody_waits_whom_nothing_may_reach(
    answers: dict[str, object], single: None, book: Book
) -> None:
    amal = book("Amal", LATER, **answers)
    with pytest.raises(NoWayToTell):
        wait(amal)


def test_at_night_the_time_is_kept_until_the_morning_and_no_phone_rings(
    single: None, book: Book, content: Content
) -> None:
    amal = book("Amal", LATER, phone="0151 23456789", sms=True)
    night = NOW.replace(hour=22)
    wait(amal, Choices(first_day=THURSDAY))
    round_at(night, content)
    found = wishes.by_appointment(amal.id)
    assert found is not None
    assert found.offer_until == seconds(NOW.replace(day=24, hour=10))
    due = dict(database.every("SELECT channel, due_at FROM letter WHERE kind = 'earlier'"))
    assert due == {"mail": seconds(night), "sms": seconds(NOW.replace(day=24, hour=8))}


def test_nothing_is_kept_past_the_cut_off_of_its_day(
    single: None, book: Book, content: Content
) -> None:
    amal = book("Amal", LATER)
    wait(amal, Choices(last_day=TUESDAY))
    assert round_at(NOW.replace(hour=22), content) == 0
    assert round_at(NOW.replace(hour=19), content) == 1
    found = wishes.by_appointment(amal.id)
    assert found is not None and found.offer_until == seconds(NOW.replace(day=24, hour=6))


def test_the_choices_are_kept(taken: Taken, book: Book, content: Content) -> None:
    amal = book("Amal", LATER)
    wait(amal, Choices(half=Half.AFTERNOON))
    booking.cancel(taken[EARLIER].id, now=TEN)
    assert round_at(TEN, content) == 0
    wait(amal, Choices(half=Half.MORNING, last_day=TUESDAY))
    assert round_at(TEN, content) == 1


def test_a_wish_goes_with_its_appointment(taken: Taken, book: Book, content: Content) -> None:
    amal, bo, cem = (book(name, at(FRIDAY, hour)) for name, hour in (("A", 8), ("B", 9), ("C", 10)))
    for each in (amal, bo, cem):
        wait(each)
    booking.cancel(taken[EARLIER].id, now=TEN)
    round_at(TEN, content)
    booking.cancel(amal.id, now=TEN)
    booking.cancel(taken[at(THURSDAY, 9)].id, now=TEN)
    changes.move(bo.id, at(THURSDAY, 9), content=content, now=TEN)
    round_at(TEN, content)
    assert wishes.by_appointment(amal.id) is None
    assert wishes.by_appointment(bo.id) is None
    assert offered(cem) == EARLIER
    over = datetime(2026, 11, 27, 10, 0, tzinfo=NOW.tzinfo)
    round_at(over, content)
    assert not wishes.has_any()
    assert_sound()


def test_who_has_moved_even_earlier_is_not_moved_back(
    taken: Taken, book: Book, content: Content
) -> None:
    amal = book("Amal", LATER)
    wait(amal)
    booking.cancel(taken[at(THURSDAY, 9)].id, now=TEN)
    round_at(TEN, content)
    booking.cancel(taken[EARLIER].id, now=TEN)
    changes.move(amal.id, EARLIER, content=content, now=TEN)
    with pytest.raises(OfferOver):
        wishing.accept(amal.id, at(THURSDAY, 9), content=content, now=TEN, terms=TERMS)
    assert_sound()


def test_one_press_ends_it_and_the_kept_time_goes_on(
    taken: Taken, book: Book, content: Content
) -> None:
    amal, bo = book("Amal", LATER), book("Bo", at(FRIDAY, 10))
    wait(amal)
    wait(bo, now=NOW + timedelta(minutes=1))
    booking.cancel(taken[EARLIER].id, now=TEN)
    round_at(TEN, content)
    for _press in range(2):
        wishing.forget(amal.id, now=TEN, terms=TERMS)
    round_at(TEN, content)
    assert offered(bo) == EARLIER


def test_the_wish_vanishes_with_the_record(taken: Taken, book: Book, content: Content) -> None:
    amal = book("Amal", LATER)
    wait(amal)
    forgetting.sweep(now=NOW + timedelta(days=30), retention_days=7, draft_minutes=120)
    assert wishes.by_appointment(amal.id) is None


def test_nobody_waits_for_an_appointment_that_is_gone(single: None, book: Book) -> None:
    amal = book("Amal", LATER)
    booking.cancel(amal.id, now=NOW)
    with pytest.raises(AppointmentGone):
        wait(amal)
