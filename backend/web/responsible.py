"""Who is responsible for an address, as the finder and the telephone ask it (R8, R9, D7, D8).

An address is only ever a parameter here: nothing of it is kept or handed on.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from backend.content import Content, Neighbour
from backend.domain.responsibility import neighbour_for, offices_for

YOUTH = "youth"
_HOUSE_AT_END = re.compile(r"(\D.*?)[\s,]+(\d{1,4} ?[a-z]?)", re.IGNORECASE)
_POSTCODE = re.compile(r"(?<!\d)\d{5}(?!\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Street, house number and postcode, any of them empty."""

    street: str = ""
    house: str = ""
    postcode: str = ""

    @classmethod
    def of_line(cls, line: str) -> "Address":
        """Read `Lange Straße 12, 28195`, also the other way round; street or postcode alone do."""
        postcode = _POSTCODE.search(line)
        if postcode is None:
            return cls(street=line).with_house_apart()
        before, behind = (
            part.strip(" ,") for part in (line[: postcode.start()], line[postcode.end() :])
        )
        # Without a house number, what follows the postcode is the name of the town.
        street = before or (behind if _HOUSE_AT_END.fullmatch(behind) else "")
        return cls(street=street, postcode=postcode.group()).with_house_apart()

    def with_house_apart(self) -> "Address":
        """A number written behind the street counts as the house number."""
        behind = None if self.house else _HOUSE_AT_END.fullmatch(self.street)
        if behind is None:
            return self
        return Address(street=behind[1], house=behind[2], postcode=self.postcode)


def offices(content: Content, address: Address, *, is_young: object) -> tuple[str, ...]:
    """Keys of the offices to choose from, most exact first; empty: the address is unknown."""
    keys = offices_for(
        content.responsibilities,
        street=address.street,
        house=address.house,
        postcode=address.postcode,
    )
    return _with_youth(content, keys, is_young=is_young) if keys else ()


def neighbour(content: Content, address: Address) -> Neighbour | None:
    """The other Jobcenter, unless the postcode is one of ours; a place may stand as the street."""
    if any(row.postcode == address.postcode for row in content.responsibilities):
        return None
    return neighbour_for(content.neighbours, postcode=address.postcode, place=address.street)


def _with_youth(content: Content, keys: Iterable[str], *, is_young: object) -> tuple[str, ...]:
    """The district offices and, for who is under 25, the youth offices beside them (D7)."""
    listed = content.listed_offices
    district = [key for key in keys if key in listed and listed[key].kind != YOUTH]
    youth = [key for key in keys if key in listed and listed[key].kind == YOUTH]
    if is_young:
        every = [office.key for office in content.offices.values() if office.kind == YOUTH]
        return (*district, *(youth or every))
    return tuple(district or youth)
