"""Booking invitations on both engines: one code and many people, keys, forgetting."""

from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import pytest

from backend.actions import booking, erasing, forgetting, inviting, rekeying
from backend.actions.inviting import Request
from backend.content import Content
from backend.domain.accounts import Account
from backend.domain.appointments import Appointment, Channel
from backend.domain.booking_invitations import (
    BookingInvitation,
    Invited,
    NoContactForWay,
    NoInvitationsHere,
    NoTimesToInvite,
    Way,
)
from backend.domain.refusals import BookingInvitationGone
from backend.domain.retention import Kind
from backend.domain.roles import Grant, Place, Right
from backend.domain.staff_refusals import NotAllowed
from backend.store import booking_invitations as invitations
from backend.store import database, letters, sealing
from tests.actions.conftest import MONDAY, NOW, TUESDAY, at
from tests.actions.people import hired
from tests.actions.test_contention import together

SECONDS = int(NOW.timestamp())
AMAL = Invited(name="Amal Test", email="amal@example.org")
AT_ONCE = 5

pytestmark = pytest.mark.usefixtures("office")


def clerk(office: str = "burg") -> Account:
    return hired(Grant(kind=Right.COUNTER, place=Place(office)), mail=f"kim@{office}.example")


def request(**other: object) -> Request:
    usual = Request(
        office="burg",
        concern="antrag",
        channel=Channel.IN_PERSON,
        way=Way.MAIL,
        until=MONDAY + timedelta(days=14),
        invited=AMAL,
    )
    return replace(usual, **other)  # type: ignore[arg-type]


def invite(
    content: Content, by: Account | None = None, *, once: str = "once", **other: object
) -> BookingInvitation:
    return inviting.invite(
        request(**other),
        once=once,
        address="https://termin.example",
        content=content,
        now=NOW,
        by=by or clerk(),
    )


def count(state: str) -> int:
    row = database.one("SELECT count(*) FROM appointment WHERE state = ?", (state,))
    assert row is not None
    return int(row[0])


def test_of_many_people_with_one_code_one_books(content: Content) -> None:
    found = invite(content, invited=Invited(name="Amal Test"), way=Way.PRINT)

    def book(number: int) -> Appointment:
        # Nothing but the code tells that they are one person.
        draft = replace(inviting.draft_of(found), email=f"{number}@example.org", name=f"{number}")
        start = at(TUESDAY, 8 + number % 4, 30 * (number // 4))
        held = booking.hold(f"{number}", draft, start, content=content, now=NOW)
        return booking.book(f"{number}", held, content=content, now=NOW)

    results = together([partial(book, number) for number in range(AT_ONCE)])
    assert sum(isinstance(each, Appointment) for each in results) == 1, results
    assert sum(isinstance(each, BookingInvitationGone) for each in results) == AT_ONCE - 1
    assert count("booked") == 1 and invitations.by_id(found.id) is None


def test_withdrawn_while_somebody_books_is_one_or_the_other(content: Content) -> None:
    actor = clerk()
    found = invite(content, actor)
    held = booking.hold("key", inviting.draft_of(found), at(TUESDAY, 9), content=content, now=NOW)
    results = together(
        [
            partial(booking.book, "key", held, content=content, now=NOW),
            partial(inviting.withdraw, actor, found.id, now=NOW),
        ]
    )
    is_booked = isinstance(results[0], Appointment)
    assert count("booked") == is_booked
    assert invitations.by_id(found.id) is None
    assert letters.count_by_state().get("waiting", 0) == 2 * is_booked


def test_one_form_sent_many_times_at_once_is_one_invitation(content: Content) -> None:
    actor = clerk()
    results = together([partial(invite, content, actor) for _each in range(AT_ONCE)])
    assert len({getattr(each, "code", each) for each in results}) == 1, results
    assert letters.count_by_state() == {"waiting": 1}


def test_other_offices_do_not_invite_here(content: Content) -> None:
    with pytest.raises(NotAllowed):
        invite(content, clerk("tal"))
    found = invite(content, clerk())
    with pytest.raises(NotAllowed):
        inviting.withdraw(clerk("burg-nord"), found.id, now=NOW)


@pytest.mark.parametrize(
    "other",
    [
        {"until": date(2026, 11, 22)},
        {"until": MONDAY + timedelta(days=61)},
        {"concern": "gibtesnicht"},
        {"channel": Channel.VIDEO, "concern": "gibtesnicht"},
        {"interpreter": "xx", "until": MONDAY - timedelta(days=1)},
    ],
)
def test_without_free_times_nobody_is_invited(content: Content, other: dict[str, object]) -> None:
    with pytest.raises(NoTimesToInvite):
        invite(content, None, once="once", **other)


@pytest.mark.parametrize("way", [Way.SMS, Way.LETTER])
def test_without_contact_nothing_is_sent(content: Content, way: Way) -> None:
    with pytest.raises(NoContactForWay):
        invite(content, way=way)


@pytest.mark.parametrize("way", [Way.MAIL, Way.SMS, Way.LETTER])
def test_nothing_is_sent_where_others_read_it(content: Content, way: Way) -> None:
    private = Invited(
        name="Amal", email="a@example.org", phone="0151 2345678", address="A\nB", is_private=True
    )
    with pytest.raises(NoContactForWay):
        invite(content, way=way, invited=private)


@pytest.mark.parametrize("kind", ["outreach", "bus", "partner", "prison"])
def test_only_own_offices_invite(content: Content, kind: str) -> None:
    burg = replace(content.offices["burg"], kind=kind)
    with pytest.raises(NoInvitationsHere):
        invite(replace(content, offices={**content.offices, "burg": burg}))


def test_neither_code_nor_person_can_be_read_in_the_store(content: Content) -> None:
    found = invite(content)
    tables = ("booking_invitation", "letter", "audit_entry")
    stored = "".join(repr(database.every(f"SELECT * FROM {each}", ())) for each in tables)
    for secret in (found.code, "Amal", "amal@example.org"):
        assert secret not in stored


def test_new_keys_open_old_invitations(content: Content) -> None:
    found = invite(content)
    sealing.use([b"n" * 32, b"k" * 32], b"m" * 32)
    assert rekeying.rotate().booking_invitations == 1
    sealing.use([b"n" * 32], b"m" * 32)
    assert inviting.opened(found.code, now=NOW).invited == AMAL
    assert rekeying.rotate().booking_invitations == 0


def test_lost_keys_leave_an_empty_invitation(content: Content) -> None:
    found = invite(content)
    sealing.use([b"x" * 32], b"h" * 32)
    assert invitations.by_id(found.id) == replace(found, invited=Invited(name=""), code="")


def test_an_unused_one_goes_with_its_day(content: Content) -> None:
    found = invite(content)
    for days, is_there in ((14, True), (15, False)):
        then = NOW + timedelta(days=days)
        forgetting.sweep(now=then, retention_days=7, draft_minutes=120)
        assert (invitations.by_id(found.id) is not None) == is_there


def test_on_request_it_is_told_and_forgotten(content: Content) -> None:
    found = invite(content)
    told = erasing.tell(0, found.reference, now=NOW).document("Jobcenter", NOW)
    assert "amal@example.org" in repr(told) and found.code not in repr(told)
    gone = erasing.forget(0, found.reference, content=content, now=NOW)
    assert gone.counts[Kind.BOOKING_INVITATIONS] == 1
    assert invitations.by_id(found.id) is None and letters.count_by_state() == {}
