"""The worker and the day lists: made at six also when clocks change, told of, gone with the day."""

import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from backend.actions import listing, rekeying
from backend.domain import periods
from backend.domain.appointments import Appointment
from backend.letters import day_lists, list_mails
from backend.letters.list_rounds import ListRounds
from backend.store import database, deletions, letters, lists, sealing
from backend.store.deletions import Cause
from backend.store.letters import Letter
from tests.web.booked import Booked, portal_with

TUESDAY = date(2026, 11, 24)
BOX = "liste@mitte.example"


@pytest.fixture
def booked(default_database_url: str, tmp_path: Path) -> Iterator[Booked]:
    with portal_with(default_database_url, tmp_path) as booked:
        yield booked


@pytest.fixture
def anywhere(database_url: str, tmp_path: Path) -> Iterator[Booked]:
    """The same on both engines."""
    with portal_with(database_url, tmp_path) as booked:
        yield booked


@pytest.fixture
def olena(booked: Booked) -> Appointment:
    """Comes at Mitte on Tuesday."""
    return booked.book(name="Olena Kovalenko")


def at(booked: Booked, hour: int, minute: int = 0, *, day: date = TUESDAY) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=booked.zone)


def rounds(booked: Booked) -> ListRounds:
    return ListRounds(booked.content, booked.app.extensions["portal"].languages)


def work(booked: Booked, *times: datetime) -> None:
    """One worker at these times."""
    worker = rounds(booked)
    for now in times:
        worker.work(now, booked.content)
        listing.sweep(now=now)


def come_on(appointment: Appointment, day: date) -> None:
    """Let the appointment be on another day."""
    cell = periods.first_cell(day) + 9 * 12
    database.run("UPDATE appointment SET start_cell = ? WHERE id = ?", (cell, appointment.id))


def mails(booked: Booked, now: datetime) -> list[Letter]:
    """What is due to mailboxes, taken out of the outbox."""
    found = letters.claim_due(int(now.timestamp()), most=50, lease_seconds=86_400)
    return [letter for letter in found if letter.kind in list_mails.KINDS]


def test_the_list_is_made_at_six_and_not_before(booked: Booked, olena: Appointment) -> None:
    work(booked, at(booked, 5, 59, day=TUESDAY - timedelta(days=1)), at(booked, 5, 59))
    assert lists.find("mitte", TUESDAY) is None
    work(booked, at(booked, 6))
    kept = lists.find("mitte", TUESDAY)
    assert kept is not None
    assert (kept.made_at, kept.count) == (int(at(booked, 6).timestamp()), 1)
    assert set(lists.of_day(TUESDAY)) >= {"mitte", "nord"}


@pytest.mark.parametrize("day", [date(2026, 10, 25), date(2027, 3, 28)])
def test_six_is_six_on_the_days_when_clocks_change(
    booked: Booked, olena: Appointment, day: date
) -> None:
    come_on(olena, day)
    six = datetime(day.year, day.month, day.day, 6, tzinfo=booked.zone).astimezone(UTC)
    moments = (six - timedelta(minutes=1), six)
    made = []
    worker = rounds(booked)
    for now in moments:
        worker.work(now.astimezone(booked.zone), booked.content)
        made.append(lists.find("mitte", day) is not None)
    assert made == [False, True]


def test_a_stop_over_the_morning_is_made_up(booked: Booked, olena: Appointment) -> None:
    work(booked, at(booked, 15, 10))
    kept = lists.find("mitte", TUESDAY)
    assert kept is not None and kept.made_at == int(at(booked, 15, 10).timestamp())


def test_a_second_round_makes_no_second_list(booked: Booked, olena: Appointment) -> None:
    work(booked, at(booked, 6), at(booked, 6, 1))
    work(booked, at(booked, 6, 2))
    kept = lists.find("mitte", TUESDAY)
    assert kept is not None and kept.made_at == int(at(booked, 6).timestamp())


def test_nobody_gets_an_empty_list_on_a_sunday(booked: Booked) -> None:
    sunday = date(2026, 11, 29)
    work(booked, at(booked, 6, day=sunday))
    assert lists.of_day(sunday) == {}


def test_two_workers_make_one_list_and_one_mail(anywhere: Booked) -> None:
    anywhere.book()
    lists.set_mailbox("mitte", BOX)
    start = threading.Barrier(2)

    def both() -> None:
        start.wait()
        work(anywhere, at(anywhere, 6))
        database.close_connection()

    threads = [threading.Thread(target=both) for _each in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [mail.kind for mail in mails(anywhere, at(anywhere, 6))] == [letters.LIST_READY]
    noted = database.every("SELECT 1 FROM audit_entry WHERE detail = 'list made'")
    assert len(noted) == len(lists.of_day(TUESDAY))


def test_one_office_that_fails_stops_no_other(
    booked: Booked, olena: Appointment, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, failing = day_lists.table, iter([True])

    def broken(office: str, *rest: Any, **named: Any) -> object:
        if office == "mitte" and next(failing, False):
            raise ValueError("Olena Kovalenko")
        return real(office, *rest, **named)

    monkeypatch.setattr(day_lists, "table", broken)
    worker = rounds(booked)
    worker.work(at(booked, 6), booked.content)
    assert "nord" in lists.of_day(TUESDAY)
    assert "mitte" not in lists.of_day(TUESDAY)
    worker.work(at(booked, 6, 2), booked.content)
    assert "mitte" in lists.of_day(TUESDAY)


def test_it_is_gone_at_the_end_of_the_day_with_the_record_of_it(
    booked: Booked, olena: Appointment
) -> None:
    midnight = at(booked, 0, day=TUESDAY + timedelta(days=1))
    work(booked, at(booked, 6), midnight - timedelta(minutes=1))
    assert lists.find("mitte", TUESDAY) is not None
    work(booked, midnight)
    assert lists.of_day(TUESDAY) == {}
    record = next(each for each in deletions.lists(TUESDAY) if each.office == "mitte")
    assert (record.count, record.cause) == (1, Cause.END_OF_DAY)
    assert record.deleted_at == int(midnight.timestamp())


def test_the_deletion_is_made_up_after_a_stop_of_days(booked: Booked, olena: Appointment) -> None:
    work(booked, at(booked, 6))
    work(booked, at(booked, 3, day=TUESDAY + timedelta(days=4)))
    assert lists.of_day(TUESDAY) == {}
    assert "mitte" in {each.office for each in deletions.lists(TUESDAY)}


def test_the_mailbox_hears_that_the_list_is_ready_and_nothing_out_of_it(
    booked: Booked, olena: Appointment
) -> None:
    lists.set_mailbox("mitte", BOX)
    work(booked, at(booked, 6))
    (letter,) = mails(booked, at(booked, 6))
    mail = list_mails.render(
        letter,
        content=booked.content,
        languages=booked.app.extensions["portal"].languages,
        public_address="https://termin.example",
        mail_from="Termine <termine@jobcenter.example>",
        now=at(booked, 6),
    )
    text = mail.get_content()
    assert str(mail["To"]) == BOX
    assert mail["Subject"] == "Die Tagesliste liegt bereit"
    assert "https://termin.example/dienst/listen/" in text
    assert not any(part in text for part in ("Olena", olena.reference, "1 Termin"))


def test_a_change_is_told_but_not_every_few_minutes(booked: Booked, olena: Appointment) -> None:
    lists.set_mailbox("mitte", BOX)
    work(booked, at(booked, 6))
    mails(booked, at(booked, 6))
    worker = rounds(booked)
    told = []
    for minute, name in enumerate(("Anna", "Berta", "Cleo", "Dora")):
        database.run("UPDATE appointment SET name = ? WHERE id = ?", (name, olena.id))
        now = at(booked, 8 + minute // 3, 20 * minute % 60)
        worker.work(now, booked.content)
        told.append([mail.kind for mail in mails(booked, now)])
    assert told == [[letters.LIST_CHANGED], [], [letters.LIST_CHANGED], []]


def test_a_mailbox_named_later_hears_nothing_of_what_was_before(
    booked: Booked, olena: Appointment
) -> None:
    work(booked, at(booked, 6))
    lists.set_mailbox("mitte", BOX)
    work(booked, at(booked, 8))
    assert mails(booked, at(booked, 8)) == []


def test_in_the_evening_copies_are_called_to_mind(booked: Booked, olena: Appointment) -> None:
    lists.set_mailbox("mitte", BOX)
    work(booked, at(booked, 6), at(booked, 17, 59))
    mails(booked, at(booked, 17, 59))
    work(booked, at(booked, 18), at(booked, 18, 1))
    work(booked, at(booked, 18, 5))
    told = [mail.kind for mail in mails(booked, at(booked, 18, 5))]
    assert told == [letters.LIST_COPIES]


def test_a_day_without_a_list_needs_no_reminder(booked: Booked) -> None:
    sunday = date(2026, 11, 29)
    lists.set_mailbox("mitte", BOX)
    work(booked, at(booked, 6, day=sunday), at(booked, 18, day=sunday))
    assert mails(booked, at(booked, 19, day=sunday)) == []


def test_new_keys_open_the_list_and_without_any_there_is_none(
    booked: Booked, olena: Appointment
) -> None:
    work(booked, at(booked, 6))
    before = lists.content("mitte", TUESDAY)
    old = booked.app.extensions["portal"].settings.field_keys
    new = (b"n" * 32,)
    hash_key = booked.app.extensions["portal"].settings.hash_key
    sealing.use([*new, *old], hash_key)
    assert rekeying.rotate().day_lists == len(lists.of_day(TUESDAY))
    sealing.use(new, hash_key)
    assert lists.content("mitte", TUESDAY) == before
    sealing.use([b"x" * 32], hash_key)
    assert lists.content("mitte", TUESDAY) is None
