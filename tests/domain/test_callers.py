"""Callers: with too few facts nothing is told, with wrong ones neither (D32)."""

from datetime import date

import pytest

from backend.domain.appointments import Person
from backend.domain.callers import Asked, Proof

REFERENCE = "K7M42PX9"
BORN = date(1988, 7, 3)
AMAL = Person(
    name="أمل حداد", latin_name="Amal Haddad", number="123A456789",
    birth_day=3, birth_month=7, birth_year=1988,
)  # fmt: skip
NUMBERED = Person(name="Uwe Schröder", number="123A456789")


@pytest.mark.parametrize(
    ("asked", "proof"),
    [
        (Asked(), Proof.TOO_LITTLE),
        (Asked(name="Amal"), Proof.TOO_LITTLE),
        (Asked(birth=BORN), Proof.TOO_LITTLE),
        (Asked(number="123A456789"), Proof.TOO_LITTLE),
        (Asked(name="Amal", birth=BORN), Proof.SENT),
        (Asked(number="123A456789", birth=BORN), Proof.TOLD),
        (Asked(number="123A456789", name="Amal"), Proof.TOLD),
        (Asked(reference=REFERENCE), Proof.TOLD),
    ],
)
def test_how_far_facts_reach(asked: Asked, proof: Proof) -> None:
    assert asked.proof is proof


@pytest.mark.parametrize(
    ("asked", "person", "is_met"),
    [
        (Asked(reference=REFERENCE), AMAL, True),
        (Asked(reference="K7M42PXB"), AMAL, False),
        (Asked(reference=REFERENCE, name="Olena"), AMAL, False),
        (Asked(number="123A456789", birth=BORN), AMAL, True),
        (Asked(number="123A456789", birth=date(1988, 7, 4)), AMAL, False),
        (Asked(number="123A456780", birth=BORN), AMAL, False),
        (Asked(number="123A456789", name="Haddad"), AMAL, True),
        (Asked(number="123A456789", name="Olena"), AMAL, False),
        (Asked(number="123A456789", birth=BORN), NUMBERED, False),
        (Asked(number="123A456789", birth=BORN, name="schroeder"), NUMBERED, True),
        (Asked(name="Amal", birth=BORN), AMAL, True),
        (Asked(name="Amal", birth=date(1990, 1, 1)), AMAL, False),
        (Asked(name="Amal", birth=BORN), NUMBERED, False),
    ],
)
def test_all_that_is_named_must_be_so(asked: Asked, person: Person, *, is_met: bool) -> None:
    assert asked.is_met_by(REFERENCE, person) is is_met


def test_name_and_birth_date_need_a_stored_birth_date() -> None:
    assert not Asked(name="Uwe", birth=BORN).is_met_by(REFERENCE, NUMBERED)
