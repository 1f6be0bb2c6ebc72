"""`make run` serves, and Ctrl-C leaves nothing behind."""

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import servers

# The smallest program with the commands of ours: this is about starting and ending.
PROGRAM = '''"""A program to be served."""

import os
import signal
import threading

from flask import Flask


def create_app() -> Flask:
    app = Flask("stub")
    app.get("/gesund")(lambda: os.environ["TERMINBRUECKE_PUBLIC_ADDRESS"])

    @app.cli.command("set-up")
    def set_up() -> None:
        if os.environ.get("STUB") == "set-up fails":
            raise SystemExit(3)

    @app.cli.command("worker")
    def worker() -> None:
        if os.environ.get("STUB") == "worker dies":
            raise SystemExit(3)
        if os.environ.get("STUB") == "worker is deaf":
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            signal.signal(signal.SIGINT, signal.SIG_IGN)
        threading.Event().wait()

    return app
'''


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with the program above in it."""
    shutil.copytree(servers.CHECKOUT / ".ci", tmp_path / ".ci")
    (tmp_path / "backend").mkdir()
    (tmp_path / "backend" / "__init__.py").write_text(PROGRAM)
    return tmp_path


class Serving:
    """`.ci/serve` at work on a free port."""

    def __init__(self, checkout: Path, stub: str = "") -> None:
        self.port = servers.free_port()
        self.process = subprocess.Popen(
            [sys.executable, checkout / ".ci" / "serve"],
            env=os.environ | {"PORT": str(self.port), "STUB": stub},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def wait_for_greeting(self) -> str:
        """The line with the address."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if "Terminbrücke:" in line:
                return line
        raise AssertionError("no greeting")

    def group(self) -> list[int]:
        """The processes it started that still live, itself included."""
        found = subprocess.run(
            ["ps", "-o", "pid=,stat=", "-s", str(self.process.pid)],
            capture_output=True,
            text=True,
            check=False,
        ).stdout.splitlines()
        return [int(line.split()[0]) for line in found if "Z" not in line.split()[1]]


@pytest.fixture
def serving(checkout: Path) -> Iterator[Serving]:
    """Served once, and killed in case the test failed."""
    started = Serving(checkout)
    yield started
    for pid in started.group():
        os.kill(pid, signal.SIGKILL)


def _ended(serving: Serving, *, seconds: float) -> list[int]:
    latest = time.monotonic() + seconds
    while serving.group() and time.monotonic() < latest:
        time.sleep(0.1)
    return serving.group()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_ending_it_leaves_nothing_behind(number: signal.Signals, serving: Serving) -> None:
    assert f"http://127.0.0.1:{serving.port}" in serving.wait_for_greeting()
    assert len(serving.group()) >= 5
    serving.process.send_signal(number)
    assert serving.process.wait(20) == 0
    assert _ended(serving, seconds=2) == []


def test_ctrl_c_reaches_all_at_once_as_in_a_terminal(serving: Serving) -> None:
    serving.wait_for_greeting()
    os.killpg(serving.process.pid, signal.SIGINT)
    assert serving.process.wait(20) == 0
    assert _ended(serving, seconds=2) == []


def test_it_knows_its_own_address(serving: Serving) -> None:
    serving.wait_for_greeting()
    with urllib.request.urlopen(f"http://127.0.0.1:{serving.port}/gesund", timeout=5) as answer:
        assert answer.read().decode() == f"http://127.0.0.1:{serving.port}"


@pytest.mark.parametrize("stub", ["set-up fails", "worker dies"])
def test_a_part_that_ends_by_itself_ends_the_rest(stub: str, checkout: Path) -> None:
    serving = Serving(checkout, stub)
    assert serving.process.wait(30) == 1
    assert _ended(serving, seconds=2) == []


@pytest.mark.long
def test_a_deaf_worker_is_made_to_stop(checkout: Path) -> None:
    serving = Serving(checkout, "worker is deaf")
    serving.wait_for_greeting()
    serving.process.send_signal(signal.SIGINT)
    assert serving.process.wait(25) == 0
    assert _ended(serving, seconds=2) == []


def test_a_taken_port_is_said_in_a_sentence(checkout: Path, serving: Serving) -> None:
    serving.wait_for_greeting()
    done = subprocess.run(
        [sys.executable, checkout / ".ci" / "serve"],
        env=os.environ | {"PORT": str(serving.port)},
        capture_output=True,
        text=True,
        check=False,
        timeout=20,
    )
    assert done.returncode == 1
    assert done.stderr.startswith(f"Port {serving.port}: Address already in use.")


@pytest.mark.parametrize("port", ["many", "0", "70000", ""])
def test_an_odd_port_is_refused(port: str, checkout: Path) -> None:
    done = subprocess.run(
        [sys.executable, checkout / ".ci" / "serve"],
        env=os.environ | {"PORT": port},
        capture_output=True,
        text=True,
        check=False,
        timeout=20,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("PORT must be a number")
