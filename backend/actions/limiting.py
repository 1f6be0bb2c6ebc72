"""Limiting: how often somebody may try, so that references cannot be guessed."""

from datetime import datetime

from backend.domain.refusals import TooManyTries
from backend.store import database, rates, sealing


def count_try(bucket: str, *, most: int, seconds: int, now: datetime) -> None:
    """Count a try; raises `TooManyTries` after `most` within a window of so many seconds.

    The bucket (an address, a reference) is kept as a keyed hash only. The try counts even when
    what follows is refused, hence its own transaction.
    """
    window = int(now.timestamp()) // seconds * seconds
    if _hit(sealing.keyed_hash("rate", f"{seconds}/{bucket}"), window) > most:
        raise TooManyTries


def check(bucket: str, *, most: int, seconds: int, now: datetime) -> None:
    """Raise `TooManyTries` when `count_try` has counted `most` in this window; counts nothing."""
    window = int(now.timestamp()) // seconds * seconds
    if rates.hits(sealing.keyed_hash("rate", f"{seconds}/{bucket}"), window) >= most:
        raise TooManyTries


@database.repeated
def _hit(bucket: str, window: int) -> int:
    return rates.hit(bucket, window)
