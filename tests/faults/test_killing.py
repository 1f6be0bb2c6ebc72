"""`kill -9` at random moments: what was confirmed stays booked once, and its mail goes out."""

import asyncio
import http.client
import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.faults import castle
from tests.faults.conftest import StartCastle
from tests.faults.ledger import Ledger
from tests.faults.visitors import Visitor, words
from tests.servers import Letterbox, PortalServer, letterbox

MOST_SECONDS = 60
TRIES = 40
BOOKERS = 6


@dataclass(slots=True)
class SlowLetterbox(Letterbox):
    """Takes a mail at once and says so late, so that a kill may fall between the two."""

    async def handle_DATA(self, server: object, session: object, envelope: object) -> str:  # noqa: N802 - the name the library calls
        answer = await Letterbox.handle_DATA(self, server, session, envelope)
        await asyncio.sleep(0.03)
        return answer


@pytest.fixture
def slow_letterbox() -> Iterator[Letterbox]:
    with letterbox(SlowLetterbox()) as box:
        yield box


@dataclass
class Stream:
    """Visitors who book one after the other, and try again whenever nobody answers."""

    port: int
    starts: list[tuple[str, str]]
    """Concern and time of one visitor each."""
    end: threading.Event = field(default_factory=threading.Event)
    confirmed: list[Visitor] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)
    unsure: int = 0
    number: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def run(self) -> None:
        while not self.end.is_set():
            with self.lock:
                if self.number == len(self.starts):
                    return
                number, self.number = self.number, self.number + 1
            concern, start = self.starts[number]
            visitor = Visitor(
                self.port,
                name=f"Amal Haddad {number}",
                email=f"amal{number}@example.org",
                concern=concern,
            )
            for _ in range(TRIES):
                try:
                    self._book(visitor, start)
                except (OSError, http.client.HTTPException):
                    time.sleep(0.1)
                except AssertionError as error:
                    self.strange.append(str(error))
                    return
                else:
                    break

    def _book(self, visitor: Visitor, start: str) -> None:
        """From where the visitor stands: a killed portal has forgotten nothing."""
        if not visitor.cookie:
            visitor.begin()
        check = visitor.get("/de/buchen/pruefen")
        if "/mein-termin/" not in check.location:
            if check.status != 200:
                visitor.went(visitor.hold(start))
                visitor.fill_in()
            visitor.get("/de/buchen/pruefen")
            try:
                check = visitor.book()
            except (OSError, http.client.HTTPException):
                self.unsure += 1
                raise
        if check.status == 303 and "/mein-termin/" in check.location:
            self.confirmed.append(visitor)
        else:
            self.strange.append(f"{check.status} {check.location} {words(check.text)}")


def kill_app(server: PortalServer, stream: Stream, chance: random.Random, kills: int) -> None:
    """`kill -9` amid bookings, now a single process of gunicorn, now all of them at once."""
    for number in range(kills):
        flowing, latest = len(stream.confirmed) + BOOKERS, time.monotonic() + 4
        while len(stream.confirmed) < flowing and time.monotonic() < latest:
            time.sleep(0.01)
        time.sleep(chance.uniform(0.0, 0.2))
        if number % 4 == 3:
            server.kill_app()
            server.start_app()
        else:
            kill_one_of(server)


def kill_one_of(server: PortalServer) -> None:
    """Kill one worker process of gunicorn; its master starts another one."""
    assert server.app is not None
    listed = Path(f"/proc/{server.app.pid}/task/{server.app.pid}/children").read_text().split()
    if listed:
        os.kill(int(listed[-1]), signal.SIGKILL)


def kill_worker(server: PortalServer, chance: random.Random, kills: int) -> None:
    """`kill -9` for the worker, whatever it is doing."""
    for _ in range(kills):
        server.start_worker()
        time.sleep(chance.uniform(0.8, 2.2))
        server.kill_worker()


@pytest.mark.parametrize(
    ("app_kills", "worker_kills"),
    [
        pytest.param(12, 8, id="short"),
        pytest.param(60, 40, id="long", marks=pytest.mark.long),
    ],
)
def test_what_was_confirmed_survives_every_kill(
    castle_server: StartCastle,
    database_url: str,
    slow_letterbox: Letterbox,
    app_kills: int,
    worker_kills: int,
) -> None:
    server = castle_server(20, until="15:00", counters=2, SMTP_URL=slow_letterbox.url)
    starts = [
        ("geburt", f"{day}T{hour:02}:{minute}0")
        for hour in range(9, 15)
        for minute in range(6)
        for day in castle.days_ahead(20)
    ]
    stream, seed = Stream(server.port, starts), random.SystemRandom().randrange(10**6)
    print(f"seed {seed}")
    bookers = [threading.Thread(target=stream.run) for _ in range(BOOKERS)]
    killers = [
        threading.Thread(target=kill_app, args=(server, stream, random.Random(seed), app_kills)),
        threading.Thread(target=kill_worker, args=(server, random.Random(-seed), worker_kills)),
    ]
    for thread in bookers + killers:
        thread.start()
    for thread in killers:
        thread.join(MOST_SECONDS * app_kills / 12)
        assert not thread.is_alive()
    stream.end.set()
    for thread in bookers:
        thread.join(60)
        assert not thread.is_alive()

    assert not stream.strange, stream.strange
    ledger = Ledger(database_url)
    ledger.assert_sound()
    rows = Counter(row[0] for row in ledger.booked())
    assert rows == Counter(visitor.name for visitor in stream.confirmed)
    assert set(rows.values()) == {1}
    assert len(rows) > app_kills, "too few were booked to tell anything"
    sent = deliver_the_rest(server, ledger, slow_letterbox, count=len(stream.confirmed))
    doubled = [number for number in sent.values() if number > 1]
    print(
        f"{len(stream.confirmed)} booked, {stream.unsure} answers lost to a kill, "
        f"{len(doubled)} mails doubled"
    )


def deliver_the_rest(
    server: PortalServer, ledger: Ledger, box: Letterbox, *, count: int
) -> Counter[str]:
    """Start the worker once more; how often each mail came, all copies with one Message-ID."""
    waiting = "SELECT count(*) FROM letter WHERE state = 'waiting' AND kind = 'confirmation'"
    # A killed worker keeps its letter for a minute and a half; we do not wait for that.
    ledger.run("UPDATE letter SET due_at = 1 WHERE state = 'waiting' AND kind = 'confirmation'")
    server.start_worker()
    latest = time.monotonic() + 60
    while ledger.number(waiting) and time.monotonic() < latest:
        time.sleep(0.1)
    assert not ledger.number(waiting), server.log[-2000:]
    identities: dict[str, set[str]] = {}
    sent: Counter[str] = Counter()
    for to, mail in zip(box.recipients, box.mails, strict=True):
        sent[to[0]] += 1
        identities.setdefault(to[0], set()).add(str(mail["Message-ID"]))
    assert len(sent) == count
    assert all(len(ids) == 1 for ids in identities.values())
    assert ledger.number("SELECT count(*) FROM letter WHERE state = 'given_up'") == 0
    return sent
