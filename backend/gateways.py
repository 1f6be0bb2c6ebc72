"""Reads where mails and short messages leave the house: the mail server, the SMS gateway."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parseaddr
from enum import StrEnum
from urllib.parse import unquote

from backend.environment import PREFIX, Given, OddSetting, address, is_loopback, missing

DEVELOPMENT_SENDER = "Termine <termine@terminbruecke.invalid>"


class Encryption(StrEnum):
    """How the way to the mail server is protected."""

    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """Where letters by mail are handed in; an empty user means: no login."""

    host: str
    port: int
    encryption: Encryption
    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SmsGateway:
    """Where short messages are handed in, each by one POST; off unless its address is set.

    The sender's name is the gateway's matter: it must be neutral (D17). Numbers and texts stand in
    the body alone, since addresses are written into logs everywhere.
    """

    url: str = field(repr=False)
    headers: tuple[tuple[str, str], ...] = field(repr=False)
    """Lines of `Name: value`, the gateway's secret among them; `Content-Type` says how to fill in
    the body."""
    body: str = field(repr=False)
    """With the blanks `{to}` and `{text}`, and `{id}`, the same for each try of one message."""
    success: str = ""
    """A regular expression that the answer must contain; empty: its status is enough."""


def mail_server(given: Given) -> MailServer | None:
    """The server of `SMTP_URL`; None only in development. Raises `OddSetting`."""
    name = "SMTP_URL"
    if name not in given.texts:
        if given.is_development:
            return None
        raise missing(name)
    parts, host, port = address(name, given.texts[name], {"smtp": 25, "smtps": 465})
    if parts.path.strip("/") or parts.fragment or parts.query not in {"", "starttls"}:
        raise OddSetting(name, "may end in ?starttls after host and port, and in nothing else")
    encryption = Encryption.TLS if parts.scheme == "smtps" else Encryption.NONE
    if parts.query:
        if encryption is Encryption.TLS:
            raise OddSetting(name, "must be either smtps://… or smtp://…?starttls")
        encryption = Encryption.STARTTLS
        port = parts.port or 587
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if bool(user) != bool(password):
        raise OddSetting(name, "must name both user and password, or neither")
    if user and encryption is Encryption.NONE and not is_loopback(host):
        raise OddSetting(name, "must use smtps:// or ?starttls, else the password travels openly")
    return MailServer(host=host, port=port, encryption=encryption, user=user, password=password)


def mail_from(given: Given) -> str:
    """The sender of all mails; raises `OddSetting`."""
    name = "MAIL_FROM"
    if name not in given.texts and not given.is_development:
        raise missing(name)
    text = given.texts.get(name, DEVELOPMENT_SENDER)
    if not re.fullmatch(r"[^@\s<>]+@[^@\s<>]+", parseaddr(text)[1]) or not text.isprintable():
        raise OddSetting(name, "must be a mail address such as Termine <termine@jobcenter.example>")
    if not given.is_development and text == DEVELOPMENT_SENDER:
        raise OddSetting(name, "is the sender development uses; name your own")
    return text


def sms_gateway(texts: Mapping[str, str]) -> SmsGateway | None:
    """The gateway of `SMS_URL`, None where it is not set; raises `OddSetting`."""
    if "SMS_URL" not in texts:
        for name in ("SMS_BODY", "SMS_HEADERS", "SMS_SUCCESS"):
            if name in texts:
                raise OddSetting(name, f"is of no use without {PREFIX}SMS_URL")
        return None
    parts, host, _ = address("SMS_URL", texts["SMS_URL"], {"http": 80, "https": 443})
    if parts.fragment or parts.username is not None:
        raise OddSetting("SMS_URL", "must hold neither user nor #; secrets belong into SMS_HEADERS")
    if parts.scheme != "https" and not is_loopback(host):
        raise OddSetting("SMS_URL", "must use https://, else numbers and texts travel openly")
    if not texts["SMS_URL"].isascii():
        raise OddSetting("SMS_URL", "must consist of plain letters; write all others as %XX")
    body = texts.get("SMS_BODY", "")
    if "{to}" not in body or "{text}" not in body:
        raise OddSetting("SMS_BODY", "must contain {to} and {text}")
    success = texts.get("SMS_SUCCESS", "")
    try:
        re.compile(success)
    except re.error as error:
        raise OddSetting("SMS_SUCCESS", "must be a regular expression") from error
    headers = tuple(_header(line) for line in texts.get("SMS_HEADERS", "").splitlines() if line)
    return SmsGateway(url=texts["SMS_URL"], headers=headers, body=body, success=success)


def _header(line: str) -> tuple[str, str]:
    name, _, value = line.partition(":")
    text = value.strip()
    is_sendable = text.isprintable() and text.isascii()
    if not text or not is_sendable or not re.fullmatch(r"[A-Za-z0-9-]+", name):
        raise OddSetting("SMS_HEADERS", "must be lines such as Authorization: Bearer …")
    return name, text
