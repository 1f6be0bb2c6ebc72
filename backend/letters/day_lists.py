"""The words of the day list: which columns and rows stand in it, on any paper (R59, R122).

German alone: it is for the office. The workbook and the printed page are made of the same table.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from backend.actions.whereabouts import stops_on
from backend.content import Content
from backend.domain import names, references
from backend.domain.appointments import BookedBy, Channel, Need
from backend.domain.day_lists import DayLine
from backend.languages import Day, Languages, Text
from backend.languages import staff_text as s_
from backend.store import lists

Value = str | int | time

CHANNELS = {
    Channel.IN_PERSON: s_("in person"),
    Channel.PHONE: s_("by phone"),
    Channel.VIDEO: s_("by video"),
}
NEEDS = {
    Need.STEP_FREE: s_("without steps"),
    Need.LARGE_PRINT: s_("large print"),
    Need.QUIET_PLACE: s_("quiet place"),
    Need.CHILDREN: s_("children"),
}
BOOKED_BY = {
    BookedBy.CUSTOMER: s_("online"),
    BookedBy.COUNTER: s_("counter"),
    BookedBy.HOTLINE: s_("hotline"),
    BookedBy.PARTNER: s_("advice centre"),
    BookedBy.OLD_TOOL: s_("former tool"),
}
SIGN_LANGUAGE = s_("sign language")
IN_THE_HOUSE = s_("%(language)s, in the house")
COMPANION = s_("somebody comes along")
NOT_PLACED = s_("to be placed")
WALK_IN = s_("without appointment")
NEW, CHANGED = s_("new"), s_("changed")
GERMAN_BY_ITSELF = "*"
"""Behind a name that was put into Latin letters automatically (D4)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One appointment; the cells stand under the columns of the table."""

    cells: tuple[Value, ...]
    group: str
    """Key of the counter group."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayTable:
    """The day list of one office, in words."""

    office: str
    day: date
    title: str
    """`Geschäftsstelle Mitte, Dienstag, 24. November 2026`."""
    stamped: datetime
    """When it was made, on the wall clock of the office."""
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    groups: Mapping[str, str]
    """The groups that have appointments: their titles by key, in the order of the office."""
    summary: tuple[tuple[str, Value], ...]
    marks: Mapping[int, str]
    """Of each appointment by its id: the state this list shows."""
    gone: tuple[str, ...]
    """References of those that stood in the first list and do not come any more."""
    is_sample: bool


@dataclass(frozen=True, slots=True)
class _Words:
    """What a column needs besides the line."""

    content: Content
    languages: Languages
    first_marks: Mapping[int, str]
    marks: Mapping[int, str]

    def said(self, text: Text | str) -> str:
        """The text in German."""
        return text.plain(self.languages.german) if isinstance(text, Text) else text


_Cell = Callable[[DayLine, _Words], Value]


def table(
    office: str,
    day: date,
    *,
    content: Content,
    languages: Languages,
    stamped: datetime,
    first_marks: Mapping[int, str] | None = None,
) -> DayTable:
    """The list of an office on a day, as the appointments stand now.

    `first_marks` is the state of the first list of the day: what is new or changed since says so.
    """
    found = lists.lines(office, day)
    marks = lists.marks_of(found)
    before = marks if first_marks is None else first_marks
    words = _Words(content, languages, before, marks)
    at = content.offices[office]
    places = [f"{stop.place}, {stop.street}" for stop in stops_on(at, day)]
    columns = [column for column in COLUMNS if column[0] is not SINCE or before != marks]
    return DayTable(
        office=office,
        day=day,
        title=", ".join([at.name, Day(day).plain(languages.german), *places]),
        stamped=stamped,
        columns=tuple(words.said(title) for title, _cell in columns),
        rows=tuple(
            Row(cells=tuple(cell(line, words) for _title, cell in columns), group=line.group)
            for line in found
        ),
        groups={line.group: line.group_title for line in found},
        summary=_summary(found, words),
        marks=marks,
        gone=_gone(before.keys() - marks.keys()),
        is_sample=content.is_sample,
    )


# --- columns


def _latin(line: DayLine, _words: _Words) -> str:
    if line.latin_name:
        return line.latin_name
    latin = names.transliterated(line.name)
    return line.name if latin == line.name or _is_latin(line.name) else latin + GERMAN_BY_ITSELF


def _is_latin(name: str) -> bool:
    return all(
        not sign.isalpha() or sign < "\u0250" or "\u1e00" <= sign < "\u1f00" for sign in name
    )


def _original(line: DayLine, words: _Words) -> str:
    return "" if _latin(line, words) == line.name else line.name


def _born(line: DayLine, _words: _Words) -> str:
    day, month, year = line.born
    if not (day or month or year):
        return ""
    parts = [f"{day:02}" if day else "?", f"{month:02}" if month else "?", f"{year or '?'}"]
    return ".".join(parts)


def _concern(line: DayLine, words: _Words) -> str:
    concern = words.content.concerns.get(line.concern)
    return concern.keyword if concern else line.concern


def _language(line: DayLine, words: _Words) -> str:
    slug = line.languages.partition("+")[0]
    language = words.content.languages.get(slug)
    return str(language.german_name) if language else slug


def _interpreter(line: DayLine, words: _Words) -> str:
    wanted = []
    if line.interpreter:
        known = words.content.interpreter_languages.get(line.interpreter)
        name = str(known.german_name) if known else line.interpreter
        ordered = s_(IN_THE_HOUSE.msgid, language=name)
        wanted.append(words.said(ordered) if line.interpreter_claimed else name)
    if line.sign_language:
        wanted.append(words.said(SIGN_LANGUAGE))
    return ", ".join(wanted)


def _booked(line: DayLine, words: _Words) -> str:
    return words.said(WALK_IN if line.is_walk_in else BOOKED_BY[line.booked_by])


def _since(line: DayLine, words: _Words) -> str:
    if line.id not in words.first_marks:
        return words.said(NEW)
    return words.said(CHANGED) if words.first_marks[line.id] != words.marks[line.id] else ""


SINCE = s_("Since the first list")
COLUMNS: tuple[tuple[Text, _Cell], ...] = (
    (s_("Time"), lambda line, _words: line.start.time()),
    (s_("Min."), lambda line, _words: line.minutes),
    (s_("No."), lambda line, _words: references.spaced(line.reference)),
    (SINCE, _since),
    (s_("Name"), _latin),
    (s_("Name in the papers"), _original),
    (s_("Customer or BG number"), lambda line, _words: line.number),
    (s_("Born"), _born),
    (s_("Concern"), _concern),
    (s_("Kind"), lambda line, words: words.said(CHANNELS[line.channel])),
    (s_("We call"), lambda line, _words: line.phone),
    (s_("Language"), _language),
    (s_("Interpreting"), _interpreter),
    (s_("Comes along"), lambda line, words: words.said(COMPANION) if line.companion else ""),
    (s_("To prepare"), lambda line, words: ", ".join(words.said(NEEDS[n]) for n in line.needs)),
    (s_("Group"), lambda line, _words: line.group_title),
    (s_("Place"), lambda line, words: line.counter or words.said(NOT_PLACED)),
    (s_("Booked by"), _booked),
)
"""In the order in which somebody at the counter needs them; a reason for each stands in R122."""


# --- the summary


def _summary(found: Sequence[DayLine], words: _Words) -> tuple[tuple[str, Value], ...]:
    """Numbers of the day: groups, channels, languages to interpret, what to prepare."""
    counts: list[tuple[Text | str, int]] = [(s_("Appointments"), len(found))]
    titles = {line.group: line.group_title for line in found}
    groups = Counter(line.group for line in found)
    counts += [(titles[key], groups[key]) for key in titles]
    channels = Counter(line.channel for line in found)
    counts += [(name, channels[each]) for each, name in CHANNELS.items() if channels[each]]
    spoken = Counter(_interpreter(line, words) for line in found)
    interpreter = words.said(s_("Interpreting"))
    counts += [(f"{interpreter}: {name}", spoken[name]) for name in sorted(spoken) if name]
    prepared = Counter(need for line in found for need in line.needs)
    counts += [(name, prepared[each]) for each, name in NEEDS.items() if prepared[each]]
    counts += [(NOT_PLACED, sum(not line.counter for line in found))]
    changed = Counter(_since(line, words) for line in found)
    counts += [(words.said(each), changed[words.said(each)]) for each in (NEW, CHANGED)]
    counts += [(s_("gone"), len(words.first_marks.keys() - words.marks.keys()))]
    shown = {0, *(place for place, (_name, number) in enumerate(counts) if number)}
    return tuple((words.said(counts[place][0]), counts[place][1]) for place in sorted(shown))


def _gone(ids: Collection[int]) -> tuple[str, ...]:
    return tuple(references.spaced(each) for each in lists.references_of(ids))
