"""Short messages: what they say in each language, and that none is ever sent twice."""

import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from backend import content as contents
from backend.content import Content
from backend.domain import gsm
from backend.domain.appointments import Channel
from backend.languages import Languages
from backend.letters import outbox, sms
from backend.letters.outbox import Delivered
from backend.letters.sentences import facts_of
from backend.letters.sms import HttpGateway
from backend.letters.wordings import WORDINGS
from backend.settings import SmsGateway
from backend.store import database, letters, queues, sealing
from tests.letters.conftest import FACTS, NOW
from tests.letters.gateway import BREAK_OFF, DROPS, SILENCE, Gateway, gateway
from tests.letters.post_office import free_port, self_signed

ROOT = Path(__file__).parents[2]
KINDS = [
    key.removeprefix("sms.")
    for key in WORDINGS
    if key.startswith("sms.") and "place" not in key and "invitation" not in key
]
"""Those about an appointment or a callback."""
PHONE = "0151 234 567 89"

Deliver = Callable[..., Delivered]
Add = Callable[..., None]


@pytest.fixture
def phone_company() -> Iterator[Gateway]:
    with gateway() as company:
        yield company


@pytest.fixture
def add(default_database_url: str) -> Iterator[Add]:
    yield from adding(default_database_url)


@pytest.fixture
def add_on_each_engine(database_url: str) -> Iterator[Add]:
    yield from adding(database_url)


def adding(url: str) -> Iterator[Add]:
    sealing.use([b"k" * 32], b"h" * 32)
    database.connect(url)

    def added(kind: str = "confirmation", recipient: str = PHONE, **facts: Any) -> None:
        new = letters.NewLetter(
            kind=kind,
            appointment=7,
            recipient=recipient,
            languages="ar",
            facts={**FACTS, **facts},
            due_at=int(NOW.timestamp()),
            channel=letters.SMS,
        )
        with database.atomic():
            letters.add([new], now_seconds=int(NOW.timestamp()))

    yield added
    database.disconnect()


@pytest.fixture
def deliver(jobcenter: Content, languages: Languages, phone_company: Gateway) -> Deliver:
    def delivered(now: Any = NOW, transport: object = None) -> Delivered:
        usual = HttpGateway(phone_company.settings, timeout=0.5, longest=1.2)
        return outbox.deliver_due_sms(
            now,
            content=jobcenter,
            languages=languages,
            transport=transport or usual,  # type: ignore[arg-type]
        )

    return delivered


# --- the way to the gateway


def test_a_due_message_arrives_once(add: Add, deliver: Deliver, phone_company: Gateway) -> None:
    add()
    assert deliver() == Delivered(sent=1)
    assert deliver() == Delivered()
    (taken,) = phone_company.taken
    assert taken["to"] == "+4915123456789"
    assert "27.3. 10:20" in taken["text"]
    assert phone_company.headers[0]["Authorization"] == "Bearer secret"
    assert letters.count_by_state() == {"sent": 1}


@pytest.mark.parametrize("status", [400, 422])
def test_a_refused_message_is_given_up(
    add: Add, deliver: Deliver, phone_company: Gateway, status: int
) -> None:
    add()
    phone_company.answers.append(status)
    assert deliver() == Delivered(given_up=1)
    (trouble,) = queues.troubles(int(NOW.timestamp()))
    assert (trouble.state, trouble.reason) == ("given_up", f"http {status}")


def test_an_answer_that_says_no_is_no_success(
    add: Add, deliver: Deliver, phone_company: Gateway
) -> None:
    phone_company.says_no = True
    add()
    assert deliver() == Delivered(given_up=1)


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_gateway_is_asked_again_later(
    add: Add, deliver: Deliver, phone_company: Gateway, status: int
) -> None:
    add()
    phone_company.answers.append(status)
    assert deliver() == Delivered(put_off=1)
    assert deliver(NOW + timedelta(minutes=1)) == Delivered(sent=1)
    assert len(phone_company.taken) == 1


@pytest.mark.parametrize("status", [301, 401, 403, 404])
def test_a_gateway_that_turns_us_away_loses_nothing(
    add: Add, deliver: Deliver, phone_company: Gateway, status: int
) -> None:
    add()
    add()
    phone_company.answers.append(status)
    assert deliver() == Delivered(put_off=1, is_reachable=False)
    assert letters.count_by_state() == {"waiting": 2}


@pytest.mark.parametrize("answer", [500, 502, 504, BREAK_OFF, SILENCE, DROPS])
def test_an_unknown_outcome_is_shown_and_never_sent_again(
    add: Add, deliver: Deliver, phone_company: Gateway, answer: int
) -> None:
    add()
    phone_company.answers.append(answer)
    # The round rests: the next ones must not become unsure as well.
    assert deliver() == Delivered(unsure=1, is_reachable=False)
    assert deliver(NOW + timedelta(days=2)) == Delivered()
    (trouble,) = queues.troubles(int(NOW.timestamp()))
    assert trouble.state == "unsure"
    assert len(phone_company.taken) <= 1


def test_without_a_gateway_one_is_tried_and_the_others_wait(add: Add, deliver: Deliver) -> None:
    add()
    add()
    nowhere = HttpGateway(SmsGateway(url=f"http://127.0.0.1:{free_port()}/", headers=(), body="{}"))
    assert deliver(transport=nowhere) == Delivered(put_off=1, is_reachable=False)
    assert letters.count_by_state() == {"waiting": 2}


def test_an_encrypted_gateway_is_used_only_when_somebody_vouches_for_it(
    add: Add, deliver: Deliver, tmp_path: Path
) -> None:
    shown, trusted = self_signed(tmp_path)
    with gateway(shown) as company:
        add()
        assert deliver(transport=HttpGateway(company.settings)) == Delivered(
            put_off=1, is_reachable=False
        )
        later = NOW + timedelta(minutes=1)
        safe = HttpGateway(company.settings, context=trusted)
        assert deliver(later, transport=safe) == Delivered(sent=1)
    assert len(company.taken) == 1


class KilledAmidTheCall(HttpGateway):
    """Dies when the gateway has taken the message and before anybody can note it."""

    def send(self, message: sms.Sms) -> None:
        super().send(message)
        raise KeyboardInterrupt


def test_killed_amid_the_call_it_is_never_sent_again(
    add_on_each_engine: Add, deliver: Deliver, phone_company: Gateway
) -> None:
    add_on_each_engine()
    with pytest.raises(KeyboardInterrupt):
        deliver(transport=KilledAmidTheCall(phone_company.settings))
    assert letters.count_by_state() == {"sending": 1}
    assert deliver(NOW + timedelta(seconds=outbox.LEASE_SECONDS)) == Delivered()
    assert letters.count_by_state() == {"unsure": 1}
    assert len(phone_company.taken) == 1


def test_two_workers_share_the_messages(
    add_on_each_engine: Add, deliver: Deliver, phone_company: Gateway
) -> None:
    for number in range(20):
        add_on_each_engine(recipient=f"0151 {23456700 + number}")
    sent: list[int] = []

    def work() -> None:
        sent.append(deliver(transport=HttpGateway(phone_company.settings)).sent)
        database.disconnect()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(30)
    assert sum(sent) == 20
    assert len(phone_company.taken) == len({each["id"] for each in phone_company.taken}) == 20


def test_a_reminder_is_not_sent_after_the_start(
    add: Add, deliver: Deliver, phone_company: Gateway
) -> None:
    add("reminder")
    assert deliver(NOW + timedelta(days=7, hours=1)) == Delivered(given_up=1)
    assert phone_company.taken == []


def test_the_log_names_nobody(
    add: Add, deliver: Deliver, phone_company: Gateway, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    add()
    add(recipient="no number")
    add()
    phone_company.answers.extend([500, 400])
    deliver()
    assert "letter" in caplog.text
    for secret in ("23456789", "K7M", "Muster", "secret", "10:20"):
        assert secret not in caplog.text


@pytest.mark.parametrize(
    ("content_type", "body", "filled"),
    [
        ("application/json", '{"text":"{text}"}', r'{"text":"say \"{to}\" & +\n"}'),
        (
            "application/x-www-form-urlencoded",
            "t={text}&n={to}",
            "t=say+%22%7Bto%7D%22+%26+%2B%0A&n=%2B49151",
        ),
        ("text/plain", "{to}: {text}", '+49151: say "{to}" & +\n'),
    ],
)  # fmt: skip
def test_no_text_breaks_out_of_the_body(content_type: str, body: str, filled: str) -> None:
    message = sms.Sms(to="+49151", text='say "{to}" & +\n', id="1")
    assert sms.filled(body, message, content_type) == filled


@pytest.mark.parametrize(
    ("phone", "is_mobile"),
    [
        ("0151 23456789", True), ("+49 (176) 12345678", True), ("٠١٧١ ٢٣٤٥٦٧٨", True),
        ("0421 123456", False), ("+48 512 345 678", True), ("", False), ("nobody", False),
    ],
)  # fmt: skip
def test_only_mobile_phones_take_short_messages(phone: str, is_mobile: bool) -> None:
    assert sms.is_mobile(phone) is is_mobile


# --- what it says


@pytest.fixture(scope="module")
def bremen() -> Content:
    return replace(contents.load(ROOT / "content"), is_sample=False)


@pytest.fixture(scope="module")
def all_languages(bremen: Content) -> Languages:
    return Languages(bremen.languages, [ROOT / "translations", ROOT / "content" / "translations"])


def every_text(bremen: Content, spoken: Languages, make: Any) -> Iterator[tuple[str, str]]:
    """(language and kind, text) with the longest street and the longest day and time."""
    longest = max(bremen.offices.values(), key=lambda office: len(office.street))
    for slug in spoken.tongues:
        for kind in KINDS:
            for channel in Channel:
                letter = make(
                    kind, slug, office=longest.key, channel=str(channel), start="2026-12-24T10:20"
                )
                text = sms.text_of(kind, facts_of(letter, bremen), slug, bremen, spoken)
                yield f"{slug} {kind} {channel}", text


def test_every_text_fits_into_two_messages_and_nearly_all_into_one(
    bremen: Content, all_languages: Languages, letter: Any
) -> None:
    parts = {name: gsm.parts(text) for name, text in every_text(bremen, all_languages, letter)}
    longer = [name for name, count in parts.items() if count > 1]
    print(f"{len(parts)} texts, in two messages: {', '.join(longer) or 'none'}")
    assert [name for name, count in parts.items() if count > 2] == []
    assert len(longer) <= len(parts) // 5


def test_no_text_says_what_the_appointment_is_about(
    bremen: Content, all_languages: Languages, letter: Any
) -> None:
    for name, text in every_text(bremen, all_languages, letter):
        assert "jobcenter" not in text.lower(), name
        assert "reach" in name or ("24.12." in text and "10:20" in text), name
        assert not set("\u200e\u200f\u2066\u2067\u2068\u2069\n") & set(text), name


def test_who_is_called_reads_no_street(
    bremen: Content, all_languages: Languages, letter: Any
) -> None:
    for name, text in every_text(bremen, all_languages, letter):
        street = max((office.street for office in bremen.offices.values()), key=len)
        has_place = "%(place)s" in WORDINGS[f"sms.{name.split()[1]}"].msgid
        assert (street in text) == (name.endswith("in_person") and has_place), name


def test_sample_data_says_so(bremen: Content, all_languages: Languages, letter: Any) -> None:
    sample = replace(bremen, is_sample=True)
    facts = facts_of(letter(office="mitte"), sample)
    text = sms.text_of("confirmation", facts, "en", sample, all_languages)
    assert text.startswith("Sample data, not an offer of the Jobcenter.")
