"""Records: how an appointment and its row become each other."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from backend.domain import periods
from backend.domain.appointments import (
    Appointment,
    BookedBy,
    Channel,
    Delivery,
    ForWhom,
    Need,
    Person,
    State,
    Wish,
)
from backend.store import claims, sealing

WISH = (
    "concern", "channel", "emergency", "interpreter", "interpreter_present", "companion",
    "sign_language", "large_household", "employed", "booked_by",
)  # fmt: skip
SPOT = (
    "office", "group_id", "counter_id", "start_cell", "cells", "minutes", "reserved",
    "interpreter_id", "persons", "places",
)  # fmt: skip
PERSON = (
    "name", "latin_name", "birth_day", "birth_month", "birth_year", "for_whom", "private",
    "delivery", "contact", "needs", "languages", "follow_up_of", "walk_in", "kept",
)  # fmt: skip
_SEALED = ("email", "phone", "number", "representative", "address", "sms", "shared_mail")
_REST = ("id", "reference", "state", "hold_until", "sequence", "nonce", "ended_at")
COLUMNS = _REST + WISH + SPOT + PERSON
READ = ", ".join(f"appointment.{column}" for column in COLUMNS) + ", counter_group.key"
"""What `standing` reads."""
WITH_GROUP = " appointment LEFT JOIN counter_group ON counter_group.id = appointment.group_id"
"""The tables it is read from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where and when an appointment sits, and the resources it claims for that."""

    office: str
    group_id: int
    counter_id: int
    """0: none, to be placed or not called yet (D24)."""
    start_cell: int
    cells: int
    """Claimed, with the turn-round."""
    minutes: int
    """The customer's part."""
    reserved: bool
    """A late time given upon the customer's declaration (R39)."""
    interpreter_id: int | None = None
    persons: int = 0
    """People in the building (R46)."""
    places: tuple[int, ...] = ()
    """Numbers of the claimed places, each for some of the cells at least."""

    @property
    def end_cell(self) -> int:
        """The first cell behind it."""
        return self.start_cell + self.cells

    @property
    def resources(self) -> list[str]:
        """Everything it has claims on."""
        found = [claims.counter(self.counter_id)] if self.counter_id else []
        if self.interpreter_id is not None:
            found.append(claims.interpreter(self.interpreter_id))
        return found + [claims.place(self.office, number) for number in self.places]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One row as actions need it: the appointment with its spot and the end of its hold."""

    appointment: Appointment
    spot: Spot
    hold_until: int | None
    """UTC seconds; None when booked."""


_PLAIN_OF_SPOT = [name for name in SPOT if name not in {"reserved", "places"}]
"""What a row and a spot write alike."""


def contact_context(nonce: str) -> str:
    """What a sealed contact is bound to."""
    return f"appointment/{nonce}"


def wish_values(wish: Wish) -> tuple[object, ...]:
    """For the columns `WISH`."""
    return (
        wish.concern,
        wish.channel.value,
        int(wish.emergency),
        wish.interpreter or "",
        int(wish.interpreter_present),
        int(wish.companion),
        int(wish.sign_language),
        int(wish.large_household),
        int(wish.employed),
        wish.booked_by.value,
    )


def spot_values(spot: Spot) -> tuple[object, ...]:
    """For the columns `SPOT`."""
    return (
        spot.office,
        spot.group_id,
        spot.counter_id,
        spot.start_cell,
        spot.cells,
        spot.minutes,
        int(spot.reserved),
        spot.interpreter_id,
        spot.persons,
        ",".join(map(str, spot.places)),
    )


def person_values(appointment: Appointment) -> tuple[object, ...]:
    """For the columns `PERSON`; how to reach the person is sealed as one."""
    person = appointment.person
    contact = {name: getattr(person, name) for name in _SEALED if getattr(person, name)}
    sealed = ""
    if contact:
        text = json.dumps(contact, ensure_ascii=False)
        sealed = sealing.seal(text, contact_context(appointment.nonce))
    return (
        person.name,
        person.latin_name,
        person.birth_day,
        person.birth_month,
        person.birth_year,
        person.for_whom.value,
        int(person.private),
        person.delivery.value,
        sealed,
        ",".join(sorted(need.value for need in appointment.needs)),
        appointment.languages,
        appointment.follow_up_of,
        int(appointment.is_walk_in),
        int(appointment.is_kept),
    )


def standing(row: Sequence[Any]) -> Standing:
    """From the columns of `READ`: `COLUMNS` and the key of the group."""
    found = dict(zip((*COLUMNS, "group"), row, strict=True))
    spot = Spot(
        **{name: found[name] for name in _PLAIN_OF_SPOT},
        reserved=bool(found["reserved"]),
        places=tuple(int(number) for number in found["places"].split(",") if number),
    )
    appointment = Appointment(
        id=found["id"],
        reference=found["reference"] or "",
        office=found["office"],
        group=found["group"] or "",
        counter=found["counter_id"],
        wish=_wish(found),
        state=State(found["state"]),
        start=start_of(spot),
        minutes=found["minutes"],
        person=_person(found),
        needs=frozenset(Need(need) for need in found["needs"].split(",") if need),
        languages=found["languages"] or "de",
        sequence=found["sequence"],
        nonce=found["nonce"],
        interpreter_claimed=found["interpreter_id"] is not None,
        follow_up_of=found["follow_up_of"],
        is_walk_in=bool(found["walk_in"]),
        is_kept=bool(found["kept"]),
    )
    return Standing(appointment=appointment, spot=spot, hold_until=found["hold_until"])


def start_of(spot: Spot) -> datetime:
    """Local wall-clock time at the office."""
    return periods.moment_of(spot.start_cell)


def _wish(found: dict[str, Any]) -> Wish:
    return Wish(
        office=found["office"],
        concern=found["concern"],
        channel=Channel(found["channel"]),
        emergency=bool(found["emergency"]),
        interpreter=found["interpreter"] or None,
        interpreter_present=bool(found["interpreter_present"]),
        companion=bool(found["companion"]),
        sign_language=bool(found["sign_language"]),
        large_household=bool(found["large_household"]),
        employed=bool(found["employed"]),
        booked_by=BookedBy(found["booked_by"]),
    )


def _person(found: dict[str, Any]) -> Person:
    contact: dict[str, Any] = {}
    if found["contact"]:
        contact = json.loads(sealing.unseal(found["contact"], contact_context(found["nonce"])))
    return Person(
        name=found["name"],
        latin_name=found["latin_name"],
        for_whom=ForWhom(found["for_whom"] or ForWhom.MYSELF),
        birth_day=found["birth_day"],
        birth_month=found["birth_month"],
        birth_year=found["birth_year"],
        private=bool(found["private"]),
        delivery=Delivery(found["delivery"] or Delivery.NONE),
        **contact,
    )
