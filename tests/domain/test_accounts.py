"""Passwords people can keep in mind, and pauses that slow down but lock nobody out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain import accounts, audits


@pytest.mark.parametrize(
    ("password", "is_good"),
    [
        ("vier ganz kurze worte", True),
        ("пароль на русском", True),
        ("kurz", False),
        ("elf zeichen", False),
        ("aaaaaaaaaaaaaaaa", False),
        ("abababababababab", False),
        ("person@example.org", False),
        ("Person@Example.ORG", False),
        ("x1" * 101, False),
    ],
)
def test_length_counts_and_nothing_else(password: str, is_good: bool) -> None:
    assert accounts.is_good_password(password, mail="person@example.org") is is_good


@given(st.integers(0, 10**6))
def test_the_first_try_never_waits_whatever_others_do(others: int) -> None:
    assert accounts.pause_seconds(0, failures_around=others) == 0


@given(st.integers(0, 200), st.integers(0, 200))
def test_pauses_grow_and_have_an_end(failures: int, others: int) -> None:
    now = accounts.pause_seconds(failures, failures_around=others)
    later = accounts.pause_seconds(failures + 1, failures_around=others)
    assert now <= later <= accounts.LONGEST_PAUSE
    assert accounts.pause_seconds(failures, failures_around=0) <= now


def test_five_typing_errors_cost_nothing() -> None:
    pauses = [accounts.pause_seconds(tries, failures_around=0) for tries in range(8)]
    assert pauses == [0, 0, 0, 0, 0, 2, 4, 8]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("p 12", "P-12"),
        ("P-12", "P-12"),
        ("Mitte-Eingang ", "mitte-eingang"),
        ("second factor", "second factor"),
    ],
)
def test_references_are_found_however_they_are_typed(typed: str, kept: str) -> None:
    assert audits.tidied_reference(typed) == kept
