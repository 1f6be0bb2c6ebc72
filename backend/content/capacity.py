"""Reads `capacity.toml`: the first plan, which a command copies to the store."""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

from backend.content.concerns import AREAS
from backend.content.facts import Content, Office
from backend.content.tables import Table, read_table
from backend.domain.appointments import Channel
from backend.domain.capacity import (
    Capacity,
    CounterPlan,
    GroupPlan,
    InterpreterHours,
    OfficePlan,
    TourStop,
)
from backend.domain.offers import Offer
from backend.domain.openings import Audience, Closure, ExtraOpening, Opening
from backend.domain.rules import OfficeRules
from backend.domain.stops import Stop

A_MONDAY = date(2001, 1, 1)
"""Stops of every week are written down for its days."""


def load_capacity(folder: Path, content: Content) -> Capacity:
    """The plan of `capacity.toml`; `ContentError` names the file, the key and the reason.

    Refused is a plan in which an office misses a concern on one of its channels.
    """
    with read_table(folder, "capacity.toml") as whole:
        weeks = dict(whole.table("weeks").named_lists())
        bundles = dict(whole.table("bundles").named_lists())
        plans = {}
        for key, table in whole.table("offices").named_tables():
            office = whole.known("offices", key, where=content.offices)
            with table:
                plans[key] = _office(table, office, content=content, weeks=weeks, bundles=bundles)
        _refuse_gaps(whole, plans, content=content)
        return Capacity(
            offices={key: plans[key] for key in content.offices},
            interpreters=tuple(
                hours for line in whole.tables("interpreters") for hours in _hours(line, content)
            ),
            exempt_addresses=whole.texts("exempt_addresses", optional=True),
        )


Lines = Mapping[str, tuple[Table, ...]]
"""Named lists of tables: week templates, or bundles of offers."""


def _office(
    table: Table, office: Office, *, content: Content, weeks: Lines, bundles: Lines
) -> OfficePlan:
    with table.table("rules", optional=True) as lines:
        rules = _rules(lines)
    groups = []
    for line in table.tables("groups"):
        with line:
            groups.append(
                _group(line, office, content=content, rules=rules, weeks=weeks, bundles=bundles)
            )
    tour = table.tables("tour", optional=True) if office.is_touring else []
    return OfficePlan(
        office=office.key,
        rules=rules,
        groups=tuple(groups),
        tour=tuple(stop for line in tour for stop in _tour_stops(line)),
    )


def _tour_stops(table: Table) -> tuple[TourStop, ...]:
    """A line of the tour: on which weekdays the office comes where, from when until when."""
    with table:
        start, end = _span(table)
        open_start = table.clock("open_from") if table.has("open_from") else None
        open_end = table.clock("open_until") if table.has("open_until") else None
        weekdays, place = table.weekdays("days"), table.text("place")
        street, postcode = table.text("street"), table.text("postcode")
        city, way = table.text("city"), table.text("way", "")
    try:
        return tuple(
            TourStop(
                stop=Stop(
                    day=A_MONDAY + timedelta(days=weekday),
                    start=start,
                    end=end,
                    place=place,
                    street=street,
                    postcode=postcode,
                    city=city,
                    way=way,
                    open_start=open_start,
                    open_end=open_end,
                )
            )
            for weekday in weekdays
        )
    except ValueError as fault:
        raise table.error("open_from", str(fault)) from None


def _rules(table: Table) -> OfficeRules:
    usual = OfficeRules()
    try:
        return OfficeRules(
            cut_off=table.clock("cut_off") if table.has("cut_off") else usual.cut_off,
            lead_minutes=table.minutes("lead_minutes", usual.lead_minutes),
            horizon_days=table.number("horizon_days", usual.horizon_days),
            new_times_at=(
                table.clock("new_times_at") if table.has("new_times_at") else usual.new_times_at
            ),
            lock_before=table.number("lock_before", usual.lock_before),
            lock_after=table.number("lock_after", usual.lock_after),
            building_cap=table.number("building_cap") if table.has("building_cap") else None,
            reserved_release_days=table.number(
                "reserved_release_days", usual.reserved_release_days
            ),
        )
    except ValueError as fault:  # a lock that is too long (D41)
        raise table.error("lock_before", str(fault)) from None


def _group(
    table: Table,
    office: Office,
    *,
    content: Content,
    rules: OfficeRules,
    weeks: Lines,
    bundles: Lines,
) -> GroupPlan:
    counters = _counters(table)
    return GroupPlan(
        key=table.text("key"),
        title=table.text("title"),
        area=table.chosen("area", AREAS),
        counters=counters,
        offers=tuple(
            offer
            for lines in table.all_known("bundles", bundles)
            for line in lines
            for offer in _offers(line, office, content=content)
        ),
        openings=tuple(
            opening
            for line in _week(table, office, weeks=weeks)
            for opening in _openings(line, rules)
        ),
        extra_openings=tuple(
            _extra(line, len(counters)) for line in table.tables("extra_openings", optional=True)
        ),
        closures=tuple(
            _closure(line, len(counters)) for line in table.tables("closures", optional=True)
        ),
    )


def _week(table: Table, office: Office, *, weeks: Lines) -> tuple[Table, ...]:
    """The lines of the group's template; an office that comes to people has none."""
    return () if office.is_touring else table.known("week", table.text("week"), where=weeks)


def _counters(table: Table) -> tuple[CounterPlan, ...]:
    small = [CounterPlan(title=title) for title in table.texts("counters", optional=True)]
    large = [
        CounterPlan(title=title, large=True)
        for title in table.texts("large_counters", optional=True)
    ]
    if not small + large:
        raise table.error("counters", "a group needs a counter")
    return (*small, *large)


def _offers(table: Table, office: Office, *, content: Content) -> tuple[Offer, ...]:
    """The offer of this line, or nothing where the office does not take the concern."""
    concern = table.known("concern", table.text("concern"), where=content.concerns)
    channels = table.channels("channels") if table.has("channels") else concern.channels
    with table:
        offer = Offer(
            concern=concern.key,
            minutes=table.minutes("minutes", concern.minutes),
            interpreter_minutes=table.minutes("interpreter_minutes", 0),
            household_minutes=table.minutes("household_minutes", 0),
            turn_round_minutes=table.minutes("turn_round_minutes", 0),
            channels=frozenset(channels) & frozenset(office.channels),
            audience=_audience(table),
        )
    return (offer,) if concern.key in office.concerns and offer.channels else ()


def _audience(table: Table) -> Audience:
    return Audience(table.chosen("audience", tuple(Audience)) if table.has("audience") else "all")


def _openings(table: Table, rules: OfficeRules) -> tuple[Opening, ...]:
    with table:
        start, end = _span(table)
        audience = _audience(table)
        release = None if audience is Audience.ALL else rules.reserved_release_days
        return tuple(
            Opening(
                weekday=weekday,
                start=start,
                end=end,
                audience=audience,
                release_days=(
                    table.number("release_days") if table.has("release_days") else release
                ),
            )
            for weekday in table.weekdays("days")
        )


def _extra(table: Table, counters: int) -> ExtraOpening:
    with table:
        start, end = _span(table)
        day = table.day("day")
        if day is None:
            raise table.error("day", "this key is missing")
        return ExtraOpening(
            day=day,
            start=start,
            end=end,
            counter=_counter(table, counters),
            audience=_audience(table),
        )


def _closure(table: Table, counters: int) -> Closure:
    with table:
        first, last = table.day("first_day"), table.day("last_day")
        if first is None or last is None or last < first:
            raise table.error("first_day", "a closure has a first_day and a last_day after it")
        start, end = _span(table) if table.has("from") else (None, None)
        return Closure(
            first_day=first,
            last_day=last,
            start=start,
            end=end,
            counter=_counter(table, counters),
        )


def _span(table: Table) -> tuple[int, int]:
    start, end = table.clock("from"), table.clock("until")
    if end <= start:
        raise table.error("until", "the end lies before the beginning")
    return start, end


def _counter(table: Table, counters: int) -> int | None:
    if not table.has("counter"):
        return None
    place = table.number("counter")
    if not 1 <= place <= counters:
        raise table.error("counter", f"the group has the counters 1 to {counters}")
    return place


def _hours(table: Table, content: Content) -> tuple[InterpreterHours, ...]:
    with table:
        office = table.known("office", table.text("office"), where=content.offices)
        language = table.known(
            "language", table.text("language"), where=content.interpreter_languages
        )
        start, end = _span(table)
        return tuple(
            InterpreterHours(
                office=office.key,
                language=language.tag,
                weekday=weekday,
                start=start,
                end=end,
                on_site=table.flag("on_site"),
            )
            for weekday in table.weekdays("days")
        )


def _refuse_gaps(whole: Table, plans: Mapping[str, OfficePlan], *, content: Content) -> None:
    keys = [group.key for plan in plans.values() for group in plan.groups]
    if len(set(keys)) < len(keys):
        raise whole.error("offices", "two groups have the same key")
    for office in content.offices.values():
        if office.key not in plans:
            raise whole.error(f"offices.{office.key}", "this office has no plan")
        for concern, channel in _promised(office, content):
            if not _is_offered(plans[office.key], concern, channel=channel):
                raise whole.error(
                    f"offices.{office.key}", f"no group offers “{concern}” ({channel})"
                )


def _promised(office: Office, content: Content) -> list[tuple[str, Channel]]:
    return [
        (key, channel)
        for key in office.concerns
        for channel in content.concerns[key].channels
        if channel in office.channels
    ]


def _is_offered(plan: OfficePlan, concern: str, *, channel: Channel) -> bool:
    return any(
        offer.concern == concern and channel in offer.channels
        for group in plan.groups
        for offer in group.offers
    )
