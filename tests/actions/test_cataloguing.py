"""What administrators edit holds at once, is read as strictly as the files, and can be undone."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from backend import content as contents
from backend.actions import cataloguing, live_content, planning, wording
from backend.actions.live_content import LiveContent
from backend.content import ContentError
from backend.domain.accounts import Account
from backend.domain.roles import Grant, Place, Role
from backend.domain.staff_refusals import (
    BlanksChanged,
    ChangedMeanwhile,
    KeyTaken,
    MandatoryStays,
    NotAllowed,
    StillUsed,
    TooLongForSms,
)
from backend.languages import Languages, Text, editorial, reading
from backend.letters.wordings import WORDINGS, said
from backend.store import audit, database, edits, sealing
from tests.actions.people import hired

ROOT = Path(__file__).parents[2]
BREMEN = ROOT / "content"
NOW = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
SHIPPED = contents.load(BREMEN)
OFFICE = Grant(kind=Role.OFFICE_ADMINISTRATOR, place=Place("mitte"))


@dataclass
class House:
    """The content of Bremen in a database, and who edits it."""

    live: LiveContent
    boss: Account

    def record(self, kind: str, key: str) -> cataloguing.Record:
        found = cataloguing.record(self.live, kind, key)
        assert found is not None
        return found

    def change(self, kind: str, key: str, **changes: object) -> None:
        record = self.record(kind, key)
        body = {**record.body, **changes}
        cataloguing.change(self.boss, record, body, live=self.live, now=NOW)

    def write(self, text: Text, written: str, language: str) -> None:
        tongue = self.live.languages.tongues[language]
        seen = wording.present(text, tongue)
        wording.write(self.boss, text, written, tongue=tongue, seen=seen, now=NOW)

    def shown(self, text: Text, pair: str) -> str:
        self.live.now()
        found = self.live.languages.pair(pair)
        assert found is not None
        with reading(found):
            return text.__html__()


def live() -> LiveContent:
    """As another process has it."""
    languages = Languages(SHIPPED.languages, [ROOT / "translations", BREMEN / "translations"])
    return LiveContent(BREMEN, SHIPPED, languages)


def opened(url: str) -> Iterator[House]:
    database.connect(url)
    sealing.use((b"f" * 32,), b"h" * 32)
    yield House(live(), hired(Grant(kind=Role.ADMINISTRATOR)))
    database.disconnect()


@pytest.fixture
def house(default_database_url: str) -> Iterator[House]:
    yield from opened(default_database_url)


@pytest.fixture
def each_house(database_url: str) -> Iterator[House]:
    yield from opened(database_url)


# --- at once


def test_an_edit_holds_at_once_in_every_process(each_house: House) -> None:
    other = live()
    assert other.now().concerns["umzug"].minutes != 95
    each_house.change("concerns", "umzug", minutes=95)
    assert each_house.live.now().concerns["umzug"].minutes == 95
    assert other.now().concerns["umzug"].minutes == 95


def test_without_the_database_the_last_content_goes_on(house: House) -> None:
    house.change("concerns", "umzug", minutes=95)
    house.live.now()
    database.connect("sqlite:////dev/null/none")
    assert house.live.now().concerns["umzug"].minutes == 95
    assert live().now() is SHIPPED


def test_without_a_schema_what_was_shipped_stands(house: House, tmp_path: Path) -> None:
    database.connect(f"sqlite:///{tmp_path}/empty.db")
    assert live().now() is SHIPPED


def test_an_edit_that_fits_no_more_is_left_out_and_named(house: House) -> None:
    house.change("documents", "mietvertrag", title="Vertrag")
    record = house.record("concerns", "umzug")
    body = {**record.body, "forms": ["GIBT-ES-NICHT"]}
    cataloguing._keep("concerns", "umzug", body, base=record.shipped, now=NOW)
    found = house.live.now()
    assert found.documents["mietvertrag"].title == "Vertrag"
    assert found.concerns["umzug"] == SHIPPED.concerns["umzug"]
    assert "GIBT-ES-NICHT" in house.live.left_out[0]


# --- changing, adding, deleting


def test_what_is_wrong_is_refused_and_nothing_kept(house: House) -> None:
    with pytest.raises(ContentError, match="no multiple of 5"):
        house.change("concerns", "umzug", minutes=17)
    assert edits.every() == []


def test_only_administrators_edit(house: House) -> None:
    house.boss = hired(OFFICE)
    with pytest.raises(NotAllowed):
        house.change("concerns", "umzug", minutes=95)


def test_the_later_of_two_administrators_is_told(each_house: House) -> None:
    record = each_house.record("concerns", "umzug")
    each_house.change("concerns", "umzug", minutes=95)
    with pytest.raises(ChangedMeanwhile):
        cataloguing.change(
            each_house.boss, record, {**record.body, "minutes": 15}, live=each_house.live, now=NOW
        )
    assert each_house.live.now().concerns["umzug"].minutes == 95


def test_of_two_at_the_same_moment_one_is_told(each_house: House) -> None:
    record, told = each_house.record("concerns", "umzug"), []

    def edit(minutes: int) -> None:
        body = {**record.body, "minutes": minutes}
        try:
            cataloguing.change(each_house.boss, record, body, live=each_house.live, now=NOW)
        except ChangedMeanwhile:
            told.append(minutes)
        finally:
            database.close_connection()

    threads = [threading.Thread(target=edit, args=(minutes,)) for minutes in (5, 10, 15)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == 2
    assert each_house.live.now().concerns["umzug"].minutes in {5, 10, 15} - set(told)


def test_mandatory_concerns_stay_mandatory_and_there(house: House) -> None:
    key = next(key for key, each in SHIPPED.concerns.items() if each.mandatory)
    with pytest.raises(MandatoryStays):
        house.change("concerns", key, mandatory=False)
    with pytest.raises(MandatoryStays):
        cataloguing.remove(house.boss, house.record("concerns", key), live=house.live, now=NOW)


def test_a_new_concern_can_be_deleted_until_somebody_offers_it(house: House) -> None:
    body = {**house.record("concerns", "umzug").body, "order": 99, "mandatory": False}
    cataloguing.add(house.boss, "concerns", "katzen", body, live=house.live, now=NOW)
    assert "katzen" in house.live.now().offices["mitte"].concerns
    with pytest.raises(KeyTaken):
        cataloguing.add(house.boss, "concerns", "katzen", body, live=house.live, now=NOW)
    cataloguing.remove(house.boss, house.record("concerns", "katzen"), live=house.live, now=NOW)
    assert "katzen" not in house.live.now().concerns
    assert edits.every() == []


def test_what_groups_offer_and_lists_name_is_not_deleted(house: House) -> None:
    planning.set_up(contents.load_capacity(BREMEN, SHIPPED))
    key = next(key for key, each in SHIPPED.concerns.items() if not each.mandatory)
    with pytest.raises(StillUsed) as refused:
        cataloguing.remove(house.boss, house.record("concerns", key), live=house.live, now=NOW)
    assert any("mitte" in place for place in refused.value.places)
    with pytest.raises(StillUsed) as refused:
        cataloguing.remove(
            house.boss, house.record("documents", "ausweis"), live=house.live, now=NOW
        )
    assert "neuantrag" in refused.value.places


def test_reverting_brings_the_shipped_text_back(house: House) -> None:
    house.change("jobcenter", "jobcenter", phone="0421 1")
    assert house.live.now().jobcenter.phone == "0421 1"
    cataloguing.revert(house.boss, "jobcenter", "jobcenter", live=house.live, now=NOW)
    assert house.live.now().jobcenter == SHIPPED.jobcenter
    assert edits.every() == []


def test_changing_back_by_hand_is_no_edit(house: House) -> None:
    house.change("concerns", "umzug", minutes=95)
    house.change("concerns", "umzug", minutes=SHIPPED.concerns["umzug"].minutes)
    assert edits.every() == []


def test_concerns_move_up_and_down(house: House) -> None:
    keys = list(SHIPPED.concerns)
    cataloguing.move(house.boss, keys[2], -1, live=house.live, now=NOW)
    assert list(house.live.now().concerns)[:3] == [keys[0], keys[2], keys[1]]
    cataloguing.move(house.boss, keys[0], -1, live=house.live, now=NOW)
    assert next(iter(house.live.now().concerns)) == keys[0]


def test_the_administrator_of_an_office_assigns_its_concerns_and_no_others(house: House) -> None:
    boss = hired(OFFICE)
    mandatory = [key for key, each in SHIPPED.concerns.items() if each.mandatory]
    mine, theirs = house.record("offices", "mitte"), house.record("offices", "nord")
    cataloguing.assign(boss, mine, mandatory, live=house.live, now=NOW)
    assert house.live.now().offices["mitte"].concerns == tuple(mandatory)
    with pytest.raises(NotAllowed):
        cataloguing.assign(boss, theirs, mandatory, live=house.live, now=NOW)
    mine = house.record("offices", "mitte")
    with pytest.raises(ContentError, match="mandatory"):
        cataloguing.assign(boss, mine, mandatory[1:], live=house.live, now=NOW)


def test_every_edit_stands_in_the_audit_log(house: House) -> None:
    house.change("concerns", "umzug", minutes=95)
    (entry,) = audit.about("concerns/umzug")
    assert entry.actor == house.boss.id


# --- texts in other languages


def summary(house: House) -> Text:
    return editorial(house.live.now().concerns["umzug"].summary)


def test_a_text_written_here_comes_before_the_shipped_one(house: House) -> None:
    house.write(summary(house), "نص جديد", "ar")
    assert house.shown(summary(house), "ar") == "نص جديد"
    assert "نص جديد" in house.shown(summary(house), "ar+de")


def test_an_older_translation_stays_with_german_beneath(house: House) -> None:
    shipped = house.shown(summary(house), "ar")
    house.change("concerns", "umzug", summary="Ganz neu.")
    shown = house.shown(summary(house), "ar")
    assert shipped in shown
    assert "Ganz neu." in shown
    assert 'lang="de"' in shown
    house.write(summary(house), "نص جديد", "ar")
    assert house.shown(summary(house), "ar") == "نص جديد"
    house.change("concerns", "umzug", summary="Noch neuer.")
    assert "Noch neuer." in house.shown(summary(house), "ar")
    assert "نص جديد" in house.shown(summary(house), "ar")


def test_a_new_text_without_translation_is_shown_in_german(house: House) -> None:
    record = house.record("concerns", "umzug")
    house.change("concerns", "umzug", hints=[*record.body.get("hints", ()), "Ganz neuer Satz."])
    text = editorial(house.live.now().concerns["umzug"].hints[-1])
    assert house.shown(text, "ar") == '<span lang="de" dir="ltr">Ganz neuer Satz.</span>'


def test_what_was_written_for_a_text_of_a_list_stays_with_it(house: House) -> None:
    hints = [str(each) for each in SHIPPED.concerns["neuantrag"].hints]
    house.write(editorial(SHIPPED.concerns["neuantrag"].hints[1]), "نص جديد", "ar")
    house.change("concerns", "neuantrag", hints=[hints[0], "Anders gesagt.", *hints[2:]])
    text = editorial(house.live.now().concerns["neuantrag"].hints[1])
    shown = house.shown(text, "ar")
    assert "نص جديد" in shown
    assert "Anders gesagt." in shown


def test_the_later_of_two_translators_is_told(house: House) -> None:
    tongue, text = house.live.languages.tongues["ar"], summary(house)
    seen = wording.present(text, tongue)
    house.write(text, "واحد", "ar")
    with pytest.raises(ChangedMeanwhile):
        wording.write(house.boss, text, "اثنان", tongue=tongue, seen=seen, now=NOW)


def test_taking_back_shows_the_shipped_text_again(house: House) -> None:
    before = house.shown(summary(house), "ar")
    house.write(summary(house), "نص جديد", "ar")
    house.write(summary(house), "", "ar")
    assert house.shown(summary(house), "ar") == before


# --- letters


def test_the_wording_of_a_letter_is_laid_over_the_shipped_one(house: House) -> None:
    text = said("subject.confirmation")
    house.write(text, "Ihr Termin bei uns", "de")
    assert house.shown(text, "de") == "Ihr Termin bei uns"
    arabic = house.shown(text, "ar")
    assert "Ihr Termin bei uns" in arabic
    assert 'class="t"' in arabic


def test_blanks_of_a_letter_stay_as_they_are(house: House) -> None:
    text = said("ways.mail", mail="x@y.example")
    for written in ("Ohne alles", "per %(mial)s", "%(mail)s zu 100 %", "%(mail)s %(phone)s"):
        with pytest.raises(BlanksChanged):
            house.write(text, written, "de")
    house.write(text, "Schreiben Sie an %(mail)s.", "de")
    assert house.shown(text, "de") == "Schreiben Sie an x@y.example."


def test_a_wording_whose_blanks_nobody_fills_any_more_is_passed_over(house: House) -> None:
    edits.write_text(edits.OwnText("letters/ways.mail", "de", "%(gone)s", "x", 1))
    edits.change_mark()
    assert "x@y.example" in house.shown(said("ways.mail", mail="x@y.example"), "de")


def test_a_short_message_stays_short(house: House) -> None:
    params: dict[str, Any] = dict.fromkeys(("day", "time", "place", "reference"), "x")
    text = said("sms.confirmation", **params)
    blanks = "%(day)s %(time)s %(place)s %(reference)s"
    with pytest.raises(TooLongForSms):
        house.write(text, f"{blanks} {'sehr ' * 30}", "de")
    with pytest.raises(TooLongForSms):
        house.write(text, f"{blanks} {'ا' * 40}", "ar")
    house.write(text, f"Termin {blanks}", "de")


def test_shipped_short_messages_are_short_enough_to_be_saved_as_they_are(house: House) -> None:
    tongue = house.live.languages.german
    for key, shipped in WORDINGS.items():
        text = Text(shipped.msgid, place=f"letters/{key}")
        wording.refuse_odd(text, text.shipped_in(tongue).text)


def test_places_of_errors_are_found() -> None:
    for file, key, place in (
        ("content/concerns/umzug.toml", "minutes", ("concerns", "umzug")),
        ("content/forms.toml", "HA.title", ("forms", "HA")),
        ("content/jobcenter.toml", "phone", ("jobcenter", "jobcenter")),
        ("content/pages/hilfe.md", "", ("pages", "hilfe")),
        ("content/responsibilities.csv", "line 3", ("responsibilities", "responsibilities")),
    ):
        assert live_content.place_of(ContentError(file, key, "x")) == place
