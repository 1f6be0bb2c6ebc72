"""`kill -9` for the worker while it keeps earlier times: held and told together, or neither."""

import random
import time

import pytest

from tests.faults import castle
from tests.faults.conftest import StartCastle
from tests.faults.ledger import Ledger
from tests.faults.visitors import Visitor
from tests.servers import PortalServer

PEOPLE = 24
KILLS = 8
EARLY_DAYS = 3

pytestmark = pytest.mark.long


def book_all(server: PortalServer, days: list[str]) -> None:
    """Everybody books late, on the last day."""
    starts = [f"{days[-1]}T{9 + n // 6:02}:{n % 6}0" for n in range(PEOPLE)]
    for number, start in enumerate(starts):
        email = f"amal{number}@example.org"
        visitor = Visitor(server.port, name=f"Amal {number}", email=email, concern="geburt")
        visitor.begin()
        visitor.went(visitor.hold(start))
        visitor.fill_in()
        visitor.went(visitor.book())


def all_wait(ledger: Ledger) -> None:
    """As if each had pressed the button; what was kept before is given back."""
    ledger.run(
        "DELETE FROM claim WHERE appointment IN (SELECT id FROM appointment WHERE state = 'held')"
    )
    ledger.run("DELETE FROM appointment WHERE state = 'held'")
    ledger.run("DELETE FROM letter WHERE kind = 'earlier'")
    ledger.run("DELETE FROM waiting")
    ledger.run(
        "INSERT INTO waiting (appointment, start_cell, half, asked_at, unanswered, passed, offer,"
        " offer_cell, offer_until) SELECT id, start_cell, 'any', 1, 0, '', 0, 0, 0"
        " FROM appointment WHERE state = 'booked'"
    )


def assert_told_what_is_kept(ledger: Ledger) -> int:
    """Each kept time has its hold, its claims and its word, and nothing is kept beside."""
    offers: dict[int, int] = dict(
        ledger.every("SELECT offer, appointment FROM waiting WHERE offer <> 0")
    )
    held = ledger.every("SELECT id, start_cell FROM appointment WHERE state = 'held'")
    assert {row[0] for row in held} == set(offers)
    claimed = {row[0] for row in ledger.every("SELECT DISTINCT appointment FROM claim")}
    assert set(offers) <= claimed
    told = ledger.every("SELECT appointment FROM letter WHERE kind = 'earlier'")
    assert sorted(row[0] for row in told) == sorted(offers.values())
    ledger.assert_sound()
    return len(offers)


def test_a_kept_time_is_told_whenever_the_worker_is_killed(
    castle_server: StartCastle, database_url: str
) -> None:
    server = castle_server(EARLY_DAYS + 1, until="15:00", counters=1)
    days = [str(day) for day in castle.days_ahead(EARLY_DAYS + 1)]
    book_all(server, days)
    ledger, seed = Ledger(database_url), random.SystemRandom().randrange(10**6)
    chance, counts = random.Random(seed), []
    for _ in range(KILLS):
        all_wait(ledger)
        server.start_worker()
        latest = time.monotonic() + 20
        wanted = chance.randrange(PEOPLE)
        while time.monotonic() < latest:
            if ledger.number("SELECT count(*) FROM waiting WHERE offer <> 0") >= wanted:
                break
            time.sleep(0.005)
        server.kill_worker()
        counts.append(assert_told_what_is_kept(ledger))
    print(f"seed {seed}, kept when killed: {counts}")
    assert any(0 < count < PEOPLE for count in counts), "no kill fell into a round"
