"""The interpreter desk: ordered, confirmed, nobody found; fixed hours; order times."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from backend.actions import choosing
from backend.domain.appointments import Appointment, Channel, Need, Wish
from backend.domain.interpreters import State
from backend.domain.roles import Grant, Right, Role
from backend.store import appointments, capacity, database, interpreting, letters
from tests.web.desk import ENTRANCE, MITTE, NORD, Desk, leads_to, shared_desk, undone, words

ADDRESS = "/dienst/dolmetschen/"
HOURS = f"{ADDRESS}zeiten/mitte"
LATER = timedelta(days=10)


@pytest.fixture(scope="module")
def house(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with shared_desk(sqlite_template, tmp_path_factory.mktemp("interpreting")) as desk:
        yield desk


@pytest.fixture
def desk(house: Desk) -> Iterator[Desk]:
    yield from undone(house)
    capacity.change_edition()


@pytest.fixture
def clerk(desk: Desk) -> FlaskClient:
    return desk.signed_in(desk.hire(Grant(kind=Right.COUNTER, place=MITTE)))


@pytest.fixture
def boss(desk: Desk) -> FlaskClient:
    return desk.signed_in(desk.hire(Grant(kind=Role.OFFICE_ADMINISTRATOR, place=MITTE)))


def wished(desk: Desk, tag: str = "pl", **more: object) -> Appointment:
    given = {"concern": "bescheid", "interpreter": tag}
    return desk.booked.book(**(given | more))


def press(
    desk: Desk, client: FlaskClient, appointment: Appointment, deed: str, *, was: str = "wanted"
) -> TestResponse:
    address = f"{ADDRESS}{appointment.id}/{deed}"
    return desk.send(client, address, page=ADDRESS, was=was)


def state(appointment: Appointment) -> State:
    return interpreting.states([appointment.id]).get(appointment.id, State.WANTED)


def test_the_desk_lists_wishes_by_day_and_language_without_names(
    desk: Desk, clerk: FlaskClient
) -> None:
    appointment = wished(desk)
    shown = words(clerk.get(ADDRESS))
    assert "Polnisch" in shown and appointment.reference[4:] in shown
    assert "Kovalenko" not in shown
    assert appointment.reference[4:] not in words(clerk.get(f"{ADDRESS}?sprache=tr"))


def test_sign_language_is_ordered_too(desk: Desk, clerk: FlaskClient) -> None:
    wished(desk, "", needs=(str(Need.SIGN_LANGUAGE),))
    assert "Gebärdensprache" in words(clerk.get(ADDRESS))


def test_what_should_have_been_ordered_is_marked(desk: Desk, clerk: FlaskClient) -> None:
    wished(desk)
    assert "Bestellung überfällig: 1 Termin" in words(clerk.get(ADDRESS))


def test_ordered_then_confirmed_is_a_key_each(desk: Desk, clerk: FlaskClient) -> None:
    appointment = wished(desk)
    assert leads_to(press(desk, clerk, appointment, "bestellt")) == ADDRESS
    assert state(appointment) is State.ORDERED
    press(desk, clerk, appointment, "bestaetigt", was="ordered")
    assert state(appointment) is State.CONFIRMED


def test_a_key_leads_back_to_the_list_as_it_was_filtered(desk: Desk, clerk: FlaskClient) -> None:
    appointment = wished(desk)
    asked = "?stelle=mitte&sprache=pl&offen=1"
    way = f"/dienst/dolmetschen/{appointment.id}/bestellt{asked}"
    assert way in clerk.get(f"{ADDRESS}{asked}").get_data(as_text=True).replace("&amp;", "&")
    answer = desk.send(clerk, way, page=ADDRESS, was="wanted")
    assert answer.location == f"{ADDRESS}{asked}#main"


def test_when_nobody_is_found_the_customer_is_told_once(desk: Desk, clerk: FlaskClient) -> None:
    appointment = wished(desk)
    for _press in range(2):
        press(desk, clerk, appointment, "niemand")
    assert (state(appointment), desk.booked.letters(letters.NO_INTERPRETER)) == (
        State.NONE_FOUND,
        1,
    )


def test_who_gets_no_message_is_called(desk: Desk, clerk: FlaskClient) -> None:
    appointment = wished(desk, email="", phone="0421 5550199", delivery="none")
    press(desk, clerk, appointment, "niemand")
    row = database.one("SELECT channel FROM letter WHERE kind = ?", (letters.NO_INTERPRETER,))
    assert row == ("call",)


def test_found_after_all_takes_the_message_back(desk: Desk, clerk: FlaskClient) -> None:
    appointment = wished(desk)
    press(desk, clerk, appointment, "niemand")
    press(desk, clerk, appointment, "bestaetigt", was="none_found")
    rows = database.every("SELECT state FROM letter WHERE kind = ?", (letters.NO_INTERPRETER,))
    assert rows == [("withdrawn",)]


def test_a_colleague_who_was_faster_is_not_overwritten(desk: Desk, clerk: FlaskClient) -> None:
    appointment = wished(desk)
    press(desk, clerk, appointment, "bestaetigt")
    assert press(desk, clerk, appointment, "niemand").status_code == 409
    assert state(appointment) is State.CONFIRMED


def test_another_time_must_be_ordered_anew(desk: Desk, clerk: FlaskClient) -> None:
    appointment = wished(desk)
    press(desk, clerk, appointment, "bestaetigt")
    database.run(
        "UPDATE appointment SET start_cell = start_cell + 3 WHERE id = ?", (appointment.id,)
    )
    assert state(appointment) is State.WANTED


def test_other_groups_and_offices_see_nothing_of_it(desk: Desk) -> None:
    appointment = wished(desk)
    for place in (ENTRANCE, NORD):
        client = desk.signed_in(desk.hire(Grant(kind=Right.COUNTER, place=place)))
        assert appointment.reference[4:] not in words(client.get(ADDRESS))
        assert press(desk, client, appointment, "bestellt").status_code == 404


def test_without_a_wish_there_is_nothing_to_order(desk: Desk, clerk: FlaskClient) -> None:
    appointment = desk.booked.book()
    assert press(desk, clerk, appointment, "bestellt").status_code == 404


# --- fixed hours


def add(desk: Desk, boss: FlaskClient, **answers: str) -> TestResponse:
    sent = {"language": "pl", "weekday": "1", "start": "9:00", "end": "11", "place": "1"}
    return desk.send(boss, HOURS, **(sent | answers))


def with_interpreter(desk: Desk) -> list[str]:
    wish = Wish(
        office="mitte", concern="bescheid", channel=Channel.IN_PERSON, interpreter="pl",
        interpreter_present=True,
    )  # fmt: skip
    lines = choosing.days(wish, content=desk.booked.content, now=desk.now)
    return [slot.start.isoformat() for line in lines for slot in line.slots]


def test_fixed_hours_open_times_with_interpreter(desk: Desk, boss: FlaskClient) -> None:
    assert with_interpreter(desk) == []
    assert leads_to(add(desk, boss)) == HOURS
    found = with_interpreter(desk)
    assert found and all(date.fromisoformat(each[:10]).weekday() == 1 for each in found)


@pytest.mark.parametrize(
    "odd",
    [{"start": "9:03"}, {"start": "25:00"}, {"start": "neun"}, {"end": "8:00"}, {"end": ""},
     {"language": ""}, {"language": "xx"}, {"start": "9" * 5000}],
)  # fmt: skip
def test_odd_hours_are_refused(desk: Desk, boss: FlaskClient, odd: dict[str, str]) -> None:
    before = interpreting.hours("mitte")
    assert add(desk, boss, **odd).status_code == 422
    assert interpreting.hours("mitte") == before


def test_the_same_hours_twice_are_refused(desk: Desk, boss: FlaskClient) -> None:
    add(desk, boss)
    assert add(desk, boss, start="10:55", end="12:00").status_code == 422
    assert add(desk, boss, start="11:00", end="12:00").status_code == 303


def test_removing_hours_leaves_the_appointments_open_at_the_desk(
    desk: Desk, boss: FlaskClient
) -> None:
    add(desk, boss)
    desk.booked.clock.now += timedelta(days=3)
    boss = desk.signed_in(desk.hire(Grant(kind=Role.OFFICE_ADMINISTRATOR, place=MITTE)))
    appointment = wished(desk)
    [line] = [each for each in interpreting.hours("mitte") if each.language == "pl"]
    database.run(
        "UPDATE appointment SET interpreter_id = ? WHERE id = ?", (line.id, appointment.id)
    )
    assert "im Haus" in words(boss.get(ADDRESS))
    desk.send(boss, f"{ADDRESS}zeiten/{line.id}/entfernen", page=HOURS)
    standing = appointments.by_id(appointment.id)
    assert standing is not None and not standing.interpreter_claimed
    assert "zu bestellen" in words(boss.get(ADDRESS))
    assert desk.send(boss, f"{ADDRESS}zeiten/{line.id}/entfernen", page=HOURS).status_code == 404


def test_the_hours_of_another_office_are_not_there(desk: Desk, boss: FlaskClient) -> None:
    assert boss.get(f"{ADDRESS}zeiten/nord").status_code == 404
    assert desk.send(boss, f"{ADDRESS}vorlauf/nord", page=HOURS).status_code == 404


def test_the_order_time_of_a_language_is_set_per_office(desk: Desk, boss: FlaskClient) -> None:
    address = f"{ADDRESS}vorlauf/mitte"
    assert desk.send(boss, address, page=HOURS, lead_language="pl", days="0").status_code == 303
    assert interpreting.leads("mitte") == {"pl": 0}
    for days in ("x", "-1", "31", "9" * 900, ""):
        answer = desk.send(boss, address, page=HOURS, lead_language="pl", days=days)
        assert answer.status_code == 422
    wished(desk)
    assert "überfällig" not in words(boss.get(ADDRESS))
