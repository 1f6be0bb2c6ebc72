"""What the loader refuses, and how it says so."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from backend.content import ContentError, load

BREMEN = Path(__file__).parents[2] / "content"
TINY = Path(__file__).parents[1] / "jobcenters" / "tiny"

Change = Callable[[str, str, str], Path]


@pytest.fixture
def change(tmp_path: Path) -> Change:
    """A copy of the tiny Jobcenter in which one piece of one file reads differently."""

    def changed(file: str, old: str, new: str) -> Path:
        folder = tmp_path / "content"
        shutil.copytree(TINY, folder)
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
        return folder

    return changed


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"),
    [
        (
            "concerns/antrag.toml",
            "minutes = 40",
            "minutes = 17",
            "content/concerns/antrag.toml: minutes: 17 is no multiple of 5",
        ),
        (
            "concerns/antrag.toml",
            "minutes = 40",
            'minutes = "lang"',
            "content/concerns/antrag.toml: minutes: here stands a number",
        ),
        (
            "concerns/antrag.toml",
            "minutes = 40",
            "minutes = 0",
            "content/concerns/antrag.toml: minutes: an appointment takes at least 5 minutes",
        ),
        (
            "concerns/antrag.toml",
            "minutes = 40",
            "minuten = 40",
            "content/concerns/antrag.toml: minutes: this key is missing",
        ),
        (
            "concerns/antrag.toml",
            "minutes = 40",
            "minutes = 40\nminuten = 40",
            "content/concerns/antrag.toml: minuten: this key is unknown here",
        ),
        (
            "concerns/antrag.toml",
            'key = "kontoauszug"',
            'key = "kontoauszuge"',
            "content/concerns/antrag.toml: documents[2].key: “kontoauszuge” is not known",
        ),
        (
            "concerns/antrag.toml",
            'forms = ["IA"]',
            'forms = ["XY"]',
            "content/concerns/antrag.toml: forms: “XY” is not known",
        ),
        (
            "concerns/antrag.toml",
            'channels = ["in_person", "phone"]',
            'channels = ["fax"]',
            "content/concerns/antrag.toml: channels: “fax” is none of in_person, phone, video",
        ),
        (
            "concerns/antrag.toml",
            "is_application = true",
            "is_application = false",
            (
                "content/concerns/antrag.toml: application_sentence: "
                "an application has one, nothing else (D13)"
            ),
        ),
        (
            "concerns/geburt.toml",
            "order = 4",
            "order = 3",
            "content/concerns/rueckfrage.toml: order: 3 is taken by another concern",
        ),
        (
            "concerns/geburt.toml",
            "order = 4",
            "order = ",
            "content/concerns/geburt.toml: this is no TOML: Invalid value (at line 3, column 9)",
        ),
        (
            "offices.toml",
            '"antrag", ',
            "",
            "content/offices.toml: tal.concerns: the mandatory “antrag” is missing",
        ),
        (
            "offices.toml",
            'kind = "branch"',
            'kind = "castle"',
            (
                "content/offices.toml: burg.kind: “castle” is none of branch, youth, outreach, "
                "bus, prison, partner"
            ),
        ),
        (
            "responsibilities.csv",
            "50,,,tal",
            "50,,,berg",
            "content/responsibilities.csv: line 6: the office “berg” is not known",
        ),
        (
            "responsibilities.csv",
            "1,49,odd",
            "1,49,ungerade",
            "content/responsibilities.csv: line 4: “ungerade” is neither odd nor even nor empty",
        ),
        (
            "special_ways.toml",
            'offices = ["burg"]',
            'offices = ["berg"]',
            "content/special_ways.toml: no_address.offices: “berg” is not known",
        ),
        (
            "jobcenter.toml",
            "Atlantic/Canary",
            "Atlantic/Atlantis",
            "content/jobcenter.toml: zone: “Atlantic/Atlantis” is no time zone",
        ),
        (
            "jobcenter.toml",
            'state = "BY"',
            'state = "XX"',
            "content/jobcenter.toml: state: “XX” is the code of no Land",
        ),
        (
            "links.toml",
            "https://",
            "http://",
            "content/links.toml: insel.url: an address begins with https://",
        ),
        (
            "languages.toml",
            'review = "draft"',
            'review = "reviewed by Amal"',
            (
                "content/languages.toml: ar.review: “reviewed by Amal” is neither draft "
                "nor such as “reviewed by Name, 2026-12-01”"
            ),
        ),
        (
            "languages.toml",
            'review = "draft"',
            'review = "reviewed by Amal, 2026-02-30"',
            (
                "content/languages.toml: ar.review: “reviewed by Amal, 2026-02-30” is neither "
                "draft nor such as “reviewed by Name, 2026-12-01”"
            ),
        ),
        (
            "languages.toml",
            'review = "draft"',
            'review = "source"',
            "content/languages.toml: ar.review: only German is the source",
        ),
        (
            "languages.toml",
            "[de]",
            "[xx]",
            "content/languages.toml: de: German is missing",
        ),
        (
            "pages/hilfe.md",
            "# Hilfe",
            "Hilfe",
            "content/pages/hilfe.md: a page begins with its one title: “# title”",
        ),
    ],
)
def test_an_error_names_the_file_the_key_and_the_reason(
    change: Change, file: str, old: str, new: str, sentence: str
) -> None:
    with pytest.raises(ContentError) as caught:
        load(change(file, old, new))
    assert str(caught.value) == sentence


def test_a_reviewed_language_is_no_draft(change: Change) -> None:
    folder = change("languages.toml", 'review = "draft"', 'review = "reviewed by A. B, 2026-12-01"')

    assert not load(folder).languages["ar"].is_draft
    assert load(TINY).languages["ar"].is_draft


def test_a_missing_file_is_named(change: Change) -> None:
    folder = change("forms.toml", "IA", "IA")
    (folder / "jobcenter.toml").unlink()
    with pytest.raises(ContentError, match=r"content/jobcenter\.toml: this file is missing"):
        load(folder)


def test_a_page_is_read_block_by_block(change: Change) -> None:
    folder = change(
        "pages/hilfe.md",
        "# Hilfe und Kontakt\n\nText der Insel.",
        "icon: info\n# Hilfe\n\nErste Zeile,\nzweite Zeile.\n\n## Wege\n- Burg\n- Tal\nEnde.",
    )
    page = load(folder).pages["hilfe"]
    assert (page.icon, page.title) == ("info", "Hilfe")
    assert tuple((block.kind, block.text) for block in page.blocks) == (
        ("p", "Erste Zeile, zweite Zeile."),
        ("h2", "Wege"),
        ("li", "Burg"),
        ("li", "Tal"),
        ("p", "Ende."),
    )


def test_the_tiny_jobcenter_is_another_jobcenter() -> None:
    tiny = load(TINY)
    assert tiny.jobcenter.zone == "Atlantic/Canary"
    assert list(tiny.languages) == ["de", "ar"]
    assert tiny.offices["burg"].concerns == ("antrag", "notfall-geld", "rueckfrage", "geburt")
    assert not tiny.is_sample


def test_public_holidays_are_those_of_the_land() -> None:
    epiphany = date(2026, 1, 6)
    assert epiphany in load(TINY).public_holidays(2026)
    assert epiphany not in load(BREMEN).public_holidays(2026)
