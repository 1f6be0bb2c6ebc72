"""The commands about what is stored: `export`, `forget` and `backup`."""

import json
import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import Result

from backend.domain.appointments import Appointment
from backend.store import appointments, database
from tests.web.booked import Booked, portal_with


@pytest.fixture
def booked(default_database_url: str, tmp_path: Path) -> Iterator[Booked]:
    with portal_with(default_database_url, tmp_path / "own") as booked:
        yield booked


@pytest.fixture
def olena(booked: Booked) -> Appointment:
    return booked.book(name="Олена Коваленко")


def run(booked: Booked, *words: str, typed: str = "") -> Result:
    with booked.app.app_context():
        result: Result = booked.app.test_cli_runner().invoke(args=list(words), input=typed)
    return result


def test_export_prints_everything_as_json(booked: Booked, olena: Appointment) -> None:
    done = run(booked, "export", olena.reference.lower())
    assert json.loads(done.output)["appointment"]["name"] == "Олена Коваленко"


def test_forget_asks_before_it_deletes_and_answers_with_numbers(
    booked: Booked, olena: Appointment
) -> None:
    assert run(booked, "forget", olena.reference, typed="n\n").exit_code == 1
    assert appointments.by_id(olena.id) is not None
    done = run(booked, "forget", olena.reference, typed="y\n")
    assert "appointments: 1" in done.output
    assert "Олена" not in done.output
    assert appointments.by_id(olena.id) is None


@pytest.mark.parametrize("words", [("export", "AAAA-AAAA"), ("forget", "AAAA-AAAA", "--yes")])
def test_a_number_without_a_record_is_said(booked: Booked, words: tuple[str, ...]) -> None:
    done = run(booked, *words)
    assert done.exit_code == 1
    assert "Nothing is stored" in done.output


def test_a_backup_is_whole_and_for_its_owner_only(
    booked: Booked, olena: Appointment, tmp_path: Path
) -> None:
    file = tmp_path / "copy.db"
    done = run(booked, "backup", str(file))
    if not database.is_sqlite():
        assert "pg_dump" in done.output
        return
    assert done.exit_code == 0, done.output
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    (count,) = sqlite3.connect(file).execute("SELECT COUNT(*) FROM appointment").fetchone()
    assert count == 1
    assert run(booked, "backup", str(file)).exit_code == 1
