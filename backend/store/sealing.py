"""Sealing: encrypted fields, keyed hashes, and the tokens of the links in letters."""

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE_BYTES = 12
_MAC_BYTES = 18
_CODE_BYTES = 15
_APPOINTMENT = re.compile(r"[0-9a-f]{1,15}|[0-7][0-9a-f]{15}")


class CannotUnseal(Exception):
    """The text was sealed with a key we do not have, for another place, or was altered."""


class _Keys:
    """The keys in use; the first one seals, all of them unseal."""

    first: str = ""
    by_id: dict[str, AESGCM] = {}  # noqa: RUF012 - replaced as a whole by `use`
    hash_key: bytes = b""


def use(field_keys: Sequence[bytes], hash_key: bytes) -> None:
    """Set the keys, 32 bytes each: the first field key seals, all of them unseal."""
    if not field_keys or not hash_key:
        raise ValueError("sealing needs a field key and a hash key")
    named = {hashlib.sha256(b"id" + key).hexdigest()[:8]: AESGCM(key) for key in field_keys}
    _Keys.first = next(iter(named))
    _Keys.by_id = named
    _Keys.hash_key = hash_key


def seal(text: str, context: str) -> str:
    """The text encrypted (AES-GCM) and bound to its place: `key id.nonce and cipher text`."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    box = _Keys.by_id[_Keys.first].encrypt(nonce, text.encode(), context.encode())
    return f"{_Keys.first}.{base64.b64encode(nonce + box).decode('ascii')}"


def unseal(sealed: str, context: str) -> str:
    """The text again; raises `CannotUnseal`."""
    key_id, _, packed = sealed.partition(".")
    if key_id not in _Keys.by_id:
        raise CannotUnseal("no such key")
    try:
        raw = base64.b64decode(packed, validate=True)
        box = _Keys.by_id[key_id].decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], context.encode())
    except (InvalidTag, ValueError) as error:
        raise CannotUnseal("altered, or from another place") from error
    return box.decode()


def is_fresh(sealed: str) -> bool:
    """Whether the text is sealed with the first key, so that a rotation may pass it over."""
    return sealed.partition(".")[0] == _Keys.first


def resealed(sealed: str, context: str) -> str:
    """The same text sealed with the first key."""
    return seal(unseal(sealed, context), context)


def keyed_hash(kind: str, text: str) -> str:
    """HMAC-SHA256 of the text under the hash key; equal texts of two kinds differ."""
    return hmac.digest(_Keys.hash_key, f"{kind}\0{text}".encode(), "sha256").hex()


def token_for(appointment_id: int, nonce: str) -> str:
    """The token of an appointment's link; it can be made again at any time and is not stored."""
    return f"{appointment_id:x}-{_mac(appointment_id, nonce)}"


def appointment_in(token: str) -> tuple[int, str] | None:
    """The appointment a token names and its proof, still to be checked with `is_proof`."""
    name, _, mac = token.partition("-")
    # No larger number than a database keeps, and one way to write it.
    if not _APPOINTMENT.fullmatch(name) or not mac.isascii():
        return None
    return int(name, 16), mac


def is_proof(mac: str, appointment_id: int, *, nonce: str) -> bool:
    """Whether the proof belongs to the appointment; takes equally long for any wrong one."""
    return hmac.compare_digest(mac, _mac(appointment_id, nonce))


def code_for(kind: str, appointment_id: int, nonce: str) -> str:
    """A code to show other programs: it says nothing of the token, and only the key makes it."""
    mac = hmac.digest(_Keys.hash_key, f"{kind}\0{appointment_id}\0{nonce}".encode(), "sha256")
    return base64.b32encode(mac[:_CODE_BYTES]).decode("ascii").casefold()


def new_nonce() -> str:
    """The random part of a token."""
    return secrets.token_urlsafe(16)


def _mac(appointment_id: int, nonce: str) -> str:
    text = f"link\0{appointment_id}\0{nonce}".encode()
    mac = hmac.digest(_Keys.hash_key, text, "sha256")[:_MAC_BYTES]
    return base64.urlsafe_b64encode(mac).decode("ascii")
