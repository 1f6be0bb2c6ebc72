"""Every page of the staff × every role × own and foreign office and group, as access.txt says."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product
from pathlib import Path

import pytest
from werkzeug.routing import Rule

from backend.actions import touring
from backend.domain.accounts import Account
from backend.domain.phases import Phase, PhaseKind
from backend.domain.roles import Grant, Right, Role
from backend.store import capacity, database, handovers, planning, sessions
from backend.web import access
from tests.guards.allied import allied
from tests.guards.called import called
from tests.guards.enrolled import enrolled
from tests.guards.offered import offered
from tests.web.desk import BENEFITS, ENTRANCE, MITTE, NORD, Desk, desk_with

TABLE = Path(__file__).parent / "access.txt"
PEOPLE = {
    "out": None,
    "none": (),
    "manager": (Grant(kind=Role.APPOINTMENT_MANAGER, place=MITTE),),
    "lead": (Grant(kind=Role.GROUP_LEAD, place=ENTRANCE),),
    "office": (Grant(kind=Role.OFFICE_ADMINISTRATOR, place=MITTE),),
    "admin": (Grant(kind=Role.ADMINISTRATOR),),
    "counter": (Grant(kind=Right.COUNTER, place=ENTRANCE),),
    "hotline": (Grant(kind=Right.HOTLINE),),
    "numbers": (Grant(kind=Right.STATISTICS),),
    "audit": (Grant(kind=Right.AUDIT),),
    "advice": (),
    "advice lead": (),
}
"""The columns: nobody, somebody without a role, one person for each role and right, and two of a
partner organisation."""
CHANGING = ("account", "account_grant", "account_link", "factor_rule", "staff_session",
            "recovery_code", "audit_entry", "letter", "reset_wish", "waiting",
            "callback", "callback_pause", "phone_call", "interpreter_request", "interpreter_hours",
            "interpreter_lead", "day_list", "list_deletion", "list_mailbox",
            "deletion", "edited_record", "own_wording", "appointment", "attendance",
            "former_spot", "booking_invitation", "kiosk", "stop")  # fmt: skip


@dataclass
class House:
    """The portal, its people, and the things their pages are about."""

    desk: Desk
    people: dict[str, Account | None]
    things: dict[str, tuple[int | str, int | str, int | str]]
    """By the name in the address: in the own office and group, in another group, elsewhere."""

    def cookie(self, who: str) -> dict[str, str]:
        """The header with which this person is signed in."""
        account = self.people[who]
        if account is None:
            return {}
        client = self.desk.signed_in(account)
        cookie = client.get_cookie("d")
        assert cookie is not None
        return {"Cookie": f"d={cookie.value}"}

    def token(self, cookie: dict[str, str]) -> str:
        """The form token of somebody who is signed in."""
        session = sessions.find(cookie["Cookie"][2:]) if cookie else None
        return access.token_of(session) if session else ""

    def addresses(self, rule: Rule) -> list[str]:
        """One address where the page is about the Jobcenter, three where it is about a thing."""
        missing = rule.arguments - self.things.keys()
        assert not missing, f"{rule.rule}: say in test_access.py which {missing} to ask for"
        count = 3 if rule.arguments else 1
        found = [rule.rule] * count
        for name in rule.arguments:
            part = re.compile(f"<(?:[a-z_]+:)?{name}>")
            found = [part.sub(str(self.things[name][i]), path) for i, path in enumerate(found)]
        return found


@pytest.fixture(scope="module")
def house(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("access")
    (folder / "test.db").write_bytes(sqlite_template.read_bytes())
    with desk_with(f"sqlite:///{folder / 'test.db'}", folder) as desk:
        people = {
            who: None if grants is None else desk.hire(*grants) for who, grants in PEOPLE.items()
        }
        others = [
            desk.hire(Grant(kind=Right.COUNTER, place=place), home=place.office)
            for place in (ENTRANCE, BENEFITS, NORD)
        ]
        booked = [
            desk.booked.book(office=office, concern=concern, email=f"{concern}@{office}.example")
            for office, concern in (
                ("mitte", "bankverbindung"), ("mitte", "bescheid"), ("nord", "bankverbindung"),
            )
        ]  # fmt: skip
        things: dict[str, tuple[int | str, int | str, int | str]] = {
            "appointment": (booked[0].id, booked[1].id, booked[2].id),
            "office": ("mitte", "mitte", "nord"),
            # The bus is an office by itself, at which nobody here works.
            "tour": ("bus", "bus", "bus"),
            "stop": (touring.of("bus")[0].id,) * 3,
            "handover": (
                handovers.add(booked[0].id, "mitte", "nord", now_seconds=desk.seconds),
                handovers.add(booked[1].id, "mitte", "nord", now_seconds=desk.seconds),
                handovers.add(booked[2].id, "nord", "west", now_seconds=desk.seconds),
            ),
            "account": (others[0].id, others[1].id, others[2].id),
            "grant": (others[0].grants[0].id, others[1].grants[0].id, others[2].grants[0].id),
            "token": ("x", "x", "x"),
            "group": (ENTRANCE.group, BENEFITS.group, "nord-eingang"),
            "week": (_week(ENTRANCE.group), _week(BENEFITS.group), _week("nord-eingang")),
            "day": ("2026-12-07", "2026-12-07", "2026-12-07"),
            "closure": (1, 1, 1),
            "phase": (_phase("mitte"), _phase("mitte"), _phase("nord")),
            "extra": (1, 1, 1),
            "batch": ("x", "x", "x"),
            "pile": (1, 1, 1),
            "letter": (1, 1, 1),
            "part": ("anliegen", "anliegen", "anliegen"),
            "entry": ("umzug", "umzug", "umzug"),
            "tongue": ("ar", "ar", "ar"),
            "table": ("anliegen", "anliegen", "anliegen"),
            "way": ("hoch", "hoch", "hoch"),
            "name": ("tag", "tag", "tag"),
            **called(desk),
            **allied(desk, booked, people),
            **offered(desk),
            **enrolled(desk),
        }
        yield House(desk, people, things)


def _week(group: str) -> int:
    """The week template of a group."""
    found = capacity.plan().group(group)
    assert found is not None
    return found.weeks[0].id


def _phase(office: str) -> int:
    """A phase of an office, in which nothing is unusual."""
    phase = Phase(kind=PhaseKind.NORMAL, first_day=date(2027, 6, 1))
    found = planning.add_phase(office, phase)
    capacity.change_edition()
    return found


def rules(house: House) -> list[Rule]:
    """The routes of the staff's part, sorted."""
    found = house.desk.booked.app.url_map.iter_rules()
    return sorted((r for r in found if r.rule.startswith(access.PREFIX)), key=lambda r: r.rule)


def asked(house: House, cookie: dict[str, str], method: str, address: str) -> int:
    """The status of the answer; whatever it did is undone."""
    client = house.desk.booked.app.test_client(use_cookies=False)
    form = {"csrf_token": house.token(cookie)}
    with database.atomic() as transaction:
        answer = client.open(address, method=method, data=form, headers=cookie)
        transaction.rollback()
    return answer.status_code


def cell(found: list[int]) -> str:
    """One status where all are the same."""
    return "/".join(map(str, found if len(set(found)) > 1 else found[:1]))


def test_every_page_lets_in_whom_the_table_names(house: House) -> None:
    cookies = {who: house.cookie(who) for who in PEOPLE}
    lines = [f"{'':62}" + "".join(f"{who:12}" for who in PEOPLE)]
    for rule in rules(house):
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            cells = [
                cell(
                    [
                        asked(house, cookies[who], method, address)
                        for address in house.addresses(rule)
                    ]
                )
                for who in PEOPLE
            ]
            lines.append(f"{method:5}{rule.rule:57}" + "".join(f"{cell:12}" for cell in cells))
    seen = "\n".join(line.rstrip() for line in lines) + "\n"
    written = TABLE.read_text("utf-8")
    table = written[written.index("\n\n") + 2 :]
    assert seen == table, f"access.txt says otherwise; what was seen:\n{seen}"


def test_every_page_says_who_may_enter(house: House) -> None:
    views = house.desk.booked.app.view_functions
    silent = [r.rule for r in rules(house) if not hasattr(views[r.endpoint], access.DECLARED)]
    assert silent == []


def test_a_page_that_says_nothing_is_closed(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    views = house.desk.booked.app.view_functions
    monkeypatch.setitem(views, "staffing.home", lambda: "open to all")
    assert asked(house, house.cookie("admin"), "GET", "/dienst/") == 404


def test_nothing_happens_without_the_token_of_the_form(house: House) -> None:
    cookies = [house.cookie("admin"), house.cookie("audit")]
    forged = ["", house.token(house.cookie("office"))]
    client = house.desk.booked.app.test_client(use_cookies=False)
    before, done = _rows(), []
    for rule in (rule for rule in rules(house) if "POST" in (rule.methods or ())):
        for cookie, token in product(cookies, forged):
            with database.atomic() as transaction:
                address = house.addresses(rule)[0]
                client.post(address, data={"csrf_token": token}, headers=cookie)
                done += [rule.rule] if _rows() != before else []
                transaction.rollback()
    assert done == []


def test_looking_changes_nothing(house: House) -> None:
    client = house.desk.booked.app.test_client(use_cookies=False)
    cookie = house.cookie("admin")
    before = _rows()
    for rule in (rule for rule in rules(house) if "GET" in (rule.methods or ())):
        client.get(house.addresses(rule)[0], headers=cookie)
    assert _rows() == before


def _rows() -> list[list[str]]:
    return [sorted(map(repr, database.every(f"SELECT * FROM {table}"))) for table in CHANGING]
