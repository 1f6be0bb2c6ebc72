"""Reads a PDF as a screen reader does: along its tags, with the language of every passage."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

POINTS_PER_MM = 72 / 25.4
_PAIR = re.compile(r"<([0-9A-Fa-f]+)> <([0-9A-Fa-f]+)>")
_RANGE = re.compile(r"<([0-9A-Fa-f]+)> <([0-9A-Fa-f]+)> <([0-9A-Fa-f]+)>")


@dataclass(frozen=True)
class Run:
    """Glyphs drawn in one go: what they mean, and where they begin, in mm from the top left."""

    text: str
    left: float
    right: float
    baseline: float
    points: float
    mcid: int | None
    reversed: bool
    """Written from its end, as lines from the right are; words of a line then too."""


@dataclass(frozen=True)
class Passage:
    """What one tag says; `role` is the tag's name."""

    role: str
    language: str
    text: str
    page: int


@dataclass
class Sheet:
    """One page: its size in mm, what is written on it, and the straight lines across it."""

    width: float
    height: float
    runs: list[Run] = field(default_factory=list)
    lines: list[tuple[float, float, float]] = field(default_factory=list)
    """Left, right and height from the top."""

    @property
    def text(self) -> str:
        """Everything in the order of drawing, lines joined."""
        return " ".join(" ".join(run.text.split()) for run in self.runs)


class Paper:
    """A whole PDF."""

    def __init__(self, content: bytes) -> None:
        self.pdf = pikepdf.open(io.BytesIO(content))
        self.sheets = [_Reader(page).sheet for page in self.pdf.pages]

    @property
    def text(self) -> str:
        return " ".join(sheet.text for sheet in self.sheets)

    @property
    def passages(self) -> list[Passage]:
        """All tagged text in the order of the tags."""
        numbers = {page.objgen: number for number, page in enumerate(self.pdf.pages)}
        said = [
            {mcid: _joined(sheet.runs, mcid) for mcid in {run.mcid for run in sheet.runs}}
            for sheet in self.sheets
        ]
        root = self.pdf.Root.StructTreeRoot
        language = str(self.pdf.Root.Lang)
        return [
            Passage(role, lang, said[page].get(mcid, ""), page)
            for role, lang, mcid, page in _walk(root, "", language, 0, numbers)
            if said[page].get(mcid, "").strip()
        ]

    @property
    def is_tagged(self) -> bool:
        """Whether it calls itself PDF/UA-1, and has what that needs."""
        with self.pdf.open_metadata() as about:
            claims = about.get("pdfuaid:part") == "1" and bool(about.get("dc:title"))
        root = self.pdf.Root
        return (
            claims
            and bool(root.MarkInfo.Marked)
            and bool(root.ViewerPreferences.DisplayDocTitle)
            and "/StructTreeRoot" in root
            and "/Lang" in root
        )

    @property
    def roles(self) -> list[str]:
        """The names of all tags, in order."""
        return list(_roles(self.pdf.Root.StructTreeRoot))

    @property
    def alternatives(self) -> list[str]:
        """The alternative texts of the pictures."""
        return [
            str(element.Alt)
            for element in _elements(self.pdf.Root.StructTreeRoot)
            if "/Alt" in element
        ]

    @property
    def fonts(self) -> dict[str, bool]:
        """Every font used, and whether it is embedded."""
        found = {}
        for page in self.pdf.pages:
            for font in page.Resources.get("/Font", {}).values():
                inner = font.DescendantFonts[0].FontDescriptor
                embedded = any(f"/FontFile{kind}" in inner for kind in ("", "2", "3"))
                found[str(font.BaseFont)] = embedded and "/ToUnicode" in font
        return found


def _joined(runs: list[Run], mcid: int | None) -> str:
    own = [run for run in runs if run.mcid == mcid]
    if any(run.reversed for run in own):
        own.reverse()
    return " ".join("".join(run.text for run in own).split())


class _Reader:
    """Follows the drawing of one page."""

    def __init__(self, page: Any) -> None:
        left, bottom, right, top = (float(edge) for edge in page.mediabox)
        self.sheet = Sheet((right - left) / POINTS_PER_MM, (top - bottom) / POINTS_PER_MM)
        self._fonts = {
            str(name): (_meaning(font), _widths(font.DescendantFonts[0]))
            for name, font in page.Resources.get("/Font", {}).items()
        }
        self._matrix = pikepdf.Matrix()
        self._stack: list[pikepdf.Matrix] = []
        self._marks: list[tuple[str, int | None]] = []
        self._font, self._size = "", 0.0
        for step in pikepdf.parse_content_stream(page):
            self._follow(str(step.operator), step.operands)

    def _follow(self, operator: str, operands: Any) -> None:
        if operator == "q":
            self._stack.append(self._matrix)
        elif operator == "Q":
            self._matrix = self._stack.pop()
        elif operator == "cm":
            self._matrix = pikepdf.Matrix(*(float(each) for each in operands)) @ self._matrix
        elif operator in ("BDC", "BMC"):
            inner = operands[1] if operator == "BDC" else {}
            mcid = int(inner["/MCID"]) if "/MCID" in inner else None
            self._marks.append((str(operands[0]), mcid))
        elif operator == "EMC":
            self._marks.pop()
        elif operator == "Tf":
            self._font, self._size = str(operands[0]), float(operands[1])
        elif operator in ("Tj", "TJ"):
            self._write(operands[0] if operator == "TJ" else operands)
        elif operator == "l" and float(operands[1]) == 0:
            self._draw(float(operands[0]))

    @property
    def _place(self) -> tuple[float, float]:
        """Left and top, in mm."""
        matrix = self._matrix
        return matrix.e / POINTS_PER_MM, self.sheet.height - matrix.f / POINTS_PER_MM

    def _draw(self, length: float) -> None:
        left, top = self._place
        self.sheet.lines.append((left, left + length / POINTS_PER_MM, top))

    def _write(self, parts: Any) -> None:
        meaning, widths = self._fonts[self._font]
        codes: list[int] = []
        thousandths = 0.0
        for part in parts:
            if isinstance(part, pikepdf.String):
                found = list(_codes(bytes(part)))
                codes += found
                thousandths += sum(widths.get(code, 1000.0) for code in found)
            else:
                thousandths -= float(part)
        backwards = any(mark == "/ReversedChars" for mark, _mcid in self._marks)
        if backwards:
            codes.reverse()
        left, top = self._place
        self.sheet.runs.append(
            Run(
                text="".join(meaning.get(code, "\ufffd") for code in codes),
                left=left,
                right=left + thousandths / 1000 * self._size / POINTS_PER_MM,
                baseline=top,
                points=self._size,
                mcid=next(
                    (each for _mark, each in reversed(self._marks) if each is not None), None
                ),
                reversed=backwards,
            )
        )


def _widths(font: Any) -> dict[int, float]:
    """The width of each glyph in thousandths of the size."""
    found: dict[int, float] = {}
    table = list(font.get("/W", []))
    while table:
        first, second = int(table.pop(0)), table.pop(0)
        if isinstance(second, pikepdf.Array):
            found.update((first + place, float(width)) for place, width in enumerate(second))
        else:
            width = float(table.pop(0))
            found.update((code, width) for code in range(first, int(second) + 1))
    return found


def _codes(written: bytes) -> Iterator[int]:
    for place in range(0, len(written), 2):
        yield written[place] << 8 | written[place + 1]


def _meaning(font: Any) -> dict[int, str]:
    """What each glyph of a font stands for (ToUnicode)."""
    table = font.ToUnicode.read_bytes().decode("latin-1")
    found = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for code, meaning in _PAIR.findall(block):
            found[int(code, 16)] = bytes.fromhex(meaning).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, meaning in _RANGE.findall(block):
            start = int(meaning, 16)
            for step in range(int(last, 16) - int(first, 16) + 1):
                found[int(first, 16) + step] = chr(start + step)
    return found


def _kids(element: Any) -> list[Any]:
    kids = element.get("/K")
    if kids is None:
        return []
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _walk(
    element: Any, role: str, language: str, page: int, numbers: dict[Any, int]
) -> Iterator[tuple[str, str, int, int]]:
    language = str(element.get("/Lang", language))
    role = str(element.get("/S", role))
    if "/Pg" in element:
        page = numbers[element.Pg.objgen]
    for kid in _kids(element):
        if isinstance(kid, int):
            yield role, language, kid, page
        elif "/MCID" in kid:
            yield role, language, int(kid.MCID), numbers[kid.Pg.objgen] if "/Pg" in kid else page
        elif "/S" in kid:
            yield from _walk(kid, role, language, page, numbers)


def _elements(element: Any) -> Iterator[Any]:
    for kid in _kids(element):
        if not isinstance(kid, int) and "/S" in kid:
            yield kid
            yield from _elements(kid)


def _roles(root: Any) -> Iterator[str]:
    return (str(element.S).removeprefix("/") for element in _elements(root))
