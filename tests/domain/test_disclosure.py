"""What stays hidden in tables of counts: nobody can compute it from what is shown."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from backend.domain.disclosure import SMALLEST, Sum, guarded, hidden, is_small
from tests.domain.elimination import computable

Cell = tuple[str, int, int]
SUM = 9
"""Number of the row and column of sums."""


def table(name: str, values: list[list[int]]) -> tuple[dict[Cell, int], list[Sum[Cell]]]:
    """A table whose column sums stand in the common row `all`."""
    counts: dict[Cell, int] = {}
    sums = []
    for row, line in enumerate(values):
        counts |= {(name, row, column): value for column, value in enumerate(line)}
        counts[name, row, SUM] = sum(line)
        sums.append(Sum((name, row, SUM), tuple((name, row, c) for c in range(len(line)))))
    width = range(len(values[0]))
    counts |= {("all", 0, column): sum(line[column] for line in values) for column in width}
    counts["all", 0, SUM] = sum(map(sum, values))
    for column in (*width, SUM):
        parts = tuple((name, row, column) for row in range(len(values)))
        sums.append(Sum(("all", 0, column), parts))
    sums.append(Sum(("all", 0, SUM), tuple(("all", 0, column) for column in width)))
    return counts, sums


counts_of_cells = st.one_of(st.just(0), st.integers(0, 9), st.integers(0, 200))
tables = st.integers(1, 5).flatmap(
    lambda width: st.lists(
        st.lists(counts_of_cells, min_size=width, max_size=width), min_size=1, max_size=6
    )
)


@given(tables)
@settings(deadline=None, max_examples=60)
def test_no_hidden_cell_follows_from_the_shown_ones(values: list[list[int]]) -> None:
    counts, sums = table("t", values)
    gone = hidden(counts, sums)
    assert {cell for cell, count in counts.items() if is_small(count)} <= gone
    assert computable(sums, gone) == set()


@given(tables, st.integers(0, 2**30))
@settings(deadline=None, max_examples=50)
def test_nor_from_two_tables_with_the_same_sums(values: list[list[int]], mix: int) -> None:
    counts, sums = table("t", values)
    lines = [list(column) for column in zip(*values, strict=True)]
    for number, column in enumerate(lines):
        # The same people told apart otherwise: each column keeps its sum.
        taken = min(column[0], mix >> number & 7)
        column[0] -= taken
        column[-1] += taken
    other, more = table("u", [list(row) for row in zip(*lines, strict=True)])
    counts |= other
    sums += more
    gone = hidden(counts, sums)
    assert computable(sums, gone) == set()


@given(tables)
@settings(deadline=None, max_examples=60)
def test_what_a_shown_sum_leaves_over_is_never_small(values: list[list[int]]) -> None:
    counts, sums = table("t", values)
    gone = hidden(counts, sums)
    for each in sums:
        parts = [counts[cell] for cell in each.parts if cell in gone]
        if parts and each.total not in gone:
            assert len(parts) > 1
            assert sum(parts) >= SMALLEST


@given(
    st.lists(
        st.lists(st.sampled_from([0, 1, 2, 4]), min_size=2, max_size=2),
        min_size=2,
        max_size=2,
    )
)
@settings(deadline=None, max_examples=4)
def test_other_tables_would_look_the_same(values: list[list[int]]) -> None:
    """Also whoever knows that no count is below zero has at least two numbers to choose from."""
    counts, sums = table("t", values)
    gone = hidden(counts, sums)
    shown = {cell: count for cell, count in counts.items() if cell not in gone}
    possible: dict[Cell, set[int]] = {cell: set() for cell in gone}
    for found in product(range(9), repeat=4):
        other, _sums = table("t", [list(found[:2]), list(found[2:])])
        if all(other[cell] == count for cell, count in shown.items()):
            for cell in gone:
                possible[cell].add(other[cell])
    assert [cell for cell, numbers in possible.items() if len(numbers) < 2] == []


@given(tables)
@settings(deadline=None, max_examples=30)
def test_what_is_hidden_already_stays_hidden(values: list[list[int]]) -> None:
    counts, sums = table("t", values)
    gone = hidden(counts, sums, {("t", 0, 0)})
    assert ("t", 0, 0) in gone
    assert computable(sums, gone) == set()
    assert guarded(counts, sums, {("t", 0, 0)}) <= gone


def test_large_counts_and_empty_ones_are_shown() -> None:
    counts, sums = table("t", [[10, 0, 7], [5, 0, 12]])
    assert hidden(counts, sums) == frozenset()


def test_one_small_count_takes_the_smallest_others_with_it() -> None:
    counts, sums = table("t", [[2, 50, 60], [70, 8, 90], [9, 40, 30]])
    assert {counts[cell] for cell in hidden(counts, sums)} == {2, 9, 30, 60}


def test_a_small_jobcenter_shows_nothing_but_zeros() -> None:
    counts, sums = table("t", [[1, 0], [0, 2]])
    gone = hidden(counts, sums)
    shown = set(counts) - gone
    assert {counts[cell] for cell in shown} <= {0}
