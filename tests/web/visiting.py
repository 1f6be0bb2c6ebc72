"""A portal without a database, for pages that anybody may read."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bs4 import BeautifulSoup
from flask import Flask
from werkzeug.test import TestResponse

from backend import settings
from backend.app import create_app
from backend.store import database

BREMEN = Path(__file__).parents[2] / "content"
TINY = Path(__file__).parents[1] / "jobcenters" / "tiny"


@contextmanager
def portal_of(content: Path, folder: Path, **more: str) -> Iterator[Flask]:
    """The portal of a content folder; its database has no tables, so that asking it fails.

    More settings are named without prefix: `FRAME_ANCESTORS="…"`.
    """
    chosen = settings.read(
        {
            "TERMINBRUECKE_DEVELOPMENT": "1",
            "TERMINBRUECKE_DATA": str(folder),
            "TERMINBRUECKE_CONTENT": str(content),
            **{f"TERMINBRUECKE_{name}": text for name, text in more.items()},
        }
    )
    try:
        yield create_app(chosen)
    finally:
        database.disconnect()


def soup(answer: TestResponse) -> BeautifulSoup:
    """The page as a browser reads it."""
    return BeautifulSoup(answer.get_data(as_text=True), "html5lib")


def main_text(answer: TestResponse) -> str:
    """What stands between head and help band."""
    main = soup(answer).main
    assert main is not None
    return main.get_text(" ", strip=True)


def main_links(answer: TestResponse) -> list[str]:
    """Where the page itself leads."""
    return [str(link["href"]) for link in soup(answer).select("main a[href]")]
