"""Counters: where somebody is served. Capacity, not persons (R33)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Counter:
    """One counter of a group; `large` ones have room for a third person (R45)."""

    id: int
    title: str
    large: bool = False


def in_order(
    counters: Sequence[Counter], load: Mapping[int, int], *, third_person: bool
) -> list[Counter]:
    """The counters to try, best first: small ones first, then the least loaded (R45, D23).

    `load` counts the cells taken that day per counter. With a third person only large ones.
    """
    fitting = [counter for counter in counters if counter.large or not third_person]
    return sorted(fitting, key=lambda counter: (counter.large, load.get(counter.id, 0), counter.id))
