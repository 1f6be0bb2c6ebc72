"""What stands around every page: draft line, worth of the German text, theme, sound and film."""

import gzip
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import brotli
import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient

from backend.web import statics
from tests.web.booked import Booked, portal_with
from tests.web.visiting import BREMEN, TINY, portal_of, soup

COUNTS = "Maßgeblich ist der deutsche Text."
CONCERN = "/termin/mitte/neuantrag/"


@pytest.fixture(scope="module")
def bremen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    with portal_of(BREMEN, tmp_path_factory.mktemp("bremen")) as app:
        yield app.test_client()


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with portal_of(TINY, tmp_path_factory.mktemp("tiny")) as app:
        yield app


@pytest.fixture
def booked(default_database_url: str, tmp_path: Path) -> Iterator[Booked]:
    with portal_with(default_database_url, tmp_path) as portal:
        yield portal


@pytest.fixture
def recorded(tmp_path: Path) -> Callable[[str], Path]:
    """A copy of the tiny Jobcenter with this list of recordings, and two files for it."""

    def copied(listed: str) -> Path:
        folder = tmp_path / "content"
        shutil.copytree(TINY, folder)
        (folder / "media").mkdir()
        (folder / "media" / "media.toml").write_text(listed, encoding="utf-8")
        for name in ("notfall.ar.mp3", "start.mp4"):
            (folder / "media" / name).write_bytes(bytes(range(256)) * 5_000)
        return folder

    return copied


def draft_line(page: BeautifulSoup) -> Tag | None:
    """The line of its own; the one before says that these are sample data."""
    lines = page.select("header .tb-demo p")
    return lines[1] if len(lines) > 1 else None


# --- drafts, as D19 wants


@pytest.mark.parametrize("path", ["/", CONCERN, "/zustaendig/", "/info/hilfe/", "/notfall/"])
def test_a_draft_says_so_and_leads_to_the_same_page_in_german(
    bremen: FlaskClient, path: str
) -> None:
    line = draft_line(soup(bremen.get(f"/ar{path}")))

    assert line is not None
    assert [(link["href"], link["lang"], link["dir"]) for link in line.select("a")] == [
        (f"/de{path}", "de", "ltr")
    ]


def test_german_itself_is_no_draft(bremen: FlaskClient) -> None:
    assert draft_line(soup(bremen.get("/de/"))) is None


def test_side_by_side_the_german_text_stands_there_already(bremen: FlaskClient) -> None:
    line = draft_line(soup(bremen.get("/ar+de/")))

    assert line is not None
    assert line.select("a") == []


def test_beneath_german_the_draft_speaks_for_itself(bremen: FlaskClient) -> None:
    line = draft_line(soup(bremen.get("/de+ar/")))

    assert line is not None
    assert (line["lang"], line["dir"]) == ("ar", "rtl")


def test_the_german_page_keeps_what_was_searched(bremen: FlaskClient) -> None:
    line = draft_line(soup(bremen.get("/tr/termin/mitte/?suche=kira")))

    assert line is not None
    assert line.select_one("a")["href"] == "/de/termin/mitte/?suche=kira"  # type: ignore[index]


def test_a_reviewed_language_says_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "content"
    shutil.copytree(TINY, folder)
    languages = folder / "languages.toml"
    text = languages.read_text("utf-8").replace('"draft"', '"reviewed by A. B, 2026-12-01"')
    languages.write_text(text, "utf-8")

    with portal_of(folder, tmp_path / "var") as app:
        page = soup(app.test_client().get("/ar/"))

    assert page.select("header .tb-demo") == []


def test_an_own_appointment_leads_to_itself_in_german(booked: Booked) -> None:
    appointment = booked.book()
    owner = booked.knower(appointment)

    page = soup(owner.get(booked.address(appointment, "ar")))

    assert draft_line(page) is not None
    assert COUNTS in page.footer.get_text()  # type: ignore[union-attr]


def test_the_card_says_draft_and_that_german_counts(booked: Booked) -> None:
    appointment = booked.book()
    owner = booked.knower(appointment)

    arabic = soup(owner.get(f"{booked.address(appointment, 'ar')}/karte"))
    german = soup(owner.get(f"{booked.address(appointment, 'de')}/karte"))

    assert COUNTS in arabic.get_text()
    assert len(arabic.select("main > small")) == len(german.select("main > small")) + 2
    assert COUNTS not in german.get_text()


# --- theme, as R15 wants


def test_a_theme_gives_name_and_logo(tiny: Flask) -> None:
    page = soup(tiny.test_client().get("/ar/"))
    brand = page.select_one(".tb-brand")
    assert brand is not None

    assert page.title is not None
    assert page.title.get_text().endswith("– Inseltermine")
    assert brand.get_text(" ", strip=True) == "Inseltermine Jobcenter Inselburg"
    assert (brand["lang"], brand["dir"]) == ("de", "ltr")
    logo = brand.select_one("img")
    assert logo is not None
    assert logo["alt"] == ""
    assert b"<svg" in tiny.test_client().get(str(logo["src"])).data
    assert "#2044AA" not in str(page)


@pytest.mark.parametrize(("pair", "sheet"), [("de", "portal.css"), ("ar", "portal.rtl.css")])
def test_the_style_sheets_come_in_the_colours_of_the_theme(
    tiny: Flask, pair: str, sheet: str
) -> None:
    client = tiny.test_client()
    address = str(soup(client.get(f"/{pair}/")).select_one("link[rel=stylesheet]")["href"])  # type: ignore[index]
    assert address.endswith(sheet)

    plain = client.get(address, headers={"Accept-Encoding": "identity"}).data
    packed = client.get(address, headers={"Accept-Encoding": "br"})
    zipped = client.get(address, headers={"Accept-Encoding": "gzip"})

    assert b"#1b5e20" in plain
    assert b"#2044aa" not in plain
    assert packed.headers["Content-Encoding"] == "br"
    assert brotli.decompress(packed.data) == plain
    assert gzip.decompress(zipped.data) == plain
    assert len(plain) == len((statics.SHIPPED / sheet).read_bytes())


def test_other_colours_have_another_address(tiny: Flask, bremen: FlaskClient) -> None:
    usual = bremen.application.extensions["portal"].statics
    own = tiny.extensions["portal"].statics

    assert usual.prefix != own.prefix
    assert usual.folder == statics.SHIPPED
    assert set(own.names) == {*usual.names, "logo.svg"}


def test_a_second_process_finds_the_folder_made(tiny: Flask) -> None:
    portal = tiny.extensions["portal"]
    again = statics.prepare(portal.content, TINY, portal.settings.data_folder)

    assert again == portal.statics
    assert [path.name for path in again.folder.parent.iterdir()] == [again.fingerprint]


def test_two_colours_may_change_places(tiny: Flask) -> None:
    theme = tiny.extensions["portal"].content.theme

    assert statics.repainted("a{color:#2044aa;background:#14307d}", theme) == (
        "a{color:#1b5e20;background:#0d3b12}"
    )


# --- sound and film


SOUND = '[[sounds]]\nkey = "notfall"\nlanguage = "ar"\nfile = "notfall.ar.mp3"\nseconds = 95\n'
FILM = '[[films]]\nplace = "start"\nfile = "start.mp4"\nseconds = 125\n'
ELSEWHERE = '[[films]]\nplace = "start"\nurl = "https://film.example/"\nseconds = 60\n'


def test_a_recording_is_heard_without_script_in_its_language_only(
    recorded: Callable[[str], Path], tmp_path: Path
) -> None:
    with portal_of(recorded(SOUND), tmp_path / "var") as app:
        client = app.test_client()
        arabic, german = soup(client.get("/ar/notfall/")), soup(client.get("/de/notfall/"))
        source = arabic.select_one("main audio[controls][preload=none] source")
        assert source is not None
        part = client.get(str(source["src"]), headers={"Range": "bytes=0-9"})

    assert source["type"] == "audio/mpeg"
    assert part.status_code == 206
    assert german.select("audio") == []


def test_a_film_comes_with_length_size_and_download(
    recorded: Callable[[str], Path], tmp_path: Path
) -> None:
    with portal_of(recorded(FILM), tmp_path / "var") as app:
        answer = app.test_client().get("/ar/")
        page = soup(answer)
    film = page.select_one("main figure")
    assert film is not None

    assert film.select_one("video[controls]") is not None
    assert film.select_one("a[download]")["href"] == film.select_one("source")["src"]  # type: ignore[index]
    assert "(2:05, 2\u00a0MB)" in film.get_text()
    assert ";media-src 'self'" in answer.headers["Content-Security-Policy"]


def test_nothing_points_to_a_film_that_is_not_there(bremen: FlaskClient) -> None:
    for path in ("/de/", "/de/info/so-geht-es/", "/de/notfall/", "/de/info/barrierefreiheit/"):
        answer = bremen.get(path)
        assert soup(answer).select("figure, video, audio") == []
        assert "media-src" not in answer.headers["Content-Security-Policy"]


def test_a_film_elsewhere_is_a_link_that_somebody_has_opened(
    recorded: Callable[[str], Path], tmp_path: Path
) -> None:
    opened = recorded(f"{ELSEWHERE}checked_on = 2026-11-01\n")
    with portal_of(opened, tmp_path / "var") as app:
        page = soup(app.test_client().get("/de/"))

    assert page.select("main video") == []
    assert [link["href"] for link in page.select("main figure a")] == ["https://film.example/"]


# --- reading aloud


@pytest.mark.parametrize(
    ("path", "is_heard"),
    [("/", True), (CONCERN, True), ("/unterlagen/neuantrag/", True), ("/zustaendig/", False)],
)
def test_the_script_is_loaded_where_it_reads_aloud(
    bremen: FlaskClient, path: str, is_heard: bool
) -> None:
    answer = bremen.get(f"/de{path}")
    scripts = soup(answer).select("script")

    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert [bool(each.get("src")) and each.has_attr("defer") for each in scripts] == [
        True
    ] * is_heard


# --- framing, as D42 allows


def test_nobody_may_frame_the_portal_unless_named(bremen: FlaskClient) -> None:
    assert "frame-ancestors 'none'" in bremen.get("/de/").headers["Content-Security-Policy"]


def test_the_named_sites_may_frame_it(tmp_path: Path) -> None:
    named = "https://www.jobcenter.example, https://beratung.jobcenter.example:8443"
    with portal_of(TINY, tmp_path, FRAME_ANCESTORS=named) as app:
        headers = app.test_client().get("/de/").headers

    assert headers["Content-Security-Policy"].endswith(
        "frame-ancestors https://www.jobcenter.example https://beratung.jobcenter.example:8443"
    )
    assert "X-Frame-Options" not in headers
