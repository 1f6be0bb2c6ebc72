"""The built style sheets and pictograms: small, plain enough for old phones, and complete."""

import re
import shutil
import subprocess
from pathlib import Path

import brotli
import pytest

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "site/static"
STYLES = ROOT / "site/styles"
SHEETS = ("portal.css", "portal.rtl.css", "card.css", "card.rtl.css", "staff.css")
BUDGET = {"portal.css": 7_000, "portal.rtl.css": 7_000, "card.css": 1_000, "icons.svg": 9_500}
"""Bytes with brotli 11: the first page with its sheet stays below 16 KB on the wire."""

FORBIDDEN = {
    "oklch": r"oklch\(",
    "color-mix": r"color-mix\(",
    "custom properties": r"var\(--|[{;]--",
    ":has": r":has\(",
    ":is and :where": r":(is|where)\(",
    "@layer": r"@layer",
    "gap in flex boxes": r"[{;](row-)?gap:",
    "logical shorthands": r"(margin|padding)-(inline|block):|[{;]inset",
    "the keyword A6": r"size:\s*A6",
    "addresses of links on paper": r"attr\(href",
    "fonts and pictures from elsewhere": r"url\(",
    "capitals and letter spacing": r"text-transform|letter-spacing:(?!0)",
}
KNOWN_AT_DESKS = {":has", "logical shorthands"}
"""What every browser of an office knows; the old phones of customers do not."""


@pytest.mark.parametrize("sheet", SHEETS)
def test_no_sheet_uses_what_old_phones_do_not_know(sheet: str) -> None:
    css = (STATIC / sheet).read_text()
    known = KNOWN_AT_DESKS if sheet == "staff.css" else set()
    used = {name for name, pattern in FORBIDDEN.items() if re.search(pattern, css)}
    assert used - known == set()


@pytest.mark.parametrize(("name", "most"), BUDGET.items())
def test_what_every_reader_loads_stays_small(name: str, most: int) -> None:
    assert len(brotli.compress((STATIC / name).read_bytes(), quality=11)) <= most


def test_the_twin_mirrors_what_is_left_and_right() -> None:
    plain = (STATIC / "portal.css").read_text()
    mirrored = (STATIC / "portal.rtl.css").read_text()
    assert len(re.findall(r"padding-left:", plain)) == len(re.findall(r"padding-right:", mirrored))
    assert ".tb-ticket i{position:absolute;right:" in mirrored


def symbols() -> set[str]:
    """The ids in the sprite."""
    return set(re.findall(r'<symbol id="(\w+)"', (STATIC / "icons.svg").read_text()))


def test_every_pictogram_that_a_template_names_is_in_the_sprite() -> None:
    named = set()
    for template in (ROOT / "site/templates").rglob("*.html"):
        text = template.read_text()
        named |= set(re.findall(r'(?:icon|fact|section_heading)\("(\w+)"', text))
        named |= set(re.findall(r'row\([^"()]*(?:\([^()]*\))?, "(\w+)",', text))
        named |= set(re.findall(r'choice_line\("(\w+)"', text))
    assert named, "no template names a pictogram: the patterns above are stale"
    assert named - symbols() == set()


def test_every_pictogram_of_the_content_is_in_the_sprite() -> None:
    named = set()
    for file in (ROOT / "content").rglob("*.toml"):
        named |= set(re.findall(r'^icon = "([^"]+)"', file.read_text(), re.MULTILINE))
    assert named - symbols() == set()


def test_every_class_of_the_templates_has_a_rule() -> None:
    css = (STATIC / "portal.css").read_text() + (STATIC / "card.css").read_text()
    ruled = set(re.findall(r"\.(-?[A-Za-z_][\w-]*)", css))
    used = set()
    for folder in ("components", "public", "booking", "changing"):
        for template in (ROOT / "site/templates" / folder).rglob("*.html"):
            for value in re.findall(r'class="([^"{}]*)"', template.read_text()):
                used |= set(value.split())
    unstyled = {
        "govuk-fieldset__legend--l",
        "govuk-error-summary__body",
        "govuk-radios",
        "tb-finish",
    }
    assert {name for name in used if name.startswith(("tb-", "govuk-"))} - ruled - unstyled == set()


def test_no_template_carries_a_style_of_its_own() -> None:
    offenders = [
        str(template.relative_to(ROOT))
        for template in (ROOT / "site/templates").rglob("*.html")
        if "letters" not in template.parts
        and re.search(r"\sstyle=|<style|\son\w+=", template.read_text())
    ]
    assert offenders == []


@pytest.mark.skipif(
    not (STYLES / "node_modules").exists() or shutil.which("node") is None,
    reason="optional: needs node and `npm install` in site/styles",
)
def test_a_rebuild_gives_the_same_bytes(tmp_path: Path) -> None:
    before = {name: (STATIC / name).read_bytes() for name in (*SHEETS, "icons.svg")}
    shutil.copytree(STYLES, tmp_path / "styles", ignore=shutil.ignore_patterns("node_modules"))
    (tmp_path / "styles/node_modules").symlink_to(STYLES / "node_modules")
    (tmp_path / "static").mkdir()
    subprocess.run(["sh", "build.sh"], cwd=tmp_path / "styles", check=True, timeout=120)
    after = {name: (tmp_path / "static" / name).read_bytes() for name in before}
    assert [name for name in before if before[name] != after[name]] == []
