"""What is told of an offer to book: by mail, SMS and on paper, neutral and no summons."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from backend import content as contents
from backend.content import Content
from backend.domain import gsm
from backend.languages import Languages
from backend.letters import booking_invitations, outbox, papers, sms
from backend.letters.paper import post
from backend.letters.paper.passages import Press
from backend.letters.transports import SmtpServer, Unreachable
from backend.settings import Settings
from backend.store import database, letters, sealing
from backend.store.letters import Letter, NewLetter
from tests.letters.conftest import NOW
from tests.letters.post_office import PostOffice
from tests.letters.rendering import mailed, text_of

ROOT = Path(__file__).parents[2]
Make = Callable[..., Letter]
FACTS = {
    "office": "mitte",
    "until": "2026-03-27",
    "code": "K7M42PX9BCDF",
    "reference": "W7M42PXB",
    "address": "https://termin.example",
}
SECONDS = int(NOW.timestamp())


def offered(letter: Letter, **facts: object) -> Letter:
    return replace(letter, kind=letters.BOOKING_INVITATION, appointment=0, facts=FACTS | facts)


def test_it_is_an_offer_in_both_languages(
    letter: Make, jobcenter: Content, languages: Languages
) -> None:
    mail = mailed(offered(letter(languages="ar")), jobcenter, languages)
    text = text_of(mail)
    for sentence in ("We offer you", "This is voluntary", "This is no invitation"):
        assert f"ar:{sentence}" in text and f"de:{sentence}" in text
    assert "https://termin.example/ar+de/einladung/K7M4-2PX9-BCDF" in text
    assert [part for part in mail.walk() if part.get_content_type() == "text/calendar"] == []


def test_the_subject_says_nothing(letter: Make, jobcenter: Content, languages: Languages) -> None:
    subject = str(mailed(offered(letter()), jobcenter, languages)["Subject"])
    for word in ("Jobcenter", "K7M4", "invitation", "summon"):
        assert word not in subject


def test_the_short_message_fits_and_names_nobody_in_any_language(letter: Make) -> None:
    bremen = replace(contents.load(ROOT / "content"), is_sample=False)
    spoken = Languages(bremen.languages, [ROOT / "translations"])
    for slug in spoken.tongues:
        made = replace(offered(letter(languages=slug)), recipient="0151 23456789")
        message = sms.render(made, content=bremen, languages=spoken)
        assert gsm.parts(message.text) <= 2, slug
        assert f"https://termin.example/{slug}/einladung/K7M42PX9BCDF" in message.text
        assert "jobcenter" not in message.text.lower()


def test_the_paper_is_set_with_tags_with_and_without_address(
    letter: Make, jobcenter: Content, languages: Languages
) -> None:
    press = Press(content=jobcenter, languages=languages, public_address="https://termin.example")
    by_post = replace(offered(letter(languages="ar")), recipient="Amina\nWeg 1\n12345 Stadt")
    offer = booking_invitations.of_letter(by_post, jobcenter)
    at_once = post.offer_sheet(press, offer, languages="ar", written=date(2026, 3, 20))
    for words in (post.write(press, by_post), at_once):
        assert b"/MarkInfo" in post.pile(press, [words], stamped=NOW)


# --- through the outbox


@pytest.fixture
def add(database_url: str) -> Iterator[Callable[..., None]]:
    sealing.use([b"k" * 32], b"h" * 32)
    database.connect(database_url)

    def added(recipient: str = "amina@example.org", channel: str = letters.MAIL) -> None:
        new = NewLetter(
            kind=letters.BOOKING_INVITATION, appointment=0, recipient=recipient, languages="ar",
            facts=FACTS, due_at=SECONDS, channel=channel,
        )  # fmt: skip
        with database.atomic():
            letters.add([new], now_seconds=SECONDS)

    yield added
    database.disconnect()


class Down:
    """A mail server nobody reaches."""

    def send(self, mail: EmailMessage) -> None:
        raise Unreachable("nobody there")

    def rest(self) -> None:
        """Nothing to close."""


def test_it_waits_for_the_mail_server_and_arrives_once(
    add: Callable[..., None],
    jobcenter: Content,
    languages: Languages,
    settings: Settings,
    smtp: SmtpServer,
    post_office: PostOffice,
) -> None:
    add()
    ways: list[tuple[int, object]] = [(0, Down()), (2, smtp), (4, smtp)]
    for minutes, transport in ways:
        outbox.deliver_due(
            NOW + timedelta(minutes=minutes),
            content=jobcenter,
            languages=languages,
            settings=settings,
            transport=transport,  # type: ignore[arg-type]
        )
    assert [mail["To"] for mail in post_office.mails] == ["amina@example.org"]
    assert letters.count_by_state() == {"sent": 1}


def test_what_is_over_is_not_sent(
    add: Callable[..., None],
    jobcenter: Content,
    languages: Languages,
    settings: Settings,
    smtp: SmtpServer,
) -> None:
    add()
    outbox.deliver_due(
        NOW + timedelta(days=8),
        content=jobcenter,
        languages=languages,
        settings=settings,
        transport=smtp,
    )
    assert letters.count_by_state() == {"given_up": 1}


def test_what_is_over_is_not_printed(
    add: Callable[..., None], jobcenter: Content, languages: Languages, tmp_path: Path
) -> None:
    add("Amina\nWeg 1\n12345 Stadt", letters.PAPER)
    printed = papers.print_waiting(
        tmp_path / "a.pdf",
        content=jobcenter,
        languages=languages,
        public_address="https://termin.example",
        now=NOW + timedelta(days=8),
    )
    assert (printed.printed, printed.too_late) == (0, 1)
