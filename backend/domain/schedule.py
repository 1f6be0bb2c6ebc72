"""What is done once a day at a time on the wall clock, also on days when the clocks change."""

from datetime import UTC, datetime, time, timedelta


def last_turn(minute: int, now: datetime) -> datetime:
    """The latest moment, not after `now`, at which the wall clock showed this minute of the day.

    `now` is aware, in the office's zone. In the night of a clock change a time that comes twice
    counts once, the first time; one that is left out counts when the clocks have been changed.
    """
    today = _turn(now, minute)
    return today if today <= now.astimezone(UTC) else _turn(now - timedelta(days=1), minute)


def is_due(minute: int, last: int | None, now: datetime) -> bool:
    """Whether the daily work at this minute has not been done since it was last due.

    `last` is UTC seconds. What was missed, for one day or for ten, is made up once.
    """
    return last is None or last < last_turn(minute, now).timestamp()


def _turn(day: datetime, minute: int) -> datetime:
    """In UTC: two aware times of one zone would be compared by their dials."""
    wall = datetime.combine(day.date(), time(minute // 60, minute % 60), day.tzinfo)
    return wall.astimezone(UTC)
