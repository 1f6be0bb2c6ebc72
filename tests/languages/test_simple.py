"""Simple German as it is read: each sentence on its own line, times without a zero before them."""

from datetime import time

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from backend.content import load
from backend.languages import Clock, Languages, Tongue, reading, text_of
from tests.guards.checkout import CHECKOUT

TEXTS = {
    "de": {"Come.": "Kommen Sie um %(time)s. Bringen Sie alles mit!"},
    "de_simple": {"Come.": "Sie kommen um %(time)s. „Alles?“ Ja! %(time)s Uhr, am 1. Mai."},
}


@pytest.fixture(scope="module")
def languages(tmp_path_factory: pytest.TempPathFactory) -> Languages:
    folder = tmp_path_factory.mktemp("catalogues")
    for name, texts in TEXTS.items():
        catalogue = Catalog(locale="de")
        for msgid, text in texts.items():
            catalogue.add(msgid, text)
        path = folder / name / "LC_MESSAGES" / "messages.mo"
        path.parent.mkdir(parents=True)
        with path.open("wb") as file:
            write_mo(file, catalogue)
    return Languages(load(CHECKOUT / "content").languages, [folder])


@pytest.fixture
def simple(languages: Languages) -> Tongue:
    return languages.tongues["leichte-sprache"]


NINE = Clock(time(9, 5))


def test_each_sentence_stands_on_its_own_line(simple: Tongue) -> None:
    assert text_of("Come.", time=NINE).html(simple) == (
        "Sie kommen um 9:05. <br>„Alles?“ <br>Ja! <br>9:05 Uhr, am 1. Mai."
    )


def test_titles_and_attributes_stay_on_one_line(simple: Tongue) -> None:
    assert "<" not in text_of("Come.", time=NINE).plain(simple)


def test_german_keeps_its_lines_and_its_zeros(languages: Languages) -> None:
    said = text_of("Come.", time=NINE).html(languages.german)
    assert said == "Kommen Sie um 09:05. Bringen Sie alles mit!"


def test_german_beside_it_keeps_its_lines(languages: Languages) -> None:
    pair = languages.pair("leichte-sprache+de")
    assert pair is not None
    with reading(pair):
        shown = text_of("Come.", time=NINE).__html__()
    assert shown.endswith('<span class="de" lang="de" dir="ltr">Kommen Sie um 09:05. '
                          "Bringen Sie alles mit!</span>")  # fmt: skip
