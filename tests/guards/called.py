"""Callbacks, calls and interpreters for the table of who may enter which page."""

from backend.actions import callbacks as calling
from backend.actions.callbacks import Request
from backend.domain.appointments import Channel
from backend.domain.callbacks import Caller
from backend.domain.interpreters import Hours
from backend.store import callbacks, database, interpreting, letters
from backend.store.letters import NewLetter
from tests.web.desk import BENEFITS, ENTRANCE, Desk

Three = tuple[int, int, int]
"""In the own office and group, in another group of the same office, in another office."""


def called(desk: Desk) -> dict[str, tuple[int | str, int | str, int | str]]:
    """The things by the name in the address."""
    phoned = _phoned(desk)
    return {
        "callback": _tickets(desk),
        "call": phoned,
        "wish": phoned,
        "message": _messages(desk, phoned),
        "line": _hours(),
    }


def _tickets(desk: Desk) -> Three:
    """The one of the own group was offered elsewhere, that of elsewhere to the own group."""
    nord = calling.teams("nord")[0]
    caller = Caller(name="Olena Kovalenko", phone="0421 5550199")
    ids = [
        calling.ask(
            Request(team=team, caller=caller),
            once=f"{team}",
            content=desk.booked.content,
            now=desk.now,
        ).id
        for team in (ENTRANCE, BENEFITS, nord)
    ]
    callbacks.offer(ids[0], nord)
    callbacks.offer(ids[2], ENTRANCE)
    return ids[0], ids[1], ids[2]


def _phoned(desk: Desk) -> Three:
    """Phone appointments at which somebody interprets."""
    one, two, three = (
        desk.booked.book(
            office=office,
            concern=concern,
            channel=Channel.PHONE,
            phone="0421 5550199",
            interpreter="pl",
            email=f"phone-{concern}@{office}.example",
        ).id
        for office, concern in (
            ("mitte", "kontaktdaten"), ("mitte", "bescheid"), ("nord", "kontaktdaten"),
        )
    )  # fmt: skip
    return one, two, three


def _messages(desk: Desk, appointments: Three) -> Three:
    """What is to be told by phone."""
    reminders = [
        NewLetter(
            kind=letters.REMINDER,
            appointment=appointment,
            recipient="0421 5550199",
            languages="de",
            facts={},
            due_at=desk.seconds,
            channel=letters.CALL,
        )
        for appointment in appointments
    ]
    letters.add(reminders, now_seconds=desk.seconds)
    sql = "SELECT id FROM letter WHERE channel = 'call' AND appointment = ?"
    one, two, three = (int(database.every(sql, (each,))[-1][0]) for each in appointments)
    return one, two, three


def _hours() -> Three:
    """Fixed hours of interpreters."""
    for office in ("mitte", "nord"):
        hours = Hours(
            id=0, office=office, language="vi", weekday=4, start=540, end=600, on_site=True
        )
        interpreting.add_hours(hours)
    mitte, nord = (interpreting.hours(office)[-1].id for office in ("mitte", "nord"))
    return mitte, mitte, nord
