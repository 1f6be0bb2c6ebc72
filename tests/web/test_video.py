"""Talks by video: voluntary, off by default, their link typed or from a template (R88)."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from backend.actions import changes, choosing
from backend.domain.appointments import Appointment, Channel
from backend.domain.refusals import NotBookable
from backend.domain.roles import Grant, Role
from backend.letters import mails, sms
from backend.letters.paper import post
from backend.letters.paper.passages import Press
from backend.store import appointments, audit, capacity, database, letters
from backend.store.letters import Letter
from backend.web.portal import Portal
from tests.letters.reading import Paper
from tests.web.day import COUNTER, row, words_of
from tests.web.desk import MITTE, Desk, shared_desk, undone, words

LINK = "https://video.example/raum-7?pwd=k3"
TEMPLATE = "https://video.example/r/{code}"
RULES = "/dienst/planung/stelle/mitte/regeln"


@pytest.fixture(scope="module")
def whole(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with shared_desk(sqlite_template, tmp_path_factory.mktemp("video")) as desk:
        yield desk


@pytest.fixture
def desk(whole: Desk) -> Iterator[Desk]:
    for found in undone(whole):
        database.run(
            "UPDATE offer SET channels = 'in_person,video' WHERE concern = 'bankverbindung'"
        )
        capacity.change_edition()
        yield found


@pytest.fixture
def clerk(desk: Desk) -> FlaskClient:
    return desk.signed_in(desk.hire(COUNTER))


def talk(desk: Desk, **answers: object) -> Appointment:
    return desk.booked.book(channel=Channel.VIDEO, **answers)


def typed(desk: Desk, clerk: FlaskClient, found: Appointment, link: str = LINK) -> int:
    return desk.send(clerk, f"/dienst/termin/{found.id}/video", link=link).status_code


def template(text: str) -> None:
    database.run("UPDATE office_rules SET video_template = ? WHERE office = 'mitte'", (text,))
    capacity.change_edition()


def sent(found: Appointment) -> list[Letter]:
    """Its letters in the order in which they were written."""
    sql = f"SELECT {letters.COLUMNS} FROM letter WHERE appointment = ? ORDER BY id"
    return [letters.letter_of(each) for each in database.every(sql, (found.id,))]


def own_page(desk: Desk, found: Appointment) -> BeautifulSoup:
    answer = desk.booked.stranger().get(desk.booked.address(found))
    return BeautifulSoup(answer.get_data(as_text=True), "html5lib")


def test_no_office_of_the_sample_offers_video_or_has_a_template(whole: Desk) -> None:
    plan = capacity.plan()
    offers = [
        offer for groups in plan.groups.values() for group in groups for offer in group.offers
    ]
    assert not any(Channel.VIDEO in offer.channels for offer in offers)
    assert {rules.video_template for rules in plan.rules.values()} == {""}
    with pytest.raises((NotBookable, StopIteration)):
        talk(whole)


def test_without_a_link_the_customer_reads_where_it_will_stand(
    desk: Desk, clerk: FlaskClient
) -> None:
    found = talk(desk)
    said = own_page(desk, found).get_text(" ")
    assert "noch nicht da" in said and "freiwillig" in said and "Nicht kommen" not in said
    assert "Videolink fehlt" in words_of(row(clerk, found))
    assert "wartet darauf" in words(clerk.get(f"/dienst/termin/{found.id}"))


def test_a_typed_link_stands_on_page_and_is_sent_again_when_it_changes(
    desk: Desk, clerk: FlaskClient
) -> None:
    found = talk(desk)
    for link in (LINK, LINK, f"{LINK}2"):
        assert typed(desk, clerk, found, link) == 303
    anchor = own_page(desk, found).select_one(f'main a[href="{LINK}2"]')
    assert anchor is not None and anchor["rel"] == ["noreferrer"]
    told = [each.facts.get("video") for each in sent(found) if each.kind == letters.CONFIRMATION]
    assert told[-1] == f"{LINK}2"
    again = appointments.by_id(found.id)
    assert again is not None and again.sequence == found.sequence + 2
    noted = [each.detail for each in audit.about(found.reference)]
    assert noted.count("video link") == 2 and not any("http" in each for each in noted)
    assert "Videolink fehlt" not in words_of(row(clerk, found))


@pytest.mark.parametrize("link", ["", "http://video.example/", "x" * 10_000, "javascript:1"])
def test_what_is_no_link_is_asked_again(desk: Desk, clerk: FlaskClient, link: str) -> None:
    found = talk(desk)
    assert typed(desk, clerk, found, link) == 422
    assert not database.every("SELECT * FROM video_link")


def test_only_a_talk_by_video_has_a_link(desk: Desk, clerk: FlaskClient) -> None:
    assert typed(desk, clerk, desk.booked.book()) == 409


def test_a_template_gives_each_customer_a_code_nobody_can_guess(desk: Desk) -> None:
    template(TEMPLATE)
    first, second = talk(desk), talk(desk, name="Amal Haddad", email="amal@example.org")
    links = [str(sent(each)[0].facts["video"]) for each in (first, second)]
    assert all(re.fullmatch(r"https://video\.example/r/[a-z2-7]{24}", each) for each in links)
    assert links[0] != links[1]
    token = desk.booked.address(first).rpartition("/")[2]
    assert links[0].rpartition("/")[2] not in token and first.reference not in links[0]


def test_who_was_told_a_link_keeps_it_when_the_template_changes(desk: Desk) -> None:
    template(TEMPLATE)
    found = talk(desk)
    link = str(sent(found)[0].facts["video"])
    admin = desk.signed_in(desk.hire(Grant(kind=Role.OFFICE_ADMINISTRATOR, place=MITTE)))
    page = BeautifulSoup(admin.get(RULES).get_data(as_text=True), "html5lib")
    fields = {
        str(each["name"]): str(each.get("value", "on"))
        for each in page.select("main form input[name]")
        if each.get("type") != "checkbox" or each.has_attr("checked")
    }
    for each in page.select("main form select"):
        option = each.select_one("option[selected]") or each.select_one("option")
        fields[str(each["name"])] = str(option["value"]) if option else ""
    fields.pop("csrf_token", None)
    odd = desk.send(admin, RULES, **fields | {"video_template": "https://video.example/all"})
    assert odd.status_code == 422
    other = "https://other.example/{code}"
    assert desk.send(admin, RULES, **fields | {"video_template": other}).status_code == 303
    assert capacity.plan().rules["mitte"].video_template == other
    assert own_page(desk, found).select_one(f'main a[href="{link}"]')
    later = talk(desk, name="Amal Haddad", email="amal@example.org")
    assert str(sent(later)[0].facts["video"]).startswith("https://other.example/")


def test_after_a_move_a_typed_link_holds_no_more_but_that_of_the_template(
    desk: Desk, clerk: FlaskClient
) -> None:
    found = talk(desk)
    typed(desk, clerk, found)
    content, now = desk.booked.content, desk.now
    free = choosing.soonest(
        changes.at_office(found.wish, "mitte"), content=content, now=now, most=9
    )
    slot = next(each for each in free if each.start > found.start + timedelta(hours=1))
    moved = changes.move(found.id, slot.start, content=content, now=now)
    assert "noch nicht da" in own_page(desk, moved).get_text(" ")
    template(TEMPLATE)
    assert own_page(desk, moved).select_one('main a[href^="https://video.example/r/"]')


def test_the_link_stands_in_mail_calendar_and_paper_and_in_no_short_message(
    desk: Desk, clerk: FlaskClient
) -> None:
    here: Portal = desk.booked.app.extensions["portal"]
    found = talk(desk, languages="ar+de")
    typed(desk, clerk, found)
    letter = next(each for each in sent(found) if each.facts.get("video") == LINK)
    mail = mails.render(
        letter,
        content=here.content,
        languages=here.languages,
        public_address="https://termin.example",
        mail_from="Termine <termine@portal.example>",
        now=desk.now,
    )
    plain = mail.get_body(("plain",))
    assert plain is not None and LINK in plain.get_content().splitlines()
    markup = mail.get_body(("html",))
    assert markup is not None and f'href="{LINK}"' in markup.get_content()
    (calendar,) = list(mail.iter_attachments())
    unfolded = str(calendar.get_content()).replace("\r\n ", "")
    assert LINK in unfolded and "LOCATION" not in unfolded
    short = replace(letter, channel=letters.SMS, recipient="0151 23456789")
    assert "http" not in sms.render(short, content=here.content, languages=here.languages).text
    known = desk.booked.knower(found)
    for paper in ("blatt", "gross", "karte", "bon"):
        made = Paper(known.get(f"{desk.booked.address(found, 'ar')}/{paper}.pdf").data)
        assert LINK in made.text.replace(" ", ""), paper


def test_somebody_leaves_video_at_once_and_nobody_is_put_into_it(
    desk: Desk, clerk: FlaskClient
) -> None:
    found = talk(desk)
    page = f"/dienst/termin/{found.id}"
    for _each in range(2):
        desk.send(clerk, f"{page}/art", page=page)
        changed = appointments.by_id(found.id)
        assert changed is not None and changed.wish.channel is not Channel.VIDEO
    assert "video" not in sent(found)[-1].facts


def test_the_letter_by_post_brings_the_link_to_scan_on_one_sheet(
    desk: Desk, clerk: FlaskClient
) -> None:
    here: Portal = desk.booked.app.extensions["portal"]
    found = talk(desk, languages="ti+de")
    typed(desk, clerk, found)
    letter = next(each for each in sent(found) if each.facts.get("video") == LINK)
    by_post = replace(letter, channel=letters.PAPER, recipient="Amal Haddad\nWeg 1\n28195 Bremen")
    press = Press(
        content=here.content, languages=here.languages, public_address="https://termin.example"
    )
    made = Paper(post.pile(press, [post.write(press, by_post)], stamped=desk.now))
    assert len(made.sheets) == 1 and len(made.alternatives) == 2
    assert LINK in made.text.replace(" ", "")
