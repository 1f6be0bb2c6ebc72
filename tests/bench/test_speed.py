"""`make bench`: the portal beside a bare Flask page and a bare insert, in one run.

Prints a table and writes it to `var/bench.json`; asserts that everything was answered, no time.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from backend.actions import choosing
from tests.bench import bare
from tests.bench.crowd import CONCERN, Crowd, crowd
from tests.bench.meter import Figure, asked, fire
from tests.conftest import EVERYTHING_ON, StartPortal
from tests.servers import CHECKOUT, free_port

pytestmark = pytest.mark.bench

PAGE_REQUESTS = 400
POSTS = 1800
BATCH = 200
CONNECTIONS = 12
OTHERS = 100_000
TARGETS = {"question": 3.0, "form": 6.0, "times": 10.0}
LIST = f"/de/termin/mitte/{CONCERN}"


@contextmanager
def bare_server(folder: Path) -> Iterator[int]:
    """The bare app behind the same gunicorn; yields its port."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", "2"]
    command += ["--threads", "4", "--worker-class", "gthread", "--no-control-socket"]
    command += ["--log-level", "warning", "tests.bench.bare:create_app()"]
    environ = os.environ | {"BARE_DATABASE": str(folder / "bare.db")}
    bare.make(environ["BARE_DATABASE"])
    server = subprocess.Popen(command, cwd=CHECKOUT, env=environ)
    try:
        latest = time.monotonic() + 20
        while True:
            try:
                fire(port, [asked("/gesund")], connections=1)
                break
            except OSError:
                assert time.monotonic() < latest
                time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait(20)


class Table:
    """The figures, printed as they come and written at the end."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []

    def page(self, name: str, figure: Figure, bare: Figure, *, target: float | None) -> None:
        self.rows.append(
            {
                "page": name,
                "median_ms": round(figure.median, 2),
                "p95_ms": round(figure.p95, 2),
                "bare_median_ms": round(bare.median, 2),
                "multiple": round(figure.median / bare.median, 2),
                "target_ms": target,
            }
        )
        goal = "" if target is None else f"   (at most {target:.0f})"
        print(
            f"{name:34} {figure.median:7.2f} ms  p95 {figure.p95:7.2f} ms  "
            f"{figure.median / bare.median:5.1f} × bare{goal}"
        )

    def figure(self, name: str, value: float, goal: str = "") -> None:
        self.rows.append({"figure": name, "value": round(value, 3), "goal": goal})
        print(f"{name:54} {value:9.2f}   {goal}")

    def write(self) -> None:
        path = CHECKOUT / "var" / "bench.json"
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(self.rows, indent=1), "utf-8")
        print(f"written to {path}")


def test_measure(portal_server: StartPortal, default_database_url: str, tmp_path: Path) -> None:
    table = Table()
    server = portal_server(default_database_url)
    print(f"\non {EVERYTHING_ON}, 2 × 4 threads, {os.cpu_count()} cores")
    with bare_server(tmp_path) as bare_port, crowd(server) as people:
        pages(table, server.port, bare_port, people, others=0)
        table.figure("free times of an empty month, ms", month(people))
        posts(table, server.port, bare_port, people, others=0)
        month_before = month(people)
        table.figure("free times of a booked month, ms", month_before)
        people.fill(OTHERS)
        pages(table, server.port, bare_port, people, others=OTHERS)
        month_after = month(people)
        table.figure(f"the same month, ms, {OTHERS} others", month_after)
        table.figure("ratio", month_after / month_before, "at most 1.2")
        posts(table, server.port, bare_port, people, others=OTHERS)
    table.write()


def pages(table: Table, port: int, bare_port: int, people: Crowd, *, others: int) -> None:
    """Median and p95 of each kind of page over one connection."""
    somebody = people.waiting(1)[0]
    day = free_day(people)
    if not others:
        show = [
            ("start", "/de/", "question"),
            ("offices", "/de/termin/", "question"),
            ("concerns", "/de/termin/mitte/", "question"),
            ("concern", f"{LIST}/", "question"),
            ("needs", f"{LIST}/angaben", "form"),
            ("who", "/de/buchen/name", "form"),
            ("reach", "/de/buchen/erreichbar", "form"),
            ("check", "/de/buchen/pruefen", "form"),
            ("check, Arabic and German", "/ar+de/buchen/pruefen", "form"),
        ]
    else:
        show = []
    show += [
        ("days", f"{LIST}/persoenlich/tage", "times"),
        ("times", f"{LIST}/persoenlich/tage/{day}", "times"),
    ]
    for name, address, kind in show:
        reference = measure(bare_port, "/", "")
        figure = measure(port, address, somebody.cookie if kind != "question" else "")
        label = f"{name}, {others} others" if others else name
        table.page(label, figure, reference, target=TARGETS[kind])


def measure(port: int, address: str, cookie: str) -> Figure:
    request = asked(address, cookie=cookie)
    fire(port, [request] * 40, connections=4)
    figure = fire(port, [request] * PAGE_REQUESTS, connections=1)
    assert figure.statuses == {200: PAGE_REQUESTS}, f"{address}: {figure.statuses}"
    return figure


def free_day(people: Crowd) -> str:
    """A day in the middle of the horizon with free times."""
    found = choosing.days(people.wish(), content=people.portal.content, now=people.portal.now())
    days = [line.day.isoformat() for line in found if line.first]
    return days[len(days) // 2]


def month(people: Crowd) -> float:
    """Milliseconds of the processor for all free times of the horizon."""
    portal, wish, taken = people.portal, people.wish(), []
    for _ in range(40):
        began = time.process_time()
        choosing.days(wish, content=portal.content, now=portal.now())
        taken.append((time.process_time() - began) * 1000)
    return statistics.median(taken)


def posts(table: Table, port: int, bare_port: int, people: Crowd, *, others: int) -> None:
    """How many people per second can press the last button."""
    waiting = people.waiting(POSTS)
    requests = [
        asked("/de/buchen/pruefen", cookie=each.cookie, form={"csrf_token": each.csrf})
        for each in waiting
    ]
    inserts = [asked("/", form={"text": "a" * 80})] * BATCH
    # Both are warm before anything counts: each thread has opened its connection.
    fire(bare_port, inserts, connections=CONNECTIONS)
    fire(port, requests[:BATCH], connections=CONNECTIONS)
    # Turn by turn, so that a disk busy with something else slows both.
    rounds = [
        (
            fire(bare_port, inserts, connections=CONNECTIONS),
            fire(port, requests[first : first + BATCH], connections=CONNECTIONS),
        )
        for first in range(BATCH, POSTS, BATCH)
    ]
    for reference, figure in rounds:
        assert reference.statuses == figure.statuses == {303: BATCH}
    bare_rate = statistics.median(reference.rate for reference, _ in rounds)
    rate = statistics.median(figure.rate for _, figure in rounds)
    ratio = statistics.median(figure.rate / reference.rate for reference, figure in rounds)
    taken = sorted(each for _, figure in rounds for each in figure.milliseconds)
    label = f" ({others} others)" if others else ""
    table.figure(f"bare insert per second{label}", bare_rate)
    table.figure(f"booking per second{label}", rate, "at least 300")
    table.figure(f"booking ÷ bare insert{label}", ratio, "at least 0.4")
    table.figure(f"booking, median ms{label}", taken[len(taken) // 2])
    table.figure(f"booking, p95 ms{label}", taken[int(len(taken) * 0.95)])
