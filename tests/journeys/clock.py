"""The portal and its worker at a clock that tests set: Tuesday morning, and later if they like.

The shift against the machine's clock stands in a file, so that all processes read the same.
"""

import os
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from flask import Flask

from backend import app
from backend.letters import worker

VARIABLE = "JOURNEYS_CLOCK"
TUESDAY = datetime(2026, 11, 24, 6, 30, tzinfo=UTC)


def set_to(file: Path, moment: datetime) -> None:
    """From now on it is that moment, and time goes on from there."""
    seconds = (moment - datetime.now(UTC)).total_seconds()
    beside = file.with_suffix(".new")
    beside.write_text(repr(seconds))
    beside.replace(file)


def now() -> datetime:
    """The time the portal believes it is."""
    seconds = float(Path(os.environ[VARIABLE]).read_text())
    return datetime.now(UTC) + timedelta(seconds=seconds)


def create_app() -> Flask:
    """The portal as `backend.create_app` makes it, at this clock."""
    worker.run = partial(worker.run, clock=now)
    return app.create_app(clock=now)
