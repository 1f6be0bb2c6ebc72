"""Settings of the staff, and accounts for trying out: none of them in production (D39)."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from backend import settings
from backend.actions import demonstrating
from backend.app import create_app
from backend.domain.roles import Right, Role
from backend.store import database, staff
from tests.web.desk import Desk, desk_with


@pytest.fixture
def desk(default_database_url: str, tmp_path: Path) -> Iterator[Desk]:
    with desk_with(default_database_url, tmp_path) as found:
        yield found


def test_set_up_prints_one_account_per_role_and_each_lets_in(desk: Desk) -> None:
    app = desk.booked.app
    with app.app_context():
        printed = app.test_cli_runner().invoke(args=["set-up"]).output
    for kind in (*Role, *Right):
        (line,) = [line for line in printed.splitlines() if line.split()[1:2] == [kind.value]]
        account = staff.by_mail(line.split()[0])
        assert account is not None and account.powers(desk.now.date()).anywhere(kind)
    (first, *_others) = staff.everybody()
    assert desk.sign_in(desk.browser(), first, demonstrating.PASSWORD).status_code == 303


def test_where_people_have_accounts_already_none_are_made(desk: Desk) -> None:
    desk.hire()
    content = desk.booked.content
    assert demonstrating.set_up(content, now=desk.now) == []
    assert len(staff.everybody()) == 1


def test_production_does_not_start_with_them(desk: Desk) -> None:
    demonstrating.set_up(desk.booked.content, now=desk.now)
    portal = desk.booked.app.extensions["portal"]
    production = replace(
        portal.settings, development=False, public_address="https://termin.example"
    )
    with pytest.raises(settings.OddSetting, match="demo accounts"):
        create_app(production)


def test_production_starts_before_there_are_any_tables(desk: Desk, tmp_path: Path) -> None:
    portal = desk.booked.app.extensions["portal"]
    production = replace(
        portal.settings,
        development=False,
        public_address="https://termin.example",
        database_url=f"sqlite:///{tmp_path / 'new.db'}",
    )
    create_app(production)
    assert not database.is_well()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"STAFF_PROXY_HEADER": "X-Remote-Mail"}, "needs TRUSTED_PROXIES"),
        ({"STAFF_PROXY_HEADER": "Cookie"}, "must be the name of a header"),
        ({"STAFF_PROXY_HEADER": "X-Remote: Mail"}, "must be the name of a header"),
        ({"STAFF_IDLE_MINUTES": "1"}, "from 5 to 480"),
        ({"STAFF_HOURS": "25"}, "from 1 to 24"),
    ],
)
def test_odd_settings_of_the_staff_are_refused(
    given: dict[str, str], sentence: str, tmp_path: Path
) -> None:
    named = {f"TERMINBRUECKE_{name}": text for name, text in given.items()}
    base = {"TERMINBRUECKE_DEVELOPMENT": "1", "TERMINBRUECKE_DATA": str(tmp_path)}
    with pytest.raises(settings.OddSetting, match=sentence):
        settings.read(base | named)


def test_no_other_site_may_show_these_pages_in_a_frame(
    default_database_url: str, tmp_path: Path
) -> None:
    chosen = settings.read(
        {
            "TERMINBRUECKE_DEVELOPMENT": "1",
            "TERMINBRUECKE_DATA": str(tmp_path),
            "TERMINBRUECKE_DATABASE_URL": default_database_url,
            "TERMINBRUECKE_FRAME_ANCESTORS": "https://www.jobcenter.example",
        }
    )
    client = create_app(chosen).test_client()
    policies = [
        client.get(path).headers["Content-Security-Policy"]
        for path in ("/de/", "/dienst/anmelden", "/dienst/x")
    ]
    database.disconnect()
    assert ["frame-ancestors 'none'" in policy for policy in policies] == [False, True, True]
