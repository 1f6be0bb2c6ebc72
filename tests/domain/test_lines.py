"""Lines: windows of several weekdays become openings and are put together again."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.lines import Line, carried_over, clash, lines_of
from backend.domain.openings import Audience, Opening

MORNING = Line(weekdays=(0, 1, 2, 3), start=480, end=720)
LATE = Line(weekdays=(3,), start=960, end=1080, audience=Audience.EMPLOYED, release_days=3)

windows = st.builds(
    lambda weekday, start, length, counter, audience: Opening(
        weekday=weekday, start=start * 5, end=(start + length) * 5, counter=counter,
        audience=audience,
    ),
    st.integers(0, 6), st.integers(0, 200), st.integers(1, 80),
    st.sampled_from([None, 1, 2]), st.sampled_from(list(Audience)),
)  # fmt: skip


def test_equal_times_of_several_weekdays_are_one_line() -> None:
    openings = [*MORNING.openings(), *LATE.openings()]
    assert lines_of(openings) == [MORNING, LATE]


@given(st.lists(windows, unique=True))
def test_lines_say_the_same_as_the_openings(openings: list[Opening]) -> None:
    again = [opening for line in lines_of(openings) for opening in line.openings()]
    assert sorted(again, key=repr) == sorted(openings, key=repr)


@pytest.mark.parametrize(
    "other",
    [
        MORNING,
        replace(MORNING, weekdays=(2,), start=700, end=800),
        replace(MORNING, counter=1),
        replace(MORNING, audience=Audience.EMERGENCY),
        replace(MORNING, counter=1, audience=Audience.EMERGENCY),
    ],
)
def test_a_line_that_says_nothing_new_is_found(other: Line) -> None:
    assert clash([LATE, MORNING, other]) == (1, 2)


@pytest.mark.parametrize(
    "other",
    [
        LATE,
        replace(MORNING, weekdays=(4,)),
        replace(MORNING, start=720, end=800),
    ],
)
def test_lines_beside_each_other_are_no_clash(other: Line) -> None:
    assert clash([MORNING, other]) is None


def test_different_counters_and_two_reserved_windows_may_overlap() -> None:
    one = replace(MORNING, counter=1)
    assert clash([one, replace(one, counter=2)]) is None
    assert clash([one, replace(MORNING, audience=Audience.EMERGENCY)]) is None
    assert clash([LATE, replace(LATE, audience=Audience.EMERGENCY)]) is None


def test_windows_of_one_day_clash_without_a_weekday() -> None:
    one = replace(MORNING, weekdays=())
    assert clash([one, replace(one, start=600)]) == (0, 1)


def test_counters_are_carried_over_by_their_place() -> None:
    openings = [
        Opening(weekday=0, start=480, end=540, counter=counter) for counter in (None, 7, 8, 9)
    ]
    found = carried_over(openings, [7, 8, 9], to=[21, 22])
    assert [each.counter for each in found] == [None, 21, 22]
