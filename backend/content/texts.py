"""Editorial texts that know where they stand and what stood there when they were shipped."""

import hashlib
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Self

MARK_SIGNS = 10
"""So much of a fingerprint tells the texts of one list apart."""


class Sentence(str):
    """German editorial text that translators translate; every field of this type is extracted.

    `place` is where it stands, such as `concerns/neuantrag/summary`; in a list the text's own mark
    ends it, so that a text keeps its place when others come before it. `shipped` is the German
    text of the content folder that stood there before somebody edited it here, else empty.
    """

    __slots__ = ("place", "shipped")

    place: str
    shipped: str

    def __new__(cls, text: str, *, place: str = "", shipped: str = "") -> Self:
        """The text, with nothing known about it unless said."""
        made = super().__new__(cls, text)
        made.place = place
        made.shipped = shipped if shipped != text else ""
        return made


def place_in_list(place: str, text: str) -> str:
    """Where a text of a list stands."""
    mark = hashlib.sha256(text.encode()).hexdigest()[:MARK_SIGNS]
    return f"{place}/{mark}"


def listed(
    texts: Sequence[str], *, place: str, shipped: Sequence[str] | None
) -> tuple[Sentence, ...]:
    """A list of texts; `shipped` is the list before it was edited, None where nobody has."""
    before = {} if shipped is None else rewritten(shipped, texts)
    return tuple(
        Sentence(text, place=place_in_list(place, text), shipped=before.get(text, ""))
        for text in texts
    )


def rewritten(old: Sequence[str], new: Sequence[str]) -> dict[str, str]:
    """By new text the old one in whose place it stands; moved and added texts have none."""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    pairs: dict[str, str] = {}
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if tag == "replace" and old_to - old_from == new_to - new_from:
            run = zip(new[new_from:new_to], old[old_from:old_to], strict=True)
            pairs.update(
                (text, before) for text, before in run if before not in new and text not in old
            )
    return pairs
