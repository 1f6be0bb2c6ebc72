"""Fifty visitors over HTTP, several processes, one free time: exactly one gets it."""

import re
from collections import Counter
from functools import partial

import pytest

from tests.faults import castle
from tests.faults.conftest import StartCastle
from tests.faults.ledger import Ledger
from tests.faults.visitors import Answer, Visitor, together, words

CLIENTS = 50


def visitors(port: int, concerns: tuple[str, ...]) -> list[Visitor]:
    """Fifty strangers, each with a name and an address of their own."""
    return [
        Visitor(
            port,
            name=f"Amal Haddad {number}",
            email=f"amal{number}@example.org",
            concern=concerns[number % len(concerns)],
        )
        for number in range(CLIENTS)
    ]


def assert_friendly(answer: Answer, *, wanted: str) -> None:
    """The page says so kindly and offers the nearest times that are left."""
    assert answer.status == 409, words(answer.text)
    assert 'id="error-summary"' in answer.text
    starts = re.findall(r'name="start" value="([^"]+)"', answer.text)
    assert starts, "no alternatives"
    assert wanted not in starts


@pytest.mark.parametrize(
    "concerns", [("antrag",), ("antrag", "geburt")], ids=["equal", "overlapping"]
)
def test_of_fifty_exactly_one_gets_the_time(
    castle_server: StartCastle, database_url: str, concerns: tuple[str, ...]
) -> None:
    server = castle_server(3)
    ledger = Ledger(database_url)
    day = castle.days_ahead(1)[0].isoformat()
    # Forty minutes from nine, and ten from twenty past: each of them overlaps each other one.
    wanted = {"antrag": f"{day}T09:00", "geburt": f"{day}T09:20"}
    crowd = visitors(server.port, concerns)
    for each in crowd:
        each.begin()

    # Everybody chooses at the same moment: one holds, the others are offered other times.
    chosen = together([partial(each.hold, wanted[each.concern]) for each in crowd])
    assert Counter(answer.status for answer in chosen) == {303: 1, 409: CLIENTS - 1}
    for each, answer in zip(crowd, chosen, strict=True):
        if answer.status == 409:
            assert_friendly(answer, wanted=wanted[each.concern])

    # One after the other holds it, lets the hold lapse and answers all questions …
    for each in crowd:
        ledger.lapse()
        each.went(each.hold(wanted[each.concern]))
        each.fill_in()
    ledger.lapse()
    # … and everybody presses the last button at the same moment.
    for each in crowd:
        each.get("/de/buchen/pruefen")
    sent = together([each.book for each in crowd])

    assert Counter(answer.status for answer in sent) == {303: 1, 409: CLIENTS - 1}
    winners = [each.name for each, answer in zip(crowd, sent, strict=True) if answer.status == 303]
    assert [row[0] for row in ledger.booked()] == winners
    ledger.assert_sound()
    for each, answer in zip(crowd, sent, strict=True):
        if answer.status == 409:
            assert_friendly(answer, wanted=wanted[each.concern])
            assert f'value="{each.name}"' in each.get("/de/buchen/name").text
    assert "Traceback" not in server.log
