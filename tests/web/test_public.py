"""The public pages: there in every language, quiet about their readers, never a dead end."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from backend.content import Content
from tests.web.visiting import BREMEN, TINY, main_links, main_text, portal_of, soup

PAIRS = ("de", "ar", "ar+de")
SHARED_PAGES = (
    "",
    "sprachen",
    "termin/",
    "zustaendig/",
    "unterlagen/",
    "stelle/",
    "notfall/",
    "info/hilfe/",
    "info/einladung/",
)
STRANGE = (
    "x" * 10_000,
    "كهرباء مقطوعة",
    "電気 💡",
    "\u202e\u0000 %(query)s <script>",
    "' OR 1=1 --",
    "   ",
)


@pytest.fixture(params=[BREMEN, TINY], ids=["bremen", "tiny"])
def anywhere(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    with portal_of(request.param, tmp_path) as app:
        yield app


@pytest.fixture
def bremen(tmp_path: Path) -> Iterator[FlaskClient]:
    with portal_of(BREMEN, tmp_path) as app:
        yield app.test_client()


@pytest.fixture
def tiny(tmp_path: Path) -> Iterator[FlaskClient]:
    with portal_of(TINY, tmp_path) as app:
        yield app.test_client()


def addresses(content: Content) -> list[str]:
    """Every public page of a Jobcenter, without its language."""
    return [
        *SHARED_PAGES,
        *(f"info/{page}/" for page in content.pages if page != "notfall"),
        *(f"termin/{office}/" for office in content.offices),
        *(f"stelle/{office}/" for office in content.offices),
        *(f"unterlagen/{concern}/" for concern in content.concerns),
        *(f"unterlagen/{concern}/abgabezettel" for concern in content.concerns),
        *(
            f"termin/{office.key}/{concern}/"
            for office in content.offices.values()
            for concern in office.concerns
        ),
        *(f"zustaendig/anderes/{neighbour.key}" for neighbour in content.neighbours),
        *(f"zustaendig/weg/{number + 1}" for number in range(len(content.special_ways))),
        f"zustaendig/auswahl/{'+'.join(content.offices)}",
    ]


@pytest.mark.parametrize("pair", PAIRS)
def test_every_page_is_there_in_every_language_and_sets_no_cookie(
    anywhere: Flask, pair: str
) -> None:
    client = anywhere.test_client()
    for address in addresses(anywhere.extensions["portal"].content):
        answer = client.get(f"/{pair}/{address}")
        assert answer.status_code == 200, address
        assert "Set-Cookie" not in answer.headers, address


def test_every_link_of_a_page_leads_somewhere(anywhere: Flask) -> None:
    client = anywhere.test_client()
    content = anywhere.extensions["portal"].content
    adapter = anywhere.url_map.bind("localhost")
    pages = [*SHARED_PAGES, *(f"termin/{office}/" for office in content.offices)]
    links = {link for page in pages for link in main_links(client.get(f"/ar+de/{page}"))}
    with anywhere.app_context():
        for link in links:
            if link.startswith("/"):
                assert adapter.match(link.partition("?")[0].partition("#")[0])


def test_each_page_has_one_title_and_no_forbidden_attribute(anywhere: Flask) -> None:
    client = anywhere.test_client()
    for address in addresses(anywhere.extensions["portal"].content):
        page = soup(client.get(f"/ar/{address}"))
        assert len(page.select("h1")) == 1, address
        assert not page.select("[required], [autofocus], [style]"), address
        identifiers = [str(tag["id"]) for tag in page.select("[id]")]
        assert len(identifiers) == len(set(identifiers)), address


def test_the_first_address_leads_to_the_language_of_the_browser_and_remembers_it(
    bremen: FlaskClient,
) -> None:
    answer = bremen.get("/", headers={"Accept-Language": "xx, ar-SY;q=0.9, de;q=0.5"})
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/ar/"
    assert answer.headers["Set-Cookie"].startswith("l=ar;")


def test_the_language_chosen_before_counts_more_than_the_browser(bremen: FlaskClient) -> None:
    bremen.get("/sprache/ar+de")
    answer = bremen.get("/", headers={"Accept-Language": "en"})
    assert answer.headers["Location"] == "/ar+de/"


def test_choosing_a_language_keeps_the_page(bremen: FlaskClient) -> None:
    answer = bremen.get("/sprache/ar?seite=/de/termin/mitte/?suche=Miete")
    assert answer.headers["Location"] == "/ar/termin/mitte/?suche=Miete"


@pytest.mark.parametrize(
    "page",
    [
        "https://example.org/de/",
        "//example.org/de/",
        "/\\example.org/",
        "example.org",
        "/",
        "/xx/",
        "/de",
        "javascript:alert(1)",
    ],
)
def test_choosing_a_language_never_leads_elsewhere(bremen: FlaskClient, page: str) -> None:
    answer = bremen.get("/sprache/ar", query_string={"seite": page})
    assert answer.headers["Location"] == "/ar/"


def test_line_breaks_in_the_kept_page_stay_in_its_address(bremen: FlaskClient) -> None:
    answer = bremen.get("/sprache/ar", query_string={"seite": "/de/x\r\nSet-Cookie: a=b"})
    assert answer.headers["Location"] == "/ar/x%0D%0ASet-Cookie%3A%20a=b"


@pytest.mark.parametrize("name", ["pair", "endpoint", "_external", "_anchor", "_scheme", "office"])
def test_words_behind_the_question_mark_break_no_link(bremen: FlaskClient, name: str) -> None:
    answer = bremen.get(f"/ar/termin/mitte/?{name}=x")
    assert answer.status_code == 200


def test_the_switch_for_side_by_side_stays_on_the_page(bremen: FlaskClient) -> None:
    answer = bremen.get("/ar/termin/mitte/?suche=Miete")
    pills = [str(link["href"]) for link in soup(answer).select(".tb-lang a")]
    assert "/ar+de/termin/mitte/?suche=Miete" in pills


@pytest.mark.parametrize("pair", PAIRS)
def test_a_page_that_does_not_exist_says_so_in_the_readers_language(
    bremen: FlaskClient, pair: str
) -> None:
    answer = bremen.get(f"/{pair}/info/gibt-es-nicht/")
    html = soup(answer).html
    assert answer.status_code == 404
    assert html is not None
    assert html["lang"] == pair.split("+", maxsplit=1)[0]
    assert f"/{pair}/termin/" in main_links(answer)


@pytest.mark.parametrize(
    ("query", "concern"),
    [
        ("Strom abgestellt", "energiesperre"),
        ("strom  ABGESTELLT!", "energiesperre"),
        ("Bürgergeld", "neuantrag"),
        ("Buergergeld", "neuantrag"),
    ],
)
@pytest.mark.parametrize("pair", PAIRS)
def test_the_search_finds_what_people_say(
    bremen: FlaskClient, pair: str, query: str, concern: str
) -> None:
    answer = bremen.get(f"/{pair}/termin/mitte/", query_string={"suche": query})
    hits = [link for link in main_links(answer) if link.startswith(f"/{pair}/termin/mitte/")]
    assert f"/{pair}/termin/mitte/{concern}/" in hits
    assert len(hits) < 6


@pytest.mark.parametrize("query", STRANGE)
def test_a_search_for_anything_never_ends_empty(bremen: FlaskClient, query: str) -> None:
    answer = bremen.get("/ar+de/termin/mitte/", query_string={"suche": query})
    assert answer.status_code == 200
    assert "/ar+de/info/hilfe/" in main_links(answer)
    assert b"<script" not in answer.data


def test_what_was_not_found_is_said_above_the_whole_list(bremen: FlaskClient) -> None:
    answer = bremen.get("/de/termin/mitte/?suche=Xylophon")
    assert "Xylophon" in main_text(answer)
    assert "/de/termin/mitte/umzug/" in main_links(answer)


def test_emergencies_stand_before_everything_else(bremen: FlaskClient) -> None:
    content = bremen.application.extensions["portal"].content
    links = main_links(bremen.get("/de/termin/mitte/"))
    listed = [content.concerns[link.split("/")[4]] for link in links if link.count("/") == 5]
    assert [concern.emergency for concern in listed] == sorted(
        (concern.emergency for concern in listed), reverse=True
    )
    assert len(listed) == len(content.concerns)


def test_an_emergency_says_first_where_to_go_today(bremen: FlaskClient) -> None:
    office = bremen.application.extensions["portal"].content.offices["mitte"]
    text = main_text(bremen.get("/de/termin/mitte/energiesperre/"))
    assert office.emergency_way in text
    assert text.index(office.emergency_way) < text.index("Jahresabrechnung")


def test_a_youth_office_lists_only_its_concerns_and_the_way_to_the_others(
    bremen: FlaskClient,
) -> None:
    links = main_links(bremen.get("/de/termin/jba-mitte/"))
    assert "/de/termin/jba-mitte/arbeitsaufnahme/" in links
    assert "/de/termin/jba-mitte/energiesperre/" not in links
    assert {"/de/termin/", "/de/notfall/"} <= set(links)


def test_a_concern_an_office_does_not_take_leads_to_those_that_do(bremen: FlaskClient) -> None:
    answer = bremen.get("/de/termin/jba-mitte/energiesperre/")
    assert answer.status_code == 200
    assert "/de/termin/mitte/energiesperre/" in main_links(answer)


def test_the_german_key_word_stands_beside_one_other_language_only(bremen: FlaskClient) -> None:
    assert "Fragen zum Bescheid" in main_text(bremen.get("/ar/termin/mitte/"))
    assert "Fragen zum Bescheid" not in main_text(bremen.get("/de/termin/mitte/"))


def test_an_application_says_that_the_appointment_is_none(bremen: FlaskClient) -> None:
    links = main_links(bremen.get("/ar/termin/mitte/neuantrag/"))
    assert "/ar/unterlagen/neuantrag/#sign" in links


def test_the_list_on_paper_carries_german_beside_the_other_language(bremen: FlaskClient) -> None:
    concern = bremen.application.extensions["portal"].content.concerns["neuantrag"]
    answer = bremen.get("/ar/unterlagen/neuantrag/")
    german = " ".join(tag.get_text(" ") for tag in soup(answer).select("main [lang=de]"))
    assert concern.application_sentence in german
    assert all(use.document.title in german for use in concern.documents)
    assert "/ar+de/" not in "".join(main_links(answer))


def test_a_concern_by_phone_only_shows_no_other_way_to_talk(tiny: FlaskClient) -> None:
    symbols = [
        str(use["href"]).rpartition("#")[2]
        for use in soup(tiny.get("/de/termin/burg/rueckfrage/")).select(".tb-rows use")
    ]
    assert "call" in symbols
    assert "person" not in symbols


def test_the_emergency_page_has_one_address_only(bremen: FlaskClient) -> None:
    answer = bremen.get("/ar/info/notfall/")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/ar/notfall/"


def test_the_emergency_page_names_every_office_that_helps_today(tiny: FlaskClient) -> None:
    text = main_text(tiny.get("/de/notfall/"))
    assert "Gehen Sie heute zum Burgtor." in text
    assert "Gehen Sie heute zum Eingang am Bach." in text


def test_nobody_is_asked_to_wait_for_a_call_back(bremen: FlaskClient) -> None:
    assert "angerufen" not in main_text(bremen.get("/de/"))


@pytest.mark.parametrize("slug", ["de", "ar", "en"])
def test_each_language_can_be_chosen_under_its_own_name(bremen: FlaskClient, slug: str) -> None:
    rows = soup(bremen.get("/ar/sprachen")).select(f'a[href="/sprache/{slug}"]')
    language = bremen.application.extensions["portal"].content.languages[slug]
    assert len(rows) == 1
    assert rows[0].get_text(strip=True) == language.autonym
    assert (rows[0]["lang"], rows[0]["dir"]) == (language.tag, language.direction)
