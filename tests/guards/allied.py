"""Partners for the table of who may enter which page."""

from collections.abc import Mapping, Sequence

from backend.domain.accounts import Account
from backend.domain.appointments import Appointment
from backend.domain.partners import Consent, Organisation
from backend.store import partners, staff
from tests.web.desk import Desk

Three = tuple[int | str, int | str, int | str]
START = "2026-12-07T09-00"


def allied(
    desk: Desk, booked: Sequence[Appointment], people: Mapping[str, Account | None]
) -> dict[str, Three]:
    """The things by the name in the address.

    The two people of a partner belong to the first organisation, which may see the first
    appointment; the second belongs to another one, the third to none.
    """
    ours, theirs, others = (
        partners.add(Organisation(id=0, name=name), now_seconds=desk.seconds)
        for name in ("Deichhaus", "Hafenhaus", "Marschhaus")
    )
    for who, leads in (("advice", 0), ("advice lead", 1)):
        account = people[who]
        assert account is not None
        staff.belong(account.id, ours, leads=leads)
    for organisation, appointment in ((ours, booked[0]), (theirs, booked[1])):
        _agree(organisation, appointment, desk)
    return {
        "organisation": (ours, theirs, others),
        "colleague": (_colleague(desk, ours), _colleague(desk, theirs), desk.hire().id),
        "act": ("an", "an", "an"),
        "pair": ("ar+de", "ar+de", "ar+de"),
        "beginning": (START, START, START),
    }


def agreed(appointment: Appointment, *, languages: str, now_seconds: int) -> None:
    """A client's consent, read in German and one more language, as some page shows it."""
    organisation = partners.add(Organisation(id=0, name="Deichhaus"), now_seconds=now_seconds)
    partners.add_consent(
        Consent(
            id=0,
            organisation=organisation,
            appointment=appointment.id,
            account=0,
            given_at=now_seconds,
            languages=languages,
            text="Ja." if languages == "de" else "Ja.\nنعم.",
        )
    )


def _agree(organisation: int, appointment: Appointment, desk: Desk) -> None:
    partners.add_consent(
        Consent(
            id=0,
            organisation=organisation,
            appointment=appointment.id,
            account=0,
            given_at=desk.seconds,
            languages="de",
            text="Ja.",
        )
    )


def _colleague(desk: Desk, organisation: int) -> int:
    account = desk.hire(home="")
    staff.belong(account.id, organisation, leads=0)
    return account.id
