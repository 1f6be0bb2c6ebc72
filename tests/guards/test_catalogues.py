"""Every text is there in every language, and nothing in a catalogue can break a page."""

from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from backend.languages import Catalogue
from translations import gathering, report, simple, terms, widths, wording

CATALOGUES = list(gathering.catalogues())
NAMES = [f"{path.parent.parent.name}-{domain}" for domain, _locale, path in CATALOGUES]
# In German the form for one must name the number too: only Arabic counts words for it.
ONE_DAY = """
msgid "%(number)s day"
msgid_plural "%(number)s days"
msgstr[0] "ein Tag"
msgstr[1] "%(number)s Tage"
"""


@pytest.fixture(scope="module")
def templates() -> dict[str, Catalog]:
    return {domain: gathering.gathered(domain) for domain in gathering.SOURCES}


@pytest.mark.parametrize(("domain", "locale", "path"), CATALOGUES, ids=NAMES)
def test_no_text_is_missing_or_wrong(
    domain: str, locale: str, path: Path, templates: dict[str, Catalog]
) -> None:
    assert path.exists()
    assert list(report.every_fault(domain, locale, path, templates[domain])) == []


@pytest.mark.parametrize(("domain", "locale", "path"), CATALOGUES, ids=NAMES)
def test_gathering_again_changes_nothing(
    domain: str, locale: str, path: Path, templates: dict[str, Catalog]
) -> None:
    assert path.read_text("utf-8") == gathering.updated(path, templates[domain], locale)


@pytest.mark.parametrize("domain", gathering.SOURCES)
def test_a_new_language_starts_from_the_present_texts(
    domain: str, templates: dict[str, Catalog]
) -> None:
    blank = (gathering.TRANSLATIONS / f"{domain}.pot").read_text("utf-8")
    assert blank == gathering.blank(templates[domain])


def _catalogue(locale: str, source: str) -> Catalog:
    header = f'msgid ""\nmsgstr ""\n"Plural-Forms: {gathering.plural_forms(locale)}\\n"\n\n'
    return read_po(BytesIO((header + source).encode()), charset="utf-8")


@pytest.mark.parametrize(
    ("locale", "source", "fault"),
    [
        ("de", 'msgid "Back"\nmsgstr ""\n', "missing"),
        ("de", '#, fuzzy\nmsgid "Back"\nmsgstr "Vor"\n', "fuzzy"),
        ("de", 'msgid "At %(time)s"\nmsgstr "Um"\n', "placeholders"),
        ("de", 'msgid "At %(time)s"\nmsgstr "Um %(zeit)s"\n', "placeholders"),
        ("de", 'msgid "At %(time)s"\nmsgstr "Zu 5 % um %(time)s"\n', "placeholders"),
        ("de", 'msgid "Please write your name."\nmsgstr "Please write your name."\n', "as in"),
        ("ar", 'msgid "Back"\nmsgstr "\u2066رجوع"\n', "an isolate"),
        ("de", ONE_DAY, "placeholders"),
    ],
)
def test_the_report_finds_a_fault(locale: str, source: str, fault: str) -> None:
    catalogue = _catalogue(locale, source)
    (found,) = report.faults(catalogue, catalogue, locale)
    assert found.startswith(fault)


GERMAN = """
msgid "Your appointment"
msgstr "Ihr Termin"

msgid "Continue"
msgstr "Weiter"
"""


@pytest.mark.parametrize(
    ("folder", "source", "fault"),
    [
        ("ar", 'msgid "Your appointment"\nmsgstr "لقاؤك"\n', "another word"),
        ("fr", 'msgid "Your appointment"\nmsgstr "Ihr Termin"\n', "another word"),
        ("fr", 'msgid "Continue"\nmsgstr "Weiter"\n', "as in German"),
        ("fr", 'msgid "Continue"\nmsgstr "Continue"\n', "as in German"),
        ("fr", 'msgid "Continue"\nmsgstr "Aller maintenant à la prochaine question"\n', "too long"),
        ("fa", 'msgid "Back"\nmsgstr "۲ قدم برگشت"\n', "digits"),
        ("de_simple", 'msgid "Back"\nmsgstr "Der Termin wird abgesagt."\n', "passive"),
    ],
)
def test_the_report_finds_a_fault_of_wording(folder: str, source: str, fault: str) -> None:
    (message,) = (each for each in _catalogue("en", source) if each.id)
    first, *_others = wording.faults(message, folder, _catalogue("de", GERMAN))
    assert first.startswith(fault)


@pytest.mark.parametrize("text", ["الموعد", "بموعدك", "ومواعيدكم", "لِلمَوعِد"])
def test_a_word_is_found_behind_articles_and_prepositions(text: str) -> None:
    assert terms.glossary("ar").says("Termin", text)


@pytest.mark.parametrize(
    "text",
    [
        "Sie können heute Hilfe bekommen. Warten Sie nicht auf einen Termin.",
        "Um 9:00 Uhr: Kommen Sie zum Empfang.",
        "Ihre Kunden-Nummer steht auf dem Brief vom Jobcenter.",
    ],
)
def test_simple_sentences_pass(text: str) -> None:
    assert list(simple.faults(text)) == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Bitte bringen Sie morgen zu dem Termin alle Papiere mit, die Sie finden.", "13 words"),
        ("Der Antrag wurde gestellt.", "passive"),
        ("Das ist die Aufgabe des Jobcenters.", "genitive"),
        ("Sie könnten anrufen.", "subjunctive"),
        ("Bringen Sie z. B. den Brief mit.", "abbreviation"),
        ("Das regelt die DSGVO.", "abbreviation"),
        ("Kommen Sie (mit Kind).", "sign"),
        ("Um 09:00 Uhr.", "leading zero"),
        ("Die Geburtsurkunden mitbringen.", "compound"),
    ],
)
def test_what_is_not_simple_is_found(text: str, fault: str) -> None:
    assert next(simple.faults(text)).startswith(fault)


def test_the_button_that_books_is_known_as_a_button() -> None:
    assert {"Book this appointment", "Continue", "Back to all concerns"} <= widths.on_buttons()


def test_every_language_has_a_whole_glossary() -> None:
    wanted = set(terms.glossary(terms.SOURCE).stems)
    for folder in gathering.locales():
        assert set(terms.glossary(folder).stems) == wanted, folder


def test_the_glossaries_excuse_only_texts_that_are_there(templates: dict[str, Catalog]) -> None:
    known = {gone for each in templates.values() for message in each for gone in _ids(message.id)}
    for folder in gathering.locales():
        assert terms.glossary(folder).free <= known, folder


def _ids(msgid: object) -> tuple[str, ...]:
    return tuple(map(str, msgid)) if isinstance(msgid, tuple | list) else (str(msgid),)


def test_the_report_finds_a_text_that_was_never_gathered() -> None:
    (found,) = report.faults(_catalogue("de", ""), _catalogue("de", 'msgid "Back"\n'), "de")
    assert found.startswith("not there")


def test_the_report_lets_names_stay_as_they_are() -> None:
    catalogue = _catalogue("de", 'msgid "Name"\nmsgstr "Name"\n')
    assert list(report.faults(catalogue, catalogue, "de")) == []


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "لا يوجد وقت متاح"),
        (1, "وقت متاح واحد"),
        (2, "وقتان متاحان"),
        (3, "%(number)s أوقات متاحة"),
        (10, "%(number)s أوقات متاحة"),
        (11, "%(number)s وقتًا متاحًا"),
        (99, "%(number)s وقتًا متاحًا"),
        (100, "%(number)s وقت متاح"),
        (103, "%(number)s أوقات متاحة"),
    ],
)
def test_arabic_counts_in_six_forms(number: int, said: str, tmp_path: Path) -> None:
    # Arabic has a form of its own for none, one, two, few, many and whole hundreds.
    compiled = tmp_path / "messages.mo"
    with compiled.open("wb") as file:
        write_mo(file, gathering.read(gathering.TRANSLATIONS / "ar/LC_MESSAGES/messages.po"))
    catalogue = Catalogue([compiled], is_source=False, german=None)
    found, is_german = catalogue.plural("%(number)s free time", "%(number)s free times", number)
    assert (found, is_german) == (said, False)


def test_the_button_that_books_says_what_it_does() -> None:
    # D12: the appointment is voluntary, and nothing is applied for by booking it.
    german = gathering.read(gathering.TRANSLATIONS / "de/LC_MESSAGES/messages.po")
    assert german["Book this appointment"].string == "Diesen Termin buchen"
