"""The address of a page in a QR code, and in words for who cannot scan it."""

from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO

import segno

from backend.languages import Text
from backend.letters.paper.passages import Reader


def way_in(address: str, texts: Sequence[Text], reader: Reader) -> dict[str, object]:
    """The code, what it leads to, and the address itself; never a token (D38)."""
    return {
        "text": [reader.said(text) for text in texts],
        "address": address,
        "code": _code(address),
        "alt": texts[0].plain(reader.first),
    }


def picture(address: str) -> str:
    """The code as a drawing inside a page that is printed."""
    return segno.make(address, error="m", micro=False).svg_inline(scale=6, border=2, light="#fff")


@lru_cache(maxsize=64)
def _code(address: str) -> str:
    """The code as SVG; a seventh of it may be worn."""
    drawn = BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", border=2, xmldecl=False)
    return drawn.getvalue().decode("ascii")
