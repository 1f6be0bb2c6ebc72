"""Who is helped by somebody beside them or on the telephone, up to the paper in hand."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page

from backend.actions.demonstrating import PASSWORD
from tests.journeys import clock
from tests.journeys.test_desk import SMALL, Colleague
from tests.journeys.test_kiosk import UPRIGHT, Enrol, enrol, keeping_browser  # noqa: F401
from tests.journeys.test_partners import BLOCK, fill_block
from tests.journeys.test_registering import NAME
from tests.journeys.test_telephone import MOST_KEYS, Agent
from tests.journeys.traveller import NUMBERS, Traveller
from tests.journeys.world import World, text_of

pytestmark = [pytest.mark.browser, pytest.mark.long]
Travel = Callable[..., Traveller]
Enter = Callable[..., Agent]
PHONE = "/dienst/telefon/"
DAY_BEFORE = datetime(2026, 12, 8, 9, 0, tzinfo=UTC)
ALOUD = "#aloud ~ *"
FINGER = 72
"""Pixels of what is touched at a terminal."""


@pytest.fixture
def enter(world: World, open_page: Callable[..., Page]) -> Enter:
    """Somebody at a keyboard, without script, signed in."""

    def sign_in(who: str, moment: datetime = clock.TUESDAY) -> Agent:
        world.set_clock(moment)
        found = Agent(open_page(java_script_enabled=False, viewport=SMALL), world)
        found.sign_in(f"{who}@demo.example", PASSWORD)
        return found

    return sign_in


def number() -> str:
    """A customer number that nobody else has."""
    return f"312A{next(NUMBERS):06}"


def answer(agent: Agent, address: str, concern: str, **more: str) -> None:
    """The first half of the page: where somebody lives, and what it is about."""
    agent.open(PHONE)
    for field, text in {"street": address, "concern": concern, **more}.items():
        if not agent.page.locator(f"#{field}").is_visible():
            agent.page.locator(f"details:has(#{field}) > summary").click()
        agent.page.locator(f"#{field}").fill(text)
    agent.page.locator("#concern").focus()
    agent.enter()


def code_of(colleague: Colleague) -> str:
    """The number of the appointment just booked."""
    return colleague.page.locator(".st-code").inner_text()


def test_who_has_neither_mail_nor_screen_books_by_telephone_and_gets_a_letter(
    world: World, travel: Travel, enter: Enter
) -> None:
    """Persona 2: Karl is 58, has a landline, no mail, no smartphone, and no printer.

    He calls. Selim asks for his street, what it is about and a day after which a letter has come,
    and reads a short number out, letter by letter, with day, time and what to bring. The office
    prints the letter for his address: it says everything, and where the letterbox hangs. For the
    application he would like the forms: at the library somebody orders them by post for him, and
    only his address is asked. On the working day before, he stands on the list of calls, to be
    reminded. Then he is ill: he calls, says the number, and that is enough to cancel. Who had
    rather come: a clerk books the same way and gives him the sheet at once.
    """
    selim = enter("hotline")
    answer(selim, "Am Wall 77, 28203", "bescheid", day="9.12.2026")
    for field, text in {"name": "Karl Festnetz", "number": number(), "phone": "0421 55501"}.items():
        selim.page.locator(f"#{field}").fill(text)
    selim.page.locator("details:has(#delivery) > summary").click()
    selim.page.locator("#delivery").select_option("letter")
    selim.page.locator("[name=address]").fill("Karl Festnetz\nMusterstr. 5\n28203 Bremen")
    selim.page.locator("#name").focus()
    selim.enter()
    selim.at("Gebucht")
    code = code_of(selim)
    aloud = " ".join(selim.page.locator(ALOUD).all_inner_texts())
    assert " ".join(code.replace("-", "")[:4]) in aloud
    assert "9. Dezember 2026" in aloud
    assert "Bescheid" in aloud

    travel("de").open("/termin/mitte/neuantrag/formulare").fill(
        address="Karl Festnetz\nMusterstr. 5\n28203 Bremen"
    ).go_on().at(".*/bestellt")
    office = enter("standort")
    office.open("/dienst/post/mitte")
    assert "Formulare per Post" in office.words
    office.click("main button[value=post]")
    letter = office.paper("main form[action$='/druck'] button")
    for said in ("Karl Festnetz", "Musterstr. 5", code, "9. Dezember 2026", "Briefkasten"):
        assert said in letter.text
    office.click("main form[action$='/post'] button")

    office = enter("standort", DAY_BEFORE)
    office.open("/dienst/anrufe/")
    call = office.page.locator("main tr", has_text=code)
    assert "An den Termin erinnern" in call.inner_text()

    selim = enter("hotline", DAY_BEFORE)
    selim.open("/dienst/suche")
    selim.page.locator("[name=reference]").fill(code.lower())
    selim.click("main form button")
    assert "Karl Festnetz" in selim.words
    selim.click("main a[href*='/telefon/absagen/']")
    selim.page.locator("main select").select_option(index=1)
    selim.click("main form button.govuk-button--warning, main form button")
    selim.open("/dienst/suche")
    selim.page.locator("[name=reference]").fill(code)
    selim.click("main form button")
    assert not selim.page.locator("main a[href*='/telefon/absagen/']").count()

    paula = enter("platz")
    paula.open("/dienst/buchen/mitte")
    for field, text in {"#concern": "bank", "#name": "Hedwig Schalter"}.items():
        paula.page.locator(field).fill(text)
        paula.enter()
    sheet = paula.paper("button[value=blatt]")
    assert code_of(paula) in sheet.text
    assert "Briefkasten" in sheet.text


def test_an_agent_serves_callers_from_one_page_by_keyboard(
    world: World, travel: Travel, enter: Enter
) -> None:
    """Persona 4: Selim answers the telephone; many wait, and seconds count.

    Street, what it is about, the first of three times, name, number, telephone: fewer than sixty
    keys besides the name, without a mouse, and the page reads number, time and papers out for him.
    Nothing there sends a caller to the telephone he is just using. The next two callers have no
    mail; he writes the address of the house for both, which blocks neither. One of them lives
    elsewhere than he thought: one key, and the appointment is moved. A caller from Bremerhaven
    hears the way of the own Jobcenter. One wants to be called: the ticket says until when, in two
    working days; what was left on the machine says: in one. The appointment that was moved is in
    his hand as a letter, should the caller want one.
    """
    selim = enter("hotline")
    selim.open(PHONE + "#street")
    selim.keys = 0
    selim.type("Am Wall 77, 28203")
    selim.tab_to("#concern")
    selim.type("bank")
    selim.enter()
    assert selim.page.locator("main [name=start]").count() == 3
    selim.tab_to("#name")
    selim.type(NAME)
    selim.tab_to("#number")
    selim.type(number())
    selim.tab_to("#phone")
    selim.type("04215550199")
    selim.enter()
    selim.look("Gebucht")
    assert selim.keys < MOST_KEYS, f"{selim.keys} keys"
    aloud = " ".join(selim.page.locator(ALOUD).all_inner_texts())
    assert "Ausweis" in aloud
    assert "0421" not in aloud

    for name in ("Erste Ohnemail", "Zweite Ohnemail"):
        answer(selim, "Am Wall 77, 28203", "bank")
        fields = {"name": name, "number": number(), "email": "telefon@example.org"}
        for field, text in fields.items():
            selim.page.locator(f"#{field}").fill(text)
        selim.enter()
        selim.at("Gebucht")
    before = selim.page.locator(".st-when").inner_text()
    code = code_of(selim)
    selim.shortcut("v")
    selim.at("Verlegen: Zweite Ohnemail")
    selim.tab_to("[name=start]")
    selim.page.keyboard.press("ArrowDown")
    selim.tab_to("main form button:not([name]):not([tabindex])")
    selim.enter()
    selim.open("/dienst/suche")
    selim.page.locator("[name=reference]").fill(code)
    selim.click("main form button")
    assert before not in selim.words

    answer(selim, "Bremerhaven", "bank")
    assert "Jobcenter Bremerhaven" in selim.words
    for kind, day in (("ticket", 26), ("voicebox", 25)):
        selim.open("/dienst/rueckrufe/neu")
        selim.page.locator("#kind").select_option(kind)
        selim.page.locator("#team").select_option("mitte/mitte-leistung")
        selim.page.locator("#name").fill("Rita Rückruf")
        selim.page.locator("#phone").fill("0421 55502")
        selim.click("main form button")
        assert f"{day}. November" in selim.words
        card = selim.paper("main form[action$='/karte.pdf'] button")
        assert f"{day}.11.2026" in card.text
        assert "Rita" not in card.text


def test_a_counsellor_books_beside_clients_and_keeps_nothing(
    world: World, travel: Travel, enter: Enter
) -> None:
    """Persona 3: Bela counsels at a neighbourhood centre: six clients a day, one shared computer.

    Client and counsellor look at the same page, Arabic with German beneath. It says who will see
    the appointment; without the client's tick nothing goes on. Bela comes along, and a room for
    three is taken. The client has no address, so messages go to the centre, and the mail names
    nobody. The client takes a card in both languages home. The next client is booked with the same
    address of the centre: it blocks nobody. Three clients get times one after the other with one
    interpreter, all or none. An emergency does not wait: the way to help today stands beside. The
    list shows who has an appointment from today on, and only the own clients. After half an hour
    without a touch the computer asks who is there; after the day, the appointments are gone.
    """
    bela = enter("beratung")
    day = beside(bela, "Client Eins").start_time[:10]
    card = beside(bela, "Client Zwei").paper("karte")
    letters = world.mails_to("beratung@demo.example", 2)
    assert not any("Client" in text_of(mail) for mail in letters)
    assert {"ar", "de"} <= {passage.language for passage in card.passages}
    assert "Client" not in card.text

    bela.open(BLOCK + "3")
    bela.click("main a[href*='/gruppe/2']")
    fill_block(bela, 710, 3)
    bela.click("main form button.govuk-button:not([formaction])")
    bela.open("/dienst/beratung/")
    for client in ("Client Eins", "Client Zwei", "Client 710", "Client 711", "Client 712"):
        assert client in bela.words
    assert bela.page.locator("main a[href$='/notfall/']").is_visible()

    office = enter("standort")
    office.open(f"/dienst/tag/mitte/{day}")
    row = office.page.locator("#day tr", has_text="Client Eins").inner_text()
    assert "Platz 4" in row or "Platz 5" in row
    assert "Bela Beratung" in row or "Bela Beratung" in office.words

    world.set_clock(clock.TUESDAY + timedelta(minutes=40))
    bela.open("/dienst/beratung/")
    assert "Client" not in bela.words
    bela = enter("beratung", datetime(2026, 12, 20, 9, 0, tzinfo=UTC))
    bela.open("/dienst/beratung/")
    assert "Client" not in bela.words


def beside(bela: Agent, name: str) -> Traveller:
    """From the consent to the confirmation, with the client reading along."""
    bela.open("/dienst/beratung/buchen")
    bela.click("main a[href$='/buchen/ar+de']")
    bela.click("main form button.govuk-button")
    assert bela.page.locator("#error-summary").count()
    client = Traveller(bela.page, bela.world.portal.address, "ar+de")
    assert "Nachbarschaftshaus Beispiel" in client.words
    client.tick("agreed").tick("comes_along").go_on().at("/termin/")
    client.follow("/termin/mitte/").choose().need().take_day().take_time()
    client.tick("for_whom", "myself").fill(name=name, number=number()).go_on()
    return client.at("/buchen/erreichbar").tick("shared_mail").go_on().book()


def test_at_a_terminal_who_cannot_type_well_leaves_with_paper_and_leaves_nothing(
    enrol: Enrol,  # noqa: F811 - the fixture of that name
) -> None:
    """Persona 14: Yusuf stands at the terminal in the library; typing is hard for him.

    First the languages: he touches Arabic. Then pictures: a time, his concern, a day, an hour. Only
    name and number are to be typed; no mail is needed, none is asked for as a must. Everything has
    the size of a finger, and what he has booked can be read to him. The slip comes out of the
    printer in both languages; what to copy by hand stands on the screen too. He goes away without
    a word: after a minute the screen asks, then it is at the beginning, and whoever comes next
    finds nothing of him, not even by going back.
    """
    terminal = enrol(viewport=UPRIGHT)
    terminal.page.clock.install()
    yusuf = terminal.begin("ar")
    page = yusuf.page
    assert page.locator("main a.tb-row svg").first.is_visible()
    for row in page.locator("main a.tb-row").all():
        box = row.bounding_box()
        assert box is not None
        assert box["height"] >= FINGER
    terminal.book(yusuf)
    assert page.locator("script[data-listen]").count()
    reference, token = yusuf.reference, yusuf.token
    assert page.locator("#write-down").is_visible()
    yusuf.press(page.locator("main a.govuk-button[href$='/karte']"))
    page.wait_for_load_state()
    assert page.evaluate("window.printed") == 1
    assert "Ihr Termin" in yusuf.printed
    assert reference in yusuf.printed

    with page.expect_navigation():
        page.clock.run_for(120_000)
    assert terminal.is_at_the_beginning
    terminal.gives_nothing_away(reference, token)
