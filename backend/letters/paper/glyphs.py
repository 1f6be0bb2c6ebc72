"""Which signs the committed fonts can draw; a name may hold any sign there is."""

import struct
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

FONTS = Path(__file__).parents[3] / "site" / "print" / "fonts"
REPLACEMENT = "\ufffd"
UNSEEN = frozenset("\n\u00ad\u200c\u200d\u200e\u200f\u061c\u2066\u2067\u2068\u2069")
"""Line ends, joiners and marks of direction: they are obeyed, not drawn."""


def drawable(text: str) -> str:
    """The text without control signs, each sign that no font has replaced by a question mark.

    PDF/UA refuses a document with a sign it cannot draw; one name must not stop a letter.
    """
    if text.isascii() and text.isprintable():
        return text
    known = covered()
    composed = unicodedata.normalize("NFC", text)
    return "".join(_drawn(sign, known) for sign in composed)


def _drawn(sign: str, known: frozenset[int]) -> str:
    if sign in UNSEEN:
        return sign
    kind = unicodedata.category(sign)
    if kind in ("Cc", "Cf"):
        return " " if sign == "\t" else ""
    if ord(sign) in known:
        return sign
    return "" if kind == "Mn" else REPLACEMENT


@lru_cache(maxsize=1)
def covered() -> frozenset[int]:
    """The code points that both weights of some family can draw."""
    families: dict[str, frozenset[int]] = {}
    for file in sorted(FONTS.glob("*.ttf")):
        family = file.stem.partition("-")[0]
        found = frozenset(code_points(file.read_bytes()))
        families[family] = families.get(family, found) & found
    return frozenset().union(*families.values())


def code_points(font: bytes) -> Iterator[int]:
    """The code points in the `cmap` of a TrueType font, from its subtables of format 4."""
    (tables,) = struct.unpack_from(">H", font, 4)
    for number in range(tables):
        tag, _sum, start, _length = struct.unpack_from(">4sLLL", font, 12 + 16 * number)
        if tag == b"cmap":
            (subtables,) = struct.unpack_from(">H", font, start + 2)
            for place in range(subtables):
                (offset,) = struct.unpack_from(">L", font, start + 4 + 8 * place + 4)
                yield from _segments(font, start + offset)


def _segments(font: bytes, start: int) -> Iterator[int]:
    """The code points of one subtable: segments with their last and first sign (OpenType, cmap)."""
    form, _length, _language, twice = struct.unpack_from(">4H", font, start)
    if form != 4:
        return
    count = twice // 2
    lasts = struct.unpack_from(f">{count}H", font, start + 14)
    firsts = struct.unpack_from(f">{count}H", font, start + 16 + twice)
    offsets_at = start + 16 + 3 * twice
    deltas = struct.unpack_from(f">{count}H", font, start + 16 + 2 * twice)
    offsets = struct.unpack_from(f">{count}H", font, offsets_at)
    for number, (first, last) in enumerate(zip(firsts, lasts, strict=True)):
        for code in range(first, last + 1):
            glyph = code
            if offsets[number]:
                at = offsets_at + 2 * number + offsets[number] + 2 * (code - first)
                (glyph,) = struct.unpack_from(">H", font, at)
                if glyph == 0:
                    continue
            if (glyph + deltas[number]) & 0xFFFF:
                yield code
