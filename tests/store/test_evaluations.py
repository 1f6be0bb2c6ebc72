"""Counts of deleted appointments as they are kept, on both engines."""

from collections.abc import Iterator
from datetime import date

import pytest

from backend.domain.evaluations import Ending, Key, Topic
from backend.store import database
from backend.store import evaluations as kept

ONE = Key("2026-11", "burg", Topic.CONCERN, "antrag", Ending.CAME)
OTHER = Key("2026-12", "burg", Topic.CONCERN, "antrag", Ending.CAME)
NOVEMBER = (date(2026, 11, 1), date(2026, 12, 1))


@pytest.fixture
def store(database_url: str) -> Iterator[None]:
    database.connect(database_url)
    yield
    database.disconnect()


def test_counts_add_up_and_are_found_by_month(store: None) -> None:
    assert kept.first_month() == ""
    with database.atomic():
        kept.add({ONE: 2, OTHER: 1})
        kept.add({ONE: 3})
    assert kept.between(*NOVEMBER) == ({ONE: 5}, [])
    assert kept.first_month() == "2026-11"


def test_a_day_of_capacity_is_written_down_once(store: None) -> None:
    with database.atomic():
        kept.add_capacity(date(2026, 11, 3), {"burg": (600, 90)})
        kept.add_capacity(date(2026, 11, 3), {"burg": (0, 0)})
        kept.add_capacity(date(2026, 11, 4), {"burg": (600, 30), "tal": (60, 0)})
    assert kept.capacity(*NOVEMBER) == {
        ("2026-11", "burg"): (1200, 120), ("2026-11", "tal"): (60, 0),
    }  # fmt: skip
