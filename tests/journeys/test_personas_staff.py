"""Colleagues of an office from the first click to the paper in hand."""

import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Locator, Page

from backend.actions.demonstrating import PASSWORD
from tests.journeys.test_day import DAY, EARLY, come
from tests.journeys.test_desk import Colleague
from tests.journeys.test_lists import button
from tests.journeys.test_weight import Meter
from tests.journeys.traveller import Traveller, fetched
from tests.journeys.world import World, text_of

pytestmark = [pytest.mark.browser, pytest.mark.long]
Travel = Callable[..., Traveller]
Enter = Callable[[str], Colleague]
DESK = {"width": 1280, "height": 900}
MOST_BYTES = 100_000
"""Of the page of the day, so that it works where the network is slow."""


@pytest.fixture
def enter(world: World, open_page: Callable[..., Page]) -> Enter:
    """Somebody at a desk with a mouse, without script, signed in."""

    def sign_in(who: str) -> Colleague:
        found = Colleague(open_page(java_script_enabled=False, viewport=DESK), world)
        found.sign_in(f"{who}@demo.example", PASSWORD)
        return found

    return sign_in


def row(colleague: Colleague, name: str) -> Locator:
    """Somebody in the table of the day."""
    return colleague.page.locator("#day tr", has_text=name)


def type_and_enter(colleague: Colleague, field: str, text: str) -> None:
    """Write a word and press Enter."""
    colleague.page.locator(field).fill(text)
    with colleague.page.expect_navigation():
        colleague.page.keyboard.press("Enter")


def seen_outside(colleague: Colleague) -> tuple[str, str]:
    """What everybody reads on the display of the calls and on the door."""
    display = colleague.page.context.new_page()
    display.goto(f"{colleague.world.portal.address}/dienst/anzeige/mitte")
    colleague.open("/dienst/tuer/mitte/2026-11-24")
    return display.locator("body").inner_text(), colleague.words


def press_in(colleague: Colleague, line: Locator) -> None:
    """Press the button of a line."""
    with colleague.page.expect_navigation():
        line.locator("button").first.click()


def test_a_clerk_of_the_entrance_zone_gets_through_the_queue_of_eight_o_clock(
    world: World, travel: Travel, enter: Enter
) -> None:
    """Persona 5: Paula serves in the Eingangszone; the queue begins at eight.

    At five past six she prints the big list of her office; the page is light, and needs no script.
    At eight Ida shows her number, and is there with one press; the display outside calls the last
    four letters, and shows neither name nor concern, nor does the sheet on the door. Somebody
    comes without an appointment: two words and Enter, and the receipt with his number is printed.
    Another one would be told "tomorrow" by the portal, since six o'clock is over; Paula gives her
    a time today. Ida's bank account is settled. Her letter is not for the entrance zone: she gets
    a time with Leistungen this very day, and takes the receipt along.
    """
    ida = come(world, travel, "Ida Früh")
    world.set_clock(EARLY + timedelta(minutes=65))
    paula = enter("platz")
    meter = Meter.on(paula.page)
    paula.open(DAY)
    assert meter.bytes_of() < MOST_BYTES, str(meter)
    paula.click("form[action$='/druck'] button")
    paula.page.emulate_media(media="print")
    assert ida.name in paula.words
    assert "Bankverbindung" in paula.words
    paula.page.emulate_media(media="screen")

    world.set_clock(EARLY + timedelta(hours=3, minutes=2))
    paula = enter("platz")
    paula.open(DAY)
    type_and_enter(paula, "[name=who]", ida.reference.lower())
    press_in(paula, paula.page.locator(".st-found"))
    assert "da seit" in row(paula, ida.name).inner_text()
    press_in(paula, row(paula, ida.name))
    called, door = seen_outside(paula)
    assert ida.reference[-4:] in called
    assert ida.reference[:4] + "-" + ida.reference[-4:] in door
    for shown in (called, door):
        assert "Ida" not in shown
        assert "Bankverbindung" not in shown

    paula.open("/dienst/vorsprache/mitte")
    type_and_enter(paula, "[name=concern]", "kontaktdaten")
    number = paula.page.locator("main .st-code, main h1 + p").first.inner_text()
    assert number.replace("-", "") in paula.paper("button[value=bon]").text.replace("-", "")

    online = travel("de").open("/termin/mitte/bankverbindung/persoenlich/tage")
    assert "2026-11-24" not in online.page.content()
    paula.open("/dienst/buchen/mitte")
    type_and_enter(paula, "[name=concern]", "bank")
    type_and_enter(paula, "#name", "Toni Spontan")
    assert "24. November 2026" in paula.words

    paula.open(DAY)
    with paula.page.expect_navigation():
        row(paula, ida.name).locator("a").first.click()
    own = paula.page.url
    paula.click("[name=ergebnis][value=solved]")
    assert "Ergebnis: Erledigt" in paula.words
    paula.page.goto(own)
    paula.click("main a[href$='/folgetermin']")
    type_and_enter(paula, "[name=concern]", "bescheid")
    paula.click("main form button:not([name]):not([tabindex])")
    paula.at("Gebucht")
    receipt = paula.paper("button[value=bon]")
    assert "24.11.2026" in receipt.text
    assert "Ida" not in receipt.text


LISTS = "/dienst/listen/"
LIST_DAY = datetime(2026, 12, 3, 4, 50, tzinfo=UTC)
"""Ten minutes before six: of all the days here the latest, since a list is made once."""
MAILBOX = "liste.mitte@jobcenter.example"


def cells(file: bytes) -> set[object]:
    """What stands in a list."""
    return {cell.value for row in load_workbook(io.BytesIO(file))["Alle"] for cell in row}


def test_a_termin_manager_passes_the_list_on_and_it_vanishes(
    world: World, travel: Travel, enter: Enter
) -> None:
    """Persona 6: Toni passes the Excel list of the day on to the colleagues at the counters.

    The office has named a mailbox. A minute to six there is no list; a minute past six it is there
    and the mailbox says so, without any name. Toni downloads it: the people of the own office, and
    nobody of another one, whose list is not even there for Toni. The list is ticked as passed on.
    Then somebody cancels. The mailbox hears that there is a newer state; Toni fetches it and ticks
    again. In the evening the mailbox is reminded to delete copies. At night the file is gone from
    the server by itself.
    """
    boss = enter("standort")
    boss.open(f"{LISTS}mitte/postfach")
    boss.page.locator("main [name=mail]").fill(MAILBOX)
    boss.click("main form button")
    stays = travel("de").take("2026-12-03T08:00").name("Lena Liste")
    stays.reach(email="lena@example.org").book()
    leaves = travel("de").take("2026-12-03T08:10").name("Ludo Liste")
    leaves.reach(email="ludo@example.org").book()
    north = travel("de").take("2026-12-03T08:00", office="nord").name("Nora Nord")
    north.reach(email="nora@example.org").book()

    world.set_clock(LIST_DAY)
    toni = enter("termine")
    toni.click(f"main a[href='{LISTS}']")
    assert "Für heute gibt es noch keine Liste" in toni.words
    world.set_clock(LIST_DAY + timedelta(minutes=11))
    [ready] = world.mails_to(MAILBOX)
    toni.open(LISTS)
    assert not toni.page.locator("main form[action*='/nord/']").count()
    file = cells(fetched(toni.page, toni.page.locator(button("datei"))))
    assert {"Lena Liste", "Ludo Liste"} <= file
    assert "Nora Nord" not in file
    toni.click(button("weitergegeben"))
    assert "weitergegeben" in toni.words

    leaves.page.reload()
    leaves.press(leaves.page.locator("main a[href$='/absagen']")).go_on()
    world.set_clock(LIST_DAY + timedelta(minutes=45))
    _ready, newer = world.mails_to(MAILBOX, 2)
    toni = enter("termine")
    toni.open(LISTS)
    assert "Es gibt einen neueren Stand." in toni.words
    toni.click(button("neu"))
    assert "Lena Liste" in cells(fetched(toni.page, toni.page.locator(button("datei"))))
    toni.click(button("weitergegeben"))

    world.set_clock(LIST_DAY + timedelta(hours=12, minutes=15))
    *_, reminder = world.mails_to(MAILBOX, 3)
    assert "löschen" in text_of(reminder).lower()
    for mail in (ready, newer, reminder):
        assert "Liste" not in str(mail["Subject"]).replace("Tagesliste", "")
        assert "Lena" not in text_of(mail)
    world.set_clock(LIST_DAY + timedelta(days=1, minutes=-30))
    toni = enter("termine")
    toni.open(LISTS)
    assert not toni.page.locator(button("datei")).count()
    assert "Lena" not in toni.words


def test_a_group_lead_closes_two_counters_and_nobody_is_dropped(
    world: World, travel: Travel, enter: Enter
) -> None:
    """Persona 7: in the Eingangszone two colleagues are ill from tomorrow, nine o'clock.

    All five counters are booked at nine. Gesa closes two of them. Before anything is changed she
    sees whom that hits, with the telephone number beside each, and a free time for each. She moves
    one as proposed, and leaves the other for later. Who is moved gets a mail with the new time;
    the other one keeps the appointment and stands, red, on the list of those to be placed, until
    Gesa has asked on the telephone and takes one of the times offered there; that mail goes out
    too. Of the five nobody is lost.
    """
    world.set_clock(EARLY + timedelta(hours=3))
    guests = []
    for number in range(5):
        guest = travel("de").take("2026-11-25T09:00").name(f"Gast Nummer{'abcde'[number]}")
        guests.append(guest.reach(email=f"gast{number}@example.org", phone="0421 5550123").book())
    gesa = enter("leitung")
    gesa.click("main a[href='/dienst/planung/']")
    gesa.click("main a[href$='/schliessungen/neu']")
    for counter in ("Platz 1", "Platz 2"):
        gesa.page.get_by_label(counter, exact=True).check()
    for name, text in {"first_day": "25.11.2026", "start": "9", "title": "krank"}.items():
        gesa.page.locator(f"[name={name}]").fill(text)
    gesa.click("main form button")
    assert "2 Termine sind betroffen" in gesa.words
    hits = gesa.page.locator(".st-hits tbody tr")
    assert ["0421 5550123" in each for each in hits.all_inner_texts()] == [True, True]
    moved, kept = (hits.nth(number) for number in range(2))
    codes = [each.locator("th small").inner_text() for each in (moved, kept)]
    moved.get_by_label("wie vorgeschlagen").check()
    kept.get_by_label("auf die Liste").check()
    gesa.click("main form button:not([name])")
    assert "krank" in gesa.words

    [gone] = [guest for guest in guests if guest.reference == codes[0]]
    number = guests.index(gone)
    _first, told = world.mails_to(f"gast{number}@example.org", 2)
    gone.page.reload()
    assert gone.start_time != "2026-11-25T09:00"
    assert gone.start_time[11:16] in text_of(told)
    for other in guests:
        other.page.reload()
        assert other.page.locator(".tb-ticket--off").count() == 0
    [left] = [guest for guest in guests if guest.reference == codes[1]]
    assert left.start_time == "2026-11-25T09:00"
    gesa.open("/dienst/zuordnen/mitte")
    gesa.click("main table button[name=ziel]")
    assert not gesa.page.locator("main table").count()
    left.page.reload()
    _first, told = world.mails_to(f"gast{guests.index(left)}@example.org", 2)
    assert left.start_time[11:16] in text_of(told)


PLANNED = "/dienst/planung/stelle/mitte"


def test_an_office_administrator_plans_a_quarter_under_the_lights_of_compliance(
    world: World, travel: Travel, enter: Enter
) -> None:
    """Persona 8: Stefan plans the first quarter of the next year for his office.

    The weeks of all groups stand there as they are now: he only writes what changes. First he lets
    the late Thursday end at five. Before anything is saved he reads that the office owes a day
    until 18:00, and that less needs somebody who agreed, a day and a reason; he goes back, writes
    18:00 again on a Tuesday, and it is saved. Four locked days at the turn of the month are
    refused, three are not. Explaining a decision shall take half an hour. Writing applications is
    not for this office any more; what is mandatory cannot be taken away. The lights are green, the
    calendar knows the holidays of Bremen, and he looks at it as a customer will on a Tuesday in
    January: late times until the evening, half an hour each. So does a customer.
    """
    world.set_clock(EARLY + timedelta(hours=4))
    stefan = enter("standort")
    stefan.open(f"{PLANNED}/zeitraum")
    for name, text in {"first_day": "4.1.2027", "last_day": "31.3.2027"}.items():
        stefan.page.locator(f"[name={name}]").fill(text)
    blocks = stefan.page.locator("details.st-block")
    for each in blocks.all():
        each.locator("summary").click()
        each.locator("[value='18:00']").fill("17:00")
    stefan.click("main form button")
    stefan.at("Bitte prüfen, bevor gespeichert wird")
    assert "18:00" in stefan.page.locator("#gaps + p").inner_text()
    assert stefan.page.locator("[name=agreed_by], [name$='-agreed_by']").count()
    stefan.click("[name=answer-back]")
    for each in stefan.page.locator("details.st-block").all():
        each.locator("summary").click()
        late = each.locator("fieldset.st-line", has=stefan.page.locator("[value='17:00']"))
        late.locator("[value='17:00']").fill("18:00")
        late.locator("input[value='3']").uncheck()
        late.locator("input[value='1']").check()
    stefan.click("main form button")
    assert "Gespeichert." in stefan.words

    stefan.open(f"{PLANNED}/regeln")
    for after, errors in (("2", 1), ("1", 0)):
        stefan.page.locator("[name=lock_before]").select_option("2")
        stefan.page.locator("[name=lock_after]").select_option(after)
        stefan.click("main form button")
        assert stefan.page.locator("#error-summary").count() == errors
    stefan.open("/dienst/planung/gruppe/mitte-leistung/angebote")
    stefan.page.locator("[name=minutes_bescheid]").fill("30")
    stefan.click("main form[method=post] button")
    stefan.open("/dienst/katalog/stellen/mitte/anliegen")
    assert stefan.page.locator("[name=concerns][value=bescheid]").is_disabled()
    stefan.page.locator("[name=concerns][value=bewerbung]").uncheck()
    stefan.click("main form button")

    stefan.open(f"{PLANNED}/vorgaben")
    assert stefan.words.count("erfüllt") == 2
    assert "nicht erfüllt" not in stefan.words
    stefan.open("/dienst/planung/gruppe/mitte-leistung/?ab=2026-12-28")
    assert "Feiertag" in stefan.words
    stefan.open(f"{PLANNED}/vorschau?anliegen=bescheid&beruf=1&stand=4.1.2027")
    assert "05.01.2027" in stefan.words

    world.set_clock(LIST_DAY - timedelta(days=1))
    someone = travel("de").open("/termin/mitte/")
    assert not someone.page.locator("main a[href$='/bewerbung/']").count()
    someone.choose("bescheid").need("in_person")
    someone.open("/termin/mitte/bescheid/persoenlich/tage/2027-01-12?ab=16")
    times = [tile.get_attribute("value") for tile in someone.page.locator("[name=start]").all()]
    assert times == [f"2027-01-12T{at}" for at in ("16:00", "16:30", "17:00", "17:30")]
