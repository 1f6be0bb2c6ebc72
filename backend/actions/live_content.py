"""The content as it holds at this moment: the folder's, with what was edited laid over it.

Each process keeps it in memory and asks the database for one mark, which changes with every edit.
Where the database does not answer, what was read last goes on: information pages need none.
"""

import logging
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from backend import content
from backend.content import Content, ContentError, Edits, Raw, folders
from backend.languages import Languages, Wording
from backend.store import database, edits

log = logging.getLogger(__name__)

REST_SECONDS = 15.0
"""So long a database that did not answer is not asked again."""
PATIENCE_SECONDS = 1.0
"""While somebody has waited longer than this for its answer, nobody else asks."""


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read last, and the mark it was read at."""

    mark: tuple[int, str]
    content: Content
    left_out: tuple[str, ...] = ()


class LiveContent:
    """One Jobcenter's content and own wordings, read anew in whatever process after an edit."""

    def __init__(self, folder: Path, shipped: Content, languages: Languages) -> None:
        self.folder = folder
        self.shipped = shipped
        self.languages = languages
        self._last = _Read((-1, ""), shipped)
        self._rest_until = 0.0
        self._rest_generation = -1
        self._asking: dict[int, float] = {}

    @property
    def latest(self) -> Content:
        """What was read last, without asking."""
        return self._last.content

    @property
    def mark(self) -> str:
        """The mark of what was read last; empty where nothing has ever been edited."""
        return self._last.mark[1]

    @property
    def left_out(self) -> tuple[str, ...]:
        """Edits that do not fit the shipped content any more, each as the error about it."""
        return self._last.left_out

    @property
    def is_answered(self) -> bool:
        """Whether the database may be asked for more, as it answers or has had its rest."""
        return self._is_worth_asking()

    def now(self) -> Content:
        """The content as it holds now; costs one small query when nothing has changed."""
        if not self._is_worth_asking():
            return self.latest
        thread = threading.get_ident()
        self._asking[thread] = time.monotonic()
        try:
            mark = (database.generation(), edits.mark())
            if mark != self._last.mark:
                self._read(mark)
        except edits.Unreachable:
            self._rest_generation = database.generation()
            self._rest_until = time.monotonic() + REST_SECONDS
        finally:
            self._asking.pop(thread, None)
        return self.latest

    def _is_worth_asking(self) -> bool:
        now = time.monotonic()
        if now < self._rest_until and self._rest_generation == database.generation():
            return False
        return all(now - began < PATIENCE_SECONDS for began in list(self._asking.values()))

    def _read(self, mark: tuple[int, str]) -> None:
        if mark[1]:
            self.show(edits.every(), edits.texts(), mark=mark)
        else:
            self.show((), (), mark=mark)

    def show(
        self,
        kept: Iterable[edits.Kept],
        texts: Iterable[edits.OwnText],
        *,
        mark: tuple[int, str],
    ) -> None:
        """Lay these edits over the shipped content from now on."""
        laid = laid_over(kept)
        found, left_out = fitting(self.folder, laid) if laid else (self.shipped, ())
        for fault in left_out:
            log.error("an edit does not fit the content and was left out: %s", fault)
        self.languages.overlay.exchange(wordings(texts))
        self._last = _Read(mark, found, left_out)


def laid_over(kept: Iterable[edits.Kept]) -> dict[str, dict[str, Raw | None]]:
    """The edited tables by kind and key."""
    laid: dict[str, dict[str, Raw | None]] = {}
    for each in kept:
        laid.setdefault(each.kind, {})[each.key] = folders.loaded(each.body)
    return laid


def wordings(texts: Iterable[edits.OwnText]) -> dict[str, dict[str, Wording]]:
    """The own wordings by language and place."""
    found: dict[str, dict[str, Wording]] = {}
    for each in texts:
        found.setdefault(each.language, {})[each.place] = Wording(each.text, each.german)
    return found


def fitting(folder: Path, laid: Edits) -> tuple[Content, tuple[str, ...]]:
    """The content with all edits that fit, and what is wrong with those that do not.

    A new version of the portal may bring other files; what was edited must not keep it from
    starting. `ContentError` only where the folder itself is wrong.
    """
    left: dict[str, dict[str, Raw | None]] = {kind: dict(each) for kind, each in laid.items()}
    faults: list[str] = []
    while True:
        try:
            return content.load(folder, left), tuple(faults)
        except ContentError as error:
            blamed = _blamed(error, left)
            if blamed is None:
                raise
            faults.append(str(error))
            for kind, key in blamed:
                del left[kind][key]


def _blamed(
    error: ContentError, laid: dict[str, dict[str, Raw | None]]
) -> list[tuple[str, str]] | None:
    """The edit the error is about, or all where it is about none of them; None where none is left.

    An unedited table may fall over an edited one that it refers to.
    """
    kind, key = place_of(error)
    if key in laid.get(kind, {}):
        return [(kind, key)]
    return [(kind, key) for kind, each in laid.items() for key in each] or None


def place_of(error: ContentError) -> tuple[str, str]:
    """Kind and key of what an error is about: `concerns/neuantrag.toml`, `forms.toml` and `HA`."""
    _folder, _, name = error.file.partition("/")
    stem = name.rpartition(".")[0]
    kind, _, key = stem.partition("/")
    return kind, key or (error.key.partition(".")[0] if kind in folders.LISTED else kind)
