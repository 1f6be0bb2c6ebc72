"""Texts written while the portal runs: by place and language, laid over what was shipped."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

CONTEXT_END = "\x04"
"""Between context and msgid in compiled catalogues (gettext)."""
BLANK = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True, slots=True)
class Wording:
    """A text somebody wrote here, and the German text it was written for."""

    text: str
    german: str

    @property
    def blanks(self) -> frozenset[str]:
        """The names of the blanks to be filled in."""
        return blanks_of(self.text)


def blanks_of(text: str) -> frozenset[str]:
    """The names of the blanks `%(name)s` in a text."""
    return frozenset(BLANK.findall(text))


Wordings = Mapping[str, Mapping[str, Wording]]
"""By slug of the language and by place."""


_tried: ContextVar[Wordings | None] = ContextVar("tried", default=None)


@contextmanager
def trying(wordings: Wordings) -> Iterator[None]:
    """Show these texts before all others inside the `with` block, to whoever looks at them."""
    token = _tried.set(wordings)
    try:
        yield
    finally:
        _tried.reset(token)


class Overlay:
    """The own wordings of all languages of a Jobcenter; exchanged as a whole, between two pages."""

    def __init__(self) -> None:
        self._wordings: Wordings = {}

    def exchange(self, wordings: Wordings) -> None:
        """Lay these over the shipped texts in place of those before."""
        self._wordings = wordings

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to lay over anything."""
        return not self._wordings and _tried.get() is None

    def at(self, slug: str, place: str) -> Wording | None:
        """What somebody wrote for this place in this language."""
        tried = _tried.get()
        if tried is not None and place in tried.get(slug, {}):
            return tried[slug][place]
        own = self._wordings.get(slug)
        return own.get(place) if own else None
