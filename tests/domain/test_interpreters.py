"""Until when somebody must be ordered to interpret."""

from datetime import date

import pytest

from backend.content.holidays import public_holidays
from backend.domain.interpreters import order_by

HOLIDAYS = public_holidays("HB", 2026) | public_holidays("HB", 2027)


@pytest.mark.parametrize(
    ("day", "lead", "last"),
    [
        (date(2026, 11, 26), 0, date(2026, 11, 26)),
        (date(2026, 11, 26), 2, date(2026, 11, 24)),
        (date(2026, 11, 30), 1, date(2026, 11, 27)),
        (date(2027, 1, 4), 2, date(2026, 12, 30)),
        (date(2026, 4, 7), 1, date(2026, 4, 2)),
    ],
)
def test_weekends_and_holidays_do_not_count(day: date, lead: int, last: date) -> None:
    assert order_by(day, lead, holidays=HOLIDAYS) == last
