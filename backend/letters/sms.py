"""Short messages: for phones that are not smart, neutral, in as few signs as possible (D17).

One language alone, without the marks that isolate numbers: old phones would show them as boxes.
Day, time and reference read alike in every language.
"""

import http.client
import json
import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from urllib.parse import SplitResult, quote_plus, urlsplit

import phonenumbers

from backend.content import Content
from backend.domain import gsm, numbers
from backend.domain.appointments import Channel
from backend.languages import Languages, Pair, Shown, Tongue
from backend.letters import booking_invitations, promises
from backend.letters.sentences import Facts, facts_of
from backend.letters.transports import PutOff, Refused, Undelivered, Unreachable
from backend.letters.wordings import said
from backend.settings import SmsGateway
from backend.store.letters import BOOKING_INVITATION, CALLBACK_KINDS, Letter

TIMEOUT_SECONDS = 20.0
"""For the connection, and for each part of the answer."""
LONGEST_SECONDS = 45.0
"""For the whole answer: one that comes drop by drop must not keep the worker from all else."""
LONGEST_ANSWER = 64 * 1024
REGION = "DE"
"""For numbers written without the sign of a country."""
_BLANK = re.compile(r"\{(to|text|id)\}")
_MARKS = str.maketrans("", "", "\u200e\u200f\u2066\u2067\u2068\u2069")
_MOBILE = {phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE}
_JOB_OF_OURS = {401, 403, 404, 405}
"""The gateway turns us away, not the message: it must wait until that is mended."""
_BUSY = {408, 425, 429, 503}


class Unsure(Undelivered):
    """Nobody knows whether it went out: never sent again, but shown to the office (D36)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sms:
    """One short message, ready to be sent."""

    to: str
    """As it is dialled from abroad, such as +4915112345678."""
    text: str
    id: str
    """The same for each try."""


class SmsTransport(Protocol):
    """Takes one short message at a time."""

    def send(self, sms: Sms) -> None:
        """Hand it over; return only when the other side has accepted it."""


def render(letter: Letter, *, content: Content, languages: Languages) -> Sms:
    """The message of a letter; raises `KeyError` or `ValueError` when the row makes no sense."""
    if letter.kind in CALLBACK_KINDS:
        text = _promised(letter, content, languages)
    elif letter.kind == BOOKING_INVITATION:
        tongue = _tongue(letter.languages, languages)
        text = _sent(booking_invitations.sms_text(letter, tongue=tongue), tongue, content)
    else:
        facts = facts_of(letter, content)
        text = text_of(letter.kind, facts, letter.languages, content, languages)
    return Sms(to=dialled(letter.recipient), text=text, id=letter.message_id)


def _promised(letter: Letter, content: Content, languages: Languages) -> str:
    """What is written of a callback (D29)."""
    tongue = _tongue(letter.languages, languages)
    phone = _short(content.jobcenter.phone)
    text = promises.sms_text(letter, content=content, tongue=tongue, phone=phone)
    return _sent(text, tongue, content)


def text_of(kind: str, facts: Facts, pair_slug: str, content: Content, languages: Languages) -> str:
    """What is written, in the reader's first language."""
    tongue = _tongue(pair_slug, languages)
    place: Shown | str = facts.where.short
    if facts.channel is not Channel.IN_PERSON:
        place = said(f"sms.place.{facts.channel}")
    wording = said(
        f"sms.{kind}",
        day=f"{facts.start.day}.{facts.start.month}.",
        time=f"{facts.start:%H:%M}",
        place=place,
        reference=facts.reference,
        phone=_short(content.jobcenter.phone),
        until=_numbers(facts.until) if facts.until else "",
    )
    return _sent(wording.plain(tongue), tongue, content)


def _tongue(pair_slug: str, languages: Languages) -> Tongue:
    """The reader's first language."""
    return (languages.pair(pair_slug) or Pair(languages.german)).first


def _numbers(moment: datetime) -> str:
    """Day and time as they read alike in every language."""
    return f"{moment.day}.{moment.month}. {moment:%H:%M}"


def _sent(text: str, tongue: Tongue, content: Content) -> str:
    """The text as it goes out."""
    if content.is_sample:
        # D18: nothing made up may look official.
        text = f"{said('opening.sample').plain(tongue)} {text}"
    return gsm.thrifty(text.translate(_MARKS))


def dialled(phone: str) -> str:
    """The number as dialled from abroad; raises `ValueError` when it is none."""
    try:
        parsed = phonenumbers.parse(numbers.latin_digits(phone), REGION)
    except phonenumbers.NumberParseException as error:
        raise ValueError("no phone number") from error
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))


def is_mobile(phone: str) -> bool:
    """Whether the number is one that takes short messages, as far as its first digits tell."""
    try:
        parsed = phonenumbers.parse(numbers.latin_digits(phone), REGION)
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.number_type(parsed) in _MOBILE


def _short(phone: str) -> str:
    """The Jobcenter's number in one piece, which no line from the right can tear apart."""
    return re.sub(r"[^\d+]", "", phone)


class HttpGateway:
    """One POST per message, to whatever gateway the settings describe."""

    def __init__(
        self,
        gateway: SmsGateway,
        *,
        context: ssl.SSLContext | None = None,
        timeout: float = TIMEOUT_SECONDS,
        longest: float = LONGEST_SECONDS,
    ) -> None:
        self._gateway = gateway
        self._parts = urlsplit(gateway.url)
        self._success = re.compile(gateway.success)
        self._context = context
        self._timeout = timeout
        self._longest = longest

    def send(self, sms: Sms) -> None:
        """Hand it in; raises `Refused`, `PutOff`, `Unreachable` or `Unsure`."""
        connection = self._connection()
        try:
            try:
                connection.connect()
            except OSError as error:
                raise Unreachable(f"no connection, {type(error).__name__}") from error
            try:
                with _cut_off_after(self._longest, connection.sock):
                    status, answer = self._asked(connection, sms)
            except (OSError, http.client.HTTPException) as error:
                raise Unsure(f"broken off, {type(error).__name__}") from error
        finally:
            connection.close()
        self._judge(status, answer)

    def _connection(self) -> http.client.HTTPConnection:
        host, port = self._parts.hostname or "", self._parts.port
        if self._parts.scheme == "http":
            return http.client.HTTPConnection(host, port, timeout=self._timeout)
        context = self._context or ssl.create_default_context()
        return http.client.HTTPSConnection(host, port, timeout=self._timeout, context=context)

    def _asked(self, connection: http.client.HTTPConnection, sms: Sms) -> tuple[int, str]:
        headers = {"Content-Type": _usual_type(self._gateway.body)}
        for name, value in self._gateway.headers:
            headers[name.title()] = value
        body = filled(self._gateway.body, sms, headers["Content-Type"]).encode()
        connection.request("POST", _path(self._parts), body=body, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read(LONGEST_ANSWER).decode("utf-8", "replace")

    def _judge(self, status: int, answer: str) -> None:
        """Accepted, or the reason why not, without the answer: it may quote the number."""
        reason = f"http {status}"
        if status in _BUSY:
            raise PutOff(reason)
        if status in _JOB_OF_OURS or 300 <= status < 400:
            raise Unreachable(reason)
        if 400 <= status < 500:
            raise Refused(reason)
        if not 200 <= status < 300:
            raise Unsure(reason)
        if not self._success.search(answer):
            raise Refused(f"{reason}, but no success")


@contextmanager
def _cut_off_after(seconds: float, line: socket.socket) -> Iterator[None]:
    """End the connection then, and raise `TimeoutError` whatever has been read until then."""
    is_over = threading.Event()

    def cut_off() -> None:
        is_over.set()
        with suppress(OSError):
            # Of an encrypted one too only the line itself: its reader still holds the rest.
            socket.socket.shutdown(line, socket.SHUT_RDWR)

    watch = threading.Timer(seconds, cut_off)
    watch.daemon = True
    watch.start()
    try:
        yield
    finally:
        watch.cancel()
    if is_over.is_set():
        raise TimeoutError


def filled(body: str, sms: Sms, content_type: str) -> str:
    """The gateway's body with its blanks filled in, escaped as its type wants it."""
    escaped: Callable[[str], str] = quote_plus
    if "json" in content_type:
        escaped = _inside_json
    elif "urlencoded" not in content_type:
        escaped = str
    return _BLANK.sub(lambda found: escaped(getattr(sms, found[1])), body)


def _inside_json(text: str) -> str:
    """Without the quotation marks, which stand in the template."""
    return json.dumps(text)[1:-1]


def _usual_type(body: str) -> str:
    is_json = body.lstrip().startswith(("{", "["))
    return "application/json" if is_json else "application/x-www-form-urlencoded"


def _path(parts: SplitResult) -> str:
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
