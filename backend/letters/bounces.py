"""Bounces: what mail servers report of mails that came back (RFC 3464), for the office to see."""

import re
from collections.abc import Iterator
from email import message_from_bytes, message_from_string
from email.message import Message

from backend.actions import reaching

LONGEST = 1024 * 1024
"""A report that is longer is read so far."""
_ID = re.compile(r"<([0-9a-f]{32})@[^<>\s]+>")
_STATUS = re.compile(r"[45]\.\d{1,3}\.\d{1,3}")


def read(raw: bytes) -> int:
    """Mark every mail the report says was never delivered; returns how many of ours they were.

    A delay is no bounce, nor is an answer some person wrote: those change nothing. Of the report
    only the status code is kept: the rest quotes addresses.
    """
    report = message_from_bytes(raw[:LONGEST])
    reason = _failure(report)
    if reason is None:
        return 0
    return sum(reaching.bounced(message_id, reason) for message_id in _ours(report))


def _failure(report: Message) -> str | None:
    """Why it was never delivered; None when the message reports no such thing."""
    for part in report.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        for fields in part.get_payload():
            if isinstance(fields, Message) and str(fields["Action"]).strip().lower() == "failed":
                status = _STATUS.search(str(fields["Status"]))
                return f"came back, {status[0]}" if status else "came back"
    return None


def _ours(report: Message) -> Iterator[str]:
    """The Message-IDs of the mails the report is about, from the part that quotes them."""
    found: set[str] = set()
    for part in report.walk():
        kind = part.get_content_type()
        if kind == "message/rfc822":
            quoted = part.get_payload()
            if isinstance(quoted, list) and quoted and isinstance(quoted[0], Message):
                found.update(_ID.findall(str(quoted[0]["Message-ID"])))
        elif kind == "text/rfc822-headers":
            text = part.get_payload(decode=True)
            if isinstance(text, bytes):
                headers = message_from_string(text.decode("utf-8", "replace"))
                found.update(_ID.findall(str(headers["Message-ID"])))
    yield from sorted(found)
