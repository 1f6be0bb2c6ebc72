"""Chapters of the handbook, read from Markdown: `## heading`, `- ` and `1. ` lines, paragraphs.

A file begins with lines such as `title: Der Tag am Platz`, up to the first empty one; its name
tells its place and its address: `20-tag.md`. In the text `**…**` is a text of the program, and
`` `…` `` a key to press.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parents[3] / "site" / "handbook"
MARKS = (("## ", "h2"), ("- ", "ul"))
_PIECE = re.compile(r"\*\*(.+?)\*\*|`(.+?)`")
_STEP = re.compile(r"\d+\. ")


class OddChapter(Exception):
    """A file of the handbook is not written as it should be."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a line; `kind` is `strong`, `kbd`, or empty for plain ones."""

    text: str
    kind: str = ""


Line = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A heading or a paragraph (`h2`, `p`) of one line, or a list (`ul`, `ol`) of several."""

    kind: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A page of the handbook."""

    key: str
    title: str
    text: str
    """What it tells, in a line."""
    symbol: str
    tasks: tuple[str, ...]
    """Endpoints of the tasks it explains."""
    pages: tuple[str, ...]
    """Further endpoints it explains; `planning.*` stands for all of a part."""
    is_for_all: bool
    """Whether it is about everybody's own account."""
    is_for_partners: bool
    """Whether advice centres read it too; they read no other (R121)."""
    blocks: tuple[Block, ...]

    def is_about(self, endpoint: str) -> bool:
        """Whether it explains this very page."""
        return endpoint in self.tasks or endpoint in self.pages

    def is_about_part_of(self, endpoint: str) -> bool:
        """Whether it explains the whole part in which the page lies."""
        return f"{endpoint.partition('.')[0]}.*" in self.pages


def read(folder: Path) -> dict[str, Chapter]:
    """Every chapter by its key, in the order of the book. Raises `OddChapter`."""
    found = [_chapter(file) for file in sorted(folder.glob("*.md"))]
    return {chapter.key: chapter for chapter in found}


def about(chapters: Iterable[Chapter], endpoint: str) -> Chapter | None:
    """The chapter that explains a page; None for none."""
    every = tuple(chapters)
    exact = (each for each in every if each.is_about(endpoint))
    wider = (each for each in every if each.is_about_part_of(endpoint))
    return next(exact, None) or next(wider, None)


def _chapter(file: Path) -> Chapter:
    head, _empty, body = file.read_text("utf-8").partition("\n\n")
    facts = dict(_fact(file, line) for line in head.splitlines())
    readers = facts.get("readers", "staff")
    if not {"title", "text", "symbol"} <= set(facts) or readers not in READERS:
        raise OddChapter(f"{file}: title, text or symbol is missing, or nobody reads it")
    return Chapter(
        key=file.stem.partition("-")[2],
        title=facts["title"],
        text=facts["text"],
        symbol=facts["symbol"],
        tasks=_names(facts.get("tasks", "")),
        pages=_names(facts.get("pages", "")),
        is_for_all=readers == "all",
        is_for_partners=readers in {"all", "partners"},
        blocks=tuple(_blocks(body)),
    )


READERS = ("staff", "all", "partners")


def _fact(file: Path, line: str) -> tuple[str, str]:
    name, colon, value = line.partition(": ")
    if not colon:
        raise OddChapter(f"{file}: {line!r} should be a name, a colon and a text")
    return name, value.strip()


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _blocks(body: str) -> Iterator[Block]:
    """One block for each heading, paragraph and list; a line may go on in the next one."""
    kind, lines = "", list[str]()
    for line in [*body.splitlines(), ""]:
        found, text = _marked(line.strip())
        if found and found == kind and kind in {"ul", "ol"}:
            lines.append(text)
            continue
        if text and not found and kind and kind != "h2":
            lines[-1] += f" {text}"
            continue
        if kind:
            yield Block(kind, tuple(_pieces(each) for each in lines))
        kind, lines = (found or "p", [text]) if text else ("", [])


def _marked(line: str) -> tuple[str, str]:
    """The kind its mark tells, and the text after it; no kind where there is none."""
    step = _STEP.match(line)
    if step:
        return "ol", line[step.end() :]
    kind = next((kind for mark, kind in MARKS if line.startswith(mark)), "")
    return kind, line.partition(" ")[2] if kind else line


def _pieces(text: str) -> Line:
    found, end = [], 0
    for match in _PIECE.finditer(text):
        found.append(Piece(text[end : match.start()]))
        found.append(Piece(match[1], "strong") if match[1] else Piece(match[2], "kbd"))
        end = match.end()
    found.append(Piece(text[end:]))
    return tuple(piece for piece in found if piece.text)
