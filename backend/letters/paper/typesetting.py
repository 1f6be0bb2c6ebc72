"""Setting in type: a template of `site/print` and its words become a tagged PDF (PDF/UA-1)."""

import json
import logging
import threading
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, cast

from backend.letters.paper import glyphs

if TYPE_CHECKING:
    import typst

log = logging.getLogger(__name__)

TEMPLATES = glyphs.FONTS.parent
_at_work = threading.Lock()
"""A compiler refuses a second thread; two would only share the same two cores."""


class CannotSet(Exception):
    """The typesetter refused a document in both ways."""


def set_in_type(template: str, words: Mapping[str, object], *, stamped: datetime) -> bytes:
    """The PDF of `<template>.typ` with these words; equal words and stamp give equal bytes.

    `stamped` is the aware time written into the file. What PDF/UA refuses is set once more
    without its checks: a paper without tags is better than none. Raises `CannotSet`.
    """
    written = json.dumps(_drawable(words), ensure_ascii=False)
    try:
        # Tags, languages, title and alternative texts are checked by the typesetter itself.
        return _compiled(template, written, stamped, standard="ua-1")
    except RuntimeError as error:
        # The type alone: messages of the typesetter quote what they were given.
        log.warning("%s not set as PDF/UA, %s", template, type(error).__name__)
    try:
        return _compiled(template, written, stamped, standard=None)
    except RuntimeError as error:
        raise CannotSet(template) from error


def _compiled(
    template: str, words: str, stamped: datetime, *, standard: Literal["ua-1"] | None
) -> bytes:
    with _at_work:
        done = _compiler().compile(
            input=str(TEMPLATES / f"{template}.typ"),
            format="pdf",
            sys_inputs={"words": words},
            pdf_standards=standard,
            timestamp=int(stamped.timestamp()),
        )
    return cast(bytes, done)


@lru_cache(maxsize=1)
def _compiler() -> "typst.Compiler":
    """One for all papers, with the committed fonts and no others, so that all machines agree."""
    import typst

    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(glyphs.FONTS)]
    )
    return typst.Compiler(root=str(TEMPLATES), font_paths=fonts)


def _drawable(value: object) -> object:
    """The words with every text in signs that the fonts have."""
    if isinstance(value, str):
        return glyphs.drawable(value)
    if isinstance(value, Mapping):
        return {key: _drawable(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_drawable(part) for part in value]
    return value
