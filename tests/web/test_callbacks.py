"""The pages of callbacks: the list, calling, passing on, writing down, the promise."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from backend.actions import callbacks as calling
from backend.actions import forgetting
from backend.actions.callbacks import Request
from backend.domain.callbacks import Callback, Caller, State
from backend.domain.roles import Grant, Place, Right, Role
from backend.store import callbacks, database, letters
from tests.web.desk import BENEFITS, ENTRANCE, NORD, Desk, leads_to, shared_desk, undone, words

ADDRESS = "/dienst/rueckrufe/"


@pytest.fixture(scope="module")
def house(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with shared_desk(sqlite_template, tmp_path_factory.mktemp("callbacks")) as desk:
        yield desk


@pytest.fixture
def desk(house: Desk) -> Iterator[Desk]:
    yield from undone(house)


@pytest.fixture
def clerk(desk: Desk) -> FlaskClient:
    return desk.signed_in(desk.hire(Grant(kind=Right.COUNTER, place=ENTRANCE)))


def ticket(desk: Desk, team: Place = ENTRANCE, **more: object) -> Callback:
    wish = Request(
        team=team,
        caller=Caller(
            name="Olena Kovalenko",
            phone="0421 5550199",
            email="olena@example.org",
            is_mail_wanted=True,
        ),
        concern="bescheid",
        languages="ar",
        **more,  # type: ignore[arg-type]
    )
    once = f"{team} {desk.now} {len(callbacks.standing(desk.seconds))}"
    return calling.ask(wish, once=once, content=desk.booked.content, now=desk.now)


def press(desk: Desk, client: FlaskClient, callback: Callback, deed: str) -> TestResponse:
    return desk.send(client, f"{ADDRESS}{callback.id}/{deed}", page=ADDRESS)


def now_of(callback: Callback) -> Callback:
    found = callbacks.by_id(callback.id)
    assert found is not None
    return found


def test_the_list_shows_due_times_and_no_names(desk: Desk, clerk: FlaskClient) -> None:
    callback = ticket(desk)
    shown = words(clerk.get(ADDRESS))
    assert "Do 26.11., 04:00" in shown and callback.reference[:4] in shown
    assert "Kovalenko" not in shown and "5550199" not in shown


def test_the_overdue_ones_stand_on_top(desk: Desk) -> None:
    old = ticket(desk)
    desk.booked.clock.now += timedelta(days=7)
    urgent, fresh = ticket(desk, is_urgent=True), ticket(desk)
    clerk = desk.signed_in(desk.hire(Grant(kind=Right.COUNTER, place=ENTRANCE)))
    shown = words(clerk.get(ADDRESS))
    places = [shown.index(each.reference[4:]) for each in (old, urgent, fresh)]
    assert places == sorted(places)
    assert "1 davon überfällig" in shown


def test_name_and_number_are_shown_to_who_calls(desk: Desk, clerk: FlaskClient) -> None:
    callback = ticket(desk)
    page = f"{ADDRESS}{callback.id}"
    assert "5550199" not in words(clerk.get(page))
    assert leads_to(press(desk, clerk, callback, "anrufen")) == page
    assert "0421 5550199" in words(clerk.get(page))
    assert database.one("SELECT deed FROM audit_entry WHERE reference = ?", (callback.reference,))


def test_a_colleague_sees_that_somebody_calls(desk: Desk, clerk: FlaskClient) -> None:
    callback = ticket(desk)
    other = desk.signed_in(desk.hire(Grant(kind=Right.COUNTER, place=ENTRANCE)))
    press(desk, clerk, callback, "anrufen")
    answer = press(desk, other, callback, "anrufen")
    assert answer.status_code == 409 and "gerade an" in words(answer)
    assert "5550199" not in words(other.get(f"{ADDRESS}{callback.id}"))
    assert press(desk, other, callback, "erledigt").status_code == 409


def test_a_call_that_was_forgotten_can_be_made_by_a_colleague(
    desk: Desk, clerk: FlaskClient
) -> None:
    callback = ticket(desk)
    press(desk, clerk, callback, "anrufen")
    desk.booked.clock.now += timedelta(minutes=16)
    other = desk.signed_in(desk.hire(Grant(kind=Right.COUNTER, place=ENTRANCE)))
    assert press(desk, other, callback, "anrufen").status_code == 303


def test_done_is_done_however_often_it_is_pressed(desk: Desk, clerk: FlaskClient) -> None:
    callback = ticket(desk)
    press(desk, clerk, callback, "anrufen")
    for _press in range(2):
        assert press(desk, clerk, callback, "erledigt").status_code == 303
    assert now_of(callback).state is State.DONE
    assert press(desk, clerk, callback, "nicht-erreicht").status_code == 409


def test_what_was_ended_by_mistake_is_opened_again(desk: Desk, clerk: FlaskClient) -> None:
    callback = ticket(desk)
    press(desk, clerk, callback, "erledigt")
    press(desk, clerk, callback, "wieder-offen")
    assert now_of(callback).is_open and now_of(callback).due_at == callback.due_at


def test_the_second_call_nobody_answers_sends_a_message(desk: Desk, clerk: FlaskClient) -> None:
    callback = ticket(desk)
    press(desk, clerk, callback, "nicht-erreicht")
    assert press(desk, clerk, callback, "nicht-erreicht").status_code == 409, "a double press"
    assert desk.booked.letters(letters.CALLBACK_UNREACHED) == 0
    desk.booked.clock.now += timedelta(minutes=10)
    press(desk, clerk, callback, "nicht-erreicht")
    assert now_of(callback).state is State.UNREACHED
    assert desk.booked.letters(letters.CALLBACK_UNREACHED) == 1


def test_within_the_office_it_goes_to_the_other_team_at_once(
    desk: Desk, clerk: FlaskClient
) -> None:
    callback = ticket(desk)
    address = f"{ADDRESS}{callback.id}/weitergeben"
    desk.send(clerk, address, page=ADDRESS, team="mitte/mitte-leistung")
    assert (now_of(callback).team, now_of(callback).due_at) == (BENEFITS, callback.due_at)
    assert clerk.get(f"{ADDRESS}{callback.id}").status_code == 404


def test_another_office_is_asked_and_may_decline(desk: Desk, clerk: FlaskClient) -> None:
    callback = ticket(desk)
    nord = desk.signed_in(desk.hire(Grant(kind=Right.COUNTER, place=NORD), home="nord"))
    team = calling.teams("nord")[0]
    address = f"{ADDRESS}{callback.id}/weitergeben"
    desk.send(clerk, address, page=ADDRESS, team=f"nord/{team.group}")
    assert (now_of(callback).team, now_of(callback).offered) == (ENTRANCE, team)
    assert callback.reference[4:] in words(nord.get(ADDRESS))
    assert nord.get(f"{ADDRESS}{callback.id}").status_code == 404
    press(desk, nord, callback, "ablehnen")
    assert (now_of(callback).team, now_of(callback).offered) == (ENTRANCE, None)
    desk.send(clerk, address, page=ADDRESS, team=f"nord/{team.group}")
    press(desk, nord, callback, "annehmen")
    assert (now_of(callback).team, now_of(callback).due_at) == (team, callback.due_at)


def test_nobody_takes_over_what_was_not_offered(desk: Desk, clerk: FlaskClient) -> None:
    callback = ticket(desk, BENEFITS)
    assert press(desk, clerk, callback, "annehmen").status_code == 404


@pytest.mark.parametrize("team", ["", "mitte/mitte-eingang", "mitte/gibt-es-nicht", "/", "nord"])
def test_a_team_that_is_none_is_refused(desk: Desk, clerk: FlaskClient, team: str) -> None:
    callback = ticket(desk)
    address = f"{ADDRESS}{callback.id}/weitergeben"
    answer = desk.send(clerk, address, page=ADDRESS, team=team)
    assert answer.status_code == 422 and now_of(callback).team == ENTRANCE


def entered(desk: Desk, client: FlaskClient, **answers: str) -> TestResponse:
    sent = {
        "once": "once upon a time and never again",
        "name": "Ali Demir",
        "phone": "0151 23456789",
        "team": "mitte/mitte-leistung",
        "kind": "voicebox",
        "concern": "bescheid",
        "part_of_day": "morning",
        "interpreter": "tr",
        "languages": "tr",
    }
    return desk.send(client, f"{ADDRESS}neu", **(sent | answers))


def test_a_voicebox_message_has_a_day(desk: Desk, clerk: FlaskClient) -> None:
    promise = clerk.get(leads_to(entered(desk, clerk)))
    assert "Mittwoch, 25. November" in words(promise)
    [callback] = callbacks.standing(desk.seconds)
    assert (callback.team, callback.interpreter) == (BENEFITS, "tr")


def test_the_clock_of_a_message_runs_since_it_was_left(desk: Desk, clerk: FlaskClient) -> None:
    # Left on Friday evening, heard on Tuesday morning: it is overdue since Monday evening.
    entered(desk, clerk, left_day="20.11.2026", left_at="18:30")
    assert "Mo 23.11., 18:30 überfällig" in words(clerk.get(ADDRESS))


@pytest.mark.parametrize(
    "odd",
    [{"left_day": "24.12.2026"}, {"left_day": "1.1.2026"}, {"left_at": "23:00"},
     {"left_at": "x"}, {"left_day": "31.2.2026"}],
)  # fmt: skip
def test_messages_of_another_time_are_refused(
    desk: Desk, clerk: FlaskClient, odd: dict[str, str]
) -> None:
    assert entered(desk, clerk, **odd).status_code == 422


def test_the_promise_stands_there_in_the_customers_language(desk: Desk, clerk: FlaskClient) -> None:
    promise = clerk.get(leads_to(entered(desk, clerk, languages="ar")))
    assert 'lang="ar" dir="rtl"' in promise.get_data(as_text=True)


def test_the_promise_prints_and_the_printing_is_noted(desk: Desk, clerk: FlaskClient) -> None:
    page = leads_to(entered(desk, clerk))
    for size in ("karte", "bon"):
        answer = desk.send(clerk, f"{page}/{size}.pdf", page=ADDRESS)
        assert answer.data.startswith(b"%PDF")
    rows = database.every("SELECT deed FROM audit_entry WHERE deed = 'printed'")
    assert len(rows) == 2


@pytest.mark.parametrize(
    "odd",
    [{"name": ""}, {"phone": "x"}, {"team": ""}, {"team": "mitte/nichts"},
     {"appointment": "12345678"}, {"email": "olena"}, {"name": "x" * 10_000}],
)  # fmt: skip
def test_what_is_missing_is_said_and_the_rest_stays(
    desk: Desk, clerk: FlaskClient, odd: dict[str, str]
) -> None:
    answer = entered(desk, clerk, **odd)
    assert answer.status_code == 422
    assert "23456789" in answer.get_data(as_text=True) or "phone" in odd
    assert callbacks.standing(desk.seconds) == []


def test_the_hotline_sees_only_what_it_has_written_down(desk: Desk) -> None:
    theirs = ticket(desk)
    agent = desk.signed_in(desk.hire(Grant(kind=Right.HOTLINE), home=""))
    own = leads_to(entered(desk, agent))
    shown = words(agent.get(ADDRESS))
    assert theirs.reference[4:] not in shown
    assert agent.get(own).status_code == 200
    assert agent.get(f"{ADDRESS}{theirs.id}/zusage").status_code == 404
    assert agent.get(f"{ADDRESS}{theirs.id}").status_code == 404


def test_the_office_chooses_its_teams(desk: Desk) -> None:
    boss = desk.signed_in(desk.hire(Grant(kind=Role.OFFICE_ADMINISTRATOR, place=Place("mitte"))))
    desk.send(boss, f"{ADDRESS}teams/mitte", groups="mitte-eingang")
    assert calling.team_for("mitte", "bescheid") == ENTRANCE
    assert boss.get(f"{ADDRESS}teams/nord").status_code == 404


def test_old_tickets_are_deleted(desk: Desk) -> None:
    callback = ticket(desk)
    callbacks.end(callback.id, State.DONE, now_seconds=desk.seconds)
    for days, is_there in ((6, True), (8, False)):
        later = desk.now + timedelta(days=days)
        forgetting.sweep(now=later, retention_days=7, draft_minutes=60)
        assert (callbacks.by_id(callback.id) is not None) is is_there


def test_from_an_appointment_nothing_is_asked_twice(desk: Desk) -> None:
    appointment = desk.booked.book(
        concern="bescheid", phone="0421 5550199", interpreter="uk", languages="ar+de"
    )
    client = desk.signed_in(desk.hire(Grant(kind=Right.COUNTER, place=BENEFITS)))
    page = desk.send(client, f"{ADDRESS}zu/{appointment.id}", page=ADDRESS)
    shown = page.get_data(as_text=True)
    for value in ("Olena Kovalenko", "0421 5550199", appointment.reference):
        assert f'value="{value}"' in shown
    for chosen in ("uk", "ar", "bescheid", "mitte/mitte-leistung"):
        assert f'<option value="{chosen}" selected>' in shown
