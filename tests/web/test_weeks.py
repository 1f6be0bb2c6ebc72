"""Week templates: one form, copies for other groups, nobody overwrites what they have not seen."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from backend.domain.openings import Audience, in_force
from backend.store import capacity
from backend.store import planning as rows
from tests.web.desk import Desk, leads_to, shared_desk, undone, words
from tests.web.planned import ADMIN, EVERYBODY, LEAD, OFFICE_LEAD, group, press_on, soup, typed

GROUP = "/dienst/planung/gruppe/mitte-eingang/"
NEW = f"{GROUP}wochen/neu"
QUARTER = {"valid_from": "1.1.2027", "valid_until": "31.3.2027"}


@pytest.fixture(scope="module")
def shared(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with shared_desk(sqlite_template, tmp_path_factory.mktemp("weeks")) as found:
        yield found


@pytest.fixture
def desk(shared: Desk) -> Iterator[Desk]:
    yield from undone(shared)


@pytest.fixture
def lead(desk: Desk) -> FlaskClient:
    return desk.signed_in(desk.hire(LEAD))


def own() -> str:
    """The address of the template that the group began with."""
    return f"{GROUP}wochen/{group().weeks[0].id}"


def change(client: FlaskClient, address: str, **written: Any) -> TestResponse:
    """Open the form, write this into it, and save."""
    fields = typed(client.get(address)) | {
        name: value if isinstance(value, list) else [value] for name, value in written.items()
    }
    return client.post(address, data=fields)


def agreed(client: FlaskClient, answer: TestResponse) -> TestResponse:
    """Whatever is asked: somebody agreed."""
    return press_on(client, answer, **EVERYBODY) if answer.status_code == 409 else answer


LINE: dict[str, Any] = {"z1_days": ["0", "1"], "z1_start": "8", "z1_end": "12.30"}


def test_equal_times_are_shown_as_one_line_with_three_empty_ones(lead: FlaskClient) -> None:
    page = soup(lead.get(own()))
    assert len(page.select("fieldset.st-line")) == 3 + 3
    ticked = page.select("input[name=z1_days][checked]")
    assert [str(each["value"]) for each in ticked] == ["0", "1", "2", "3"]


def test_saving_the_form_as_it_stands_changes_no_window(lead: FlaskClient) -> None:
    before = set(group().weeks[0].openings)
    answer = change(lead, own())
    assert (answer.status_code, leads_to(answer)) == (303, GROUP)
    assert set(group().weeks[0].openings) == before


def test_a_line_is_added_and_another_one_emptied(desk: Desk, lead: FlaskClient) -> None:
    written: dict[str, Any] = {
        "z4_days": ["4"],
        "z4_start": "8",
        "z4_end": "13",
        "z1_days": [],
        "z1_start": "",
        "z1_end": "",
    }
    answer = agreed(lead, change(lead, own(), **written))
    assert answer.status_code == 303
    found = group().weeks[0].openings
    assert any((each.weekday, each.start, each.end) == (4, 480, 780) for each in found)
    assert not any(each.start == 480 and each.weekday < 4 for each in found)


def test_more_lines_come_without_saving_or_losing_anything(lead: FlaskClient) -> None:
    before = group().weeks[0]
    answer = change(lead, own(), title="Getippt", z4_start="irgendwann", more="1")
    assert answer.status_code == 200
    page = soup(answer)
    assert len(page.select("fieldset.st-line")) == 9
    assert {str(each["value"]) for each in page.select("#title, #z4_start")} == {
        "Getippt", "irgendwann",
    }  # fmt: skip
    assert group().weeks[0] == before


def test_a_new_template_is_laid_over_the_usual_week(desk: Desk, lead: FlaskClient) -> None:
    answer = agreed(lead, change(lead, NEW, title="Quartal", **QUARTER, **LINE))
    assert answer.status_code == 303
    shown = words(lead.get(GROUP))
    assert "Quartal vom 01.01.2027 bis 31.03.2027" in shown
    assert "Mo, Di 08:00–12:30" in shown
    counting = in_force(group().weeks, date(2027, 2, 1))
    assert counting is not None and counting.title == "Quartal"


def test_a_copy_goes_to_other_groups_with_their_own_counters(desk: Desk) -> None:
    client = desk.signed_in(desk.hire(OFFICE_LEAD))
    counter = group().counters[1].id
    written: dict[str, Any] = (
        LINE | QUARTER | {"title": "Kopie", "groups": ["mitte-eingang", "mitte-leistung"]}
    )
    answer = agreed(client, change(client, NEW, z1_counter=str(counter), **written))
    assert answer.status_code == 303
    copied = group("mitte-leistung").weeks[-1]
    assert {each.counter for each in copied.openings} == {group("mitte-leistung").counters[1].id}
    assert group("mitte-arbeit").weeks[-1].title != "Kopie"


def test_a_copy_begins_with_the_lines_of_its_source(lead: FlaskClient) -> None:
    page = soup(lead.get(f"{NEW}?von={group().weeks[0].id}"))
    assert str(page.select_one("#z1_start")["value"]) == "08:00"  # type: ignore[index]
    assert str(page.select_one("#title")["value"]) == ""  # type: ignore[index]


def test_nobody_copies_to_groups_of_others(lead: FlaskClient) -> None:
    written: dict[str, Any] = (
        LINE | QUARTER | {"title": "Kopie", "groups": ["nord-eingang", "mitte-leistung"]}
    )
    answer = change(lead, NEW, **written)
    assert answer.status_code == 422
    assert group("nord-eingang").weeks[-1].title != "Kopie"


def test_pressed_twice_a_new_template_stands_once(desk: Desk, lead: FlaskClient) -> None:
    for _time in range(2):
        agreed(lead, change(lead, NEW, title="Quartal", **QUARTER, **LINE))
    assert [each.title for each in group().weeks].count("Quartal") == 1


def test_a_template_is_deleted_and_the_usual_week_counts(desk: Desk, lead: FlaskClient) -> None:
    agreed(lead, change(lead, NEW, title="Quartal", **QUARTER, **LINE))
    added = group().weeks[-1]
    address = f"{GROUP}wochen/{added.id}"
    answer = desk.send(lead, f"{address}/weg", page=address)
    assert answer.status_code == 303
    assert added.id not in {each.id for each in group().weeks}
    assert lead.get(address).status_code == 404


def test_deleting_the_only_template_asks_first(desk: Desk, lead: FlaskClient) -> None:
    desk.booked.book()
    answer = desk.send(lead, f"{own()}/weg", page=own())
    assert answer.status_code == 409
    assert group().weeks
    assert agreed(lead, answer).status_code == 303
    assert group().weeks == ()
    assert "Es gibt noch keine Vorlage." in words(lead.get(GROUP))


@pytest.mark.parametrize(
    ("field", "written"),
    [
        ("title", {"title": ""}),
        ("title", {"title": "x" * 10_000}),
        ("valid_until", {"valid_from": "2.1.2027", "valid_until": "1.1.2027"}),
        ("valid_from", {"valid_from": "Neujahr"}),
        ("z4_days", {"z4_start": "8", "z4_end": "9"}),
        ("z4_start", {"z4_days": ["5"], "z4_end": "9"}),
        ("z4_end", {"z4_days": ["5"], "z4_start": "9"}),
        ("z4_end", {"z4_days": ["5"], "z4_start": "9", "z4_end": "8:00"}),
        ("z4_end", {"z4_days": ["5"], "z4_start": "9", "z4_end": "24:05"}),
        ("z4_start", {"z4_days": ["5"], "z4_start": "8:02", "z4_end": "9"}),
        ("z4_start", {"z4_days": ["1"], "z4_start": "11", "z4_end": "12:30"}),
        ("z4_counter", {"z4_days": ["5"], "z4_start": "8", "z4_end": "9", "z4_counter": "999999"}),
        ("z4_audience", {"z4_days": ["5"], "z4_start": "8", "z4_end": "9", "z4_audience": "x"}),
        ("z4_release", {"z4_days": ["5"], "z4_start": "8", "z4_end": "9", "z4_release": "bald"}),
        ("z4_release", {"z4_days": ["5"], "z4_start": "8", "z4_end": "9", "z4_release": "400"}),
    ],
)
def test_odd_lines_are_refused_at_their_field(
    lead: FlaskClient, field: str, written: dict[str, Any]
) -> None:
    before = group().weeks
    answer = change(lead, own(), **written)
    assert answer.status_code == 422
    assert {str(each["href"]) for each in soup(answer).select("#error-summary a")} == {f"#{field}"}
    assert soup(answer).select_one(f"#{field}[aria-invalid=true]")
    assert group().weeks == before


def test_what_is_kept_for_some_people_opens_to_all_before(desk: Desk, lead: FlaskClient) -> None:
    written: dict[str, Any] = {
        "z4_days": ["4"],
        "z4_start": "13",
        "z4_end": "١٨:٠٠",
        "z4_audience": "employed",
    }
    change(lead, own(), z4_release="3", **written)
    late = [each for each in group().weeks[0].openings if each.weekday == 4]
    assert [(each.audience, each.release_days, each.end) for each in late] == [
        (Audience.EMPLOYED, 3, 1080)
    ]
    assert "3 Tage vorher für alle frei" in words(lead.get(GROUP))


def test_a_line_of_a_counter_that_was_given_up_opens_no_other_one(
    desk: Desk, lead: FlaskClient
) -> None:
    counter = group().counters[0].id
    change(lead, own(), z4_days=["4"], z4_start="8", z4_end="13", z4_counter=str(counter))
    rows.retire_counter(group().id, counter)
    capacity.change_edition()
    assert "Fr 08:00" not in words(lead.get(GROUP))
    assert change(lead, own()).status_code == 303
    assert not any(each.weekday == 4 for each in group().weeks[0].openings)


def test_what_is_written_is_text_and_nothing_else(desk: Desk, lead: FlaskClient) -> None:
    desk.booked.book(name="<script>x</script>")
    asking = change(lead, own(), title='"><script>x</script>', z1_days=[], z1_start="", z1_end="")
    assert asking.status_code == 409
    assert "<script>" not in asking.get_data(as_text=True)
    assert agreed(lead, asking).status_code == 303
    assert group().weeks[0].title == '"><script>x</script>'
    assert "<script>" not in lead.get(GROUP).get_data(as_text=True)


@pytest.mark.parametrize("count", ["-1", "99999", "9" * 400, "x", "²", "٣"])
def test_an_odd_count_of_lines_breaks_nothing(desk: Desk, lead: FlaskClient, count: str) -> None:
    assert change(lead, own(), z_lines=count).status_code in {303, 409}
    assert len(soup(lead.get(f"{own()}?x={count}")).select("fieldset.st-line")) <= 60


def test_the_same_change_sent_twice_is_done_once(lead: FlaskClient) -> None:
    sent = typed(lead.get(own())) | {"title": ["Neu"]}
    assert [lead.post(own(), data=sent).status_code for _time in range(2)] == [303, 303]
    assert group().weeks[0].title == "Neu"


def test_who_saves_second_sees_the_other_version_and_keeps_what_was_typed(desk: Desk) -> None:
    first, second = (desk.signed_in(desk.hire(LEAD)) for _each in range(2))
    late = typed(second.get(own()))
    change(first, own(), title="Von der Ersten", z1_end="11:30")
    answer = second.post(own(), data=late | {"title": ["Von der Zweiten"]})
    assert answer.status_code == 409
    shown = words(answer)
    assert "Von der Ersten" in shown and "08:00–11:30" in shown
    assert soup(answer).select_one("#title[value='Von der Zweiten']")
    assert group().weeks[0].title == "Von der Ersten"
    assert press_on(second, answer).status_code == 303
    assert group().weeks[0].title == "Von der Zweiten"


def test_who_answers_after_another_has_saved_overwrites_nothing(desk: Desk) -> None:
    first, second = (desk.signed_in(desk.hire(LEAD)) for _each in range(2))
    desk.booked.book()
    asking = change(second, own(), z1_days=[], z1_start="", z1_end="")
    assert asking.status_code == 409
    change(first, own(), title="Von der Ersten")
    answer = press_on(second, asking, **EVERYBODY)
    assert answer.status_code == 409
    assert group().weeks[0].title == "Von der Ersten"
    assert len(group().weeks[0].openings) > 5


def test_a_template_deleted_meanwhile_is_not_saved(desk: Desk, lead: FlaskClient) -> None:
    agreed(lead, change(lead, NEW, title="Quartal", **QUARTER, **LINE))
    address = f"{GROUP}wochen/{group().weeks[-1].id}"
    sent = typed(lead.get(address))
    desk.send(lead, f"{address}/weg", page=address)
    assert lead.post(address, data=sent).status_code == 404


def test_templates_of_other_groups_are_not_found(desk: Desk, lead: FlaskClient) -> None:
    theirs = group("mitte-leistung").weeks[0].id
    assert lead.get(f"{GROUP}wochen/{theirs}").status_code == 404
    assert lead.get(f"/dienst/planung/gruppe/mitte-leistung/wochen/{theirs}").status_code == 404


def test_the_change_of_the_clock_leaves_the_hours_as_they_are_written(
    desk: Desk, lead: FlaskClient
) -> None:
    """On 28 March 2027 the clock goes on; windows are wall-clock times."""
    spring = {"valid_from": "22.3.2027", "valid_until": "4.4.2027"}
    line: dict[str, Any] = {"z1_days": ["5", "6"], "z1_start": "0", "z1_end": "24"}
    assert agreed(lead, change(lead, NEW, title="Umstellung", **spring, **line)).status_code == 303
    shown = words(lead.get(f"{GROUP}?ab=2027-03-22"))
    assert "28.03.2027 00:00–24:00 0 % belegt" in shown
    assert "27.03.2027 00:00–24:00 0 % belegt" in shown


def test_somebody_of_all_offices_plans_every_group(desk: Desk) -> None:
    client = desk.signed_in(desk.hire(ADMIN))
    address = f"/dienst/planung/gruppe/nord-eingang/wochen/{group('nord-eingang').weeks[0].id}"
    assert change(client, address, title="Neu").status_code == 303
