"""Single days, extra openings and whole periods: the series stays as it is."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.desk import Desk, leads_to, shared_desk, undone, words
from tests.web.planned import ADMIN, EVERYBODY, LEAD, OFFICE_LEAD, group, press_on, soup, typed

GROUP = "/dienst/planung/gruppe/mitte-eingang/"
DAY = f"{GROUP}tage/2026-12-02"
EXTRA = f"{GROUP}sonderzeiten"
PERIOD = "/dienst/planung/stelle/mitte/zeitraum"
WEDNESDAY = date(2026, 12, 2)


@pytest.fixture(scope="module")
def shared(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with shared_desk(sqlite_template, tmp_path_factory.mktemp("days")) as found:
        yield found


@pytest.fixture
def desk(shared: Desk) -> Iterator[Desk]:
    yield from undone(shared)


@pytest.fixture
def lead(desk: Desk) -> FlaskClient:
    return desk.signed_in(desk.hire(LEAD))


def change(client: FlaskClient, address: str, **written: Any) -> TestResponse:
    fields = typed(client.get(address)) | {
        name: value if isinstance(value, list) else [value] for name, value in written.items()
    }
    return client.post(address, data=fields)


def agreed(client: FlaskClient, answer: TestResponse) -> TestResponse:
    return press_on(client, answer, **EVERYBODY) if answer.status_code == 409 else answer


# --- one day


def test_a_day_shows_what_the_template_plans(lead: FlaskClient) -> None:
    page = soup(lead.get(DAY))
    starts = [str(page.select_one(f"#z{number}_start")["value"]) for number in (1, 2)]  # type: ignore[index]
    assert starts == ["08:00", "13:00"]
    assert "So plant die Wochenvorlage den Tag." in words(lead.get(DAY))


def test_one_day_is_planned_by_itself_and_goes_back_to_the_template(
    desk: Desk, lead: FlaskClient
) -> None:
    before = group()
    answer = agreed(lead, change(lead, DAY, z1_end="10:00", z2_start="", z2_end=""))
    assert (answer.status_code, leads_to(answer)) == (303, GROUP)
    assert group().own_days == {WEDNESDAY} and group().weeks == before.weeks
    assert [(each.start, each.end) for each in group().extra_openings] == [(480, 600)]
    assert "eigener Plan" in words(lead.get(GROUP))
    desk.send(lead, f"{DAY}/vorlage", page=DAY)
    assert group() == before


def test_the_same_day_sent_twice_is_planned_once(lead: FlaskClient) -> None:
    sent = typed(lead.get(DAY)) | {"z1_end": ["10:00"]}
    assert [lead.post(DAY, data=sent).status_code for _time in range(2)] == [303, 303]
    assert len(group().extra_openings) == 2


def test_a_day_whose_customers_are_hit_asks_first(desk: Desk, lead: FlaskClient) -> None:
    booked = desk.booked.book()
    address = f"{GROUP}tage/{booked.day}"
    answer = change(lead, address, z1_start="", z1_end="")
    assert answer.status_code == 409 and group().own_days == frozenset()
    assert press_on(lead, answer).status_code == 303
    assert group().own_days == {booked.day}


def test_two_who_plan_the_same_day_see_each_other(desk: Desk) -> None:
    first, second = (desk.signed_in(desk.hire(LEAD)) for _each in range(2))
    late = typed(second.get(DAY))
    change(first, DAY, z1_end="11:00")
    answer = second.post(DAY, data=late | {"z1_end": ["11:30"]})
    assert answer.status_code == 409
    assert "08:00–11:00" in words(answer)
    assert soup(answer).select_one("#z1_end[value='11:30']")
    assert press_on(second, answer).status_code == 303
    assert {each.end for each in group().extra_openings if each.start == 480} == {690}


def test_a_holiday_shows_no_lines_but_can_have_some(desk: Desk, lead: FlaskClient) -> None:
    christmas = f"{GROUP}tage/2026-12-25"
    assert "Feiertag" in words(lead.get(christmas))
    assert len(soup(lead.get(christmas)).select("fieldset.st-line")) == 3
    assert change(lead, christmas, z1_start="8", z1_end="9").status_code == 303
    assert [each.day for each in group().extra_openings] == [date(2026, 12, 25)]


def test_a_day_that_is_over_stays_as_it_was(desk: Desk, lead: FlaskClient) -> None:
    address = f"{GROUP}tage/2026-11-23"
    assert "Dieser Tag ist vorbei." in words(lead.get(address))
    token = desk.token(lead)
    lead.post(address, data={"csrf_token": token, "z_lines": "1", "z1_start": "8", "z1_end": "9"})
    assert group().own_days == frozenset()


@pytest.mark.parametrize("day", ["2026-02-30", "morgen", "0000-01-01", "0001-01-01", "9999-12-31"])
def test_odd_days_are_not_found(lead: FlaskClient, day: str) -> None:
    assert lead.get(f"{GROUP}tage/{day}").status_code == 404


@pytest.mark.parametrize("day", ["2027-03-28", "2026-10-25", "2029-12-31"])
def test_days_on_which_the_clock_changes_are_days_like_others(lead: FlaskClient, day: str) -> None:
    assert lead.get(f"{GROUP}tage/{day}").status_code == 200


# --- extra openings


def test_extra_openings_on_several_days_in_one_step(desk: Desk, lead: FlaskClient) -> None:
    span: dict[str, Any] = {
        "first_day": "7.12.2026",
        "last_day": "18.12.2026",
        "weekdays": ["0", "4"],
    }
    answer = change(lead, EXTRA, z1_start="7", z1_end="8", **span)
    assert answer.status_code == 303
    days = [each.day for each in group().extra_openings]
    assert days == [date(2026, 12, number) for number in (7, 11, 14, 18)]
    change(lead, EXTRA, z1_start="7", z1_end="8", **span)
    assert len(group().extra_openings) == 4
    extra = group().extra_openings[0].id
    desk.send(lead, f"{GROUP}sonder/{extra}/weg", page=GROUP)
    assert len(group().extra_openings) == 3


@pytest.mark.parametrize(
    ("field", "written"),
    [
        ("first_day", {"first_day": ""}),
        ("first_day", {"first_day": "1.11.2026"}),
        ("last_day", {"last_day": "1.12.2026"}),
        ("last_day", {"last_day": "1.12.2029"}),
        ("weekdays", {"weekdays": ["6"]}),
        ("z1_start", {"z1_start": "", "z1_end": ""}),
        ("groups", {"groups": ["nord-eingang"]}),
    ],
)
def test_odd_extra_openings_are_refused_at_their_field(
    lead: FlaskClient, field: str, written: dict[str, Any]
) -> None:
    fine = {"first_day": "7.12.2026", "last_day": "8.12.2026", "z1_start": "7", "z1_end": "8"}
    answer = change(lead, EXTRA, **(fine | written))
    assert answer.status_code == 422
    assert {str(each["href"]) for each in soup(answer).select("#error-summary a")} == {f"#{field}"}
    assert group().extra_openings == ()


# --- a period for a whole office


def test_the_next_quarter_is_filled_in_and_only_changed_groups_get_a_template(desk: Desk) -> None:
    client = desk.signed_in(desk.hire(OFFICE_LEAD))
    prefix = f"g{group('mitte-leistung').id}z"
    days = {f"{prefix}4_days": ["1"]}
    answer = agreed(client, change(client, PERIOD, **days))
    assert answer.status_code == 303
    added = group("mitte-leistung").weeks[-1]
    assert (added.valid_from, added.valid_until) == (date(2027, 1, 1), date(2027, 3, 31))
    assert added.title == "01.01.2027–31.03.2027"
    assert len(group().weeks) == len(group("mitte-arbeit").weeks) == 1


def test_a_period_can_take_the_hours_of_a_template(desk: Desk) -> None:
    client = desk.signed_in(desk.hire(OFFICE_LEAD))
    line: dict[str, Any] = {"z1_days": ["0", "1", "2", "3"], "z1_start": "9", "z1_end": "18"}
    old = {"title": "Sommer", "valid_from": "1.7.2026", "valid_until": "31.8.2026"}
    agreed(client, change(client, f"{GROUP}wochen/neu", **old, **line))
    summer = group().weeks[-1]
    answer = change(client, PERIOD, **{f"g{group().id}z_source": str(summer.id)})
    assert agreed(client, answer).status_code == 303
    assert set(group().weeks[-1].openings) == set(summer.openings)
    assert group().weeks[-1].valid_from == date(2027, 1, 1)


def test_a_period_in_which_nothing_is_changed_is_not_saved(desk: Desk) -> None:
    client = desk.signed_in(desk.hire(OFFICE_LEAD))
    answer = change(client, PERIOD)
    assert answer.status_code == 422
    assert "Es ist nichts geändert" in words(answer)


def test_a_lead_of_one_group_plans_a_period_for_that_group_only(lead: FlaskClient) -> None:
    page = soup(lead.get(PERIOD))
    assert [each.get_text() for each in page.select("main h2")] == ["Eingangszone Mitte"]
    assert lead.get("/dienst/planung/stelle/nord/zeitraum").status_code == 404


# --- the first page


def test_the_first_page_names_what_needs_a_look(desk: Desk) -> None:
    client = desk.signed_in(desk.hire(ADMIN))
    shown = words(client.get("/dienst/planung/"))
    assert "Vorgeschriebene Zeiten sind da" in shown
    booked = desk.booked.book()
    asking = desk.send(
        client, "/dienst/planung/schliessungen/neu",
        targets=f"mitte/mitte-eingang/{booked.counter}", first_day=f"{booked.day:%d.%m.%Y}",
    )  # fmt: skip
    press_on(client, asking, **{"answer-all": "leave"})
    assert "1 Termin zuzuordnen" in words(client.get("/dienst/planung/"))


def test_a_lead_sees_the_own_groups_only(desk: Desk, lead: FlaskClient) -> None:
    shown = words(lead.get("/dienst/planung/"))
    assert "Eingangszone Mitte" in shown
    assert "Leistungen Mitte" not in shown and "Nord" not in shown
