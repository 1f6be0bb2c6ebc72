"""Closing: closed days and hours of counters, groups and whole offices, in one step (R36, D25)."""

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from backend.actions.planning import Edit
from backend.domain import roles
from backend.domain.openings import Closure
from backend.domain.roles import Place
from backend.store import capacity
from backend.store import planning as rows
from backend.store.capacity import Group


@dataclass(frozen=True, slots=True)
class Target:
    """What is closed: a group, or one of its counters by id."""

    group: Group
    counter: int | None = None


def close(targets: Iterable[Target], closure: Closure) -> Edit:
    """Close all of these for the same days and hours.

    What is closed exactly so already is not closed twice: the button was pressed twice.
    """
    wanted = list(dict.fromkeys(targets))
    batch = secrets.token_hex(6) if len(wanted) > 1 else ""

    def write() -> None:
        for target in wanted:
            own = replace(closure, counter=target.counter, batch=batch)
            if not any(_is_same(own, each) for each in _closures(target.group.key)):
                rows.add_closure(target.group.id, own)

    return _edit((target.group for target in wanted), write, note=f"closed: {_days(closure)}")


def take_back(taken: Iterable[tuple[Group, Closure]]) -> Edit:
    """Open again what was closed; what is gone already stays so."""
    wanted = list(taken)

    def write() -> None:
        for group, closure in wanted:
            rows.delete_closure(group.id, closure.id)

    spans = dict.fromkeys(_days(closure) for _group, closure in wanted)
    return _edit((group for group, _closure in wanted), write, note=f"reopened: {', '.join(spans)}")


def _edit(groups: Iterable[Group], write: Callable[[], None], *, note: str) -> Edit:
    places = tuple(dict.fromkeys(Place(group.office, group.key) for group in groups))
    return Edit(places=places, may=roles.may_plan, write=write, about=about(places), note=note)


def about(places: Iterable[Place]) -> str:
    """For the audit log: the only group, else the only office, else nothing."""
    groups = {place.group for place in places}
    offices = {place.office for place in places}
    if len(groups) == 1:
        return groups.pop()
    return offices.pop() if len(offices) == 1 else ""


def _closures(group: str) -> tuple[Closure, ...]:
    found = capacity.plan().group(group)
    return found.closures if found else ()


def _is_same(one: Closure, other: Closure) -> bool:
    return replace(one, batch="", id=0) == replace(other, batch="", id=0)


def _days(closure: Closure) -> str:
    return f"{closure.first_day:%d.%m.%Y}–{closure.last_day:%d.%m.%Y}"
