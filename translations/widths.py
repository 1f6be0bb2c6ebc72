"""Which texts stand on buttons, and how long they may be on the narrowest phone, 320 px wide."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from jinja2 import Environment, nodes

TEMPLATES = Path(__file__).resolve().parent.parent / "site" / "templates"
BUTTON_MACROS = {"button", "button_link", "back_link"}
TEXT_WORDS = {"_", "one", "counted"}
MARKED_UP = re.compile(r'class="(?:tb-pill|govuk-button)[^>]*>(.*?)</(?:a|button|span)>', re.DOTALL)
TEXT = re.compile(r'\b(?:_|one)\("([^"]+)"')

LINE = {"LATIN": 21, "CYRILLIC": 18, "ARABIC": 23, "ETHIOPIC": 17}
"""Letters on one line of a button: 208 px beside padding and pictogram, in letters of 20 px.

Measured in Chromium: 9.9 px a letter in Latin, 11.3 in Cyrillic, 8.8 in Arabic script, 12 in
Ethiopic.
"""
MOST_LINES = 1.85
"""Two lines, less what stays empty at the end of the first."""


@cache
def on_buttons() -> frozenset[str]:
    """The msgids that stand on buttons, ways back and pills in any template."""
    found: set[str] = set()
    environment = Environment(trim_blocks=True, lstrip_blocks=True, autoescape=True)
    for path in TEMPLATES.rglob("*.html"):
        source = path.read_text("utf-8")
        for call in environment.parse(source).find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name in BUTTON_MACROS:
                found.update(_texts(call))
        for part in MARKED_UP.findall(source):
            found.update(TEXT.findall(part))
    return frozenset(found)


def _texts(call: nodes.Call) -> Iterator[str]:
    for inner in call.find_all(nodes.Call):
        is_text = isinstance(inner.node, nodes.Name) and inner.node.name in TEXT_WORDS
        if is_text and inner.args and isinstance(inner.args[0], nodes.Const):
            yield str(inner.args[0].value)


def line_of(text: str) -> int:
    """How many letters of the text's script fit on one line of a button."""
    for letter in filter(str.isalpha, text):
        script = unicodedata.name(letter, "LATIN").split()[0]
        return LINE.get(script, LINE["LATIN"])
    return LINE["LATIN"]


def is_too_long(text: str) -> bool:
    """Whether the text needs more than two lines, or a word of it more than one."""
    shown = "".join(sign for sign in text if unicodedata.category(sign) not in {"Cf", "Mn"})
    words = shown.replace("-", "- ").split()
    line = line_of(shown)
    return len(shown) > line * MOST_LINES or any(len(word) > line for word in words)
