"""Whole journeys in a real browser: from the start page to the mail, the move and the end."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.journeys import clock
from tests.journeys.traveller import Traveller
from tests.journeys.world import World, text_of

pytestmark = pytest.mark.browser
Travel = Callable[..., Traveller]
NAMES = {"de": "Erika Beispiel", "en": "Grace Example", "ar": "فاطمة الحسن", "ar+de": "سمير خوري"}
OTHERS = {
    "leichte-sprache": "Max Muster", "tr": "Işıl Çağlayan", "uk": "Олена Коваленко",
    "ru": "Фёдор Щукин", "bg": "Цветан Йорданов", "fa": "پریسا گل‌محمدی", "dari": "زرغونه عطایی",
    "ku": "Şêrîn Çîçek", "pl": "Łucja Żądło", "ro": "Ștefania Țăranu", "fr": "Zoé d’Haÿ",
    "ps": "ګل مکۍ ځدراڼ", "sr": "Đurđa Šćepanović", "sq": "Çlirim Hoxhë", "ti": "ሰላም ሃይለ",
    "so": "Xaliimo Cabdi",
}  # fmt: skip
READINGS = [
    pytest.param(slug, marks=() if slug in {"de", "ar+de"} else pytest.mark.all_languages)
    for slug in NAMES | OTHERS
]


@pytest.mark.parametrize("pair", READINGS)
def test_a_customer_books_prints_moves_and_cancels_without_script(
    world: World, travel: Travel, pair: str
) -> None:
    mail = f"{pair.replace('+', '-')}@example.org"
    someone = (
        travel(pair).start().choose().need().take_day().take_time().name((NAMES | OTHERS)[pair])
    )
    if someone.path == "/buchen/mehr":
        someone.fill(latin_name="Latin Spelling").go_on()
    someone.reach(email=mail).book()
    first, reference = someone.start_time, someone.reference

    [letter] = world.mails_to(mail)
    assert someone.token in text_of(letter)
    assert reference in text_of(letter)

    someone.press(someone.page.locator("main a[href$='/karte']"))
    assert reference in someone.page.locator("main").inner_text()
    someone.page.go_back()
    assert reference in someone.printed

    someone.press(someone.page.locator("button[name=change][value=time]"))
    someone.at(".*/tage")
    someone.press(someone.page.locator("main .tb-rows a.tb-row[href*='/tage/']").last)
    someone.tick("start").go_on().book()
    assert someone.reference == reference
    assert someone.start_time > first
    world.mails_to(mail, 2)

    someone.press(someone.page.locator("main a[href$='/absagen']"))
    someone.at(".*/absagen").go_on().at(r"/mein-termin/[\w.~-]+")
    assert someone.page.locator(".tb-ticket--off").is_visible()
    world.mails_to(mail, 3)


def test_the_finder_leads_to_the_concerns_of_the_right_office(travel: Travel) -> None:
    someone = travel("ar").open("/").follow("/zustaendig/").at("/zustaendig/")

    someone.fill(postcode="٢٨١٩٥").go_on().at(r"/zustaendig/auswahl/mitte\+west")
    someone.follow("/termin/mitte/").at("/termin/mitte/")


def test_who_lives_elsewhere_is_shown_the_other_jobcenter(travel: Travel) -> None:
    someone = travel().open("/zustaendig/").fill(postcode="27568").go_on()

    assert someone.path.startswith("/zustaendig/anderes/")


def test_what_somebody_needs_is_found_by_own_words(travel: Travel) -> None:
    someone = travel("ar+de").open("/termin/mitte/").fill(suche="Strom abgestellt")
    someone.page.keyboard.press("Enter")
    someone.page.wait_for_url("**suche=*")

    found = someone.page.locator("main a[href*='/termin/mitte/energiesperre/']")
    assert found.first.is_visible()


def test_who_is_called_gives_a_number_and_is_told_not_to_come(world: World, travel: Travel) -> None:
    someone = travel().start().choose("bescheid").need("phone").take_day().take_time()
    someone.name("Karla Ruf").reach(email="ruf@example.org")
    assert someone.errors
    someone.reach(email="ruf@example.org", phone="0421 5550123").book()

    assert someone.page.locator("#way").count() == 0
    assert "Ansgari" not in text_of(world.mails_to("ruf@example.org")[0])


def test_without_mail_the_page_itself_is_what_to_keep(travel: Travel) -> None:
    someone = travel("en").to_who().name("Nora Nomail").reach().at("/buchen/papier")

    someone.tick("delivery", "none").go_on().book()

    written = someone.page.locator("#write-down").inner_text()
    assert someone.reference in written
    assert someone.start_time[11:16] in written


def test_a_letter_goes_to_the_address_that_was_written(travel: Travel) -> None:
    someone = travel().to_who(day=-1).name("Paula Post").reach().at("/buchen/papier")
    someone.tick("delivery", "letter").go_on()
    assert someone.errors
    address = "Paula Post\nMusterstr. 5\n28195 Bremen"

    someone.fill(address=address).go_on().at("/buchen/pruefen")

    assert "Musterstr. 5" in someone.words
    someone.book()


def test_the_link_of_the_mail_opens_time_and_place_and_the_name_the_rest(
    world: World, travel: Travel
) -> None:
    someone = travel("ar").to_who().name("Lina Link").reach(email="link@example.org").book()
    path, reference = someone.path, someone.reference

    other = travel("ar").open(path)
    assert reference not in other.words
    assert someone.start_time == other.start_time
    other.follow(f"{path}/name").fill(name="link").go_on().at(path)
    assert other.reference == reference

    third = travel("ar").open(path)
    third.follow(f"{path}/absagen").go_on().at(path)
    assert third.page.locator(".tb-ticket--off").is_visible()
    assert len(world.mails_to("link@example.org", 2)) == 2


def test_number_and_name_find_the_appointment_again(travel: Travel) -> None:
    someone = travel().to_who().name("Nils Nummer").reach(email="nummer@example.org").book()
    reference, path = someone.reference, someone.path

    other = travel().open("/").follow("/mein-termin/")
    other.fill(reference=reference.lower(), name="Nummer").go_on().at(path)


def test_going_back_after_booking_leads_to_the_appointment(travel: Travel) -> None:
    someone = travel().to_who().name("Bea Back").reach(email="back@example.org").book()
    path = someone.path

    someone.page.wait_for_load_state()
    someone.page.go_back()

    someone.at(path)


def test_two_clicks_on_the_last_button_book_once(world: World, travel: Travel) -> None:
    someone = travel().to_who().name("Doris Doppel").reach(email="doppel@example.org")

    someone.at("/buchen/pruefen").button.dblclick()

    someone.page.wait_for_url("**/mein-termin/**")
    assert someone.reference
    world.mails_to("doppel@example.org")
    # A second letter would lie in the outbox by now and be sent in the same round.
    someone.page.wait_for_timeout(1500)
    assert len(world.mails_to("doppel@example.org")) == 1


def test_a_change_of_language_keeps_step_and_answers(travel: Travel) -> None:
    someone = travel("ar").to_who().fill(name="سمير", number="1").go_on()
    assert someone.errors

    someone.press(someone.page.locator(".tb-lang a.tb-pill").first)

    someone.pair = "ar+de"
    someone.at("/buchen/name")
    assert someone.page.locator("[name=name]").input_value() == "سمير"
    assert someone.page.locator("[name=number]").input_value() == "1"


def test_the_list_of_languages_leads_back_to_the_same_question(travel: Travel) -> None:
    someone = travel("de").to_who().fill(name="Li Sprache").go_on()

    someone.press(someone.page.locator(".tb-tools a").first)
    someone.at("/sprachen").press(someone.page.locator("main a[hreflang=ar]").first)

    someone.pair = "ar"
    someone.at("/buchen/name")
    assert someone.page.locator("[name=name]").input_value() == "Li Sprache"


def test_finish_deletes_all_answers(travel: Travel) -> None:
    someone = travel().to_who().fill(name="Nobody").go_on()

    someone.press(someone.page.locator("form.tb-finish button"))
    someone.at("/").open("/buchen/name")

    someone.at("/termin/")


def test_errors_stand_in_both_languages_and_lead_to_their_questions(travel: Travel) -> None:
    someone = travel("ar+de").to_who().fill(number="214A123456").go_on().at("/buchen/name")

    page = someone.page
    assert page.evaluate("document.activeElement.id") == "error-summary"
    assert page.title().startswith("خطأ")
    for line in page.locator("#error-summary li").all():
        assert line.locator("span.t").inner_text()
        assert line.locator("span.de[lang=de]").inner_text()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.hash") == "#for_whom"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") in {"for_whom", ""}
    assert page.locator("[name=number]").input_value() == "214A123456"


def test_a_lapsed_time_is_said_and_can_still_be_booked(world: World, travel: Travel) -> None:
    someone = travel().to_who().name("Lars Langsam").reach(email="langsam@example.org")
    kept = someone.page.locator(".tb-hold").inner_text()

    world.set_clock(clock.TUESDAY + timedelta(hours=2))
    someone.page.reload()

    assert someone.page.locator(".tb-hold").inner_text() != kept
    someone.book()
