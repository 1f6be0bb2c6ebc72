"""The search for a concern: everyday words, any spelling, any of the reader's languages."""

from collections.abc import Iterable

from backend.domain.folding import folded

ALL_WORDS = 100
"""What is added when every word of the query was found."""
_EXACT, _BEGINS, _WITHIN = 4, 3, 1
_SHORTEST_WITHIN = 4
"""Shorter words inside others mean nothing: `rat` in `Heirat`."""


def matches(query: str, texts: Iterable[str]) -> int:
    """How well the texts answer the query; 0: not at all.

    Every word counts once with its best place. A query whose words are all found outranks any
    that is found in part; words of one or two letters count only when nothing else was typed.
    """
    asked = folded(query).split()
    wanted = [word for word in asked if len(word) > 2] or asked
    known = {word for text in texts for word in folded(text).split()}
    points = [max((_points(word, other) for other in known), default=0) for word in wanted]
    if not any(points):
        return 0
    return sum(points) + (ALL_WORDS if all(points) else 0)


def _points(word: str, other: str) -> int:
    if word == other:
        return _EXACT
    if other.startswith(word):
        return _BEGINS
    # Compounds, both ways: `sperre` in `Energiesperre`, `Stromrechnung` for `Strom`.
    if len(word) >= _SHORTEST_WITHIN and word in other:
        return _WITHIN
    if len(other) >= _SHORTEST_WITHIN and word.startswith(other):
        return _WITHIN
    return 0
