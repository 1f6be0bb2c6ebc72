"""Rates: how often somebody tried within a window of time."""

from backend.store import database


def hit(bucket: str, window: int) -> int:
    """Count one try; returns the tries in this window so far."""
    row = database.one(
        'INSERT INTO rate (bucket, "window", hits) VALUES (?, ?, 1)'
        ' ON CONFLICT (bucket, "window") DO UPDATE SET hits = rate.hits + 1 RETURNING hits',
        (bucket, window),
    )
    return 0 if row is None else int(row[0])


def hits(bucket: str, window: int) -> int:
    """The tries in this window so far."""
    row = database.one('SELECT hits FROM rate WHERE bucket = ? AND "window" = ?', (bucket, window))
    return 0 if row is None else int(row[0])


def sweep(before: int) -> int:
    """Delete the windows that ended before these UTC seconds."""
    return int(database.run('DELETE FROM rate WHERE "window" < ?', (before,)).rowcount)
