"""The day list as a file: what stands in it, how it prints, and what cannot stop it."""

import io
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from backend.domain import day_lists as facts
from backend.domain.appointments import Appointment, Channel, Need
from backend.languages import Languages
from backend.letters import day_lists, workbooks
from backend.letters.day_lists import DayTable
from backend.store import database, sealing
from tests.web.booked import Booked, portal_with

STRANGE = ("=1+1", "+49 Plus", "-Minus", "@Risiko", "#N/A", "محمد الأحمد", "Олена", "_x0041_ Ana")
PHONE = "+49 421 5550123"


@pytest.fixture
def booked(default_database_url: str, tmp_path: Path) -> Iterator[Booked]:
    with portal_with(default_database_url, tmp_path) as booked:
        yield booked


def languages(booked: Booked) -> Languages:
    found: Languages = booked.app.extensions["portal"].languages
    return found


def table_of(booked: Booked, day: datetime, **named: Any) -> DayTable:
    return day_lists.table(
        "mitte",
        day.date(),
        content=booked.content,
        languages=languages(booked),
        stamped=day.replace(hour=6, minute=0, tzinfo=booked.zone),
        **named,
    )


def opened(booked: Booked, day: datetime, **named: Any) -> Workbook:
    written = workbooks.workbook(table_of(booked, day, **named), languages(booked).german)
    return load_workbook(io.BytesIO(written))


def column(sheet: Worksheet, title: str) -> list[Any]:
    heads = [cell.value for cell in sheet[workbooks.TOP]]
    place = heads.index(title) + 1
    return [sheet.cell(row, place).value for row in range(workbooks.TOP + 1, sheet.max_row + 1)]


def said(booked: Booked, text: Any) -> str:
    return str(text.plain(languages(booked).german))


def head(booked: Booked, place: int) -> str:
    return said(booked, day_lists.COLUMNS[place][0])


TIME, _MIN, REFERENCE, SINCE, NAME, ORIGINAL, NUMBER, BORN, CONCERN, KIND, CALL = range(11)
LANGUAGE, INTERPRETER, ALONG, PREPARE, GROUP, COUNTER, BOOKED = range(11, 18)


def full_day(booked: Booked) -> list[Appointment]:
    """One appointment each: in person with everything, by phone, plain."""
    return [
        booked.book(
            name="محمد الأحمد",
            latin_name="Mohammed Al-Ahmad",
            email="m@example.org",
            phone=PHONE,
            number="123A456789",
            interpreter="ar",
            companion=True,
            needs=("step_free", "read_aloud", "no_phone_calls"),
            languages="ar+de",
        ),
        booked.book(
            name="Kim Kaya",
            email="k@example.org",
            concern="bescheid",
            channel=Channel.PHONE,
            phone=PHONE,
            birth_month="4",
            birth_year="1990",
        ),
        booked.book(name="Olga Öz", email="o@example.org"),
    ]


def test_a_sheet_for_all_and_one_per_group_follow_the_overview(booked: Booked) -> None:
    day = full_day(booked)[0].start
    book = opened(booked, day)
    assert book.sheetnames == ["Übersicht", "Alle", "Eingangszone Mitte", "Leistungen Mitte"]
    assert [sheet.max_row - workbooks.TOP for sheet in book.worksheets[1:]] == [3, 2, 1]


def test_each_column_says_what_the_talk_needs_and_no_more(booked: Booked) -> None:
    found = full_day(booked)
    sheet = opened(booked, found[0].start)["Alle"]
    by_name = dict(zip(column(sheet, head(booked, NAME)), range(3), strict=True))
    rows = {place: column(sheet, head(booked, place)) for place in range(18) if place != SINCE}
    mohammed, kim = by_name["Mohammed Al-Ahmad"], by_name["Kim Kaya"]
    assert rows[ORIGINAL][mohammed] == "محمد الأحمد"
    assert rows[NUMBER][mohammed] == "123A456789"
    assert rows[LANGUAGE][mohammed] == "Arabisch"
    assert rows[INTERPRETER][mohammed].startswith("Arabisch")
    assert rows[ALONG][mohammed]
    assert rows[CALL][mohammed] is None
    assert rows[PREPARE][mohammed] == said(booked, day_lists.NEEDS[Need.STEP_FREE])
    assert rows[CALL][kim] == PHONE
    assert rows[BORN][kim] == "?.04.1990"
    assert rows[PREPARE][kim] is None
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.value == "k@example.org"]


def test_a_name_stays_a_name_whatever_it_begins_with(booked: Booked) -> None:
    for number, name in enumerate(STRANGE):
        last = booked.book(name=name, email=f"a{number}@example.org")
    sheet = opened(booked, last.start)["Alle"]
    place = [cell.value for cell in sheet[workbooks.TOP]].index(head(booked, NAME)) + 1
    cells = [sheet.cell(row, place) for row in range(workbooks.TOP + 1, sheet.max_row + 1)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert {"=1+1", "+49 Plus", "-Minus", "@Risiko", "#N/A"} <= {cell.value for cell in cells}
    assert "_x005F_x0041_ Ana" in {cell.value for cell in cells}


@pytest.mark.parametrize("sign", ["\x00", "\x0b", "\x1f", "\ufffe", "\uffff", "\ud800", "\u202e"])
def test_no_character_stops_the_list(sign: str) -> None:
    book = Workbook()
    book.active["A1"] = workbooks.safe(f"Kim{sign}Kaya\nund {sign}")  # type: ignore[index]
    written = io.BytesIO()
    book.save(written)
    again = load_workbook(io.BytesIO(written.getvalue())).active
    assert again["A1"].value.replace(" ", "") == "KimKayaund"  # type: ignore[index]


def test_a_contact_no_key_opens_does_not_stop_the_list(booked: Booked) -> None:
    day = full_day(booked)[0].start
    sealing.use([b"n" * 32], b"h" * 32)
    assert len(table_of(booked, day).rows) == 3


def test_a_name_from_right_to_left_is_read_so(booked: Booked) -> None:
    sheet = opened(booked, full_day(booked)[0].start)["Alle"]
    turned = [
        cell.value
        for row in sheet.iter_rows(min_row=workbooks.TOP + 1)
        for cell in row
        if cell.alignment.readingOrder == 2
    ]
    assert turned == ["محمد الأحمد"]


def test_it_prints_on_a4_across_with_headings_and_numbers_on_every_page(booked: Booked) -> None:
    for sheet in opened(booked, full_day(booked)[0].start).worksheets[1:]:
        setup: Any = sheet.page_setup
        whole: Any = sheet.sheet_properties.pageSetUpPr
        footer: Any = sheet.oddFooter
        assert (setup.orientation, int(setup.paperSize)) == ("landscape", 9)
        assert (whole.fitToPage, int(setup.fitToWidth), int(setup.fitToHeight)) == (True, 1, 0)
        assert sheet.print_title_rows == "$1:$3"
        assert footer.right.text == "Seite &P von &N"
        assert sheet.freeze_panes == "B4"
        assert sheet.auto_filter.ref.startswith("A3:")


def test_a_column_in_which_nothing_stands_takes_no_room(booked: Booked) -> None:
    book = opened(booked, full_day(booked)[0].start)
    hidden = {
        sheet.title: {
            str(sheet[f"{letter}{workbooks.TOP}"].value)
            for letter, each in sheet.column_dimensions.items()
            if each.hidden
        }
        for sheet in book.worksheets[2:]
    }
    call, group = head(booked, CALL), head(booked, GROUP)
    assert {call, group} <= hidden["Eingangszone Mitte"]
    assert group in hidden["Leistungen Mitte"]
    assert call not in hidden["Leistungen Mitte"]


def test_what_is_printed_stays_large_enough_to_read(booked: Booked) -> None:
    sheet = opened(booked, full_day(booked)[0].start)["Alle"]
    # A character is 7 pixels of 1/96 inch, the paper 11.69 inches without its margins.
    shown = [each.width for each in sheet.column_dimensions.values() if not each.hidden]
    inches = sum(shown) * 7 / 96
    assert 11 * min(1, (11.69 - 0.6) / inches) >= 7.5


def test_properties_and_file_name_say_nothing_of_a_person(booked: Booked) -> None:
    found = full_day(booked)
    properties = opened(booked, found[0].start).properties
    said_in_file = " ".join(str(value) for _name, value in properties)
    assert not any(part in said_in_file for part in ("Kim", "Kaya", "Ahmad", "openpyxl"))
    name = facts.file_name("mitte", found[0].day)
    assert name == "tagesliste-mitte-2026-11-24.xlsx"


def test_a_later_state_says_what_is_new_changed_and_gone(booked: Booked) -> None:
    found = full_day(booked)
    first = table_of(booked, found[0].start)
    booked.book(name="Neu Ankunft", email="n@example.org")
    database.run("UPDATE appointment SET name = 'Olga Özil' WHERE id = ?", (found[2].id,))
    database.run("UPDATE appointment SET state = 'cancelled' WHERE id = ?", (found[1].id,))
    later = table_of(booked, found[0].start, first_marks=first.marks)
    since = [row.cells[SINCE] for row in later.rows]
    assert sorted(since) == sorted(
        ["", said(booked, day_lists.NEW), said(booked, day_lists.CHANGED)]
    )
    assert len(later.gone) == 1
    assert len(first.columns) == len(later.columns) - 1


def test_a_list_without_appointments_is_a_list(booked: Booked) -> None:
    day = booked.clock.now + timedelta(days=5)
    book = opened(booked, day)
    assert book.sheetnames == ["Übersicht", "Alle"]


def test_sheets_get_names_that_excel_takes() -> None:
    taken: set[str] = set()
    long = "Leistungen für Menschen unter 25 Jahren"
    given = ["A/B: [x]?*", "'", "History", long, long, ""]
    titles = [workbooks.sheet_title(name, taken) for name in given]
    assert len({title.casefold() for title in titles}) == len(titles)
    assert all(0 < len(title) <= 31 for title in titles)
    assert not any(sign in title for title in titles for sign in r"\/?*[]:")
    assert "History" not in titles
