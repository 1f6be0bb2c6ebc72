"""Taking over from an old tool: a try writes nothing, nothing is booked twice, nobody is lost."""

from collections.abc import Iterator
from datetime import timedelta
from threading import Barrier, Thread

import pytest

from backend.actions import belongings, importing, loose, planning
from backend.actions.importing import Taken, Wanted
from backend.actions.old_lists import Entry, Tried
from backend.content import Content
from backend.domain import roles
from backend.domain.accounts import Account
from backend.domain.appointments import BookedBy
from backend.domain.imports import Column, Finding, Line
from backend.domain.roles import Grant, Role
from backend.domain.staff_refusals import NotAllowed
from backend.store import appointments, database, sealing
from tests.actions.conftest import NOW, TUESDAY, Book, at, plan
from tests.actions.people import hired

HEADS = (Column.OFFICE, Column.CONCERN, Column.DAY, Column.TIME, Column.NAME, Column.MAIL)
TABLES = ("appointment", "claim", "customer_key", "letter", "tally", "taken_over", "audit_entry")


@pytest.fixture
def store(default_database_url: str) -> Iterator[None]:
    """One engine for most: what the engines do differently is tried on both."""
    yield from connected(default_database_url)


def connected(url: str) -> Iterator[None]:
    sealing.use([b"k" * 32], b"h" * 32)
    database.connect(url)
    yield
    database.disconnect()


@pytest.fixture
def boss(office: None) -> Account:
    return hired(Grant(kind=Role.ADMINISTRATOR, place=roles.JOBCENTER))


def line(place: int = 2, **changed: str) -> Line:
    usual = {"office": "burg", "concern": "antrag", "day": "24.11.2026", "time": "9:00"}
    named = usual | {"name": f"Amal {place}", "mail": f"{place}@example.org"} | changed
    return Line(place, {Column(name): text for name, text in named.items()})


def tried(lines: list[Line], content: Content, wanted: Wanted | None = None) -> list[Tried]:
    return importing.tried(lines, wanted or Wanted(), content=content, now=NOW)


def entries(lines: list[Line], content: Content) -> list[Entry]:
    return [each.entry for each in tried(lines, content) if each.entry and not each.is_refused]


def take(
    boss: Account, found: list[Entry], content: Content, wanted: Wanted | None = None
) -> Taken:
    return importing.take_over(boss, found, wanted or Wanted(), content=content, now=NOW)


def rows() -> list[list[str]]:
    return [sorted(map(repr, database.every(f"SELECT * FROM {table}"))) for table in TABLES]


def findings(content: Content, **changed: str) -> tuple[Finding, ...]:
    (found,) = tried([line(2, **changed)], content)
    return found.findings


def test_a_try_says_what_is_wrong_with_a_line(boss: Account, content: Content) -> None:
    assert findings(content) == ()
    assert findings(content, office="Atlantis") == (Finding.UNKNOWN_OFFICE,)
    assert findings(content, concern="Pizza") == (Finding.UNKNOWN_CONCERN,)
    assert findings(content, day="24.11.2020") == (Finding.PAST,)
    assert findings(content, time="9:03") == (Finding.ODD_TIME,)
    assert findings(content, name="") == (Finding.NO_NAME,)
    assert findings(content, channel="Fax") == (Finding.ODD_CHANNEL,)
    assert findings(content, mail="keine") == (Finding.ODD_MAIL,)
    assert findings(content, phone="1") == (Finding.ODD_PHONE,)
    assert findings(content, born="gestern") == (Finding.ODD_BIRTH_DATE,)
    assert findings(content, language="Klingonisch") == (Finding.ODD_LANGUAGE,)
    assert findings(content, channel="telefonisch") == (Finding.NO_PHONE,)
    assert findings(content, time="23:00") == (Finding.NO_COUNTER,)


def test_a_try_writes_nothing(boss: Account, content: Content) -> None:
    before = rows()
    tried([line(number) for number in range(2, 12)], content)
    assert rows() == before


def test_lines_of_a_try_fill_the_counters_one_after_the_other(
    boss: Account, content: Content
) -> None:
    found = tried([line(number) for number in range(2, 7)], content)
    full = [each.number for each in found if Finding.NO_COUNTER in each.findings]
    assert full == [5, 6]  # three counters


def test_a_line_is_taken_over_with_all_it_says(boss: Account, content: Content) -> None:
    found = entries([line(first_name="Noor", name="Ali", number="123A456789")], content)
    before = database.every("SELECT id FROM letter")
    assert take(boss, found, content).booked == 1
    (row,) = database.every("SELECT id FROM appointment")
    appointment = appointments.by_id(row[0])
    assert appointment is not None
    assert (appointment.person.name, appointment.person.number) == ("Noor Ali", "123A456789")
    assert (appointment.start, appointment.minutes) == (at(TUESDAY, 9), 30)
    assert appointment.wish.booked_by is BookedBy.OLD_TOOL
    assert appointment.reference and appointment.counter
    assert database.every("SELECT id FROM letter") == before
    assert belongings.about(appointment.id)


def test_letters_go_out_only_where_they_are_wanted(boss: Account, content: Content) -> None:
    take(boss, entries([line()], content), content, Wanted(with_letters=True))
    kinds = {kind for (kind,) in database.every("SELECT kind FROM letter")}
    assert kinds == {"confirmation", "reminder"}


def test_the_same_list_twice_books_nothing_twice(boss: Account, content: Content) -> None:
    lines = [line(number) for number in range(2, 8)]
    found = entries(lines, content)
    first = take(boss, found, content)
    before = rows()
    again = take(boss, found, content)
    assert (first.booked, first.to_place) == (3, 3)
    assert (again.booked, again.to_place, again.before) == (0, 0, 6)
    assert rows() == before
    assert all(Finding.TAKEN_BEFORE in each.findings for each in tried(lines, content))


def test_who_finds_no_counter_stands_on_the_list(boss: Account, content: Content) -> None:
    found = entries([line(time="22:00"), line(3, day="31.12.2027")], content)
    assert take(boss, found, content).to_place == 2
    waiting = loose.loose("burg", content=content, now=NOW)
    assert [each.reason for each in waiting] == ["no_counter", "no_counter"]


def test_a_person_with_another_open_appointment_is_named(
    boss: Account, content: Content, book: Book
) -> None:
    book("Amal", at(TUESDAY, 10))
    lines = [line(2, mail="amal@example.org"), line(3), line(4, mail="3@example.org", time="11:00")]
    same = [each.number for each in tried(lines, content) if Finding.SAME_PERSON in each.findings]
    assert same == [2, 4]
    found = [each.entry for each in tried(lines, content, Wanted(beside=True)) if each.entry]
    assert [number for number, _why in take(boss, found, content).refused] == [2, 4]
    assert take(boss, found, content, Wanted(beside=True)).booked == 2


def test_the_same_line_twice_in_a_list_counts_once(boss: Account, content: Content) -> None:
    found = tried([line(2, mail=""), line(3, mail="", name="Amal 2")], content)
    assert [each.findings for each in found] == [(), (Finding.TWICE,)]


@pytest.fixture
def any_boss(database_url: str) -> Iterator[Account]:
    """On both engines."""
    for _connection in connected(database_url):
        planning.set_up(plan())
        yield hired(Grant(kind=Role.ADMINISTRATOR, place=roles.JOBCENTER))


def test_two_who_press_at_once_book_each_line_once(any_boss: Account, content: Content) -> None:
    found = entries([line(number) for number in range(2, 6)], content)
    barrier, done = Barrier(2), list[Taken]()

    def press() -> None:
        barrier.wait()
        done.append(take(any_boss, found, content))
        database.close_connection()

    threads = [Thread(target=press) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(each.booked + each.to_place for each in done) == 4
    assert database.one("SELECT count(*) FROM appointment") == (4,)


def test_what_is_left_is_taken_over_by_the_next_call(
    boss: Account, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = entries([line(number) for number in range(2, 5)], content)
    monkeypatch.setattr(importing, "SECONDS_AT_ONCE", -1.0)
    assert take(boss, found, content).left == 3
    monkeypatch.undo()
    assert take(boss, found, content).booked == 3


def test_what_has_passed_since_the_try_is_refused(boss: Account, content: Content) -> None:
    found = entries([line()], content)
    later = NOW + timedelta(days=2)
    taken = importing.take_over(boss, found, Wanted(), content=content, now=later)
    assert [number for number, _why in taken.refused] == [2]


def test_only_an_administrator_takes_over(office: None, content: Content) -> None:
    other = hired(Grant(kind=Role.OFFICE_ADMINISTRATOR, place=roles.Place("burg")))
    with pytest.raises(NotAllowed):
        take(other, entries([line()], content), content)
    assert database.every("SELECT id FROM appointment") == []
