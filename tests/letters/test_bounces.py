"""Mails that come back: real reports of mail servers, and what is no report."""

from collections.abc import Iterator
from email.message import EmailMessage

import pytest

from backend.letters import bounces
from backend.store import database, letters, queues, sealing
from tests.letters.conftest import FACTS, NOW

SECONDS = int(NOW.timestamp())


@pytest.fixture(autouse=True)
def message_id(default_database_url: str) -> Iterator[str]:
    """Of a mail that has left the house."""
    sealing.use([b"k" * 32], b"h" * 32)
    database.connect(default_database_url)
    new = letters.NewLetter(
        kind="confirmation",
        appointment=7,
        recipient="amina@example.org",
        languages="de",
        facts=FACTS,
        due_at=SECONDS,
    )
    with database.atomic():
        letters.add([new], now_seconds=SECONDS)
    (letter,) = letters.claim_due(SECONDS, most=1, lease_seconds=90)
    letters.mark_sent(letter.id, SECONDS)
    yield letter.message_id
    database.disconnect()


def postfix(message_id: str, action: str = "failed", status: str = "5.1.1") -> bytes:
    """A report as Postfix writes it."""
    return f"""\
Return-Path: <>
Date: Fri, 20 Mar 2026 10:00:02 +0100 (CET)
From: MAILER-DAEMON@mail.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: termine@portal.example
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="4XyZ.1774000802/mail.example"
Message-Id: <20260320090002.4XyZ@mail.example>

This is a MIME-encapsulated message.

--4XyZ.1774000802/mail.example
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mail.example.

<amina@example.org>: host mx.example.org[192.0.2.7] said: 550 5.1.1
    <amina@example.org>: Recipient address rejected: User unknown

--4XyZ.1774000802/mail.example
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example
X-Postfix-Queue-ID: 4XyZ
Arrival-Date: Fri, 20 Mar 2026 10:00:01 +0100 (CET)

Final-Recipient: rfc822; amina@example.org
Original-Recipient: rfc822;amina@example.org
Action: {action}
Status: {status}
Remote-MTA: dns; mx.example.org
Diagnostic-Code: smtp; 550 5.1.1 <amina@example.org>: Recipient address
    rejected: User unknown

--4XyZ.1774000802/mail.example
Content-Description: Undelivered Message
Content-Type: message/rfc822

From: Termine <termine@portal.example>
To: amina@example.org
Subject: Ihr Termin
Message-ID: <{message_id}@termin.example>
Content-Type: text/plain; charset="utf-8"

Ihr Termin ist gebucht.

--4XyZ.1774000802/mail.example--
""".encode()


def test_a_mail_that_came_back_is_shown_to_the_office_without_its_address(message_id: str) -> None:
    assert bounces.read(postfix(message_id)) == 1
    (trouble,) = queues.troubles(SECONDS)
    assert (trouble.state, trouble.reason) == ("bounced", "came back, 5.1.1")
    assert bounces.read(postfix(message_id)) == 0


def test_a_report_with_headers_only_is_enough(message_id: str) -> None:
    raw = postfix(message_id).replace(b"message/rfc822", b"text/rfc822-headers")
    assert bounces.read(raw) == 1


def test_a_delay_is_no_bounce(message_id: str) -> None:
    assert bounces.read(postfix(message_id, action="delayed", status="4.4.1")) == 0
    assert letters.count_by_state() == {"sent": 1}


def test_a_mail_of_somebody_else_changes_nothing() -> None:
    assert bounces.read(postfix("f" * 32)) == 0


def test_an_answer_a_person_wrote_changes_nothing(message_id: str) -> None:
    answer = EmailMessage()
    answer["In-Reply-To"] = f"<{message_id}@termin.example>"
    answer.set_content("Ich komme. Action: failed")
    assert bounces.read(answer.as_bytes()) == 0


@pytest.mark.parametrize("raw", [b"", b"\0\xff" * 500, b"Content-Type: multipart/report\n\n--x"])
def test_rubbish_changes_nothing(raw: bytes) -> None:
    assert bounces.read(raw) == 0


def test_what_the_office_has_settled_is_shown_no_more(message_id: str) -> None:
    bounces.read(postfix(message_id))
    (trouble,) = queues.troubles(SECONDS)
    with database.atomic():
        assert queues.settle(trouble.letter)
    assert queues.troubles(SECONDS) == []
