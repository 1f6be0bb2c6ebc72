"""Hours, helplines and facts of pages: what the loader reads, and what it refuses."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from backend.content import ContentError, load

TINY = Path(__file__).parents[1] / "jobcenters" / "tiny"
BREMEN = Path(__file__).parents[2] / "content"
HOURS = '{ days = "Dienstag", times = "10–12 Uhr" }'

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
    ("days", "weekdays"),
    [
        ("Dienstag", (1,)),
        ("Montag bis Mittwoch", (0, 1, 2)),
        ("Montag und Freitag", (0, 4)),
        ("Montag, Dienstag und Donnerstag", (0, 1, 3)),
    ],
)
def test_the_printed_days_are_the_reckoned_ones(
    change: Change, days: str, weekdays: tuple[int, ...]
) -> None:
    folder = change("offices.toml", '"Dienstag"', f'"{days}"')
    assert load(folder).offices["tal"].hours[0].reception.weekdays == weekdays


def test_the_printed_times_are_the_reckoned_ones(change: Change) -> None:
    folder = change("offices.toml", '"10–12 Uhr"', '"8:30–12 Uhr, 13–16:15 Uhr"')
    reception = load(folder).offices["tal"].hours[0].reception
    assert reception.windows == ((510, 720), (780, 975))


@pytest.mark.parametrize(
    ("new", "reason"),
    [
        ('{ days = "Werktags", times = "10–12 Uhr" }', "hours[1].days: “Werktags” are no weekdays"),
        ('{ days = "Freitag bis Montag", times = "10–12 Uhr" }', "no weekdays in their order"),
        ('{ days = "Montag bis Mittwoch und Freitag", times = "10–12 Uhr" }', "hours[1].days"),
        ('{ days = "Dienstag", times = "10-12 Uhr" }', "hours[1].times: “10-12 Uhr” is no span"),
        ('{ days = "Dienstag", times = "12–10 Uhr" }', "does not fit into the day"),
        ('{ days = "Dienstag", times = "10–12 Uhr, 11–13 Uhr" }', "does not fit into the day"),
        ('{ days = "Dienstag", times = "10:01–12 Uhr" }', "steps of 5 minutes"),
    ],
)
def test_odd_hours_are_refused_by_name(change: Change, new: str, reason: str) -> None:
    with pytest.raises(ContentError) as caught:
        load(change("offices.toml", HOURS, new))
    assert str(caught.value).startswith("content/offices.toml: tal.")
    assert reason in str(caught.value)


@pytest.mark.parametrize("line", ["{supervizion}", "{page nirgendwo}", "{helplines kummer}"])
def test_an_unknown_fact_of_a_page_is_named(change: Change, line: str) -> None:
    folder = change("pages/hilfe.md", "Text der Insel.", line)
    with pytest.raises(ContentError) as caught:
        load(folder)
    assert str(caught.value) == f"content/pages/hilfe.md: {line}: this is not known"


def test_a_heading_may_have_a_pictogram(change: Change) -> None:
    folder = change("pages/hilfe.md", "Text der Insel.", "## {power} Strom ist weg")
    (block,) = load(folder).pages["hilfe"].blocks
    assert (block.kind, block.name, block.text) == ("h2", "power", "Strom ist weg")


def test_the_emergency_page_has_every_case_of_need() -> None:
    page = load(BREMEN).pages["notfall"]
    icons = {block.name for block in page.blocks if block.kind == "h2"}
    numbers = {block.name for block in page.blocks if block.kind == "fact"}
    assert {"money", "food", "power", "home", "family", "clock"} <= icons
    assert {f"helplines {each}" for each in ("power", "danger", "violence", "night")} <= numbers


def test_every_number_says_whence_it_is() -> None:
    content = load(BREMEN)
    assert all(each.source for each in content.helplines.values())
    assert content.helplines["gewalt-frauen"].checked_on is None
