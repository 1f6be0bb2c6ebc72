"""The sample of nginx at work: frozen pages first, then the app, then who to call."""

import gzip
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from backend.web import security
from tests.conftest import IS_QUICK
from tests.freezing.script import TINY, freeze, portal
from tests.freezing.web_server import SAMPLE, Answer, WebServer
from tests.servers import PortalServer

TOKEN = "Zk3vT9w-Qx1_bN7cRt5y"
SAFETY = ("content-security-policy", "referrer-policy", "x-content-type-options")


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The frozen pages of a small Jobcenter in German and Arabic."""
    folder = tmp_path_factory.mktemp("frozen")
    with portal(folder / "var", CONTENT=str(TINY)) as app:
        freeze.freeze(app, folder / "build")
    return folder / "build"


@contextmanager
def served(build: Path, folder: Path) -> Iterator[tuple[WebServer, PortalServer]]:
    """nginx, the frozen pages and the app behind it."""
    if IS_QUICK:
        pytest.skip("needs nginx; make test runs it")
    environ = {"TERMINBRUECKE_CONTENT": str(TINY)}
    with ExitStack() as stack:
        app = stack.enter_context(PortalServer(folder, environ, workers=1))
        try:
            nginx = WebServer(folder, build, app_port=app.port)
        except LookupError as missing:
            pytest.fail(str(missing), pytrace=False)
        yield stack.enter_context(nginx), app


@pytest.fixture(scope="module")
def web(build: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebServer]:
    """All parts are well."""
    with served(build, tmp_path_factory.mktemp("well")) as (nginx, _app):
        yield nginx


@pytest.fixture(scope="module")
def alone(build: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebServer]:
    """The app was well and has been killed."""
    with served(build, tmp_path_factory.mktemp("alone")) as (nginx, app):
        assert is_live(nginx.ask("/ar/mein-termin/"))
        app.kill_app()
        yield nginx


def is_live(answer: Answer) -> bool:
    """Whether the app gave it: its pages are not to be kept."""
    return answer.headers["cache-control"] == "no-store" and "retry-after" not in answer.headers


def language(answer: Answer) -> str:
    html = BeautifulSoup(answer.text, "html.parser").html
    assert html is not None
    return str(html["lang"])


# --- all is well


@pytest.mark.parametrize("address", ["/ar+de/", "/ar/sprachen", "/ar%2Bde/notfall/"])
def test_public_pages_come_from_the_build(address: str, web: WebServer) -> None:
    answer = web.ask(address)
    assert (answer.status, is_live(answer)) == (200, False)
    assert language(answer) == "ar"
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "address", ["/de/mein-termin/", "/de/sprachen?seite=/de/termin/", "/de/termin/?suche=a"]
)
def test_everything_else_comes_from_the_app(address: str, web: WebServer) -> None:
    answer = web.ask(address)
    assert (answer.status, is_live(answer)) == (200, True)


@pytest.mark.parametrize("cookie", ["__Host-k=x", "s=y; __Host-k=x"])
def test_a_terminal_gets_no_frozen_page(cookie: str, web: WebServer) -> None:
    for address in ("/ar+de/", "/ar/sprachen", "/ar/notfall/"):
        assert is_live(web.ask(address, cookie=cookie)), address
    assert not is_live(web.ask("/ar/", cookie="l=ar; other__Host-k=x"))


def test_a_form_on_a_frozen_page_reaches_the_app(web: WebServer) -> None:
    answer = web.ask("/de/zustaendig/", method="POST", form="street=&postcode=")
    assert (answer.status, is_live(answer)) == (422, True)


def test_an_address_without_its_last_stroke_is_sent_on(web: WebServer) -> None:
    answer = web.ask("/ar+de")
    assert (answer.status, answer.headers["location"]) == (308, "/ar+de/")


@pytest.mark.parametrize(
    "address", ["/ausfall/", "/ausfall/ar.html", "/ar/index.html", "/ar/sprachen.html"]
)
def test_no_file_is_shown_under_another_name(address: str, web: WebServer) -> None:
    assert web.ask(address).status == 404


def test_frozen_pages_carry_the_headers_of_live_ones(web: WebServer) -> None:
    frozen, live = web.ask("/de/"), web.ask("/de/?live")
    assert (is_live(frozen), is_live(live)) == (False, True)
    assert {name: frozen.headers[name] for name in SAFETY} == {
        name: live.headers[name] for name in SAFETY
    }


def test_frozen_pages_travel_compressed(web: WebServer, build: Path) -> None:
    answer = web.ask("/ar/", accept_encoding="gzip")
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["vary"] == "Accept-Encoding"
    assert gzip.decompress(answer.body) == (build / "ar/index.html").read_bytes()


def test_static_files_come_from_the_build_for_good(web: WebServer) -> None:
    style = re.search(r'href="(/static/[^"]+\.css)"', web.ask("/de/").text)
    assert style is not None
    answer = web.ask(style[1], accept_encoding="gzip")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"].startswith("text/css")
    assert answer.headers["content-encoding"] == "gzip"


def test_an_unchanged_page_is_not_sent_again(web: WebServer) -> None:
    tag = web.ask("/de/").headers["etag"]
    assert web.ask("/de/", if_none_match=tag).status == 304


def test_errors_of_the_app_keep_their_own_page(web: WebServer) -> None:
    answer = web.ask("/gesund")
    assert answer.status == 503  # no worker runs here
    assert answer.headers["content-type"] == "application/json"


def test_http_leads_to_https(web: WebServer) -> None:
    answer = web.ask_openly("/ar+de/notfall/?a=b")
    assert answer.status == 308
    assert answer.headers["location"] == "https://termin.example.org/ar+de/notfall/?a=b"


# --- the app does not answer


def test_without_the_app_a_terminal_says_so_on_every_page(alone: WebServer) -> None:
    for address in ("/kiosk/", "/ar/", "/ar/sprachen", "/"):
        answer = alone.ask(address, cookie="__Host-k=x")
        assert (answer.status, "Retry-After".lower() in answer.headers) == (503, True), address


@pytest.mark.parametrize(
    ("address", "tag"),
    [
        ("/ar/mein-termin/", "ar"),
        ("/ar+de/buchen/name", "ar"),
        ("/de/termin/?suche=miete", "de"),
        ("/tr/termin/", "de"),
        ("/ar+tr/termin/", "ar"),
        ("/woanders", "de"),
    ],
)
def test_without_the_app_a_page_tells_how_to_reach_us(
    address: str, tag: str, alone: WebServer
) -> None:
    answer = alone.ask(address)
    assert answer.status == 503
    assert int(answer.headers["retry-after"]) > 0
    assert answer.headers["cache-control"] == "no-store"
    assert language(answer) == tag
    assert 'href="tel:' in answer.text
    assert set(SAFETY) < answer.headers.keys()


def test_without_the_app_a_form_gets_this_page_too(alone: WebServer) -> None:
    answer = alone.ask("/ar+de/buchen/pruefen", method="POST", form="csrf_token=a")
    assert answer.status == 503
    assert 'href="tel:' in answer.text


@pytest.mark.parametrize("address", ["/ar/", "/ar+de/notfall/", "/de/unterlagen/", "/ar/sprachen"])
def test_without_the_app_information_goes_on(address: str, alone: WebServer) -> None:
    assert alone.ask(address).status == 200


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("/", "de/sprachen.html"),
        ("/ar/sprachen?seite=/ar/termin/", "ar/sprachen.html"),
        ("/sprache/ar+de?seite=/de/", "ar+de/index.html"),
    ],
)
def test_without_the_app_languages_can_still_be_chosen(
    address: str, file: str, alone: WebServer, build: Path
) -> None:
    assert alone.ask(address).body == (build / file).read_bytes()


# --- what is written down


@pytest.mark.parametrize("state", ["web", "alone"])
def test_logs_know_neither_token_nor_query_nor_address(
    state: str, request: pytest.FixtureRequest
) -> None:
    server: WebServer = request.getfixturevalue(state)
    server.ask(f"/ar+de/mein-termin/{TOKEN}/karte?name=Olena")
    server.ask(f"/{TOKEN}/")
    server.ask("/de/verlassen?name=Olena", referer="https://example.org/Olena")
    server.ask_openly(f"/de/mein-termin/{TOKEN}?name=Olena")
    lines = server.logs
    assert " 127.0.0.0 GET /ar+de/mein-termin " in lines
    assert " 127.0.0.0 GET - " in lines
    assert not re.search(r"Olena|\?|127\.0\.0\.1", lines)
    assert TOKEN[:6] not in lines


# --- the other sample


def test_the_samples_say_the_policy_of_the_app() -> None:
    policy = f"{security.CONTENT_SECURITY_POLICY}'none'"
    for path in (SAMPLE, SAMPLE.with_name("Caddyfile")):
        assert f'"{policy}"' in path.read_text("utf-8")
