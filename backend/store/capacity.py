"""Capacity: counter groups, openings, offers and rules as the offices have set them."""

import secrets
from dataclasses import dataclass, field
from typing import Any

from backend.domain.appointments import Channel
from backend.domain.capacity import Capacity, GroupPlan
from backend.domain.counters import Counter
from backend.domain.offers import Offer
from backend.domain.openings import Audience, Closure, ExtraOpening, Opening
from backend.domain.periods import CELL_MINUTES, mask
from backend.domain.rules import OfficeRules
from backend.store import database, tables

_RULES = tuple(OfficeRules.__dataclass_fields__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A counter group as it stands in the store; `counter` in windows is a counter's id."""

    id: int
    key: str
    office: str
    title: str
    area: str
    counters: tuple[Counter, ...]
    offers: tuple[Offer, ...]
    openings: tuple[Opening, ...]
    extra_openings: tuple[ExtraOpening, ...]
    closures: tuple[Closure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Interpreter:
    """Somebody who interprets a language, a weekday's hours of one office (D30)."""

    id: int
    language: str
    weekday: int
    cells: int
    """The hours as a bit mask of the day's cells."""
    on_site: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All offices at one edition; kept in memory until somebody changes something."""

    rules: dict[str, OfficeRules]
    """By the office's key, in the order of the offices."""
    groups: dict[str, tuple[Group, ...]]
    """By the office's key."""
    interpreters: dict[str, tuple[Interpreter, ...]]
    """By the office's key."""
    masks: dict[Any, dict[int, int]] = field(default_factory=dict, compare=False)
    """Open cells worked out before, by whatever decides them; belongs to `actions.supply`."""


_PARTS = (tables.Counter, tables.Offer, tables.Opening, tables.ExtraOpening, tables.Closure)


class _Kept:
    """The plan in memory and the edition it was read at."""

    last: tuple[tuple[int, str], Plan] | None = None


def plan() -> Plan:
    """The plan of all offices; costs one small query when nothing has changed."""
    row = database.one("SELECT mark FROM edition WHERE id = 1")
    edition = (database.generation(), "" if row is None else str(row[0]))
    kept = _Kept.last
    if kept is None or kept[0] != edition:
        # Both in one assignment: other threads read it meanwhile.
        kept = _Kept.last = (edition, _read())
    return kept[1]


def is_empty() -> bool:
    """Whether nobody has set up any counter group."""
    return database.one("SELECT 1 FROM counter_group LIMIT 1") is None


def change_edition() -> None:
    """Let every process read the plan anew; part of each change of it."""
    database.run(
        "INSERT INTO edition (id, mark) VALUES (1, ?)"
        " ON CONFLICT (id) DO UPDATE SET mark = excluded.mark",
        (secrets.token_hex(8),),
    )


def write(capacity: Capacity) -> None:
    """Write a whole plan beside what stands."""
    position = 0
    for order, office in enumerate(capacity.offices.values()):
        rules = {name: getattr(office.rules, name) for name in _RULES}
        tables.OfficeRules.insert(office=office.office, position=order, **rules).execute()
        for group in office.groups:
            _write_group(office.office, group, position=position)
            position += 1
    for hours in capacity.interpreters:
        tables.InterpreterHours.insert(
            office=hours.office,
            language=hours.language,
            weekday=hours.weekday,
            start=hours.start,
            end=hours.end,
            on_site=int(hours.on_site),
        ).execute()
    for address in sorted({each.strip().casefold() for each in capacity.exempt_addresses}):
        tables.ExemptAddress.insert(address=address).execute()
    change_edition()


def _write_group(office: str, group: GroupPlan, *, position: int) -> None:
    group_id = tables.CounterGroup.insert(
        key=group.key, office=office, title=group.title, area=group.area, position=position
    ).execute()
    ids: list[int] = []
    for place, counter in enumerate(group.counters):
        ids.append(
            tables.Counter.insert(
                group_id=group_id, title=counter.title, large=int(counter.large), position=place
            ).execute()
        )
    for offer in group.offers:
        _write_offer(group_id, offer)
    windows: list[tuple[Any, Any]] = [
        *((tables.Opening, each) for each in group.openings),
        *((tables.ExtraOpening, each) for each in group.extra_openings),
        *((tables.Closure, each) for each in group.closures),
    ]
    for table, window in windows:
        values = {name: getattr(window, name) for name in type(window).__dataclass_fields__}
        place = values.pop("counter")
        values["counter_id"] = None if place is None else ids[place - 1]
        if "audience" in values:
            values["audience"] = values["audience"].value
        table.insert(group_id=group_id, **values).execute()


def _write_offer(group_id: int, offer: Offer) -> None:
    tables.Offer.insert(
        group_id=group_id,
        concern=offer.concern,
        minutes=offer.minutes,
        interpreter_minutes=offer.interpreter_minutes,
        household_minutes=offer.household_minutes,
        turn_round_minutes=offer.turn_round_minutes,
        channels=",".join(sorted(channel.value for channel in offer.channels)),
        audience=offer.audience.value,
    ).execute()


def _rows(table: Any, *order: Any) -> list[dict[str, Any]]:
    return list(table.select().order_by(*order).dicts())


def _read() -> Plan:
    rules = {
        row["office"]: OfficeRules(**{name: row[name] for name in _RULES})
        for row in _rows(tables.OfficeRules, tables.OfficeRules.position)
    }
    parts = {table: _by_group(_rows(table, table.id)) for table in _PARTS}
    groups: dict[str, list[Group]] = {}
    for row in _rows(tables.CounterGroup, tables.CounterGroup.position):
        own = {table: found.get(row["id"], []) for table, found in parts.items()}
        groups.setdefault(row["office"], []).append(
            Group(
                **{name: row[name] for name in ("id", "key", "office", "title", "area")},
                counters=tuple(
                    Counter(each["id"], each["title"], bool(each["large"]))
                    for each in own[tables.Counter]
                ),
                offers=tuple(_offer(each) for each in own[tables.Offer]),
                openings=tuple(Opening(**_window(each)) for each in own[tables.Opening]),
                extra_openings=tuple(
                    ExtraOpening(**_window(each)) for each in own[tables.ExtraOpening]
                ),
                closures=tuple(Closure(**_window(each)) for each in own[tables.Closure]),
            )
        )
    return Plan(
        rules=rules,
        groups={office: tuple(found) for office, found in groups.items()},
        interpreters=_interpreters(),
    )


def _by_group(rows: list[dict[str, Any]]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["group_id"], []).append(row)
    return found


def _window(row: dict[str, Any]) -> dict[str, Any]:
    window = {name: value for name, value in row.items() if name not in {"id", "group_id"}}
    window["counter"] = window.pop("counter_id")
    if "audience" in window:
        window["audience"] = Audience(window["audience"])
    return window


def _offer(row: dict[str, Any]) -> Offer:
    return Offer(
        concern=row["concern"],
        minutes=row["minutes"],
        interpreter_minutes=row["interpreter_minutes"],
        household_minutes=row["household_minutes"],
        turn_round_minutes=row["turn_round_minutes"],
        channels=frozenset(Channel(name) for name in row["channels"].split(",") if name),
        audience=Audience(row["audience"]),
    )


def _interpreters() -> dict[str, tuple[Interpreter, ...]]:
    found: dict[str, list[Interpreter]] = {}
    for row in _rows(tables.InterpreterHours, tables.InterpreterHours.id):
        cells = mask(row["start"] // CELL_MINUTES, (row["end"] - row["start"]) // CELL_MINUTES)
        found.setdefault(row["office"], []).append(
            Interpreter(
                id=row["id"],
                language=row["language"],
                weekday=row["weekday"],
                cells=cells,
                on_site=bool(row["on_site"]),
            )
        )
    return {office: tuple(each) for office, each in found.items()}
