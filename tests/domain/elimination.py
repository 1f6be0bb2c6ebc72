"""What readers of tables can compute: by fractions and whole rows, apart from the program's way."""

from collections.abc import Collection, Hashable, Iterable
from fractions import Fraction
from typing import TypeVar

from backend.domain.disclosure import Sum

Cell = TypeVar("Cell", bound=Hashable)


def computable(sums: Iterable[Sum[Cell]], gone: Collection[Cell]) -> set[Cell]:
    """The hidden cells that follow from the shown ones."""
    cells = list(gone)
    lines = [
        [Fraction(cell in each.parts) - Fraction(cell == each.total) for cell in cells]
        for each in sums
    ]
    done = 0
    for place in range(len(cells)):
        found = next((i for i in range(done, len(lines)) if lines[i][place]), None)
        if found is None:
            continue
        lines[done], lines[found] = lines[found], lines[done]
        pivot = lines[done][place]
        lines[done] = [value / pivot for value in lines[done]]
        for number, line in enumerate(lines):
            factor = line[place]
            if number != done and factor:
                lines[number] = [a - factor * b for a, b in zip(line, lines[done], strict=True)]
        done += 1
    single = [line for line in lines if sum(map(bool, line)) == 1]
    return {cells[place] for line in single for place, value in enumerate(line) if value}
