"""How weekdays, audiences, reasons and duties are called in planning, and how times are read."""

from datetime import date, timedelta

from backend.actions.loose import Reason
from backend.domain.compliance import Duty, Gap
from backend.domain.lines import Line
from backend.domain.openings import Audience
from backend.languages import Text
from backend.languages import staff_counted as s_counted
from backend.languages import staff_text as s_
from backend.store.capacity import Group, Plan
from backend.web.staffing.words import number

WEEKDAYS = (s_("Mon"), s_("Tue"), s_("Wed"), s_("Thu"), s_("Fri"), s_("Sat"), s_("Sun"))
WHOLE_WEEKDAYS = (
    s_("Monday"), s_("Tuesday"), s_("Wednesday"), s_("Thursday"), s_("Friday"), s_("Saturday"),
    s_("Sunday"),
)  # fmt: skip
AUDIENCES = {
    Audience.ALL: s_("everybody"),
    Audience.EMPLOYED: s_("employed people and people in a measure"),
    Audience.EMERGENCY: s_("emergencies"),
    Audience.STAFF: s_("counter and hotline only"),
    Audience.PARTNERS: s_("advice centres"),
}
REASONS = {
    Reason.NO_COUNTER: s_("no counter yet"),
    Reason.COUNTER_GONE: s_("the counter goes"),
    Reason.CLOSED: s_("closed then"),
    Reason.NOT_OFFERED: s_("no longer offered"),
    Reason.PHASE: s_("not admitted in this phase"),
    Reason.LOCKED: s_("month-turn lock"),
}
DUTIES = {
    Duty.DAYS: s_("appointments on fewer than four days"),
    Duty.LATE: s_("no day with appointments until 18:00"),
}


def clock(minutes: int) -> str:
    """A minute of the day as `08:00`; 1440 is `24:00`."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def hours(start: int, end: int) -> str:
    """A window of the day as `08:00–12:00`."""
    return f"{clock(start)}–{clock(end)}"


def days(first: date, last: date) -> str:
    """One day, or from one to another."""
    return number(first) if first == last else f"{number(first)}–{number(last)}"


def short(day: date) -> str:
    """A day as `Di 24.11.2026`."""
    return f"{WEEKDAYS[day.weekday()]} {number(day)}"


def weekdays(days: tuple[int, ...]) -> str:
    """Weekdays as `Mo–Do` or `Mo, Mi`."""
    parts: list[list[int]] = []
    for day in days:
        if parts and parts[-1][-1] == day - 1:
            parts[-1].append(day)
        else:
            parts.append([day])
    return ", ".join(
        f"{WEEKDAYS[part[0]]}–{WEEKDAYS[part[-1]]}"
        if len(part) > 2
        else ", ".join(str(WEEKDAYS[day]) for day in part)
        for part in parts
    )


def line(one: Line, group: Group) -> str:
    """A line as `Mo–Do 08:00–12:00, all counters`, with whom it is kept for."""
    parts = [f"{weekdays(one.weekdays)} {hours(one.start, one.end)}".strip()]
    if one.counter is not None:
        parts.append(str(counter_title(group, one.counter)))
    if one.audience is not Audience.ALL:
        parts.append(str(s_("only %(whom)s", whom=AUDIENCES[one.audience])))
    if one.release_days is not None:
        parts.append(
            str(
                s_counted(
                    "open to all %(number)s day before",
                    "open to all %(number)s days before",
                    one.release_days,
                )
            )
        )
    return ", ".join(parts)


def week_of(gap: Gap) -> Text:
    """The week of a missing window, from Monday to Sunday."""
    return s_("week from %(monday)s", monday=number(gap.monday))


def sunday(day: date) -> date:
    """The last day of the week the day lies in."""
    return day + timedelta(days=6 - day.weekday())


def counter_title(group: Group, counter: int | None) -> Text | str:
    """The counter a window is for; all of them for None."""
    if counter is None:
        return s_("all counters")
    return next((each.title for each in group.counters if each.id == counter), "–")


def group_title(plan: Plan, key: str) -> str:
    """The title of a group; its key where it is gone."""
    found = plan.group(key)
    return found.title if found else key
