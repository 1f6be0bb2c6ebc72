"""The capacity plan of a Jobcenter: who is served where, when, for how long and by which rules.

A plan is read from `content/capacity.toml` once and copied to the store; from then on the offices
change their own copy. It refers to offices and concerns by their keys.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from backend.domain.offers import Offer
from backend.domain.openings import Closure, ExtraOpening, Opening
from backend.domain.rules import OfficeRules
from backend.domain.stops import Stop


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterPlan:
    """One counter of a group; `large` ones have room for a third person (R45)."""

    title: str
    large: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupPlan:
    """A counter group (R33) with everything it needs.

    In `openings`, `extra_openings` and `closures` a `counter` is the place in `counters`, the
    first one being 1; None means all counters of the group.
    """

    key: str
    """Unique over all offices, such as `mitte-eingang`."""
    title: str
    """German proper name, such as `Eingangszone Mitte`."""
    area: str
    """`entrance`, `youth`, `benefits` or `placement` (R13)."""
    counters: tuple[CounterPlan, ...]
    offers: tuple[Offer, ...]
    openings: tuple[Opening, ...]
    extra_openings: tuple[ExtraOpening, ...] = ()
    closures: tuple[Closure, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TourStop:
    """A stop of every week, from which the first stops of a tour are made (R102).

    `stop.day` is any day: only its weekday counts.
    """

    stop: Stop

    def on_days(self, first: date, last: date) -> list[Stop]:
        """The stop on each day of its weekday, from the first to the last day."""
        ahead = (self.stop.day.weekday() - first.weekday()) % 7
        return [
            replace(self.stop, day=first + timedelta(days=number))
            for number in range(ahead, (last - first).days + 1, 7)
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficePlan:
    """One office: its own rules (R40, R42, R43, R46) and its groups in order."""

    office: str
    rules: OfficeRules
    groups: tuple[GroupPlan, ...]
    tour: tuple[TourStop, ...] = ()
    """Only where an office comes to people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InterpreterHours:
    """When somebody interprets a language for an office (D30); minutes count from midnight."""

    office: str
    language: str
    """Tag as in `interpreter_languages.toml`."""
    weekday: int
    """Monday is 0."""
    start: int
    end: int
    on_site: bool
    """False: by telephone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Capacity:
    """The whole plan."""

    offices: Mapping[str, OfficePlan]
    """By the office's key, in the order of the offices."""
    interpreters: tuple[InterpreterHours, ...]
    exempt_addresses: tuple[str, ...]
    """Internal mail addresses that staff may book with any number of times (R52)."""
