"""Reporting: what readers tell about barriers goes to the Jobcenter by mail."""

from dataclasses import dataclass
from datetime import datetime

from backend.store import database, letters
from backend.store.letters import NewLetter


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A barrier somebody met; only the first text is asked for, the others may be empty."""

    barrier: str
    place: str = ""
    """The page it was on, in the reader's own words."""
    email: str = ""
    """Where the answer goes."""


@database.repeated
def report_barrier(report: Report, *, recipient: str, languages: str, now: datetime) -> None:
    """Leave the report in the outbox for the barrier contact `recipient` (BGG § 12b).

    It lies sealed there until it is sent, and is forgotten then; `languages` is the reader's pair.
    """
    seconds = int(now.timestamp())
    letter = NewLetter(
        kind=letters.BARRIER_REPORT,
        appointment=letters.NO_APPOINTMENT,
        recipient=recipient,
        languages=languages,
        facts={"barrier": report.barrier, "place": report.place, "email": report.email},
        due_at=seconds,
    )
    letters.add([letter], now_seconds=seconds)
