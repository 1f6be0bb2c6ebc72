"""What is exported gives the same portal again, text for text in every language."""

from pathlib import Path

import pytest

from backend import content as contents
from backend.actions import cataloguing, exporting
from backend.content import Content, texts_of
from backend.domain.staff_refusals import NotAllowed
from backend.languages import Languages, Text, editorial, reading
from backend.letters.wordings import WORDINGS, place_of, said
from tests.actions.people import hired
from tests.actions.test_cataloguing import BREMEN, NOW, OFFICE, ROOT, House, opened


@pytest.fixture
def house(default_database_url: str):  # type: ignore[no-untyped-def]
    yield from opened(default_database_url)


def rendered(content: Content, languages: Languages) -> dict[tuple[str, str], str]:
    """Every text of the content and of letters in every language."""
    letters = [
        Text(each.msgid, place=place_of(key), domain=each.domain) for key, each in WORDINGS.items()
    ]
    texts = [*(editorial(each) for each in texts_of(content)), *letters]
    found = {}
    for slug, tongue in languages.tongues.items():
        with reading(languages.alone(tongue)):
            for text in texts:
                found[slug, text.place] = str(text.__html__())
    return found


def unpacked(house: House, folder: Path) -> Path:
    for name, body in exporting.files(house.live).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
    return folder


def again(folder: Path) -> tuple[Content, Languages]:
    content = contents.load(folder)
    return content, Languages(content.languages, [folder / "translations", ROOT / "translations"])


def edit(house: House) -> None:
    hints = [str(each) for each in house.live.now().concerns["neuantrag"].hints]
    house.change("concerns", "neuantrag", hints=[hints[0], "Anders gesagt.", *hints[2:]])
    house.change("concerns", "umzug", summary='Mit "Anführung" und\\Strich.', minutes=95)
    lines = house.record("concerns", "umzug").body["documents"]
    house.change("concerns", "umzug", documents=[*lines, {"key": "nummer", "always": False}])
    house.change("documents", "ausweis", hint="Zeigen Sie ihn.")
    house.change("offices", "mitte", hours=[{"days": "Montag", "times": "8–12 Uhr"}])
    house.change("jobcenter", "jobcenter", phone="0421 1")
    body = dict(house.record("concerns", "umzug").body)
    body |= {"order": 99, "mandatory": False, "title": "Katzen"}
    cataloguing.add(house.boss, "concerns", "katzen", body, live=house.live, now=NOW)
    link = {"title": "Neu", "url": "https://neu.example/", "language": "de"}
    cataloguing.add(house.boss, "links", "neu", link, live=house.live, now=NOW)
    cataloguing.move(house.boss, "katzen", -5, live=house.live, now=NOW)
    page = house.record("pages", "hilfe").body["text"]
    house.change("pages", "hilfe", text=f"{page}\nNoch ein Absatz.\n")
    live = house.live.now()
    house.write(editorial(live.concerns["katzen"].title), "قطط", "ar")
    house.write(editorial(live.concerns["neuantrag"].summary), "نص جديد", "ar")
    house.write(said("subject.confirmation"), "Ihr Termin bei uns", "de")
    house.write(said("subject.reminder"), "تذكير", "ar")
    house.change("concerns", "neuantrag", summary="Danach geändert.")


def test_an_export_gives_exactly_the_same_portal(house: House, tmp_path: Path) -> None:
    edit(house)
    content, languages = again(unpacked(house, tmp_path / "content"))
    assert content == house.live.now()
    assert rendered(content, languages) == rendered(house.live.now(), house.live.languages)


def test_without_edits_the_files_are_the_same(house: House) -> None:
    found = exporting.files(house.live)
    assert found["offices.toml"] == (BREMEN / "offices.toml").read_bytes()
    assert {name for name in found if (BREMEN / name).read_bytes() != found[name]} == set()


def test_comments_of_what_nobody_edited_stay(house: House) -> None:
    edit(house)
    text = exporting.files(house.live)["links.toml"].decode()
    assert "[antrag-bremen] # seen" in text
    assert "https://neu.example/" in text
    assert text.startswith((BREMEN / "links.toml").read_text("utf-8")[:80])


def test_only_administrators_export(house: House) -> None:
    with pytest.raises(NotAllowed):
        exporting.package(hired(OFFICE), live=house.live, now=NOW)
    assert exporting.package(house.boss, live=house.live, now=NOW)[:2] == b"PK"
