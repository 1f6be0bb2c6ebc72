"""Terminals: who gets in, what a visit sees, and that nothing of it is left at any exit (R101)."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from backend.actions import booking, enrolling
from backend.domain.accounts import Account
from backend.domain.appointments import Appointment, Channel
from backend.domain.attendance import Step
from backend.domain.kiosks import CODE_SECONDS, Kiosk, Paper, spaced
from backend.domain.roles import Grant, Role
from backend.store import attendance, audit, database, kiosks
from tests.web.desk import MITTE, Desk, leads_to, shared_desk, undone, words
from tests.web.visiting import soup

REST = timedelta(seconds=2 * 90)


@pytest.fixture(scope="module")
def shared(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with shared_desk(sqlite_template, tmp_path_factory.mktemp("kiosk")) as desk:
        yield desk


@pytest.fixture
def desk(shared: Desk) -> Iterator[Desk]:
    yield from undone(shared)


def boss(desk: Desk) -> Account:
    """The administrator of the office Mitte."""
    return desk.hire(Grant(kind=Role.OFFICE_ADMINISTRATOR, place=MITTE))


def announced(
    desk: Desk, *, office: str = "mitte", paper: Paper = Paper.RECEIPT
) -> tuple[int, str]:
    """The id of a new terminal, and its code."""
    admin = desk.hire(Grant(kind=Role.ADMINISTRATOR))
    title = f"Halle {len(kiosks.standing())}"
    kiosk = Kiosk(id=0, office=office, title=title, paper=paper)
    written, code = enrolling.add(admin, kiosk, now=desk.now)
    return written.id, code


def terminal(desk: Desk, **named: object) -> tuple[int, FlaskClient]:
    """A terminal that is set up: its id and its browser."""
    kiosk, code = announced(desk, **named)  # type: ignore[arg-type]
    browser = desk.browser("192.0.2.77")
    browser.set_cookie("k", enrolling.enrol(code, now=desk.now), httponly=True)
    return kiosk, browser


def visit(desk: Desk, pair: str = "de", **named: object) -> FlaskClient:
    """The browser of a terminal at which somebody has chosen a language."""
    _kiosk, browser = terminal(desk, **named)
    browser.post("/kiosk/", data={"pair": pair})
    return browser


def found(desk: Desk, browser: FlaskClient, appointment: Appointment) -> str:
    """The page of an appointment, opened by number and name."""
    answer = desk.booked.send(
        browser,
        "/de/mein-termin/",
        reference=appointment.reference,
        name=appointment.person.name,
    )
    assert answer.status_code == 303
    return leads_to(answer)


def arrived(desk: Desk, browser: FlaskClient, number: str) -> TestResponse:
    """The answer to somebody who writes a number to say that they are here."""
    return desk.booked.send(browser, "/kiosk/de/hier", reference=number)


def come_to(desk: Desk, appointment: Appointment, *, minutes: int = -5) -> None:
    """It is that many minutes after its start."""
    start = appointment.start.replace(tzinfo=desk.booked.zone)
    desk.booked.clock.now = start + timedelta(minutes=minutes)


# --- the office sets terminals up


def test_a_terminal_is_set_up_by_a_code_that_is_shown_once(desk: Desk) -> None:
    office = desk.signed_in(boss(desk))
    answer = desk.send(
        office, "/dienst/terminals/neu", office="mitte", title="Halle links", paper="receipt"
    )
    code = soup(answer).select_one(".st-codes li")
    assert code is not None and "/kiosk/einrichten" in words(answer)

    browser = desk.browser()
    done = desk.booked.send(browser, "/kiosk/einrichten", code=f" {code.get_text().lower()} ")
    assert (done.status_code, leads_to(done)) == (303, "/kiosk/")
    cookie = browser.get_cookie("k")
    assert cookie is not None and cookie.http_only and cookie.same_site == "Strict"
    assert browser.get("/kiosk/").status_code == 200
    listed = words(office.get("/dienst/terminals/"))
    assert "Halle links" in listed and code.get_text() not in listed


def test_neither_code_nor_cookie_stands_in_the_database(desk: Desk) -> None:
    _kiosk, code = announced(desk)
    token = enrolling.enrol(code, now=desk.now)
    visit = enrolling.begin_visit(kiosks.standing()[0], now=desk.now)
    rows = repr(database.every("SELECT * FROM kiosk"))
    assert not any(secret in rows for secret in (code, token, visit))


def test_a_double_click_makes_one_terminal(desk: Desk) -> None:
    office = desk.signed_in(boss(desk))
    named = {"office": "mitte", "title": "Halle", "paper": "none"}
    for _press in range(2):
        desk.send(office, "/dienst/terminals/neu", **named)
    assert len(kiosks.standing()) == 1


@pytest.mark.parametrize(
    "answers",
    [{"title": ""}, {"title": "x" * 10_000}, {"office": "nord"}, {"office": ""}],
)
def test_a_terminal_needs_a_place_and_an_office_of_ones_own(
    desk: Desk, answers: dict[str, str]
) -> None:
    named = {"office": "mitte", "title": "Halle", "paper": "receipt"} | answers
    answer = desk.send(desk.signed_in(boss(desk)), "/dienst/terminals/neu", **named)
    assert answer.status_code == 422
    assert kiosks.standing() == []


def test_terminals_of_other_offices_are_not_there(desk: Desk) -> None:
    kiosk, _code = announced(desk, office="nord")
    office = desk.signed_in(boss(desk))
    assert "Halle" not in words(office.get("/dienst/terminals/"))
    for deed in ("code", "aus"):
        address = f"/dienst/terminals/{kiosk}/{deed}"
        assert desk.send(office, address, page="/dienst/terminals/").status_code == 404


@pytest.mark.parametrize("kept", ["used", "old", "replaced", "off"])
def test_a_code_works_once_for_a_day_and_while_it_is_the_last_one(desk: Desk, kept: str) -> None:
    admin = desk.hire(Grant(kind=Role.ADMINISTRATOR))
    kiosk, code = announced(desk)
    if kept == "used":
        enrolling.enrol(code, now=desk.now)
    elif kept == "old":
        desk.booked.clock.now += timedelta(seconds=CODE_SECONDS)
    elif kept == "replaced":
        enrolling.renew_code(admin, kiosk, now=desk.now)
    else:
        enrolling.revoke(admin, kiosk, now=desk.now)
    answer = desk.booked.send(desk.browser(), "/kiosk/einrichten", code=spaced(code))
    assert answer.status_code == 422
    assert "Set-Cookie" not in answer.headers or "k=" not in answer.headers["Set-Cookie"]


def test_codes_cannot_be_guessed(desk: Desk) -> None:
    _kiosk, code = announced(desk)
    browser = desk.browser()
    tries = [desk.booked.send(browser, "/kiosk/einrichten", code="K7M4-2PX9") for _ in range(11)]
    assert [answer.status_code for answer in tries][-2:] == [422, 429]
    assert desk.booked.send(browser, "/kiosk/einrichten", code=code).status_code == 429


def test_a_new_code_moves_the_terminal_to_another_device(desk: Desk) -> None:
    kiosk, old = terminal(desk)
    office = desk.signed_in(boss(desk))
    answer = desk.send(office, f"/dienst/terminals/{kiosk}/code", page="/dienst/terminals/")
    assert old.get("/kiosk/").status_code == 200
    code = soup(answer).select_one(".st-codes li")
    assert code is not None
    new = desk.browser()
    desk.booked.send(new, "/kiosk/einrichten", code=code.get_text())
    assert (new.get("/kiosk/").status_code, old.get("/kiosk/").status_code) == (200, 404)


def test_no_colleagues_browser_becomes_a_terminal(desk: Desk) -> None:
    _kiosk, code = announced(desk)
    colleague = desk.signed_in(boss(desk))
    page = colleague.get("/kiosk/einrichten")
    assert "angemeldet" in words(page) and not soup(page).select("form[action*=kiosk]")
    assert colleague.post("/kiosk/einrichten", data={"code": code}).status_code == 200
    assert colleague.get_cookie("k") is None


def test_what_is_switched_off_says_so_and_nothing_else(desk: Desk) -> None:
    kiosk, browser = terminal(desk)
    browser.post("/kiosk/", data={"pair": "de"})
    office = desk.signed_in(boss(desk))
    desk.send(office, f"/dienst/terminals/{kiosk}/aus", page="/dienst/terminals/")
    for address in ("/kiosk/", "/de/", "/de/termin/", "/de/mein-termin/"):
        answer = browser.get(address)
        assert (answer.status_code, words(answer)) == (404, words(browser.get("/kiosk/")))
        assert not soup(answer).select("a, form, button")
    assert browser.post("/kiosk/", data={"pair": "de"}).status_code == 404
    again = desk.send(office, f"/dienst/terminals/{kiosk}/aus", page="/dienst/terminals/")
    assert again.status_code == 404


def test_the_list_says_when_a_terminal_was_there_last(desk: Desk) -> None:
    _kiosk, browser = terminal(desk)
    desk.booked.clock.now += timedelta(hours=2)
    browser.get("/kiosk/")
    desk.booked.clock.now += timedelta(hours=1)
    listed = words(desk.signed_in(boss(desk)).get("/dienst/terminals/"))
    assert "zuletzt da: Dienstag, 24. November 2026, 06:00 Uhr" in listed


def test_every_deed_about_a_terminal_is_noted(desk: Desk) -> None:
    kiosk, _browser = terminal(desk)
    admin = desk.hire(Grant(kind=Role.ADMINISTRATOR))
    enrolling.renew_code(admin, kiosk, now=desk.now)
    enrolling.revoke(admin, kiosk, now=desk.now)
    noted = {entry.detail for entry in audit.about(f"T-{kiosk}")}
    assert noted == {
        "terminal announced", "terminal enrolled", "terminal code", "terminal off",
    }  # fmt: skip


# --- what others see of it


@pytest.mark.parametrize("cookie", ["", "wrong", "x" * 3000])
def test_without_the_cookie_there_are_no_terminal_pages(desk: Desk, cookie: str) -> None:
    terminal(desk)
    stranger = desk.browser()
    if cookie:
        stranger.set_cookie("k", cookie)
    for address in ("/kiosk/", "/kiosk/de/", "/kiosk/de/hier", "/kiosk/de/hier/warten"):
        assert stranger.get(address).status_code == 404, address
    for address in ("/kiosk/", "/kiosk/ende", "/kiosk/weiter", "/kiosk/de/hier"):
        assert stranger.post(address).status_code == 404, address
    page = stranger.get("/de/")
    assert page.status_code == 200 and "kiosk" not in page.get_data(as_text=True)


def test_the_staffs_part_does_not_exist_on_a_terminal(desk: Desk) -> None:
    browser = visit(desk)
    assert browser.get("/dienst/anmelden").status_code == 404
    assert browser.get("/dienst/").status_code == 404


# --- what a page is like


PAGES = (
    "/kiosk/", "/kiosk/ar/", "/kiosk/ar/hier", "/ar/termin/", "/ar/termin/mitte/",
    "/ar/termin/mitte/bankverbindung/", "/ar/termin/mitte/bankverbindung/angaben",
    "/ar/termin/mitte/bankverbindung/persoenlich/tage", "/ar/unterlagen/",
    "/ar/unterlagen/neuantrag/", "/ar/unterlagen/neuantrag/abgabezettel", "/ar/notfall/",
    "/ar/notfall/heute", "/ar/mein-termin/", "/ar/sprachen", "/ar/zustaendig/", "/ar/stelle/",
    "/ar/stelle/mitte/", "/ar/info/gebaerdensprache/", "/ar/info/datenschutz/", "/ar/rueckruf/",
    "/ar/barriere/", "/ar/gibt-es-nicht/",
)  # fmt: skip


def test_no_page_leads_out_or_is_kept(desk: Desk) -> None:
    browser = visit(desk, "ar")
    for address in PAGES:
        answer, page = browser.get(address), soup(browser.get(address))
        assert answer.status_code in {200, 404}, address
        assert answer.headers["Cache-Control"] == "no-store", address
        for link in page.select("a[href]"):
            assert re.match(r"/(?!/)|#|\?", str(link["href"])), (address, link)
            assert not re.search(r"\.(pdf|ics)|/verlassen|/dienst", str(link["href"])), address
        for form in page.select("form"):
            assert form["autocomplete"] == "off" and str(form["action"]).startswith("/"), address
        odd = [field for field in page.select("[autocomplete]") if field["autocomplete"] != "off"]
        assert odd == [], address
        if address != "/kiosk/":
            assert page.select("form#end[action='/kiosk/ende'] button"), address


@pytest.mark.parametrize(
    "address",
    ["/de/verlassen", "/de/unterlagen/neuantrag/liste.pdf", "/de/unterlagen/umzug/gross.pdf"],
)
def test_there_is_no_way_out_by_typing_either(desk: Desk, address: str) -> None:
    assert visit(desk).get(address).status_code == 404


def test_the_first_screen_offers_every_language_in_fixed_order(desk: Desk) -> None:
    _kiosk, browser = terminal(desk)
    page = soup(browser.get("/kiosk/", headers={"Accept-Language": "uk"}))
    offered = [str(button["value"]) for button in page.select("button[name=pair]")]
    tongues = desk.booked.app.extensions["portal"].languages.tongues.values()
    assert offered == [tongue.slug for tongue in tongues]
    assert [str(each["value"]) for each in page.select("button[name=ziel]")] == [
        "gebaerden", "bilder", "notfall",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("sent", "address"),
    [
        ({"pair": "ar"}, "/kiosk/ar/"),
        ({"pair": "uk+de"}, "/kiosk/uk+de/"),
        ({"pair": "xx"}, "/kiosk/de/"),
        ({"ziel": "notfall"}, "/de/notfall/"),
        ({"ziel": "bilder"}, "/de/sprachen"),
        ({"ziel": "gebaerden"}, "/de/info/gebaerdensprache/"),
    ],
)
def test_each_of_its_buttons_begins_a_visit(desk: Desk, sent: dict[str, str], address: str) -> None:
    _kiosk, browser = terminal(desk)
    assert leads_to(browser.post("/kiosk/", data=sent)) == address
    assert browser.get(address).status_code == 200


def test_no_language_is_remembered_for_the_next_one(desk: Desk) -> None:
    browser = visit(desk)
    browser.get("/sprache/ar")
    assert browser.get_cookie("l") is None


def test_pictures_lead_to_the_own_office_and_to_everything_else(desk: Desk) -> None:
    page = soup(visit(desk, "tr").get("/kiosk/tr/"))
    assert [str(link["href"]) for link in page.select("main a")] == [
        "/tr/termin/mitte/", "/tr/mein-termin/", "/tr/unterlagen/", "/kiosk/tr/hier",
        "/tr/notfall/",
    ]  # fmt: skip


@pytest.mark.parametrize("address", ["/tr/termin/mitte/", "/tr/unterlagen/"])
def test_a_long_list_comes_one_heading_at_a_time(desk: Desk, address: str) -> None:
    browser, every = visit(desk, "tr"), set[str]()
    parts = [str(a["href"]) for a in soup(browser.get(address)).select("main a[href^='?teil=']")]
    assert len(parts) > 2
    for part in parts:
        page = soup(browser.get(f"{address}{part}"))
        found = {str(a["href"]) for a in page.select(f"main .tb-rows a[href^='{address}']")}
        assert 0 < len(found) < 12 and not found & every
        every |= found
        assert page.select("main a[href='?']")
    for odd in ("99", "x", "-1", "٣"):
        assert browser.get(f"{address}?teil={odd}").status_code == 200
    assert not soup(desk.browser().get(address)).select("a[href^='?teil']")


def test_the_start_page_is_the_one_with_pictures(desk: Desk) -> None:
    assert leads_to(visit(desk, "tr").get("/tr/")) == "/kiosk/tr/"


@pytest.mark.parametrize(
    ("paper", "count"), [(Paper.RECEIPT, 1), (Paper.SHEET, 1), (Paper.NONE, 0)]
)
def test_print_is_offered_where_there_is_a_printer(desk: Desk, paper: Paper, count: int) -> None:
    browser = visit(desk, paper=paper)
    page = soup(browser.get(found(desk, browser, desk.booked.book())))
    assert len(page.select("main a.govuk-button[href$='/karte']")) == count
    assert page.select("#write-down")


# --- the end of a visit


def booked_at(desk: Desk) -> tuple[FlaskClient, str]:
    """A terminal at which somebody looks at an appointment, and the address of that page."""
    appointment = desk.booked.book()
    database.run("DELETE FROM draft")
    browser = visit(desk)
    address = found(desk, browser, appointment)
    assert browser.get(address).status_code == 200
    return browser, address


def is_first_screen(answer: TestResponse) -> bool:
    """Whether it leads to the languages, and has the browser forget all but the device."""
    cleared = answer.headers.get("Clear-Site-Data", "")
    assert "cookies" not in cleared and '"cache"' in cleared
    return (answer.status_code, urlsplit(answer.location or "").path) == (303, "/kiosk/")


def test_the_button_wipes_everything_but_the_device(desk: Desk) -> None:
    browser, address = booked_at(desk)
    assert database.every("SELECT * FROM draft")
    answer = browser.post("/kiosk/ende")
    assert is_first_screen(answer)
    assert browser.get_cookie("s") is None
    assert database.every("SELECT * FROM draft") == []
    assert is_first_screen(browser.get(address))
    assert browser.get("/kiosk/").status_code == 200


def test_answers_half_given_are_deleted_with_the_time_held_for_them(desk: Desk) -> None:
    browser = visit(desk)
    days = "/de/termin/mitte/bankverbindung/persoenlich/tage"
    start = soup(browser.get(days)).select_one("button[name=start]")
    assert start is not None
    day = str(start["value"])[:10]
    token = desk.booked.csrf(browser, days)
    held = browser.post(f"{days}/{day}", data={"csrf_token": token, "start": start["value"]})
    assert leads_to(held) == "/de/buchen/name"
    desk.booked.send(browser, "/de/buchen/name", for_whom="myself", name="Olena K")
    browser.post("/kiosk/ende")
    assert database.every("SELECT * FROM draft") == []
    assert database.every("SELECT * FROM claim") == []


def test_the_link_at_the_end_of_a_booking_page_ends_the_visit_too(desk: Desk) -> None:
    browser, address = booked_at(desk)
    browser.post("/de/buchen/ende")
    assert is_first_screen(browser.get(address))
    assert database.every("SELECT * FROM draft") == []


@pytest.mark.parametrize("page", ["token", "question"])
def test_a_rest_ends_the_visit_without_script(desk: Desk, page: str) -> None:
    browser, address = booked_at(desk)
    desk.booked.clock.now += REST - timedelta(seconds=1)
    assert browser.get(address).status_code == 200
    desk.booked.clock.now += REST
    assert is_first_screen(browser.get(address if page == "token" else "/de/mein-termin/"))
    assert database.every("SELECT * FROM draft") == []
    assert browser.get_cookie("s") is None


def test_a_touch_keeps_the_visit(desk: Desk) -> None:
    browser, address = booked_at(desk)
    for _ping in range(3):
        desk.booked.clock.now += timedelta(seconds=100)
        assert browser.post("/kiosk/weiter").status_code == 204
    assert browser.get(address).status_code == 200
    desk.booked.clock.now += REST
    assert is_first_screen(browser.post("/kiosk/weiter"))


def test_nobody_sees_the_page_of_who_was_there_before(desk: Desk) -> None:
    browser, address = booked_at(desk)
    browser.post("/kiosk/ende")
    browser.post("/kiosk/", data={"pair": "de"})
    for path in (address, f"{address}/karte", f"{address}/name", f"{address}/absagen"):
        assert browser.get(path).status_code == 404, path
    # Even for who is looking at another appointment now.
    other = desk.booked.book(email="b@example.org", name="Bo Beispiel", concern="kontaktdaten")
    found(desk, browser, other)
    assert browser.get(address).status_code == 404


def test_the_cookie_of_an_ended_visit_opens_nothing(desk: Desk) -> None:
    browser, address = booked_at(desk)
    cookie = browser.get_cookie("s")
    assert cookie is not None
    browser.post("/kiosk/ende")
    browser.post("/kiosk/", data={"pair": "de"})
    browser.set_cookie("s", cookie.value)
    assert is_first_screen(browser.get(address))


def test_a_link_that_was_sent_to_somebody_opens_nothing_here(desk: Desk) -> None:
    appointment = desk.booked.book()
    assert visit(desk).get(desk.booked.address(appointment)).status_code == 404


def test_who_begins_anew_does_not_go_on_with_what_was_there(desk: Desk) -> None:
    browser, _address = booked_at(desk)
    browser.post("/kiosk/", data={"pair": "ar"})
    assert database.every("SELECT * FROM draft") == []


# --- check-in


def test_who_comes_is_noted_and_told_where_to_wait(desk: Desk) -> None:
    appointment = desk.booked.book()
    come_to(desk, appointment)
    browser = visit(desk)
    answer = arrived(desk, browser, appointment.reference.lower())
    assert leads_to(answer) == "/kiosk/de/hier/warten"
    page = words(browser.get("/kiosk/de/hier/warten"))
    waiting = desk.booked.content.offices["mitte"].waiting_place
    assert waiting.msgid in page if hasattr(waiting, "msgid") else str(waiting) in page
    noted = attendance.of(appointment.id)
    assert noted is not None and noted.step is Step.ARRIVED
    assert arrived(desk, browser, appointment.reference).status_code == 303
    (entry,) = (each for each in audit.about(appointment.reference) if each.actor == 0)
    assert entry.detail == "checked in at a terminal"


def test_a_little_late_is_not_too_late(desk: Desk) -> None:
    appointment = desk.booked.book()
    come_to(desk, appointment, minutes=appointment.minutes - 1)
    assert arrived(desk, visit(desk), appointment.reference).status_code == 303


@pytest.mark.parametrize(
    ("why", "sentence"),
    [
        ("unknown", "Wir finden keinen Termin mit dieser Nummer."),
        ("cancelled", "Wir finden keinen Termin mit dieser Nummer."),
        ("nonsense", "Wir finden keinen Termin mit dieser Nummer."),
        ("day", "Dieser Termin ist an einem anderen Tag."),
        ("office", "Dieser Termin ist in einer anderen Geschäftsstelle."),
        ("late", "Die Zeit dieses Termins ist vorbei."),
        ("phone", "Wir rufen Sie an."),
    ],
)
def test_who_cannot_check_in_learns_why(desk: Desk, why: str, sentence: str) -> None:
    named = {"channel": Channel.PHONE, "phone": "0421 1234567"} if why == "phone" else {}
    concern = "bescheid" if why == "phone" else "bankverbindung"
    appointment = desk.booked.book(concern=concern, **named)
    come_to(desk, appointment)
    number = {"unknown": "K7M42PX9", "nonsense": "ሰላም"}.get(why, appointment.reference)
    if why == "cancelled":
        booking.cancel(appointment.id, now=desk.now, pause_minutes=(0, 0))
    if why == "day":
        desk.booked.clock.now -= timedelta(days=1)
    if why == "late":
        come_to(desk, appointment, minutes=appointment.minutes)
    browser = visit(desk, office="nord" if why == "office" else "mitte")
    answer = arrived(desk, browser, number)
    assert answer.status_code == 422
    assert sentence in words(answer) and "Empfang" in words(answer)
    assert attendance.of(appointment.id) is None


def test_numbers_cannot_be_tried_out(desk: Desk) -> None:
    appointment = desk.booked.book()
    come_to(desk, appointment)
    browser = visit(desk)
    token = desk.booked.csrf(browser, "/kiosk/de/hier")
    for _try in range(30):
        browser.post("/kiosk/de/hier", data={"csrf_token": token, "reference": "K7M42PX9"})
    assert arrived(desk, browser, appointment.reference).status_code == 429


def test_right_numbers_wear_nothing_out(desk: Desk) -> None:
    appointment = desk.booked.book()
    come_to(desk, appointment)
    browser = visit(desk)
    token = desk.booked.csrf(browser, "/kiosk/de/hier")
    sent = {"csrf_token": token, "reference": appointment.reference}
    statuses = {browser.post("/kiosk/de/hier", data=sent).status_code for _ in range(35)}
    assert statuses == {303}


def test_where_to_wait_is_shown_to_who_has_come_only(desk: Desk) -> None:
    browser = visit(desk)
    assert leads_to(browser.get("/kiosk/de/hier/warten")) == "/kiosk/de/hier"


# --- one screen per step


def test_only_a_terminal_shows_a_concern_in_parts(desk: Desk) -> None:
    way = "/de/termin/mitte/bankverbindung/"
    other, standing = desk.browser(), visit(desk)
    whole = soup(other.get(way)).select_one("main")
    part = soup(other.get(f"{way}?teil=1")).select_one("main")
    assert whole is not None and part is not None and whole.get_text() == part.get_text()
    first, second = standing.get(way), standing.get(f"{way}?teil=1")
    assert soup(first).select("main a[href$='/angaben']") and not soup(first).select("#bring")
    assert soup(second).select("#bring") and not soup(second).select("main a[href$='/angaben']")
