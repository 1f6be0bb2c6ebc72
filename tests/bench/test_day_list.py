"""How long the day list of 300 appointments takes, beside a bare workbook (in `make bench`)."""

import io
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook

from backend.actions import listing
from backend.letters import list_rounds
from backend.store import database, lists
from tests.web.booked import Booked, portal_with

pytestmark = pytest.mark.bench
APPOINTMENTS, ROUNDS, COLUMNS = 300, 5, 17


@pytest.fixture
def booked(default_database_url: str, tmp_path: Path) -> Iterator[Booked]:
    with portal_with(default_database_url, tmp_path) as booked:
        yield booked


def fill(booked: Booked) -> None:
    """300 appointments of one office and day in two groups, copies of two."""
    ones = [
        booked.book(name="محمد الأحمد", email="m@example.org", needs=("step_free",)),
        booked.book(name="Kim Kaya", email="k@example.org", concern="bescheid", interpreter="ar"),
    ]
    columns = [column.name for column in database.database.get_columns("appointment")]
    for number in range(APPOINTMENTS - len(ones)):
        one = ones[number % 2]
        own = {
            "id": str(one.id + 1 + number),
            "reference": f"'{number:08}'",
            "start_cell": f"start_cell + {number % 96}",
        }
        values = ", ".join(own.get(name, name) for name in columns)
        database.run(
            f"INSERT INTO appointment ({', '.join(columns)}) SELECT {values} FROM appointment"
            " WHERE id = ?",
            (one.id,),
        )


def bare() -> None:
    """As many cells, twice as in the list, without a style."""
    book = Workbook()
    for _sheet in range(2):
        sheet = book.create_sheet()
        for row in range(APPOINTMENTS):
            sheet.append([f"{row}/{column}" for column in range(COLUMNS)])
    book.save(io.BytesIO())


def seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def test_measure(booked: Booked) -> None:
    fill(booked)
    portal = booked.app.extensions["portal"]
    now = portal.now()

    def make() -> None:
        made = list_rounds.made(
            "mitte", content=portal.content, languages=portal.languages, now=now
        )
        listing.keep(0, made, now=now)

    make()
    bare()
    pairs = [(seconds(make), seconds(bare)) for _round in range(ROUNDS)]
    taken = statistics.median(own for own, _bare in pairs)
    kept = lists.find("mitte", now.date())
    assert kept is not None and kept.count == APPOINTMENTS
    print(f"\nday list of {APPOINTMENTS} appointments {taken * 1000:7.0f} ms   (under 1000)")
    print(f"÷ bare workbook {statistics.median(own / bare for own, bare in pairs):30.1f}")
    assert taken < 1
