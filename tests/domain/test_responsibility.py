"""The office finder."""

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.domain.responsibility import (
    Responsibility,
    house_number,
    neighbour_for,
    offices_for,
    street_key,
)


def row(
    postcode: str,
    street: str,
    offices: str,
    *,
    span: tuple[int | None, int | None] = (None, None),
    parity: str = "",
) -> Responsibility:
    return Responsibility(
        postcode=postcode,
        street=street,
        house_from=span[0],
        house_to=span[1],
        parity=parity,
        offices=tuple(offices.split()),
    )


ROWS = (
    row("28195", "", "mitte"),
    row("28205", "", "mitte ost"),
    row("28205", "Große Straße", "mitte", span=(1, 99), parity="odd"),
    row("28205", "Große Straße", "ost", span=(2, 98), parity="even"),
    row("28205", "Große Straße", "west", span=(100, None)),
    row("28207", "Lange Heerstraße", "ost"),
    row("28209", "Lange Heerstraße", "west"),
)


@dataclass(frozen=True)
class Elsewhere:
    postcodes: tuple[str, ...]
    places: tuple[str, ...]


@pytest.mark.parametrize(
    ("house", "office"),
    [
        ("7", "mitte"),
        ("8", "ost"),
        ("8 b", "ost"),
        ("12-14", "ost"),
        ("100", "west"),
        ("٧", "mitte"),
    ],
)
def test_the_house_number_decides_in_a_split_street(house: str, office: str) -> None:
    assert offices_for(ROWS, street="Große Straße", house=house) == (office,)


@pytest.mark.parametrize(
    "street", ["Grosse Str.", "GROSSE STRASSE", "große-straße", "Groesse Strasse", " Große  Str "]
)
def test_every_way_to_write_a_street_is_the_same_street(street: str) -> None:
    assert offices_for(ROWS, street=street, house="7") == ("mitte",)


def test_a_split_street_without_a_number_gives_a_choice() -> None:
    assert offices_for(ROWS, street="Große Straße") == ("mitte", "ost", "west")


def test_a_postcode_alone_gives_a_choice() -> None:
    assert offices_for(ROWS, postcode="28205") == ("mitte", "ost", "west")
    assert offices_for(ROWS, postcode=" 28195 ") == ("mitte",)


def test_a_postcode_parts_streets_of_the_same_name() -> None:
    assert offices_for(ROWS, street="Lange Heerstr.", postcode="28209") == ("west",)
    assert offices_for(ROWS, street="Lange Heerstr.") == ("ost", "west")


def test_an_unlisted_street_belongs_to_the_rest_of_its_postcode() -> None:
    assert offices_for(ROWS, street="Kleiner Weg", house="1", postcode="28205") == ("mitte", "ost")


@pytest.mark.parametrize(("street", "postcode"), [("", ""), ("Nirgends", ""), ("", "10115")])
def test_unknown_stays_unknown(street: str, postcode: str) -> None:
    assert offices_for(ROWS, street=street, postcode=postcode) == ()


def test_a_neighbour_is_found_by_the_beginning_of_a_postcode_or_by_its_name() -> None:
    north = Elsewhere(postcodes=("2756",), places=("Bremerhaven",))
    assert neighbour_for([north], postcode="27568") is north
    assert neighbour_for([north], place="BREMERHAVEN ") is north
    assert neighbour_for([north], postcode="28195", place="Bremen") is None


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 999))
def test_every_house_of_a_split_street_has_exactly_one_office(number: int) -> None:
    assert len(offices_for(ROWS, street="Große Straße", house=str(number))) == 1


@settings(max_examples=200, deadline=None)
@given(street=st.text(max_size=30), house=st.text(max_size=8), postcode=st.text(max_size=8))
def test_whatever_is_typed_gives_known_offices_or_none(
    street: str, house: str, postcode: str
) -> None:
    found = offices_for(ROWS, street=street, house=house, postcode=postcode)
    assert set(found) <= {"mitte", "ost", "west"}
    assert len(set(found)) == len(found)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=30))
def test_case_does_not_change_a_street(street: str) -> None:
    assert street_key(street.casefold()) == street_key(street)


@pytest.mark.parametrize(("typed", "number"), [("12a", 12), ("Nr. 5", 5), ("", None), ("x", None)])
def test_a_house_number_is_the_first_number(typed: str, number: int | None) -> None:
    assert house_number(typed) == number
