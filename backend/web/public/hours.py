"""Hours in words: spans of time in the languages being read."""

from datetime import time

from backend.domain.receptions import Window
from backend.languages import Clock, Text
from backend.languages import text_of as _


def at(minute: int) -> Clock:
    """A minute of the day as a time; midnight at its end is 0:00."""
    return Clock(time(minute // 60 % 24, minute % 60))


def span(window: Window) -> Text:
    """Such as “08:00 to 12:00”."""
    start, end = window
    return _("%(start)s to %(end)s", start=at(start), end=at(end))
