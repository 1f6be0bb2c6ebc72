"""Free times on a page of the staff: the next three, more on request, or those of one day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from wtforms import HiddenField

from backend.actions import choosing
from backend.actions.whereabouts import stop_at
from backend.domain.appointments import Wish
from backend.domain.slots import Slot
from backend.languages import staff_text as s_
from backend.web.portal import portal
from backend.web.staff_fields import DayField, StaffForm

FEW, MORE, MANY = 3, 12, 48
"""How many of the next times are shown, and how many on request."""
LOOK, MORE_TIMES = "look", "more"
"""The buttons beside the one that does it."""
NO_TIME = s_("Please choose a time.")
TAKEN = s_("This time has just been taken. Here are the nearest ones; everything else is kept.")


class TimesForm(StaffForm):
    """The question for a time, and what the page remembers of those it has shown."""

    day = DayField(s_("Only on this day"))
    shown = HiddenField()
    """The wish whose times the page showed."""
    most = HiddenField()
    """How many."""
    start = HiddenField()

    @property
    def chosen(self) -> datetime | None:
        """The chosen time, local wall clock; None for none or an odd one."""
        try:
            return datetime.fromisoformat(self.start.data or "").replace(tzinfo=None)
        except ValueError:
            return None

    def is_looking(self, act: str, fresh: str) -> bool:
        """Whether other times are asked for, by a button or by another wish than was shown.

        Only what was on the page can be meant by who presses Enter.
        """
        is_new = self.shown.data != fresh
        before = FEW if is_new else max(self.count, FEW)
        more = MORE if before < MORE else MANY
        self.most.data = str(more if act == MORE_TIMES else before)
        self.shown.data = fresh
        return is_new or act in {LOOK, MORE_TIMES}

    @property
    def count(self) -> int:
        """How many times are shown at most."""
        text = self.most.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0


@dataclass(frozen=True, slots=True)
class Times:
    """The free times on the page."""

    slots: list[Slot]
    has_more: bool
    chosen: datetime | None
    """Chosen beforehand: what was chosen, else the first one."""
    places: Mapping[datetime, str] = field(default_factory=dict)
    """Where the office is then, if it comes to people."""


def free(
    wish: Wish,
    form: TimesForm,
    *,
    now: datetime,
    near: datetime | None = None,
    ignoring: frozenset[int] = frozenset(),
) -> Times:
    """The next times over all groups; those of the day that is named; or those near a moment.

    `ignoring` are the appointments whose time counts as free: the one being moved.
    """
    content, most = portal().content, min(max(form.count, FEW), MANY)
    if form.day.day:
        found = choosing.times(wish, form.day.day, content=content, now=now, ignoring=ignoring)
        shown = found
    else:
        if near:
            found = choosing.nearest(
                wish, near, content=content, now=now, most=most + 1, ignoring=ignoring
            )
        else:
            found = choosing.soonest(
                wish, content=content, now=now, most=most + 1, ignoring=ignoring
            )
        shown = found[:most]
    starts = [slot.start for slot in shown]
    chosen = form.chosen if form.chosen in starts else next(iter(starts), None)
    return Times(
        shown,
        has_more=most < MANY and len(found) > len(shown),
        chosen=chosen,
        places={start: stop.place for start in starts if (stop := stop_at(wish.office, start))},
    )
