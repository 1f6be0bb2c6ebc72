"""References: readable aloud, typed anywhere, and every slip is noticed."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from backend.domain import references
from backend.domain.references import ALPHABET, LENGTH

bounded = settings(max_examples=150, deadline=None)
valid = st.integers().map(lambda seed: references.new(random.Random(seed).randrange))


def test_the_alphabet_has_29_characters_that_cannot_be_taken_for_one_another() -> None:
    assert len(set(ALPHABET)) == len(ALPHABET) == 29
    assert not set(ALPHABET) & set("01IOAEU")


@bounded
@given(valid)
def test_every_single_wrong_character_is_noticed(reference: str) -> None:
    for place in range(LENGTH):
        for wrong in set(ALPHABET) - {reference[place]}:
            assert not references.is_valid(reference[:place] + wrong + reference[place + 1 :])


@bounded
@given(valid)
def test_any_two_characters_that_changed_places_are_noticed(reference: str) -> None:
    for first in range(LENGTH):
        for second in range(first + 1, LENGTH):
            swapped = list(reference)
            swapped[first], swapped[second] = swapped[second], swapped[first]
            is_same = reference[first] == reference[second]
            assert references.is_valid("".join(swapped)) == is_same


@bounded
@given(valid)
def test_a_reference_is_read_however_it_is_typed(reference: str) -> None:
    arabic = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
    persian = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
    wide = "".join(chr(ord(each) + 0xFEE0) for each in reference)
    cyrillic = str.maketrans("BKMHPCTX", "ВКМНРСТХ")
    for typed in (
        reference,
        reference.lower(),
        references.spaced(reference),
        references.spaced(reference).replace("-", " – "),
        references.spelled(reference),
        f"\u200f {reference.translate(arabic)}\t",
        reference.translate(persian),
        reference.translate(cyrillic).lower(),
        reference.replace("L", "1"),
        wide,
    ):
        assert references.normalise(typed) == reference


@bounded
@given(st.text(max_size=30))
def test_whatever_is_typed_gives_a_valid_reference_or_none(text: str) -> None:
    reference = references.normalise(text)
    assert reference is None or references.is_valid(reference)


def test_a_reference_is_shown_in_two_groups_of_four() -> None:
    assert references.spaced("K7M42PX9") == "K7M4-2PX9"
    assert references.spelled("K7M42PX9") == "K 7 M 4, 2 P X 9"


def test_the_random_source_is_asked_for_every_free_character() -> None:
    asked = []

    def below(count: int) -> int:
        asked.append(count)
        return 0

    assert references.is_valid(references.new(below))
    assert asked == [29] * 7
