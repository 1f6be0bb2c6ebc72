"""Phases: which one counts on a day, what it admits, and the days as customers read them (R48)."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from backend.domain import phases
from backend.domain.appointments import BookedBy, Channel, Wish
from backend.domain.phases import Phase, PhaseKind

DAY = date(2026, 11, 24)
ANY_PHASE = st.builds(
    lambda kind, first, length, number: Phase(
        kind=kind,
        first_day=DAY + timedelta(days=first),
        last_day=None if length is None else DAY + timedelta(days=first + length),
        id=number,
    ),
    st.sampled_from(PhaseKind),
    st.integers(-20, 60),
    st.none() | st.integers(0, 40),
    st.integers(1, 9),
)


def wish(**changed: object) -> Wish:
    named = {"office": "burg", "concern": "antrag", "channel": Channel.IN_PERSON} | changed
    return Wish(**named)  # type: ignore[arg-type]


@given(st.lists(ANY_PHASE, max_size=6, unique_by=lambda phase: phase.id))
def test_the_days_customers_read_are_those_that_count(own: list[Phase]) -> None:
    last = DAY + timedelta(days=42)
    spans = phases.spans(own, DAY, last)
    for number in range(43):
        day = DAY + timedelta(days=number)
        phase = phases.phase_on(own, day)
        told = [
            span.phase
            for span in spans
            if span.first_day <= day and (span.last_day is None or day <= span.last_day)
        ]
        is_usual = phase is None or phase.kind is PhaseKind.NORMAL
        assert told == ([] if is_usual else [phase])


def test_a_phase_within_another_one_divides_it() -> None:
    long = Phase(kind=PhaseKind.CLOSED, first_day=DAY, last_day=DAY + timedelta(days=9), id=1)
    usual = DAY + timedelta(days=3)
    between = Phase(kind=PhaseKind.NORMAL, first_day=usual, last_day=usual, id=2)
    found = phases.spans([long, between], DAY, DAY + timedelta(days=30))
    assert [(span.first_day.day, span.last_day and span.last_day.day) for span in found] == [
        (24, 26),
        (28, 3),
    ]


def test_a_phase_without_end_has_none_for_customers_either() -> None:
    endless = Phase(kind=PhaseKind.CLOSED, first_day=DAY)
    (span,) = phases.spans([endless], DAY, DAY + timedelta(days=7))
    assert span.last_day is None


def test_each_kind_admits_what_it_says() -> None:
    closed, urgent, phone = (
        Phase(kind=kind, first_day=DAY)
        for kind in (PhaseKind.CLOSED, PhaseKind.EMERGENCIES_ONLY, PhaseKind.PHONE_ONLY)
    )
    usual, call, emergency = wish(), wish(channel=Channel.PHONE), wish(emergency=True)
    desk = wish(booked_by=BookedBy.COUNTER)
    assert [phases.admits(closed, each) for each in (usual, call, emergency, desk)] == [False] * 4
    assert [phases.admits(urgent, each) for each in (usual, call, emergency)] == [
        False,
        False,
        True,
    ]
    assert [phases.admits(phone, each) for each in (usual, call, emergency)] == [False, True, True]
    assert phases.admits(urgent, desk) and phases.admits(None, usual)
