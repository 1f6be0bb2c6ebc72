"""Letters by post: written with the booking, printed once, never mailed, right in the window."""

import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from backend.actions import booking, choosing, drafting
from backend.content import Jobcenter
from backend.domain import references
from backend.domain.appointments import Appointment, Channel, Delivery, Draft
from backend.letters import transports, worker
from backend.letters.paper import post
from backend.store import database, letters, sealing
from tests.letters.conftest import filled
from tests.letters.reading import Paper
from tests.web.booked import Booked, portal_with

ADDRESS = "Olena Kovalenko\nc/o Beispiel\nMusterweg 7\n28195 Bremen"
FAR = int(datetime(2030, 1, 1, tzinfo=UTC).timestamp())


@pytest.fixture
def booked(default_database_url: str, tmp_path: Path) -> Iterator[Booked]:
    with portal_with(default_database_url, tmp_path) as portal:
        yield portal


def by_post(booked: Booked, address: str = ADDRESS, **answers: Any) -> Appointment:
    """An appointment whose confirmation is wanted by post."""
    wanted = {"email": "", "delivery": str(Delivery.LETTER), "address": address}
    return booked.book(**(wanted | answers))


def moved(booked: Booked, old: Appointment) -> Appointment:
    """The same appointment at a later time."""
    now = booked.clock.now.astimezone(booked.zone)
    draft = Draft(
        office=old.office,
        concern=old.wish.concern,
        channel=old.wish.channel,
        languages=old.languages,
        moving=old.id,
    )
    drafting.save("moving", draft, now=now)
    wish = choosing.wish_of(draft, booked.content)
    found = choosing.days(wish, content=booked.content, now=now)
    starts = [line.first.start for line in found if line.first and not line.first.reserved]
    held = booking.hold("moving", draft, starts[-1], content=booked.content, now=now)
    return booking.move("moving", held, content=booked.content, now=now)


def cancelled(booked: Booked, appointment: Appointment) -> None:
    booking.cancel(appointment.id, now=booked.clock.now.astimezone(booked.zone))


def printing(booked: Booked, file: Path, *options: str) -> Result:
    """The command as the office gives it."""
    command = ["print-letters", str(file), *options]
    with booked.app.app_context():
        return booked.app.test_cli_runner().invoke(args=command, catch_exceptions=False)


def sheets(file: Path) -> list[str]:
    """The text of each sheet."""
    return [sheet.text for sheet in Paper(file.read_bytes()).sheets]


def rows() -> list[tuple[str, str, str]]:
    """Kind, channel and state of every letter in the order of writing."""
    return [
        tuple(row) for row in database.every("SELECT kind, channel, state FROM letter ORDER BY id")
    ]


# --- written, and left alone by the worker


def test_who_wants_a_letter_gets_one_row_on_paper_and_no_reminder(booked: Booked) -> None:
    by_post(booked)
    assert rows() == [("confirmation", "paper", "waiting")]


def test_who_shares_the_mailbox_may_still_choose_a_letter(booked: Booked) -> None:
    appointment = by_post(booked, email="family@example.org", private=True)
    page = booked.knower(appointment).get(booked.address(appointment, "en"))
    assert rows() == [("confirmation", "paper", "waiting")]
    assert "We also send you a letter." in page.get_data(as_text=True)


def test_a_letter_without_an_address_is_not_written(booked: Booked) -> None:
    by_post(booked, address=" \n")
    assert rows() == []


def test_the_address_lies_sealed_in_the_store(booked: Booked) -> None:
    by_post(booked)
    (letter,) = letters.waiting_papers()
    assert letter.recipient == ADDRESS
    assert "Musterweg" not in str(database.every("SELECT * FROM letter"))


def test_the_worker_never_mails_a_letter_by_post(booked: Booked) -> None:
    by_post(booked)
    portal = booked.app.extensions["portal"]
    folder = transports.EmlFolder(portal.settings.mail_folder)
    rounds = worker.Rounds(portal.settings, portal.content, portal.languages, folder)
    rounds.work((booked.clock.now + timedelta(hours=1)).astimezone(booked.zone))
    assert not portal.settings.mail_folder.exists()
    assert rows() == [("confirmation", "paper", "waiting")]


def test_waiting_for_the_printer_does_not_make_the_outbox_sick(booked: Booked) -> None:
    by_post(booked)
    assert letters.oldest_waiting(FAR) == 0


# --- printed once


def test_printing_writes_all_letters_and_marks_them_as_printed(
    booked: Booked, tmp_path: Path
) -> None:
    by_post(booked)
    by_post(booked, languages="ar", number="214A123456")
    done = printing(booked, tmp_path / "post.pdf")
    assert done.output == "letters to print: 2\n"
    assert len(sheets(tmp_path / "post.pdf")) == 2
    assert {state for _, _, state in rows()} == {"printed"}


def test_a_printed_letter_is_not_printed_again(booked: Booked, tmp_path: Path) -> None:
    by_post(booked)
    printing(booked, tmp_path / "post.pdf")
    done = printing(booked, tmp_path / "again.pdf")
    assert done.output == "letters to print: 0\n"
    assert not (tmp_path / "again.pdf").exists()


def test_keep_leaves_them_waiting(booked: Booked, tmp_path: Path) -> None:
    by_post(booked)
    done = printing(booked, tmp_path / "look.pdf", "--keep")
    assert done.output == "letters to look at: 1\n"
    assert len(sheets(tmp_path / "look.pdf")) == 1
    assert rows() == [("confirmation", "paper", "waiting")]


def test_an_older_file_is_not_overwritten(booked: Booked, tmp_path: Path) -> None:
    by_post(booked)
    (tmp_path / "post.pdf").write_text("not on paper yet", "utf-8")
    done = printing(booked, tmp_path / "post.pdf")
    assert done.exit_code == 1
    assert (tmp_path / "post.pdf").read_text("utf-8") == "not on paper yet"
    assert rows() == [("confirmation", "paper", "waiting")]


def test_letters_wait_when_the_file_cannot_be_written(booked: Booked, tmp_path: Path) -> None:
    by_post(booked)
    done = printing(booked, tmp_path / "nowhere" / "post.pdf")
    assert done.exit_code == 1
    assert rows() == [("confirmation", "paper", "waiting")]


def test_only_the_owner_may_read_the_file(booked: Booked, tmp_path: Path) -> None:
    by_post(booked)
    printing(booked, tmp_path / "post.pdf")
    assert stat.S_IMODE((tmp_path / "post.pdf").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.glob("post*")] == ["post.pdf"]


def test_letters_lie_in_the_order_of_postcodes(booked: Booked, tmp_path: Path) -> None:
    for number, place in enumerate(("28757 C", "28195 A", "Insel ohne Zahl", "٢٨٢٣٩ B")):
        by_post(booked, address=f"Name\nWeg 7\n{place}", number=f"214A12345{number}")
    printing(booked, tmp_path / "post.pdf")
    places = [text.split("Weg 7 ")[1][:7] for text in sheets(tmp_path / "post.pdf")]
    assert places == ["28195 A", "28239 B", "28757 C", "Insel o"]


def test_what_cannot_be_read_waits_and_stops_no_other(booked: Booked, tmp_path: Path) -> None:
    by_post(booked)
    by_post(booked, number="214A123456")
    database.run("UPDATE letter SET sealed = 'broken' WHERE id = (SELECT MIN(id) FROM letter)")
    done = printing(booked, tmp_path / "post.pdf")
    assert "letters to print: 1" in done.output
    assert "cannot be read, see the log: 1" in done.output
    assert [state for _, _, state in rows()] == ["waiting", "printed"]


def test_what_is_over_is_given_up(booked: Booked, tmp_path: Path) -> None:
    appointment = by_post(booked)
    booked.clock.now = appointment.start.replace(tzinfo=booked.zone).astimezone(UTC)
    done = printing(booked, tmp_path / "post.pdf")
    assert done.output.startswith("letters to print: 0\nnot printed")
    assert rows() == [("confirmation", "paper", "given_up")]


# --- moved and cancelled


def test_cancelled_before_printing_nothing_is_sent_at_all(booked: Booked) -> None:
    cancelled(booked, by_post(booked))
    assert rows() == [("confirmation", "paper", "withdrawn")]


def test_cancelled_after_printing_a_notice_follows(booked: Booked, tmp_path: Path) -> None:
    appointment = by_post(booked)
    printing(booked, tmp_path / "post.pdf")
    cancelled(booked, appointment)
    assert rows()[1:] == [("cancellation", "paper", "waiting")]


def test_moved_before_printing_only_the_new_time_is_confirmed(
    booked: Booked, tmp_path: Path
) -> None:
    moved(booked, by_post(booked))
    assert rows() == [("confirmation", "paper", "withdrawn"), ("confirmation", "paper", "waiting")]


def test_moved_after_printing_the_change_is_told(booked: Booked, tmp_path: Path) -> None:
    appointment = by_post(booked)
    printing(booked, tmp_path / "post.pdf")
    moved(booked, appointment)
    assert rows()[1:] == [("moved", "paper", "waiting")]


def test_a_change_that_is_cancelled_before_printing_leaves_the_notice_only(
    booked: Booked, tmp_path: Path
) -> None:
    appointment = by_post(booked)
    printing(booked, tmp_path / "post.pdf")
    cancelled(booked, moved(booked, appointment))
    assert rows()[1:] == [("moved", "paper", "withdrawn"), ("cancellation", "paper", "waiting")]


def test_withdrawn_while_it_is_rendered_it_is_not_printed(
    booked: Booked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    appointment = by_post(booked)
    look = letters.lock_waiting_papers

    def late() -> frozenset[int]:
        letters.withdraw(appointment.id, [letters.CONFIRMATION])
        return look()

    monkeypatch.setattr(letters, "lock_waiting_papers", late)
    done = printing(booked, tmp_path / "post.pdf")
    assert done.output == "letters to print: 0\n"
    assert not (tmp_path / "post.pdf").exists()


# --- what stands on it


def test_it_tells_time_place_number_and_the_ways_to_cancel(booked: Booked, tmp_path: Path) -> None:
    appointment = by_post(booked, languages="en")
    printing(booked, tmp_path / "post.pdf")
    (text,) = sheets(tmp_path / "post.pdf")
    office, jobcenter = booked.content.offices["mitte"], booked.content.jobcenter
    for fact in (
        f"{appointment.start:%H:%M}",
        references.spaced(appointment.reference),
        office.street,
        str(office.waiting_place),
        jobcenter.phone,
        jobcenter.mail,
        "at the counter of your office",
        "letterbox",
        "This appointment is voluntary.",
        "The official language is German.",
    ):
        assert fact in text, fact


def test_neither_concern_nor_number_nor_token_stands_on_it(booked: Booked, tmp_path: Path) -> None:
    appointment = by_post(booked, number="214A123456")
    printing(booked, tmp_path / "post.pdf")
    (text,) = sheets(tmp_path / "post.pdf")
    concern = booked.content.concerns["bankverbindung"]
    token = sealing.token_for(appointment.id, appointment.nonce)
    for secret in (str(concern.title), concern.keyword, "214A123456", token):
        assert secret not in text


def test_a_phone_appointment_shows_no_way_to_the_office(booked: Booked, tmp_path: Path) -> None:
    by_post(booked, channel=Channel.PHONE, concern="fragen-leistung", phone="042112345")
    printing(booked, tmp_path / "post.pdf")
    (text,) = sheets(tmp_path / "post.pdf")
    office = booked.content.offices["mitte"]
    assert office.street not in text
    assert str(office.waiting_place) not in text


def test_an_address_in_another_script_is_printed_in_latin() -> None:
    assert post.address_lines("Олена Коваленко\nMusterweg ٧\n\n٢٨١٩٥ Bremen") == [
        "Olena Kovalenko",
        "Musterweg 7",
        "28195 Bremen",
    ]


def test_many_lines_are_joined_at_the_top() -> None:
    lines = post.address_lines("\n".join(f"Zeile {number}" for number in range(20)))
    assert len(lines) == 12
    assert lines[0].startswith("Zeile 0, Zeile 1, ")
    assert lines[-1] == "Zeile 19"


def test_the_return_line_does_not_say_whose_letter_it_is() -> None:
    jobcenter = filled(
        Jobcenter,
        name="Amt Beispiel",
        short_name="Amt",
        postal_address=("Amt Beispiel", "Jobcenter am Markt", "Marktweg 1", "12345 Ort"),
    )
    assert post.return_line(jobcenter) == "Marktweg 1 · 12345 Ort"


# --- on paper


LONG = "Muhammad Abdulrahman Al-Beispielsname\n" * 3 + (
    "c/o Beratungsstelle für Migrantinnen und Migranten\nHinterhaus, zweiter Aufgang links\n"
    "Bürgermeister-Beispiel-Straße 123a\n28195 Bremen"
)


@pytest.fixture
def pile(booked: Booked) -> int:
    """A letter in every language and with German beside it, by visit and by phone."""
    given: list[dict[str, Any]] = [{"address": LONG}]
    for slug in booked.content.languages:
        given += [
            {"languages": slug},
            {
                "languages": slug if slug == "de" else f"{slug}+de",
                "channel": Channel.PHONE,
                "concern": "fragen-leistung",
                "phone": "042112345",
            },
        ]
    for number, answers in enumerate(given):
        by_post(booked, number=f"214A{number:06}", **answers)
    return len(given)


@pytest.mark.parametrize("kind", ["confirmation", "moved", "cancellation"])
def test_each_letter_is_one_sheet_with_its_address_in_the_window(
    booked: Booked, pile: int, tmp_path: Path, kind: str
) -> None:
    database.run("UPDATE letter SET kind = ?", (kind,))
    printing(booked, tmp_path / "post.pdf")

    found = Paper((tmp_path / "post.pdf").read_bytes()).sheets

    assert len(found) == pile
    for sheet in found:
        assert (round(sheet.width), round(sheet.height)) == (210, 297)
        window = [run for run in sheet.runs if run.left < 120 and 45 < run.baseline < 95]
        assert {"28195 Bremen"} <= {run.text for run in window}
        # Form B: 85 × 45 mm, 20 mm from the left edge, 45 mm from the upper one.
        assert min(run.left for run in window) == pytest.approx(25, abs=0.5)
        assert max(run.baseline for run in window) < 89
        assert max(run.right for run in window) < 105
        # A folded sheet may shift in its envelope: nothing else comes near the window.
        others = [run for run in sheet.runs if run not in window and run.baseline < 96]
        assert min(run.left for run in others) >= 125
        assert max(run.baseline for run in sheet.runs) < 292
        # Fold marks and the middle for the punch, outside of what is written.
        marks = {round(height, 1) for left, right, height in sheet.lines if right < 10}
        assert marks == {105.0, 148.5, 210.0}


def test_a_letter_that_cannot_be_set_stops_no_other(
    booked: Booked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = by_post(booked)
    by_post(booked, number="214A123456")
    write = post.write
    monkeypatch.setattr(
        post,
        "write",
        lambda press, letter: {} if letter.appointment == first.id else write(press, letter),
    )

    done = printing(booked, tmp_path / "post.pdf")

    assert "letters to print: 1" in done.output
    assert len(sheets(tmp_path / "post.pdf")) == 1
    assert [state for _, _, state in rows()] == ["waiting", "printed"]


def test_signs_that_no_font_has_do_not_stop_a_letter(booked: Booked, tmp_path: Path) -> None:
    by_post(booked, address="Nino \u10da\u10d0 \U0001f600\nMusterweg 7\n28195 Bremen")
    printing(booked, tmp_path / "post.pdf")
    paper = Paper((tmp_path / "post.pdf").read_bytes())
    assert "Nino \ufffd\ufffd \ufffd" in paper.text
    assert paper.is_tagged


def test_no_part_of_an_address_is_obeyed(booked: Booked, tmp_path: Path) -> None:
    by_post(booked, address='#read("common.typ") $x$ *b*\nMusterweg 7\n28195 Bremen')
    printing(booked, tmp_path / "post.pdf")
    assert '#read("common.typ") $x$ *b*' in sheets(tmp_path / "post.pdf")[0]
