"""The page on which open appointments of an old tool are taken over: files of all kinds (D35)."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import SpooledTemporaryFile, TemporaryFile

import pytest
from flask.testing import FlaskClient
from openpyxl import Workbook
from werkzeug.test import TestResponse

from backend.domain.roles import Grant, Role
from backend.store import database
from backend.web.planning import sheets
from tests.web.arranged import page_of
from tests.web.desk import MITTE, Desk, shared_desk, undone, words

PAGE = "/dienst/planung/uebernahme"
HEADS = ["Geschäftsstelle", "Anliegen", "Datum", "Uhrzeit", "Name", "E-Mail", "Bemerkung"]
ROWS = [
    ["Geschäftsstelle Mitte", "bankverbindung", "26.11.2026", "9:00", "Zoë Müller", "z@a.de", "x"],
    ["Mitte", "Bescheid", "30.11.2026", "10:00", "Ali", "", ""],
    ["Nirgendwo", "Bescheid", "30.11.2026", "10:00", "Ali", "", ""],
]


@pytest.fixture(scope="module")
def shared(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with shared_desk(sqlite_template, tmp_path_factory.mktemp("importing")) as found:
        yield found


@pytest.fixture
def desk(shared: Desk) -> Iterator[Desk]:
    yield from undone(shared)


@pytest.fixture
def boss(desk: Desk) -> FlaskClient:
    return desk.signed_in(desk.hire(Grant(kind=Role.ADMINISTRATOR), home=""))


def as_csv(rows: list[list[str]], delimiter: str = ";", encoding: str = "utf-8-sig") -> bytes:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter).writerows(rows)
    return stream.getvalue().encode(encoding)


def as_workbook(rows: Iterable[Sequence[object]]) -> bytes:
    book, stream = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    book.save(stream)
    return stream.getvalue()


def upload(desk: Desk, client: FlaskClient, raw: bytes, **answers: str) -> TestResponse:
    token = desk.token(client)
    sent = {"csrf_token": token, "file": (io.BytesIO(raw), "alt.csv"), **answers}
    return client.post(PAGE, data=sent, content_type="multipart/form-data")


def booked() -> int:
    row = database.one("SELECT count(*) FROM appointment WHERE state = 'booked'")
    assert row is not None
    return int(row[0])


def pressed(client: FlaskClient, answer: TestResponse) -> TestResponse:
    """Press the button that takes over what was tried."""
    form = next(each for each in page_of(answer).select("form") if each.select("[name=tried]"))
    return client.post(
        PAGE, data={str(e["name"]): str(e.get("value", "")) for e in form.select("input")}
    )


@pytest.mark.parametrize(
    "raw",
    [
        as_csv([HEADS, *ROWS]),
        as_csv([HEADS, *ROWS], ","),
        as_csv([HEADS, *ROWS], "\t", "utf-8"),
        as_csv([HEADS, *ROWS], encoding="cp1252"),
        as_workbook([HEADS, *ROWS]),
    ],
    ids=["excel", "commas", "tabs", "windows", "workbook"],
)
def test_a_file_is_tried_then_taken_over(desk: Desk, boss: FlaskClient, raw: bytes) -> None:
    answer = upload(desk, boss, raw)
    shown = words(answer)
    assert "2 Zeilen können übernommen werden." in shown
    assert "1 Zeile kann nicht übernommen werden." in shown
    assert "4 – nicht übernommen Die Geschäftsstelle ist unbekannt." in shown
    assert "Weggelassen: Bemerkung" in shown
    assert booked() == 0
    done = words(pressed(boss, answer))
    assert "2 Termine sind übernommen." in done
    assert booked() == 2
    names = database.every("SELECT name FROM appointment ORDER BY start_cell")
    assert names == [("Zoë Müller",), ("Ali",)]


def test_pressing_twice_books_once(desk: Desk, boss: FlaskClient) -> None:
    answer = upload(desk, boss, as_csv([HEADS, *ROWS]))
    pressed(boss, answer)
    assert "2 waren schon übernommen." in words(pressed(boss, answer))
    assert booked() == 2
    assert "Schon übernommen." in words(upload(desk, boss, as_csv([HEADS, *ROWS])))


def test_days_and_times_of_a_workbook_are_read(desk: Desk, boss: FlaskClient) -> None:
    start = datetime(2026, 11, 26, 9, 0)  # noqa: DTZ001 - as Excel keeps it
    heads: list[object] = ["Standort", "Anliegen", "Termin", "Name", "Kundennummer"]
    row: list[object] = ["mitte", "bankverbindung", start, "Ali", '=HYPERLINK("https://a.de")']
    answer = upload(desk, boss, as_workbook([heads, row]))
    assert "1 Zeile kann übernommen werden." in words(answer)
    pressed(boss, answer)
    assert booked() == 1


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "Bitte wählen Sie eine Datei."),
        (b"\0\1\2\3", "nicht lesbar"),
        (b"PK\x03\x04 kein Archiv", "nicht lesbar"),
        (as_csv([HEADS]), "außer den Überschriften nichts"),
        (as_csv([["a", "b"], ["1", "2"]]), "fehlt eine Spalte für: Geschäftsstelle"),
        (b"x;" * 1_100_000, "zu groß"),
        (as_csv([HEADS, *([["a"] * 7] * 5001)]), "höchstens 5000"),
    ],
    ids=["nothing", "binary", "broken", "empty", "columns", "large", "long"],
)
def test_odd_files_are_refused(desk: Desk, boss: FlaskClient, raw: bytes, sentence: str) -> None:
    answer = upload(desk, boss, raw)
    assert answer.status_code == 422
    assert sentence in words(answer)


def packed(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, raw in parts.items():
            package.writestr(name.replace("__", "/").replace("_", "."), raw)
    return stream.getvalue()


@pytest.mark.parametrize(
    "raw",
    [
        packed(xl__workbook_xml=b" " * 50_000_000),
        packed(**{f"p{number}_xml": b"" for number in range(400)}),
        packed(xl__workbook_xml=b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'),
        packed(readme_txt=b"hallo"),
    ],
    ids=["bomb", "crowd", "entities", "no workbook"],
)
def test_packed_mischief_is_refused_before_it_is_read(raw: bytes) -> None:
    with pytest.raises(sheets.OddFile):
        sheets.rows_of(raw)


def test_no_upload_touches_the_disk(
    desk: Desk, boss: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object, **_named: object) -> None:
        raise AssertionError("a file is made")

    for module in ("tempfile", "werkzeug.formparser"):
        for name in (SpooledTemporaryFile.__name__, TemporaryFile.__name__):
            monkeypatch.setattr(f"{module}.{name}", refuse, raising=False)
    token = desk.token(boss)
    rows = [HEADS, *([[*ROWS[0][:6], "x" * 400]] * 2000)]
    raw = as_csv(rows)
    assert len(raw) > 700_000
    answer = boss.post(
        PAGE,
        data={"csrf_token": token, "file": (io.BytesIO(raw), "alt.csv")},
        content_type="multipart/form-data",
    )
    assert "Dieselbe Zeile steht schon weiter oben." in words(answer)


def test_what_was_tried_lasts_for_two_hours_and_for_one_person(
    desk: Desk, boss: FlaskClient
) -> None:
    answer = upload(desk, boss, as_csv([HEADS, *ROWS]))
    sealed = page_of(answer).select_one("[name=tried]")
    assert sealed is not None
    other = desk.signed_in(desk.hire(Grant(kind=Role.ADMINISTRATOR), home=""))
    value = str(sealed["value"])
    assert "Müller" not in value
    for client, text in ((other, value), (boss, value[:-4]), (boss, "x"), (boss, "")):
        token = desk.token(client)
        answer = client.post(PAGE, data={"csrf_token": token, "tried": text})
        assert answer.status_code == 422
    desk.booked.clock.now += timedelta(hours=2, minutes=1)
    later = desk.signed_in(desk.again(desk.hire(Grant(kind=Role.ADMINISTRATOR), home="").id))
    token = desk.token(later)
    assert later.post(PAGE, data={"csrf_token": token, "tried": value}).status_code == 422
    assert booked() == 0


def test_only_administrators_find_the_page(desk: Desk) -> None:
    office = desk.signed_in(desk.hire(Grant(kind=Role.OFFICE_ADMINISTRATOR, place=MITTE)))
    assert office.get(PAGE).status_code == 403
    assert upload(desk, office, as_csv([HEADS, *ROWS])).status_code == 403
    assert "Übernahme" not in words(office.get("/dienst/planung/"))


def test_markup_in_a_file_stays_text(desk: Desk, boss: FlaskClient) -> None:
    heads = [*HEADS, "<script>alert(1)</script>"]
    answer = upload(desk, boss, as_csv([heads, *ROWS]))
    assert b"<script>alert" not in answer.data
