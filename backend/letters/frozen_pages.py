"""The frozen pages: taken away once the catalogue is edited, and frozen anew beside the app."""

import logging
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

from backend.settings import CHECKOUT

log = logging.getLogger(__name__)

MARK = ".edition"
"""The file of a build that says which edits are in it; missing where nothing had been edited."""
SCRIPT = CHECKOUT / "site" / "freeze.py"
REST_AFTER_FAILURE = timedelta(minutes=10)
"""The app answers meanwhile; another edit is tried at once."""


class FrozenPages:
    """Watches one build for its worker; `build` is None where no pages are frozen."""

    def __init__(self, build: Path | None) -> None:
        self._build = build
        self._running: subprocess.Popen[bytes] | None = None
        self._tried: tuple[str, datetime] | None = None

    def work(self, mark: str, now: datetime) -> None:
        """Freeze anew where the build holds other edits than those of `mark`."""
        if self._running is not None:
            code = self._running.poll()
            if code is None:
                return
            self._running = None
            if code:
                log.error("the pages could not be frozen anew; the app answers in their place")
        if self._build is None or not self._build.is_dir() or not self._is_stale(mark, now):
            return
        self._tried = mark, now
        # Our own script, with the settings of this very process.
        command = [sys.executable, str(SCRIPT), "--stale", "--into", str(self._build)]
        self._running = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603

    def _is_stale(self, mark: str, now: datetime) -> bool:
        if self._build is None or frozen_mark(self._build) == mark:
            return False
        if self._tried is None or self._tried[0] != mark:
            return True
        return now >= self._tried[1] + REST_AFTER_FAILURE

    def end(self) -> None:
        """Stop what is running; the build stays as it is, and the next worker goes on."""
        if self._running is not None:
            self._running.terminate()
            self._running.wait()
            self._running = None


def frozen_mark(build: Path) -> str:
    """Which edits are in the build; empty where nothing had been edited."""
    try:
        return (build / MARK).read_text("ascii")
    except FileNotFoundError:
        return ""
