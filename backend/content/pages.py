"""Reads information pages: `# title`, `## heading`, `- line of a list`, paragraphs, `{facts}`.

A heading may begin with the name of a pictogram: `## {power} Strom …`. A line of its own such as
`{supervision}` or `{helplines home}` stands for a fact that is written elsewhere, once.
"""

import re
from collections.abc import Mapping
from dataclasses import replace

from backend.content.errors import ContentError
from backend.content.facts import Block, Helpline, Page
from backend.content.folders import PAGES, Folder
from backend.content.texts import Sentence, listed

OF_THE_JOBCENTER = (
    "operator", "represented_by", "oversight", "privacy_officer", "processor", "supervision",
    "accessibility_rules", "barrier_answer", "enforcement", "phone_hours", "mail_answer",
    "walk_in", "relay",
)  # fmt: skip
"""Sentences of `jobcenter.toml`."""
PLAIN = (
    "postal_address", "phone", "mail", "statement_day", "retention", "offices", "checklists",
    "booking", "finder", "today", "emergency", "side_by_side", "barrier_form",
    "sign_in", "leaflet",
)  # fmt: skip
"""What the pages know by themselves."""
PICTURES = ("choose", "time", "name", "come")

_FACT = re.compile(r"\{([a-z_]+)(?: ([a-z-]+))?\}")
_ICON = re.compile(r"\{([a-z_]+)\} ")
_MARKS = {"# ": "h1", "## ": "h2", "- ": "li"}


def read_pages(folder: Folder, helplines: Mapping[str, Helpline]) -> dict[str, Page]:
    """Every file of `pages/` by its name; lines without a blank line between are one paragraph."""
    keys = folder.keys(PAGES, ".md")
    topics = {topic for helpline in helplines.values() for topic in helpline.topics}
    known = {
        "helplines": topics,
        "picture": set(PICTURES),
        "page": set(keys),
        **{name: {""} for name in (*OF_THE_JOBCENTER, *PLAIN)},
    }
    return {key: _page(folder, key, known) for key in keys}


def _page(folder: Folder, key: str, known: Mapping[str, set[str]]) -> Page:
    file = f"{folder.name}/pages/{key}.md"
    text, shipped = folder.lines(f"pages/{key}.md")
    icon, blocks = _parts(text)
    before = None if shipped is None else _texts(_parts(shipped)[1])
    placed = iter(listed(_texts(blocks), place=f"{PAGES}/{key}", shipped=before))
    blocks = [
        block if block.text is None else replace(block, text=next(placed)) for block in blocks
    ]
    titles = [block.text for block in blocks if block.kind == "h1"]
    title = blocks[0].text if blocks and blocks[0].kind == "h1" else None
    if len(titles) != 1 or title is None:
        raise ContentError(file, "", "a page begins with its one title: “# title”")
    for block in blocks:
        name, _, about = block.name.partition(" ")
        if block.kind == "fact" and about not in known.get(name, ()):
            raise ContentError(file, f"{{{block.name}}}", "this is not known")
    return Page(key=key, title=title, blocks=tuple(blocks[1:]), icon=icon)


def _parts(text: str) -> tuple[str | None, list[Block]]:
    """The name of the page's pictogram, and its blocks."""
    lines = text.splitlines()
    icon = None
    if lines and lines[0].startswith("icon: "):
        icon = lines.pop(0).removeprefix("icon: ").strip()
    return icon, _blocks(lines)


def texts_of(text: str) -> list[str]:
    """The texts of a page that are translated, in their order."""
    return _texts(_parts(text)[1])


def _texts(blocks: list[Block]) -> list[str]:
    return [str(block.text) for block in blocks if block.text is not None]


def _blocks(lines: list[str]) -> list[Block]:
    blocks: list[Block] = []
    paragraph: list[str] = []
    for line in [*(line.strip() for line in lines), ""]:
        block = _marked(line)
        if paragraph and (not line or block is not None):
            blocks.append(Block(kind="p", text=Sentence(" ".join(paragraph))))
            paragraph = []
        if block is not None:
            blocks.append(block)
        elif line:
            paragraph.append(line)
    return blocks


def _marked(line: str) -> Block | None:
    """The block a line is by itself; None for a piece of a paragraph."""
    fact = _FACT.fullmatch(line)
    if fact is not None:
        return Block(kind="fact", name=line[1:-1])
    kind = next((name for mark, name in _MARKS.items() if line.startswith(mark)), None)
    if kind is None:
        return None
    text = line.split(" ", 1)[1].strip()
    icon = _ICON.match(text) if kind == "h2" else None
    if icon is None:
        return Block(kind=kind, text=Sentence(text))
    return Block(kind=kind, text=Sentence(text[icon.end() :]), name=icon[1])
