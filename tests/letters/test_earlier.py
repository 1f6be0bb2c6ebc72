"""The word of an earlier time: what it is, until when it is kept, and where to answer."""

from collections.abc import Callable

import pytest

from backend.content import Content
from backend.languages import Languages
from backend.letters import mails, sms
from backend.letters.sentences import body_of, facts_of
from backend.store.letters import Letter
from tests.letters.conftest import NOW

Make = Callable[..., Letter]


@pytest.fixture
def offer(letter: Make) -> Make:
    def made(languages: str = "en", **facts: object) -> Letter:
        return letter("earlier", languages, until="2026-03-21T14:00:00", **facts)

    return made


def test_the_mail_says_the_time_and_until_when_and_leads_to_the_answer(
    offer: Make, jobcenter: Content, languages: Languages
) -> None:
    mail = mails.render(
        offer(),
        content=jobcenter,
        languages=languages,
        public_address="https://termin.example",
        mail_from="Termine <termine@portal.example>",
        now=NOW,
    )
    body = mail.get_body(("plain",))
    assert body is not None
    text = body.get_content()
    assert "An earlier time is free. We keep it for you until" in text
    assert "March 21, 2026, 14:00." in text
    assert "Friday, March 27, 2026" in text and "10:20" in text
    assert "https://termin.example/en+de/mein-termin/1.abcdefghijklmnop/frueher" in text
    assert "Amina" not in text and "Neuantrag" not in text
    assert mail["Subject"].startswith("Your appointment")


def test_no_calendar_takes_it_for_the_appointment(
    offer: Make, jobcenter: Content, languages: Languages
) -> None:
    mail = mails.render(
        offer(), content=jobcenter, languages=languages, public_address="https://termin.example",
        mail_from="termine@portal.example", now=NOW,
    )  # fmt: skip
    assert list(mail.iter_attachments()) == []


def test_the_short_message_names_time_and_end(
    offer: Make, jobcenter: Content, languages: Languages
) -> None:
    facts = facts_of(offer(), jobcenter)
    text = sms.text_of("earlier", facts, "en", jobcenter, languages)
    assert text == "Earlier: 27.3. 10:20? Answer until 21.3. 14:00: +494211234567"


def test_who_is_called_reads_that_nobody_shall_come(offer: Make, jobcenter: Content) -> None:
    row = offer(channel="phone")
    body = body_of(row, facts_of(row, jobcenter), content=jobcenter, link_to=str)
    assert any("Do not come" in text.msgid for text in body.opening)
