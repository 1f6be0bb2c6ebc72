"""Papers to download: for who may see the appointment only, and named so that nobody learns."""

from collections.abc import Iterator
from datetime import UTC
from pathlib import Path

import pytest
from click.testing import Result

from backend.domain import references
from backend.domain.appointments import Channel
from tests.letters.reading import Paper
from tests.web.booked import Booked, portal_with

OWN = {"blatt": "sheet", "gross": "large", "karte": "card", "bon": "receipt"}


@pytest.fixture
def booked(default_database_url: str, tmp_path: Path) -> Iterator[Booked]:
    with portal_with(default_database_url, tmp_path) as portal:
        yield portal


def command(booked: Booked, *given: str) -> Result:
    with booked.app.app_context():
        return booked.app.test_cli_runner().invoke(args=given, catch_exceptions=False)


@pytest.mark.parametrize("pair", ["de", "ar", "ar+de", "ar+uk"])
@pytest.mark.parametrize("paper", OWN)
def test_who_booked_downloads_the_papers(booked: Booked, paper: str, pair: str) -> None:
    appointment = booked.book()
    client = booked.knower(appointment)
    before = booked.rows()
    address = f"{booked.address(appointment, pair)}/{paper}.pdf"

    answer = client.get(address)

    assert answer.status_code == 200
    assert answer.content_type == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="termin.pdf"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert references.spaced(appointment.reference) in Paper(answer.data).text
    assert address.split("/")[3] not in Paper(answer.data).text
    assert booked.rows() == before


@pytest.mark.parametrize("paper", OWN)
def test_who_has_only_the_link_is_asked_for_the_name(booked: Booked, paper: str) -> None:
    address = booked.address(booked.book())
    answer = booked.stranger().get(f"{address}/{paper}.pdf")
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith("/name")


@pytest.mark.parametrize("paper", OWN)
def test_a_link_that_opens_nothing_has_no_papers(booked: Booked, paper: str) -> None:
    assert booked.stranger().get(f"/de/mein-termin/wrong/{paper}.pdf").status_code == 404


def test_a_cancelled_appointment_is_not_printed_as_if_it_stood(booked: Booked) -> None:
    appointment = booked.book()
    client, address = booked.knower(appointment), booked.address(appointment)
    booked.send(client, f"{address}/absagen")
    assert client.get(f"{address}/blatt.pdf").headers["Location"] == address


def test_the_confirmation_leads_to_its_papers(booked: Booked) -> None:
    appointment = booked.book()
    page = booked.knower(appointment).get(booked.address(appointment)).get_data(as_text=True)
    for paper in OWN:
        assert f'{booked.address(appointment)}/{paper}.pdf"' in page


@pytest.mark.parametrize("paper", ["liste", "gross", "abgabezettel", "antrag"])
def test_papers_about_a_concern_are_there_for_everybody(booked: Booked, paper: str) -> None:
    answer = booked.stranger().get(f"/ti/unterlagen/neuantrag/{paper}.pdf")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == 'attachment; filename="unterlagen.pdf"'
    assert Paper(answer.data).is_tagged


@pytest.mark.parametrize(
    "address", ["unterkunft/antrag.pdf", "unterkunft/anderes.pdf", "nichts/liste.pdf"]
)
def test_what_is_no_paper_does_not_exist(booked: Booked, address: str) -> None:
    assert booked.stranger().get(f"/de/unterlagen/{address}").status_code == 404


# --- from the command line, for the counter


@pytest.mark.parametrize("size", ["a4", "large", "card", "receipt"])
def test_the_counter_prints_a_confirmation_by_its_number(
    booked: Booked, tmp_path: Path, size: str
) -> None:
    appointment = booked.book(languages="ar+de")
    file = tmp_path / "paper.pdf"
    spoken = references.spaced(appointment.reference).lower()

    done = command(booked, "print-confirmation", spoken, str(file), "--size", size)

    assert done.exit_code == 0
    assert {each.language for each in Paper(file.read_bytes()).passages} == {"ar", "de"}


def test_no_confirmation_is_printed_of_what_is_not_booked(booked: Booked, tmp_path: Path) -> None:
    for wrong in ("K7M4-P9TX", "nonsense"):
        done = command(booked, "print-confirmation", wrong, str(tmp_path / "paper.pdf"))
        assert done.exit_code == 1
        assert not (tmp_path / "paper.pdf").exists()


def test_the_door_shows_the_visits_of_its_office_on_its_day(booked: Booked, tmp_path: Path) -> None:
    appointment = booked.book()
    called = booked.book(
        channel=Channel.PHONE,
        concern="fragen-leistung",
        phone="042112345",
        email="other@example.org",
        number="214A123456",
    )
    file = tmp_path / "door.pdf"

    done = command(booked, "print-door", "mitte", f"{appointment.day}", str(file))

    assert done.output == "appointments on the sheet: 1\n"
    said = Paper(file.read_bytes()).text
    assert references.spaced(appointment.reference) in said
    assert f"{appointment.start:%H:%M}" in said
    assert references.spaced(called.reference) not in said
    assert appointment.person.name not in said
    assert "Bankverbindung" not in said


def test_the_door_of_another_office_shows_nothing_of_it(booked: Booked, tmp_path: Path) -> None:
    appointment = booked.book()
    done = command(booked, "print-door", "nord", f"{appointment.day}", str(tmp_path / "door.pdf"))
    assert done.output == "appointments on the sheet: 0\n"


def test_a_file_that_is_there_is_not_overwritten(booked: Booked, tmp_path: Path) -> None:
    day = booked.clock.now.astimezone(UTC).date()
    (tmp_path / "door.pdf").write_text("not on paper yet", "utf-8")
    done = command(booked, "print-door", "mitte", f"{day}", str(tmp_path / "door.pdf"))
    assert done.exit_code == 1
    assert (tmp_path / "door.pdf").read_text("utf-8") == "not on paper yet"
