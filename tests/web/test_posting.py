"""Letters at the desk: print, post, hand over, settle; each office and group its own (R121)."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from backend.actions import ordering, reaching
from backend.domain.accounts import Account
from backend.domain.appointments import Appointment, Delivery
from backend.domain.roles import Grant, Right, Role
from backend.store import database, letters, queues
from tests.web.desk import (
    BENEFITS,
    ENTRANCE,
    MITTE,
    NORD,
    Desk,
    leads_to,
    shared_desk,
    undone,
    words,
)

ADDRESS = "Olena Kovalenko\nMusterstr. 1\n28195 Bremen"
BY_POST = {"email": "", "delivery": str(Delivery.LETTER), "address": ADDRESS}
AT_COUNTER = {"email": "", "delivery": str(Delivery.COUNTER)}
QUEUE = "/dienst/post/mitte"


@pytest.fixture(scope="module")
def shared(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with shared_desk(sqlite_template, tmp_path_factory.mktemp("posting")) as desk:
        yield desk


@pytest.fixture
def desk(shared: Desk) -> Iterator[Desk]:
    yield from undone(shared)


def clerk(desk: Desk, *grants: Grant) -> FlaskClient:
    return desk.signed_in(desk.hire(*(grants or (Grant(kind=Right.COUNTER, place=MITTE),))))


def press(desk: Desk, client: FlaskClient, address: str, **answers: str) -> TestResponse:
    return desk.send(client, address, page="/dienst/konto/", **answers)


def batch_of(office: str = "mitte") -> int:
    (batch,) = {each.batch for each in queues.papers(office) if each.batch}
    return batch


def printed(desk: Desk, client: FlaskClient) -> int:
    """A batch of all that waits to be posted."""
    answer = press(desk, client, f"{QUEUE}/stapel", weg="post")
    assert leads_to(answer) == QUEUE
    return batch_of()


def noted(deed: str) -> list[tuple[str, str]]:
    found = database.every(
        "SELECT reference, detail FROM audit_entry WHERE deed = ? ORDER BY id", (deed,)
    )
    return [(str(reference), str(detail)) for reference, detail in found]


def pages_in(answer: TestResponse) -> int:
    with pikepdf.open(BytesIO(answer.get_data())) as pdf:
        return len(pdf.pages)


def test_letters_become_a_batch_a_pdf_and_are_forgotten_when_posted(desk: Desk) -> None:
    booked = [
        desk.booked.book(**BY_POST, number=number, name=name)
        for name, number in (("Amal A", "123A456789"), ("Bo B", "123A456780"))
    ]
    client = clerk(desk)
    page = words(client.get(QUEUE))
    assert "2 Briefe" in page
    assert "Amal" not in page and "Musterstr" not in page
    batch = printed(desk, client)
    answer = press(desk, client, f"{QUEUE}/stapel/{batch}/druck")
    assert answer.mimetype == "application/pdf" and pages_in(answer) == 2
    assert "briefe.pdf" in answer.headers["Content-Disposition"]
    assert leads_to(press(desk, client, f"{QUEUE}/stapel/{batch}/post")) == QUEUE
    assert database.every("SELECT sealed FROM letter WHERE channel = 'paper'") == [("",), ("",)]
    references = sorted(each.reference for each in booked)
    assert sorted(reference for reference, _ in noted("printed")) == references
    assert sorted(noted("changed")) == [(each, "posted") for each in references]


def test_a_batch_is_printed_again_or_goes_back_into_the_queue(desk: Desk) -> None:
    desk.booked.book(**BY_POST)
    client = clerk(desk)
    batch = printed(desk, client)
    for _print in range(2):
        assert pages_in(press(desk, client, f"{QUEUE}/stapel/{batch}/druck")) == 1
    press(desk, client, f"{QUEUE}/stapel/{batch}/zurueck")
    assert "Stapel bilden" in words(client.get(QUEUE))
    assert letters.count_by_state()["waiting"] >= 1


def test_pressing_twice_posts_once_and_goes_on_kindly(desk: Desk) -> None:
    desk.booked.book(**BY_POST)
    client = clerk(desk)
    batch = printed(desk, client)
    for _press in range(2):
        assert leads_to(press(desk, client, f"{QUEUE}/stapel/{batch}/post")) == QUEUE
    assert len(noted("changed")) == 1
    assert press(desk, client, f"{QUEUE}/stapel/{batch}/druck").status_code == 409
    assert leads_to(press(desk, client, f"{QUEUE}/stapel", weg="post")) == QUEUE


def test_a_letter_kept_at_the_counter_is_handed_over_and_not_posted(desk: Desk) -> None:
    kept = desk.booked.book(**AT_COUNTER)
    client = clerk(desk)
    assert "Liegt am Empfang bereit" in words(client.get(QUEUE))
    assert not any(each.batch for each in queues.papers("mitte"))
    press(desk, client, f"{QUEUE}/stapel", weg="post")
    assert not any(each.batch for each in queues.papers("mitte"))
    press(desk, client, f"{QUEUE}/stapel", weg="empfang")
    batch = batch_of()
    assert pages_in(press(desk, client, f"{QUEUE}/stapel/{batch}/druck")) == 1
    press(desk, client, f"{QUEUE}/stapel/{batch}/post")
    (paper,) = queues.papers("mitte")
    press(desk, client, f"{QUEUE}/brief/{paper.letter}/abgeholt")
    assert queues.papers("mitte") == []
    assert noted("changed") == [(kept.reference, "handed over")]


def test_each_group_prints_its_own_letters_only(desk: Desk) -> None:
    entrance = desk.booked.book(**BY_POST)
    benefits = desk.booked.book(**BY_POST, concern="bescheid", number="123A456780")
    assert (entrance.group, benefits.group) == (ENTRANCE.group, BENEFITS.group)
    client = clerk(desk, Grant(kind=Right.COUNTER, place=ENTRANCE))
    assert "1 Brief" in words(client.get(QUEUE))
    batch = printed(desk, client)
    assert pages_in(press(desk, client, f"{QUEUE}/stapel/{batch}/druck")) == 1
    assert [each.group for each in queues.papers("mitte") if each.batch] == [ENTRANCE.group]
    other = clerk(desk, Grant(kind=Right.COUNTER, place=BENEFITS))
    assert press(desk, other, f"{QUEUE}/stapel/{batch}/druck").status_code == 409
    press(desk, other, f"{QUEUE}/stapel/{batch}/post")
    press(desk, other, f"{QUEUE}/stapel/{batch}/zurueck")
    assert [each.batch for each in queues.papers("mitte") if each.group == ENTRANCE.group] == [
        batch
    ]


def test_another_office_does_not_exist(desk: Desk) -> None:
    desk.booked.book(**BY_POST)
    client = clerk(desk, Grant(kind=Right.COUNTER, place=NORD))
    assert client.get(QUEUE).status_code == 404
    assert press(desk, client, f"{QUEUE}/stapel", weg="post").status_code == 404
    assert leads_to(client.get("/dienst/post/")) == "/dienst/post/nord"
    (paper,) = queues.papers("mitte")
    for way in ("brief/{}/abgeholt", "meldung/{}/fertig"):
        press(desk, client, f"/dienst/post/nord/{way.format(paper.letter)}")
    assert queues.papers("mitte") == [paper]


def came_back(desk: Desk, appointment: Appointment) -> int:
    """The confirmation went out and came back."""
    found = letters.claim_due(desk.seconds, most=9, lease_seconds=9)
    (letter,) = [each for each in found if each.appointment == appointment.id]
    letters.mark_sent(letter.id, desk.seconds)
    assert reaching.bounced(letter.message_id, "came back, 5.1.1")
    return letter.id


def test_what_came_back_is_listed_without_a_name_until_it_is_settled(desk: Desk) -> None:
    appointment = desk.booked.book()
    letter = came_back(desk, appointment)
    client = clerk(desk)
    page = words(client.get(QUEUE))
    assert "kam zurück" in page and "Olena" not in page and "olena@" not in page
    assert f"{appointment.reference[:4]}-{appointment.reference[4:]}" in page
    for _press in range(2):
        assert leads_to(press(desk, client, f"{QUEUE}/meldung/{letter}/fertig")) == QUEUE
    assert "Alle sind erreicht" in words(client.get(QUEUE))
    assert noted("changed") == [(appointment.reference, "told in another way")]


def test_troubles_of_another_group_are_not_ones_own(desk: Desk) -> None:
    letter = came_back(desk, desk.booked.book())
    client = clerk(desk, Grant(kind=Right.COUNTER, place=BENEFITS))
    assert "Alle sind erreicht" in words(client.get(QUEUE))
    press(desk, client, f"{QUEUE}/meldung/{letter}/fertig")
    assert len(queues.troubles(desk.seconds)) == 1


def ordered(desk: Desk, office: str = "mitte") -> int:
    ordering.order_forms("neuantrag", office, address=ADDRESS, languages="de", now=desk.now)
    return queues.orders(office)[0].id


def test_forms_are_packed_by_the_office_they_were_ordered_at(desk: Desk) -> None:
    order = ordered(desk)
    client = clerk(desk)
    page = words(client.get(QUEUE))
    assert "Hauptantrag" in page and "Musterstr" not in page
    shown = press(desk, client, f"{QUEUE}/auftrag/{order}")
    assert "Musterstr. 1" in words(shown)
    assert noted("saw") == [(f"order-{order}", "")]
    for _press in range(2):
        press(desk, client, f"{QUEUE}/auftrag/{order}/post")
    assert queues.orders() == []
    assert noted("changed") == [(f"order-{order}", "posted")]
    assert press(desk, client, f"{QUEUE}/auftrag/{order}").status_code == 409


def test_orders_belong_to_the_whole_office(desk: Desk) -> None:
    order = ordered(desk)
    grants = (Grant(kind=Right.COUNTER, place=ENTRANCE), Grant(kind=Right.COUNTER, place=NORD))
    for grant in grants:
        client = clerk(desk, grant)
        office = grant.place.office
        assert "Hauptantrag" not in words(client.get(f"/dienst/post/{office}"))
        for way in ("", "/post"):
            press(desk, client, f"/dienst/post/{office}/auftrag/{order}{way}")
    assert len(queues.orders()) == 1


def test_a_letter_that_is_too_late_is_given_up_for_the_office_to_see(desk: Desk) -> None:
    late = desk.booked.book(**BY_POST)
    client = clerk(desk)
    start = late.start.replace(tzinfo=desk.booked.zone)
    desk.booked.clock.now = start + timedelta(minutes=1)
    client = clerk(desk)
    press(desk, client, f"{QUEUE}/stapel", weg="post")
    assert queues.papers("mitte") == []
    assert "nicht zustellbar" in words(client.get(QUEUE))


def test_what_cannot_be_read_goes_on_waiting_and_is_said(desk: Desk) -> None:
    desk.booked.book(**BY_POST)
    database.run("UPDATE letter SET sealed = 'x.y' WHERE channel = 'paper'")
    client = clerk(desk)
    answer = press(desk, client, f"{QUEUE}/stapel", weg="post")
    assert "lässt sich nicht drucken" in words(client.get(answer.location.split("#")[0]))
    assert len(queues.papers("mitte")) == 1


def test_only_counters_print(desk: Desk) -> None:
    for grant in (
        Grant(kind=Role.APPOINTMENT_MANAGER, place=MITTE),
        Grant(kind=Right.HOTLINE),
        Grant(kind=Right.STATISTICS),
    ):
        client = clerk(desk, grant)
        assert client.get(QUEUE).status_code == 404
        assert client.get("/dienst/post/").status_code == 403


def test_who_works_in_several_offices_chooses_one(desk: Desk) -> None:
    client = clerk(
        desk,
        Grant(kind=Right.COUNTER, place=NORD),
        Grant(kind=Right.COUNTER, place=ENTRANCE),
    )
    page = client.get("/dienst/post/")
    assert page.status_code == 200
    assert client.get(QUEUE).status_code == 200


def test_a_right_taken_away_while_signed_in_closes_the_queue(desk: Desk) -> None:
    desk.booked.book(**BY_POST)
    account: Account = desk.hire(Grant(kind=Right.COUNTER, place=MITTE))
    client = desk.signed_in(account)
    batch = printed(desk, client)
    database.run("DELETE FROM account_grant WHERE account = ?", (account.id,))
    for way in ("druck", "post", "zurueck"):
        assert press(desk, client, f"{QUEUE}/stapel/{batch}/{way}").status_code == 404


def test_batches_are_told_apart_by_when_they_were_printed(desk: Desk) -> None:
    client = clerk(desk)
    for number in ("123A456789", "123A456780"):
        desk.booked.book(**BY_POST, number=number)
        press(desk, client, f"{QUEUE}/stapel", weg="post")
        desk.booked.clock.now += timedelta(minutes=5)
    batches = {each.batch for each in queues.papers("mitte")}
    assert len(batches) == 2
    moments = [datetime.fromtimestamp(each, desk.booked.zone) for each in sorted(batches)]
    page = words(client.get(QUEUE))
    assert all(f"{moment:%H:%M}" in page for moment in moments)
