"""Papers are bilingual: German stands beside the reader's language, also on the screen."""

from dataclasses import dataclass

from backend.languages import Pair, current, read_in
from backend.web.portal import portal


@dataclass(frozen=True, eq=False)
class Paper(Pair):
    """German beside a language, at the address of that language: links keep the reader's choice."""

    @property
    def slug(self) -> str:
        return self.first.slug


def read_with_german() -> None:
    """Render the rest of this page with German, so that reader and counter read the same."""
    chosen = current()
    both = portal().languages.with_german(chosen)
    if both is not chosen:
        read_in(Paper(both.first, both.second))
