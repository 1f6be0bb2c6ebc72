"""Stops: when somebody is there, which one an appointment is at, and what is near."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain import stops, tours
from backend.domain.responsibility import Responsibility
from backend.domain.stops import Stop
from backend.domain.tours import HEADINGS, Column, Finding

DAY = date(2026, 12, 1)
MORNING = Stop(
    id=1, day=DAY, start=600, end=780, place="Hafen", street="Kai 1", postcode="99998", city="Insel"
)
AFTERNOON = replace(MORNING, id=2, start=840, end=1020, place="Markt", postcode="99999")
ROWS = tuple(
    Responsibility(
        postcode=code, street="", house_from=None, house_to=None, parity="", offices=offices
    )
    for code, offices in (("99998", ("burg",)), ("99997", ("burg",)), ("99999", ("tal",)))
)


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 12, 1, hour, minute)  # noqa: DTZ001 - wall clock


@pytest.mark.parametrize(
    "change",
    [
        {"end": 600}, {"start": 601}, {"end": 1445}, {"open_start": 600}, {"open_end": 700},
        {"open_start": 500, "open_end": 700}, {"open_start": 700, "open_end": 800},
        {"open_start": 700, "open_end": 700},
    ],
)  # fmt: skip
def test_a_stop_lies_in_its_day_and_its_open_hours_lie_in_it(change: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"minutes|hours"):
        replace(MORNING, **change)  # type: ignore[arg-type]


def test_an_appointment_is_at_the_stop_of_its_time() -> None:
    both = (AFTERNOON, MORNING)
    assert stops.at(both, at(10)) == MORNING
    assert stops.at(both, at(14, 30)) == AFTERNOON
    assert stops.at(both, at(13, 5)) == MORNING
    assert stops.at(both, datetime(2026, 12, 2, 10)) is None  # noqa: DTZ001


def test_one_that_takes_place_comes_before_a_cancelled_one_of_the_same_time() -> None:
    cancelled = replace(MORNING, cancelled_at=1)
    instead = replace(MORNING, id=3, place="Turm")
    assert stops.at((cancelled, instead), at(11)) == instead
    assert stops.at((cancelled, AFTERNOON), at(11)) == cancelled


def test_nobody_is_at_two_places_at_once_but_a_cancelled_stop_is_in_nobodys_way() -> None:
    wanted = replace(AFTERNOON, id=0, start=720, end=840)
    assert stops.is_crossing(wanted, [MORNING])
    assert not stops.is_crossing(replace(wanted, start=780), [MORNING])
    assert not stops.is_crossing(wanted, [replace(MORNING, cancelled_at=1)])
    assert not stops.is_crossing(replace(MORNING, end=800), [MORNING])


@given(st.lists(st.integers(min_value=0, max_value=2**24 - 1), max_size=5))
def test_a_cell_counts_where_two_are_there(masks: list[int]) -> None:
    together = stops.accompanied(masks)
    for cell in range(24):
        assert bool(together >> cell & 1) == (sum(mask >> cell & 1 for mask in masks) >= 2)


def test_near_is_the_same_postcode_then_the_area_of_the_same_office() -> None:
    assert stops.nearness(MORNING, "99998", ROWS) == stops.SAME_POSTCODE
    assert stops.nearness(MORNING, "99997", ROWS) == stops.SAME_OFFICE
    assert stops.nearness(MORNING, "99999", ROWS) == stops.FAR
    assert stops.nearness(MORNING, "12345", ROWS) == stops.FAR


CELLS = {column: place for place, column in enumerate(HEADINGS)}


def row(**changed: str) -> list[str]:
    usual = {
        Column.DAY: "1.12.2026", Column.START: "9", Column.END: "12 Uhr", Column.PLACE: "Turm",
        Column.STREET: "Weg 1", Column.POSTCODE: "99998",
    }  # fmt: skip
    return [changed.get(column.value, usual.get(column, "")) for column in HEADINGS]


@pytest.mark.parametrize(
    ("changed", "finding"),
    [
        ({}, None),
        ({"day": "2026-12-01", "start": "09.00"}, None),
        ({"day": "١.١٢.٢٠٢٦"}, None),
        ({"day": "30.2.2027"}, Finding.ODD_DAY),
        ({"day": "30.11.2026"}, Finding.PAST),
        ({"end": "8"}, Finding.ODD_TIME),
        ({"start": "9:03"}, Finding.ODD_TIME),
        ({"place": " "}, Finding.NO_PLACE),
        ({"postcode": "9999²"}, Finding.ODD_POSTCODE),
        ({"way": "x" * 10_000}, Finding.TOO_LONG),
        ({"open_start": "9"}, Finding.ODD_OPEN),
        ({"open_start": "mittags", "open_end": "12"}, Finding.ODD_OPEN),
    ],
)
def test_a_line_is_read_leniently_or_its_fault_is_named(
    changed: dict[str, str], finding: Finding | None
) -> None:
    (line,) = tours.read([(7, row(**changed))], CELLS, present=(), city="Insel", today=DAY)
    assert (line.number, line.finding) == (7, finding)
    assert (line.stop is None) == (finding is not None)


def test_the_same_line_twice_is_one_stop_and_a_crossing_one_is_refused() -> None:
    rows = [(2, row()), (3, row()), (4, row(place="Markt"))]
    found = tours.read(rows, CELLS, present=(), city="Insel", today=DAY)
    assert [line.finding for line in found] == [None, Finding.STANDS, Finding.CROSSING]
