"""Partners: organisations, and the consents that connect them with appointments."""

from collections.abc import Iterable, Sequence
from typing import Any

from backend.domain.appointments import Appointment
from backend.domain.partners import Consent, Organisation, OrganisationKind
from backend.store import database, records

_ORGANISATION = "id, name, kind, neutral, agreed_on, agreement, admitted"
_CONSENT = (
    "id, organisation, appointment, account, given_at, languages, text, comes_along, withdrawn_at"
)


def by_id(organisation_id: int) -> Organisation | None:
    """The organisation of this id."""
    sql = f"SELECT {_ORGANISATION} FROM organisation WHERE id = ?"
    row = database.one(sql, (organisation_id,))
    return None if row is None else _organisation(row)


def everybody() -> list[Organisation]:
    """All organisations by name, those removed among them."""
    rows = database.every(f"SELECT {_ORGANISATION} FROM organisation ORDER BY name, id")
    return [_organisation(row) for row in rows]


def add(organisation: Organisation, *, now_seconds: int) -> int:
    """A new organisation; returns its id, whatever id it had."""
    row = database.one(
        "INSERT INTO organisation (name, kind, neutral, agreed_on, agreement, admitted, created_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id",
        (*_values(organisation), now_seconds),
    )
    assert row is not None
    return int(row[0])


def change(organisation: Organisation) -> None:
    """Write the organisation of this id anew."""
    database.run(
        "UPDATE organisation SET name = ?, kind = ?, neutral = ?, agreed_on = ?, agreement = ?,"
        " admitted = ? WHERE id = ?",
        (*_values(organisation), organisation.id),
    )


def _values(organisation: Organisation) -> tuple[object, ...]:
    return (
        organisation.name,
        organisation.kind.value,
        int(organisation.is_neutral),
        organisation.agreed_on,
        organisation.agreement,
        int(organisation.is_admitted),
    )


def _organisation(row: Sequence[Any]) -> Organisation:
    organisation_id, name, kind, neutral, agreed_on, agreement, admitted = row
    return Organisation(
        id=int(organisation_id),
        name=name,
        kind=OrganisationKind(kind),
        is_neutral=bool(neutral),
        agreed_on=database.day(agreed_on),
        agreement=agreement,
        is_admitted=bool(admitted),
    )


# --- consents


def add_consent(consent: Consent) -> int:
    """Keep a consent; returns its id."""
    row = database.one(
        "INSERT INTO consent (organisation, appointment, account, given_at, languages, text,"
        " comes_along) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id",
        (
            consent.organisation,
            consent.appointment,
            consent.account,
            consent.given_at,
            consent.languages,
            consent.text,
            int(consent.comes_along),
        ),
    )
    assert row is not None
    return int(row[0])


def consent_for(appointment_id: int) -> Consent | None:
    """The consent to this appointment, withdrawn or not; None: no organisation is in it."""
    sql = f"SELECT {_CONSENT} FROM consent WHERE appointment = ? ORDER BY id DESC LIMIT 1"
    row = database.one(sql, (appointment_id,))
    return None if row is None else _consent(row)


def withdraw(appointment_id: int, now_seconds: int) -> bool:
    """The client takes the consent back; False when there was none."""
    sql = "UPDATE consent SET withdrawn_at = ? WHERE appointment = ? AND withdrawn_at IS NULL"
    return bool(database.run(sql, (now_seconds, appointment_id)).rowcount)


def clients(organisation_id: int, first_cell: int) -> list[tuple[Consent, Appointment]]:
    """What the organisation may see: booked, from this cell on, with a consent that stands."""
    names = _CONSENT.split(", ")
    own = ", ".join(f"consent.{name}" for name in names)
    sql = (
        f"SELECT {own}, {records.READ} FROM{records.WITH_GROUP}"
        " JOIN consent ON consent.appointment = appointment.id"
        " WHERE consent.organisation = ? AND consent.withdrawn_at IS NULL"
        " AND appointment.state = 'booked' AND appointment.start_cell >= ?"
        " ORDER BY appointment.start_cell, consent.id"
    )
    return [
        (_consent(row[: len(names)]), records.standing(row[len(names) :]).appointment)
        for row in database.every(sql, (organisation_id, first_cell))
    ]


def come_along(ids: Iterable[int]) -> dict[int, str]:
    """Who of an organisation comes to these appointments, by their ids; for the day view."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    sql = (
        "SELECT consent.appointment, account.name FROM consent"
        " JOIN account ON account.id = consent.account"
        " WHERE consent.comes_along = 1 AND consent.withdrawn_at IS NULL"
        " AND consent.appointment IN " + database.marks(1, len(wanted))
    )
    return {int(appointment): str(name) for appointment, name in database.every(sql, wanted)}


def delete_of(appointments: Sequence[int]) -> int:
    """Delete the consents to these appointments."""
    return database.delete_in("consent", "appointment", appointments)


def about(appointment: int) -> list[dict[str, object]]:
    """The consents to an appointment for who asks what is stored; a neutral name stays so (D17)."""
    sql = (
        "SELECT CASE organisation.neutral WHEN 1 THEN 'Beratungsstelle' ELSE organisation.name END,"
        " consent.given_at, consent.languages,"
        " consent.text, consent.comes_along, consent.withdrawn_at FROM consent"
        " LEFT JOIN organisation ON organisation.id = consent.organisation"
        " WHERE consent.appointment = ? ORDER BY consent.id"
    )
    names = ("organisation", "given_at", "languages", "text", "comes_along", "withdrawn_at")
    return [dict(zip(names, row, strict=True)) for row in database.every(sql, (appointment,))]


def _consent(row: Sequence[Any]) -> Consent:
    names = _CONSENT.split(", ")
    found = dict(zip(names, row, strict=True))
    return Consent(**found | {"comes_along": bool(found["comes_along"])})
