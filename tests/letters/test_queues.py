"""What the office does by hand, by the command line: calls, forms, what did not arrive."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.domain.appointments import Delivery
from backend.store import database, letters, queues
from tests.letters.test_bounces import postfix
from tests.web.booked import Booked, portal_with
from tests.web.walk import Walk

ADDRESS = "Olena Kovalenko\nWeg 1\n28195 Bremen"
ON_PAPER = {"email": "", "delivery": str(Delivery.LETTER), "address": ADDRESS}


@pytest.fixture
def booked(default_database_url: str, tmp_path: Path) -> Iterator[Booked]:
    with portal_with(default_database_url, tmp_path) as portal:
        yield portal


def command(booked: Booked, *words: str, stdin: bytes = b"") -> str:
    """What a command prints, its refusal too."""
    with booked.app.app_context():
        done = booked.app.test_cli_runner().invoke(args=list(words), input=stdin)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.output


def sent_mail(booked: Booked) -> letters.Letter:
    booked.book()
    now = int(booked.clock.now.timestamp())
    letter = letters.claim_due(now, most=1, lease_seconds=9)[0]
    letters.mark_sent(letter.id, now)
    return letter


def test_the_call_list_names_number_time_language_and_reference(booked: Booked) -> None:
    given = {"email": "", "delivery": "none", "phone": "0421 123456", "languages": "ar+de"}
    appointment = booked.book(**{**ON_PAPER, **given, "delivery": "letter"})
    day_before = appointment.day.replace(day=appointment.day.day - 1)
    listed = command(booked, "call-list", "mitte", str(day_before)).split("\t")
    assert listed[1:5] == [f"{appointment.start:%Y-%m-%d %H:%M}", "reminder", "0421 123456", "ar"]
    assert listed[5].replace("-", "").strip() == appointment.reference
    assert command(booked, "call-list", "mitte", str(day_before), "--done", listed[0]) == ""
    assert "no call" in command(booked, "call-list", "mitte", str(day_before), "--done", listed[0])
    assert "not known" in command(booked, "call-list", "nowhere", str(day_before))


def test_a_mail_that_came_back_is_listed_by_reference_until_it_is_settled(booked: Booked) -> None:
    letter = sent_mail(booked)
    report = postfix(letter.message_id)
    assert "1" in command(booked, "read-bounce", stdin=report)
    line = command(booked, "letters-state").splitlines()[0]
    assert "bounced came back, 5.1.1" in line
    assert line.split("\t")[1].replace("-", "") == letter.facts["reference"]
    assert "olena" not in line and "@" not in line
    assert "settled: 1" in command(booked, "letters-state", "--settled", line.split("\t")[0])
    assert "nothing open" in command(booked, "letters-state", "--settled", line.split("\t")[0])


def test_a_mail_late_for_a_day_is_a_matter_for_the_office(booked: Booked) -> None:
    booked.book()
    now = int(booked.clock.now.timestamp())
    assert queues.troubles(now + queues.LATE_SECONDS) == []
    (late,) = queues.troubles(now + queues.LATE_SECONDS + 1)
    assert (late.kind, late.state) == ("confirmation", "waiting")


def test_printed_letters_are_forgotten_when_they_are_in_the_post(
    booked: Booked, tmp_path: Path
) -> None:
    booked.book(**ON_PAPER)
    assert command(booked, "print-letters", str(tmp_path / "post.pdf")) == "letters to print: 1\n"
    assert command(booked, "post-letters", "--again") == "letters to print again: 1\n"
    command(booked, "print-letters", str(tmp_path / "again.pdf"))
    assert (tmp_path / "again.pdf").is_file()
    assert command(booked, "post-letters") == "letters in the post: 1\n"
    assert database.every("SELECT sealed FROM letter") == [("",)]


def test_an_order_of_forms_is_listed_with_its_address_until_it_is_posted(booked: Booked) -> None:
    way = "/de/termin/mitte/neuantrag/formulare"
    Walk(booked.stranger()).open(way).send(address=ADDRESS)
    listed = command(booked, "form-orders")
    assert "Hauptantrag" in listed
    assert "\tOlena Kovalenko\n" in listed
    assert command(booked, "form-orders", "--posted", listed.split("\t")[0]) == ""
    assert "no open order" in command(booked, "form-orders", "--posted", listed.split("\t")[0])
