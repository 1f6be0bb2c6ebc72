"""A real mail server for tests: it records mails and can refuse, put off, break off, encrypt."""

import socket
import ssl
from collections import deque
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from backend.settings import Encryption, MailServer

USER, PASSWORD = "portal", "correct horse"
BREAK_OFF = "break off"


class PostOffice:
    """Takes mails; `answers` are given one after the other to DATA, then every mail is taken."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.envelopes: list[tuple[str, list[str]]] = []
        self.answers: deque[str] = deque()
        self.answers_to_recipients: deque[str] = deque()
        self.logins = 0

    async def handle_RCPT(  # noqa: N802 - named by aiosmtpd
        self, server: Any, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.answers_to_recipients:
            return self.answers_to_recipients.popleft()
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - named by aiosmtpd
        self, server: Any, session: Session, envelope: Envelope
    ) -> str:
        answer = self.answers.popleft() if self.answers else "250 OK"
        if answer == BREAK_OFF:
            server.transport.abort()
            return "250 OK"
        if answer.startswith("250"):
            content = envelope.content
            assert isinstance(content, bytes)
            self.mails.append(message_from_bytes(content, policy=SMTP))
            self.envelopes.append((envelope.mail_from or "", list(envelope.rcpt_tos)))
        return answer

    def check_login(
        self, server: Any, session: Session, envelope: Envelope, mechanism: str, login: Any
    ) -> AuthResult:
        self.logins += 1
        is_right = isinstance(login, LoginPassword) and login == LoginPassword(
            USER.encode(), PASSWORD.encode()
        )
        return AuthResult(success=is_right, handled=False)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def controller(
    office: PostOffice, encryption: Encryption, context: ssl.SSLContext | None = None
) -> tuple[Controller, MailServer]:
    """A server, not yet started, and how it is reached."""
    port = free_port()
    options: dict[str, Any] = {}
    if encryption is Encryption.TLS:
        options = {"ssl_context": context, "authenticator": office.check_login}
        options |= {"auth_required": True, "auth_require_tls": False}
    elif encryption is Encryption.STARTTLS:
        options = {"tls_context": context, "require_starttls": True}
        options |= {"authenticator": office.check_login, "auth_required": True}
    is_open = encryption is Encryption.NONE
    return Controller(office, hostname="127.0.0.1", port=port, **options), MailServer(
        host="127.0.0.1",
        port=port,
        encryption=encryption,
        user="" if is_open else USER,
        password="" if is_open else PASSWORD,
    )


def self_signed(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """What the server shows, and what a client needs to trust it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "post office")])
    today = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    chain = folder / "certificate.pem"
    chain.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    secret = folder / "key.pem"
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(chain, secret)
    return server, ssl.create_default_context(cafile=str(chain))
