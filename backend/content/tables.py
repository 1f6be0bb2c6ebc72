"""Reading one TOML table strictly: every key is asked for once, and none may be left over."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from backend.content import folders
from backend.content.errors import ContentError
from backend.content.folders import Folder
from backend.content.texts import Sentence, listed, place_in_list
from backend.domain.appointments import Channel

Known = TypeVar("Known")

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Table:
    """One table of a file; as a context it refuses the keys that nobody asked for.

    `place` is where its texts stand, such as `concerns/neuantrag`; `shipped` is the table before
    somebody edited it, None where nobody has.
    """

    def __init__(
        self,
        file: str,
        values: Mapping[str, object],
        *,
        prefix: str = "",
        place: str = "",
        shipped: Mapping[str, object] | None = None,
    ) -> None:
        self.file = file
        self._values = values
        self._prefix = prefix
        self._place = place
        self._shipped = shipped
        self._is_nameless = False
        self._asked: set[str] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        left = [key for key in self._values if key not in self._asked]
        if error is None and left:
            raise self.error(left[0], "this key is unknown here")

    def error(self, key: str, reason: str) -> ContentError:
        """The error about one key of this table."""
        return ContentError(self.file, f"{self._prefix}{key}", reason)

    def has(self, key: str) -> bool:
        """Whether the key stands in the table."""
        return key in self._values

    def text(self, key: str, default: str | None = None) -> str:
        """A text that is not empty unless the default is."""
        value = self._value(key, str, default)
        if not value.strip() and default is None:
            raise self.error(key, "this text is empty")
        return value.strip()

    def address(self, key: str, default: str | None = None) -> str:
        """An address of the web that begins with `https://`, or the default."""
        url = self.text(key, default)
        if url != default and not url.startswith("https://"):
            raise self.error(key, "an address begins with https://")
        return url

    def sentence(self, key: str) -> Sentence:
        """A text to be translated."""
        text, place = self.text(key), f"{self._place}/{key}"
        if self._is_nameless:
            return Sentence(text, place=place_in_list(place, text))
        shipped = (self._shipped or {}).get(key)
        return Sentence(text, place=place, shipped=shipped if isinstance(shipped, str) else "")

    def maybe_sentence(self, key: str) -> Sentence | None:
        """A text to be translated, or None where the key is missing."""
        return self.sentence(key) if self.has(key) else None

    def flag(self, key: str, *, default: bool | None = None) -> bool:
        """True or false."""
        return self._value(key, bool, default)

    def number(self, key: str, default: int | None = None) -> int:
        """A whole number that is not negative."""
        value = self._value(key, int, default)
        if isinstance(value, bool) or value < 0:
            raise self.error(key, f"{value} is no number from 0 on")
        return value

    def minutes(self, key: str, default: int | None = None) -> int:
        """A duration in minutes, a multiple of five (D22)."""
        value = self.number(key, default)
        if value % 5:
            raise self.error(key, f"{value} is no multiple of 5")
        return value

    def day(self, key: str) -> date | None:
        """A calendar day, or None where the key is missing."""
        return self._value(key, date, None) if self.has(key) else None

    def clock(self, key: str) -> int:
        """A time such as `8:05`, in minutes from midnight; a multiple of five."""
        value = self.text(key)
        hour, _, minute = value.partition(":")
        if not (hour.isdecimal() and minute.isdecimal() and len(minute) == 2):
            raise self.error(key, f"“{value}” is no time such as 8:00")
        minutes = int(hour) * 60 + int(minute)
        if int(minute) > 59 or minutes > 24 * 60 or minutes % 5:
            raise self.error(key, f"“{value}” is no time of day in steps of 5 minutes")
        return minutes

    def weekdays(self, key: str) -> tuple[int, ...]:
        """Weekdays such as `["mon", "thu"]`, Monday being 0."""
        return tuple(_WEEKDAYS.index(day) for day in self.chosen_list(key, _WEEKDAYS))

    def texts(self, key: str, *, optional: bool = False) -> tuple[str, ...]:
        """A list of texts."""
        values: list[object] = self._value(key, list, [] if optional else None)
        if not all(isinstance(value, str) and value.strip() for value in values):
            raise self.error(key, "here stands a list of texts, none of them empty")
        return tuple(str(value).strip() for value in values)

    def sentences(self, key: str, *, optional: bool = False) -> tuple[Sentence, ...]:
        """A list of texts to be translated."""
        texts = self.texts(key, optional=optional)
        shipped = None if self._shipped is None else self._shipped.get(key, [])
        before = [str(each) for each in shipped] if isinstance(shipped, list) else None
        return listed(texts, place=f"{self._place}/{key}", shipped=before)

    def chosen(self, key: str, choices: tuple[str, ...]) -> str:
        """One of a few fixed words."""
        value = self.text(key)
        if value not in choices:
            raise self.error(key, f"“{value}” is none of {', '.join(choices)}")
        return value

    def chosen_list(self, key: str, choices: tuple[str, ...]) -> tuple[str, ...]:
        """Some of a few fixed words, none twice."""
        values = self.texts(key)
        for value in values:
            if value not in choices:
                raise self.error(key, f"“{value}” is none of {', '.join(choices)}")
        if len(set(values)) < len(values):
            raise self.error(key, "something stands here twice")
        return values

    def channels(self, key: str) -> tuple[Channel, ...]:
        """One or more channels, the usual one first."""
        found = self.chosen_list(key, tuple(Channel))
        if not found:
            raise self.error(key, "at least one channel is needed")
        return tuple(Channel(value) for value in found)

    def known(self, key: str, name: str, *, where: Mapping[str, Known]) -> Known:
        """What `name`, found under `key`, refers to."""
        if name not in where:
            raise self.error(key, f"“{name}” is not known")
        return where[name]

    def all_known(self, key: str, where: Mapping[str, Known]) -> tuple[Known, ...]:
        """What a list of keys refers to; a missing list is an empty one."""
        return tuple(self.known(key, name, where=where) for name in self.texts(key, optional=True))

    def table(self, key: str, *, optional: bool = False) -> "Table":
        """A table within this one."""
        value: dict[str, object] = self._value(key, dict, {} if optional else None)
        shipped = (self._shipped or {}).get(key)
        return Table(
            self.file,
            value,
            prefix=f"{self._prefix}{key}.",
            place=f"{self._place}/{key}",
            shipped=shipped if isinstance(shipped, dict) else None,
        )

    def tables(self, key: str, *, optional: bool = False) -> Iterator["Table"]:
        """A list of tables, numbered from 1 in errors."""
        values: list[object] = self._value(key, list, [] if optional else None)
        for place, value in enumerate(values, start=1):
            if not isinstance(value, dict):
                raise self.error(key, "here stands a list of tables")
            yield self._line(key, place, value)

    def _line(self, key: str, number: int, value: dict[str, object]) -> "Table":
        """A table of a list: the word under its own `key` names it, if it has one."""
        name = value.get("key")
        lines = (self._shipped or {}).get(key)
        before = lines if isinstance(lines, list) else []
        line = Table(
            self.file,
            value,
            prefix=f"{self._prefix}{key}[{number}].",
            place=f"{self._place}/{key}/{name}" if name else f"{self._place}/{key}",
            shipped=next((each for each in before if name and each.get("key") == name), None),
        )
        line._is_nameless = not name
        return line

    def named_tables(self) -> Iterator[tuple[str, "Table"]]:
        """Every key of this table with the table under it, in the order of the file."""
        for key in self._values:
            yield key, self.table(key)

    def named_lists(self) -> Iterator[tuple[str, tuple["Table", ...]]]:
        """Every key of this table with the list of tables under it."""
        for key in self._values:
            yield key, tuple(self.tables(key))

    def _value(self, key: str, kind: type[Known], default: Known | None) -> Known:
        self._asked.add(key)
        if key not in self._values:
            if default is None:
                raise self.error(key, "this key is missing")
            return default
        value = self._values[key]
        if not isinstance(value, kind):
            raise self.error(key, f"here stands a {_KINDS[kind]}")
        return value


_KINDS: dict[type, str] = {
    str: "text",
    bool: "true or false",
    int: "number",
    date: "day such as 2026-01-31",
    list: "list",
    dict: "table",
}


def read_table(folder: Path | Folder, name: str) -> Table:
    """The file `name` of the content folder; `ContentError` where it is missing or no TOML."""
    given = folders.of(folder)
    values, shipped = given.table(name)
    place = name.removesuffix(".toml")
    return Table(f"{given.name}/{name}", values, place=place, shipped=shipped)


def read_own_table(folder: Folder, kind: str, key: str) -> Table:
    """The file of one thing, such as `concerns/neuantrag.toml`, or what was edited of it."""
    values, shipped = folder.file_table(kind, key)
    file, place = f"{folder.name}/{kind}/{key}.toml", f"{kind}/{key}"
    return Table(file, values, place=place, shipped=shipped)


def read_each(
    folder: Path | Folder, name: str, *, read: Callable[[str, Table], Known]
) -> dict[str, Known]:
    """Every table of the file read into a record, by its key."""
    found = {}
    with read_table(folder, name) as whole:
        for key, table in whole.named_tables():
            with table:
                found[key] = read(key, table)
    return found
