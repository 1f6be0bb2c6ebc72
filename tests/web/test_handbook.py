"""The handbook: every task is explained, in words that stand on the pages themselves (R119)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from backend.actions import partnering
from backend.domain.accounts import State
from backend.domain.partners import Organisation
from backend.domain.roles import Grant, Right, Role
from backend.store import staff
from backend.web import tasks
from backend.web.handbook import chapters
from backend.web.handbook.chapters import Chapter, OddChapter
from backend.web.handbook.pages import CHAPTERS
from tests.web.desk import Desk, shared_desk, undone, words

CATALOGUES = Path(__file__).parents[2] / "translations" / "de" / "LC_MESSAGES"
LONGEST = 60
ENGLISH = {"the", "and", "with", "your", "of"}


@pytest.fixture(scope="module")
def shared(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with shared_desk(sqlite_template, tmp_path_factory.mktemp("handbook")) as desk:
        yield desk


@pytest.fixture
def desk(shared: Desk) -> Iterator[Desk]:
    yield from undone(shared)


def each_chapter() -> list[Chapter]:
    return list(CHAPTERS.values())


def german() -> set[str]:
    """Every German text of the program."""
    found = set[str]()
    for name in ("staff.po", "messages.po"):
        with (CATALOGUES / name).open("rb") as file:
            for entry in read_po(file):
                texts = entry.string if isinstance(entry.string, tuple) else (entry.string,)
                found |= {str(text) for text in texts}
    return found


def counsellor(desk: Desk) -> FlaskClient:
    """Somebody of an advice centre, signed in."""
    boss = desk.hire(Grant(kind=Role.ADMINISTRATOR))
    house, mail = Organisation(id=0, name="Haus"), "jo@partner.example"
    organisation = partnering.admit(boss, house, name="Jo", mail=mail, now=desk.now)
    (lead,) = staff.everybody(organisation)
    staff.set_state(lead.id, State.ACTIVE)
    return desk.signed_in(desk.again(lead.id))


# --- what the chapters say


def test_every_task_is_explained_once() -> None:
    every = (*tasks.TASKS, *tasks.PARTNER_TASKS, *tasks.LEAD_TASKS)
    explained = [endpoint for chapter in each_chapter() for endpoint in chapter.tasks]
    assert sorted(explained) == sorted(task.endpoint for task in every)


def test_what_is_quoted_stands_in_the_program() -> None:
    texts = german()
    quoted = [
        (chapter.key, piece.text)
        for chapter in each_chapter()
        for block in chapter.blocks
        for line in block.lines
        for piece in line
        if piece.kind == "strong"
    ]
    assert [
        each for each in quoted if each[1].removeprefix("„").removesuffix("“") not in texts
    ] == []
    assert len(quoted) > 100


def test_chapters_name_pages_that_exist(desk: Desk) -> None:
    views = set(desk.booked.app.view_functions)
    parts = {f"{view.partition('.')[0]}.*" for view in views}
    named = {name for chapter in each_chapter() for name in (*chapter.tasks, *chapter.pages)}
    assert named - views - parts == set()


def test_chapters_are_short() -> None:
    files = sorted(chapters.FOLDER.glob("*.md"))
    assert len(files) == len(CHAPTERS)
    long = [file.name for file in files if len(file.read_text("utf-8").splitlines()) > LONGEST]
    assert long == []


def test_a_chapter_without_a_title_is_refused(tmp_path: Path) -> None:
    (tmp_path / "10-leer.md").write_text("text: nichts\n\nEin Absatz.\n", "utf-8")
    with pytest.raises(OddChapter):
        chapters.read(tmp_path)


def test_lines_become_lists_and_paragraphs(tmp_path: Path) -> None:
    text = "title: T\ntext: x\nsymbol: cal\n\n## A\n\nEins\nzwei.\n\n1. **„B“** `k`\n2. c\n- d\n"
    (tmp_path / "10-a.md").write_text(text, "utf-8")
    found = chapters.read(tmp_path)["a"]
    assert [(block.kind, len(block.lines)) for block in found.blocks] == [
        ("h2", 1), ("p", 1), ("ol", 2), ("ul", 1),
    ]  # fmt: skip
    assert [piece.kind for piece in found.blocks[2].lines[0]] == ["strong", "", "kbd"]
    assert found.blocks[1].lines[0][0].text == "Eins zwei."


# --- who sees what


def test_every_chapter_opens(desk: Desk) -> None:
    client = desk.signed_in(desk.hire())
    for chapter in each_chapter():
        answer = client.get(f"/dienst/hilfe/{chapter.key}")
        page = BeautifulSoup(answer.get_data(as_text=True), "html5lib")
        assert answer.status_code == 200, chapter.key
        assert [h1.get_text() for h1 in page.select("h1")] == [chapter.title]
        assert page.select("main#main h2"), chapter.key
        assert not page.select("main li:empty, main p:empty"), chapter.key
        assert not ENGLISH & set(words(answer).split()), chapter.key


def test_what_one_works_with_comes_first(desk: Desk) -> None:
    client = desk.signed_in(desk.hire(Grant(kind=Right.AUDIT)))
    said = words(client.get("/dienst/hilfe/"))
    first, others = said.split("Was andere tun")
    assert "Protokoll" in first and "Der Tag am Platz" not in first
    assert "Der Tag am Platz" in others


def test_a_chapter_leads_to_the_own_tasks_only(desk: Desk) -> None:
    hotline = desk.signed_in(desk.hire(Grant(kind=Right.HOTLINE)))
    page = BeautifulSoup(hotline.get("/dienst/hilfe/rueckrufe").get_data(as_text=True), "html5lib")
    assert page.select('main a[href="/dienst/rueckrufe/"]')
    assert not page.select('main a[href="/dienst/anrufe/"]')


def test_partners_read_their_own_chapters_only(desk: Desk) -> None:
    partner = counsellor(desk)
    start = partner.get("/dienst/hilfe/")
    assert "gemeinsam buchen" in words(start) and "Der Tag am Platz" not in words(start)
    statuses = {key: partner.get(f"/dienst/hilfe/{key}").status_code for key in CHAPTERS}
    assert {key for key, status in statuses.items() if status == 200} == {
        "konto", "beratungsstellen",
    }  # fmt: skip
    assert set(statuses.values()) == {200, 404}


def test_strangers_are_sent_to_sign_in(desk: Desk) -> None:
    assert desk.browser().get("/dienst/hilfe/tag").status_code == 303


@pytest.mark.parametrize("key", ["gibt-es-nicht", "..", "%2e%2e", "x" * 2000])
def test_what_is_no_chapter_is_not_there(desk: Desk, key: str) -> None:
    assert desk.signed_in(desk.hire()).get(f"/dienst/hilfe/{key}").status_code == 404


@pytest.mark.parametrize(
    ("page", "chapter"),
    [
        ("/dienst/", ""),
        ("/dienst/konto/", "konto"),
        ("/dienst/tag/mitte/2026-11-24", "tag"),
        ("/dienst/suche", "tag"),
        ("/dienst/buchen/mitte", "buchen"),
        ("/dienst/frueher/", "buchen"),
        ("/dienst/post/mitte", "post"),
        ("/dienst/planung/", "planen"),
        ("/dienst/planung/stelle/mitte/regeln", "einrichten"),
        ("/dienst/katalog/anliegen/", "katalog"),
        ("/dienst/listen/", "tagesliste"),
        ("/dienst/auskunft/", "aufbewahrung"),
        ("/dienst/personen/einladen", "personen"),
    ],
)
def test_help_leads_to_what_explains_the_page(desk: Desk, page: str, chapter: str) -> None:
    client = desk.signed_in(desk.hire(Grant(kind=Role.ADMINISTRATOR)))
    answer = BeautifulSoup(client.get(page).get_data(as_text=True), "html5lib")
    link = answer.select_one(".st-who a")
    assert link is not None
    assert (link.get_text(), link["href"]) == ("Hilfe", f"/dienst/hilfe/{chapter}")
