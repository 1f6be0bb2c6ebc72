"""The Jobcenter in `content/`: complete, plain, and without figures that grow old."""

import re
from pathlib import Path

import pytest

from backend.content import Concern, Content, check, load, sentences
from backend.domain import search
from backend.domain.appointments import Channel
from backend.domain.responsibility import neighbour_for, offices_for

FOLDER = Path(__file__).parents[2] / "content"

MANDATORY = {
    "Neuantrag",
    "Mitteilung einer Veränderung",
    "Mitteilung Arbeitsaufnahme / Aufnahme einer Ausbildung",
    "Fragen zum Leistungsbezug",
    "Umzugswunsch",
    "Nachfragen zum Bearbeitungsstand",
    "Anrechnung von Einkommen",
    "Fragen zum Bescheid",
    "Fragen zu einer Rückforderung",
    "Zuzug in eine / Auszug aus einer Bedarfsgemeinschaft",
    "Fragen zu den Bedarfen der Unterkunft",
    "Finanzielle Notlage / ausbleibende Zahlung",
    "Drohende / eingetretene Energiesperre",
    "Pfändungsschutzkonto",
}
ICONS = set(
    """apply renew change work move rent flat state income letter repay join money food power
    pkonto pregnant birth bank course child health self other id contract statement mail
    certificate insurance card registration person call video interpreter companion sign step_free
    print list place cal clock info warn ok error lang go back number office box read check home
    family""".split()
)


@pytest.fixture(scope="module")
def bremen() -> Content:
    return load(FOLDER)


def _texts(concern: Concern) -> list[str]:
    uses = [use.hint or use.document.hint or "" for use in concern.documents]
    return [
        concern.title,
        concern.summary,
        *concern.hints,
        concern.processing or "",
        concern.who_may_bring or "",
        *(use.document.title for use in concern.documents),
        *uses,
    ]


def test_all_thirty_concerns_are_there(bremen: Content) -> None:
    mandatory = {each.keyword for each in bremen.concerns.values() if each.mandatory}
    assert mandatory == MANDATORY
    assert len(bremen.concerns) == 30


def test_each_concern_has_its_info_field(bremen: Content) -> None:
    for concern in bremen.concerns.values():
        assert concern.processing, concern.key
        assert len(concern.search) >= 4, concern.key
        assert concern.source.startswith("GA 3.2"), concern.key
        assert concern.icon in ICONS, concern.key


def test_emergencies_are_marked_and_show_the_way_today(bremen: Content) -> None:
    urgent = [each for each in bremen.concerns.values() if each.emergency]
    assert [each.key for each in urgent] == ["notlage", "energiesperre"]
    for concern in urgent:
        assert Channel.IN_PERSON in concern.channels
        assert "Gehen Sie heute zum Empfang. Sie brauchen dafür keinen Termin." in concern.hints


def test_only_the_two_applications_carry_a_sentence_to_sign(bremen: Content) -> None:
    applications = [key for key, each in bremen.concerns.items() if each.is_application]
    assert applications == ["neuantrag", "weiterbewilligung"]


def test_concerns_about_a_decision_say_that_the_time_limit_goes_on(bremen: Content) -> None:
    about = [each for each in bremen.concerns.values() if each.about_decision]
    assert [each.key for each in about] == ["bescheid", "rueckforderung"]
    assert all(any("Frist im Brief" in hint for hint in each.hints) for each in about)


def test_nobody_is_sent_to_a_hotline(bremen: Content) -> None:
    """R71: no concern and no emergency way has the telephone as its only way."""
    ways = [text for each in bremen.concerns.values() for text in _texts(each)]
    ways += [office.emergency_way for office in bremen.offices.values()]
    for text in ways:
        assert not re.search(r"(?i)hotline|service-center|rufen sie|anrufen", text), text


def test_no_amounts_no_percent_no_time_limits_in_days(bremen: Content) -> None:
    """They grow old, and the letter counts, not this page."""
    old = re.compile(
        r"(?i)€|\beuro?\b|%|prozent"
        r"|\d+\s*(tag|woche|monat)|(innerhalb|binnen)\s+(von|eines|einer)?|\bfrist (von|beträgt)"
    )
    for concern in bremen.concerns.values():
        for text in _texts(concern):
            assert not old.search(text), text


def test_sentences_are_short_enough_to_be_translated() -> None:
    for file, line, text in sentences(FOLDER):
        for sentence in re.split(r"(?<=[.?!]) ", text):
            assert len(sentence.split()) <= 20, f"{file}:{line}: {sentence}"


def test_nobody_is_asked_what_illness_they_have(bremen: Content) -> None:
    for document in bremen.documents.values():
        assert not re.search(r"(?i)attest|diagnose|befund", document.title), document.key


def test_every_document_form_and_link_is_used(bremen: Content) -> None:
    concerns = bremen.concerns.values()
    assert set(bremen.documents) == {
        use.document.key for each in concerns for use in each.documents
    }
    assert set(bremen.forms) == {form.key for each in concerns for form in each.forms}
    assert set(bremen.links) == {
        link.key for each in concerns for link in each.explainers + each.online
    }
    assert {document.icon for document in bremen.documents.values()} <= ICONS


def test_the_eight_sites_are_there_and_their_facts_are_marked(bremen: Content) -> None:
    houses = [office for office in bremen.offices.values() if not office.is_touring]
    assert (len(houses), len(bremen.offices)) == (8, 9)
    assert all("address" in office.unchecked for office in bremen.offices.values())
    assert bremen.is_sample


def test_youth_offices_take_only_their_concerns(bremen: Content) -> None:
    """D7, R24."""
    for office in bremen.offices.values():
        if office.kind == "youth":
            assert "arbeitsaufnahme" in office.concerns
            assert all("youth" in bremen.concerns[key].areas for key in office.concerns)


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("Strom abgestellt", "energiesperre"),
        ("strom", "energiesperre"),
        ("Bürgergeld", "neuantrag"),
        ("buergergeld beantragen", "neuantrag"),
        ("Lebensmittelgutschein", "notlage"),
        ("kein Geld", "notlage"),
        ("Barcode", "notlage"),
        ("eiliges Mietangebot", "umzug"),
        ("Ratenzahlung", "rueckforderung"),
        ("P-Konto", "p-konto"),
        ("Nebenkostenabrechnung", "unterkunft"),
    ],
)
def test_everyday_words_find_the_concern(bremen: Content, query: str, key: str) -> None:
    def score(concern: Concern) -> int:
        return search.matches(query, [concern.title, concern.keyword, *concern.search])

    best = max(score(each) for each in bremen.concerns.values())
    assert score(bremen.concerns[key]) == best > 0


def test_the_finder_knows_every_postcode_and_the_neighbours(bremen: Content) -> None:
    rows = bremen.responsibilities
    assert offices_for(rows, postcode="28779") == ("nord",)
    assert offices_for(rows, street="hamburger str.", house="151", postcode="28205") == ("ost",)
    assert offices_for(rows, postcode="27568") == ()
    neighbour = neighbour_for(bremen.neighbours, postcode="27568")
    assert neighbour is not None
    assert neighbour.key == "bremerhaven"
    assert {each.key for each in bremen.neighbours} >= {"delmenhorst", "verden", "diepholz"}


def test_there_is_a_way_without_an_address(bremen: Content) -> None:
    """D8."""
    assert set(bremen.special_ways) == {"no_address", "secret_address", "institution"}
    assert all(len(way.offices) > 1 for way in bremen.special_ways.values())


def test_the_pages_of_duty_and_of_help_are_there(bremen: Content) -> None:
    assert set(bremen.pages) == set(
        """impressum datenschutz barrierefreiheit barriere-melden notfall unterlagen-abgeben
        einladung hilfe einfache-sprache gebaerdensprache so-geht-es beratung""".split()
    )


def test_interpreter_languages_are_a_longer_list(bremen: Content) -> None:
    """D10."""
    wanted = "ckb rom vi es pt tw ta ti so prs ps kmr fa sq sr und".split()
    assert set(wanted) <= set(bremen.interpreter_languages)
    assert {"de", "ar", "en"} <= set(bremen.languages)


def test_check_names_what_nobody_has_verified() -> None:
    lines = check(FOLDER)
    assert "offices.toml: mitte: hours: not checked" in lines
    assert any(line.startswith("links.toml: inkasso: nobody has opened") for line in lines)
    assert "concerns/bescheid.toml: no explainer video or page" in lines
    assert "media/media.toml: start: no film in German Sign Language" in lines
    assert sum("are not recorded" in line for line in lines) == 4  # one per language without voice
    assert "languages.toml: ar: the translation is a draft (D19)" in lines
    assert not any(line.startswith("pages/") for line in lines)
