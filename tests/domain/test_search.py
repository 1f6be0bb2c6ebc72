"""The search for a concern."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.domain import search
from backend.domain.folding import ARABIC_VARIANTS, ETHIOPIC_VARIANTS, folded
from backend.domain.search import ALL_WORDS

POWER = ["Strom oder Gas wird abgestellt", "Drohende / eingetretene Energiesperre"]
NEW = ["Neuantrag stellen", "Bürgergeld", "Hartz 4"]


@pytest.mark.parametrize("query", ["Strom abgestellt", "STROM", "gas  abgest", "energiesperre"])
def test_words_are_found_in_any_order_and_by_their_beginning(query: str) -> None:
    assert search.matches(query, POWER) >= ALL_WORDS


@pytest.mark.parametrize("query", ["Bürgergeld", "buergergeld", "burgergeld", "BÜRGER-GELD"])
def test_umlauts_and_case_do_not_matter(query: str) -> None:
    assert search.matches(query, NEW) > 0


def test_compounds_are_found_by_their_parts() -> None:
    assert search.matches("sperre", POWER) > 0
    assert search.matches("Stromrechnung", POWER) > 0


@pytest.mark.parametrize(("query", "text"), [("إعانة", "اعانه"), ("كهرباء", "كهربَاء")])
def test_arabic_letters_and_their_variants_are_the_same(query: str, text: str) -> None:
    assert search.matches(query, [text]) > 0


def test_a_query_found_in_part_ranks_below_one_found_whole() -> None:
    assert 0 < search.matches("Strom und Wasser", POWER) < search.matches("Strom", POWER)


@pytest.mark.parametrize("query", ["", "  ", "!?", "xyz", "rat"])
def test_nothing_is_found_for_nothing(query: str) -> None:
    assert search.matches(query, ["Heirat"]) == 0


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40))
def test_every_text_finds_itself(text: str) -> None:
    assert (search.matches(text, [text]) >= ALL_WORDS) == bool(folded(text))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)


def test_turkish_words_are_found_from_any_keyboard() -> None:
    for typed in ("isitma", "ISITMA", "ısıtma"):
        assert search.matches(typed, ["Kira ve ısıtma"]) >= search.ALL_WORDS


LETTERS = [*ARABIC_VARIANTS, *"بتسمنلرد", " "]
FORMS = [chr(ord(first) + form) for first in "ሀሰአጸመበ" for form in range(7)]


def exchanged(letter: str, other: int) -> str:
    """A variant of the letter, or the letter itself where it has none."""
    arabic = letter + ARABIC_VARIANTS.get(letter, "")
    for first, variants in ETHIOPIC_VARIANTS.items():
        form = ord(letter) - ord(first)
        if form in range(7):
            return chr(ord((first + variants)[other % (len(variants) + 1)]) + form)
    return arabic[other % len(arabic)]


@pytest.mark.parametrize("letters", [LETTERS, FORMS], ids=["Arabic script", "Ethiopic script"])
@settings(max_examples=150, deadline=None)
@given(drawn=st.data())
def test_a_word_is_the_same_in_every_variant_of_its_letters(
    letters: list[str], drawn: st.DataObject
) -> None:
    word = drawn.draw(st.text(st.sampled_from(letters), max_size=12))
    others = drawn.draw(st.lists(st.integers(0, 9), min_size=len(word), max_size=len(word)))

    other = "".join(exchanged(*pair) for pair in zip(word, others, strict=True))

    assert folded(other) == folded(word)


@settings(max_examples=150, deadline=None)
@given(st.text(st.characters(min_codepoint=0x600, max_codepoint=0x6FF), max_size=12))
def test_folding_leaves_the_letters_of_the_arabic_script_apart_that_mean_something(
    text: str,
) -> None:
    assert len({folded(letter) for letter in ("ب", "پ", "ت", "ټ", "ج", "چ", "ر", "ړ")}) == 8
    assert folded(folded(text)) == folded(text)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("کارت", "كارت"),
        ("پيسې", "پیسي"),
        ("ګاز", "گاز"),
        ("ኣገዳሲ", "አገዳሲ"),
        ("ሐቂ", "ሀቂ"),
        ("ፀጥታ", "ጸጥታ"),
    ],
)
def test_words_are_found_from_the_keyboard_of_a_neighbouring_language(
    query: str, text: str
) -> None:
    assert search.matches(query, [text]) >= ALL_WORDS
