"""Drafting: keeping the answers somebody has given so far."""

from dataclasses import replace
from datetime import datetime

from backend.actions import holding
from backend.domain.appointments import Draft
from backend.store import database, drafts


@database.repeated
def save(key: str, draft: Draft, *, now: datetime) -> None:
    """Keep the answers behind this cookie value; what is held stays as the store knows it.

    A page that was loaded before a time was chosen must not bring the former hold back. A draft
    that holds nothing any more lets the time go: one hold per draft.
    """
    stored = drafts.lock(key)
    if stored and stored.held and not draft.held:
        holding.release({stored.held})
    if stored and stored.held and draft.held and stored.held != draft.held:
        draft = replace(
            draft,
            held=stored.held,
            held_start=stored.held_start,
            held_until=stored.held_until,
            extended=stored.extended,
        )
    drafts.write(key, draft, now=now)


@database.repeated
def forget(key: str, *, now: datetime) -> None:  # noqa: ARG001 - every action is told the time
    """Delete the answers and let the held time go: "finish, delete everything" (D17)."""
    stored = drafts.lock(key)
    if stored:
        holding.release({stored.held})
    drafts.delete(key)
