"""Reads `theme.toml`: the name of the portal, its logo and its colours, checked for contrast."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from backend.content.drawings import read_drawing
from backend.content.tables import Table, read_table

COLOUR = re.compile(r"#[0-9a-f]{6}")
USUAL_NAME = "Terminbrücke"
READABLE = 4.5
"""WCAG 1.4.3: the contrast of text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Colours:
    """What a Jobcenter may colour; the rest, such as red for an error, means the same everywhere.

    Hexes in small letters; the defaults are those of `site/styles/_colours.scss`.
    """

    ink: str = "#131525"
    """Text."""
    ink_light: str = "#454a5e"
    """Hints, and the German line beneath another language."""
    action: str = "#2044aa"
    """All that can be pressed, pictograms and the date ticket."""
    action_dark: str = "#14307d"
    """The same under the pointer."""
    action_tint: str = "#e9eefa"
    """Behind pictograms, in the help band and behind notes."""
    surface: str = "#faf7f1"
    """The page itself."""
    foot: str = "#131b3a"
    """Behind the foot of the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """How the portal is called and looks (R15)."""

    name: str = USUAL_NAME
    logo: str = ""
    """A checked SVG drawing; empty: the bridge."""
    colours: Colours = Colours()

    @property
    def repainted(self) -> Mapping[str, str]:
        """Own colour by the one that stands in the built style sheets; empty: nothing changes."""
        usual, own = Colours(), self.colours
        pairs = ((getattr(usual, f.name), getattr(own, f.name)) for f in fields(Colours))
        return {old: new for old, new in pairs if old != new}


WHITE, FOCUS, SAMPLE_BAND = "#ffffff", "#ffc83d", "#efe6d6"
TINTS = ("#fdeeec", "#e4f4ef", "#fff3dc")
"""Behind errors, "come anyway" and warnings."""
FIXED_TEXTS = ("#5b2a86", "#c31c13", "#007155", "#925400")
"""Visited links, errors, "ok" and warnings, which also stand on the page itself."""


def read_theme(folder: Path) -> Theme:
    """The theme of a content folder; without `theme.toml` the portal's own.

    `ContentError` names a colour that is too pale for what it is used on, and a logo that is
    more than a drawing.
    """
    if not (folder / "theme.toml").exists():
        return Theme()
    with read_table(folder, "theme.toml") as table:
        logo = table.text("logo", "")
        with table.table("colours", optional=True) as lines:
            colours = _colours(lines)
        return Theme(
            name=_name(table),
            logo=read_drawing(folder, logo) if logo else "",
            colours=colours,
        )


def _name(table: Table) -> str:
    name = table.text("name", USUAL_NAME)
    if len(name) > 40 or not name.isprintable():
        raise table.error("name", "the name has at most 40 letters in one line")
    return name


def _colours(table: Table) -> Colours:
    given = {}
    for name in (each.name for each in fields(Colours)):
        if table.has(name):
            given[name] = table.text(name).lower()
            if not COLOUR.fullmatch(given[name]):
                raise table.error(name, f"“{given[name]}” is no colour such as #2044aa")
    colours = Colours(**given)
    for name, text, surface in _meetings(colours):
        ratio = contrast(text, surface)
        if ratio < READABLE:
            raise table.error(
                name, f"{text} on {surface} has a contrast of {ratio:.1f}, 4.5 is the least"
            )
    return colours


def _meetings(own: Colours) -> list[tuple[str, str, str]]:
    """(key to blame, colour of the text, colour behind it), wherever the style sheets pair them."""
    meetings = [("ink", own.ink, each) for each in (WHITE, FOCUS, SAMPLE_BAND, *TINTS)]
    meetings += [("ink_light", own.ink_light, each) for each in (WHITE, SAMPLE_BAND, *TINTS)]
    meetings += [("action", own.action, WHITE), ("action_dark", own.action_dark, WHITE)]
    for key, surface in (("surface", own.surface), ("action_tint", own.action_tint)):
        meetings += [
            (key, text, surface)
            for text in (own.ink, own.ink_light, own.action, own.action_dark, *FIXED_TEXTS)
        ]
    return [*meetings, ("foot", WHITE, own.foot), ("foot", "#d6dbee", own.foot)]


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG reckons it, from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
