"""The theme of a Jobcenter: its colours can be read, its logo is nothing but a drawing."""

import re
import shutil
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest

from backend.content import Colours, ContentError, Theme, load
from backend.content.theme import contrast

ROOT = Path(__file__).parents[2]
TINY = ROOT / "tests" / "jobcenters" / "tiny"
HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'

Themed = Callable[..., Path]


@pytest.fixture
def themed(tmp_path: Path) -> Themed:
    """A copy of the tiny Jobcenter with this theme, and with this drawing as `logo.svg`."""

    def copied(theme: str, drawing: str = "") -> Path:
        folder = tmp_path / "content"
        shutil.copytree(TINY, folder)
        (folder / "theme.toml").write_text(theme, encoding="utf-8")
        if drawing:
            (folder / "logo.svg").write_text(drawing, encoding="utf-8")
        return folder

    return copied


def refusal(folder: Path) -> str:
    """Why the folder is refused."""
    with pytest.raises(ContentError) as caught:
        load(folder)
    return str(caught.value)


def test_the_usual_colours_are_those_of_the_style_sheets() -> None:
    css = (ROOT / "site/static/portal.css").read_text("utf-8")
    usual = [getattr(Colours(), each.name) for each in fields(Colours)]

    assert [colour for colour in usual if colour not in css] == []
    assert Theme().repainted == {}


def test_a_jobcenter_may_say_nothing_about_its_looks(themed: Themed) -> None:
    folder = themed("")
    (folder / "theme.toml").unlink()

    assert load(folder).theme == Theme()


def test_the_tiny_jobcenter_has_its_own_name_and_colours() -> None:
    theme = load(TINY).theme

    assert theme.name == "Inseltermine"
    assert theme.repainted["#2044aa"] == "#1b5e20"
    assert theme.logo.startswith("<svg")


def test_contrast_is_reckoned_as_wcag_does() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert contrast("#2044aa", "#ffffff") == pytest.approx(8.5, abs=0.05)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ('action = "#5a8dee"', r"colours\.action: #5a8dee on #ffffff has a contrast of 3\.\d"),
        ('ink = "#8a6d00"', r"colours\.ink: #8a6d00 on #ffc83d has a contrast of"),
        ('ink_light = "#767676"', r"colours\.ink_light: #767676 on #efe6d6 has a contrast of"),
        ('surface = "#202020"', r"colours\.surface: #131525 on #202020 has a contrast of"),
        ('action_tint = "#a0b0ff"', r"colours\.action_tint: #\w+ on #a0b0ff has a contrast of"),
        ('foot = "#f0f0f0"', r"colours\.foot: #ffffff on #f0f0f0 has a contrast of"),
        ('action = "blue"', "colours.action: “blue” is no colour such as #2044aa"),
        ('action = "#24a"', "colours.action: “#24a” is no colour such as #2044aa"),
        ('link = "#2044aa"', "colours.link: this key is unknown here"),
    ],
)
def test_a_colour_that_cannot_be_read_is_refused(themed: Themed, line: str, sentence: str) -> None:
    said = refusal(themed(f'name = "Insel"\n[colours]\n{line}\n'))

    assert re.match(rf"content/theme\.toml: {sentence}", said), said


@pytest.mark.parametrize("name", ["x" * 41, "Zwei\\nZeilen"])
def test_a_name_is_one_short_line(themed: Themed, name: str) -> None:
    assert "theme.toml: name: the name has" in refusal(themed(f'name = "{name}"'))


@pytest.mark.parametrize(
    ("drawing", "reason"),
    [
        (f"{HEAD}<script>alert(1)</script></svg>", "script: this element may not"),
        (f'{HEAD}<path d="M0 0" onload="x()"/></svg>', "path onload: this attribute may not"),
        (f'{HEAD}<path style="fill:url(//x)"/></svg>', "path style: this attribute may not"),
        (f'{HEAD}<image href="https://x.example/a.png"/></svg>', "image: this element may not"),
        (f'{HEAD}<path fill="url(https://x.example/#a)"/></svg>', "refers to nothing outside"),
        (f"{HEAD}<foreignObject/></svg>", "foreignObject: this element may not"),
        (f'{HEAD}<a xmlns="urn:x"/></svg>', "this element may not"),
        (f'<!DOCTYPE svg [<!ENTITY a "b">]>{HEAD}&a;</svg>', "has no DOCTYPE"),
        (f'<?xml version="1.0"?><?xml-stylesheet href="x"?>{HEAD}</svg>', "no instructions"),
        (f"{HEAD}<!-- {'x' * 20_000} --></svg>", "at most 20000 characters"),
        ("<svg", "this is no SVG"),
        ("<html/>", "begins with <svg>"),
    ],
)
def test_a_logo_that_is_more_than_a_drawing_is_refused(
    themed: Themed, drawing: str, reason: str
) -> None:
    said = refusal(themed('logo = "logo.svg"', drawing))

    assert said.startswith("content/logo.svg: ")
    assert reason in said


@pytest.mark.parametrize("name", ["../logo.svg", "https://x.example/a.svg", "logo.png"])
def test_a_logo_lies_beside_the_theme(themed: Themed, name: str) -> None:
    assert "theme.toml: logo: names an .svg file" in refusal(themed(f'logo = "{name}"'))


def test_a_missing_logo_is_named(themed: Themed) -> None:
    assert "content/no.svg: this file is missing" in refusal(themed('logo = "no.svg"'))
