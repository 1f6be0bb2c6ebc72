"""`site/freeze.py` as a module, and portals to freeze."""

import importlib.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask

from backend import settings
from backend.app import NO_DATABASE, create_app
from backend.store import database
from tests.servers import CHECKOUT

SCRIPT = CHECKOUT / "site" / "freeze.py"
TINY = CHECKOUT / "tests" / "jobcenters" / "tiny"


def _loaded() -> Any:
    spec = importlib.util.spec_from_file_location("freeze", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["freeze"] = module
    spec.loader.exec_module(module)
    return module


freeze = _loaded()


@contextmanager
def portal(folder: Path, **chosen: str) -> Iterator[Flask]:
    """A portal without any database; `chosen` are settings such as `CONTENT`."""
    environ = {"DEVELOPMENT": "1", "DATA": str(folder), "DATABASE_URL": NO_DATABASE} | chosen
    given = settings.read({f"TERMINBRUECKE_{name}": value for name, value in environ.items()})
    try:
        yield create_app(given)
    finally:
        database.disconnect()
