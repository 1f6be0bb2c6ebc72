"""Ways out of the house: a mail server, or files while developing."""

import hashlib
import os
import smtplib
import ssl
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr
from pathlib import Path
from typing import Protocol

from backend.settings import Encryption, MailServer, Settings

TIMEOUT_SECONDS = 30.0
"""For each answer of the mail server."""


class Undelivered(Exception):
    """The mail was not accepted; `reason` is short and free of personal facts."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Refused(Undelivered):
    """The server will never take this mail (5xx for its recipient or text)."""


class PutOff(Undelivered):
    """The server does not take this mail now (4xx), or the way broke off in the middle."""


class Unreachable(PutOff):
    """No mail gets through: no connection, no login, our sender turned away."""


class Transport(Protocol):
    """Takes one mail at a time."""

    def send(self, mail: EmailMessage) -> None:
        """Hand the mail over; return only when the other side has accepted it."""

    def rest(self) -> None:
        """Nothing more to send for now: let connections go."""


def transport_of(settings: Settings) -> Transport:
    """The mail server of the settings, or files where development names none."""
    if settings.mail_server is None:
        return EmlFolder(settings.mail_folder)
    return SmtpServer(settings.mail_server)


class EmlFolder:
    """One `.eml` file per mail; the same Message-ID is the same file (development only)."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, mail: EmailMessage) -> None:
        """Write the file in one step, so that a reader never sees half a mail."""
        digest = hashlib.sha256(str(mail["Message-ID"]).encode()).hexdigest()[:32]
        unfinished = self._folder / f"{digest}.{os.getpid()}.part"
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            unfinished.write_bytes(mail.as_bytes(policy=SMTP.clone(cte_type="7bit")))
            unfinished.replace(self._folder / f"{digest}.eml")
        except OSError as error:
            raise Unreachable("mail folder cannot be written") from error

    def rest(self) -> None:
        """Files need no rest."""


class SmtpServer:
    """One connection, opened with the first mail and kept until `rest`."""

    def __init__(
        self,
        server: MailServer,
        *,
        context: ssl.SSLContext | None = None,
        timeout: float = TIMEOUT_SECONDS,
    ) -> None:
        self._server = server
        self._context = context
        self._timeout = timeout
        self._connection: smtplib.SMTP | None = None

    def send(self, mail: EmailMessage) -> None:
        """Hand the mail in; raises `Refused`, `PutOff` or `Unreachable`."""
        connection = self._connection or self._connected(parseaddr(str(mail["From"]))[1])
        self._connection = connection
        try:
            connection.send_message(mail)
        except smtplib.SMTPRecipientsRefused as error:
            code = next(iter(error.recipients.values()))[0]
            raise _answered(code) from error
        except smtplib.SMTPSenderRefused as error:
            # Whatever is wrong with our own address is not this mail's fault: nothing may be lost.
            self._drop()
            raise Unreachable(f"sender turned away, smtp {error.smtp_code}") from error
        except smtplib.SMTPDataError as error:
            raise _answered(error.smtp_code) from error
        except smtplib.SMTPNotSupportedError as error:
            raise Refused("the server takes no such address") from error
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            raise PutOff(f"broken off, {type(error).__name__}") from error

    def rest(self) -> None:
        """Say goodbye to the server."""
        connection, self._connection = self._connection, None
        if connection is None:
            return
        try:
            connection.quit()
        except (OSError, smtplib.SMTPException):
            connection.close()

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _connected(self, sender: str) -> smtplib.SMTP:
        """A connection that is encrypted and logged in as the settings say."""
        try:
            connection = self._opened(sender.rpartition("@")[2])
        except (OSError, smtplib.SMTPException) as error:
            raise Unreachable(f"no connection, {type(error).__name__}") from error
        try:
            if self._server.encryption is Encryption.STARTTLS:
                connection.starttls(context=self._trust())
            if self._server.user:
                connection.login(self._server.user, self._server.password)
        except (OSError, smtplib.SMTPException) as error:
            connection.close()
            raise Unreachable(f"no login, {type(error).__name__}") from error
        return connection

    def _opened(self, own_name: str) -> smtplib.SMTP:
        host, port = self._server.host, self._server.port
        if self._server.encryption is Encryption.TLS:
            return smtplib.SMTP_SSL(
                host, port, own_name, timeout=self._timeout, context=self._trust()
            )
        return smtplib.SMTP(host, port, own_name, timeout=self._timeout)

    def _trust(self) -> ssl.SSLContext:
        return self._context or ssl.create_default_context()


def _answered(code: int) -> Undelivered:
    return Refused(f"smtp {code}") if code >= 500 else PutOff(f"smtp {code}")
