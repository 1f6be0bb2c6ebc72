"""The office finder: every answer leads to an office, and nothing of the address is kept."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from backend.content import Content
from backend.domain.responsibility import offices_for
from tests.web.visiting import BREMEN, TINY, main_links, main_text, portal_of, soup


@pytest.fixture
def tiny(tmp_path: Path) -> Iterator[FlaskClient]:
    with portal_of(TINY, tmp_path) as app:
        yield app.test_client()


@pytest.fixture
def bremen(tmp_path: Path) -> Iterator[FlaskClient]:
    with portal_of(BREMEN, tmp_path) as app:
        yield app.test_client()


def ask(client: FlaskClient, pair: str = "de", **answers: str) -> TestResponse:
    """Send the form of the finder."""
    return client.post(f"/{pair}/zustaendig/", data=answers)


def content_of(client: FlaskClient) -> Content:
    content: Content = client.application.extensions["portal"].content
    return content


def district_of(client: FlaskClient) -> tuple[str, str]:
    """A postcode that belongs to one district office alone, and that office."""
    content = content_of(client)
    for row in content.responsibilities:
        offices = offices_for(content.responsibilities, postcode=row.postcode)
        if len(offices) == 1:
            return row.postcode, offices[0]
    raise AssertionError("every postcode is split")


@pytest.mark.parametrize(
    ("answers", "target"),
    [
        ({"street": "Lange Straße", "house": "7"}, "/de/termin/burg/"),
        ({"street": "Lange Str. 8 a"}, "/de/termin/tal/"),
        ({"street": "LANGE STRASSE", "house": "٨"}, "/de/termin/tal/"),
        ({"postcode": "99998"}, "/de/termin/burg/"),
        ({"postcode": "٩٩٩٩٨"}, "/de/termin/burg/"),
        ({"postcode": "99999"}, "/de/zustaendig/auswahl/burg+tal"),
        ({"street": "Lange Straße"}, "/de/zustaendig/auswahl/burg+tal"),
        ({"postcode": "99998", "new": "ja"}, "/de/termin/burg/?neu=ja"),
        ({"postcode": "88812"}, "/de/zustaendig/anderes/festland"),
        ({"street": "Hafenstadt"}, "/de/zustaendig/anderes/festland"),
    ],
)
def test_an_address_leads_to_an_office_a_choice_or_another_jobcenter(
    tiny: FlaskClient, answers: dict[str, str], target: str
) -> None:
    answer = ask(tiny, **answers)
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"{target}#main"
    assert "Set-Cookie" not in answer.headers


def test_who_is_under_25_may_choose_the_youth_office_beside_the_one_of_the_district(
    bremen: FlaskClient,
) -> None:
    postcode, district = district_of(bremen)
    answer = ask(bremen, postcode=postcode, under_25="ja")
    keys = answer.headers["Location"].removesuffix("#main").rpartition("/")[2].split("+")
    assert keys[0] == district
    assert {content_of(bremen).offices[key].kind for key in keys[1:]} == {"youth"}


@pytest.mark.parametrize("age", ["nein", "offen", "", "unsinn"])
def test_nobody_else_is_led_to_the_youth_office(bremen: FlaskClient, age: str) -> None:
    postcode, district = district_of(bremen)
    answer = ask(bremen, postcode=postcode, under_25=age)
    assert answer.headers["Location"] == f"/de/termin/{district}/#main"


def test_who_applies_for_the_first_time_reads_the_hint_about_other_authorities(
    bremen: FlaskClient,
) -> None:
    hint = content_of(bremen).jobcenter.ukraine_hint
    assert hint in main_text(bremen.get("/de/termin/mitte/?neu=ja"))
    assert hint in main_text(bremen.get("/de/zustaendig/auswahl/mitte+ost?neu=ja"))
    assert hint not in main_text(bremen.get("/de/termin/mitte/"))


@pytest.mark.parametrize("pair", ["de", "ar", "ar+de"])
def test_an_unknown_street_stays_in_its_field_and_offers_all_offices(
    tiny: FlaskClient, pair: str
) -> None:
    answer = ask(tiny, pair, street="Nirgendsweg", house="3", new="ja")
    page = soup(answer)
    assert answer.status_code == 422
    assert page.select_one("#street")["value"] == "Nirgendsweg"  # type: ignore[index]
    assert page.select_one("input[name=new][checked]")["value"] == "ja"  # type: ignore[index]
    assert page.select_one("#error-summary a")["href"] == "#street"  # type: ignore[index]
    assert {f"/{pair}/termin/burg/", f"/{pair}/termin/tal/"} <= set(main_links(answer))


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({}, "street"),
        ({"street": "   ", "house": "5"}, "street"),
        ({"street": "x" * 10_000}, "street"),
        ({"street": "Lange Straße", "house": "9" * 10_000}, "house"),
        ({"postcode": "9999"}, "postcode"),
        ({"postcode": "x" * 10_000}, "postcode"),
        ({"postcode": "00000"}, "postcode"),
        ({"street": "طريق السلام \u202e"}, "street"),
        ({"street": "\u0000'; --"}, "street"),
    ],
)
def test_what_cannot_be_read_is_said_at_its_field(
    tiny: FlaskClient, answers: dict[str, str], field: str
) -> None:
    answer = ask(tiny, "ar", **answers)
    page = soup(answer)
    assert answer.status_code == 422
    assert page.select_one("#error-summary a")["href"] == f"#{field}"  # type: ignore[index]
    assert page.select_one(f"#{field}")["aria-invalid"] == "true"  # type: ignore[index]


def test_the_form_leads_back_to_its_errors(tiny: FlaskClient) -> None:
    form = soup(tiny.get("/ar/zustaendig/")).select_one("main form")
    assert form is not None
    assert form["action"] == "/ar/zustaendig/#error-summary"
    assert form["method"] == "post"


def test_ways_without_an_address_are_numbers_that_tell_nothing(bremen: FlaskClient) -> None:
    ways = list(content_of(bremen).special_ways.values())
    links = main_links(bremen.get("/de/zustaendig/"))
    for number, way in enumerate(ways, start=1):
        assert f"/de/zustaendig/weg/{number}" in links
        answer = bremen.get(f"/de/zustaendig/weg/{number}")
        assert way.explanation in main_text(answer)
        assert {f"/de/termin/{office}/" for office in way.offices} <= set(main_links(answer))


@pytest.mark.parametrize(
    "address",
    [
        "zustaendig/weg/0",
        "zustaendig/weg/99",
        "zustaendig/auswahl/burg+nirgends",
        "zustaendig/anderes/mond",
        "termin/nirgends/",
    ],
)
def test_what_no_office_is_behind_does_not_exist(tiny: FlaskClient, address: str) -> None:
    assert tiny.get(f"/de/{address}").status_code == 404


def test_another_jobcenter_is_more_than_a_phone_number(tiny: FlaskClient) -> None:
    answer = tiny.get("/de/zustaendig/anderes/festland")
    assert "Fahren Sie mit der Fähre." in main_text(answer)
    assert {"/de/zustaendig/", "/de/termin/", "/de/notfall/", "https://example.org/festland"} <= (
        set(main_links(answer))
    )
