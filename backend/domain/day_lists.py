"""The day list: what an office reads of its appointments on one day, and what changed since (R59).

Only what the talk needs stands in it (R62): a phone number where the office calls, a birth date
where no number is known, and of the needs only those that somebody must prepare (D9).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from backend.domain.appointments import BookedBy, Channel, Need

PREPARED = (Need.STEP_FREE, Need.LARGE_PRINT, Need.QUIET_PLACE, Need.CHILDREN)
"""What somebody must make ready before; sign language is ordered and stands with interpreters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayLine:
    """One appointment as the list shows it; texts may be empty."""

    id: int
    reference: str
    start: datetime
    """Local wall-clock time."""
    minutes: int
    name: str
    """As in the papers, in any script."""
    latin_name: str
    number: str
    """Customer or BG number."""
    born: tuple[int | None, int | None, int | None]
    """Day, month, year, as far as they are known."""
    concern: str
    channel: Channel
    phone: str
    """Only where the office calls."""
    languages: str
    """The pair of the confirmation, such as `ar+de`."""
    interpreter: str
    """Tag of the language to interpret; empty for none."""
    interpreter_claimed: bool
    """Whether an interpreter of the house is booked with it."""
    sign_language: bool
    companion: bool
    needs: tuple[Need, ...]
    """Those of `PREPARED`."""
    group: str
    """Key of the counter group."""
    group_title: str
    counter: str
    """Title of the counter; empty while it is not placed yet (D24)."""
    booked_by: BookedBy
    is_walk_in: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What differs between two states of a list, in numbers."""

    new: int = 0
    changed: int = 0
    gone: int = 0
    """Cancelled, or moved to another day or office."""

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.gone)


def changes(before: Mapping[int, str], after: Mapping[int, str]) -> Changes:
    """How many appointments came, differ and went; a state is a mark of each line by its id."""
    return Changes(
        new=len(after.keys() - before.keys()),
        changed=sum(before[each] != after[each] for each in after.keys() & before.keys()),
        gone=len(before.keys() - after.keys()),
    )


def file_name(office: str, day: date) -> str:
    """`tagesliste-mitte-2026-11-24.xlsx`: nothing in it is about a person."""
    return f"tagesliste-{office}-{day.isoformat()}.xlsx"


def matter_of(office: str, day: date) -> str:
    """How the audit log calls the list: `tagesliste-mitte-2026-11-24`."""
    return f"tagesliste-{office}-{day.isoformat()}"
