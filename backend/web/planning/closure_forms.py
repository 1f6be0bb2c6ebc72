"""The questions about a closure: what is closed, when, and why."""

from dataclasses import dataclass
from datetime import date
from itertools import count

from wtforms import StringField

from backend.actions.closing import Target
from backend.domain.openings import Closure
from backend.languages import Text
from backend.languages import staff_text as s_
from backend.store.capacity import Group
from backend.web.fields import LONGEST_LINE, TOO_LONG, AtMost, Boxes, tidy
from backend.web.portal import portal
from backend.web.staff_fields import ClockField, DayField, StaffForm

LONGEST_DAYS = 366
EVERYTHING = "*"


class ClosureForm(StaffForm):
    """What is closed, from when until when."""

    targets = Boxes(s_("What is closed?"))
    first_day = DayField(s_("From"))
    last_day = DayField(s_("Up to and including"), description=s_("Leave it empty for one day."))
    start = ClockField(s_("From (time)"), description=s_("Leave both empty for whole days."))
    end = ClockField(s_("until (time)"))
    title = StringField(
        s_("What for"),
        description=s_("For colleagues only, such as works meeting. No names."),
        filters=[tidy],
        validators=[AtMost(LONGEST_LINE, TOO_LONG)],
        render_kw={"autocomplete": "off", "dir": "auto"},
    )

    def closure(self, today: date) -> Closure | None:
        """What was asked for; None with an error at each field that does not fit."""
        if not self.targets.data:
            self.targets.errors = [s_("Please choose what is closed.")]
        first = self.first_day.day
        last = self.last_day.day or first
        if first is None and not self.first_day.errors:
            self.first_day.errors = [s_("Please write the first day.")]
        if first and last and not self.last_day.errors:
            self._check_days(first, last, today=today)
        start, end = self.start.minutes, self.end.minutes
        if start is not None and end is None:
            end = 24 * 60
        if end is not None and (start or 0) >= end and not self.end.errors:
            self.end.errors = [s_("The end lies before the beginning.")]
        if self.errors or first is None or last is None:
            return None
        is_whole = start is None and end is None
        return Closure(
            first_day=first,
            last_day=last,
            start=None if is_whole else start or 0,
            end=None if is_whole else end,
            title=self.title.data or "",
        )

    def _check_days(self, first: date, last: date, *, today: date) -> None:
        if last < first:
            self.last_day.errors = [s_("The last day lies before the first one.")]
        elif last < today:
            self.first_day.errors = [s_("This day lies behind already.")]
        elif (last - first).days > LONGEST_DAYS:
            self.last_day.errors = [s_("At most a year can be closed at once.")]


def value_of(group: Group, counter: int | None = None) -> str:
    """What stands for a group or counter in the form."""
    return f"{group.office}/{group.key}" + ("" if counter is None else f"/{counter}")


def targets_of(values: list[str], groups: list[Group]) -> list[Target]:
    """What the ticked boxes mean: whole offices are all their groups.

    Who ticks single counters means those, also where the box of their group was ticked beforehand:
    better too little closed, which is seen, than too much.
    """
    chosen = set(values)
    found = []
    for group in groups:
        counters = [
            Target(group, counter.id)
            for counter in group.counters
            if value_of(group, counter.id) in chosen
        ]
        is_whole = bool(chosen & {EVERYTHING, group.office, value_of(group)})
        found += counters or ([Target(group)] if is_whole else [])
    return found


@dataclass(frozen=True, slots=True)
class Box:
    """A box to tick."""

    id: str
    value: str
    label: Text | str
    is_checked: bool


@dataclass(frozen=True, slots=True)
class GroupBoxes:
    """A group and its counters."""

    whole: Box
    counters: list[Box]

    @property
    def is_open(self) -> bool:
        """Whether something in it is ticked."""
        return self.whole.is_checked or any(box.is_checked for box in self.counters)


@dataclass(frozen=True, slots=True)
class OfficeBoxes:
    """An office with its groups; `whole` is None where one group is all there is to choose."""

    name: str
    whole: Box | None
    groups: list[GroupBoxes]

    @property
    def is_open(self) -> bool:
        """Whether some of its groups or counters are ticked."""
        return any(each.is_open for each in self.groups)


@dataclass(frozen=True, slots=True)
class Boxed:
    """All boxes of the page; `everything` is None where there is one office only."""

    everything: Box | None
    offices: list[OfficeBoxes]


def boxes_of(form: ClosureForm, groups: list[Group]) -> Boxed:
    """The boxes in the order of the offices; the first one carries the field's id."""
    chosen, ids = set(form.targets.data or ()), count(1)

    def box(value: str, label: Text | str) -> Box:
        number = next(ids)
        name = form.targets.id if number == 1 else f"{form.targets.id}-{number}"
        return Box(name, value, label, value in chosen)

    by_office: dict[str, list[Group]] = {}
    for group in groups:
        by_office.setdefault(group.office, []).append(group)
    is_many = len(by_office) > 1
    everything = box(EVERYTHING, s_("All my offices")) if is_many else None
    names = {key: portal().content.offices[key].name for key in by_office}
    offices = [
        OfficeBoxes(
            names[key],
            box(key, names[key] if is_many else s_("All groups"))
            if is_many or len(own) > 1
            else None,
            [
                GroupBoxes(
                    box(value_of(group), group.title),
                    [box(value_of(group, each.id), each.title) for each in group.counters],
                )
                for group in own
            ],
        )
        for key, own in by_office.items()
    ]
    return Boxed(everything, offices)
