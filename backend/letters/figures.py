"""Figures: an evaluation in words, as a page shows it and as files carry it (R64, R66).

One table looks the same on the page, on paper, in Excel and as CSV; what is hidden is `HIDDEN` in
all of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from backend.actions.counting import NONE_FOUND
from backend.actions.evaluating import Report, Use
from backend.content import Content
from backend.domain.appointments import BookedBy, Channel
from backend.domain.crosstabs import ALL_OFFICES, COLUMNS, MONTH, SECTION, SUM, Row, Table
from backend.domain.disclosure import SMALLEST
from backend.domain.evaluations import EMERGENCY, OTHER, WALK_IN, Age, Ending, Period, Topic
from backend.languages import Day, Shown
from backend.languages import staff_text as s_
from backend.letters.day_lists import BOOKED_BY, CHANNELS

Word = Shown | str
Keyed = TypeVar("Keyed", Row, Use)
Number = int | str | None
"""A text only where a unit belongs to it; None is hidden."""

HIDDEN = "·"
"""As the statistical offices write it."""
ALL = s_("all offices")
TOTAL = s_("Total")
KEPT = s_("share who came")
NOTHING = "–"
"""There was nothing to compute a share of."""
TITLE = s_("Evaluation: %(period)s, %(office)s")
QUARTER = s_("Quarter %(number)s of %(year)s")
YEAR = s_("Year %(year)s")
NOTES = (
    s_(
        "Each appointment is counted once, in the month in which it lies. “Not recorded” means that"
        " nobody noted anything, not that somebody stayed away."
    ),
    s_(
        "A dot (·) is a hidden number: all from 1 to %(most)s are hidden, and as many others as it"
        " takes that none of them can be computed.",
        most=SMALLEST - 1,
    ),
)
ENDINGS: dict[Ending, Word] = {
    Ending.CAME: s_("came"),
    Ending.MISSED: s_("did not come"),
    Ending.UNRECORDED: s_("not recorded"),
    Ending.CANCELLED: s_("cancelled by customers"),
    Ending.CANCELLED_BY_OFFICE: s_("cancelled by the office"),
}
HEADINGS: dict[str, tuple[Word, Word]] = {
    MONTH: (s_("Months"), s_("Month")),
    Topic.OFFICE.value: (s_("Offices"), s_("Office")),
    SECTION: (s_("Kinds of concerns"), s_("Kind")),
    Topic.CONCERN.value: (s_("Concerns"), s_("Concern")),
    Topic.URGENCY.value: (s_("Emergencies"), s_("Emergency")),
    Topic.CHANNEL.value: (s_("Kinds of appointments"), s_("Kind")),
    Topic.BOOKED_BY.value: (s_("Ways of booking"), s_("Booked by")),
    Topic.AGE.value: (s_("Age"), s_("Age")),
}
"""What a table is called, and what its rows are."""
ABOUT: dict[str, Word] = {
    Topic.AGE.value: s_("Known only of those who gave their birth date for want of a number.")
}
SECTIONS: dict[str, Word] = {
    "urgent": s_("Urgent"),
    "money": s_("Money and letters"),
    "home": s_("Home and family"),
    "work": s_("Work and training"),
    "other": s_("Other concerns"),
}
VALUES: dict[str, dict[str, Word]] = {
    SECTION: SECTIONS,
    Topic.URGENCY.value: {EMERGENCY: s_("emergencies"), OTHER: s_("all others")},
    Topic.CHANNEL.value: {each.value: CHANNELS[each] for each in Channel},
    Topic.BOOKED_BY.value: {
        **{each.value: BOOKED_BY[each] for each in BookedBy if each in BOOKED_BY},
        WALK_IN: s_("without appointment"),
    },
    Topic.AGE.value: {
        Age.YOUNG.value: s_("under 25"),
        Age.OLDER.value: s_("25 and older"),
        Age.UNKNOWN.value: s_("not known"),
    },
}
EVENTS: dict[str, Word] = {
    "booked": s_("booked in this time, for whatever day"),
    "moved": s_("moved by customers"),
    "office_moved": s_("moved by the office"),
    NONE_FOUND: s_("looked for a time and found none"),
    "callback": s_("callbacks promised"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One table in words; the last row is the sum of the others where `has_sum`."""

    key: str
    title: Word
    about: Word = ""
    columns: tuple[Word, ...]
    """The first one is that of the rows' names."""
    rows: tuple[tuple[Word, tuple[Number, ...]], ...]
    has_sum: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A whole evaluation in words."""

    title: Shown
    notes: tuple[Word, ...]
    figures: tuple[Figure, ...]


def period_name(period: Period) -> Shown:
    """Such as `Oktober 2026`."""
    if period.length == 12:
        return s_(YEAR.msgid, year=period.year)
    if period.length == 3:
        return s_(QUARTER.msgid, number=period.first // 3 + 1, year=period.year)
    return Day(period.first_day, "month_year")


def office_name(key: str, content: Content) -> Word:
    """Of an office, also of one that is closed for good, or of all."""
    if key == ALL_OFFICES:
        return ALL
    return content.offices[key].name if key in content.offices else key


def sheet(report: Report, content: Content) -> Sheet:
    """The report in words, rows in the order of the catalogue."""
    found = report.evaluation
    named = _names(content, found.period.months)
    figures = [_figure(table, named[table.name]) for table in found.tables]
    if report.uses:
        figures.append(_use(report.uses, named))
    if found.events:
        figures.append(_events(found.events))
    title = s_(
        TITLE.msgid,
        period=period_name(found.period),
        office=office_name(found.office, content),
    )
    return Sheet(title=title, notes=NOTES, figures=tuple(figures))


def _names(content: Content, months: Sequence[str]) -> dict[str, Mapping[str, Word]]:
    """For each table what its rows are called, in their order."""
    named: dict[str, Mapping[str, Word]] = {
        MONTH: {key: Day(date.fromisoformat(f"{key}-01"), "month_year") for key in months},
        Topic.OFFICE.value: {key: office.name for key, office in content.offices.items()},
        Topic.CONCERN.value: {key: str(each.title) for key, each in content.concerns.items()},
    }
    return {**named, **VALUES}


def _figure(table: Table, named: Mapping[str, Word]) -> Figure:
    title, rows = HEADINGS[table.name]
    return Figure(
        key=table.name,
        title=title,
        about=ABOUT.get(table.name, ""),
        columns=(rows, *ENDINGS.values(), TOTAL, KEPT),
        rows=(
            *((named.get(row.key, row.key), _line(row)) for row in _ordered(table.rows, named)),
            (TOTAL, _line(table.sum)),
        ),
    )


def _line(row: Row) -> tuple[Number, ...]:
    """The numbers of a row, and the share of those who came, made of what is shown alone (R58)."""
    came, missed = (row.values[COLUMNS.index(each)] for each in (Ending.CAME, Ending.MISSED))
    if came is None or missed is None:
        return (*row.values, None)
    expected = came + missed
    return (*row.values, _percent(round(100 * came / expected) if expected else None))


def _ordered(rows: Sequence[Keyed], named: Mapping[str, Word]) -> list[Keyed]:
    """As the catalogue orders them; what stands in it no more comes last."""
    places = {key: place for place, key in enumerate(named)}
    return sorted(rows, key=lambda row: (places.get(row.key, len(places)), row.key))


def _use(uses: Sequence[Use], named: Mapping[str, Mapping[str, Word]]) -> Figure:
    names = {**named[MONTH], **named[Topic.OFFICE.value], SUM: TOTAL}
    return Figure(
        key="use",
        title=s_("Offer and use"),
        about=s_("Hours of all counters together, and how much of them was booked."),
        columns=(s_("Where or when"), s_("Hours open"), s_("Booked")),
        rows=tuple(
            (names.get(each.key, each.key), (each.hours, _booked(each)))
            for each in _ordered(uses, names)
        ),
    )


def _booked(use: Use) -> Number:
    """How much was booked; hidden where the office had too few appointments to tell."""
    return None if use.percent is None and use.hours else _percent(use.percent)


def _percent(number: int | None) -> str:
    return NOTHING if number is None else f"{number}\u00a0%"


def _events(rows: Sequence[Row]) -> Figure:
    return Figure(
        key="events",
        title=s_("What else happened"),
        columns=(s_("What"), s_("How often")),
        rows=tuple((EVENTS[row.key], row.values) for row in _ordered(rows, EVENTS)),
        has_sum=False,
    )
