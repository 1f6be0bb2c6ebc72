"""The outbox against a real mail server and both engines: sent, put off, given up, never lost."""

import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from backend.content import Content
from backend.languages import Languages
from backend.letters import outbox
from backend.letters.outbox import Delivered
from backend.letters.transports import EmlFolder, SmtpServer
from backend.settings import Encryption, MailServer, Settings
from backend.store import database, letters, sealing
from tests.letters.conftest import FACTS, NOW
from tests.letters.post_office import BREAK_OFF, PostOffice, controller, free_port, self_signed

Deliver = Callable[..., Delivered]
Add = Callable[..., None]


@pytest.fixture
def outbox_open(database_url: str) -> Iterator[None]:
    sealing.use([b"k" * 32], b"h" * 32)
    database.connect(database_url)
    yield
    database.disconnect()


@pytest.fixture
def add(outbox_open: None) -> Add:
    def added(
        kind: str = "confirmation", recipient: str = "amina@example.org", **facts: Any
    ) -> None:
        new = letters.NewLetter(
            kind=kind,
            appointment=7,
            recipient=recipient,
            languages="ar",
            facts={**FACTS, **facts},
            due_at=int(NOW.timestamp()),
        )
        with database.atomic():
            letters.add([new], now_seconds=int(NOW.timestamp()))

    return added


@pytest.fixture
def deliver(
    jobcenter: Content, languages: Languages, settings: Settings, smtp: SmtpServer
) -> Deliver:
    def delivered(now: datetime = NOW, transport: object = smtp) -> Delivered:
        return outbox.deliver_due(
            now,
            content=jobcenter,
            languages=languages,
            settings=settings,
            transport=transport,  # type: ignore[arg-type]
        )

    return delivered


def test_a_due_letter_arrives_once(add: Add, deliver: Deliver, post_office: PostOffice) -> None:
    add()
    assert deliver() == Delivered(sent=1)
    assert deliver() == Delivered()
    (mail,) = post_office.mails
    assert mail["To"] == "amina@example.org"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"].endswith("@termin.example>")
    assert post_office.envelopes == [("termine@portal.example", ["amina@example.org"])]
    assert letters.count_by_state() == {"sent": 1}


def test_several_letters_share_one_connection_and_leave_in_order(
    add: Add, deliver: Deliver, post_office: PostOffice
) -> None:
    for number in range(3):
        add(recipient=f"customer{number}@example.org")
    assert deliver().sent == 3
    assert [mail["To"] for mail in post_office.mails] == [
        f"customer{number}@example.org" for number in range(3)
    ]


def test_a_letter_put_off_is_tried_again_after_growing_pauses(
    add: Add, deliver: Deliver, post_office: PostOffice
) -> None:
    add()
    post_office.answers.extend(["451 later", "451 later"])
    assert deliver() == Delivered(put_off=1)
    assert deliver(NOW + timedelta(seconds=59)) == Delivered()
    assert deliver(NOW + timedelta(minutes=1)) == Delivered(put_off=1)
    assert deliver(NOW + timedelta(minutes=5)) == Delivered()
    assert deliver(NOW + timedelta(minutes=6)) == Delivered(sent=1)
    assert len(post_office.mails) == 1


def test_the_longest_pause_is_a_day(add: Add, deliver: Deliver, post_office: PostOffice) -> None:
    add()
    now = NOW
    for pause in [*outbox.PAUSES, outbox.PAUSES[-1], outbox.PAUSES[-1]]:
        post_office.answers.append("421 later")
        assert deliver(now).put_off == 1
        assert deliver(now + pause - timedelta(seconds=1)) == Delivered()
        now += pause
    assert deliver(now).sent == 1


def test_a_refused_recipient_is_given_up(
    add: Add, deliver: Deliver, post_office: PostOffice
) -> None:
    add(recipient="nobody@example.org")
    add(recipient="amina@example.org")
    post_office.answers_to_recipients.append("550 no such user")
    assert deliver() == Delivered(sent=1, given_up=1)
    assert letters.count_by_state() == {"sent": 1, "given_up": 1}


def test_a_refused_text_is_given_up(add: Add, deliver: Deliver, post_office: PostOffice) -> None:
    add()
    post_office.answers.append("554 no")
    assert deliver() == Delivered(given_up=1)


def test_breaking_off_in_the_middle_repeats_the_same_mail(
    add: Add, deliver: Deliver, post_office: PostOffice
) -> None:
    add()
    post_office.answers.append(BREAK_OFF)
    assert deliver() == Delivered(put_off=1)
    assert deliver(NOW + timedelta(minutes=1)) == Delivered(sent=1)


def test_without_a_mail_server_one_letter_is_tried_and_the_others_wait(
    add: Add, deliver: Deliver
) -> None:
    for _ in range(3):
        add()
    nowhere = SmtpServer(
        MailServer(host="127.0.0.1", port=free_port(), encryption=Encryption.NONE), timeout=2
    )
    assert deliver(transport=nowhere) == Delivered(put_off=1, is_reachable=False)
    assert deliver().sent == 2


def test_a_letter_that_makes_no_sense_stops_no_other(
    add: Add, deliver: Deliver, post_office: PostOffice
) -> None:
    add(office="gone")
    add()
    assert deliver() == Delivered(sent=1, put_off=1)


def test_a_letter_nobody_can_unseal_stops_no_other(
    add: Add, deliver: Deliver, post_office: PostOffice
) -> None:
    add()
    sealing.use([b"x" * 32], b"h" * 32)
    add()
    assert deliver() == Delivered(sent=1, put_off=1)


def test_a_reminder_is_not_sent_after_the_start(
    add: Add, deliver: Deliver, post_office: PostOffice
) -> None:
    add("reminder")
    assert deliver(datetime(2026, 3, 27, 9, 20, tzinfo=NOW.tzinfo)) == Delivered(given_up=1)
    assert post_office.mails == []


class KilledAfterAcceptance(SmtpServer):
    """Hands the mail over and dies before anybody can note it."""

    def send(self, mail: Any) -> None:
        super().send(mail)
        raise KeyboardInterrupt


def test_killed_between_acceptance_and_commit_the_mail_keeps_its_message_id(
    add: Add, deliver: Deliver, post_office: PostOffice, mail_server: MailServer
) -> None:
    add()
    with pytest.raises(KeyboardInterrupt):
        deliver(transport=KilledAfterAcceptance(mail_server))
    assert deliver() == Delivered()
    assert deliver(NOW + timedelta(seconds=outbox.LEASE_SECONDS)) == Delivered(sent=1)
    first, second = post_office.mails
    assert first["Message-ID"] == second["Message-ID"]


def test_two_workers_share_the_letters(
    add: Add, deliver: Deliver, post_office: PostOffice, mail_server: MailServer
) -> None:
    for number in range(30):
        add(recipient=f"customer{number}@example.org")
    sent: list[int] = []

    def work() -> None:
        sent.append(deliver(transport=SmtpServer(mail_server)).sent)
        database.disconnect()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(30)
    assert sum(sent) == 30
    assert len({mail["Message-ID"] for mail in post_office.mails}) == 30
    assert len(post_office.mails) == 30


@pytest.mark.filterwarnings("ignore:Requiring AUTH:UserWarning")
@pytest.mark.parametrize("encryption", [Encryption.TLS, Encryption.STARTTLS])
def test_an_encrypted_way_with_login(
    add: Add, deliver: Deliver, tmp_path: Path, encryption: Encryption
) -> None:
    office = PostOffice()
    shown, trusted = self_signed(tmp_path)
    server, reached = controller(office, encryption, shown)
    server.start()
    try:
        add()
        assert deliver(transport=SmtpServer(reached, context=trusted)) == Delivered(sent=1)
    finally:
        server.stop()
    assert office.logins == 1
    assert len(office.mails) == 1


@pytest.mark.filterwarnings("ignore:Requiring AUTH:UserWarning")
@pytest.mark.parametrize("encryption", [Encryption.TLS, Encryption.STARTTLS])
def test_a_certificate_nobody_vouches_for_gets_no_mail(
    add: Add, deliver: Deliver, tmp_path: Path, encryption: Encryption
) -> None:
    office = PostOffice()
    shown, _ = self_signed(tmp_path)
    server, reached = controller(office, encryption, shown)
    server.start()
    try:
        add()
        assert deliver(transport=SmtpServer(reached)) == Delivered(put_off=1, is_reachable=False)
    finally:
        server.stop()
    assert office.mails == []


def test_a_wrong_password_loses_no_letter(add: Add, deliver: Deliver, tmp_path: Path) -> None:
    office = PostOffice()
    shown, trusted = self_signed(tmp_path)
    server, reached = controller(office, Encryption.STARTTLS, shown)
    server.start()
    try:
        add()
        wrong = SmtpServer(replace(reached, password="wrong"), context=trusted)
        assert deliver(transport=wrong) == Delivered(put_off=1, is_reachable=False)
    finally:
        server.stop()
    assert letters.count_by_state() == {"waiting": 1}


def test_files_stand_in_for_a_mail_server(add: Add, deliver: Deliver, tmp_path: Path) -> None:
    add()
    folder = EmlFolder(tmp_path / "mail")
    assert deliver(transport=folder) == Delivered(sent=1)
    (file,) = (tmp_path / "mail").iterdir()
    assert file.suffix == ".eml"
    assert "amina" not in file.name


def test_the_same_letter_is_the_same_file(
    add: Add, deliver: Deliver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add()
    folder = EmlFolder(tmp_path / "mail")
    with monkeypatch.context() as patch:
        patch.setattr(letters, "mark_sent", lambda *_: None)
        deliver(transport=folder)
    deliver(NOW + timedelta(seconds=outbox.LEASE_SECONDS), folder)
    assert len(list((tmp_path / "mail").iterdir())) == 1


def test_the_log_names_nobody(
    add: Add, deliver: Deliver, post_office: PostOffice, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "backend")
    add()
    add(office="gone")
    add()
    post_office.answers_to_recipients.append("550 amina@example.org is unknown")
    deliver()
    assert "letter" in caplog.text
    for secret in ("amina", "K7M", "abcdefgh", "mitte"):
        assert secret not in caplog.text
