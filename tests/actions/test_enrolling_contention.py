"""Terminals and several at once: one code lets one device in, one arrival is noted once."""

from functools import partial

from backend.actions import enrolling, receiving
from backend.domain.attendance import Step
from backend.domain.kiosks import Kiosk, KioskCodeRefused, Paper
from backend.domain.roles import Grant, Role
from backend.store import attendance, audit, kiosks
from tests.actions.conftest import NOW, TUESDAY, Book, at
from tests.actions.people import hired
from tests.actions.test_contention import together


def test_of_many_devices_with_one_code_one_is_let_in(single: None) -> None:
    admin = hired(Grant(kind=Role.ADMINISTRATOR))
    kiosk = Kiosk(id=0, office="burg", title="Halle", paper=Paper.NONE)
    _kiosk, code = enrolling.add(admin, kiosk, now=NOW)
    results = together([partial(enrolling.enrol, code, now=NOW) for _ in range(8)])
    tokens = [each for each in results if isinstance(each, str)]
    assert [type(each) for each in results].count(KioskCodeRefused) == 7, results
    assert kiosks.by_device(tokens[0]) is not None


def test_whoever_touches_twice_has_come_once(single: None, book: Book) -> None:
    found = book("Amal", at(TUESDAY, 9))
    soon = NOW.replace(day=24, hour=8, minute=50)
    come = partial(receiving.come, found.reference, "burg", now=soon)
    results = together([come for _ in range(8)])
    assert {getattr(each, "id", each) for each in results} == {found.id}
    noted = attendance.of(found.id)
    assert noted is not None and noted.step is Step.ARRIVED
    assert [entry.detail for entry in audit.about(found.reference)].count(
        "checked in at a terminal"
    ) == 1
