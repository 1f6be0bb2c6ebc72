"""At an advice centre: booking beside a client who reads Arabic, blocks with a rival, bad paths."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page

from backend.actions.demonstrating import PASSWORD
from tests import browser as browsers
from tests.journeys import clock
from tests.journeys.test_desk import SMALL
from tests.journeys.test_registering import Typist
from tests.journeys.world import World, text_of

pytestmark = pytest.mark.browser
MAIL = "beratung@demo.example"
CLIENTS = "/dienst/beratung/"
NAME, LATIN = "أمل حداد", "Amal Haddad"
ARABIC = re.compile(r"[\u0600-\u06ff]")
MOST_KEYS = 210
"""From the list of clients to the printed card, besides the names; most of them walk the pages of
customers, of which nothing is left out: the client reads along."""
BLOCK = f"{CLIENTS}gruppe?stelle=mitte&anliegen=bankverbindung&sprache=ar&anzahl="
GO_ON = "main form:not(.tb-finish):not(.tb-hold form) button.govuk-button"


class Counsellor(Typist):
    """Somebody of an advice centre with a client beside, without script on the smallest screen."""

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.keys += 0 if text in {NAME, LATIN} else len(text)

    def go(self, selector: str) -> None:
        """To a link or button, and on."""
        self.tab_to(selector)
        self.enter()

    def tick(self, selector: str) -> None:
        self.tab_to(selector)
        self.page.keyboard.press("Space")
        self.keys += 1

    def look_in_two(self) -> None:
        """Both languages stand on the page, from the right; axe has nothing to say."""
        page = self.page
        assert page.locator("html").get_attribute("dir") == "rtl"
        main = page.locator("main")
        assert ARABIC.search(main.inner_text())
        assert main.locator("[lang=de]").count() > 0
        self.look_narrow()

    def look_narrow(self) -> None:
        assert browsers.violations(self.page) == [], self.page.url
        assert self.page.evaluate("document.documentElement.scrollWidth") <= SMALL["width"]

    @property
    def reference(self) -> str:
        """The number of the appointment on the page."""
        return self.page.locator(".tb-ticket .tb-code").first.inner_text()

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.world.portal.address).partition("#")[0]


@pytest.fixture
def counsel(world: World, open_page: Callable[..., Page]) -> Callable[..., Counsellor]:
    """Somebody signed in at the clients' page."""

    def begin(mail: str = MAIL) -> Counsellor:
        found = Counsellor(open_page(java_script_enabled=False, viewport=SMALL), world)
        found.sign_in(mail, PASSWORD)
        found.open(CLIENTS)
        return found

    return begin


def agree(who: Counsellor, *, looks: object = False) -> None:
    """From the clients' page to the consent, which is ticked."""
    who.go("main a[href='/dienst/beratung/buchen']")
    if looks:
        who.look_narrow()
    who.go("main a[href='/dienst/beratung/buchen/ar+de']")
    if looks:
        who.look_in_two()
    who.tick("[name=agreed]")
    who.go("main form button.govuk-button")


def book(who: Counsellor, number: str) -> None:
    """From the offices to the confirmation, all of it by keyboard."""
    way = "/ar+de/termin/mitte/"
    who.go(f"main a[href='{way}']")
    who.go(f"main a[href='{way}bankverbindung/']")
    who.go("main a[href$='/angaben']")
    who.tick("[name=interpreting]")
    who.go(GO_ON)
    who.go("main a.tb-row[href*='/tage/']")
    who.tab_to("[name=start]")
    who.page.keyboard.press("Space")
    who.keys += 1
    who.go(GO_ON)
    who.tick("[name=for_whom]")
    who.tab_to("[name=name]")
    who.type(NAME)
    who.tab_to("[name=number]")
    who.type(number)
    who.go(GO_ON)
    who.tab_to("[name=latin_name]")
    who.type(LATIN)
    who.go(GO_ON)
    who.tick("[name=shared_mail]")
    who.go(GO_ON)
    who.go("main form[action*='/pruefen'] button")
    assert "/mein-termin/" in who.path


def test_a_counsellor_books_with_an_arabic_client_from_consent_to_the_printed_card(
    counsel: Callable[..., Counsellor], world: World
) -> None:
    counsellor = counsel()
    counsellor.keys = 0
    agree(counsellor, looks=True)
    book(counsellor, "214A770001")
    counsellor.look_in_two()
    counsellor.go("main a[href$='/karte']")
    print(f"\n{counsellor.keys} keys for one booking beside a client")
    assert counsellor.keys <= MOST_KEYS
    assert NAME not in counsellor.page.locator("body").inner_text()
    counsellor.page.emulate_media(media="print")
    card = counsellor.page.locator("main").inner_text()
    assert ARABIC.search(card) and "Ihr Termin" in card

    (letter,) = world.mails_to(MAIL)
    assert "Haddad" not in text_of(letter)


@pytest.mark.long
def test_what_was_booked_beside_a_client_is_printed_moved_and_cancelled_from_the_list(
    counsel: Callable[..., Counsellor], world: World
) -> None:
    counsellor = counsel()
    agree(counsellor)
    book(counsellor, "214A770002")
    page, reference = counsellor.page, counsellor.reference
    counsellor.press("main a[href$='/einwilligung']")
    counsellor.look_in_two()
    assert "Nachbarschaftshaus Beispiel" in counsellor.words
    counsellor.press("main a.govuk-back-link")
    counsellor.press(f"main a[href='{CLIENTS}']")
    counsellor.look("Klientinnen und Klienten")

    row = page.locator("tbody tr").filter(has_text=reference)
    with page.expect_navigation():
        row.locator("button").first.click()
    for paper in ("blatt", "gross", "karte", "bon"):
        with page.expect_download() as download:
            page.locator(f"main a[href$='/{paper}.pdf']").first.click()
        assert download.value.path().read_bytes().startswith(b"%PDF"), paper
    first = page.locator(".tb-ticket time").first.get_attribute("datetime")
    counsellor.click("button[name=change][value=time]")
    counsellor.click("main .tb-rows a.tb-row[href*='/tage/'] >> nth=-1")
    counsellor.tick("[name=start]")
    counsellor.press(GO_ON)
    counsellor.press("main form[action*='/pruefen'] button")
    assert page.locator(".tb-ticket time").first.get_attribute("datetime") != first
    counsellor.click("main a[href$='/absagen']")
    counsellor.click("main form[action*='/absagen'] button")
    counsellor.open(CLIENTS)
    assert reference not in counsellor.words
    assert len(world.mails_to(MAIL, 3)) >= 3


def fill_block(who: Typist, first: int, count: int) -> None:
    """Names, numbers and consents of all."""
    for place in range(count):
        who.page.fill(f"[name=clients-{place}-name]", f"Client {first + place}")
        who.page.fill(f"[name=clients-{place}-number]", f"{first + place}A880000")
        who.page.check(f"[name=clients-{place}-agreed]", force=True)


@pytest.mark.long
def test_every_page_of_partners_is_accessible_and_reads_from_the_right_beside_german(
    counsel: Callable[..., Counsellor],
) -> None:
    counsellor = counsel()
    for page in ("", "buchen", "team/", "team/einladen", "gruppe", "buchen/ti+de", "buchen/de"):
        counsellor.open(f"{CLIENTS}{page}")
        counsellor.look_narrow()
    plan = BLOCK.removeprefix(f"{CLIENTS}gruppe")
    block = f"gruppe/2026-12-07T09-00{plan}4&begleitung=1"
    for page in ("buchen/ar+de", "buchen/fa+de", "buchen/dari+de", "buchen/ps+de", block):
        counsellor.open(f"{CLIENTS}{page}")
        counsellor.look_in_two()
        counsellor.click(GO_ON)
        counsellor.look_in_two()


@pytest.mark.long
def test_of_a_block_of_five_all_are_booked_or_nobody_while_a_rival_takes_one_time(
    counsel: Callable[..., Counsellor],
) -> None:
    ours, rival = counsel(), counsel()
    for who in (ours, rival):
        who.open(BLOCK + "5")
    ours.look_narrow()
    ours.click("main a[href*='/gruppe/2']")
    ours.look_in_two()
    fill_block(ours, 310, 5)

    rival.open(ours.path.replace("anzahl=5", "anzahl=2"))
    fill_block(rival, 410, 2)
    rival.click("main form button.govuk-button")
    assert rival.path == CLIENTS

    ours.click("main form button.govuk-button")
    ours.look_in_two()
    assert ours.page.input_value("[name=clients-4-name]") == "Client 314"
    watcher = counsel()
    assert "Client 310" not in watcher.words

    ours.click("main button[formaction]")
    assert ours.page.input_value("[name=clients-4-name]") == "Client 314"
    ours.click("main form button.govuk-button:not([formaction])")
    assert ours.path == CLIENTS
    assert all(f"Client {number}" in ours.words for number in range(310, 315))


@pytest.mark.long
def test_back_and_a_double_click_book_a_block_once(counsel: Callable[..., Counsellor]) -> None:
    who = counsel()
    who.open(BLOCK + "2")
    who.click("main a[href*='/gruppe/2']")
    fill_block(who, 510, 2)
    who.page.locator("main form button.govuk-button").last.dblclick()
    who.page.wait_for_url(f"**{CLIENTS}*")
    who.page.go_back()
    if "/gruppe/" in who.page.url and who.page.locator("[name=clients-0-name]").count():
        fill_block(who, 510, 2)
        who.page.locator("main form button.govuk-button").last.click()
    who.open(CLIENTS)
    for client in ("Client 510", "Client 511"):
        assert who.page.locator("tbody tr").filter(has_text=client).count() == 1


@pytest.mark.long
def test_bad_paths_open_nothing(
    counsel: Callable[..., Counsellor], world: World, open_page: Callable[..., Page]
) -> None:
    counsellor = counsel()
    agree(counsellor)
    book(counsellor, "214A770003")
    own, page, reference = counsellor.path, counsellor.page, counsellor.reference

    # The client takes the consent back elsewhere: the page that is open here opens nothing more.
    client = open_page(java_script_enabled=False, viewport=SMALL)
    client.goto(f"{world.portal.address}{own}/name")
    client.fill("main [name=name]", LATIN.split()[1])
    with client.expect_navigation():
        client.locator(GO_ON).last.click()
    with client.expect_navigation():
        client.locator("main form[action*='/einwilligung'] button").click()
    page.reload()
    assert NAME not in counsellor.words
    assert page.locator("main a[href$='/karte']").count() == 0
    counsellor.open(CLIENTS)
    assert reference not in counsellor.words

    # Back after signing out shows no client.
    agree(counsellor)
    book(counsellor, "214A770004")
    counsellor.sign_out()
    page.goto(f"{world.portal.address}{CLIENTS}")
    assert "/dienst/anmelden" in page.url
    page.go_back()
    page.go_back()
    assert NAME not in page.locator("body").inner_text()


@pytest.mark.long
def test_a_rest_in_the_middle_asks_to_sign_in_and_keeps_what_was_typed(
    counsel: Callable[..., Counsellor], world: World
) -> None:
    counsellor = counsel()
    agree(counsellor)
    counsellor.open("/ar+de/termin/mitte/bankverbindung/angaben")
    counsellor.tick("[name=interpreting]")
    counsellor.press(GO_ON)
    world.set_clock(clock.TUESDAY + timedelta(minutes=50))
    try:
        counsellor.page.reload()
        assert "/dienst/anmelden" in counsellor.page.url
        counsellor.look_narrow()
        counsellor.write("mail", MAIL)
        counsellor.write("password", PASSWORD)
        counsellor.press()
        assert counsellor.path.endswith("/tage")
    finally:
        world.set_clock(clock.TUESDAY)
