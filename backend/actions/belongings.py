"""Belongings: what other tables hold about an appointment, to be deleted and told with it (D38).

A table that keeps anything about an appointment joins `ALL` by one line. From then on its rows go
with the appointment, with `forget`, and are told to whoever asks for what is stored (Art. 15).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from backend.domain.retention import Kind
from backend.store import (
    attendance,
    calls,
    customer_keys,
    handovers,
    imports,
    interpreting,
    letters,
    moves,
    partners,
    video_links,
    wishes,
)

Fact = dict[str, object]
"""One stored row as plain names and values, times in UTC seconds."""


@dataclass(frozen=True, slots=True)
class Belonging:
    """One table beside the appointments."""

    kind: Kind
    delete_of: Callable[[Sequence[int]], int]
    """Deletes what belongs to the appointments of these ids; returns how many rows."""
    about: Callable[[int], list[Fact]]
    """Everything it holds about the appointment of this id."""


ALL: tuple[Belonging, ...] = (
    Belonging(Kind.CUSTOMER_KEYS, customer_keys.delete_of, customer_keys.about),
    Belonging(Kind.CUSTOMER_KEYS, imports.delete_of, imports.about),
    Belonging(Kind.ATTENDANCE, attendance.delete_of, attendance.about),
    Belonging(Kind.ATTENDANCE, moves.delete_of, moves.about),
    Belonging(Kind.ATTENDANCE, calls.delete_of, calls.about),
    Belonging(Kind.ATTENDANCE, video_links.delete_of, video_links.about),
    Belonging(Kind.INTERPRETING, interpreting.delete_of, interpreting.about),
    Belonging(Kind.HANDOVERS, handovers.delete_of, handovers.about),
    Belonging(Kind.CONSENTS, partners.delete_of, partners.about),
    Belonging(Kind.LETTERS, letters.delete_of, letters.about),
    Belonging(Kind.WISHES, wishes.delete_of, wishes.about),
)
"""In the order in which every action writes: keys before letters."""


def delete_of(appointments: Sequence[int]) -> dict[Kind, int]:
    """Delete all that belongs to these appointments; part of an action. Returns how many rows."""
    gone: dict[Kind, int] = {}
    for belonging in ALL:
        gone[belonging.kind] = gone.get(belonging.kind, 0) + belonging.delete_of(appointments)
    return gone


def about(appointment: int) -> dict[Kind, list[Fact]]:
    """All that belongs to one appointment, by kind; kinds without rows are left out."""
    found: dict[Kind, list[Fact]] = {}
    for belonging in ALL:
        if rows := belonging.about(appointment):
            found.setdefault(belonging.kind, []).extend(rows)
    return found
