"""Customers from the first click to the paper in hand; each docstring is the walk-through."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page

from backend.actions.demonstrating import PASSWORD
from tests.journeys import clock
from tests.journeys.test_desk import Colleague
from tests.journeys.traveller import Traveller, fetched
from tests.journeys.world import World, text_of
from tests.web.test_listening import BUTTON, VOICES

pytestmark = [pytest.mark.browser, pytest.mark.long]
HAS_SMS = True
Travel = Callable[..., Traveller]
DESK = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 640}
ARABIC = re.compile(r"[\u0620-\u064a]{3}")
LARGE = ("Platz 10", "Platz 11")
"""Counters of Leistungen Mitte in rooms for more than two."""


@pytest.fixture
def office(world: World, open_page: Callable[..., Page]) -> Colleague:
    """Whoever looks at it from within the office in the middle."""
    world.set_clock(clock.TUESDAY)
    found = Colleague(open_page(java_script_enabled=False, viewport=DESK), world)
    found.sign_in("standort@demo.example", PASSWORD)
    return found


def row_of(colleague: Colleague, someone: Traveller, name: str) -> str:
    """What the office reads about somebody on the page of the day."""
    colleague.open(f"/dienst/tag/mitte/{someone.start_time[:10]}")
    return colleague.page.locator("#day tr", has_text=name).inner_text()


def test_who_reads_arabic_only_goes_home_with_both_languages(
    world: World, travel: Travel, office: Colleague
) -> None:
    """Persona 1: a letter came that Amal does not understand; she has a phone and reads Arabic.

    The phone shows German. She touches العربية, and the page turns round. She writes her street,
    and is at her office. Pictures stand beside the concerns: the letter is hers. One button reads
    the page to her. She comes herself and wants somebody to interpret, takes a day on which an
    interpreter is in the house, and the earliest time. A drawn letter shows where her number
    stands. She never has to write a text. The page she keeps, the mail and the slip from the
    library's printer say everything in Arabic and in German. In the office the wish for Arabic
    has arrived, and a room for three is taken.
    """
    amal = travel("de", java_script_enabled=True, viewport=PHONE)
    amal.page.add_init_script(VOICES % ('["ar-SA", "de-DE"]', "false"))
    amal.open("/").press(amal.page.locator(".tb-lang a[hreflang=ar]"))
    amal.pair = "ar"
    amal.at("/")
    assert amal.page.locator("html[lang=ar][dir=rtl]").count()

    amal.follow("/zustaendig/").fill(street="Am Wall", house="77").go_on().at("/termin/mitte/")
    assert amal.page.locator("main a[href$='/bescheid/'] svg").first.is_visible()
    amal.follow("/termin/mitte/bescheid/").at("/termin/mitte/bescheid/")
    amal.page.locator(BUTTON).first.click()
    said = amal.page.evaluate("window.said")
    assert said[0][0] == "ar-SA"

    amal.follow("/termin/mitte/bescheid/angaben").need("in_person", "ar")
    amal.press(amal.page.locator("main a[href$='dolmetschen=1']")).take_day().take_time()
    assert amal.page.locator("main textarea").count() == 0
    assert amal.page.locator("main form svg").first.is_visible()
    amal.name("أمل الحداد").at("/buchen/mehr").go_on()
    assert amal.page.locator("main textarea").count() == 0
    amal.reach(email="amal@example.org").book()

    assert ARABIC.search(amal.words)
    assert "Termin" in amal.page.locator("main .de[lang=de]").first.inner_text()
    assert "Hauptbahnhof" in amal.page.locator("section:has(#way)").inner_text()
    [mail] = world.mails_to("amal@example.org")
    assert ARABIC.search(text_of(mail))
    assert "Uhr" in text_of(mail)
    slip = amal.paper("bon")
    assert {"ar", "de"} <= {passage.language for passage in slip.passages}
    assert amal.reference in slip.text

    office.open("/dienst/dolmetschen/")
    assert "Arabisch" in office.page.locator("tr", has_text=amal.reference).inner_text()
    assert any(room in row_of(office, amal, "أمل") for room in LARGE)


def test_who_cannot_hear_books_with_sign_language_and_without_a_telephone(
    world: World, travel: Travel, office: Colleague
) -> None:
    """Persona 9: Rosa is deaf. A decision came, and she wants it explained in sign language.

    On the first page she finds "Gebärdensprache": the office orders and pays the interpreter, she
    may also bring her own, and needs no telephone. At the concern she says that she comes, that
    somebody shall interpret into German Sign Language, and that she cannot telephone; from there
    on nobody offers her a call. When she tries the telephone all the same, the page does not let
    her walk into it. The talk takes half as long again. She leaves the line for the telephone
    empty, and books with her mail address alone. Page, mail and the A4 sheet say that sign
    language is there. The office reads it where it orders interpreters, and in her row of the
    day: cannot telephone, in a room for three.
    """
    rosa = travel("de").open("/").follow("/info/gebaerdensprache/")
    for promise in ("bestellt und bezahlt", "selbst eine Person", "keine Telefonnummer"):
        assert promise in rosa.words

    rosa.open("/termin/mitte/").choose("bescheid").tick("needs", "no_phone_calls")
    assert rosa.page.locator("main input[name=needs][value=companion]").count()
    rosa.tick("channel", "phone").tick("interpreting", "sign").go_on()
    assert rosa.errors
    rosa.need("in_person", "sign")
    assert not rosa.page.locator("main a[href*='/rueckruf/'], main a[href*='/telefon/']").count()
    rosa.take_day().take_time().name("Rosa Still").reach(email="rosa@example.org").book()

    assert "30 Minuten" in rosa.page.locator(".tb-ticket").inner_text()
    assert "Gebärdensprach" in rosa.page.locator(".tb-ticket").inner_text()
    assert rosa.reference in text_of(world.mails_to("rosa@example.org")[0])
    assert "Gebärdensprach" in rosa.paper("blatt").text

    office.open("/dienst/dolmetschen/")
    wish = office.page.locator("tr", has_text=rosa.reference).inner_text()
    assert "Gebärdensprache" in wish
    row = row_of(office, rosa, "Rosa Still")
    assert "kann nicht telefonieren" in row
    assert any(room in row for room in LARGE)


def test_who_cannot_hear_is_seen_by_video_where_an_office_wants_that(
    world: World, travel: Travel, open_page: Callable[..., Page]
) -> None:
    """Persona 9, another day: Rosa wants to speak about her work, and need not leave the house.

    Nowhere is video offered by itself. Her office switches it on, and says where its rooms are. Now
    video stands beside coming and being called; she takes it, and still gives no telephone. Page
    and mail say: do not come; a link that nobody can guess leads to the talk.
    """
    way = "/termin/mitte/berufliche-situation/angaben"
    rosa = travel("de").open(way)
    assert not rosa.page.locator("main [name=channel][value=video]").count()

    boss = Colleague(open_page(java_script_enabled=False, viewport=DESK), world)
    boss.sign_in("admin@demo.example", PASSWORD)
    boss.open("/dienst/katalog/stellen/mitte/")
    boss.page.locator("[name=channels][value=video]").check()
    boss.click("main form button:not([name])")
    boss.open("/dienst/planung/gruppe/mitte-arbeit/angebote")
    boss.page.locator("[name='channels_berufliche-situation'][value=video]").check()
    boss.click("main form[method=post] button")
    boss.open("/dienst/planung/stelle/mitte/regeln")
    boss.page.locator("[name=video_template]").fill("https://video.example/r/{code}")
    boss.click("main form button")

    rosa.open(way).tick("needs", "no_phone_calls").need("video", "sign")
    rosa.take_day().take_time().name("Rosa Sichtbar").reach(email="sichtbar@example.org").book()
    assert "Kommen Sie nicht" in rosa.words
    assert rosa.page.locator("main a[href^='https://video.example/r/']").is_visible()
    told = text_of(world.mails_to("sichtbar@example.org")[0])
    assert "https://video.example/r/" in told
    assert "Beispielstraße" not in told


def test_who_is_under_25_books_with_a_phone_although_a_parent_has_the_mail(
    world: World, travel: Travel
) -> None:
    """Persona 10: Jonas is 19, finishes school, lives with his parents, and lives on his phone.

    His mother has an appointment, booked with the family's mail address. The finder asks whether
    he is under 25, and offers the youth office beside the one of his district. There stand work
    and training only, and a way to the district for money and rent; that page warns him to wait
    for the Zusicherung before he moves out, since he is under 25. His apprenticeship begins: the
    first way to talk is the telephone. He has no number with him, and his birth date is not
    demanded. With the family's address the page does not tell him whether anybody has an
    appointment; without it all works. He gets the appointment by SMS, and a day before a reminder,
    both without a word about his concern. What he keeps is the page, which says: we call you.
    """
    family = "familie.berg@example.org"
    mother = travel("de").to_who().name("Petra Berg").reach(email=family).book()
    jonas = travel("de", viewport=PHONE).open("/").follow("/zustaendig/")
    jonas.fill(street="Faulenstraße", house="12").tick("under_25", "ja").go_on()
    jonas.at(r"/zustaendig/auswahl/mitte\+jba-mitte\+jba-nord")
    jonas.follow("/termin/jba-mitte/").at("/termin/jba-mitte/")
    assert not jonas.page.locator("main a[href$='/umzug/']").count()

    other = travel("de").open("/termin/mitte/umzug/")
    assert "Zusicherung" in other.words
    assert "unter 25" in other.words

    way = "/termin/jba-mitte/arbeitsaufnahme/"
    jonas.follow(way).follow(f"{way}angaben")
    assert jonas.page.locator("main [name=channel]").first.get_attribute("value") == "phone"
    jonas.need("phone").take_day(1).take_time()
    jonas.tick("for_whom", "myself").tick("no_number").fill(name="Jonas Berg").go_on()
    jonas.at("/buchen/mehr").go_on().reach(email=family, phone="0151 23456789")
    jonas.at("/buchen/pruefen").go_on()
    assert mother.start_time[11:16] not in jonas.words
    assert "Petra" not in jonas.words

    jonas.open("/buchen/erreichbar").tick("sms").reach(phone="0151 23456789")
    if jonas.path == "/buchen/papier":
        jonas.tick("delivery", "none").go_on()
    jonas.book()
    assert "Wir rufen Sie an. Kommen Sie nicht." in jonas.words
    assert jonas.start_time[11:16] in jonas.page.locator("#write-down").inner_text()
    [first] = world.texts_to("+4915123456789")
    assert jonas.start_time[11:16] in first
    world.set_clock(clock.TUESDAY + timedelta(days=1, hours=8))
    _first, reminder = world.texts_to("+4915123456789", 2)
    assert jonas.start_time[11:16] in reminder
    assert "Ausbildung" not in first + reminder


def test_who_works_until_late_books_an_evening_that_is_kept_for_people_who_work(
    world: World, travel: Travel
) -> None:
    """Persona 11: Darko works until half past four, his wage does not suffice, a letter came.

    At his concern he shows only times after 16:00. Thursday next week says that its late times are
    for people who work or take part in a measure. He picks 17:20 and forgets the tick: the page
    says what is missing and keeps the time chosen. He ticks it; nobody wants a proof, there is
    nothing to upload. Somebody who does not look for late times is not given one first, nor that
    Thursday as free. The Thursday of this week is open to all, since two days before nobody had
    taken it. He could also be called after four. He takes the A4 sheet and the calendar file.
    """
    world.set_clock(clock.TUESDAY)
    darko = travel("de").open("/termin/mitte/").choose("bescheid").need("in_person")
    assert not darko.page.locator(
        "main form button[name=start][value*='T16'],main form button[name=start][value*='T17']"
    ).count()
    darko.press(darko.page.locator("main a[href$='ab=16']"))
    days = darko.page.locator("main .tb-rows a.tb-row[href*='/tage/']").all_inner_texts()
    assert "freie Zeiten" in days[0]
    assert "späte Zeiten" in days[1]

    darko.take_day(1)
    assert "arbeiten oder an einer Maßnahme teilnehmen" in darko.words
    darko.tick("start", "2026-12-03T17:20").go_on()
    assert "kreuzen Sie das Kästchen an" in darko.errors[0]
    darko.tick("start", "2026-12-03T17:20").tick("employed").go_on().at("/buchen/name")
    assert not darko.page.locator("input[type=file]").count()
    darko.name("Darko Spät").reach(email="darko@example.org").book()

    assert darko.start_time == "2026-12-03T17:20"
    assert "17:20" in darko.paper("blatt").text
    calendar = fetched(darko.page, darko.page.locator("main a[href$='/termin.ics']"))
    assert b"20261203T172000" in calendar
    called = travel("de").open("/termin/mitte/bescheid/telefon/tage?ab=16")
    assert called.page.locator("main .tb-rows a.tb-row[href*='/tage/']").count()
