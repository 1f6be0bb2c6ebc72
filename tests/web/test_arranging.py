"""Arranging an office: groups, counters, offers and rules; what customers see follows at once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from backend.domain.roles import Grant, Role
from backend.store import capacity, database
from backend.store import planning as rows
from tests.web import arranged
from tests.web.arranged import agreed, answers, errors, filled, page_of, pressed, send
from tests.web.desk import ENTRANCE, MITTE, NORD, Desk, leads_to, shared_desk, undone, words

BOSS = Grant(kind=Role.OFFICE_ADMINISTRATOR, place=MITTE)
GROUPS = "/dienst/planung/stelle/mitte/gruppen"
RULES = "/dienst/planung/stelle/mitte/regeln"
COUNTERS = "/dienst/planung/gruppe/mitte-eingang/plaetze"
OFFERS = "/dienst/planung/gruppe/mitte-eingang/angebote"
DAYS = "/de/termin/mitte/bankverbindung/persoenlich/tage"


@pytest.fixture(scope="module")
def shared(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with shared_desk(sqlite_template, tmp_path_factory.mktemp("arranging")) as found:
        yield found


@pytest.fixture
def desk(shared: Desk) -> Iterator[Desk]:
    yield from undone(shared)


@pytest.fixture
def own_desk(shared: Desk, sqlite_template: Path, tmp_path: Path) -> Iterator[Desk]:
    with arranged.own_desk(shared, sqlite_template, tmp_path) as found:
        yield found


@pytest.fixture
def own_boss(own_desk: Desk) -> FlaskClient:
    return own_desk.signed_in(own_desk.hire(BOSS))


@pytest.fixture
def boss(desk: Desk) -> FlaskClient:
    return desk.signed_in(desk.hire(BOSS, name="Bo Schmidt"))


def group(key: str = "mitte-eingang") -> capacity.Group:
    found = capacity.plan().group(key)
    assert found is not None
    return found


def first_times(client: FlaskClient) -> list[str]:
    """What a customer sees on the first free day."""
    days = page_of(client.get(DAYS))
    row = days.select_one("main a.tb-row[href*='/tage/']")
    assert row is not None
    times = page_of(client.get(str(row["href"])))
    return [str(each["value"]) for each in times.select("input[name=start]")]


# --- groups and counters


def test_a_new_group_with_its_counters_stands_in_the_list(boss: FlaskClient) -> None:
    answer = send(
        boss, f"{GROUPS}/neu", title="Zweite Etage", area="benefits", key="",
        title_new1="201", title_new2="202", large_new2="1",
    )  # fmt: skip
    assert answer.status_code == 303
    shown = words(boss.get(answer.location))
    assert "Zweite Etage mitte-zweite-etage" in shown
    new = group("mitte-zweite-etage")
    assert [(each.title, each.large) for each in new.counters] == [("201", False), ("202", True)]
    assert new.offers == ()


@pytest.mark.parametrize(
    ("odd", "fields"),
    [
        ({"title": ""}, {"#title"}),
        ({"title": "x" * 81}, {"#title"}),
        ({"title": "Neu", "area": "roof"}, {"#area"}),
        ({"title": "Neu", "key": "Mit Blank"}, {"#key"}),
        ({"title": "Neu", "key": "a" * 41}, {"#key"}),
        ({"title": "Neu", "title_new1": "1", "title_new2": "1"}, {"#title_new2"}),
    ],
)
def test_a_new_group_is_refused_at_the_field(
    boss: FlaskClient, odd: dict[str, str], fields: set[str]
) -> None:
    answer = send(boss, f"{GROUPS}/neu", **({"area": "benefits"} | odd))
    assert (answer.status_code, errors(answer)) == (422, fields)


def test_a_key_somebody_has_is_refused(boss: FlaskClient) -> None:
    answer = send(boss, f"{GROUPS}/neu", title="Neu", area="benefits", key="nord-eingang")
    assert answer.status_code == 422
    assert "vergeben" in words(answer)


def test_counters_are_renamed_added_and_given_up_in_one_step(boss: FlaskClient) -> None:
    first, second = group().counters[:2]
    answer = send(
        boss, COUNTERS,
        **{f"title_{first.id}": "Schalter A", f"gone_{second.id}": "1", "title_new1": "Neu"},
    )  # fmt: skip
    assert answer.status_code == 303
    titles = [each.title for each in group().counters]
    assert titles[0] == "Schalter A" and titles[-1] == "Neu" and second.title not in titles


def test_a_counter_with_appointments_goes_only_after_they_were_shown(
    own_desk: Desk, own_boss: FlaskClient
) -> None:
    booked = own_desk.booked.book()
    answer = send(own_boss, COUNTERS, **{f"gone_{booked.counter}": "1"})
    assert answer.status_code == 409
    assert booked.counter in {each.id for each in group().counters}
    assert agreed(own_boss, answer, COUNTERS).status_code == 303
    assert booked.counter not in {each.id for each in group().counters}


def test_a_group_whose_concerns_nobody_else_takes_cannot_be_given_up(own_boss: FlaskClient) -> None:
    answer = own_boss.get("/dienst/planung/gruppe/mitte-eingang/aufgeben")
    token = answers(page_of(answer), "/dienst/planung/gruppe/mitte-eingang/aufgeben")
    answer = own_boss.post("/dienst/planung/gruppe/mitte-eingang/aufgeben", data=token)
    assert answer.status_code == 422
    assert "Nur Eingangszone Mitte nimmt an:" in words(answer)
    assert "Neuantrag" in words(answer)
    assert group().counters


def test_an_empty_group_is_given_up_at_once(boss: FlaskClient) -> None:
    send(boss, f"{GROUPS}/neu", title="Kurz", area="benefits")
    address = "/dienst/planung/gruppe/mitte-kurz/aufgeben"
    answer = boss.post(address, data=answers(page_of(boss.get(address)), address))
    assert leads_to(answer) == GROUPS
    assert capacity.plan().group("mitte-kurz") is None
    assert boss.get(address).status_code == 404
    again = send(boss, f"{GROUPS}/neu", title="Kurz", area="benefits")
    assert again.status_code == 303
    assert capacity.plan().group("mitte-kurz-2") is not None


def test_two_administrators_do_not_overwrite_each_other_unseen(
    desk: Desk, boss: FlaskClient
) -> None:
    first = group().counters[0]
    form = answers(page_of(boss.get(COUNTERS)), COUNTERS)
    other = desk.signed_in(desk.hire(BOSS))
    assert send(other, COUNTERS, title="Ihre Eingangszone").status_code == 303
    answer = filled(boss, COUNTERS, form, title="Meine", **{f"title_{first.id}": "A"})
    assert answer.status_code == 409
    page = page_of(answer)
    assert "Ihre Eingangszone" in words(answer)
    assert page.select_one("#title")["value"] == "Meine"  # type: ignore[index]
    again = pressed(boss, page, COUNTERS)
    assert again.status_code == 303
    assert group().title == "Meine" and group().counters[0].title == "A"


# --- offers


def test_a_customer_sees_other_minutes_in_the_next_request(boss: FlaskClient, desk: Desk) -> None:
    customer = desk.browser()
    before = first_times(customer)
    answer = send(boss, OFFERS, minutes_bankverbindung="60")
    assert answer.status_code == 303
    after = first_times(customer)
    assert after != before
    assert len(after) < len(before)


def test_what_is_switched_off_has_no_times_any_more(boss: FlaskClient, desk: Desk) -> None:
    assert send(boss, OFFERS, on_bankverbindung=None).status_code == 303
    assert "bankverbindung" not in {offer.concern for offer in group().offers}
    assert "frei" in words(desk.browser().get(DAYS))
    assert not page_of(desk.browser().get(DAYS)).select(
        "a[href*='mitte/bankverbindung'][href*='/tage/']"
    )


def test_what_is_typed_for_a_concern_not_on_offer_does_not_matter(boss: FlaskClient) -> None:
    answer = send(boss, OFFERS, minutes_umzug="7", channels_umzug=[], minutes_geburt="45")
    assert answer.status_code == 303
    (offer,) = (offer for offer in group().offers if offer.concern == "geburt")
    assert offer.minutes == 45


@pytest.mark.parametrize(
    ("address", "changed"),
    [
        (OFFERS, {"minutes_geburt": "50"}),
        (RULES, {"lead_minutes": "45"}),
        ("/dienst/planung/phasen/mitte/neu", {"kind": "normal", "first_day": "1.12.2026"}),
    ],
)
def test_who_presses_twice_is_told_of_nobody_else(
    boss: FlaskClient, address: str, changed: dict[str, str]
) -> None:
    form = answers(page_of(boss.get(address)), address)
    assert [filled(boss, address, form, **changed).status_code for _press in range(2)] == [303, 303]
    assert len(capacity.plan().phases.get("mitte", ())) <= 1


def test_a_new_group_is_set_up_once_however_often_it_is_sent(boss: FlaskClient) -> None:
    form = answers(page_of(boss.get(f"{GROUPS}/neu")), f"{GROUPS}/neu")
    named = {"title": "Doppelt", "area": "benefits"}
    assert filled(boss, f"{GROUPS}/neu", form, **named).status_code == 303
    again = filled(boss, f"{GROUPS}/neu", form, **named)
    assert (again.status_code, errors(again)) == (422, {"#title"})


def test_a_concern_is_added_as_the_catalogue_has_it(boss: FlaskClient) -> None:
    assert send(boss, OFFERS, on_bescheid="1").status_code == 303
    (offer,) = (offer for offer in group().offers if offer.concern == "bescheid")
    assert offer.minutes > 0 and offer.channels


def test_a_mandatory_concern_is_refused_at_its_row(boss: FlaskClient) -> None:
    form = answers(page_of(boss.get(OFFERS)), OFFERS)
    for changed, field in (
        ({"on_neuantrag": None}, "#on_neuantrag"),
        ({"audience_neuantrag": "staff"}, "#audience_neuantrag"),
        ({"audience_neuantrag": "partners"}, "#audience_neuantrag"),
    ):
        answer = filled(boss, OFFERS, form, **changed)
        assert (answer.status_code, errors(answer)) == (422, {field})
    assert "neuantrag" in {offer.concern for offer in group().offers}


def test_all_that_is_wrong_is_named_at_once_with_its_concern(boss: FlaskClient) -> None:
    answer = send(boss, OFFERS, on_neuantrag=None, minutes_geburt="7", channels_schwangerschaft=[])
    assert errors(answer) == {"#on_neuantrag", "#minutes_geburt", "#channels_schwangerschaft"}
    assert "Mein Kind ist geboren: Bitte geben Sie Minuten" in words(answer)


def test_odd_minutes_are_refused_at_their_field(boss: FlaskClient) -> None:
    form = answers(page_of(boss.get(OFFERS)), OFFERS)
    for odd in ("7", "-5", "500", "zehn", "", "10.5", "9" * 30, "\u0660"):
        answer = filled(boss, OFFERS, form, minutes_bankverbindung=odd)
        assert (answer.status_code, errors(answer)) == (422, {"#minutes_bankverbindung"}), odd


def test_arabic_digits_are_read(boss: FlaskClient) -> None:
    assert send(boss, OFFERS, minutes_bankverbindung="\u0663\u0665").status_code == 303
    (offer,) = (offer for offer in group().offers if offer.concern == "bankverbindung")
    assert offer.minutes == 35


def test_an_offer_needs_a_channel(boss: FlaskClient) -> None:
    answer = send(boss, OFFERS, channels_bankverbindung=[])
    assert errors(answer) == {"#channels_bankverbindung"}


def test_the_offers_of_another_group_are_filled_in_and_saved_by_hand(boss: FlaskClient) -> None:
    before = group().offers
    page = page_of(boss.get(f"{OFFERS}?von=mitte-leistung"))
    form = answers(page, OFFERS)
    assert group().offers == before
    assert "on_bescheid" in form and "on_bankverbindung" not in form
    assert page_of(boss.get(f"{OFFERS}?von=nord-leistung")).select("#von")
    answer = filled(
        boss, OFFERS, form, on_neuantrag="1", on_veraenderung="1", on_arbeitsaufnahme="1"
    )
    assert answer.status_code == 303
    assert "bescheid" in {offer.concern for offer in group().offers}


def test_offers_saved_meanwhile_are_shown_and_typed_ones_stay(
    desk: Desk, boss: FlaskClient
) -> None:
    form = answers(page_of(boss.get(OFFERS)), OFFERS)
    other = desk.signed_in(desk.hire(BOSS))
    assert send(other, OFFERS, minutes_geburt="45").status_code == 303
    answer = filled(boss, OFFERS, form, minutes_bankverbindung="25")
    assert answer.status_code == 409
    page = page_of(answer)
    row = page.select_one("#row-geburt")
    assert row is not None and "45" in row.get_text()
    assert page.select_one("#minutes_bankverbindung")["value"] == "25"  # type: ignore[index]


def test_whoever_is_booked_for_a_concern_that_goes_is_shown_first(
    own_desk: Desk, own_boss: FlaskClient
) -> None:
    own_desk.booked.book()
    answer = send(own_boss, OFFERS, on_bankverbindung=None)
    assert answer.status_code == 409
    assert "bankverbindung" in {offer.concern for offer in group().offers}


# --- rules


def test_the_rules_are_saved_and_hold_at_once(boss: FlaskClient, desk: Desk) -> None:
    answer = send(boss, RULES, horizon_days="7", building_cap="40", hotline_same_day="1")
    assert answer.status_code == 303
    rules = capacity.plan().rules["mitte"]
    assert (rules.horizon_days, rules.building_cap, rules.hotline_same_day) == (7, 40, True)
    last = page_of(desk.browser().get(DAYS)).select("main a.tb-row[href*='/tage/']")[-1]
    assert str(last["href"]).rsplit("/", 1)[1] <= "2026-12-01"


@pytest.mark.parametrize(
    ("odd", "fields"),
    [
        ({"cut_off": "7:00"}, {"#cut_off"}),
        ({"cut_off": "24:00"}, {"#cut_off"}),
        ({"cut_off": ""}, {"#cut_off"}),
        ({"new_times_at": "sieben"}, {"#new_times_at"}),
        ({"lead_minutes": "-1"}, {"#lead_minutes"}),
        ({"horizon_days": "0"}, {"#horizon_days"}),
        ({"horizon_days": "9999999"}, {"#horizon_days"}),
        ({"building_cap": "0"}, {"#building_cap"}),
        ({"lock_before": "2", "lock_after": "2"}, {"#lock_after"}),
        ({"lock_before": "9"}, {"#lock_before"}),
        ({"reserved_release_days": "x" * 10_000}, {"#reserved_release_days"}),
    ],
)
def test_odd_rules_are_refused_at_their_field(
    boss: FlaskClient, odd: dict[str, str], fields: set[str]
) -> None:
    before = capacity.plan().rules["mitte"]
    answer = send(boss, RULES, **odd)
    assert (answer.status_code, errors(answer)) == (422, fields)
    assert capacity.plan().rules["mitte"] == before


def test_a_lock_over_booked_times_keeps_and_shows_them(own_desk: Desk) -> None:
    booked = own_desk.booked.book()
    own_desk.booked.clock.now = own_desk.booked.clock.now.replace(day=27)
    boss = own_desk.signed_in(own_desk.hire(BOSS))
    assert send(boss, RULES, lock_before="0", lock_after="0").status_code == 303
    assert "Kein Tag ist gesperrt." in words(boss.get(RULES))
    at_the_turn = own_desk.booked.book(email="zwei@example.org")
    form = answers(page_of(boss.get(RULES)), RULES)
    answer = filled(boss, RULES, form, lock_before="2", lock_after="1")
    assert answer.status_code == 409
    assert at_the_turn.reference[:4] in words(answer)
    assert agreed(boss, answer, RULES).status_code == 303
    shown = words(boss.get(RULES))
    assert at_the_turn.reference in shown
    assert "Fr 27.11.2026, Mo 30.11.2026, Di 01.12.2026" in shown
    state = database.one("SELECT state FROM appointment WHERE id = ?", (at_the_turn.id,))
    assert state == ("booked",)
    assert booked.reference not in shown


def test_an_early_cut_off_is_possible_and_said(boss: FlaskClient) -> None:
    assert send(boss, RULES, cut_off="5").status_code == 303
    assert "5:00" in words(boss.get(RULES))
    assert "2.3" in words(boss.get(RULES))


def test_rules_saved_meanwhile_are_shown(desk: Desk, boss: FlaskClient) -> None:
    form = answers(page_of(boss.get(RULES)), RULES)
    other = desk.signed_in(desk.hire(BOSS))
    assert send(other, RULES, horizon_days="21").status_code == 303
    answer = filled(boss, RULES, form, lead_minutes="60")
    assert answer.status_code == 409
    assert "21" in words(answer)
    assert pressed(boss, page_of(answer), RULES).status_code == 303


# --- strangers


def test_others_find_nothing_here(desk: Desk, boss: FlaskClient) -> None:
    lead = desk.signed_in(desk.hire(Grant(kind=Role.GROUP_LEAD, place=ENTRANCE)))
    elsewhere = desk.signed_in(desk.hire(Grant(kind=Role.OFFICE_ADMINISTRATOR, place=NORD)))
    for address in (GROUPS, f"{GROUPS}/neu", RULES, COUNTERS, OFFERS):
        assert lead.get(address).status_code == 404
        assert elsewhere.get(address).status_code == 404
        assert boss.get(address).status_code == 200
    assert boss.get("/dienst/planung/gruppe/gibt-es-nicht/angebote").status_code == 404


def test_a_counter_of_another_group_cannot_be_touched(boss: FlaskClient) -> None:
    other = group("nord-eingang").counters[0]
    send(boss, COUNTERS, **{f"gone_{other.id}": "1", f"title_{other.id}": "gekapert"})
    assert other in group("nord-eingang").counters
    assert not rows.retire_counter(group().id, other.id)
