"""The letters of a short message."""

import pytest

from backend.domain import gsm


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", 0), ("a" * 160, 1), ("a" * 161, 2), ("a" * 306, 2), ("a" * 307, 3),
        ("ä" * 160, 1), ("€" * 80, 1), ("€" * 81, 2),
        ("Б" * 70, 1), ("Б" * 71, 2), ("Б" * 134, 2), ("Б" * 135, 3),
        ("😀" * 35, 1), ("😀" * 36, 2),
    ],
)  # fmt: skip
def test_a_text_takes_as_many_messages_as_the_alphabet_allows(text: str, parts: int) -> None:
    assert gsm.parts(text) == parts


@pytest.mark.parametrize(
    ("text", "thrifty"),
    [
        ("Größe: 5 €", "Größe: 5 €"),
        ("Sıra numarası şöyle: ğ", "Sira numarasi söyle: g"),
        ("Wizyta: łąka – „dom”", 'Wizyta: laka - "dom"'),
        ("Подождите ș", "Подождите ș"),
        ("موعدك 24.11.", "موعدك 24.11."),
    ],
)
def test_accents_go_only_where_that_saves_room(text: str, thrifty: str) -> None:
    assert gsm.thrifty(text) == thrifty
