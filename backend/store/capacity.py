"""Capacity: counter groups, openings, offers and rules as the offices have set them."""

import secrets
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import peewee
from playhouse.pool import MaxConnectionsExceeded

from backend.domain.appointments import Channel
from backend.domain.capacity import Capacity, GroupPlan
from backend.domain.counters import Counter
from backend.domain.offers import Offer
from backend.domain.openings import Audience, Closure, ExtraOpening, Opening, Week
from backend.domain.periods import CELL_MINUTES, mask
from backend.domain.phases import Phase, PhaseKind
from backend.domain.rules import OfficeRules
from backend.domain.stops import Stop
from backend.store import database, stops, tables

_RULES = tuple(OfficeRules.__dataclass_fields__)
_GROUP = ("id", "key", "office", "title", "area", "revision", "organisation")


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
    weeks: tuple[Week, ...]
    own_days: frozenset[date]
    """Days planned by themselves, on which the week template rests."""
    extra_openings: tuple[ExtraOpening, ...]
    closures: tuple[Closure, ...]
    revision: int = 0
    """Grows with every change of title, counters and offers."""
    organisation: int = 0
    """The partner whose people sit there, in a place shared with it (R103); 0: the Jobcenter."""


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
    phases: dict[str, tuple[Phase, ...]] = field(default_factory=dict)
    """By the office's key (R48)."""
    stops: dict[str, tuple[Stop, ...]] = field(default_factory=dict)
    """By the key of an office that comes to people, in order of time."""
    revisions: dict[str, int] = field(default_factory=dict)
    """Of the rules, by the office's key."""
    masks: dict[Any, dict[int, int]] = field(default_factory=dict, compare=False)
    """Open cells worked out before, by whatever decides them; belongs to `actions.supply`."""

    def group(self, key: str) -> Group | None:
        """The group of this key, in whatever office."""
        return next(
            (each for groups in self.groups.values() for each in groups if each.key == key), None
        )


_PARTS = (
    tables.Counter, tables.Offer, tables.WeekTemplate, tables.OwnDay, tables.ExtraOpening,
    tables.Closure,
)  # fmt: skip
FIRST_WEEK = "Regelwoche"
"""What the template is called that a group begins with."""


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


def known_plan() -> Plan | None:
    """The plan; None while the database does not answer, for pages that go on without it."""
    try:
        return plan()
    except (peewee.PeeweeException, MaxConnectionsExceeded):
        return None


def is_empty() -> bool:
    """Whether nobody has set up any counter group."""
    return database.one("SELECT 1 FROM counter_group LIMIT 1") is None


def is_exempt(address: str) -> bool:
    """Whether it is an internal mail address, with which staff book any number of times (R52)."""
    row = database.one(
        "SELECT 1 FROM exempt_address WHERE address = ?", (address.strip().casefold(),)
    )
    return row is not None


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
        rules["hotline_same_day"] = int(office.rules.hotline_same_day)
        tables.OfficeRules.insert(
            office=office.office, position=order, revision=0, **rules
        ).execute()
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
        key=group.key,
        office=office,
        title=group.title,
        area=group.area,
        position=position,
        gone=0,
        revision=0,
    ).execute()
    ids: list[int] = []
    for place, counter in enumerate(group.counters):
        ids.append(
            tables.Counter.insert(
                group_id=group_id,
                title=counter.title,
                large=int(counter.large),
                position=place,
                gone=0,
            ).execute()
        )
    for offer in group.offers:
        write_offer(group_id, offer)
    week_id = tables.WeekTemplate.insert(
        group_id=group_id, title=FIRST_WEEK, valid_from=None, valid_until=None, revision=0
    ).execute()
    for opening in group.openings:
        _write_window(tables.Opening, opening, ids, week_id=week_id)
    for extra in group.extra_openings:
        _write_window(tables.ExtraOpening, extra, ids, group_id=group_id)
    for closure in group.closures:
        _write_window(tables.Closure, closure, ids, group_id=group_id)


def _write_window(table: Any, window: Any, ids: list[int], **owner: int) -> None:
    place = window.counter
    values = window_values(window) | {"counter_id": None if place is None else ids[place - 1]}
    table.insert(**owner, **values).execute()


def window_values(window: Opening | ExtraOpening | Closure) -> dict[str, Any]:
    """The columns of a window, without its id and the group or template it belongs to."""
    values = {name: getattr(window, name) for name in type(window).__dataclass_fields__}
    values["counter_id"] = values.pop("counter")
    values.pop("id", None)
    if "audience" in values:
        values["audience"] = values["audience"].value
    return values


def write_offer(group_id: int, offer: Offer) -> None:
    """Add an offer to a group."""
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
    own = _rows(tables.OfficeRules, tables.OfficeRules.position)
    parts = {table: _by("group_id", _rows(table, *_order(table))) for table in _PARTS}
    lines = _by("week_id", _rows(tables.Opening, tables.Opening.id))
    groups: dict[str, list[Group]] = {}
    for row in _rows(tables.CounterGroup, tables.CounterGroup.position, tables.CounterGroup.id):
        if not row["gone"]:
            found = {table: each.get(row["id"], []) for table, each in parts.items()}
            groups.setdefault(row["office"], []).append(_group(row, found, lines=lines))
    return Plan(
        rules={row["office"]: _office_rules(row) for row in own},
        groups={office: tuple(found) for office, found in groups.items()},
        interpreters=_interpreters(),
        phases=_phases(),
        stops=stops.read(),
        revisions={row["office"]: row["revision"] for row in own},
    )


def _order(table: Any) -> tuple[Any, ...]:
    if table is tables.OwnDay:
        return (table.day,)
    return (table.position, table.id) if table is tables.Counter else (table.id,)


def _office_rules(row: dict[str, Any]) -> OfficeRules:
    values = {name: row[name] for name in _RULES}
    return OfficeRules(**values | {"hotline_same_day": bool(row["hotline_same_day"])})


def _group(
    row: dict[str, Any],
    own: dict[Any, list[dict[str, Any]]],
    *,
    lines: dict[int, list[dict[str, Any]]],
) -> Group:
    return Group(
        **{name: row[name] for name in _GROUP},
        counters=tuple(
            Counter(each["id"], each["title"], bool(each["large"]))
            for each in own[tables.Counter]
            if not each["gone"]
        ),
        offers=tuple(_offer(each) for each in own[tables.Offer]),
        weeks=tuple(
            Week(
                **{
                    name: each[name]
                    for name in ("id", "title", "valid_from", "valid_until", "revision")
                },
                openings=tuple(Opening(**_window(line)) for line in lines.get(each["id"], [])),
            )
            for each in own[tables.WeekTemplate]
        ),
        own_days=frozenset(each["day"] for each in own[tables.OwnDay]),
        extra_openings=tuple(
            ExtraOpening(id=each["id"], **_window(each)) for each in own[tables.ExtraOpening]
        ),
        closures=tuple(Closure(id=each["id"], **_window(each)) for each in own[tables.Closure]),
    )


def _phases() -> dict[str, tuple[Phase, ...]]:
    found: dict[str, list[Phase]] = {}
    for row in _rows(tables.Phase, tables.Phase.first_day, tables.Phase.id):
        office = row.pop("office")
        kind = PhaseKind(row.pop("kind"))
        found.setdefault(office, []).append(Phase(kind=kind, **row))
    return {office: tuple(phases) for office, phases in found.items()}


def _by(column: str, rows: list[dict[str, Any]]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row[column], []).append(row)
    return found


def _window(row: dict[str, Any]) -> dict[str, Any]:
    owners = {"id", "group_id", "week_id"}
    window = {name: value for name, value in row.items() if name not in owners}
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
