"""Reads information pages: `# title`, `## heading`, `- line of a list`, and paragraphs."""

from pathlib import Path

from backend.content.errors import ContentError
from backend.content.facts import Page
from backend.content.tables import Sentence


def read_pages(folder: Path) -> dict[str, Page]:
    """Every file of `pages/` by its name; lines without a blank line between are one paragraph."""
    return {path.stem: _page(folder, path) for path in sorted((folder / "pages").glob("*.md"))}


def _page(folder: Path, path: Path) -> Page:
    file = f"{folder.name}/pages/{path.name}"
    lines = path.read_text(encoding="utf-8").splitlines()
    icon = None
    if lines and lines[0].startswith("icon: "):
        icon = lines.pop(0).removeprefix("icon: ").strip()
    blocks = _blocks(lines)
    titles = [text for kind, text in blocks if kind == "h1"]
    if len(titles) != 1 or blocks[0][0] != "h1":
        raise ContentError(file, "", "a page begins with its one title: “# title”")
    return Page(key=path.stem, title=titles[0], blocks=tuple(blocks[1:]), icon=icon)


def _blocks(lines: list[str]) -> list[tuple[str, Sentence]]:
    blocks: list[tuple[str, Sentence]] = []
    paragraph: list[str] = []
    for line in [*(line.strip() for line in lines), ""]:
        kind = next((name for mark, name in _MARKS.items() if line.startswith(mark)), "p")
        if paragraph and (not line or kind != "p"):
            blocks.append(("p", Sentence(" ".join(paragraph))))
            paragraph = []
        if kind != "p":
            blocks.append((kind, Sentence(line.split(" ", 1)[1].strip())))
        elif line:
            paragraph.append(line)
    return blocks


_MARKS = {"# ": "h1", "## ": "h2", "- ": "li"}
