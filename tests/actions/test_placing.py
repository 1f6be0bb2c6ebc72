"""Appointments to be placed: found, proposed for, placed, kept, and never dropped."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from backend.actions import placing, registering
from backend.actions.loose import Reason
from backend.actions.registering import Clerk
from backend.content import Content
from backend.domain.appointments import Appointment
from backend.domain.refusals import TimeTaken
from backend.domain.registrations import Urgency
from backend.domain.staff_refusals import NoCounterYet
from backend.store import appointments, audit, capacity, database, sealing
from tests.actions.conftest import NOW, TUESDAY, Book, at
from tests.actions.test_registering import KIM, registration

NINE = at(TUESDAY, 9)
pytestmark = pytest.mark.usefixtures("office")


@pytest.fixture
def store(default_database_url: str) -> Iterator[None]:
    """One engine will do: the claims are taken by the same statement as everywhere."""
    sealing.use([b"k" * 32], b"h" * 32)
    database.connect(default_database_url)
    yield
    database.disconnect()


@pytest.fixture
def squeezed(content: Content) -> Appointment:
    """An emergency at nine, without a counter."""
    return registering.squeeze_in(
        Clerk(KIM, "x"), registration(urgency=Urgency.MONEY), content=content, now=NOW
    )


def waiting(content: Content, now: datetime = NOW) -> list[tuple[int, Reason]]:
    found = placing.to_be_placed("burg", content=content, now=now)
    return [(each.appointment.id, each.reason) for each in found]


def test_a_squeezed_in_one_waits_with_counters_and_times_proposed(
    squeezed: Appointment, content: Content
) -> None:
    assert waiting(content) == [(squeezed.id, Reason.NO_COUNTER)]
    standing = appointments.lock(squeezed.id)
    assert standing is not None
    found = placing.proposals(standing, content=content, now=NOW)
    assert len(found.counters) == 3 and len(found.slots) == 2
    assert all(slot.start != NINE for slot in found.slots)


def test_placed_it_leaves_the_list_without_a_message(
    squeezed: Appointment, content: Content
) -> None:
    counter = capacity.plan().groups["burg"][0].counters[1].id
    placed = placing.place(KIM, squeezed.id, NINE, content=content, now=NOW, counter=counter)
    assert (placed.counter, placed.start) == (counter, NINE)
    assert waiting(content) == []
    assert database.one("SELECT count(*) FROM letter WHERE kind LIKE 'office%'") == (0,)
    assert audit.about(squeezed.reference)[0].detail == "placed"


def test_a_counter_that_was_taken_meanwhile_leaves_it_on_the_list(
    squeezed: Appointment, content: Content, book: Book
) -> None:
    taken = book("Bo", NINE)
    with pytest.raises(TimeTaken):
        placing.place(KIM, squeezed.id, NINE, content=content, now=NOW, counter=taken.counter)
    assert waiting(content) == [(squeezed.id, Reason.NO_COUNTER)]


def test_today_it_stays_on_the_list_after_its_time_has_come(
    squeezed: Appointment, content: Content
) -> None:
    assert waiting(content, NOW + timedelta(days=1, hours=5)) == [(squeezed.id, Reason.NO_COUNTER)]


def test_without_a_counter_it_cannot_stay_as_it_is(squeezed: Appointment) -> None:
    with pytest.raises(NoCounterYet):
        placing.keep(KIM, squeezed.id, now=NOW)


def test_what_the_plan_no_longer_carries_may_be_kept(content: Content, book: Book) -> None:
    found = book("Bo", NINE)
    database.run("DELETE FROM offer WHERE concern = 'antrag'")
    capacity.change_edition()
    assert waiting(content) == [(found.id, Reason.NOT_OFFERED)]
    placing.keep(KIM, found.id, now=NOW)
    assert waiting(content) == []
    kept = appointments.by_id(found.id)
    assert kept is not None and kept.is_kept and kept.start == NINE
