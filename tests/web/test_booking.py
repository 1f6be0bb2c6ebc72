"""The way to an appointment over HTTP, without script: right answers, wrong ones, and rivals."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from backend.domain.appointments import Appointment, State
from backend.store import appointments, capacity, database, queues
from tests.web.booked import Booked, portal_with
from tests.web.visiting import TINY
from tests.web.walk import Walk

PAIRS = ["de", "en", "ar", "ar+de", "en+de"]
TIMES = "/termin/mitte/bankverbindung/persoenlich/tage"


@pytest.fixture
def portal(default_database_url: str, tmp_path: Path) -> Iterator[Booked]:
    with portal_with(default_database_url, tmp_path) as booked:
        yield booked


def walk(portal: Booked, address: str = "192.0.2.1") -> Walk:
    return Walk(portal.stranger(address))


def to_times(portal: Booked, pair: str = "de", concern: str = "bankverbindung") -> Walk:
    """As far as the times of the first free day."""
    way = walk(portal).open(f"/{pair}/termin/mitte/{concern}/angaben")
    channel = way.page.select_one("[name=channel]")
    assert channel is not None
    way.send(channel=str(channel["value"]), interpreting="no")
    first_day = way.page.select_one("main .tb-rows a.tb-row[href*='/tage/']")
    assert first_day is not None
    return way.open(str(first_day["href"]))


def to_who(portal: Booked, pair: str = "de", concern: str = "bankverbindung") -> Walk:
    way = to_times(portal, pair, concern)
    return way.send(start=way.value("start"))


def to_check(portal: Booked, pair: str = "de", **reach: str) -> Walk:
    way = to_who(portal, pair)
    way.send(for_whom="myself", name="Erika Beispiel", number="214A123456")
    return way.send(**({"email": "erika@example.org"} | reach))


def standing(portal: Booked) -> list[Appointment]:
    rows = database.every("SELECT id FROM appointment WHERE state = 'booked'", ())
    found = [appointments.by_id(row[0]) for row in rows]
    return [appointment for appointment in found if appointment is not None]


@pytest.mark.parametrize("pair", PAIRS)
def test_a_customer_books_in_every_pair_of_languages(portal: Booked, pair: str) -> None:
    way = to_check(portal, pair)
    assert way.address.endswith(f"/{pair}/buchen/pruefen#main"), way.errors

    way.send()

    assert way.status == 200
    [appointment] = standing(portal)
    assert f"/{pair}/mein-termin/" in way.address
    assert appointment.reference.replace("-", "") in way.words.replace("-", "")
    assert appointment.languages == pair
    assert portal.letters("confirmation") == 1


def test_choosing_a_time_holds_it_for_half_an_hour(portal: Booked) -> None:
    way = to_who(portal)

    assert "buchen/name" in way.address
    held = database.every("SELECT hold_until FROM appointment WHERE state = 'held'", ())
    assert held == [(int(portal.clock.now.timestamp()) + 1800,)]


def test_extending_the_hold_is_one_press(portal: Booked) -> None:
    way = to_who(portal)
    portal.clock.now += timedelta(minutes=20)

    way.send("form[action*=verlaengern]")

    held = database.every("SELECT hold_until FROM appointment WHERE state = 'held'", ())
    assert held == [(int(portal.clock.now.timestamp()) + 1800,)]
    assert "buchen/name" in way.address


def test_a_lapsed_hold_still_books_while_nobody_took_the_time(portal: Booked) -> None:
    way = to_check(portal)
    portal.clock.now += timedelta(minutes=45)

    way.send()

    assert way.status == 200
    assert len(standing(portal)) == 1


def test_a_time_taken_by_a_rival_is_refused_with_the_nearest_ones_and_answers_stay(
    portal: Booked,
) -> None:
    way = to_check(portal)
    draft = portal.draft(way.client)
    assert draft is not None
    start = datetime.fromisoformat(draft.held_start)
    portal.clock.now += timedelta(minutes=45)
    rivals = [portal.book(email=f"rival{number}@example.org") for number in range(40)]
    assert any(rival.start == start for rival in rivals)

    way.send()

    assert way.status == 409
    assert way.page.select("main .tb-rows form button[name=start]")
    way.send("main .tb-rows form", start=way.value("start"))
    assert way.address.endswith("/buchen/pruefen#main")
    assert "Erika Beispiel" in way.words
    way.send()
    assert way.status == 200


def test_the_back_button_after_booking_leads_to_the_appointment(portal: Booked) -> None:
    way = to_check(portal).send()
    confirmation = way.address

    way.open("/de/buchen/pruefen")

    assert way.address.split("#")[0] == confirmation.split("#")[0]
    assert len(standing(portal)) == 1


def test_a_double_click_books_once_and_shows_the_appointment_twice(portal: Booked) -> None:
    way = to_check(portal)
    token = way.value("csrf_token")

    answers = [
        way.client.post("/de/buchen/pruefen", data={"csrf_token": token}) for _press in range(2)
    ]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].location == answers[1].location
    assert len(standing(portal)) == 1
    assert portal.letters("confirmation") == 1


def test_a_second_click_before_the_first_answer_leads_to_the_appointment_too(
    portal: Booked,
) -> None:
    way = to_check(portal)
    token = way.value("csrf_token")
    with way.client.session_transaction() as session:
        before = dict(session)
    first = way.client.post("/de/buchen/pruefen", data={"csrf_token": token})
    with way.client.session_transaction() as session:
        session.clear()
        session.update(before)

    second = way.client.post("/de/buchen/pruefen", data={"csrf_token": token})

    assert second.status_code == 303
    assert second.location == first.location


def test_finish_deletes_the_answers_and_frees_the_time(portal: Booked) -> None:
    way = to_check(portal)

    way.send("form.tb-finish")

    assert database.every("SELECT 1 FROM draft", ()) == []
    assert database.every("SELECT 1 FROM claim", ()) == []
    way.open("/de/buchen/name")
    assert way.address.endswith("/de/termin/")


# --- bad input


@pytest.mark.parametrize("pair", PAIRS)
def test_nothing_filled_in_names_every_question_and_keeps_the_page(
    portal: Booked, pair: str
) -> None:
    way = to_who(portal, pair)

    way.send(name="", number="214A123456")

    assert way.status == 422
    assert len(way.errors) == 2
    assert way.value("number") == "214A123456"
    assert way.page.title is not None


def test_typed_answers_stay_when_the_language_changes(portal: Booked) -> None:
    way = to_who(portal)
    way.send(name="Erika Beispiel", number="214A123456")
    assert way.status == 422

    way.open("/ar+de/buchen/name")

    assert way.value("name") == "Erika Beispiel"
    assert way.value("number") == "214A123456"


@pytest.mark.parametrize(
    "name",
    ["x" * 10_000, "\u202e" * 200 + "y" * 200],
)
def test_far_too_long_names_get_a_sentence(portal: Booked, name: str) -> None:
    way = to_who(portal).send(for_whom="myself", name=name)

    assert way.status == 422
    assert way.errors


@pytest.mark.parametrize(
    "name",
    [
        "ليلى حسن",
        "Олена Коваленко",
        "ለምለም ገብረ",
        "O'Brien-Müller",
        "Ng",
        "\u0000Ali\u0007 Veli",
        "李",
    ],
)
def test_names_of_every_script_are_taken(portal: Booked, name: str) -> None:
    way = to_who(portal).send(for_whom="myself", name=name, number="214A123456")

    assert way.status == 200
    assert not way.errors


def test_what_joins_persian_letters_stays_and_is_no_name_by_itself(portal: Booked) -> None:
    way = to_who(portal).send(
        for_whom="myself", name=" \u200cمیر\u200cحسین \u200d ", number="214A123456"
    )
    way.send(latin_name="Mir-Hossein").send(email="mir@example.org").send()
    [appointment] = standing(portal)
    assert appointment.person.name == "میر\u200cحسین"

    way = to_who(portal).send(for_whom="myself", name="\u200c\u200d", number="214A123457")
    assert way.status == 422


def test_arabic_digits_are_read(portal: Booked) -> None:
    way = to_who(portal)
    way.send(for_whom="myself", name="Layla", number="٢١٤A١٢٣٤٥٦")
    way.send(phone="٠١٥٢ ٢٨٨١٧٣٨٦", email="layla@example.org").send()

    [appointment] = standing(portal)
    assert appointment.person.number == "214A123456"
    assert appointment.person.phone == "0152 28817386"


def test_an_odd_number_is_pointed_at_once_and_then_accepted(portal: Booked) -> None:
    way = to_who(portal).send(for_whom="myself", name="Erika", number="12")
    assert way.status == 422

    way.send()

    assert way.address.endswith("/buchen/erreichbar#main")


def test_an_incomplete_mail_address_says_what_is_missing(portal: Booked) -> None:
    way = to_check(portal, email="layla.example.org")

    assert way.status == 422
    assert "@" in way.errors[0]
    assert way.value("email") == "layla.example.org"


def test_a_lost_token_keeps_what_was_typed(portal: Booked) -> None:
    way = to_who(portal).send(csrf_token="", for_whom="myself", name="Erika Beispiel")

    assert way.status == 422
    assert way.value("name") == "Erika Beispiel"


@pytest.mark.parametrize(
    "start", ["", "x", "2026-11-24T10:03", "2026-11-24T10:00+01:00", "9" * 500]
)
def test_a_time_that_is_none_gets_a_sentence(portal: Booked, start: str) -> None:
    way = to_times(portal).send(start=start)

    assert way.status == 422
    assert way.errors


def test_a_time_outside_the_openings_is_refused_with_others(portal: Booked) -> None:
    way = to_times(portal)
    day = way.address.rsplit("/", 1)[1]

    way.send(start=f"{day}T03:00")

    assert way.status == 409
    assert way.page.select("main .tb-rows form button[name=start]")


# --- who gets what


def test_late_times_need_the_declaration(portal: Booked) -> None:
    way = to_times(portal)
    way.open(f"/de{TIMES}?ab=16")
    last = way.page.select("main .tb-rows a.tb-row[href*='/tage/']")[-1]
    way.open(str(last["href"]))

    way.send(start=way.value("start"))
    assert way.status == 422
    way.send(start=way.value("start"), employed="1")

    assert way.address.endswith("/buchen/name#main")


def test_a_phone_appointment_needs_a_number_and_shows_no_way(portal: Booked) -> None:
    way = walk(portal).open("/de/termin/mitte/bescheid/angaben")
    way.send(channel="phone", interpreting="no")
    line = way.page.select_one("main .tb-rows a.tb-row[href*='/tage/']")
    assert line is not None
    way.open(str(line["href"]))
    way.send(start=way.value("start"))
    way.send(for_whom="myself", name="Erika", number="214A123456")

    way.send(email="erika@example.org", phone="")
    assert way.status == 422
    way.send(phone="0421 123456").send()

    assert way.status == 200
    assert portal.content.offices["mitte"].street not in way.words


def test_who_cannot_phone_is_not_sent_to_the_phone(portal: Booked) -> None:
    way = walk(portal).open("/de/termin/mitte/bescheid/angaben")

    way.send(channel="phone", interpreting="no", needs=["no_phone_calls"])

    assert way.status == 422


@pytest.mark.parametrize("answers", [{"needs": "no_phone_calls"}, {"interpreting": "sign"}])
def test_who_cannot_phone_is_offered_no_call(portal: Booked, answers: dict[str, str]) -> None:
    way = walk(portal).open("/de/termin/mitte/bescheid/angaben")

    way.send(**{"channel": "in_person", "interpreting": "no"} | answers)

    assert way.address.endswith("/tage#main")
    assert not way.page.select("main a[href*='/rueckruf/']")


def test_who_shares_the_mailbox_gets_no_letter(portal: Booked) -> None:
    way = to_check(portal, private="1")
    assert way.address.endswith("/buchen/papier#main")
    way.send(delivery="none").send()

    [appointment] = standing(portal)
    assert appointment.person.private
    assert portal.letters("confirmation") == portal.letters("reminder") == 0


def to_paper(portal: Booked, which_day: int) -> Walk:
    """As far as the question how to keep the appointment, with the first or the last day shown."""
    way = walk(portal).open("/de/termin/mitte/bankverbindung/persoenlich/tage")
    days = way.page.select("main .tb-rows a.tb-row[href*='/tage/']")
    way.open(str(days[which_day]["href"]))
    way.send(start=way.value("start"))
    way.send(for_whom="myself", name="Erika Beispiel", number="214A123456")
    return way.send(email="", phone="0421 123456")


def test_a_letter_needs_an_address(portal: Booked) -> None:
    way = to_paper(portal, -1)
    way.send(delivery="letter")
    assert way.status == 422
    way.send(delivery="letter", address="Erika Beispiel\nWeg 1\n28195 Bremen").send()

    [appointment] = standing(portal)
    assert appointment.person.address.endswith("28195 Bremen")


def test_a_letter_that_comes_too_late_is_not_offered_but_a_call(portal: Booked) -> None:
    way = to_paper(portal, 0)
    offered = {str(field["value"]) for field in way.page.select("[name=delivery]")}
    assert offered == {"none", "counter", "call"}
    assert way.page.select_one("[name=address]") is None
    way.send(delivery="letter")
    assert way.status == 422
    way.send(delivery="call").send()

    [appointment] = standing(portal)
    first, *_reminder = queues.calls("mitte", 2**40)
    assert (first.kind, first.reference) == ("confirmation", appointment.reference)


def test_for_another_person_the_representative_is_asked(portal: Booked) -> None:
    way = to_who(portal).send(for_whom="represented", name="Ali Veli", no_number="1")
    assert way.address.endswith("/buchen/mehr#main")

    way.send(representative="Frau Sommer", birth_year="1985").send(email="x@example.org").send()

    [appointment] = standing(portal)
    assert appointment.person.representative == "Frau Sommer"
    assert appointment.person.birth_year == 1985


def test_a_second_open_appointment_is_refused_kindly_and_is_no_oracle(portal: Booked) -> None:
    first = to_check(portal).send()
    assert first.status == 200

    second = to_check(portal).send()

    assert second.status == 409
    [appointment] = standing(portal)
    assert appointment.reference not in second.words
    assert f"{appointment.start:%H:%M}" not in second.words
    assert portal.letters("limit_notice") == 1


def test_trying_out_whose_address_has_an_appointment_is_stopped(portal: Booked) -> None:
    to_check(portal).send()
    way = to_check(portal)

    statuses = [way.open("/de/buchen/pruefen").send().status for _try in range(42)]

    assert statuses[:40] == [409] * 40
    assert statuses[40:] == [429] * 2


def test_moving_keeps_the_old_time_until_the_new_one_is_booked(portal: Booked) -> None:
    appointment = portal.book()
    way = Walk(portal.knower(appointment)).open(portal.address(appointment))
    way.send("form[action*=verlegen]")
    assert way.address.endswith("/tage#main")
    line = way.page.select("main .tb-rows a.tb-row[href*='/tage/']")[2]
    way.open(str(line["href"]))
    way.send(start=way.value("start"))
    assert way.address.endswith("/buchen/pruefen#main"), way.errors
    before = appointments.by_id(appointment.id)
    assert before is not None
    assert before.start == appointment.start

    way.send()

    after = appointments.by_id(appointment.id)
    assert after is not None
    assert after.start != appointment.start
    assert after.reference == appointment.reference
    assert after.state is State.BOOKED
    assert portal.letters("moved") == 1


def test_only_times_with_an_interpreter_in_the_house_book_one(portal: Booked) -> None:
    way = walk(portal).open("/ar/termin/mitte/bankverbindung/angaben")
    way.send(interpreting="ar").open("/ar" + TIMES + "?dolmetschen=1")
    line = way.page.select_one("main .tb-rows a.tb-row[href*='/tage/']")
    assert line is not None
    way.open(str(line["href"]))
    way.send(start=way.value("start"))
    way.send(for_whom="myself", name="Layla", number="214A123456")
    way.send(email="layla@example.org").send()

    [appointment] = standing(portal)
    assert appointment.wish.interpreter_present
    assert appointment.interpreter_claimed


def test_leaving_quickly_makes_the_browser_forget_and_shows_something_harmless(
    portal: Booked,
) -> None:
    way = to_check(portal)

    answer = way.client.get("/de/verlassen")

    assert answer.status_code == 303
    assert answer.location == portal.content.jobcenter.exit_url
    way.open("/de/buchen/pruefen")
    assert way.address.endswith("/de/termin/")


def test_an_empty_calendar_shows_ways_on(portal: Booked) -> None:
    groups = database.every("SELECT id FROM counter_group WHERE office = 'mitte'", ())
    for (group,) in groups:
        database.run(
            "INSERT INTO closure (group_id, first_day, last_day) VALUES (?, ?, ?)",
            (group, "2026-11-01", "2027-12-31"),
        )
    capacity.change_edition()

    way = walk(portal).open("/de/termin/mitte/bescheid/persoenlich/tage")

    offices = way.page.select("main a.tb-row[href$='/bescheid/persoenlich/tage']")
    assert len(offices) > 3
    assert way.page.select("main .tb-rows--urgent a")
    assert "0421" in way.words


def test_an_emergency_without_a_free_time_is_shown_where_to_go_today(portal: Booked) -> None:
    database.run("DELETE FROM opening", ())
    capacity.change_edition()

    way = walk(portal).open("/de/termin/mitte/energiesperre/persoenlich/tage")

    assert portal.content.offices["mitte"].emergency_way in way.words


@pytest.mark.parametrize("pair", ["de", "ar+de"])
def test_the_whole_way_works_for_another_jobcenter(
    default_database_url: str, tmp_path: Path, pair: str
) -> None:
    with portal_with(default_database_url, tmp_path, content=TINY) as tiny:
        way = walk(tiny).open(f"/{pair}/termin/burg/")
        concern = way.page.select_one("main a.tb-row[href$='/termin/burg/geburt/']")
        assert concern is not None
        way.open(f"/{pair}/termin/burg/geburt/angaben")
        channel = way.page.select_one("[name=channel]")
        assert channel is not None
        way.send(channel=str(channel["value"]), interpreting="no")
        way.send("main form", start=way.value("start"))
        way.send(for_whom="myself", name="Insa", number="214A123456")
        way.send(email="insa@example.org").send()

        [appointment] = standing(tiny)
        assert appointment.office == "burg"
        assert way.status == 200
