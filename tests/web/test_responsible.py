"""An address in one line, as it is typed while somebody says it."""

import pytest

from backend.web.responsible import Address


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Lange Straße 12 a, 28195", ("Lange Straße", "12 a", "28195")),
        ("Lange Straße 12 28195 Bremen", ("Lange Straße", "12", "28195")),
        ("28195 Lange Straße 12", ("Lange Straße", "12", "28195")),
        ("28195 Bremen", ("", "", "28195")),
        ("28195", ("", "", "28195")),
        ("Am Wall", ("Am Wall", "", "")),
        ("Straße des 17. Juni 135", ("Straße des 17. Juni", "135", "")),
        ("", ("", "", "")),
    ],
)
def test_street_number_and_postcode_are_told_apart(line: str, found: tuple[str, ...]) -> None:
    address = Address.of_line(line)
    assert (address.street, address.house, address.postcode) == found
