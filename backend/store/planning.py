"""Planning: single changes of what `capacity` reads; the caller renews the edition once at the end.

Rows are found by their own id and by the group or office they must belong to, so that nothing of
another office can be changed by a guessed number.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from backend.domain.compliance import Agreement
from backend.domain.counters import Counter
from backend.domain.offers import Offer
from backend.domain.openings import Closure, ExtraOpening, Week
from backend.domain.phases import Phase
from backend.domain.rules import OfficeRules
from backend.store import capacity, database, tables

# --- week templates and single days


def add_week(group_id: int, week: Week) -> int:
    """A new template with its openings; returns its id."""
    week_id = int(
        tables.WeekTemplate.insert(
            group_id=group_id,
            title=week.title,
            valid_from=week.valid_from,
            valid_until=week.valid_until,
            revision=0,
        ).execute()
    )
    _write_openings(week_id, week)
    return week_id


def change_week(group_id: int, week: Week) -> bool:
    """Write a template anew; False when it is gone or has another revision than `week`."""
    table = tables.WeekTemplate
    changed = (
        table.update(
            title=week.title,
            valid_from=week.valid_from,
            valid_until=week.valid_until,
            revision=week.revision + 1,
        )
        .where(table.id == week.id, table.group_id == group_id, table.revision == week.revision)
        .execute()
    )
    if changed:
        tables.Opening.delete().where(tables.Opening.week_id == week.id).execute()
        _write_openings(week.id, week)
    return bool(changed)


def delete_week(group_id: int, week_id: int, *, revision: int) -> bool:
    """Delete a template; False when it is gone or has another revision."""
    table = tables.WeekTemplate
    gone = (
        table.delete()
        .where(table.id == week_id, table.group_id == group_id, table.revision == revision)
        .execute()
    )
    if gone:
        tables.Opening.delete().where(tables.Opening.week_id == week_id).execute()
    return bool(gone)


def _write_openings(week_id: int, week: Week) -> None:
    for opening in week.openings:
        tables.Opening.insert(week_id=week_id, **capacity.window_values(opening)).execute()


def set_apart(group_id: int, day: date) -> None:
    """Plan the day by itself: the week template rests on it."""
    database.run(
        "INSERT INTO own_day (group_id, day) VALUES (?, ?) ON CONFLICT DO NOTHING",
        (group_id, day),
    )


def rejoin(group_id: int, day: date) -> None:
    """Let the week template hold on the day again."""
    table = tables.OwnDay
    table.delete().where(table.group_id == group_id, table.day == day).execute()


def add_extra(group_id: int, extra: ExtraOpening) -> int:
    """A window of one day; returns its id."""
    values = capacity.window_values(extra)
    return int(tables.ExtraOpening.insert(group_id=group_id, **values).execute())


def delete_extras(group_id: int, ids: Iterable[int]) -> int:
    """Delete windows of single days; returns how many there were."""
    table = tables.ExtraOpening
    return int(table.delete().where(table.group_id == group_id, table.id.in_(list(ids))).execute())


# --- closures


def add_closure(group_id: int, closure: Closure) -> int:
    """A closure of a group or one of its counters; returns its id."""
    values = capacity.window_values(closure)
    return int(tables.Closure.insert(group_id=group_id, **values).execute())


def delete_closure(group_id: int, closure_id: int) -> bool:
    """Take a closure back; False when it is gone."""
    table = tables.Closure
    return bool(table.delete().where(table.group_id == group_id, table.id == closure_id).execute())


# --- groups, counters and offers


def add_group(*, key: str, office: str, title: str, area: str, organisation: int = 0) -> int:
    """A new group without counters, behind the others of all offices; returns its id.

    `organisation` is the partner it belongs to, 0 for the Jobcenter (R103).
    """
    row = database.one("SELECT COALESCE(MAX(position), 0) + 1 FROM counter_group")
    assert row is not None
    group_id = int(
        tables.CounterGroup.insert(
            key=key,
            office=office,
            title=title,
            area=area,
            position=row[0],
            gone=0,
            revision=0,
            organisation=organisation,
        ).execute()
    )
    add_week(group_id, Week(title=capacity.FIRST_WEEK))
    return group_id


def is_group_key(key: str) -> bool:
    """Whether a group has or had this key."""
    return database.one("SELECT 1 FROM counter_group WHERE key = ?", (key,)) is not None


def touch_group(group_id: int, *, revision: int, **values: Any) -> bool:
    """Change title, area, organisation or `gone`; False when somebody has changed it since."""
    table = tables.CounterGroup
    return bool(
        table.update(revision=revision + 1, **values)
        .where(table.id == group_id, table.revision == revision)
        .execute()
    )


def add_counter(group_id: int, counter: Counter) -> int:
    """A new counter at the end of its group; returns its id."""
    row = database.one(
        "SELECT COALESCE(MAX(position), 0) + 1 FROM counter WHERE group_id = ?", (group_id,)
    )
    assert row is not None
    return int(
        tables.Counter.insert(
            group_id=group_id,
            title=counter.title,
            large=int(counter.large),
            position=row[0],
            gone=0,
        ).execute()
    )


def change_counter(group_id: int, counter: Counter) -> bool:
    """Another title or size; False when it is gone."""
    table = tables.Counter
    return bool(
        table.update(title=counter.title, large=int(counter.large))
        .where(table.id == counter.id, table.group_id == group_id, table.gone == 0)
        .execute()
    )


def retire_counter(group_id: int, counter_id: int) -> bool:
    """No counter of the plan any more; what is booked there still knows its title."""
    table = tables.Counter
    return bool(
        table.update(gone=1)
        .where(table.id == counter_id, table.group_id == group_id, table.gone == 0)
        .execute()
    )


def write_offers(group_id: int, offers: Iterable[Offer]) -> None:
    """Put these offers in place of all former ones of the group."""
    tables.Offer.delete().where(tables.Offer.group_id == group_id).execute()
    for offer in offers:
        capacity.write_offer(group_id, offer)


def counter_title(counter_id: int) -> str:
    """The title of a counter, also of one that is gone; empty for none."""
    row = database.one("SELECT title FROM counter WHERE id = ?", (counter_id,))
    return "" if row is None else str(row[0])


# --- what holds for an office


def write_rules(office: str, rules: OfficeRules, *, revision: int) -> bool:
    """Write the rules of an office; False when somebody else has changed them since then."""
    table = tables.OfficeRules
    values = {name: getattr(rules, name) for name in OfficeRules.__dataclass_fields__}
    values["hotline_same_day"] = int(rules.hotline_same_day)
    return bool(
        table.update(revision=revision + 1, **values)
        .where(table.office == office, table.revision == revision)
        .execute()
    )


def add_office(office: str) -> None:
    """The usual rules for an office; nothing changes where it has its own."""
    if database.one("SELECT 1 FROM office_rules WHERE office = ?", (office,)):
        return
    row = database.one("SELECT COALESCE(MAX(position), 0) + 1 FROM office_rules")
    assert row is not None
    rules = OfficeRules()
    values = {name: getattr(rules, name) for name in OfficeRules.__dataclass_fields__}
    values["hotline_same_day"] = int(rules.hotline_same_day)
    tables.OfficeRules.insert(office=office, position=row[0], revision=0, **values).execute()


def add_phase(office: str, phase: Phase) -> int:
    """A phase of an office; returns its id."""
    return int(
        tables.Phase.insert(
            office=office,
            kind=phase.kind.value,
            first_day=phase.first_day,
            last_day=phase.last_day,
            text=phase.text,
        ).execute()
    )


def change_phase(office: str, phase: Phase, *, seen: Phase) -> bool:
    """Write a phase anew; False when it is gone or no longer the one that was seen."""
    table = tables.Phase
    return bool(
        table.update(
            kind=phase.kind.value,
            first_day=phase.first_day,
            last_day=phase.last_day,
            text=phase.text,
        )
        .where(
            table.id == phase.id,
            table.office == office,
            table.kind == seen.kind.value,
            table.first_day == seen.first_day,
            table.last_day.is_null() if seen.last_day is None else table.last_day == seen.last_day,
            table.text == seen.text,
        )
        .execute()
    )


def delete_phase(office: str, phase_id: int) -> bool:
    """Take a phase back; False when it is gone."""
    table = tables.Phase
    return bool(table.delete().where(table.id == phase_id, table.office == office).execute())


def add_agreement(agreement: Agreement) -> int:
    """Note who agreed to cut required windows (R44); returns its id."""
    return int(
        tables.Agreement.insert(
            office=agreement.office,
            first_day=agreement.first_day,
            last_day=agreement.last_day,
            agreed_by=agreement.agreed_by,
            agreed_on=agreement.agreed_on,
            note=agreement.note,
        ).execute()
    )


def agreements(office: str) -> list[Agreement]:
    """All agreements of an office, the latest first."""
    query = tables.Agreement.select().where(tables.Agreement.office == office)
    rows: Any = query.order_by(tables.Agreement.id.desc()).dicts()
    return [Agreement(**row) for row in rows]
