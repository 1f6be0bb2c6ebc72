"""Passwords and codes: hashed with argon2id, and codes of telephones by the clock (RFC 6238)."""

import base64
import hmac
import secrets

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from backend.domain.references import ALPHABET
from backend.store import sealing

HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""What OWASP names as the least; 23 ms on a small machine, so that a flood costs us little."""
STEP_SECONDS = 30
CODES = 10
CODE_LENGTH = 10
NOBODY = HASHER.hash(secrets.token_urlsafe(16))
"""Checked where there is no account, so that the answer takes as long."""


def hashed(password: str) -> str:
    """The hash to keep."""
    return HASHER.hash(password)


def is_right(password: str, hashed_password: str) -> bool:
    """Whether the password belongs to the hash; an empty hash takes as long and is never right."""
    try:
        HASHER.verify(hashed_password or NOBODY, password)
    except (VerificationError, InvalidHashError):
        return False
    return bool(hashed_password)


def needs_new_hash(hashed_password: str) -> bool:
    """Whether it was hashed more weakly than today."""
    return HASHER.check_needs_rehash(hashed_password)


def secret_for(session_key: str, *, step: int) -> str:
    """The secret a session offers for a second factor; the same one until it is taken into use.

    It follows from the session, so that showing it writes nothing down. `step` is that of the
    last code taken: after each use it is another one.
    """
    raw = bytes.fromhex(sealing.keyed_hash("second factor", f"{session_key}/{step}"))
    return base64.b32encode(raw[:20]).decode("ascii")


def step_of(code: str, secret: str, *, seconds: int) -> int | None:
    """The time step a code belongs to, the present one or a neighbour; None for a wrong code."""
    generator = pyotp.TOTP(secret, interval=STEP_SECONDS)
    present = seconds // STEP_SECONDS
    for step in (present, present - 1, present + 1):
        if hmac.compare_digest(generator.at(step * STEP_SECONDS).encode(), code.encode()):
            return step
    return None


def address_for(secret: str, *, mail: str, issuer: str) -> str:
    """What the picture to photograph holds (`otpauth://…`)."""
    address: str = pyotp.TOTP(secret, interval=STEP_SECONDS).provisioning_uri(
        name=mail, issuer_name=issuer
    )
    return address


def new_codes() -> list[str]:
    """Recovery codes; 49 bits each, and tries are paused."""
    return [
        "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH)) for _number in range(CODES)
    ]
