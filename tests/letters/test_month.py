"""A month passes: of the customers who were there nothing is left but what retention allows."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from backend.actions import auditing, callbacks, changes, drafting, ordering, receiving, reporting
from backend.domain.accounts import Account
from backend.domain.appointments import Appointment, Channel, Delivery, Draft
from backend.domain.attendance import Outcome
from backend.domain.audits import Deed, Matter, Purpose
from backend.domain.booking_invitations import Invited, Way
from backend.domain.callbacks import Caller
from backend.domain.retention import Kind
from backend.domain.roles import Grant, Role
from backend.letters.worker import Rounds
from backend.store import audit, database, deletions, lists, tallies
from backend.store import callbacks as stored_callbacks
from tests.guards.offered import invitation
from tests.web.desk import MITTE, Desk, desk_with

NAMES = ("Xenia Quittenbaum", "Юрій Щасливий", "زينب المستعار", "Fritz Wunderlich-Ölmütz")
MARKS = (
    *NAMES, "Zeynab Erfunden", "xenia@quittenbaum.example", "quittenbaum", "0421 9876501",
    "4219876501", "987Z654321", "Irrgartenweg 17", "Ruf Zurück-Brzęczek", "0421 9876502",
)  # fmt: skip
"""What nobody but these customers has told."""


class Postbox:
    """A mail server that takes everything and remembers how much."""

    def __init__(self) -> None:
        self.taken = 0

    def send(self, mail: EmailMessage) -> None:
        self.taken += 1

    def rest(self) -> None:
        """Nothing to close."""


@pytest.fixture
def desk(default_database_url: str, tmp_path: Path) -> Iterator[Desk]:
    with desk_with(default_database_url, tmp_path) as desk:
        yield desk


def live(desk: Desk) -> list[Appointment]:
    """What customers and clerks do on one day and the next."""
    booked = desk.booked
    content, now = booked.content, desk.now
    first = booked.book(
        name=NAMES[0], email="xenia@quittenbaum.example", number="987Z654321", interpreter="ar"
    )
    by_phone = booked.book(
        name=NAMES[1], email="", phone="0421 9876501", delivery=str(Delivery.NONE), sms=True,
        concern="bescheid", channel=Channel.PHONE,
    )  # fmt: skip
    by_post = booked.book(
        name=NAMES[2], latin_name="Zeynab Erfunden", email="", delivery=str(Delivery.LETTER),
        address=f"{NAMES[2]}\nIrrgartenweg 17\n28195 Bremen",
    )  # fmt: skip
    gone = booked.book(name=NAMES[3], email="fritz@quittenbaum.example")
    changes.cancel(gone.id, content=content, now=now)
    drafting.save("half", replace(Draft(), name=NAMES[0], phone="0421 9876501"), now=now)
    address = f"{NAMES[0]}\nIrrgartenweg 17\n28195 Bremen"
    ordering.order_forms("neuantrag", "mitte", address=address, languages="de", now=now)
    report = reporting.Report(
        barrier=f"{NAMES[0]} kommt nicht hinein", email="x@quittenbaum.example"
    )
    reporting.report_barrier(report, recipient="amt@jobcenter.example", languages="de", now=now)
    team = callbacks.teams("mitte")[0]
    caller = Caller(name="Ruf Zurück-Brzęczek", phone="0421 9876502")
    request = callbacks.Request(team=team, caller=caller, appointment=first.reference)
    callbacks.ask(request, once="once", content=content, now=now)
    for mail in ("eva@quittenbaum.example", "ada@quittenbaum.example"):
        invited = Invited(name=NAMES[3], number="987Z654321", email=mail, phone="0421 9876501")
        invitation(desk, way=Way.MAIL, invited=invited)
    return [first, by_phone, by_post, gone]


def serve(desk: Desk, clerk: Account, first: Appointment) -> None:
    """The clerk's morning: the list is fetched, somebody comes, a callback is made."""
    now = desk.now
    browser = desk.signed_in(clerk)
    for what in ("datei", "druck", "weitergegeben"):
        desk.send(browser, f"/dienst/listen/mitte/{what}", page="/dienst/listen/")
    receiving.check_in(clerk, first.id, now=now)
    receiving.call(clerk, first.id, "Platz 1", now=now)
    receiving.finish(clerk, first.id, Outcome.SOLVED, now=now)
    matter = Matter(Purpose.COUNTER, first.reference, first.office)
    auditing.note_reading(clerk, Deed.SAW, matter, now=now)
    (ticket,) = stored_callbacks.naming(first.reference)
    callbacks.finish(clerk, ticket.id, now=now)


def everything_stored() -> str:
    """All values of all tables."""
    tables = database.database.get_tables()
    return "\n".join(
        repr(row) for table in tables for row in database.every(f"SELECT * FROM {table}")
    )


def found_in(text: str | bytes) -> list[str]:
    """Which of the marks can be read there, in any of the usual spellings."""
    if isinstance(text, str):
        return [mark for mark in MARKS if mark in text]
    spelled = ("utf-8", "utf-16-le", "utf-16-be")
    return [mark for mark in MARKS if any(mark.encode(code) in text for code in spelled)]


def test_after_a_month_no_name_is_left_in_table_file_or_log(
    desk: Desk, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    clerk = desk.hire(Grant(kind=Role.GROUP_LEAD, place=MITTE), name="Kim Kaya")
    portal = desk.booked.app.extensions["portal"]
    postbox = Postbox()
    worker = Rounds(portal.settings, portal.content, portal.languages, postbox)
    appointments = live(desk)
    lists.set_mailbox("mitte", "liste@jobcenter.example")
    assert found_in(everything_stored())
    begun = desk.now
    for day in range(33):
        for hour in (6, 9, 18):
            then = datetime.combine(begun.date(), time(hour), begun.tzinfo) + timedelta(days=day)
            desk.booked.clock.now = then
            worker.work(desk.now)
            if (day, hour) == (0, 9):
                serve(desk, clerk, appointments[0])
    assert postbox.taken > 5
    database.clear_journal()
    assert found_in(everything_stored()) == []
    assert [(path.name, found_in(path.read_bytes())) for path in files(tmp_path)] == [
        (path.name, []) for path in files(tmp_path)
    ]
    assert found_in(caplog.text) == []
    assert sealed_left() == {}


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def sealed_left() -> dict[str, int]:
    """Rows in which something about a customer could still lie sealed, by table."""
    asked = {
        "letter": "SELECT COUNT(*) FROM letter WHERE sealed <> ''",
        **{
            table: f"SELECT COUNT(*) FROM {table}"
            for table in ("appointment", "draft", "callback", "waiting", "claim", "customer_key",
                          "attendance", "phone_call", "interpreter_request", "day_list", "rate")
        },
    }  # fmt: skip
    counts = {table: database.every(sql)[0][0] for table, sql in asked.items()}
    return {table: count for table, count in counts.items() if count}


def test_what_was_deleted_and_done_is_still_known_in_numbers(desk: Desk) -> None:
    first = live(desk)[0]
    portal = desk.booked.app.extensions["portal"]
    worker = Rounds(portal.settings, portal.content, portal.languages, Postbox())
    for days in (0, 20):
        desk.booked.clock.now += timedelta(days=days, hours=3)
        worker.work(desk.now)
    numbers = deletions.numbers(desk.now.date())[desk.now.date()]
    assert numbers[Kind.APPOINTMENTS] == 4
    assert numbers[Kind.LISTS] >= 1
    assert tallies.total("booked") == 4
    assert audit.about(first.reference) == []
