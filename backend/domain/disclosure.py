"""Disclosure: which counts of an evaluation stay hidden, so that nobody is told by a number (R109).

Small counts are hidden, and with them as many others as it takes that no hidden one can be
computed from what is shown: a row with one hidden cell and its sum would tell it. A sum may be
hidden like any other count.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Generic, TypeVar

SMALLEST = 5
"""The smallest count above zero that is shown.

The statistics of the Bundesagentur für Arbeit demand at least three cases for each number, and
more the finer the tables are (rules of statistical secrecy after § 16 BStatG): here one table may
be about one office, month and concern.
"""

Cell = TypeVar("Cell", bound=Hashable)
_Row = dict[Cell, int]
_PRIME = 2**61 - 1
"""Computing modulo this prime is exact for sums of a few thousand cells, and needs no fractions."""


@dataclass(frozen=True, slots=True)
class Sum(Generic[Cell]):
    """That one count is the sum of others; readers of the tables know it."""

    total: Cell
    parts: tuple[Cell, ...]

    @property
    def cells(self) -> tuple[Cell, ...]:
        return (*self.parts, self.total)


def is_small(count: int) -> bool:
    """Whether a count would tell of so few people that they could be known by it."""
    return 0 < count < SMALLEST


def hidden(
    counts: Mapping[Cell, int],
    sums: Sequence[Sum[Cell]],
    already: AbstractSet[Cell] = frozenset(),
) -> frozenset[Cell]:
    """The cells to hide: the small ones, those hidden already, and what it takes to keep them so.

    Afterwards no hidden cell follows from all shown cells and sums together, and where a sum is
    shown, its hidden parts amount to `SMALLEST` at least: they are not small taken together.
    Every cell of `sums` has a count. Whatever may be chosen, the smallest counts are hidden.
    """
    found = guarded(counts, sums, already)
    within = _sums_of(sums)
    while told := _computable(sums, found):
        more = {each for cell in told if (each := _company(cell, within, counts, found))}
        if not more:
            # Nothing near is left to be hidden: what is known comes from farther away.
            more = {cell for each in sums if found & set(each.cells) for cell in each.cells} - found
        if not more:
            break
        found = guarded(counts, sums, found | more)
    return found


def guarded(
    counts: Mapping[Cell, int],
    sums: Iterable[Sum[Cell]],
    already: AbstractSet[Cell] = frozenset(),
) -> frozenset[Cell]:
    """The cells to hide so that no single sum tells a hidden one; several together still might.

    For very many tables at once, where `hidden` would take too long.
    """
    found = {cell for cell, count in counts.items() if is_small(count)} | set(already)
    within = _sums_of(sums)
    # In the order of the counts and not of a set: every process must hide the same cells, or what
    # one of them hides could be read from another.
    waiting = [each for cell in counts if cell in found for each in within.get(cell, ())]
    while waiting:
        each = waiting.pop()
        while (more := _missing(each, counts, found)) is not None:
            found.add(more)
            waiting += within[more]
    return frozenset(found)


def _missing(sum_: Sum[Cell], counts: Mapping[Cell, int], found: AbstractSet[Cell]) -> Cell | None:
    """The cell that must be hidden too, lest the sum tells one; None when it is well."""
    gone = [cell for cell in sum_.cells if cell in found]
    is_shown = sum_.total not in found
    if not gone or (len(gone) > 1 and not (is_shown and _is_little(gone, counts))):
        return None
    return _smallest((cell for cell in sum_.cells if cell not in found), counts)


def _is_little(cells: Iterable[Cell], counts: Mapping[Cell, int]) -> bool:
    """Whether the cells are small taken together."""
    return sum(counts[cell] for cell in cells) < SMALLEST


def _smallest(cells: Iterable[Cell], counts: Mapping[Cell, int]) -> Cell | None:
    """The cell with the smallest count above zero; empty ones only where there is no other.

    The first one of equals, so that the same counts are hidden each time; sums stand last.
    """
    return min(cells, key=lambda cell: (counts[cell] == 0, counts[cell]), default=None)


def _sums_of(sums: Iterable[Sum[Cell]]) -> dict[Cell, list[Sum[Cell]]]:
    """For each cell the sums it stands in."""
    found: dict[Cell, list[Sum[Cell]]] = {}
    for each in sums:
        for cell in each.cells:
            found.setdefault(cell, []).append(each)
    return found


def _company(
    cell: Cell,
    within: Mapping[Cell, list[Sum[Cell]]],
    counts: Mapping[Cell, int],
    found: AbstractSet[Cell],
) -> Cell | None:
    """A shown cell that stands with this one in a sum, the smallest one."""
    near = (each for sum_ in within[cell] for each in sum_.cells if each not in found)
    return _smallest(near, counts)


def _computable(sums: Iterable[Sum[Cell]], found: AbstractSet[Cell]) -> list[Cell]:
    """The hidden cells that follow from the shown ones: by elimination, as readers would do it."""
    pivots: dict[Cell, _Row[Cell]] = {}
    for each in sums:
        row: _Row[Cell] = {cell: 1 for cell in each.parts if cell in found}
        if each.total in found:
            row[each.total] = _PRIME - 1
        for cell in [cell for cell in row if cell in pivots]:
            _subtract(row, pivots[cell], cell)
        if not row:
            continue
        pivot = next(iter(row))
        inverse = pow(row[pivot], -1, _PRIME)
        row = {cell: value * inverse % _PRIME for cell, value in row.items()}
        for other in pivots.values():
            if pivot in other:
                _subtract(other, row, pivot)
        pivots[pivot] = row
    return [cell for cell, row in pivots.items() if len(row) == 1]


def _subtract(row: _Row[Cell], other: _Row[Cell], cell: Cell) -> None:
    """Take the other row so often from this one that the cell falls away."""
    factor = row[cell]
    for each, value in other.items():
        rest = (row.get(each, 0) - factor * value) % _PRIME
        if rest:
            row[each] = rest
        else:
            row.pop(each, None)
