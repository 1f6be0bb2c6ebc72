"""Blocks: all clients of a partner get their time one after another, or none does."""

from datetime import datetime, timedelta

import pytest

from backend.actions import blocks, partnering, planning
from backend.actions.blocks import Block, Client, ClientRefused
from backend.content import Content
from backend.domain.accounts import Account, State
from backend.domain.appointments import Channel, Person, Wish
from backend.domain.capacity import InterpreterHours
from backend.domain.partners import Organisation
from backend.domain.refusals import TimeTaken
from backend.domain.roles import Grant, Role
from backend.domain.staff_refusals import NotAllowed
from backend.store import database, partners, staff
from tests.actions.conftest import NOW, TUESDAY, Book, at, plan
from tests.actions.people import hired

WISH = Wish(office="burg", concern="rueckfrage", channel=Channel.IN_PERSON, interpreter="ar")


@pytest.fixture
def counsellor(store: None) -> Account:
    hours = InterpreterHours(
        office="burg", language="ar", weekday=1, start=480, end=720, on_site=True
    )
    planning.set_up(plan(large=2, interpreters=(hours,)))
    administrator = hired(Grant(kind=Role.ADMINISTRATOR), mail="boss@example.org")
    house = partnering.admit(
        administrator, Organisation(id=0, name="Haus"), name="Li", mail="li@x.example", now=NOW
    )
    (lead,) = staff.everybody(house)
    staff.set_state(lead.id, State.ACTIVE)
    found = staff.by_id(lead.id)
    assert found is not None
    return found


def block(counsellor: Account, *names: str, key: str = "k") -> Block:
    clients = tuple(
        Client(person=Person(name=name, number=f"214A12345{place}"), consent="Ja.")
        for place, name in enumerate(names)
    )
    return Block(key=key, account=counsellor, wish=WISH, languages="ar+de", clients=clients)


def rows(table: str) -> int:
    row = database.one(f"SELECT count(*) FROM {table}")
    return 0 if row is None else int(row[0])


def first_start(content: Content, count: int) -> datetime:
    found = blocks.starts(WISH, count, content=content, now=NOW)
    return found[TUESDAY][0]


def test_all_sit_one_after_another_at_one_counter_with_one_interpreter(
    counsellor: Account, content: Content
) -> None:
    start = first_start(content, 3)
    found = blocks.book(block(counsellor, "Amal", "Bina", "Cem"), start, content=content, now=NOW)
    times = [each.start for each in found]
    assert times == [start + number * (times[1] - start) for number in range(3)]
    assert len({each.counter for each in found}) == 1
    sql = "SELECT DISTINCT interpreter_id FROM appointment"
    assert len(database.every(sql)) == 1
    assert rows("consent") == 3
    assert len({each.reference for each in found}) == 3


def test_a_rival_in_the_middle_leaves_nobody_booked(
    counsellor: Account, content: Content, book: Book
) -> None:
    start = first_start(content, 3)
    # Both large counters are taken at the second one's time.
    for name in ("Rival", "Rivalin"):
        book(name, start + timedelta(minutes=20), concern="rueckfrage", companion=True)
    before = {table: rows(table) for table in ("appointment", "claim", "consent", "letter")}
    with pytest.raises(TimeTaken):
        blocks.book(block(counsellor, "Amal", "Bina", "Cem"), start, content=content, now=NOW)
    assert {table: rows(table) for table in before} == before


def test_a_client_with_an_open_appointment_stops_the_block_and_is_named_by_place(
    counsellor: Account, content: Content, book: Book
) -> None:
    book("Bina", at(TUESDAY, 11), concern="rueckfrage", number="214A123451", email="")
    with pytest.raises(ClientRefused) as refused:
        blocks.book(
            block(counsellor, "Amal", "Bina"), first_start(content, 2), content=content, now=NOW
        )
    assert refused.value.place == 1
    assert rows("consent") == 0


def test_sending_the_form_twice_books_once(counsellor: Account, content: Content) -> None:
    start = first_start(content, 2)
    for _time in range(2):
        blocks.book(block(counsellor, "Amal", "Bina"), start, content=content, now=NOW)
    assert rows("consent") == 2


def test_blocks_lie_only_where_the_interpreter_is(counsellor: Account, content: Content) -> None:
    found = blocks.starts(WISH, 4, content=content, now=NOW)
    assert {day.weekday() for day in found} == {1}
    assert all(8 <= start.hour < 12 for starts in found.values() for start in starts)


def test_a_removed_organisation_books_no_block(counsellor: Account, content: Content) -> None:
    house = partners.by_id(counsellor.organisation)
    assert house is not None
    start = first_start(content, 2)
    database.run("UPDATE organisation SET admitted = 0")
    with pytest.raises(NotAllowed):
        blocks.book(block(counsellor, "Amal", "Bina"), start, content=content, now=NOW)
