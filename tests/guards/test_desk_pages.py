"""What must be true of every page of the staff, fresh and with errors."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from backend.domain.roles import Grant, Right, Role
from backend.store import handovers
from tests.guards.called import called
from tests.guards.offered import invitation
from tests.guards.posted import posted
from tests.web.desk import MITTE, Desk, shared_desk

FRESH = (
    "/dienst/", "/dienst/konto/", "/dienst/konto/passwort", "/dienst/konto/zweiter-faktor",
    "/dienst/personen/", "/dienst/personen/einladen", "/dienst/personen/{person}",
    "/dienst/personen/{person}/rolle", "/dienst/personen/{person}/aendern",
    "/dienst/zweiter-faktor", "/dienst/protokoll", "/dienst/passwort-vergessen",
    "/dienst/passwort-vergessen/gesendet", "/dienst/gibt-es-nicht",
    "/dienst/hilfe/", "/dienst/hilfe/tag", "/dienst/hilfe/personen",
    "/dienst/listen/", "/dienst/listen/mitte/postfach", "/dienst/aufbewahrung/",
    "/dienst/auskunft/", "/dienst/auskunft/loeschen", "/dienst/auskunft/geloescht",
    "/dienst/auswertung/",
    "/dienst/rueckrufe/", "/dienst/rueckrufe/neu", "/dienst/rueckrufe/{callback}",
    "/dienst/rueckrufe/{callback}/zusage", "/dienst/rueckrufe/teams/mitte", "/dienst/anrufe/",
    "/dienst/einladungen/", "/dienst/einladungen/mitte", "/dienst/einladungen/mitte/neu",
    "/dienst/einladungen/blatt/{offer}",
    "/dienst/dolmetschen/", "/dienst/dolmetschen/zeiten/mitte",
    "/dienst/post/", "/dienst/post/mitte", "/dienst/frueher/", "/dienst/frueher/{late}",
    "/dienst/tag/mitte/2026-11-24", "/dienst/termin/{appointment}",
    "/dienst/termin/{appointment}/absagen", "/dienst/termin/{appointment}/video",
    "/dienst/suche", "/dienst/anzeige/mitte",
    "/dienst/tuer/mitte/2026-11-24",
    "/dienst/buchen/", "/dienst/buchen/mitte", "/dienst/vorsprache/mitte",
    "/dienst/gebucht/{appointment}", "/dienst/termin/{appointment}/folgetermin",
    "/dienst/termin/{appointment}/verlegen", "/dienst/termin/{appointment}/uebergeben",
    "/dienst/zuordnen/", "/dienst/zuordnen/mitte", "/dienst/uebergaben/",
    "/dienst/uebergaben/{handover}",
    "/dienst/katalog/", "/dienst/katalog/anliegen/", "/dienst/katalog/anliegen/umzug/",
    "/dienst/katalog/anliegen/neu", "/dienst/katalog/links/", "/dienst/katalog/stellen/mitte/",
    "/dienst/katalog/stellen/mitte/anliegen", "/dienst/katalog/begriffe/jobcenter/",
    "/dienst/katalog/seiten/notfall/", "/dienst/katalog/sprachen/", "/dienst/katalog/sprachen/ar/",
    "/dienst/katalog/sprachen/ar/anliegen/umzug/", "/dienst/katalog/sprachen/de/",
    "/dienst/katalog/sprachen/de/nachrichten/sms/", "/dienst/katalog/nachrichten/",
    "/dienst/katalog/austausch", "/dienst/katalog/zuordnung",
    "/dienst/planung/stelle/mitte/gruppen", "/dienst/planung/stelle/mitte/gruppen/neu",
    "/dienst/planung/gruppe/mitte-eingang/plaetze", "/dienst/planung/gruppe/mitte-eingang/angebote",
    "/dienst/planung/gruppe/mitte-eingang/aufgeben", "/dienst/planung/stelle/mitte/regeln",
    "/dienst/planung/phasen/mitte/", "/dienst/planung/phasen/mitte/neu",
    "/dienst/planung/stelle/mitte/vorschau", "/dienst/planung/stelle/mitte/vorgaben",
    "/dienst/planung/uebernahme", "/dienst/terminals/", "/dienst/terminals/neu",
    "/dienst/planung/", "/dienst/planung/schliessungen/", "/dienst/planung/schliessungen/neu",
    "/dienst/planung/stelle/mitte/zeitraum", "/dienst/planung/gruppe/mitte-eingang/",
    "/dienst/planung/gruppe/mitte-eingang/wochen/neu",
    "/dienst/planung/gruppe/mitte-eingang/wochen/1",
    "/dienst/planung/gruppe/mitte-eingang/tage/2026-12-02",
    "/dienst/planung/gruppe/mitte-eingang/sonderzeiten",
)  # fmt: skip
SENT = (
    "/dienst/terminals/neu",
    "/dienst/planung/stelle/mitte/gruppen/neu", "/dienst/planung/phasen/mitte/neu",
    "/dienst/planung/uebernahme",
    "/dienst/planung/schliessungen/neu", "/dienst/planung/stelle/mitte/zeitraum",
    "/dienst/planung/gruppe/mitte-eingang/wochen/neu",
    "/dienst/planung/gruppe/mitte-eingang/sonderzeiten",
    "/dienst/katalog/anliegen/neu", "/dienst/katalog/austausch",
    "/dienst/katalog/stellen/mitte/anliegen",
    "/dienst/buchen/mitte", "/dienst/vorsprache/mitte", "/dienst/termin/{appointment}/folgetermin",
    "/dienst/termin/{appointment}/uebergeben",
    "/dienst/tag/mitte/2026-11-24", "/dienst/termin/{appointment}/absagen", "/dienst/suche",
    "/dienst/rueckrufe/neu", "/dienst/rueckrufe/{callback}/weitergeben",
    "/dienst/einladungen/mitte/neu",
    "/dienst/dolmetschen/zeiten/mitte", "/dienst/frueher/", "/dienst/frueher/{late}",
    "/dienst/auskunft/", "/dienst/auskunft/loeschen", "/dienst/termin/{appointment}/video",
    "/dienst/konto/passwort", "/dienst/konto/zweiter-faktor", "/dienst/personen/einladen",
    "/dienst/personen/{person}/rolle", "/dienst/protokoll", "/dienst/passwort-vergessen",
    "/dienst/anmelden",
)  # fmt: skip
FILLED = {
    "/dienst/frueher/{late}": {
        "answer": "wait", "first_day": "2026-12-03", "last_day": "2026-12-01",
    },
}  # fmt: skip
"""What is sent where nothing filled in would be right."""


@pytest.fixture(scope="module")
def pages(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, tuple[int, BeautifulSoup]]]:
    with shared_desk(sqlite_template, tmp_path_factory.mktemp("pages")) as desk:
        yield walked(desk)


def walked(desk: Desk) -> dict[str, tuple[int, BeautifulSoup]]:
    """Status and page, by method and address."""
    rights = (Grant(kind=Right.AUDIT), Grant(kind=Right.STATISTICS))
    boss = desk.hire(Grant(kind=Role.ADMINISTRATOR), *rights, name="Bo Admin")
    person = desk.hire(Grant(kind=Right.COUNTER, place=MITTE), name="Kim Kaya")
    callback, booked = called(desk)["callback"][1], desk.booked.book(interpreter="uk")
    late, offer = posted(desk)["late"], invitation(desk).id
    other = desk.booked.book(email="other@example.org", concern="kontaktdaten")
    handover = handovers.add(other.id, "mitte", "nord", now_seconds=desk.seconds)
    client, found = desk.signed_in(boss), {}
    for method, paths in (("GET", FRESH), ("POST", SENT)):
        for path in paths:
            names = {
                "person": person.id, "callback": callback, "late": late, "handover": handover,
                "offer": offer,
            }  # fmt: skip
            address = path.format(appointment=booked.id, **names)
            page = address if "/personen/" in path or "/konto/" in path else "/dienst/konto/"
            page = "/dienst/passwort-vergessen" if path in SENT[-2:] else page
            form = FILLED.get(path, {}) | {"csrf_token": desk.token(client, page)}
            form = form if method == "POST" else {}
            answer = client.open(address, method=method, data=form)
            found[f"{method} {path}"] = (
                answer.status_code,
                BeautifulSoup(answer.get_data(as_text=True), "html5lib"),
            )
    return found


Pages = dict[str, tuple[int, BeautifulSoup]]


def test_all_pages_answer(pages: Pages) -> None:
    statuses = {name: status for name, (status, _page) in pages.items()}
    odd = {"GET /dienst/gibt-es-nicht": 404}
    meant = {name: odd.get(name, 422 if name.startswith("POST") else 200) for name in statuses}
    assert statuses == meant


def test_each_has_one_heading_one_main_part_and_a_title_of_its_own(pages: Pages) -> None:
    for name, (_status, page) in pages.items():
        assert len(page.select("h1")) == 1, name
        assert len(page.select("main#main")) == 1, name
        assert page.html is not None and page.html["lang"] == "de", name
    titles = Counter(page.title.get_text() for _s, page in pages.values() if page.title)
    assert [title for title, count in titles.items() if count > 1] == []


def test_errors_stand_in_the_title_above_and_at_the_field(pages: Pages) -> None:
    for name, (status, page) in pages.items():
        if status != 422:
            continue
        assert page.title is not None and page.title.get_text().startswith("Fehler:"), name
        for link in page.select("#error-summary a"):
            field = page.select_one(str(link["href"]))
            assert field is not None and field.get("aria-invalid") == "true", name


def test_what_names_another_part_of_the_page_finds_it(pages: Pages) -> None:
    for name, (_status, page) in pages.items():
        ids = [str(each["id"]) for each in page.select("[id]")]
        assert len(set(ids)) == len(ids), name
        named = [str(each["for"]) for each in page.select("label[for]")]
        for attribute in ("aria-labelledby", "aria-describedby"):
            for each in page.select(f"[{attribute}]"):
                named += str(each[attribute]).split()
        named += [str(each["href"])[1:] for each in page.select("a[href^='#']")]
        assert set(named) <= set(ids), name


def test_every_field_has_a_label_and_every_picture_words(pages: Pages) -> None:
    for name, (_status, page) in pages.items():
        labelled = {str(each["for"]) for each in page.select("label[for]")}
        for field in page.select("input:not([type=hidden]), select, textarea"):
            assert field["id"] in labelled, name
        assert all(each.get("alt") for each in page.select("img")), name


def test_nothing_needs_script_or_comes_from_elsewhere(pages: Pages) -> None:
    for name, (_status, page) in pages.items():
        odd = "script:not([src^='/static/'][defer]), [style], [onclick], [required], [autofocus]"
        assert page.select(odd) == [], name
        sources = [str(each.get("src") or each.get("href")) for each in page.select("[src], link")]
        assert all(each.startswith(("/static/", "data:")) for each in sources), name


def test_every_form_that_changes_something_carries_its_token(pages: Pages) -> None:
    for name, (_status, page) in pages.items():
        for form in page.select("form[method=post]"):
            assert form.select_one("input[name=csrf_token]"), name


def test_no_sentence_is_left_in_english(pages: Pages) -> None:
    for name, (_status, page) in pages.items():
        words = set(page.get_text(" ").split())
        assert not words & {"the", "The", "you", "your", "Your", "with", "Please", "of"}, name
