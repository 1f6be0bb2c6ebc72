"""What does not fit one screen of a terminal comes one part at a time (R101)."""

from collections.abc import Sequence
from typing import TypeVar

from flask import request

from backend.web.kiosk import mode

MOST_TIMES = 24
"""So many times fit one screen; of more a terminal shows one part of the day."""
MOST_DAYS = 4
Each = TypeVar("Each")


def part() -> int | None:
    """Which part of something long is asked for; None: the first screen."""
    asked = request.args.get("teil", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 3 else None


def days_per_page(usual: int) -> int:
    """How many days a page lists."""
    return MOST_DAYS if mode.present() else usual


def one_at_a_time(parts: Sequence[list[Each]]) -> list[list[Each]]:
    """The parts of a day's times, all but one of them empty where a terminal has no room."""
    if mode.present() is None or sum(map(len, parts)) <= MOST_TIMES:
        return list(parts)
    filled = [number for number, each in enumerate(parts) if each]
    asked = part()
    here = asked if asked in filled else filled[0]
    return [each if number == here else [] for number, each in enumerate(parts)]
