"""Advice centres with their leads, and clients for whom they have booked."""

from flask.testing import FlaskClient

from backend.actions import partnering
from backend.domain.accounts import Account, State
from backend.domain.partners import Organisation, OrganisationKind
from backend.domain.roles import Grant, Role
from backend.store import database, staff
from tests.web.desk import Desk, hashed_password, leads_to
from tests.web.walk import Walk

ADMIN = Grant(kind=Role.ADMINISTRATOR)
CLIENT = "Amal Haddad"


def founded(
    desk: Desk, name: str, kind: OrganisationKind = OrganisationKind.COUNSELLING
) -> Account:
    """An organisation with its lead, who can sign in."""
    boss = desk.hire(ADMIN)
    mail = f"{name.lower()}@partner.example"
    organisation = partnering.admit(
        boss,
        Organisation(id=0, name=name, kind=kind),
        name=f"Lead of {name}",
        mail=mail,
        now=desk.now,
    )
    (lead,) = staff.everybody(organisation)
    staff.set_password(lead.id, hashed_password())
    staff.set_state(lead.id, State.ACTIVE)
    return desk.again(lead.id)


def agreed(desk: Desk, client: FlaskClient, pair: str = "ar+de", **answers: str) -> str:
    """Tick the consent; where the page leads to."""
    address = f"/dienst/beratung/buchen/{pair}"
    return leads_to(desk.send(client, address, agreed="1", **answers))


def booked(desk: Desk, client: FlaskClient, **consent: str) -> int:
    """Book together, as the pages lead; returns the appointment's id."""
    way = at_reach(desk, client, **consent)
    way.send(shared_mail="1").send()
    assert "/mein-termin/" in way.address, way.errors
    return last_booked()


def at_reach(desk: Desk, client: FlaskClient, **consent: str) -> Walk:
    """The same up to the question how the client is reached."""
    agreed(desk, client, **consent)
    way = Walk(client).open("/ar+de/termin/mitte/bankverbindung/angaben")
    way.send(channel="in_person", interpreting="no", needs="step_free")
    first_day = way.page.select_one("main .tb-rows a.tb-row[href*='/tage/']")
    assert first_day is not None
    way.open(str(first_day["href"]))
    way.send(start=way.value("start"))
    way.send(for_whom="myself", name="Amal Haddad", number="214A123456")
    if way.address.endswith("/mehr#main"):
        way.send(latin_name="Amal Haddad")
    assert way.address.endswith("/erreichbar#main"), way.errors
    return way


def last_booked() -> int:
    """The id of the newest appointment."""
    row = database.one("SELECT id FROM appointment WHERE state = 'booked' ORDER BY id DESC")
    assert row is not None
    return int(row[0])
