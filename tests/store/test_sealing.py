"""Sealing: what is encrypted opens only with the right key and in its own place."""

import pytest

from backend.store import sealing

OLD, NEW = b"o" * 32, b"n" * 32


@pytest.fixture(autouse=True)
def keys() -> None:
    sealing.use([OLD], b"h" * 32)


def test_what_is_sealed_opens_again_and_looks_different_each_time() -> None:
    one, other = sealing.seal("أمل", "a"), sealing.seal("أمل", "a")
    assert one != other
    assert sealing.unseal(one, "a") == sealing.unseal(other, "a") == "أمل"


@pytest.mark.parametrize("context", ["b", ""])
def test_a_text_from_another_place_does_not_open(context: str) -> None:
    with pytest.raises(sealing.CannotUnseal):
        sealing.unseal(sealing.seal("x", "a"), context)


@pytest.mark.parametrize("sealed", ["", "x", "deadbeef.aaaa"])
def test_rubbish_does_not_open(sealed: str) -> None:
    with pytest.raises(sealing.CannotUnseal):
        sealing.unseal(sealed, "a")


def test_an_altered_text_does_not_open() -> None:
    sealed = sealing.seal("x" * 30, "a")
    with pytest.raises(sealing.CannotUnseal):
        sealing.unseal(sealed[:-6] + "AAAAA=", "a")


def test_a_new_first_key_seals_and_the_old_one_still_opens() -> None:
    sealed = sealing.seal("x", "a")
    sealing.use([NEW, OLD], b"h" * 32)
    assert not sealing.is_fresh(sealed)
    fresh = sealing.resealed(sealed, "a")
    sealing.use([NEW], b"h" * 32)
    assert sealing.is_fresh(fresh)
    assert sealing.unseal(fresh, "a") == "x"
    with pytest.raises(sealing.CannotUnseal):
        sealing.unseal(sealed, "a")


def test_hashes_of_two_kinds_or_keys_differ() -> None:
    first = sealing.keyed_hash("email", "x")
    assert first == sealing.keyed_hash("email", "x")
    assert first != sealing.keyed_hash("phone", "x")
    sealing.use([OLD], b"i" * 32)
    assert first != sealing.keyed_hash("email", "x")


def test_a_token_names_its_appointment_and_proves_it() -> None:
    nonce = sealing.new_nonce()
    parts = sealing.appointment_in(sealing.token_for(77, nonce))
    assert parts
    appointment_id, mac = parts
    assert appointment_id == 77
    assert sealing.is_proof(mac, 77, nonce=nonce)
    assert not sealing.is_proof(mac, 78, nonce=nonce)
    assert not sealing.is_proof(mac, 77, nonce=sealing.new_nonce())


@pytest.mark.parametrize("token", ["", "-", "x-y", "1" * 40 + "-a", "1", "1-ü"])
def test_what_is_no_token_names_nothing(token: str) -> None:
    parts = sealing.appointment_in(token)
    assert parts is None or parts[1] == ""
