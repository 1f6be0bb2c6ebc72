"""Mails: languages, headers, and what must never stand in them."""

from collections.abc import Callable
from dataclasses import replace
from email.message import EmailMessage

import pytest

from backend.content import Content
from backend.languages import Languages
from backend.letters import mails
from backend.letters.sentences import body_of, facts_of
from backend.letters.wordings import WORDINGS
from backend.store.letters import Letter
from tests.letters.conftest import NOW
from tests.letters.rendering import text_of

Make = Callable[..., Letter]
Render = Callable[[Letter], EmailMessage]
KINDS = (
    "confirmation", "reminder", "moved", "cancellation", "limit_notice", "office_moved",
    "office_cancelled", "office_room",
)  # fmt: skip


@pytest.fixture
def render(jobcenter: Content, languages: Languages) -> Render:
    def rendered(letter: Letter) -> EmailMessage:
        return mails.render(
            letter,
            content=jobcenter,
            languages=languages,
            public_address="https://termin.example",
            mail_from="Termine <termine@portal.example>",
            now=NOW,
        )

    return rendered


def everything(mail: EmailMessage) -> str:
    """All headers and all parts, decoded."""
    parts = [f"{name}: {value}" for name, value in mail.items()]
    for part in mail.walk():
        if not part.is_multipart():
            content = part.get_payload(decode=True)
            assert isinstance(content, bytes)
            parts.append(content.decode())
            parts.append(str(part.get_filename()))
    return "\n".join(parts)


def test_a_german_reader_gets_german_only(letter: Make, render: Render) -> None:
    mail = render(letter(languages="de"))
    assert mail["Content-Language"] == "de"
    assert "de:Your appointment is booked." in text_of(mail)
    assert "\nYour appointment" not in text_of(mail)


@pytest.mark.parametrize("pair", ["ar", "ar+de"])
def test_an_arabic_reader_gets_arabic_first_and_german_under_a_line(
    letter: Make, render: Render, pair: str
) -> None:
    mail = render(letter(languages=pair))
    arabic, german = text_of(mail).split("-" * 40)
    assert "ar:Your appointment is booked." in arabic
    assert "de:" not in arabic.replace("mode:", "")
    assert "de:Your appointment is booked." in german
    assert mail["Content-Language"] == "ar, de"


def test_an_english_reader_gets_german_too(letter: Make, render: Render) -> None:
    mail = render(letter(languages="en"))
    assert mail["Content-Language"] == "en, de"
    assert "https://termin.example/en+de/mein-termin/1.abcdefghijklmnop" in text_of(mail)


def test_a_language_that_was_switched_off_becomes_german(letter: Make, render: Render) -> None:
    mail = render(letter(languages="tr+de"))
    assert mail["Content-Language"] == "de"
    assert "https://termin.example/de/mein-termin/" in text_of(mail)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("channel", ["in_person", "phone", "video"])
@pytest.mark.parametrize("pair", ["de", "ar+de", "en"])
def test_no_part_names_concern_number_or_person(
    letter: Make, render: Render, kind: str, channel: str, pair: str
) -> None:
    told = everything(render(letter(kind, pair, channel=channel)))
    for secret in ("Neuantrag", "Amina Beispiel", "123A456789"):
        assert secret not in told


@pytest.mark.parametrize("kind", KINDS)
def test_the_subject_is_neutral(letter: Make, render: Render, kind: str) -> None:
    subject = render(letter(kind, "ar+de"))["Subject"]
    assert subject.startswith("ar:")
    assert "de:" in subject
    for word in ("Jobcenter", "Musterstadt", "Mitte", "K7M", "2026", "10:20"):
        assert word not in subject


def test_a_visit_names_day_time_office_address_and_reference(letter: Make, render: Render) -> None:
    text = text_of(render(letter()))
    for fact in (
        "Freitag, 27. März 2026",
        "10:20",
        "20 minutes",
        "Geschäftsstelle Mitte",
        "Musterstraße 12, 12345 Musterstadt",
        "K7M4-2PX9",
        "An invitation by letter stays valid.",
    ):
        assert fact in text


@pytest.mark.parametrize("kind", KINDS)
def test_a_phone_appointment_shows_no_way_to_the_office(
    letter: Make, render: Render, kind: str
) -> None:
    told = everything(render(letter(kind, "en", channel="phone")))
    assert "Musterstraße" not in told
    assert "counter" not in told
    if kind not in {"cancellation", "office_cancelled"}:
        assert "We call you. Do not come." in told
        assert "The number may be hidden." in told


def test_cancelling_never_asks_for_the_phone_alone(letter: Make, render: Render) -> None:
    text = text_of(render(letter(languages="en")))
    for way in ("post@jobcenter.example", "+49 421 1234-567", "Tess-Relay", "counter of your"):
        assert way in text


def test_a_cancellation_offers_a_new_appointment_and_no_dead_link(
    letter: Make, render: Render
) -> None:
    text = text_of(render(letter("cancellation", "en")))
    assert "1.abcdefghijklmnop" not in text
    assert "https://termin.example/en+de/\n" in text


def test_html_carries_both_languages_with_their_direction(letter: Make, render: Render) -> None:
    html = text_of(render(letter(languages="ar")), "html")
    assert '<div lang="ar" dir="rtl">' in html
    assert '<div lang="de" dir="ltr">' in html
    assert '<bdi dir="ltr">+49 421 1234-567</bdi>' in html
    assert "style" not in html
    assert "src=" not in html


def test_plain_arabic_isolates_what_runs_left_to_right(letter: Make, render: Render) -> None:
    arabic = text_of(render(letter(languages="ar"))).split("-" * 40)[0]
    for fact in ("10:20", "+49 421 1234-567", "K7M4-2PX9", "Geschäftsstelle Mitte"):
        assert f"\u2066{fact}\u2069" in arabic
    link = next(line for line in arabic.splitlines() if "https://" in line)
    assert link == "https://termin.example/ar+de/mein-termin/1.abcdefghijklmnop"


def test_headers_say_that_nobody_wrote_this(letter: Make, render: Render) -> None:
    mail = render(letter(languages="ar"))
    assert mail["Message-ID"] == "<3f1c0b6a9d2e4f58@termin.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["X-Auto-Response-Suppress"] == "All"
    assert mail["From"] == "Termine <termine@portal.example>"
    assert mail["To"] == "amina@example.org"
    assert mail["Date"].datetime == NOW


def test_a_mail_needs_seven_bits_only(letter: Make, render: Render) -> None:
    assert render(letter(languages="ar")).as_bytes().isascii()


def test_only_somebody_warned_gets_no_calendar(letter: Make, render: Render) -> None:
    for kind in KINDS:
        attachments = list(render(letter(kind)).iter_attachments())
        assert len(attachments) == (0 if kind == "limit_notice" else 1)


def test_a_domain_in_another_script_is_written_as_servers_know_it(
    letter: Make, render: Render
) -> None:
    mail = render(replace(letter(), recipient="amina@bücher.example"))
    assert mail["To"] == "amina@xn--bcher-kva.example"
    mail = render(replace(letter(), recipient="amina@faß.example"))
    assert mail["To"] == "amina@xn--fa-hia.example"


def test_an_address_that_is_none_cannot_be_rendered(letter: Make, render: Render) -> None:
    with pytest.raises(ValueError, match="mail address"):
        render(replace(letter(), recipient="amina"))


def test_sample_data_says_so_and_points_no_answer_at_a_real_office(
    letter: Make, jobcenter: Content, languages: Languages
) -> None:
    mail = mails.render(
        letter(languages="en"),
        content=replace(jobcenter, is_sample=True),
        languages=languages,
        public_address="https://termin.example",
        mail_from="Termine <termine@portal.example>",
        now=NOW,
    )
    assert text_of(mail).startswith("Sample data, not an offer of the Jobcenter.")
    assert mail["Reply-To"] is None


def test_whom_the_office_puts_off_is_served_at_the_old_time_too(
    letter: Make, render: Render
) -> None:
    for kind in ("office_moved", "office_cancelled"):
        assert "If you come at the old time, you will be served" in text_of(
            render(letter(kind, "en"))
        )
        by_phone = text_of(render(letter(kind, "en", channel="phone")))
        assert "old time" not in by_phone


def test_another_room_stands_in_mail_and_calendar(letter: Make, render: Render) -> None:
    mail = render(letter("office_room", "en", place="Raum 12, 1. Etage"))
    assert "Waiting place: Raum 12, 1. Etage" in text_of(mail)
    (calendar,) = mail.iter_attachments()
    assert "Raum 12" in calendar.get_content()


@pytest.mark.parametrize(
    ("kind", "method"),
    [("office_moved", "PUBLISH"), ("office_room", "PUBLISH"), ("office_cancelled", "CANCEL")],
)
def test_the_offices_change_reaches_the_calendar(
    letter: Make, render: Render, kind: str, method: str
) -> None:
    (attachment,) = render(letter(kind, "de", sequence=5)).iter_attachments()
    assert attachment.get_content_type() == "text/calendar"
    entry = attachment.get_content()
    assert f"METHOD:{method}" in entry
    assert f"SEQUENCE:{6 if method == 'CANCEL' else 5}" in entry
    assert "UID:a1b2c3@termin.example" in entry


def test_everything_a_letter_says_has_a_key(
    letter: Make, jobcenter: Content, languages: Languages
) -> None:
    keyed = {text.msgid for text in WORDINGS.values()}
    editorial = {jobcenter.jobcenter.relay, jobcenter.offices["mitte"].waiting_place}
    for kind in KINDS:
        for channel in ("in_person", "phone", "video"):
            for way in ("mail", "paper"):
                row = replace(letter(kind, channel=channel, place="Raum 1"), channel=way)
                body = body_of(row, facts_of(row, jobcenter), content=jobcenter, link_to=str)
                said = [body.subject, *body.opening, body.link_text, *body.ways, *body.closing]
                said += [line.label for line in body.rows]
                assert {text.msgid for text in said} <= keyed | editorial
