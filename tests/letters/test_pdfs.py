"""Every paper is a PDF that anybody can read: tagged, in its languages, from our own fonts."""

import re
import threading
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from backend import content
from backend.domain.appointments import Appointment, Channel, Person, State, Wish
from backend.languages import Languages, Pair
from backend.letters.paper import confirmations, doors, glyphs, lists, typesetting
from backend.letters.paper.passages import Press
from backend.store import database
from backend.store.doors import DoorLine
from tests.letters.reading import Paper
from translations import gathering

ROOT = Path(__file__).parents[2]
STAMPED = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
APPOINTMENT = Appointment(
    id=7,
    reference="K7M4P9TX",
    office="mitte",
    group="mitte-leistungen",
    counter=1,
    wish=Wish(office="mitte", concern="unterkunft", channel=Channel.IN_PERSON, interpreter="uk"),
    state=State.BOOKED,
    start=datetime.fromisoformat("2026-12-08T10:20"),
    minutes=30,
    person=Person(name="Olena Kovalenko", number="214A123456"),
    nonce="secret",
)
BY_PHONE = replace(
    APPOINTMENT, wish=Wish(office="mitte", concern="fragen-leistung", channel=Channel.PHONE)
)
WALK_IN = replace(APPOINTMENT, is_walk_in=True)
LONGEST = "neuantrag"
SLUGS = ("de", "ar", "ti", "uk")
A4, A6 = (210, 297), (105, 148)

Make = Callable[[Press, Pair], bytes]


def confirmation(make: Callable[..., bytes], appointment: Appointment = APPOINTMENT) -> Make:
    return lambda press, pair: make(press, appointment, pair=pair, stamped=STAMPED)


def about(make: Callable[..., bytes], concern: str) -> Make:
    return lambda press, pair: make(
        press, press.content.concerns[concern], pair=pair, stamped=STAMPED
    )


PAPERS: dict[str, Make] = {
    "sheet": confirmation(confirmations.sheet),
    "phone": confirmation(confirmations.sheet, BY_PHONE),
    "large sheet": confirmation(confirmations.large_sheet),
    "card": confirmation(confirmations.card),
    "receipt": confirmation(confirmations.receipt),
    "slip": confirmation(confirmations.receipt, WALK_IN),
    "checklist": about(lists.checklist, LONGEST),
    "large checklist": about(lists.large_checklist, "unterkunft"),
    "hand-in sheet": about(lists.hand_in_sheet, LONGEST),
    "application": about(lists.application, LONGEST),
}


@pytest.fixture(scope="module")
def press(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Press]:
    """Papers ask the plan where somebody comes to: here it is empty."""
    rows = tmp_path_factory.mktemp("papers") / "test.db"
    rows.write_bytes(sqlite_template.read_bytes())
    database.connect(f"sqlite:///{rows}")
    jobcenter = content.load(ROOT / "content")
    folders = [ROOT / "translations", ROOT / "content/translations"]
    yield Press(
        content=jobcenter,
        languages=Languages(jobcenter.languages, folders),
        public_address="https://termine.example.org",
    )
    database.disconnect()


_read: dict[tuple[str, str], Paper] = {}


def paper(press: Press, name: str, slug: str) -> Paper:
    """The paper in a language with German beside it, set and read once for all tests."""
    if (name, slug) not in _read:
        pair = press.languages.pair(slug)
        assert pair
        _read[name, slug] = Paper(PAPERS[name](press, pair))
    return _read[name, slug]


def sizes(found: Paper) -> set[tuple[int, int]]:
    return {(round(sheet.width), round(sheet.height)) for sheet in found.sheets}


# --- fonts


def texts_of_all_catalogues() -> Iterator[tuple[str, str]]:
    for _domain, _locale, path in gathering.catalogues():
        for message in gathering.read(path):
            text = message.string
            yield path.parts[-3], text if isinstance(text, str) else "".join(text or ())


def test_the_fonts_draw_every_sign_of_every_catalogue() -> None:
    known = glyphs.covered()
    missing = {
        (language, sign)
        for language, text in texts_of_all_catalogues()
        for sign in text
        # Drawn signs such as ✓ describe pictures of the pages; papers draw their own boxes.
        if unicodedata.category(sign) != "So"
        and sign not in glyphs.UNSEEN
        and ord(sign) not in known
    }
    assert missing == set()


def test_each_font_lies_beside_its_licence_and_all_are_small() -> None:
    fonts = sorted(glyphs.FONTS.glob("*.ttf"))
    families = {font.stem.partition("-")[0] for font in fonts}
    assert families == {"NotoSans", "NotoSansEthiopic", "Vazirmatn"}
    for family in families:
        assert {f"{family}-Regular", f"{family}-Bold"} <= {font.stem for font in fonts}
        licence = (glyphs.FONTS / f"OFL-{family}.txt").read_text("utf-8")
        assert "SIL OPEN FONT LICENSE Version 1.1" in licence
        assert "Reserved Font Name" not in licence.partition("PREAMBLE")[0]
    assert sum(font.stat().st_size for font in fonts) < 1_300_000


@pytest.mark.parametrize(
    ("given", "drawn"),
    [
        ("Ольга Коваленко", "Ольга Коваленко"),
        ("ቤት ميناء\u200c پ", "ቤት ميناء\u200c پ"),
        ("Zoe\u0308", "Zo\u00eb"),
        ("a\x00b\ufeffc\td", "abc d"),
        ("თ 😀 ☐", "\ufffd \ufffd \ufffd"),
    ],
)
def test_what_no_font_has_becomes_a_question_mark(given: str, drawn: str) -> None:
    assert glyphs.drawable(given) == drawn


# --- every paper


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_is_tagged_and_brings_its_fonts(press: Press, name: str, slug: str) -> None:
    found = paper(press, name, slug)
    assert found.is_tagged
    assert str(found.pdf.Root.Lang) == slug
    assert found.roles.count("H1") == 1
    assert found.fonts
    assert all(found.fonts.values())
    assert "\ufffd" not in found.text
    # What bears no tag is not read out: lines, boxes, and the head of a table said once more.
    runs = [run for sheet in found.sheets for run in sheet.runs]
    tagged = {run.text for run in runs if run.mcid is not None}
    assert {run.text for run in runs if run.mcid is None} <= tagged


@pytest.mark.parametrize("slug", ["ar", "ti", "uk"])
@pytest.mark.parametrize("name", PAPERS)
def test_german_follows_each_passage_in_its_own_language(
    press: Press, name: str, slug: str
) -> None:
    passages = [
        each for each in paper(press, name, slug).passages if re.search(r"[^\W\d_]{4}", each.text)
    ]
    languages = [each.language for each in passages]
    assert set(languages) == {slug, "de"}
    script = {"ar": "\u0600-\u06ff", "ti": "\u1200-\u137f", "uk": "\u0400-\u04ff"}[slug]
    for each in passages:
        if re.search(f"[{script}]", each.text):
            assert each.language == slug, each.text


def test_lines_from_the_right_are_read_in_their_order(press: Press) -> None:
    said = [each.text for each in paper(press, "sheet", "ar").passages]
    booked = "تم حجز موعدك"
    assert said.index(booked) < said.index("Ihr Termin ist gebucht")
    assert any("0421" in text for text in said)


def test_simple_german_is_german_for_the_typesetter(press: Press) -> None:
    found = paper(press, "sheet", "leichte-sprache")
    assert {each.language for each in found.passages} == {"de"}


def test_the_code_to_scan_is_described_and_stands_in_words_too(press: Press) -> None:
    found = paper(press, "sheet", "de")
    assert found.alternatives == ["Termin ansehen, ändern oder absagen"]
    assert "https://termine.example.org/de/mein-termin/" in found.text.replace("/ ", "/")


def test_equal_words_and_time_give_equal_bytes(press: Press) -> None:
    german = Pair(press.languages.german)
    assert PAPERS["sheet"](press, german) == PAPERS["sheet"](press, german)


# --- sizes


def test_card_and_receipt_are_one_sheet_in_every_language(press: Press) -> None:
    for slug in press.languages.tongues:
        assert sizes(paper(press, "card", slug)) == {A6}, slug
        assert len(paper(press, "card", slug).sheets) == 1, slug
        (roll,) = paper(press, "receipt", slug).sheets
        assert round(roll.width) == 80
        assert min(run.points for run in roll.runs) >= 12
        assert max(run.points for run in roll.runs) >= 40


@pytest.mark.parametrize("slug", SLUGS)
def test_the_confirmation_needs_few_sheets_of_a4(press: Press, slug: str) -> None:
    usual, longest = paper(press, "sheet", slug), longest_sheet(press, slug)
    assert sizes(usual) == sizes(longest) == {A4}
    assert len(usual.sheets) <= (1 if slug in ("de", "ar") else 2)
    assert len(longest.sheets) <= 3


def longest_sheet(press: Press, slug: str) -> Paper:
    wish = replace(APPOINTMENT.wish, concern=LONGEST)
    pair = press.languages.pair(slug)
    assert pair
    appointment = replace(APPOINTMENT, wish=wish, languages=slug)
    return Paper(confirmations.sheet(press, appointment, pair=pair, stamped=STAMPED))


@pytest.mark.parametrize("slug", ["de", "ar", "so"])
def test_the_sentence_to_sign_stays_in_one_piece(press: Press, slug: str) -> None:
    pages = [
        {each.page for each in longest_sheet(press, slug).passages if word in each.text}
        for word in ("Ich beantrage", "Anschrift", "Unterschrift", "An: ")
    ]
    assert len(set.union(*pages[:1], *pages[3:])) == 1


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("name", ["large sheet", "large checklist"])
def test_large_print_has_nothing_below_eighteen_points(press: Press, name: str, slug: str) -> None:
    runs = [run for sheet in paper(press, name, slug).sheets for run in sheet.runs]
    assert min(run.points for run in runs) >= 17.9


@pytest.mark.parametrize("name", PAPERS)
def test_nothing_is_written_beyond_the_edge(press: Press, name: str) -> None:
    for slug in SLUGS:
        for sheet in paper(press, name, slug).sheets:
            assert min(run.left for run in sheet.runs) >= 3
            assert max(run.right for run in sheet.runs) <= sheet.width - 3
            assert max(run.baseline for run in sheet.runs) <= sheet.height - 3


# --- what stands on them, and what never does


def test_the_clerk_reads_german_on_the_paper_of_any_language(press: Press) -> None:
    pair = press.languages.pair("ti")
    assert pair
    asked = replace(APPOINTMENT, languages="ti")
    said = Paper(confirmations.sheet(press, asked, pair=pair, stamped=STAMPED)).text
    for fact in ("08.12.2026, 10:20", "K7M4-P9TX", "Tigrinya", "Ukrainisch"):
        assert fact in said, fact
    assert str(press.content.concerns["unterkunft"].keyword) in said


@pytest.mark.parametrize("name", ["card", "receipt"])
def test_what_is_carried_about_tells_neither_concern_nor_name(press: Press, name: str) -> None:
    said = paper(press, name, "de").text
    concern = press.content.concerns["unterkunft"]
    for secret in (concern.title, concern.keyword, "Kovalenko", "214A123456", "secret"):
        assert str(secret) not in said
    for fact in ("Dienstag", "10:20 Uhr", "08.12.2026", "K7M4-P9TX", "Beispielstraße 1"):
        assert fact in said


@pytest.mark.parametrize("make", [confirmations.sheet, confirmations.card, confirmations.receipt])
def test_a_phone_appointment_shows_no_way_to_the_office(
    press: Press, make: Callable[..., bytes]
) -> None:
    made = make(press, BY_PHONE, pair=Pair(press.languages.german), stamped=STAMPED)
    said = Paper(made).text
    assert "Kommen Sie nicht" in said
    assert press.content.offices["mitte"].street not in said


def test_made_up_offices_are_marked_on_every_paper_until_they_are_checked(press: Press) -> None:
    checked = replace(press, content=replace(press.content, is_sample=False))
    for make in PAPERS.values():
        german = Pair(press.languages.german)
        assert "Beispieldaten" in Paper(make(press, german)).text
        assert "Beispieldaten" not in Paper(make(checked, german)).text


def test_a_concern_that_is_gone_leaves_the_rest_of_the_paper(press: Press) -> None:
    gone = replace(APPOINTMENT, wish=replace(APPOINTMENT.wish, concern="gone"))
    made = confirmations.sheet(press, gone, pair=Pair(press.languages.german), stamped=STAMPED)
    assert "10:20 Uhr" in Paper(made).text


def test_the_sheet_for_the_door_tells_time_number_and_place_only(press: Press) -> None:
    lines = [
        DoorLine(
            start=datetime.fromisoformat("2026-12-08T08:05"),
            reference="K7M4P9TX",
            group="G",
            counter="1",
        ),
        DoorLine(
            start=datetime.fromisoformat("2026-12-08T09:00"),
            reference="ABCD2345",
            group="H",
            counter="1",
        ),
    ]
    made = doors.day_sheet(
        press,
        press.content.offices["mitte"],
        lines,
        day=date(2026, 12, 8),
        stamped=STAMPED,
    )
    found = Paper(made)
    assert found.is_tagged
    assert found.roles.count("TH") == 3
    for fact in ("08:05", "K7M4-P9TX", "G, 1", "09:00", "ABCD-2345", "H, 1"):
        assert fact in found.text


# --- the typesetter


def test_a_paper_without_tags_is_better_than_none(
    press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(glyphs, "drawable", lambda text: text)
    words = press.content.jobcenter
    changed = replace(press.content, jobcenter=replace(words, name="Jobcenter \u10d0"))
    made = PAPERS["sheet"](replace(press, content=changed), Pair(press.languages.german))
    assert not Paper(made).is_tagged
    assert "10:20 Uhr" in Paper(made).text


def test_what_cannot_be_set_at_all_is_said(press: Press) -> None:
    with pytest.raises(typesetting.CannotSet):
        typesetting.set_in_type("card", {}, stamped=STAMPED)


def test_several_threads_print_at_once(press: Press) -> None:
    german, made = Pair(press.languages.german), []
    threads = [
        threading.Thread(target=lambda: made.append(PAPERS["card"](press, german)))
        for _number in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(made) == 4
    assert len(set(made)) == 1


# --- every language


@pytest.mark.all_languages
def test_every_paper_is_tagged_in_every_language(press: Press) -> None:
    for slug in press.languages.tongues:
        for name in PAPERS:
            assert paper(press, name, slug).is_tagged, (name, slug)
        assert len(paper(press, "sheet", slug).sheets) <= 2, slug
        assert len(longest_sheet(press, slug).sheets) <= 3, slug
