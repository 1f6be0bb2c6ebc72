"""Rooms that customers neither find nor reach: staff and partners book there (R104, R105)."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.domain.roles import Grant, Place, Right
from backend.store import capacity, database
from backend.web.public import frozen
from tests.web.booked import portal_with
from tests.web.desk import Desk, undone, words
from tests.web.partnered import founded
from tests.web.visiting import TINY, main_text

HIDDEN = (
    "/de/stelle/tal/", "/de/termin/tal/", "/de/termin/tal/antrag/",
    "/de/termin/tal/antrag/angaben", "/de/termin/tal/antrag/persoenlich/tage",
    "/de/termin/tal/antrag/persoenlich/tage/2026-12-01", "/de/termin/tal/antrag/formulare",
    "/de/rueckruf/tal/antrag/", "/de/zustaendig/auswahl/burg+tal",
)  # fmt: skip


@pytest.fixture(scope="module")
def shared(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The tiny Jobcenter, whose second office is a room in a prison with two counters."""
    folder = tmp_path_factory.mktemp("unlisted")
    content = folder / "content"
    shutil.copytree(TINY, content)
    for file, old, new in (
        ("offices.toml", 'name = "Geschäftsstelle Tal"\nkind = "branch"',
         'name = "Haus Tal"\nkind = "prison"'),
        ("capacity.toml", 'title = "Stube"\narea = "entrance"\nlarge_counters = ["Tisch 1"]',
         'title = "Stube"\narea = "entrance"\nlarge_counters = ["Tisch 1", "Tisch 2"]'),
    ):  # fmt: skip
        text = (content / file).read_text("utf-8")
        assert old in text
        (content / file).write_text(text.replace(old, new), "utf-8")
    (folder / "test.db").write_bytes(sqlite_template.read_bytes())
    url = f"sqlite:///{folder / 'test.db'}"
    with portal_with(url, folder, content=content) as booked:
        yield Desk(booked)


@pytest.fixture
def desk(shared: Desk) -> Iterator[Desk]:
    yield from undone(shared)


@pytest.mark.parametrize("path", HIDDEN)
def test_for_customers_it_does_not_exist(desk: Desk, path: str) -> None:
    assert desk.browser().get(path).status_code == 404


@pytest.mark.parametrize("path", ["", "termin/", "stelle/", "notfall/", "notfall/heute"])
def test_no_page_names_it(desk: Desk, path: str) -> None:
    assert "Haus Tal" not in desk.browser().get(f"/de/{path}").get_data(as_text=True)


def test_the_finder_leads_elsewhere_and_nothing_of_it_is_frozen(desk: Desk) -> None:
    answer = desk.browser().post("/de/zustaendig/", data={"postcode": "99999"})
    assert answer.location.endswith("/de/termin/burg/#main")
    assert not [path for path in frozen.addresses(desk.booked.app, "de") if "/tal/" in path]


def test_colleagues_book_there_and_who_comes_sees_the_own_page(desk: Desk) -> None:
    clerk = desk.signed_in(desk.hire(Grant(kind=Right.COUNTER, place=Place("tal")), home="tal"))
    assert clerk.get("/dienst/buchen/tal").status_code == 200
    appointment = desk.booked.book(office="tal", concern="antrag")
    own = desk.booked.knower(appointment).get(desk.booked.address(appointment))
    assert "Talweg 2" in main_text(own)
    assert "/de/stelle/tal/" not in own.get_data(as_text=True)
    assert "Kovalenko" in words(clerk.get(f"/dienst/tag/tal/{appointment.day}"))


def test_a_counsellor_finds_it_beside_a_client_who_has_agreed(desk: Desk) -> None:
    client = desk.signed_in(founded(desk, "Straffälligenhilfe"))
    assert client.get("/de/termin/tal/").status_code == 404
    answer = desk.send(client, "/dienst/beratung/buchen/de", agreed="1")
    assert answer.status_code == 303, words(answer)
    assert "Haus Tal" in main_text(client.get(answer.location.split("#")[0]))
    assert client.get("/de/termin/tal/antrag/persoenlich/tage").status_code == 200


def test_nobody_is_alone_there_either(desk: Desk) -> None:
    """R105."""
    database.run(
        "INSERT INTO closure (group_id, counter_id, first_day, last_day, title, batch)"
        " SELECT group_id, MIN(id), '2026-11-24', '2027-12-31', '', '' FROM counter"
        " WHERE group_id = (SELECT id FROM counter_group WHERE office = 'tal') GROUP BY group_id"
    )
    capacity.change_edition()
    with pytest.raises(StopIteration):
        desk.booked.book(office="tal", concern="antrag")
