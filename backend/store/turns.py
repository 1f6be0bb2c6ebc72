"""Whose turn it is to write: SQLite has one writer, and its own waiting sleeps far too long."""

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PATIENCE_SECONDS = 10.0
_GLANCE_SECONDS = 0.00005


class Turns:
    """A queue of writers in front of one database file, over threads and processes.

    SQLite looks again after 1, 2, 5, … 100 ms, and meanwhile the file lies idle. Here threads of
    one process hand over at once, and one thread of each looks ten times a millisecond. It
    only saves time: who finds no turn goes on, and the database itself decides. The kernel takes
    the turn back from a process that is killed.
    """

    def __init__(self, database: Path) -> None:
        self._path = database.with_name(f"{database.name}-turn")
        self._threads = threading.Lock()
        self._file: int | None = None

    @contextmanager
    def mine(self) -> Iterator[None]:
        """Wait for the turn, at most ten seconds, and give it back at the end."""
        latest = time.monotonic() + PATIENCE_SECONDS
        is_first = self._threads.acquire(timeout=PATIENCE_SECONDS)
        try:
            if is_first:
                self._wait(latest)
            yield
        finally:
            if is_first:
                if self._file is not None:
                    fcntl.flock(self._file, fcntl.LOCK_UN)
                self._threads.release()

    def _wait(self, latest: float) -> None:
        if self._file is None:
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        while time.monotonic() < latest:
            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                time.sleep(_GLANCE_SECONDS)
            else:
                return
