"""The page of evaluations: numbers without persons, for whom the right is given (R64–R66)."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from backend.actions import evaluating, forgetting
from backend.domain.evaluations import Ending, Key, Topic
from backend.domain.retention import Kind
from backend.domain.roles import Grant, Right, Role
from backend.store import audit, database, deletions
from backend.store import evaluations as kept
from tests.web.desk import MITTE, Desk, shared_desk, undone, words

PAGE = "/dienst/auswertung/"
DECEMBER = datetime(2026, 12, 1, 6, 0, tzinfo=UTC)
EVERYWHERE = Grant(kind=Right.STATISTICS)
ALL = {"office": "", "period": "2026-11"}


@pytest.fixture(scope="module")
def whole(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with shared_desk(sqlite_template, tmp_path_factory.mktemp("evaluating")) as desk:
        yield desk


@pytest.fixture
def desk(whole: Desk) -> Iterator[Desk]:
    yield from undone(whole)


def in_december(desk: Desk, grant: Grant = EVERYWHERE) -> FlaskClient:
    """A reader of evaluations, once November is over."""
    desk.booked.clock.now = DECEMBER
    return desk.signed_in(desk.hire(grant))


def count(number: int, ending: Ending, *, office: str = "mitte", concern: str = "umzug") -> None:
    """So many appointments of November that are deleted by now."""
    values = {
        Topic.OFFICE: "", Topic.CONCERN: concern, Topic.URGENCY: "other",
        Topic.CHANNEL: "in_person", Topic.BOOKED_BY: "customer", Topic.AGE: "unknown",
    }  # fmt: skip
    keys = [Key("2026-11", office, topic, value, ending) for topic, value in values.items()]
    kept.add(Counter(dict.fromkeys(keys, number)))


def cells(page: str, table: str, row: str) -> list[str]:
    """The numbers of a row, hidden ones as readers hear them."""
    found = BeautifulSoup(page, "html5lib")
    head = found.find("h3", string=table)
    assert head is not None
    rows = head.find_next("table").select("tbody tr")  # type: ignore[union-attr]
    line = next(each for each in rows if each.th and each.th.get_text() == row)
    return [cell.get_text() for cell in line.select("td")]


def test_deleted_and_stored_appointments_are_shown_together(desk: Desk) -> None:
    count(20, Ending.CAME)
    for number in range(6):
        desk.booked.book(name=f"Olena {number}", email=f"olena{number}@example.org")
    reader = in_december(desk)
    answer = desk.send(reader, PAGE, **ALL)
    page = answer.get_data(as_text=True)
    assert "Auswertung: November 2026, alle Geschäftsstellen" in words(answer)
    assert cells(page, "Geschäftsstellen", "Geschäftsstelle Mitte")[:6] == [
        "20", "0", "6", "0", "0", "26",
    ]  # fmt: skip
    assert cells(page, "Anliegen", "Summe") == ["20", "0", "6", "0", "0", "26", "100\u00a0%"]
    assert "Olena" not in page and "olena" not in page


def test_it_is_the_same_after_the_retention(desk: Desk) -> None:
    for number in range(6):
        desk.booked.book(name=f"Olena {number}", email=f"olena{number}@example.org")
    reader = in_december(desk)
    before = words(desk.send(reader, PAGE, **ALL))
    forgetting.sweep(now=desk.now + timedelta(20), retention_days=7, draft_minutes=120)
    assert database.one("SELECT count(*) FROM appointment") == (0,)
    assert words(desk.send(reader, PAGE, **ALL)) == before


def test_small_numbers_are_hidden_on_the_page_and_in_both_files(desk: Desk) -> None:
    count(40, Ending.CAME)
    count(3, Ending.MISSED)
    count(30, Ending.CANCELLED)
    reader = in_december(desk)
    page = desk.send(reader, PAGE, **ALL).get_data(as_text=True)
    shown = cells(page, "Anliegen", "Summe")
    assert shown[1] == "·verborgen" and shown.count("·verborgen") >= 2
    excel = desk.send(reader, f"{PAGE}excel", page=PAGE, **ALL)
    book = openpyxl.load_workbook(io.BytesIO(excel.data))
    sums = [cell.value for cell in list(book["Anliegen"].rows)[-5]]
    assert sums[0] == "Summe" and "·" in sums and 3 not in sums
    lines = csv.reader(
        io.StringIO(desk.send(reader, f"{PAGE}csv", page=PAGE, **ALL).data.decode("utf-8-sig")),
        delimiter=";",
    )
    found = {tuple(line[:3]): line[3] for line in lines}
    assert found["Tabelle", "Zeile", "Spalte"] == "Zahl"
    assert found["Anliegen", "Summe", "nicht erschienen"] == "·"
    assert "3" not in found.values()


def test_files_bear_neutral_names_and_say_what_they_are(desk: Desk) -> None:
    count(40, Ending.CAME)
    reader = in_december(desk)
    one = {"office": "mitte", "period": "2026-11"}
    excel = desk.send(reader, f"{PAGE}excel", page=PAGE, **one)
    assert excel.headers["Content-Disposition"] == (
        'attachment; filename="auswertung-mitte-2026-11.xlsx"'
    )
    book = openpyxl.load_workbook(io.BytesIO(excel.data))
    assert book["Anliegen"]["A1"].value == "Auswertung: November 2026, Geschäftsstelle Mitte"
    assert book["Anliegen"].page_setup.orientation == "landscape"
    table = desk.send(reader, f"{PAGE}csv", page=PAGE, **ALL)
    assert table.headers["Content-Disposition"] == (
        'attachment; filename="auswertung-alle-2026-11.csv"'
    )


def test_each_reading_and_each_file_is_noted(desk: Desk) -> None:
    count(40, Ending.CAME)
    reader = in_december(desk)
    reader.get(PAGE)
    assert audit.about("2026-11") == []
    desk.send(reader, PAGE, **ALL)
    desk.send(reader, f"{PAGE}csv", page=PAGE, office="mitte", period="2026-11")
    noted = [(each.deed.value, each.matter.office) for each in audit.about("2026-11")]
    assert sorted(noted) == [("exported", "mitte"), ("saw", "")]


def test_who_evaluates_one_office_sees_no_other(desk: Desk) -> None:
    count(40, Ending.CAME)
    count(50, Ending.CAME, office="nord")
    bound = in_december(desk, Grant(kind=Right.STATISTICS, place=MITTE))
    form = BeautifulSoup(bound.get(PAGE).get_data(as_text=True), "html5lib")
    assert [each["value"] for each in form.select("#office option")] == ["mitte"]
    for address in (PAGE, f"{PAGE}excel", f"{PAGE}csv"):
        for office in ("", "nord", "gibt-es-nicht"):
            answer = desk.send(bound, address, page=PAGE, office=office, period="2026-11")
            assert answer.status_code == 422
            assert "50" not in words(answer)
    page = words(desk.send(bound, PAGE, office="mitte", period="2026-11"))
    assert "Geschäftsstelle Mitte" in page and "Aufbewahrung" not in page
    assert bound.get("/dienst/aufbewahrung/").status_code == 403


@pytest.mark.parametrize(
    "grant",
    [
        Grant(kind=Role.ADMINISTRATOR),
        Grant(kind=Role.OFFICE_ADMINISTRATOR, place=MITTE),
        Grant(kind=Role.APPOINTMENT_MANAGER, place=MITTE),
        Grant(kind=Right.AUDIT),
    ],
)
def test_no_other_role_contains_it(desk: Desk, grant: Grant) -> None:
    client = desk.signed_in(desk.hire(grant))
    assert client.get(PAGE).status_code == 403
    for address in (PAGE, f"{PAGE}excel", f"{PAGE}csv"):
        form = {"csrf_token": desk.token(client), **ALL}
        assert client.post(address, data=form).status_code == 403


@pytest.mark.parametrize("period", ["", "2026-12", "2026", "2026-Q4", "2026-13", "x" * 10_000, "²"])
def test_what_is_not_over_or_no_time_at_all_is_refused(desk: Desk, period: str) -> None:
    count(40, Ending.CAME)
    reader = in_december(desk)
    answer = desk.send(reader, PAGE, office="", period=period)
    assert answer.status_code == 422
    assert "Bitte wählen Sie eine Antwort" in words(answer)


def test_a_new_portal_says_that_there_is_nothing_yet(desk: Desk) -> None:
    reader = in_december(desk)
    assert "Noch ist kein Monat mit Terminen abgeschlossen." in words(reader.get(PAGE))


def test_offer_and_use_are_noted_each_morning_once(desk: Desk) -> None:
    for number in range(6):
        desk.booked.book(name=f"Olena {number}", email=f"olena{number}@example.org")
    content, wednesday = desk.booked.content, desk.now + timedelta(1)
    assert evaluating.note_capacity(content=content, now=wednesday) == 1
    assert evaluating.note_capacity(content=content, now=wednesday) == 0
    assert evaluating.note_capacity(content=content, now=wednesday + timedelta(3)) == 3
    minutes = kept.capacity(date(2026, 11, 1), date(2026, 12, 1))
    assert minutes["2026-11", "mitte"][0] > minutes["2026-11", "mitte"][1] > 0
    reader = in_december(desk)
    page = desk.send(reader, PAGE, **ALL).get_data(as_text=True)
    assert cells(page, "Angebot und Nutzung", "Geschäftsstelle Mitte")[1].endswith("%")


def test_how_little_was_booked_is_hidden_with_the_number(desk: Desk) -> None:
    count(2, Ending.CAME)
    with database.atomic():
        kept.add_capacity(date(2026, 11, 3), {"mitte": (600, 60)})
    reader = in_december(desk)
    page = desk.send(reader, PAGE, **ALL).get_data(as_text=True)
    assert cells(page, "Angebot und Nutzung", "Geschäftsstelle Mitte") == ["10", "·verborgen"]


def test_who_evaluates_all_checks_keeping_and_deletion_without_small_numbers(desk: Desk) -> None:
    with database.atomic():
        deletions.count(desk.now.date(), Kind.APPOINTMENTS, 3)
        deletions.count(desk.now.date(), Kind.LETTERS, 30)
    reader = desk.signed_in(desk.hire(Grant(kind=Right.STATISTICS)))
    page = words(reader.get("/dienst/aufbewahrung/"))
    assert "Termine, auch abgesagte · verborgen" in page
    assert "Mails, SMS und Briefe 30" in page
    assert "Auskunft und Löschung auf Antrag" not in page
    boss = desk.signed_in(desk.hire(Grant(kind=Role.ADMINISTRATOR)))
    assert "Termine, auch abgesagte 3" in words(boss.get("/dienst/aufbewahrung/"))


def test_every_table_is_named_and_every_number_has_its_headings(desk: Desk) -> None:
    count(40, Ending.CAME)
    reader = in_december(desk)
    page = BeautifulSoup(desk.send(reader, PAGE, **ALL).get_data(as_text=True), "html5lib")
    tables = page.select(".st-figures table")
    assert len(tables) >= 7
    for table in tables:
        region = table.find_parent(attrs={"role": "region"})
        assert region is not None and page.find(id=region["aria-labelledby"]) is not None
        width = len(table.select("thead th[scope=col]"))
        for row in table.select("tbody tr"):
            assert len(row.select("th[scope=row]")) == 1
            assert len(row.select("td")) == width - 1
