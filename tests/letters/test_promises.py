"""What customers are told of a callback, of a call nobody answered, of no interpreter found."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from backend.content import Content
from backend.languages import Languages
from backend.letters import sms
from backend.letters.paper import promises as papers
from backend.letters.paper.passages import Press
from backend.letters.promises import of_letter
from backend.store import letters
from backend.store.letters import Letter
from tests.letters.conftest import NOW
from tests.letters.rendering import mailed, text_of

Make = Callable[..., Letter]
DUE = int(datetime(2026, 3, 24, 14, 10, tzinfo=UTC).timestamp())
FACTS = {"office": "mitte", "due": DUE, "reference": "K7M42PX9", "token": "1-abc"}


def promised(letter: Letter, kind: str = letters.CALLBACK, **facts: object) -> Letter:
    return replace(letter, kind=kind, appointment=0, facts=FACTS | facts)


def test_the_promise_names_day_time_and_number_in_both_languages(
    letter: Make, jobcenter: Content, languages: Languages
) -> None:
    text = text_of(mailed(promised(letter(languages="ar+de")), jobcenter, languages))
    assert "ar:We call you back by" in text and "de:We call you back by" in text
    assert "15:10" in text and "K7M4-2PX9" in text
    assert "https://termin.example/ar+de/rueckruf/zusage/1-abc" in text


def test_a_promise_until_midnight_names_the_day_alone(
    letter: Make, jobcenter: Content, languages: Languages
) -> None:
    midnight = int(datetime(2026, 3, 24, 22, 59, tzinfo=UTC).timestamp())
    text = text_of(mailed(promised(letter(), due=midnight), jobcenter, languages))
    assert "at the latest" in text and "23:59" not in text


def test_who_was_not_reached_is_led_to_the_booking(
    letter: Make, jobcenter: Content, languages: Languages
) -> None:
    unreached = promised(letter(), letters.CALLBACK_UNREACHED)
    text = text_of(mailed(unreached, jobcenter, languages))
    assert "called you twice" in text and "https://termin.example/de/\n" in text
    assert "zusage" not in text


@pytest.mark.parametrize(
    ("kind", "way"),
    [(letters.NOT_REACHED, "https://termin.example/de/\n"),
     (letters.NO_INTERPRETER, "https://termin.example/de/mein-termin/")],
)  # fmt: skip
def test_the_others_lead_to_a_new_time_and_change_no_calendar(
    letter: Make, jobcenter: Content, languages: Languages, kind: str, way: str
) -> None:
    mail = mailed(letter(kind, channel="phone"), jobcenter, languages)
    assert way in text_of(mail)
    assert [part for part in mail.walk() if part.get_content_type() == "text/calendar"] == []


def test_subjects_are_neutral(letter: Make, jobcenter: Content, languages: Languages) -> None:
    for kind in (letters.CALLBACK, letters.CALLBACK_UNREACHED):
        subject = str(mailed(promised(letter(), kind), jobcenter, languages)["Subject"])
        assert "Jobcenter" not in subject and "K7M4" not in subject


def test_a_short_message_promises_too(
    letter: Make, jobcenter: Content, languages: Languages
) -> None:
    made = promised(replace(letter(languages="de"), recipient="0151 23456789"))
    message = sms.render(made, content=jobcenter, languages=languages)
    assert "24.3." in message.text and "15:10" in message.text and "K7M4-2PX9" in message.text


def test_card_and_receipt_are_set_with_tags(
    letter: Make, jobcenter: Content, languages: Languages
) -> None:
    press = Press(content=jobcenter, languages=languages, public_address="https://termin.example")
    promise = of_letter(promised(letter()), jobcenter)
    pair = languages.pair("ar")
    assert pair is not None
    for make in (papers.card, papers.receipt):
        assert b"/MarkInfo" in make(press, promise, pair=pair, stamped=NOW)
