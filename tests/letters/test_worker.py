"""The worker: it lives, sends, survives outages and ends when asked."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from backend.content import Content
from backend.languages import Languages
from backend.letters import worker
from backend.letters.transports import SmtpServer
from backend.settings import Settings
from backend.store import beats, database, letters, sealing
from tests.letters.conftest import FACTS
from tests.letters.post_office import PostOffice


def wait_for(is_done: Callable[[], bool], seconds: float = 15) -> None:
    until = time.monotonic() + seconds
    while not is_done():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.05)


@pytest.fixture
def store(database_url: str) -> Iterator[None]:
    sealing.use([b"k" * 32], b"h" * 32)
    database.connect(database_url)
    yield
    database.disconnect()


def write_letter() -> None:
    now = int(datetime.now(UTC).timestamp())
    with database.atomic():
        letters.add(
            [
                letters.NewLetter(
                    kind="confirmation",
                    appointment=7,
                    recipient="amina@example.org",
                    languages="ar",
                    facts={
                        **FACTS,
                        "start": f"{datetime.now(UTC) + timedelta(days=7):%Y-%m-%dT10:20:00}",
                    },
                    due_at=now,
                )
            ],
            now_seconds=now,
        )


@pytest.fixture
def started(
    store: None, jobcenter: Content, languages: Languages, settings: Settings, smtp: SmtpServer
) -> Iterator[threading.Thread]:
    stop = threading.Event()

    def work() -> None:
        worker.run(settings, jobcenter, languages, stop=stop, transport=smtp)
        database.disconnect()

    thread = threading.Thread(target=work)
    thread.stop = stop  # type: ignore[attr-defined]
    thread.start()
    yield thread
    stop.set()
    thread.join(20)
    assert not thread.is_alive()


def test_it_beats_and_sends_what_is_written_while_it_runs(
    started: threading.Thread, post_office: PostOffice
) -> None:
    write_letter()
    wait_for(lambda: len(post_office.mails) == 1)
    last = beats.last(worker.NAME)
    assert last is not None
    assert abs(last - time.time()) < 30


def test_it_ends_soon_after_it_is_asked_to(started: threading.Thread) -> None:
    wait_for(lambda: beats.last(worker.NAME) is not None)
    asked = time.monotonic()
    started.stop.set()  # type: ignore[attr-defined]
    started.join(10)
    assert time.monotonic() - asked < 5


@pytest.fixture
def failing_beats(monkeypatch: pytest.MonkeyPatch) -> None:
    failures = iter([True])
    real = beats.beat

    def failing(name: str, now_seconds: int) -> None:
        if next(failures, False):
            raise ConnectionError("the database is gone")
        real(name, now_seconds)

    monkeypatch.setattr(beats, "beat", failing)


def test_it_goes_on_after_a_round_that_failed(
    failing_beats: None, started: threading.Thread, post_office: PostOffice
) -> None:
    write_letter()
    wait_for(lambda: len(post_office.mails) == 1)


@pytest.mark.parametrize(
    "database_url", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)
def test_it_connects_again_when_the_database_was_restarted(
    started: threading.Thread, post_office: PostOffice
) -> None:
    wait_for(lambda: beats.last(worker.NAME) is not None)
    database.every(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    write_letter()
    wait_for(lambda: len(post_office.mails) == 1)


@pytest.fixture
def old_draft(store: None, settings: Settings) -> None:
    touched = int(time.time()) - settings.draft_minutes * 60 - 60
    with database.atomic():
        database.run(
            "INSERT INTO draft (key, sealed, touched_at) VALUES (?, ?, ?)", ("k", "s", touched)
        )


def test_it_deletes_what_is_over(old_draft: None, started: threading.Thread) -> None:
    wait_for(lambda: database.one("SELECT 1 FROM draft") is None)


@pytest.fixture
def missed_call(store: None) -> None:
    """Nobody has called, and the appointment is gone."""
    now = int(datetime.now(UTC).timestamp())
    new = letters.NewLetter(
        kind="reminder",
        appointment=7,
        recipient="0421 123456",
        languages="de",
        facts=FACTS,
        due_at=now - 86_400,
        channel=letters.CALL,
    )
    with database.atomic():
        letters.add([new], now_seconds=now)


def test_after_a_stop_it_makes_up_for_the_missed_morning_at_once(
    missed_call: None, started: threading.Thread
) -> None:
    wait_for(lambda: letters.count_by_state() == {"given_up": 1})
    assert beats.last(worker.MORNING) is not None
