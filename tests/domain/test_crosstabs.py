"""The tables of an evaluation: they add up, and nothing small can be read or computed."""

import random
from collections import Counter
from datetime import date
from itertools import product

import pytest

from backend.domain import crosstabs, disclosure
from backend.domain.crosstabs import ALL_OFFICES, COLUMNS, MONTH, SECTION, SUM, Evaluation, Year
from backend.domain.evaluations import (
    EMERGENCY,
    OTHER,
    Ending,
    Key,
    Period,
    Topic,
    periods_of,
    periods_since,
)
from tests.domain.elimination import computable

OVER = date(2027, 1, 1)
OFFICES = ("burg", "tal", "bus")
SECTIONS = {"antrag": "money", "rueckfrage": "money", "strom": "urgent"}


def happened(seed: int, *, most: int, months: int = 12) -> Counter[Key]:
    """Counts of a year: one office is large, one small, one hardly there."""
    chance, found = random.Random(seed), Counter[Key]()
    for month, (place, office) in product(range(1, months + 1), enumerate(OFFICES)):
        for _one in range(chance.randrange(most // 8**place + 2)):
            ending = chance.choices(list(Ending), [60, 15, 8, 12, 5])[0]
            concern = chance.choices([*SECTIONS, "alt"], [60, 30, 9, 1])[0]
            values = {
                Topic.OFFICE: "",
                Topic.CONCERN: concern,
                Topic.URGENCY: EMERGENCY if concern == "strom" else OTHER,
                Topic.CHANNEL: chance.choice(["in_person", "in_person", "phone"]),
            }
            for topic, value in values.items():
                found[Key(f"2026-{month:02}", office, topic, value, ending)] += 1
    return found


def year_of(
    counts: Counter[Key], *, today: date = OVER, events: crosstabs.Events | None = None
) -> Year:
    return Year(
        counts=counts,
        events=events or {},
        periods=periods_of(2026, today),
        sections=SECTIONS,
        emergencies={"strom"},
    )


def every_page(year: Year) -> list[Evaluation]:
    return [
        year.evaluate(period, office)
        for period, office in product(year.periods, (ALL_OFFICES, *OFFICES))
    ]


def table(found: Evaluation, name: str) -> crosstabs.Table:
    return next(each for each in found.tables if each.name == name)


# --- they add up


def test_large_numbers_are_shown_as_they_are() -> None:
    counts = Counter({
        Key("2026-03", "burg", Topic.OFFICE, "", Ending.CAME): 70,
        Key("2026-03", "burg", Topic.CONCERN, "antrag", Ending.CAME): 50,
        Key("2026-03", "burg", Topic.CONCERN, "strom", Ending.CAME): 20,
        Key("2026-02", "burg", Topic.OFFICE, "", Ending.MISSED): 8,
        Key("2026-02", "burg", Topic.CONCERN, "rueckfrage", Ending.MISSED): 8,
    })  # fmt: skip
    found = year_of(counts).evaluate(Period(2026, 1, 3), ALL_OFFICES)
    assert [each.name for each in found.tables] == [MONTH, "office", SECTION, "concern"]
    months, concerns = table(found, MONTH), table(found, "concern")
    assert [(row.key, row.values) for row in months.rows] == [
        ("2026-02", (0, 8, 0, 0, 0, 8)), ("2026-03", (70, 0, 0, 0, 0, 70)),
    ]  # fmt: skip
    assert {row.key: row.values[-1] for row in concerns.rows} == {
        "antrag": 50, "rueckfrage": 8, "strom": 20,
    }  # fmt: skip
    assert concerns.sum.values == (70, 8, 0, 0, 0, 78)
    assert {row.key: row.values[-1] for row in table(found, SECTION).rows} == {
        "money": 58, "urgent": 20,
    }  # fmt: skip
    assert not found.has_hidden


@pytest.mark.parametrize("seed", range(2))
def test_what_is_shown_is_true_and_adds_up(seed: int) -> None:
    counts = happened(seed, most=120)
    for page in every_page(year_of(counts)):
        whole = sum(
            count
            for key, count in counts.items()
            if key.topic is Topic.OFFICE
            and key.month in page.period.months
            and page.office in {ALL_OFFICES, key.office}
        )
        for each in page.tables:
            assert each.sum.values[-1] in {whole, None}
            for row in (*each.rows, each.sum):
                if None not in row.values:
                    assert sum(value or 0 for value in row.values[:-1]) == row.values[-1]
            for column in range(len(COLUMNS)):
                numbers = [row.values[column] for row in (*each.rows, each.sum)]
                if None not in numbers:
                    assert sum(value or 0 for value in numbers[:-1]) == numbers[-1]


# --- nothing small is told


@pytest.mark.parametrize(("seed", "most"), [(1, 30), (3, 300)])
def test_no_page_shows_or_tells_a_small_number(seed: int, most: int) -> None:
    year = year_of(happened(seed, most=most, months=6), today=date(2026, 7, 1))
    for page in every_page(year):
        for each in page.tables:
            numbers = [value for row in (*each.rows, each.sum) for value in row.values]
            assert not [value for value in numbers if value and disclosure.is_small(value)]
            assert told_by(each) == []


def told_by(shown: crosstabs.Table) -> list[tuple[int, int]]:
    """The hidden cells that a reader of this one table can compute: (row, column)."""
    lines = [row.values for row in (*shown.rows, shown.sum)]
    last_row, last_column = len(lines) - 1, len(COLUMNS) - 1
    sums = [
        disclosure.Sum((row, last_column), tuple((row, c) for c in range(last_column)))
        for row in range(len(lines))
    ]
    sums += [
        disclosure.Sum((last_row, column), tuple((row, column) for row in range(last_row)))
        for column in range(len(COLUMNS))
    ]
    gone = [
        (row, column)
        for row, line in enumerate(lines)
        for column, value in enumerate(line)
        if value is None
    ]
    return sorted(computable(sums, gone))


@pytest.mark.parametrize("seed", range(2))
def test_no_sum_over_several_pages_tells_a_hidden_number(seed: int) -> None:
    year = year_of(happened(seed, most=60))
    for each in year.sums:
        gone = [cell for cell in each.cells if cell in year.hidden]
        assert len(gone) != 1
        if gone and each.total not in year.hidden:
            assert not disclosure.is_small(sum(year.cells[cell] for cell in gone))


def test_the_month_left_out_of_a_quarter_is_not_told() -> None:
    counts = Counter({
        Key("2026-01", "burg", Topic.OFFICE, "", Ending.CAME): 50,
        Key("2026-02", "burg", Topic.OFFICE, "", Ending.CAME): 60,
        Key("2026-03", "burg", Topic.OFFICE, "", Ending.CAME): 2,
    })  # fmt: skip
    year = year_of(counts)
    months = [year.evaluate(Period(2026, month, 1), "burg") for month in (1, 2, 3)]
    quarter = year.evaluate(Period(2026, 1, 3), "burg")
    sums = [
        next((each.sum.values[-1] for each in page.tables), None) for page in (*months, quarter)
    ]
    assert sums.count(None) >= 2


def test_the_same_is_hidden_in_whatever_order_it_was_read() -> None:
    """Else each worker would show what another one hides."""
    counts = happened(5, most=60, months=4)
    keys = list(counts)
    random.Random(1).shuffle(keys)
    mixed = Counter({key: counts[key] for key in keys})
    assert year_of(mixed).hidden == year_of(counts).hidden


def test_what_the_catalogue_says_otherwise_by_now_is_no_sum() -> None:
    counts = Counter({
        Key("2026-03", "burg", Topic.OFFICE, "", Ending.CAME): 70,
        Key("2026-03", "burg", Topic.CONCERN, "strom", Ending.CAME): 70,
        Key("2026-03", "burg", Topic.URGENCY, OTHER, Ending.CAME): 70,
    })  # fmt: skip
    page = year_of(counts).evaluate(Period(2026, 3, 1), "burg")
    assert table(page, "urgency").rows[0].values[0] == 70


def test_events_are_single_numbers_and_hidden_when_small() -> None:
    events = {("2026-03", "burg", "moved"): 30, ("2026-03", "burg", "callback"): 4}
    page = year_of(Counter(), events=events).evaluate(Period(2026, 3, 1), "burg")
    assert {row.key: row.values for row in page.events} == {"moved": (30,), "callback": (None,)}
    assert page.is_empty and page.has_hidden


# --- over which time


def test_only_what_is_over_can_be_asked_for() -> None:
    keys = [each.key for each in periods_of(2026, date(2026, 11, 21))]
    assert keys == [f"2026-{month:02}" for month in range(1, 11)] + [
        "2026-Q1", "2026-Q2", "2026-Q3",
    ]  # fmt: skip
    assert "2026" in {each.key for each in periods_of(2026, date(2027, 1, 1))}
    assert periods_of(2026, date(2026, 1, 31)) == []


def test_time_begins_with_the_first_appointment_and_years_come_first() -> None:
    keys = [each.key for each in periods_since("2025-11", date(2026, 4, 2))]
    assert keys == [
        "2025", "2026-Q1", "2025-Q4", "2026-03", "2026-02", "2026-01", "2025-12", "2025-11",
    ]  # fmt: skip


def test_a_month_that_is_not_over_is_in_no_table() -> None:
    counts = Counter({Key("2026-11", "burg", Topic.OFFICE, "", Ending.CAME): 50})
    assert year_of(counts, today=date(2026, 11, 21)).cells == {}


def test_the_row_of_sums_is_the_last_one() -> None:
    counts = happened(1, most=400)
    page = year_of(counts).evaluate(Period(2026, 1, 12), ALL_OFFICES)
    assert {each.sum.key for each in page.tables} == {SUM}
