"""Lines of windows in a form: so many as somebody needs, three empty ones at the end.

Each line has fields of its own (`z3_start`), so that errors stand at the field they belong to. A
line without days and times says nothing; “more lines” asks for three more and checks nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request
from wtforms import Field, SelectField, StringField

from backend.domain.lines import Line, clash
from backend.domain.numbers import latin_digits
from backend.domain.openings import Audience
from backend.languages import staff_text as s_
from backend.store.capacity import Group
from backend.web.fields import AtMost, Boxes, Valid, tidy_digits
from backend.web.planning import words
from backend.web.staff_fields import ClockField, StaffForm

MOST = 60
"""More lines than that no week has."""
EMPTY = 3
LONGEST_RELEASE = 365
COUNT, MORE = "lines", "more"
ALL_COUNTERS = ""


def _is_release(text: str) -> bool:
    return latin_digits(text).isdecimal() and int(text) <= LONGEST_RELEASE


@dataclass(frozen=True, slots=True)
class Row:
    """The fields of one line; `days` is None where all lines belong to one day."""

    number: int
    days: Field | None
    start: Field
    end: Field
    audience: Field
    counter: Field
    release: Field

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written."""
        return not (self.start.data or self.end.data or (self.days and self.days.data))


def is_asking_for_more() -> bool:
    """Whether “more lines” was pressed."""
    return MORE in request.form


def living(lines: Iterable[Line], group: Group) -> list[Line]:
    """Without those of counters that were given up: they open nothing any more."""
    there = {counter.id for counter in group.counters} | {None}
    return [line for line in lines if line.counter in there]


def count_for(lines: Sequence[Line], *, prefix: str = "z") -> int:
    """How many lines the form shows: as many as were sent, else those there are and three more."""
    sent = request.form.get(f"{prefix}_{COUNT}", "")
    if sent.isdecimal() and len(sent) < 5:
        return min(int(sent) + (EMPTY if is_asking_for_more() else 0), MOST)
    return min(len(lines) + EMPTY, MOST)


def fields_for(count: int, *, has_days: object, prefix: str = "z") -> dict[str, Any]:
    """The fields of so many lines, for a form class made with `type`."""
    found: dict[str, Any] = {}
    for number in range(1, count + 1):
        name = f"{prefix}{number}"
        if has_days:
            found[f"{name}_days"] = Boxes(s_("Days"))
        found[f"{name}_start"] = ClockField(s_("from"))
        found[f"{name}_end"] = ClockField(s_("to"))
        found[f"{name}_audience"] = SelectField(s_("For whom"), validate_choice=False)
        found[f"{name}_counter"] = SelectField(s_("Counter"), validate_choice=False)
        found[f"{name}_release"] = StringField(
            s_("Open to all … days before"),
            filters=[tidy_digits],
            validators=[
                AtMost(3, s_("At most 365 days.")),
                Valid(_is_release, s_("Please write a number of days up to 365, or nothing.")),
            ],
            render_kw={"inputmode": "numeric", "autocomplete": "off", "dir": "ltr"},
        )
    return found


def typed(lines: Iterable[Line], *, prefix: str = "z") -> dict[str, Any]:
    """What stands in the fields for these lines."""
    found: dict[str, Any] = {}
    for number, line in enumerate(lines, start=1):
        name = f"{prefix}{number}"
        found[f"{name}_days"] = [str(day) for day in line.weekdays]
        found[f"{name}_start"] = words.clock(line.start)
        found[f"{name}_end"] = words.clock(line.end)
        found[f"{name}_audience"] = line.audience.value
        found[f"{name}_counter"] = ALL_COUNTERS if line.counter is None else str(line.counter)
        found[f"{name}_release"] = "" if line.release_days is None else str(line.release_days)
    return found


def rows_of(form: StaffForm, group: Group, count: int, *, prefix: str = "z") -> list[Row]:
    """The fields, line by line, with what can be chosen in them."""
    days = [(str(day), word) for day, word in enumerate(words.WEEKDAYS)]
    audiences = [(each.value, words.AUDIENCES[each]) for each in Audience]
    counters = [
        (ALL_COUNTERS, s_("all counters")),
        *((str(counter.id), counter.title) for counter in group.counters),
    ]
    found = []
    for number in range(1, count + 1):
        name = f"{prefix}{number}"
        row = Row(
            number,
            getattr(form, f"{name}_days", None),
            *(
                form[f"{name}_{part}"]
                for part in ("start", "end", "audience", "counter", "release")
            ),
        )
        row.audience.choices, row.counter.choices = audiences, counters
        if row.days is not None:
            row.days.choices = days
        found.append(row)
    return found


def lines_in(rows: Iterable[Row], group: Group) -> list[Line] | None:
    """What was written; None with an error at each field that does not fit."""
    written: list[tuple[Row, Line | None]] = [
        (row, _line(row, group)) for row in rows if not row.is_empty
    ]
    lines = [line for _row, line in written if line]
    if len(lines) < len(written):
        return None
    numbers = clash(lines)
    if numbers is None:
        return lines
    before, after = (written[number][0] for number in numbers)
    after.start.errors = [
        s_("This overlaps line %(line)s for the same people.", line=before.number)
    ]
    return None


def _line(row: Row, group: Group) -> Line | None:
    start, end = row.start.minutes, row.end.minutes
    if row.days is not None and not row.days.data:
        row.days.errors = [s_("Please tick one day at least.")]
    if start is None and not row.start.errors:
        row.start.errors = [s_("Please write from when.")]
    if end is None and not row.end.errors:
        row.end.errors = [s_("Please write until when.")]
    elif start is not None and end is not None and end <= start:
        row.end.errors = [s_("The end lies before the beginning.")]
    counter = row.counter.data or ALL_COUNTERS
    if counter and counter not in {str(each.id) for each in group.counters}:
        row.counter.errors = [s_("Please choose one of the list.")]
    if row.audience.data not in set(Audience):
        row.audience.errors = [s_("Please choose one of the list.")]
    parts = (row.days, row.start, row.end, row.counter, row.audience, row.release)
    if start is None or end is None or any(part and part.errors for part in parts):
        return None
    audience = Audience(row.audience.data)
    is_reserved = audience is not Audience.ALL and bool(row.release.data)
    return Line(
        weekdays=tuple(sorted(int(day) for day in row.days.data)) if row.days is not None else (),
        start=start,
        end=end,
        counter=int(counter) if counter else None,
        audience=audience,
        release_days=int(row.release.data) if is_reserved else None,
    )
