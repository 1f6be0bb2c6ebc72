"""Lines of an old tool's list, as people and programs write them."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain import imports
from backend.domain.appointments import Channel
from backend.domain.imports import Column, Finding


@pytest.mark.parametrize(
    ("day", "clock", "start"),
    [
        ("24.12.2026", "9:00", datetime(2026, 12, 24, 9)),  # noqa: DTZ001 - wall-clock time
        ("1.2.27", "09.05 Uhr", datetime(2027, 2, 1, 9, 5)),  # noqa: DTZ001
        ("2026-12-24", "9 Uhr", datetime(2026, 12, 24, 9)),  # noqa: DTZ001
        ("2026-12-24 09:30", "", datetime(2026, 12, 24, 9, 30)),  # noqa: DTZ001
        ("2026-12-24T09:30:00", "", datetime(2026, 12, 24, 9, 30)),  # noqa: DTZ001
        ("24.12.2026 17:55", "", datetime(2026, 12, 24, 17, 55)),  # noqa: DTZ001
        ("٢٤.١٢.٢٠٢٦", "٩:٠٠", datetime(2026, 12, 24, 9)),  # noqa: DTZ001
    ],
)
def test_days_and_times_are_read_as_they_are_written(day: str, clock: str, start: datetime) -> None:
    assert imports.start_of(day, clock) == start


@pytest.mark.parametrize(
    ("day", "clock", "finding"),
    [
        ("31.2.2026", "9:00", Finding.ODD_DAY),
        ("12/24/2026", "9:00", Finding.ODD_DAY),
        ("", "9:00", Finding.ODD_DAY),
        ("24.12.2026", "", Finding.ODD_TIME),
        ("24.12.2026", "24:00", Finding.ODD_TIME),
        ("24.12.2026", "9:03", Finding.ODD_TIME),
        ("24.12.2026", "früh", Finding.ODD_TIME),
    ],
)
def test_what_cannot_be_read_is_named(day: str, clock: str, finding: Finding) -> None:
    assert imports.start_of(day, clock) is finding


@given(st.text(max_size=40), st.text(max_size=40))
def test_whatever_stands_there_nothing_breaks(day: str, clock: str) -> None:
    found = imports.start_of(day, clock)
    assert isinstance(found, Finding) or found.minute % 5 == 0
    imports.channel_of(day)
    imports.columns_of([day, clock])


def test_columns_are_known_by_their_headings_however_they_are_written() -> None:
    found = imports.columns_of(["GESCHÄFTSSTELLE", "Anliegen", "x", "datum", "E-MAIL", "Datum"])
    assert found == {Column.OFFICE: 0, Column.CONCERN: 1, Column.DAY: 3, Column.MAIL: 4}
    assert imports.missing(found) == [Column.NAME]


def test_channels_are_known_by_their_words() -> None:
    assert imports.channel_of("Telefonisch") is Channel.PHONE
    assert imports.channel_of("vor ort") is Channel.IN_PERSON
    assert imports.channel_of("Fax") is None
    assert imports.day_of("1.1.2026") == date(2026, 1, 1)
    assert imports.time_of("7") == time(7)
