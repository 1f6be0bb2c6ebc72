"""Portals to be maltreated."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import StartPortal
from tests.faults import castle
from tests.servers import PortalServer

StartCastle = Callable[..., PortalServer]


@pytest.fixture
def castle_server(portal_server: StartPortal, database_url: str, tmp_path: Path) -> StartCastle:
    """Starts the portal of the castle on either engine: `castle_server(days, counters=2, …)`."""

    def start(days: int, *, until: str = "9:40", counters: int = 1, **environ: str) -> PortalServer:
        folder = castle.build(
            tmp_path / "castle", castle.days_ahead(days), until=until, counters=counters
        )
        settings = {f"TERMINBRUECKE_{name}": text for name, text in environ.items()}
        settings |= {"TERMINBRUECKE_CONTENT": str(folder)}
        return portal_server(database_url, workers=2, environ=settings)

    return start
