"""Customer and BG numbers: read as people write them, never refused."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.domain import numbers

bounded = settings(max_examples=150, deadline=None)


@pytest.mark.parametrize(
    ("typed", "number", "kind"),
    [
        ("214A123456", "214A123456", "customer"),
        (" 214 a 123-456 ", "214A123456", "customer"),
        ("214.A.123.456", "214A123456", "customer"),
        ("٢١٤A١٢٣٤٥٦", "214A123456", "customer"),
        ("۲۱۴a۱۲۳۴۵۶", "214A123456", "customer"),
        ("214А123456", "214A123456", "customer"),  # a Cyrillic А
        ("214O1234O6", "214O123406", "customer"),
        ("21404BG0012345", "21404BG0012345", "bg"),
        ("21404//0012345", "21404BG0012345", "bg"),
        ("21404/0012345", "21404BG0012345", "bg"),
        ("21404 bg 001 2345", "21404BG0012345", "bg"),
        ("21404 0012345", "21404BG0012345", "bg"),
        ("21404//OO12345", "21404BG0012345", "bg"),
        ("Az 12/3", "AZ12/3", "unknown"),
        ("", "", "unknown"),
    ],
)
def test_a_number_is_read_as_people_write_it(typed: str, number: str, kind: str) -> None:
    assert numbers.normalise(typed) == number
    assert numbers.kind(typed) == kind
    assert numbers.looks_right(typed) == (kind != "unknown")


@bounded
@given(st.text(max_size=60))
def test_any_text_can_be_normalised_twice_and_shows_at_most_three_characters(text: str) -> None:
    once = numbers.normalise(text)
    assert numbers.normalise(once) == once
    assert len(once) <= numbers.MOST_CHARACTERS
    masked = numbers.masked(text)
    assert len(masked) == len(once)
    assert len(masked.replace("•", "")) <= 3


def test_a_masked_number_shows_its_last_three_characters() -> None:
    assert numbers.masked("214A123456") == "•••••••456"
    assert numbers.masked("12345") == "•••••"


def test_digits_of_any_script_become_latin_and_letters_stay() -> None:
    assert numbers.latin_digits("٠١٢٣٤٥٦٧٨٩ ۰۱۲۳۴۵۶۷۸۹ ４２ म") == "0123456789 0123456789 42 म"
