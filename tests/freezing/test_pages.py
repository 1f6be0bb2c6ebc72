"""Which pages are frozen, and that nothing of one reader is in them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from peewee import PeeweeException

from backend.languages import Languages, text_of
from backend.store import database
from backend.web.public import frozen
from tests.freezing.script import freeze, portal


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with portal(tmp_path_factory.mktemp("bremen")) as made:
        yield made


@pytest.fixture(scope="module")
def languages(app: Flask) -> Languages:
    found: Languages = app.extensions["portal"].languages
    return found


def test_every_public_page_is_frozen_or_named_as_live(app: Flask) -> None:
    """Whoever adds a page to the public part decides here what it is."""
    public = {
        rule.endpoint for rule in app.url_map.iter_rules() if rule.endpoint.startswith("public.")
    }
    assert public == {*frozen.FROZEN, *frozen.LIVE}
    assert not {*frozen.FROZEN} & {*frozen.LIVE}


def test_no_other_part_has_a_page_among_the_frozen(app: Flask) -> None:
    assert all(endpoint.startswith("public.") for endpoint in frozen.FROZEN)


def test_no_address_is_frozen_twice(app: Flask) -> None:
    every = [freeze.file_of(address) for address in frozen.addresses(app, "ar+de")]
    assert len(every) == len(set(every)) > 200


def test_every_language_is_frozen_alone_and_beside_german(app: Flask, languages: Languages) -> None:
    count = len(languages.tongues)
    pairs = frozen.pairs(languages)
    assert len(pairs) == len(set(pairs)) == 2 * count - 1
    assert {"ti", "ti+de", "leichte-sprache+de"} < set(pairs)


def test_each_language_is_read_in_itself(app: Flask, languages: Languages) -> None:
    """What a page keeps for later must not freeze the next language in the one before."""
    for slug in frozen.pairs(languages):
        pair = languages.pair(slug)
        assert pair is not None
        page = BeautifulSoup(freeze.read(app, f"/{slug}/"), "html.parser")
        assert page.html is not None
        assert page.html["lang"] == pair.first.tag
        assert page.h1 is not None
        words = text_of("Book an appointment at the Jobcenter").plain(pair.first)
        assert words.translate({0x2066: None, 0x2069: None}) in page.h1.get_text()


def test_the_page_of_a_silent_app_speaks_each_language(app: Flask, languages: Languages) -> None:
    for slug in frozen.pairs(languages):
        pair = languages.pair(slug)
        assert pair is not None
        page = BeautifulSoup(freeze.read_down(app, slug), "html.parser")
        assert page.html is not None
        assert page.html["lang"] == pair.first.tag
        ways = page.select_one("section[aria-labelledby=help]")
        assert ways is not None
        assert {str(link["href"]).partition(":")[0] for link in ways.select("a")} == {
            "tel", "mailto",
        }  # fmt: skip
        assert page.select(f"main a[href='/{slug}/notfall/']")


def test_pages_to_freeze_need_no_database_and_no_cookie(app: Flask) -> None:
    """Any question to this database fails, and the page with it."""
    with pytest.raises(PeeweeException), app.app_context():
        database.open_connection()
    for address in frozen.addresses(app, "ar+de"):
        assert freeze.read(app, address)


@pytest.mark.parametrize("address", ["/", "/sprache/ar", "/de/mein-termin/", "/de/info/nichts/"])
def test_other_pages_are_refused(address: str, app: Flask) -> None:
    with pytest.raises(freeze.CannotFreeze, match=r"answers|cookie"):
        freeze.read(app, address)


def test_sample_pages_say_so_frozen_too(app: Flask) -> None:
    page = freeze.read(app, "/de/").decode()
    assert '<meta name="robots" content="noindex">' in page
    assert "Beispieldaten" in page


def test_frozen_pages_do_not_know_where_they_are_served(tmp_path: Path) -> None:
    pages = []
    for address in ("http://127.0.0.1:8000", "http://127.0.0.2:9000"):
        with portal(tmp_path, PUBLIC_ADDRESS=address) as app:
            pages.append([freeze.read(app, each) for each in frozen.addresses(app, "en")[:12]])
    assert pages[0] == pages[1]
    assert not any(b"127.0.0" in page for page in pages[0])
