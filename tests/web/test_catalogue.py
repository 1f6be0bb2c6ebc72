"""The catalogue at the desk: edited, previewed, added, ordered, and seen by customers at once."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from backend.content import Content, Folder
from backend.domain.roles import Grant, Right, Role
from backend.store import audit, capacity, database, edits
from backend.web.catalogue.parts import PARTS
from backend.web.catalogue.specs import body_of, form_of
from tests.web.desk import MITTE, Desk, leads_to, shared_desk, undone, words

ADMIN = Grant(kind=Role.ADMINISTRATOR)
OFFICE = Grant(kind=Role.OFFICE_ADMINISTRATOR, place=MITTE)
UMZUG = "/dienst/katalog/anliegen/umzug/"


@pytest.fixture(scope="module")
def shared(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with shared_desk(sqlite_template, tmp_path_factory.mktemp("catalogue")) as found:
        yield found


@pytest.fixture
def desk(shared: Desk) -> Iterator[Desk]:
    yield from undone(shared)


@pytest.fixture
def boss(desk: Desk) -> FlaskClient:
    return desk.signed_in(desk.hire(ADMIN, name="Bo Schmidt"))


def live(desk: Desk) -> Content:
    """The content as it is now; the one of the test before may still lie in memory."""
    found: Content = desk.booked.app.extensions["portal"].live.now()
    return found


def soup(answer: TestResponse) -> BeautifulSoup:
    return BeautifulSoup(answer.get_data(as_text=True), "html5lib")


def filled(client: FlaskClient, address: str) -> dict[str, str | list[str]]:
    """What the form of a page holds, as a browser would send it."""
    page = soup(client.get(address))
    form = page.select_one("main form[method=post]")
    assert form is not None
    sent: dict[str, str | list[str]] = {}
    for field in form.select("input[name], textarea[name]"):
        kind = field.get("type", "text")
        if kind in {"checkbox", "radio"} and not field.has_attr("checked"):
            continue
        value = field.get_text().removeprefix("\n") if field.name == "textarea" else field["value"]
        name = str(field["name"])
        if kind == "checkbox" and name in sent:
            before = sent[name]
            sent[name] = [*(before if isinstance(before, list) else [before]), str(value)]
        else:
            sent[name] = str(value)
    for select in form.select("select[name]"):
        chosen = select.select_one("option[selected]") or select.select_one("option")
        assert chosen is not None
        sent[str(select["name"])] = str(chosen["value"])
    return sent


def save(client: FlaskClient, address: str, **changes: str | list[str]) -> TestResponse:
    """Change some fields of the form and press save."""
    return client.post(address, data=filled(client, address) | changes)


# --- forms and tables


@pytest.mark.parametrize("slug", PARTS)
def test_saving_a_form_as_it_is_changes_nothing(desk: Desk, boss: FlaskClient, slug: str) -> None:
    part = PARTS[slug]
    bodies = Folder(Path("content").absolute()).bodies(part.kind)
    for key in list(bodies)[:2]:
        answer = save(boss, f"/dienst/katalog/{slug}/{key}/")
        assert answer.status_code == 303, f"{key}: {words(answer)[:300]}"
    assert edits.every() == []


@pytest.mark.parametrize("slug", PARTS)
def test_every_record_comes_back_from_its_form_as_it_was(desk: Desk, slug: str) -> None:
    part = PARTS[slug]
    content = desk.booked.content
    with desk.booked.app.test_request_context("/dienst/"):
        for key, body in Folder(Path("content").absolute()).bodies(part.kind).items():
            form = form_of(part.specs, body, content)
            for spec in part.specs:
                if spec.name in {"checked_on", "valid_from", "statement_day"}:
                    form[spec.name].pre_validate(form)
            assert body_of(part.specs, form, body) == body, key


# --- editing


def test_an_edit_is_on_the_customers_page_at_once(desk: Desk, boss: FlaskClient) -> None:
    answer = save(boss, UMZUG, summary="Ganz neuer Satz.", minutes="40")
    assert leads_to(answer) == UMZUG
    stranger = desk.browser()
    assert "Ganz neuer Satz." in words(stranger.get("/de/termin/mitte/umzug/"))
    assert "Ganz neuer Satz." in words(stranger.get("/ar/termin/mitte/umzug/"))
    assert [entry.detail for entry in audit.about("concerns/umzug")] == [""]


def test_what_was_shipped_stands_beside_and_comes_back(desk: Desk, boss: FlaskClient) -> None:
    before = live(desk).concerns["umzug"].summary
    save(boss, UMZUG, summary="Ganz neuer Satz.")
    assert before in words(boss.get(UMZUG))
    answer = boss.post(UMZUG, data=filled(boss, UMZUG) | {"revert": "summary"})
    assert soup(answer).select_one("#summary").get_text().strip() == before  # type: ignore[union-attr]
    save(boss, UMZUG, summary=before)
    assert edits.every() == []


def test_a_whole_record_is_taken_back(desk: Desk, boss: FlaskClient) -> None:
    save(boss, UMZUG, summary="Ganz neuer Satz.")
    answer = desk.send(boss, f"{UMZUG}zurueck", page=UMZUG)
    assert leads_to(answer) == UMZUG
    assert edits.every() == []


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("minutes", "17", "fünf"),
        ("minutes", "x", "Zahl"),
        ("title", "", "aus"),
        ("title", "x" * 10_000, "lang"),
        ("application_sentence", "Ich beantrage.", "Antrag"),
        ("channels", [], "Weg"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    boss: FlaskClient, field: str, typed: str | list[str], said: str
) -> None:
    answer = save(boss, UMZUG, **{field: typed})
    assert answer.status_code == 422
    page = soup(answer)
    error = page.select_one(f"#{field}-error")
    assert error is not None and said in error.get_text()
    assert page.select_one(f'#error-summary a[href="#{field}"]') is not None
    assert edits.every() == []


def test_the_later_of_two_sees_both_and_keeps_what_was_typed(desk: Desk, boss: FlaskClient) -> None:
    other = desk.signed_in(desk.hire(ADMIN))
    mine = filled(boss, UMZUG) | {"summary": "Mein Satz."}
    save(other, UMZUG, summary="Ihr Satz.")
    answer = boss.post(UMZUG, data=mine)
    assert answer.status_code == 409
    page = soup(answer)
    assert "Mein Satz." in page.select_one("#summary").get_text()  # type: ignore[union-attr]
    assert "Ihr Satz." in words(answer)
    seen = page.select_one("input[name=seen]")["value"]  # type: ignore[index]
    again = boss.post(UMZUG, data=mine | {"seen": str(seen)})
    assert again.status_code == 303
    assert live(desk).concerns["umzug"].summary == "Mein Satz."


def test_papers_of_a_concern_are_put_in_order_with_hints(desk: Desk, boss: FlaskClient) -> None:
    form = filled(boss, UMZUG)
    used = [each.document.key for each in live(desk).concerns["umzug"].documents]
    form |= {
        "documents-when-mutterpass": "sometimes",
        "documents-place-mutterpass": "1",
        "documents-hint-mutterpass": "Wenn Sie eine haben.",
        f"documents-when-{used[0]}": "",
    }
    assert boss.post(UMZUG, data=form).status_code == 303
    uses = live(desk).concerns["umzug"].documents
    assert [use.document.key for use in uses] == ["mutterpass", *used[1:]]
    assert (uses[0].always, uses[0].hint) == (False, "Wenn Sie eine haben.")


def test_a_term_changes_everywhere(desk: Desk, boss: FlaskClient) -> None:
    save(boss, "/dienst/katalog/begriffe/jobcenter/", phone="0421 99 99")
    assert "0421 99 99" in desk.browser().get("/de/").get_data(as_text=True).replace("\xa0", " ")


def test_addresses_of_the_web_lead_to_the_web(boss: FlaskClient) -> None:
    for address, field in (
        ("begriffe/jobcenter", "exit_url"),
        ("links/inkasso", "url"),
        ("nachbarn/bremerhaven", "url"),
    ):
        answer = save(boss, f"/dienst/katalog/{address}/", **{field: "javascript:alert(1)"})
        assert answer.status_code == 422
        assert soup(answer).select_one(f"#{field}-error") is not None


def test_an_office_changes_its_hours(desk: Desk, boss: FlaskClient) -> None:
    address = "/dienst/katalog/stellen/mitte/"
    save(boss, address, hours="Montag: 8-12 Uhr\nFreitag: 9:30–11 Uhr")
    office = live(desk).offices["mitte"]
    assert [(each.days, each.times) for each in office.hours] == [
        ("Montag", "8–12 Uhr"), ("Freitag", "9:30–11 Uhr"),
    ]  # fmt: skip
    assert save(boss, address, hours="Murmeltag: 8–12 Uhr").status_code == 422


# --- preview


def test_a_preview_shows_what_is_typed_and_saves_nothing(desk: Desk, boss: FlaskClient) -> None:
    for sheet, kind in (
        ("page", "text/html"),
        ("checklist", "text/html"),
        ("pdf", "application/pdf"),
    ):
        form = filled(boss, UMZUG) | {
            "title": "Ganz neuer Titel", "preview": "1", "first": "ar", "beside": "tr",
            "sheet": sheet,
        }  # fmt: skip
        answer = boss.post(UMZUG, data=form)
        assert (answer.status_code, answer.mimetype) == (200, kind)
        if kind == "text/html":
            assert "Ganz neuer Titel" in answer.get_data(as_text=True)
    assert edits.every() == []
    assert "Ganz neuer Titel" not in words(desk.browser().get("/de/termin/mitte/umzug/"))


# --- new, order, deleting


def test_a_new_concern_reaches_the_offices_that_take_all(desk: Desk, boss: FlaskClient) -> None:
    page = "/dienst/katalog/anliegen/neu"
    answer = save(
        boss, page, key="katzen", title="Katzen", summary="Zum Streicheln.", keyword="Katzen",
        search="Katze", section="other", areas=["entrance"], channels=["in_person"], minutes="10",
        icon="other", source="GA",
    )  # fmt: skip
    assert leads_to(answer) == "/dienst/katalog/anliegen/katzen/", words(answer)
    assert "Zum Streicheln." in words(desk.browser().get("/de/termin/mitte/katzen/"))
    gone = desk.send(boss, "/dienst/katalog/anliegen/katzen/loeschen", page=page)
    assert leads_to(gone) == "/dienst/katalog/anliegen/"
    assert desk.browser().get("/de/termin/mitte/katzen/").status_code == 404


def test_a_new_office_is_shown_at_once_and_waits_for_its_groups(
    desk: Desk, boss: FlaskClient
) -> None:
    page = "/dienst/katalog/stellen/neu"
    answer = save(
        boss, page, key="hafen", name="Geschäftsstelle Hafen", kind="branch",
        street="Beispielstraße 9", postcode="28217", city="Bremen", source="Beispiel",
        how_to_get_there="Am Wasser.", entrance="Vorne.", waiting_place="Halle.",
        letterbox="Am Eingang.", accessibility="Keine Stufen.", hours="Montag: 8–12 Uhr",
        emergency_way="Kommen Sie heute.", channels=["in_person"],
    )  # fmt: skip
    assert leads_to(answer) == "/dienst/katalog/stellen/hafen/", words(answer)
    assert "Geschäftsstelle Hafen" in words(desk.browser().get("/de/stelle/hafen/"))
    assert desk.browser().get("/de/termin/hafen/umzug/persoenlich/tage").status_code == 200
    assert boss.get("/dienst/planung/stelle/hafen/regeln").status_code == 200
    assert boss.get("/dienst/tag/hafen/2026-11-24").status_code == 200


@pytest.mark.parametrize("key", ["", "Umzug", "a/b", "ü", "x" * 200, "umzug"])
def test_odd_and_taken_short_names_are_refused(boss: FlaskClient, key: str) -> None:
    answer = save(
        boss, "/dienst/katalog/links/neu", key=key if key != "umzug" else "inkasso", title="x",
        url="https://x.example/", language="de",
    )  # fmt: skip
    assert answer.status_code == 422
    assert soup(answer).select_one("#key-error") is not None


def test_forms_have_the_short_names_that_stand_on_them(desk: Desk, boss: FlaskClient) -> None:
    page = "/dienst/katalog/vordrucke/neu"
    assert save(boss, page, key="ABC", title="Anlage ABC", source="BA").status_code == 303
    assert live(desk).forms["ABC"].title == "Anlage ABC"


def test_mandatory_ones_and_those_in_use_are_not_deleted(desk: Desk, boss: FlaskClient) -> None:
    address = "/dienst/katalog/anliegen/neuantrag/loeschen"
    assert desk.send(boss, address, page=UMZUG).status_code == 409
    assert save(boss, "/dienst/katalog/anliegen/neuantrag/", mandatory=[]).status_code == 422
    refused = desk.send(boss, "/dienst/katalog/anliegen/geburt/loeschen", page=UMZUG)
    assert refused.status_code == 422
    assert "Geschäftsstelle Mitte: Eingangszone Mitte" in words(refused)


def test_a_concern_with_appointments_is_not_deleted(desk: Desk, boss: FlaskClient) -> None:
    desk.booked.book(concern="geburt")
    database.run("DELETE FROM offer WHERE concern = 'geburt'")
    capacity.change_edition()
    refused = desk.send(boss, "/dienst/katalog/anliegen/geburt/loeschen", page=UMZUG)
    assert refused.status_code == 422
    assert "Termine" in words(refused)


def test_shipped_pages_are_not_deleted(desk: Desk, boss: FlaskClient) -> None:
    refused = desk.send(boss, "/dienst/katalog/seiten/impressum/loeschen", page=UMZUG)
    assert refused.status_code == 422
    assert "impressum" in live(desk).pages


def test_a_new_version_that_ships_something_else_is_told_of(desk: Desk, boss: FlaskClient) -> None:
    save(boss, UMZUG, summary="Ganz neuer Satz.")
    told = "haben sich geändert"
    assert told not in words(boss.get(UMZUG))
    (kept,) = edits.every()
    edits.write(replace(kept, base="0" * 16))
    assert told in words(boss.get(UMZUG))


def test_concerns_move(desk: Desk, boss: FlaskClient) -> None:
    keys = list(live(desk).concerns)
    page = "/dienst/katalog/anliegen/"
    desk.send(boss, f"{page}{keys[1]}/schieben/hoch", page=page)
    assert list(live(desk).concerns)[:2] == [keys[1], keys[0]]


def test_a_link_was_opened_today(desk: Desk, boss: FlaskClient) -> None:
    page = "/dienst/katalog/links/"
    desk.send(boss, f"{page}inkasso/geprueft", page=page)
    link = live(desk).links["inkasso"]
    assert link.checked_on == desk.now.date()


# --- offices


def test_the_own_administrator_assigns_concerns_but_not_the_mandatory_ones(desk: Desk) -> None:
    boss = desk.signed_in(desk.hire(OFFICE))
    page = "/dienst/katalog/stellen/mitte/anliegen"
    answer = save(boss, page, concerns=["geburt"])
    assert leads_to(answer) == page
    taken = live(desk).offices["mitte"].concerns
    assert "geburt" in taken and "neuantrag" in taken and "bankverbindung" not in taken
    assert boss.get("/dienst/katalog/stellen/nord/anliegen").status_code == 404
    assert boss.get("/dienst/katalog/").status_code == 403


def test_nobody_else_comes_in(desk: Desk) -> None:
    client = desk.signed_in(desk.hire(Grant(kind=Right.COUNTER, place=MITTE)))
    for address in ("", "anliegen/", "anliegen/umzug/", "sprachen/", "austausch", "nachrichten/"):
        assert client.get(f"/dienst/katalog/{address}").status_code == 403
    assert client.get("/dienst/katalog/stellen/mitte/anliegen").status_code == 404


def test_without_a_token_nothing_happens(boss: FlaskClient) -> None:
    form = filled(boss, UMZUG) | {"summary": "Ganz neu.", "csrf_token": "x"}
    assert boss.post(UMZUG, data=form).status_code == 422
    boss.post("/dienst/katalog/anliegen/umzug/schieben/hoch", data={})
    assert edits.every() == []


def test_unknown_records_do_not_exist(boss: FlaskClient) -> None:
    for address in ("anliegen/gibt-es-nicht/", "unbekannt/", "begriffe/neu",
                    "sprachen/xx/", "sprachen/ar/anliegen/xx/"):  # fmt: skip
        assert boss.get(f"/dienst/katalog/{address}").status_code == 404, address
