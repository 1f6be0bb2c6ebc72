"""`kill -9` for the worker amid its calls: no short message is lost unseen, none comes twice."""

import random
import time
from collections import Counter

import pytest

from tests.faults import post
from tests.faults.conftest import StartCastle
from tests.faults.ledger import Ledger
from tests.letters.gateway import BODY, SUCCESS, gateway

WAITING = "SELECT count(*) FROM letter WHERE state = 'waiting' AND kind = 'confirmation'"


@pytest.mark.parametrize(
    ("database_url", "messages", "kills"),
    [
        pytest.param("sqlite", 30, 2, id="short"),
        pytest.param("sqlite", 200, 25, id="long", marks=pytest.mark.long),
        pytest.param(
            "postgresql", 200, 25, id="postgresql", marks=[pytest.mark.long, pytest.mark.postgres]
        ),
    ],
    indirect=["database_url"],
)
def test_each_message_arrives_once_or_is_shown_to_the_office(
    database_url: str, castle_server: StartCastle, messages: int, kills: int
) -> None:
    seed = random.SystemRandom().randrange(10**6)
    chance = random.Random(seed)
    with gateway(slowness=0.03) as company:
        server = castle_server(
            20,
            until="15:00",
            counters=2,
            SMS_URL=company.settings.url,
            SMS_HEADERS="Content-Type: application/json",
            SMS_BODY=BODY,
            SMS_SUCCESS=SUCCESS,
        )
        with post.engine(server) as portal:
            phones = post.text_many(portal, messages)
        for _ in range(kills):
            server.start_worker()
            time.sleep(chance.uniform(1.2, 2.2))
            server.kill_worker()
        ledger = Ledger(database_url)
        server.start_worker()
        latest = time.monotonic() + 60
        while ledger.number(WAITING) and time.monotonic() < latest:
            time.sleep(0.1)
        server.kill_worker()
        # The killed worker's call is over for the next one when the lease has ended.
        ledger.run("UPDATE letter SET due_at = 1 WHERE state = 'sending'")
        server.start_worker()
        sending = "SELECT count(*) FROM letter WHERE state = 'sending'"
        while ledger.number(sending) and time.monotonic() < latest:
            time.sleep(0.1)

    taken = Counter(each["to"] for each in company.taken)
    unsure = ledger.number("SELECT count(*) FROM letter WHERE state = 'unsure'")
    sent = ledger.number("SELECT count(*) FROM letter WHERE state = 'sent'")
    doubled = [phone for phone, count in taken.items() if count > 1]
    print(f"seed {seed}: {sent} sent, {unsure} unsure after {kills} kills, {len(doubled)} doubled")
    assert doubled == []
    assert sent + unsure == messages
    assert sent <= len(taken) <= messages
    assert unsure <= kills + 1
    assert set(taken) <= set(phones)
