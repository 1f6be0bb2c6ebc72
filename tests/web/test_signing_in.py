"""The way in and out: passwords, second factors, links, sessions; it tells strangers nothing."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, timedelta
from pathlib import Path

import pyotp
import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from backend.actions import passwords, signing_in, staffing
from backend.content import load
from backend.domain.accounts import Account, State
from backend.domain.refusals import TooManyTries
from backend.domain.roles import Grant, Right, Role
from backend.letters import invitations
from backend.store import database, letters, sessions, staff
from backend.store.sessions import Stage
from tests.web.desk import MITTE, PASSWORD, Desk, leads_to, shared_desk, undone, words
from tests.web.visiting import BREMEN

COUNTER = Grant(kind=Right.COUNTER, place=MITTE)


@pytest.fixture(scope="module")
def shared(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with shared_desk(sqlite_template, tmp_path_factory.mktemp("desk")) as found:
        yield found


@pytest.fixture
def desk(shared: Desk) -> Iterator[Desk]:
    yield from undone(shared)


def factor_of(desk: Desk, client: FlaskClient) -> tuple[str, list[str]]:
    """Set up a second factor; the secret and the recovery codes, as the pages show them."""
    page = BeautifulSoup(client.get("/dienst/konto/zweiter-faktor").get_data(True), "html5lib")
    secret = page.select_one(".st-secret").get_text().replace(" ", "")  # type: ignore[union-attr]
    code = pyotp.TOTP(secret).at(desk.seconds)
    answer = desk.send(client, "/dienst/konto/zweiter-faktor", code=code)
    codes = BeautifulSoup(answer.get_data(True), "html5lib").select(".st-codes li")
    return secret, [each.get_text() for each in codes]


def wait(desk: Desk, **time: int) -> None:
    desk.booked.clock.now += timedelta(**time)


# --- password


def test_mail_and_password_open_the_first_page(desk: Desk) -> None:
    client = desk.browser()
    account = desk.hire(COUNTER, mail="Kim.Kaya@Jobcenter.example")

    typed = " kim.kaya@JOBCENTER.example "
    answer = desk.send(client, "/dienst/anmelden", mail=typed, password=PASSWORD)

    assert leads_to(answer) == "/dienst/"
    page = client.get("/dienst/")
    assert page.status_code == 200
    assert account.name in page.get_data(as_text=True)


def test_signing_in_leads_to_the_page_that_was_asked_for(desk: Desk) -> None:
    account, client = desk.hire(COUNTER), desk.browser()
    asked = client.get("/dienst/konto/passwort")
    assert leads_to(asked) == "/dienst/anmelden"
    form = {"mail": account.mail, "password": PASSWORD}
    assert leads_to(desk.send(client, asked.location, **form)) == "/dienst/konto/passwort"


@pytest.mark.parametrize("odd", ["https://example.org/", "//example.org", "/de/", "/dienst/../de/"])
def test_signing_in_leads_nowhere_else(desk: Desk, odd: str) -> None:
    account, client = desk.hire(COUNTER), desk.browser()
    form = {"mail": account.mail, "password": PASSWORD}
    answer = desk.send(client, f"/dienst/anmelden?weiter={odd}", **form)
    assert leads_to(answer) == "/dienst/"


def test_nothing_tells_whether_there_is_an_account(desk: Desk) -> None:
    known = desk.hire(COUNTER)
    off = desk.hire(COUNTER)
    staff.set_state(off.id, State.OFF, off_at=desk.seconds)
    answers = []
    for number, mail in enumerate((known.mail, off.mail, "nobody@jobcenter.example")):
        client = desk.browser(f"192.0.2.{number}")
        given = PASSWORD if mail == off.mail else "falsches wort"
        answer = desk.send(client, "/dienst/anmelden", mail=mail, password=given)
        sent = desk.send(client, "/dienst/passwort-vergessen", mail=mail)
        answers.append((answer.status_code, words(answer), sent.status_code, leads_to(sent)))
    assert answers[0] == answers[1] == answers[2]
    assert answers[0][0] == 422


def test_an_unknown_address_costs_as_much_work_as_a_known_one(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = desk.hire(COUNTER)
    checked: list[bool] = []
    is_right = passwords.is_right

    def counted(password: str, hashed: str) -> bool:
        checked.append(is_right(password, hashed))
        return checked[-1]

    monkeypatch.setattr(passwords, "is_right", counted)
    for mail in (known.mail, "nobody@jobcenter.example"):
        desk.send(desk.browser(), "/dienst/anmelden", mail=mail, password="falsches wort")
    assert checked == [False, False]
    assert passwords.NOBODY.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_whoever_guesses_has_to_wait_longer_and_longer(desk: Desk) -> None:
    account, client = desk.hire(COUNTER), desk.browser()
    codes = [desk.sign_in(client, account, f"falsch {n}").status_code for n in range(7)]
    assert codes == [422, 422, 422, 422, 422, 429, 429]

    assert desk.sign_in(client, account).status_code == 429
    wait(desk, seconds=3)
    assert desk.sign_in(client, account).status_code == 303


def test_guessing_locks_nobody_out(desk: Desk) -> None:
    account = desk.hire(COUNTER)
    mail_key = staff.mail_key(account.mail)
    for number in range(300):
        signing_in._begin_try(mail_key, f"198.51.100.{number}", now=desk.now)
    assert desk.sign_in(desk.browser("192.0.2.77"), account).status_code == 303


def test_many_guessers_together_have_one_try_each(desk: Desk) -> None:
    account = desk.hire(COUNTER)
    key = staff.mail_key(account.mail)
    for number in range(60):
        sessions.count_try(f"k{number}", mail_key=key, client_key="", now_seconds=desk.seconds)
    late = desk.browser("198.51.100.9")
    codes = [desk.sign_in(late, account, "falsch").status_code for _try in range(2)]
    assert codes == [422, 429]


def test_many_tries_at_once_count_one_by_one(desk: Desk) -> None:
    account = desk.hire(COUNTER)
    key = ""
    for _try in range(5):
        key = signing_in._begin_try(staff.mail_key(account.mail), "192.0.2.1", now=desk.now)
    with pytest.raises(TooManyTries):
        signing_in._begin_try(staff.mail_key(account.mail), "192.0.2.1", now=desk.now)
    assert sessions.lock_try(key)[0] == 5


# --- cookies and sessions


def test_the_cookie_is_apart_from_the_customers_and_not_to_be_read(desk: Desk) -> None:
    account, client = desk.hire(COUNTER), desk.browser()
    answer = desk.sign_in(client, account)
    (cookie,) = [c for c in answer.headers.getlist("Set-Cookie") if c.startswith("d=")]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Path=/" in cookie
    assert "Max-Age" not in cookie and "Expires" not in cookie
    value = cookie.split(";")[0].removeprefix("d=")
    assert value not in str(database.every("SELECT * FROM staff_session"))


def test_the_cookie_is_bound_to_host_and_https(desk: Desk) -> None:
    portal = desk.booked.app.extensions["portal"]
    https = replace(portal.settings, public_address="https://termin.example")
    desk.booked.app.extensions["portal"] = replace(portal, settings=https)
    account, client = desk.hire(COUNTER), desk.browser()
    answer = desk.sign_in(client, account)
    (cookie,) = [c for c in answer.headers.getlist("Set-Cookie") if "__Host-d=" in c]
    assert "Secure" in cookie and "Domain" not in cookie


def test_signing_in_gives_a_new_session_each_time(desk: Desk) -> None:
    account, client = desk.hire(COUNTER), desk.browser()
    client.set_cookie("d", "chosen-by-somebody-else")
    desk.sign_in(client, account)
    first = client.get_cookie("d")
    assert first is not None and first.value != "chosen-by-somebody-else"


def test_signing_out_ends_the_session_for_a_copy_of_the_cookie_too(desk: Desk) -> None:
    account, client, copy = desk.hire(COUNTER), desk.browser(), desk.browser()
    desk.sign_in(client, account)
    cookie = client.get_cookie("d")
    assert cookie is not None
    copy.set_cookie("d", cookie.value)
    answer = desk.send(client, "/dienst/abmelden", page="/dienst/")
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert leads_to(copy.get("/dienst/")) == "/dienst/anmelden"


def test_the_back_button_shows_nothing_after_signing_out(desk: Desk) -> None:
    client = desk.signed_in(desk.hire(COUNTER))
    pages = ("/dienst/", "/dienst/konto/", "/dienst/konto/zweiter-faktor")
    assert {client.get(page).headers["Cache-Control"] for page in pages} == {"no-store"}


def test_a_rest_ends_the_session(desk: Desk) -> None:
    client = desk.signed_in(desk.hire(COUNTER))
    wait(desk, minutes=29)
    assert client.get("/dienst/").status_code == 200
    wait(desk, minutes=29)
    assert client.get("/dienst/").status_code == 200
    wait(desk, minutes=31)
    assert leads_to(client.get("/dienst/")) == "/dienst/anmelden"


def test_after_ten_hours_it_ends_in_any_case(desk: Desk) -> None:
    client = desk.signed_in(desk.hire(COUNTER))
    codes = []
    for _half_hour in range(21):
        wait(desk, minutes=29)
        codes.append(client.get("/dienst/").status_code)
    assert codes[:20] == [200] * 20
    assert codes[20] == 303


def test_one_sees_where_one_is_signed_in_and_ends_all_others(desk: Desk) -> None:
    account = desk.hire(COUNTER)
    here, there = desk.browser(), desk.browser()
    there.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"
    desk.sign_in(there, account)
    desk.sign_in(here, account)
    assert "Firefox, Windows" in words(here.get("/dienst/konto/"))

    desk.send(here, "/dienst/konto/sitzungen/beenden", page="/dienst/konto/")

    assert here.get("/dienst/").status_code == 200
    assert there.get("/dienst/").status_code == 303


def test_one_session_of_somebody_else_cannot_be_ended(desk: Desk) -> None:
    other, me = desk.hire(COUNTER), desk.hire(COUNTER)
    theirs, mine = desk.signed_in(other), desk.signed_in(me)
    (line,) = sessions.of_account(other.id)
    desk.send(mine, "/dienst/konto/sitzungen/beenden", page="/dienst/konto/", session=str(line.id))
    assert theirs.get("/dienst/").status_code == 200


def test_another_password_ends_all_other_sessions(desk: Desk) -> None:
    account = desk.hire(COUNTER)
    here, there = desk.signed_in(account), desk.signed_in(account)
    wrong = desk.send(here, "/dienst/konto/passwort", old="falsch", new="fünf neue worte hier")
    weak = desk.send(here, "/dienst/konto/passwort", old=PASSWORD, new="zu kurz")
    done = desk.send(here, "/dienst/konto/passwort", old=PASSWORD, new="fünf neue worte hier")
    assert (wrong.status_code, weak.status_code, done.status_code) == (422, 422, 303)
    assert here.get("/dienst/").status_code == 200
    assert there.get("/dienst/").status_code == 303
    assert desk.sign_in(desk.browser(), account).status_code == 422


# --- second factor


def test_the_second_factor_is_asked_for_and_each_code_counts_once(desk: Desk) -> None:
    account = desk.hire(COUNTER)
    secret, _codes = factor_of(desk, desk.signed_in(account))
    client = desk.browser()

    assert leads_to(desk.sign_in(client, account)) == "/dienst/"
    assert leads_to(client.get("/dienst/konto/")) == "/dienst/anmelden/code"
    used = desk.send(client, "/dienst/anmelden/code", code=pyotp.TOTP(secret).at(desk.seconds))
    assert used.status_code == 422
    wait(desk, seconds=30)
    code = pyotp.TOTP(secret).at(desk.seconds)
    assert leads_to(desk.send(client, "/dienst/anmelden/code", code=code)) == "/dienst/"
    assert client.get("/dienst/").status_code == 200

    other = desk.browser()
    desk.sign_in(other, account)
    assert desk.send(other, "/dienst/anmelden/code", code=code).status_code == 422


def test_the_session_before_the_second_factor_is_another_one(desk: Desk) -> None:
    account = desk.hire(COUNTER)
    secret, _codes = factor_of(desk, desk.signed_in(account))
    client, copy = desk.browser(), desk.browser()
    desk.sign_in(client, account)
    half = client.get_cookie("d")
    assert half is not None
    copy.set_cookie("d", half.value)
    wait(desk, seconds=30)
    desk.send(client, "/dienst/anmelden/code", code=pyotp.TOTP(secret).at(desk.seconds))
    assert leads_to(copy.get("/dienst/")) == "/dienst/anmelden"


def test_a_recovery_code_opens_once(desk: Desk) -> None:
    account = desk.hire(COUNTER)
    _secret, codes = factor_of(desk, desk.signed_in(account))
    assert len(codes) == 10
    typed = codes[3].lower().replace(" ", "-")
    results = []
    for _time in range(2):
        client = desk.browser()
        desk.sign_in(client, account)
        results.append(desk.send(client, "/dienst/anmelden/code", code=typed).status_code)
    assert results == [303, 422]
    assert staff.count_codes(account.id) == 9
    assert codes[4].replace(" ", "") not in str(database.every("SELECT * FROM recovery_code"))


def test_codes_cannot_be_guessed(desk: Desk) -> None:
    account = desk.hire(COUNTER)
    factor_of(desk, desk.signed_in(account))
    client = desk.browser()
    desk.sign_in(client, account)
    tries = [
        desk.send(client, "/dienst/anmelden/code", code=f"{n:06}").status_code for n in range(7)
    ]
    assert tries[:5] == [422] * 5
    assert tries[5:] == [429, 429]


def test_a_role_can_demand_it_and_then_nothing_else_opens(desk: Desk) -> None:
    admin = desk.signed_in(desk.hire(Grant(kind=Role.ADMINISTRATOR)))
    client = desk.signed_in(desk.hire(COUNTER))
    assert client.get("/dienst/konto/").status_code == 200

    desk.send(admin, "/dienst/zweiter-faktor", kinds=["counter"])

    assert leads_to(client.get("/dienst/konto/")) == "/dienst/konto/zweiter-faktor"
    assert "Ihre Rolle verlangt" in words(client.get("/dienst/konto/zweiter-faktor"))
    factor_of(desk, client)
    assert client.get("/dienst/konto/").status_code == 200
    off = desk.send(client, "/dienst/konto/zweiter-faktor/aus", password=PASSWORD)
    assert off.status_code == 409


def test_another_telephone_takes_the_password(desk: Desk) -> None:
    account = desk.hire(COUNTER)
    client = desk.signed_in(account)
    first, _codes = factor_of(desk, client)
    again, _none = factor_of(desk, client)
    assert again != first
    kept = staff.secrets_of(account.id)
    assert kept is not None and kept.factor == first
    code = pyotp.TOTP(again).at(desk.seconds)
    desk.send(client, "/dienst/konto/zweiter-faktor", code=code, password=PASSWORD)
    kept = staff.secrets_of(account.id)
    assert kept is not None and kept.factor == again


# --- links in mails


def mail_to(desk: Desk, account: Account) -> str:
    """What the one mail that waits for somebody says; it counts as sent then."""
    (letter,) = letters.claim_due(desk.seconds, most=9, lease_seconds=60)
    assert letter.recipient == account.mail
    portal = desk.booked.app.extensions["portal"]
    mail = invitations.render(
        letter, content=portal.content, languages=portal.languages,
        public_address="https://termin.example", mail_from="a@example.org", now=desk.now,
    )  # fmt: skip
    letters.mark_sent(letter.id, desk.seconds)
    return str(mail.get_content())


def path_in(text: str) -> str:
    found = re.search(r"https://termin\.example(/dienst/[\w/-]+)", text)
    assert found is not None
    return found[1]


def test_a_forgotten_password_is_replaced_by_a_link_in_a_mail(desk: Desk) -> None:
    account, client = desk.hire(COUNTER), desk.browser()
    desk.send(client, "/dienst/passwort-vergessen", mail=account.mail)
    assert signing_in.answer_wishes(desk.now) == 1
    path = path_in(mail_to(desk, account))

    assert account.name in words(client.get(path))
    assert client.get(path).status_code == 200
    assert desk.send(client, path, password="zu kurz").status_code == 422
    done = desk.send(client, path, password="ganz neue lange worte")

    assert leads_to(done) == "/dienst/anmelden"
    assert client.get(path).status_code == 404
    assert desk.sign_in(client, account).status_code == 422
    assert desk.sign_in(client, account, "ganz neue lange worte").status_code == 303


def test_a_link_runs_out(desk: Desk) -> None:
    account, client = desk.hire(COUNTER), desk.browser()
    desk.send(client, "/dienst/passwort-vergessen", mail=account.mail)
    signing_in.answer_wishes(desk.now)
    path = path_in(mail_to(desk, account))
    wait(desk, minutes=61)
    assert client.get(path).status_code == 404


def test_asking_again_and_again_sends_few_mails_and_breaks_no_link(desk: Desk) -> None:
    account = desk.hire(COUNTER)
    for _time in range(9):
        signing_in.wish_reset(account.mail, now=desk.now)
        signing_in.answer_wishes(desk.now)
    waiting = letters.claim_due(desk.seconds, most=99, lease_seconds=60)
    assert len(waiting) == signing_in.MOST_LINKS
    token = waiting[0].facts["token"]
    assert desk.browser().get(f"/dienst/neues-passwort/{token}").status_code == 200


def test_a_reset_does_not_pass_by_the_second_factor(desk: Desk) -> None:
    account, client = desk.hire(COUNTER), desk.browser()
    factor_of(desk, desk.signed_in(account))
    desk.send(client, "/dienst/passwort-vergessen", mail=account.mail)
    signing_in.answer_wishes(desk.now)
    path = path_in(mail_to(desk, account))
    desk.send(client, path, password="ganz neue lange worte")
    desk.sign_in(client, account, "ganz neue lange worte")
    assert leads_to(client.get("/dienst/konto/")) == "/dienst/anmelden/code"


def test_nobody_without_an_account_gets_mail(desk: Desk) -> None:
    desk.send(desk.browser(), "/dienst/passwort-vergessen", mail="nobody@jobcenter.example")
    assert signing_in.answer_wishes(desk.now) == 0
    assert letters.claim_due(desk.seconds, most=9, lease_seconds=60) == []


def test_the_command_makes_the_first_administrator(desk: Desk) -> None:
    app = desk.booked.app
    with app.app_context():
        done = app.test_cli_runner().invoke(args=["create-administrator", "chef@jobcenter.example"])
    link = done.output.strip()
    path = "/dienst/" + link.partition("/dienst/")[2]
    client = desk.browser()
    desk.send(client, path, password="das erste lange passwort")
    account = staff.by_mail("chef@jobcenter.example")
    assert account is not None
    desk.sign_in(client, account, "das erste lange passwort")
    assert client.get("/dienst/personen/einladen").status_code == 200


# --- the agency's own sign-on


@pytest.fixture
def behind_proxy(desk: Desk) -> Desk:
    portal = desk.booked.app.extensions["portal"]
    chosen = replace(portal.settings, staff_proxy_header="X-Remote-Mail", trusted_proxies=1)
    desk.booked.app.extensions["portal"] = replace(portal, settings=chosen)
    return desk


def test_the_proxy_says_who_is_there(behind_proxy: Desk) -> None:
    account, client = behind_proxy.hire(COUNTER), behind_proxy.browser()
    header = {"X-Remote-Mail": account.mail.upper()}
    first = client.get("/dienst/konto/", headers=header)
    assert leads_to(first) == "/dienst/konto/"
    assert account.name in words(client.get("/dienst/konto/", headers=header))


def test_who_was_invited_comes_in_by_the_proxy_without_a_password(behind_proxy: Desk) -> None:
    account, client = behind_proxy.hire(COUNTER), behind_proxy.browser()
    staff.set_state(account.id, State.INVITED)
    header = {"X-Remote-Mail": account.mail}
    client.get("/dienst/", headers=header)
    assert client.get("/dienst/", headers=header).status_code == 200


def test_another_name_from_the_proxy_is_another_session(behind_proxy: Desk) -> None:
    one, two = behind_proxy.hire(COUNTER), behind_proxy.hire(COUNTER)
    client = behind_proxy.browser()
    client.get("/dienst/", headers={"X-Remote-Mail": one.mail})
    client.get("/dienst/", headers={"X-Remote-Mail": two.mail})
    page = client.get("/dienst/konto/", headers={"X-Remote-Mail": two.mail})
    assert two.name in words(page)


@pytest.mark.parametrize("mail", ["", "nobody@jobcenter.example"])
def test_the_proxy_names_nobody_we_know(behind_proxy: Desk, mail: str) -> None:
    client = behind_proxy.signed_in(behind_proxy.hire(COUNTER), stage=Stage.PROXY)
    answer = client.get("/dienst/", headers={"X-Remote-Mail": mail})
    assert answer.status_code == 403


def test_behind_the_proxy_no_password_opens_anything(behind_proxy: Desk) -> None:
    client = behind_proxy.browser()
    assert client.get("/dienst/anmelden").status_code == 404
    assert client.post("/dienst/passwort-vergessen").status_code == 404


def test_without_the_setting_the_header_means_nothing(desk: Desk) -> None:
    account = desk.hire(COUNTER)
    answer = desk.browser().get("/dienst/", headers={"X-Remote-Mail": account.mail})
    assert leads_to(answer) == "/dienst/anmelden"


# --- keeping


def test_what_is_over_is_swept(desk: Desk) -> None:
    account = desk.hire(COUNTER)
    desk.sign_in(desk.browser(), account, "falsch")
    desk.sign_in(desk.browser(), account)
    admin = desk.hire(Grant(kind=Role.ADMINISTRATOR))
    staffing.switch_off(admin, account.id, now=desk.now)
    wait(desk, days=181)
    assert staffing.sweep(now=desk.now.astimezone(UTC)) == 1
    tables = ("staff_session", "sign_in_try", "audit_entry", "account_link")
    assert [database.every(f"SELECT * FROM {table}") for table in tables] == [[], [], [], []]
    assert staff.by_id(account.id) is None
    assert staff.by_id(admin.id) is not None


def test_the_support_contact_stands_on_every_page(desk: Desk) -> None:
    contact = load(BREMEN).jobcenter
    client = desk.signed_in(desk.hire(Grant(kind=Role.ADMINISTRATOR)))
    for page in ("/dienst/", "/dienst/personen/", "/dienst/gibt-es-nicht"):
        text = client.get(page).get_data(as_text=True).replace("\u00a0", " ")
        assert contact.support_mail in text and contact.support_phone in text


def test_signing_in_again_ends_the_session_of_before(desk: Desk) -> None:
    account = desk.hire(COUNTER)
    client = desk.signed_in(account)
    form = {"mail": account.mail, "password": PASSWORD}
    page = "/dienst/passwort-vergessen"
    assert desk.send(client, "/dienst/anmelden", page=page, **form).status_code == 303
    assert len(sessions.of_account(account.id)) == 1
