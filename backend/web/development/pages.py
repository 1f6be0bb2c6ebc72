"""The inbox at `/entwicklung/post`: mails that development leaves as files (D39)."""

import email
import re
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from pathlib import Path

from flask import Blueprint, Response, abort, render_template, request

from backend.web.portal import portal

pages = Blueprint("development", __name__, url_prefix="/entwicklung/post")

MOST_SHOWN = 200
FILE_NAME = re.compile(r"[0-9a-f]{32}")
SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"
"""The HTML of a mail is shown as it is, and may do nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A part of a mail that is no text to read."""

    name: str
    kind: str
    text: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A mail as it is shown."""

    key: str
    subject: str
    recipient: str
    sender: str
    sent_at: datetime
    headers: tuple[tuple[str, str], ...]
    text: str
    html: str
    attachments: tuple[Attachment, ...]


@pages.before_request
def keep_strangers_out() -> None:
    """Only this very machine may look, also when a name elsewhere was made to point at it."""
    host = request.host.rsplit(":", 1)[0].strip("[]")
    if not _is_loopback(request.remote_addr or "") or not _is_loopback(host):
        abort(404)


@pages.get("")
def inbox() -> str:
    """All mails, the newest first."""
    files = sorted(_folder().glob("*.eml"), key=lambda file: file.stat().st_mtime, reverse=True)
    return render_template(
        "development/inbox.html", mails=[_read(file) for file in files[:MOST_SHOWN]]
    )


@pages.get("/<key>")
def mail(key: str) -> str:
    """One mail with its text and its attachments."""
    return render_template("development/mail.html", mail=_found(key))


@pages.get("/<key>/html")
def html(key: str) -> Response:
    """The HTML of a mail, locked in."""
    response = Response(_found(key).html, mimetype="text/html")
    response.headers["Content-Security-Policy"] = SANDBOX
    return response


@pages.get("/<key>/anhang/<int:number>")
def attachment(key: str, number: int) -> Response:
    """An attachment to keep, counted from zero."""
    attachments = _found(key).attachments
    if number >= len(attachments):
        abort(404)
    chosen = attachments[number]
    response = Response(chosen.content, mimetype=chosen.kind)
    response.headers.set("Content-Disposition", "attachment", filename=chosen.name)
    return response


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _folder() -> Path:
    return portal().settings.mail_folder


def _found(key: str) -> Mail:
    file = _folder() / f"{key}.eml"
    if not FILE_NAME.fullmatch(key) or not file.is_file():
        abort(404)
    return _read(file)


def _read(file: Path) -> Mail:
    message = email.message_from_bytes(file.read_bytes(), policy=SMTP)
    return Mail(
        key=file.stem,
        subject=str(message["Subject"]),
        recipient=str(message["To"]),
        sender=str(message["From"]),
        sent_at=parsedate_to_datetime(str(message["Date"])),
        headers=tuple((name, str(value)) for name, value in message.items()),
        text=_body(message, "plain"),
        html=_body(message, "html"),
        attachments=tuple(_attachment(part) for part in message.iter_attachments()),
    )


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()) if part is not None else ""


def _attachment(part: EmailMessage) -> Attachment:
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    kind = part.get_content_type()
    return Attachment(
        name=part.get_filename() or "anhang",
        kind=kind,
        text=content.decode("utf-8", "replace") if kind.startswith("text/") else "",
        content=content,
    )
