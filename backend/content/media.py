"""Reads `media/media.toml`: recorded voices and films in sign language, by page and language."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from backend.content.tables import Table, read_table

SOUNDS = {".mp3": "audio/mpeg", ".m4a": "audio/mp4", ".ogg": "audio/ogg", ".opus": "audio/ogg"}
FILMS = {".mp4": "video/mp4", ".webm": "video/webm"}
START = "start"
FILM_PLACES = (START, "so-geht-es", "notfall", "barrierefreiheit")
"""Where a film in German Sign Language belongs (BITV 2.0 § 4, issue of the languages)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """A sound or a film: a file of ours below `media/`, or an address elsewhere."""

    file: str
    """Empty where it lies elsewhere."""
    url: str
    seconds: int
    size: int
    """Bytes; 0 where nobody said so."""
    kind: str
    """Media type of the file, such as `audio/mpeg`."""
    checked_on: date | None
    """When somebody last opened the address; a file needs none."""

    @property
    def length(self) -> str:
        """Minutes and seconds, such as `2:05`."""
        return f"{self.seconds // 60}:{self.seconds % 60:02}"

    @property
    def megabytes(self) -> int:
        """Rounded up, 0 where nobody knows."""
        return -(-self.size // 1_000_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """All that can be listened to and all that is signed."""

    sounds: Mapping[tuple[str, str], Recording]
    """By key of a page (`start` too) or concern, and slug of a language."""
    films: Mapping[str, Recording]
    """In German Sign Language, by place."""
    without_voice: tuple[str, ...]
    """Slugs of the languages for which hardly any browser has a voice."""
    missing_sounds: Mapping[str, int]
    """How many pages and concerns nobody has recorded yet, by language without voice."""

    @property
    def has_files(self) -> bool:
        """Whether something is played from this portal itself."""
        return any(each.file for each in (*self.sounds.values(), *self.films.values()))


NO_MEDIA = Media(sounds={}, films={}, without_voice=(), missing_sounds={})


def read_media(
    folder: Path, *, pages: Collection[str], concerns: Collection[str], languages: Collection[str]
) -> Media:
    """The recordings of a content folder, none without `media/media.toml`.

    `ContentError` names a file that is missing and a key or language that is not known.
    """
    if not (folder / "media" / "media.toml").exists():
        return NO_MEDIA
    keys = dict.fromkeys((START, *pages, *concerns))
    slugs = dict.fromkeys(languages)
    with read_table(folder, "media/media.toml") as whole:
        without_voice = whole.texts("without_voice", optional=True)
        for slug in without_voice:
            whole.known("without_voice", slug, where=slugs)
        sounds = {
            place: recording
            for line in whole.tables("sounds", optional=True)
            for place, recording in _sound(line, folder, keys=keys, slugs=slugs)
        }
        films = {
            place: recording
            for line in whole.tables("films", optional=True)
            for place, recording in _film(line, folder)
        }
    said = {slug: sum(each == slug for _key, each in sounds) for slug in without_voice}
    missing = {slug: len(keys) - count for slug, count in said.items() if count < len(keys)}
    return Media(sounds=sounds, films=films, without_voice=without_voice, missing_sounds=missing)


def _sound(
    table: Table, folder: Path, *, keys: Mapping[str, None], slugs: Mapping[str, None]
) -> Iterator[tuple[tuple[str, str], Recording]]:
    with table:
        key, slug = table.text("key"), table.text("language")
        table.known("key", key, where=keys)
        table.known("language", slug, where=slugs)
        yield (key, slug), _recording(table, folder, kinds=SOUNDS)


def _film(table: Table, folder: Path) -> Iterator[tuple[str, Recording]]:
    with table:
        yield table.chosen("place", FILM_PLACES), _recording(table, folder, kinds=FILMS)


def _recording(table: Table, folder: Path, *, kinds: Mapping[str, str]) -> Recording:
    file, url = table.text("file", ""), table.text("url", "")
    if bool(file) == bool(url):
        raise table.error("file", "a recording has either a file or a url")
    if url and not url.startswith("https://"):
        raise table.error("url", "an address begins with https://")
    path = folder / "media" / file
    if file and (not re.fullmatch(r"[a-z0-9._-]+", file) or path.suffix not in kinds):
        raise table.error("file", f"“{file}” is no name such as start{next(iter(kinds))}")
    if file and not path.is_file():
        raise table.error("file", f"“{file}” is missing below media/")
    return Recording(
        file=file,
        url=url,
        seconds=table.number("seconds"),
        size=path.stat().st_size if file else table.number("megabytes", 0) * 1_000_000,
        kind=kinds.get(path.suffix, ""),
        checked_on=table.day("checked_on") if url else None,
    )
