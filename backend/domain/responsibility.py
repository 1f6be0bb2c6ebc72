"""The office finder: which office serves an address, and whose Jobcenter it is (R8, R9, D8).

Postcodes cross the borders of districts, so the street decides, and the house number where a
street is split; a postcode alone gives a choice.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from backend.domain.folding import folded


@dataclass(frozen=True, slots=True, kw_only=True)
class Responsibility:
    """One row of `responsibilities.csv`; an empty street means: the whole postcode."""

    postcode: str
    street: str
    house_from: int | None
    house_to: int | None
    parity: str
    """`odd`, `even` or empty."""
    offices: tuple[str, ...]


class Area(Protocol):
    """What a neighbouring Jobcenter must tell of itself."""

    @property
    def postcodes(self) -> tuple[str, ...]: ...

    @property
    def places(self) -> tuple[str, ...]: ...


AnyArea = TypeVar("AnyArea", bound=Area)


def offices_for(
    rows: Sequence[Responsibility], *, street: str = "", house: str = "", postcode: str = ""
) -> tuple[str, ...]:
    """Keys of the offices that may be responsible, most exact first; unknown: empty.

    More than one means a choice. `house` may be written as `12 a` or `12-14`: its first number
    counts. A house number outside every row of its street gives all offices of that street.
    """
    code = _digits(postcode)
    wanted = street_key(street)
    if wanted:
        of_street = [row for row in rows if row.street and street_key(row.street) == wanted]
        here = [row for row in of_street if row.postcode == code] or of_street
        if here:
            number = house_number(house)
            exact = [row for row in here if number is not None and _contains(row, number)]
            return _offices(exact or here)
    if not code:
        return ()
    in_postcode = [row for row in rows if row.postcode == code]
    if wanted:
        # The street is not among the split ones, so the rest of the postcode is meant.
        in_postcode = [row for row in in_postcode if not row.street] or in_postcode
    return _offices(sorted(in_postcode, key=lambda row: bool(row.street)))


def neighbour_for(
    neighbours: Iterable[AnyArea], *, postcode: str = "", place: str = ""
) -> AnyArea | None:
    """The other Jobcenter whose postcodes (or beginnings of them) or places fit (R9)."""
    code, name = _digits(postcode), folded(place)
    for neighbour in neighbours:
        if code and any(code.startswith(prefix) for prefix in neighbour.postcodes):
            return neighbour
        if name and any(folded(known) == name for known in neighbour.places):
            return neighbour
    return None


def street_key(street: str) -> str:
    """One spelling per street: `Lange-Strasse`, `LANGE STR.` and `Lange Straße` are the same."""
    return folded(street).replace("strasse", "str").replace(" ", "")


def house_number(house: str) -> int | None:
    """The first number in what was typed, in any digits; None where there is none."""
    found = re.search(r"\d{1,4}", house)
    return int(found.group()) if found else None


def _contains(row: Responsibility, number: int) -> bool:
    if row.parity and (number % 2 == 1) is not (row.parity == "odd"):
        return False
    return (row.house_from or 0) <= number <= (row.house_to or 9999)


def _offices(rows: Iterable[Responsibility]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(office for row in rows for office in row.offices))


def _digits(postcode: str) -> str:
    return "".join(str(int(sign)) for sign in postcode if sign.isdecimal())
