"""Every language of the catalogue beside German, messages, and tables in and out."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from backend.content import Content
from backend.domain.roles import Grant, Role
from backend.store import audit, edits
from backend.web.catalogue import standing
from backend.web.catalogue.exchange import TABLES
from backend.web.catalogue.tongues import mark_of, tidied
from tests.web.desk import Desk, leads_to, shared_desk, undone, words
from tests.web.test_catalogue import filled, save, soup

ADMIN = Grant(kind=Role.ADMINISTRATOR)
UMZUG = "/dienst/katalog/anliegen/umzug/"
ARABIC = "/dienst/katalog/sprachen/ar/anliegen/umzug/"
SUMMARY = mark_of("concerns/umzug/summary")
SMS = "/dienst/katalog/sprachen/de/nachrichten/sms/"
IMPORT = "/dienst/katalog/austausch"


@pytest.fixture(scope="module")
def shared(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with shared_desk(sqlite_template, tmp_path_factory.mktemp("texts")) as found:
        yield found


@pytest.fixture
def desk(shared: Desk) -> Iterator[Desk]:
    yield from undone(shared)


@pytest.fixture
def boss(desk: Desk) -> FlaskClient:
    return desk.signed_in(desk.hire(ADMIN, name="Bo Schmidt"))


def live(desk: Desk) -> Content:
    found: Content = desk.booked.app.extensions["portal"].live.now()
    return found


# --- other languages


def test_a_translation_is_on_the_customers_page_at_once(desk: Desk, boss: FlaskClient) -> None:
    answer = save(boss, ARABIC, **{f"t-{SUMMARY}": "نص جديد تماما."})
    assert leads_to(answer) == ARABIC
    assert "نص جديد تماما." in words(desk.browser().get("/ar/termin/mitte/umzug/"))
    assert [entry.detail for entry in audit.about("concerns/umzug/summary")] == ["ar"]
    assert len(edits.texts()) == 1


def test_what_is_older_comes_first_until_somebody_confirms_it(
    desk: Desk, boss: FlaskClient
) -> None:
    save(boss, UMZUG, summary="Ganz neuer Satz.")
    page = soup(boss.get(ARABIC))
    first = page.select_one(".st-twin")
    assert first is not None and "Ganz neuer Satz." in first.get_text()
    assert "älter" in first.get_text()
    assert "umzug" in str(boss.get("/dienst/katalog/sprachen/ar/").get_data(as_text=True))
    assert "1 älter" in words(boss.get("/dienst/katalog/sprachen/"))
    save(boss, ARABIC, **{f"k-{SUMMARY}": "1"})
    assert "älter" not in words(boss.get(ARABIC))
    shown = words(desk.browser().get("/ar/termin/mitte/umzug/"))
    assert "Ganz neuer Satz." not in shown


def test_a_new_text_is_missing_in_every_language(boss: FlaskClient) -> None:
    hints = str(filled(boss, UMZUG)["hints"])
    save(boss, UMZUG, hints=f"{hints}\nGanz neuer Hinweis.")
    page = words(boss.get("/dienst/katalog/sprachen/"))
    assert "1 fehlt" in page
    assert "Ganz neuer Hinweis." in words(boss.get(ARABIC))


def test_an_empty_field_takes_the_shipped_text_again(desk: Desk, boss: FlaskClient) -> None:
    save(boss, ARABIC, **{f"t-{SUMMARY}": "نص جديد"})
    save(boss, ARABIC, **{f"t-{SUMMARY}": ""})
    assert edits.texts() == []


def test_the_later_translator_sees_both_and_keeps_what_was_typed(
    desk: Desk, boss: FlaskClient
) -> None:
    other = desk.signed_in(desk.hire(ADMIN))
    mine = filled(boss, ARABIC) | {f"t-{SUMMARY}": "واحد"}
    save(other, ARABIC, **{f"t-{SUMMARY}": "اثنان"})
    answer = boss.post(ARABIC, data=mine)
    assert answer.status_code == 422
    page = soup(answer)
    assert page.select_one(f"#t-{SUMMARY}").get_text().strip() == "واحد"  # type: ignore[union-attr]
    assert "اثنان" in words(answer)
    again = filled_from(page) | {f"t-{SUMMARY}": "واحد"}
    assert boss.post(ARABIC, data=again).status_code == 303


def filled_from(page: BeautifulSoup) -> dict[str, str]:
    fields = page.select("main form[method=post] input[name], main form[method=post] textarea")
    return {
        str(each["name"]): each.get_text().strip()
        if each.name == "textarea"
        else str(each["value"])
        for each in fields
        if each.get("type") != "checkbox"
    }


def test_slips_are_named_but_not_refused(boss: FlaskClient) -> None:
    save(boss, ARABIC, **{f"t-{SUMMARY}": "نص ٣ \u2066x"})
    shown = words(boss.get(ARABIC))
    assert "Glossar" not in shown
    assert "Ziffern 0 bis 9" in shown
    assert "Gegenstück" in shown


def test_every_shipped_translation_comes_back_as_it_was(desk: Desk) -> None:
    languages = desk.booked.app.extensions["portal"].languages
    for tongue in languages.tongues.values():
        for text in standing.every_text(live(desk)):
            shown = text.found(tongue).text
            assert tidied(shown) == shown, (tongue.slug, text.place)


def test_a_translation_is_looked_at_before_it_is_saved(desk: Desk, boss: FlaskClient) -> None:
    for sheet, kind in (
        ("page", "text/html"),
        ("checklist", "text/html"),
        ("pdf", "application/pdf"),
    ):
        typed = {f"t-{mark_of('concerns/umzug/title')}": "عنوان جديد", "preview": "1"}
        answer = save(boss, ARABIC, **typed, sheet=sheet)
        assert (answer.status_code, answer.mimetype) == (200, kind)
        if kind == "text/html":
            assert "عنوان جديد" in answer.get_data(as_text=True)
    assert edits.texts() == []
    assert "عنوان جديد" not in words(desk.browser().get("/ar/termin/mitte/umzug/"))


def test_another_word_than_in_the_glossary_is_named(boss: FlaskClient) -> None:
    place = "/dienst/katalog/sprachen/ar/anliegen/neuantrag/"
    mark = mark_of("concerns/neuantrag/processing")
    save(boss, place, **{f"t-{mark}": "اسأل عنه هناك."})
    assert "Im Glossar heißt Termin: موعد" in words(boss.get(place))


def test_languages_have_their_direction(boss: FlaskClient) -> None:
    field = soup(boss.get(ARABIC)).select_one(f"#t-{SUMMARY}")
    assert field is not None and (field["lang"], field["dir"]) == ("ar", "rtl")


# --- messages


def test_a_message_says_what_was_written_here(desk: Desk, boss: FlaskClient) -> None:
    address = "/dienst/katalog/sprachen/de/nachrichten/subject/"
    mark = mark_of("letters/subject.confirmation")
    save(boss, address, **{f"t-{mark}": "Ihr Termin bei uns im Haus"})
    assert "Ihr Termin bei uns im Haus" in words(boss.get("/dienst/katalog/nachrichten/"))
    for language in ("ar", "de", "leichte-sprache"):
        page = boss.get(f"/dienst/katalog/nachrichten/?art=reminder&weg=phone&sprache={language}")
        assert page.status_code == 200


@pytest.mark.parametrize("typed", ["Ohne Lücken", "%(day)s %(time)s %(place)s", "x" * 2000])
def test_odd_wordings_of_messages_are_refused(boss: FlaskClient, typed: str) -> None:
    mark = mark_of("letters/sms.confirmation")
    answer = save(boss, SMS, **{f"t-{mark}": typed})
    assert answer.status_code == 422
    assert soup(answer).select_one(f"#t-{mark}-error") is not None
    assert edits.texts() == []


def test_odd_choices_show_the_usual_message(boss: FlaskClient) -> None:
    assert boss.get("/dienst/katalog/nachrichten/?art=x&weg=y&sprache=z").status_code == 200


# --- tables


def table(desk: Desk, client: FlaskClient, slug: str) -> bytes:
    answer = desk.send(client, f"/dienst/katalog/ausgeben/{slug}.csv", page=IMPORT)
    assert answer.mimetype == "text/csv"
    return answer.get_data()


def sent(desk: Desk, client: FlaskClient, slug: str, raw: bytes) -> TestResponse:
    token = desk.token(client, IMPORT)
    return client.post(
        IMPORT,
        data={"csrf_token": token, "table": slug, "file": (io.BytesIO(raw), "x.csv")},
        content_type="multipart/form-data",
    )


def taken(client: FlaskClient, trial: TestResponse) -> TestResponse:
    form = soup(trial).select_one("main form.st-press")
    assert form is not None, words(trial)
    named = {str(each["name"]): str(each["value"]) for each in form.select("input[name]")}
    return client.post(IMPORT, data=named | {"take": "1"})


@pytest.mark.parametrize("slug", TABLES)
def test_a_table_taken_in_as_it_went_out_changes_nothing(
    desk: Desk, boss: FlaskClient, slug: str
) -> None:
    answer = sent(desk, boss, slug, table(desk, boss, slug))
    assert answer.status_code == 200, words(answer)
    assert "Es würde sich nichts ändern." in words(answer)


@pytest.mark.parametrize(
    ("encoding", "delimiter"), [("cp1252", ";"), ("utf-8", ","), ("utf-8-sig", ";")]
)
def test_a_table_is_tried_first_and_then_taken_over(
    desk: Desk, boss: FlaskClient, encoding: str, delimiter: str
) -> None:
    rows = f"key{delimiter}summary{delimiter}minutes\numzug{delimiter}Größer wohnen.{delimiter}45\n"
    trial = sent(desk, boss, "anliegen", rows.encode(encoding))
    assert "Wofür es ist, in einem Satz, Übliche Minuten" in words(trial)
    assert edits.every() == []
    assert "1 Zeile übernommen." in words(taken(boss, trial))
    assert live(desk).concerns["umzug"].summary == "Größer wohnen."
    assert live(desk).concerns["umzug"].title == "Ich möchte umziehen"


def test_bad_rows_are_refused_by_their_number(desk: Desk, boss: FlaskClient) -> None:
    rows = "key;minutes;mandatory\numzug;17;ja\ngeburt;30;nein\nneuantrag;30;nein\nGROSS;30;ja\n"
    trial = sent(desk, boss, "anliegen", rows.encode())
    assert trial.status_code == 422
    shown = [row.get_text(" ").split() for row in soup(trial).select("main table tbody tr")]
    assert [row[0] for row in shown if "abgelehnt" in row] == ["2", "4", "5"]
    assert soup(trial).select_one("main form.st-press button[name=take]") is None
    assert edits.every() == []


def test_a_new_concern_comes_by_table(desk: Desk, boss: FlaskClient) -> None:
    lines = table(desk, boss, "anliegen").decode("utf-8-sig").splitlines()
    geburt = next(line for line in lines if line.startswith("geburt;"))
    rows = f"{lines[0]}\n{geburt.replace('geburt;', 'zwillinge;', 1)}\n"
    trial = sent(desk, boss, "anliegen", rows.encode())
    assert "neu" in words(trial)
    taken(boss, trial)
    assert "zwillinge" in live(desk).concerns


def test_who_looks_at_an_older_state_takes_nothing_over(desk: Desk, boss: FlaskClient) -> None:
    trial = sent(desk, boss, "anliegen", b"key;minutes\numzug;45\n")
    save(boss, "/dienst/katalog/anliegen/geburt/", minutes="50")
    answer = taken(boss, trial)
    assert answer.status_code == 422
    assert live(desk).concerns["umzug"].minutes != 45


@pytest.mark.parametrize("rows", [b"", b"x;y\n1;2\n", b"\x00\xff\xfe", b"minutes;key\n1;2\n"])
def test_odd_files_are_refused(desk: Desk, boss: FlaskClient, rows: bytes) -> None:
    assert sent(desk, boss, "anliegen", rows).status_code == 422
    assert sent(desk, boss, "gibt-es-nicht", b"key\n").status_code == 422


def test_too_many_rows_are_refused_at_once(desk: Desk, boss: FlaskClient) -> None:
    rows = "key;minutes\n" + "".join(f"x{number};30\n" for number in range(501))
    assert sent(desk, boss, "anliegen", rows.encode()).status_code == 422


@pytest.mark.parametrize("cell", ['"' + "a;b\n" * 40_000, "a" * 140_000])
def test_a_cell_without_an_end_is_named_by_its_line(
    desk: Desk, boss: FlaskClient, cell: str
) -> None:
    answer = sent(desk, boss, "anliegen", f"key;title\numzug;{cell}".encode())
    assert answer.status_code == 422 and "lässt sich nicht lesen" in words(answer)


def test_responsibilities_are_replaced_and_bad_lines_named(desk: Desk, boss: FlaskClient) -> None:
    raw = table(desk, boss, "zustaendigkeiten").decode("utf-8-sig")
    slug = "zustaendigkeiten"
    bad = sent(desk, boss, slug, f"{raw}2819;;;;;mitte\r\n".encode())
    assert bad.status_code == 422
    assert str(len(raw.splitlines()) + 1) in words(bad)
    good = raw.replace("28195;;;;;mitte", "28195;;;;;nord")
    trial = sent(desk, boss, slug, good.encode("cp1252"))
    assert "neu" in words(trial) and "entfällt" in words(trial)
    taken(boss, trial)
    assert live(desk).responsibilities[0].offices == ("nord",)


def test_everything_goes_out_as_content_files(desk: Desk, boss: FlaskClient) -> None:
    answer = desk.send(boss, "/dienst/katalog/ausgeben/inhalte.zip", page=IMPORT)
    with zipfile.ZipFile(io.BytesIO(answer.get_data())) as bundle:
        assert "content/jobcenter.toml" in bundle.namelist()
    assert audit.about("content")
