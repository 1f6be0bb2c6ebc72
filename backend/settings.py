"""Reads the settings from the environment and refuses odd ones with a sentence naming them.

Every variable begins with `TERMINBRUECKE_`, and each may come from a file instead: where
`TERMINBRUECKE_SECRET_KEY_FILE` names a file, its content is the value. An empty value counts as
not set.
"""

import base64
import binascii
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from backend import gateways
from backend.environment import (
    KEY_BYTES,
    PREFIX,
    Given,
    OddSetting,
    address,
    collect,
    is_loopback,
    missing,
    number,
    secret,
    span,
    switch,
)
from backend.gateways import Encryption, MailServer, SmsGateway

__all__ = [
    "CHECKOUT", "KEY_BYTES", "NAMES", "PREFIX", "Encryption", "MailServer", "OddSetting",
    "Settings", "SmsGateway", "read",
]  # fmt: skip
CHECKOUT = Path(__file__).resolve().parent.parent
ORIGIN = re.compile(r"https://(?:[a-z0-9-]+\.)*(?P<site>[a-z0-9-]+\.[a-z]{2,})(?::[0-9]+)?")
NAMES = (
    "AUDIT_DAYS",
    "CANCELLED_PAUSE_MINUTES",
    "CONTENT",
    "DATA",
    "DATABASE_URL",
    "DEVELOPMENT",
    "DRAFT_MINUTES",
    "EARLIER_HOURS",
    "EARLIER_MINUTES",
    "FIELD_KEYS",
    "FRAME_ANCESTORS",
    "HASH_KEY",
    "HOLDS_PER_CLIENT",
    "HOLD_MINUTES",
    "KIOSK_SECONDS",
    "LANGUAGES",
    "MAIL_FROM",
    "PUBLIC_ADDRESS",
    "RETENTION_DAYS",
    "SECRET_KEY",
    "SITE",
    "SMS_BODY",
    "SMS_HEADERS",
    "SMS_SUCCESS",
    "SMS_URL",
    "SMTP_URL",
    "STAFF_HOURS",
    "STAFF_IDLE_MINUTES",
    "STAFF_PROXY_HEADER",
    "TRUSTED_PROXIES",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All that the operator decides outside the database; read once at start."""

    development: bool
    database_url: str = field(repr=False)
    """`sqlite:///…` or `postgresql://…`."""
    secret_key: str = field(repr=False)
    """Signs sessions, form tokens and the links in letters."""
    field_keys: tuple[bytes, ...] = field(repr=False)
    """Encrypt fields, 32 bytes each: the first one writes, all of them read."""
    hash_key: bytes = field(repr=False)
    """For keyed hashes, 32 bytes; apart from the secret key, so that each can change alone."""
    mail_server: MailServer | None
    """None only in development: mails become files under `mail_folder`."""
    mail_from: str
    sms_gateway: SmsGateway | None = None
    """None: nobody is asked whether they want short messages."""
    public_address: str
    """Scheme, host and port without a slash at the end, such as `https://termin.example`."""
    content_folder: Path
    """One folder is one Jobcenter."""
    data_folder: Path
    """Whatever the program writes beside the database."""
    languages: tuple[str, ...] | None
    """Slugs of the languages switched on; None: as their review says (D19)."""
    retention_days: int
    hold_minutes: int
    holds_per_client: int
    """So many times one client may hold or keep a time in ten minutes; 0 is no limit."""
    draft_minutes: int
    cancelled_pause_minutes: tuple[int, int]
    """Shortest and longest random pause before a cancelled time is offered again (D23)."""
    earlier_minutes: int = 120
    """So long an earlier time is kept for who waits for one, counted between the hours below."""
    earlier_hours: tuple[int, int] = (8, 20)
    """Between these hours people read messages about earlier times, and phones may ring."""
    trusted_proxies: int
    """How many proxies in front of the app set the forwarding headers."""
    audit_days: int = 180
    """So long the audit log is kept, and who is named in it."""
    staff_idle_minutes: int = 30
    """After so long a rest somebody of the staff must sign in again."""
    staff_hours: int = 10
    """After so many hours in any case."""
    staff_proxy_header: str = ""
    """The header in which the agency's own sign-on names the mail address of who is there.

    The last proxy must set it on every request and drop what a browser sends under this name.
    Signing in by password is closed then.
    """
    kiosk_seconds: int = 90
    """After so long without a touch a terminal deletes everything; without script after twice."""
    frozen_site: Path | None = None
    """The link to the frozen pages that a web server serves; None: there are none to renew.

    The worker takes them away when the catalogue is edited, and freezes them anew.
    """
    frame_ancestors: tuple[str, ...] = ()
    """Origins whose pages may show the portal in a frame (R15, D42); empty: none.

    Only subdomains of the same site, such as `https://www.jobcenter.example` around
    `https://termin.jobcenter.example`: session and language cookies are SameSite=Lax, so a browser
    sends none in the frame of another site, and booking would fail there. Others set a link.
    """

    @property
    def is_https(self) -> bool:
        """Whether cookies may carry the `__Host-` prefix and `Secure`."""
        return self.public_address.startswith("https://")

    @property
    def mail_folder(self) -> Path:
        """Where development leaves mails as `.eml` files."""
        return self.data_folder / "mail"


def read(environ: Mapping[str, str]) -> Settings:
    """The settings of this start; raises `OddSetting` for the first odd one.

    Production, that is without `TERMINBRUECKE_DEVELOPMENT=1`, has no default for keys, mail
    server, sender and address, and takes none of those development made for itself (D39).
    """
    texts = collect(environ, NAMES)
    given = Given(texts, is_development=switch(texts, "DEVELOPMENT"), folder=_own_folder(texts))
    hold_minutes = number(texts, "HOLD_MINUTES", default=30, least=5, most=240)
    return Settings(
        development=given.is_development,
        database_url=_database_url(given),
        secret_key=_secret_key(given),
        field_keys=_field_keys(given),
        hash_key=_hash_key(given),
        mail_server=gateways.mail_server(given),
        mail_from=gateways.mail_from(given),
        sms_gateway=gateways.sms_gateway(texts),
        public_address=_public_address(given),
        content_folder=_content_folder(texts),
        data_folder=given.folder,
        languages=_languages(texts),
        retention_days=number(texts, "RETENTION_DAYS", default=7, least=0, most=365),
        audit_days=number(texts, "AUDIT_DAYS", default=180, least=30, most=730),
        hold_minutes=hold_minutes,
        holds_per_client=number(texts, "HOLDS_PER_CLIENT", default=60, least=0, most=100_000),
        draft_minutes=number(
            texts, "DRAFT_MINUTES", default=max(120, hold_minutes), least=hold_minutes, most=1440
        ),
        cancelled_pause_minutes=span(
            texts, "CANCELLED_PAUSE_MINUTES", usual="0-30", most=1440, unit="minutes"
        ),
        earlier_minutes=number(texts, "EARLIER_MINUTES", default=120, least=15, most=2880),
        earlier_hours=span(texts, "EARLIER_HOURS", usual="8-20", most=24, unit="hours", apart=1),
        trusted_proxies=_trusted_proxies(given),
        staff_idle_minutes=number(texts, "STAFF_IDLE_MINUTES", default=30, least=5, most=480),
        staff_hours=number(texts, "STAFF_HOURS", default=10, least=1, most=24),
        staff_proxy_header=_staff_proxy_header(given),
        kiosk_seconds=number(texts, "KIOSK_SECONDS", default=90, least=60, most=600),
        frozen_site=_frozen_site(given),
        frame_ancestors=_frame_ancestors(given),
    )


def _frozen_site(given: Given) -> Path | None:
    if "SITE" in given.texts:
        return Path(given.texts["SITE"]).absolute()
    return None if given.is_development else CHECKOUT / "site" / "build"


def _trusted_proxies(given: Given) -> int:
    # Behind a proxy nobody named, all visitors would be one client, and soon be locked out.
    if not given.is_development and "TRUSTED_PROXIES" not in given.texts:
        raise missing("TRUSTED_PROXIES")
    count = number(given.texts, "TRUSTED_PROXIES", default=0, least=0, most=5)
    if given.is_development and count:
        raise OddSetting("TRUSTED_PROXIES", "must be 0 in development, which is for loopback only")
    return count


def _staff_proxy_header(given: Given) -> str:
    name = "STAFF_PROXY_HEADER"
    header = given.texts.get(name, "")
    if not header:
        return ""
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9]*(-[A-Za-z0-9]+)+", header):
        raise OddSetting(name, "must be the name of a header such as X-Remote-Mail")
    if _trusted_proxies(given) < 1:
        # Without a proxy of ours, browsers themselves would say who they are.
        raise OddSetting(name, "needs TRUSTED_PROXIES, else anybody could set this header")
    return header


def _own_folder(texts: Mapping[str, str]) -> Path:
    """The folder we write to, made when it is missing; only its owner may look inside."""
    folder = Path(texts.get("DATA", CHECKOUT / "var")).absolute()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise OddSetting("DATA", "names a folder that cannot be made") from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise OddSetting("DATA", "names a folder that we may not write to")
    return folder


def _content_folder(texts: Mapping[str, str]) -> Path:
    folder = Path(texts.get("CONTENT", CHECKOUT / "content")).absolute()
    if not folder.is_dir():
        raise OddSetting("CONTENT", "names no folder")
    return folder


def _database_url(given: Given) -> str:
    url = given.texts.get("DATABASE_URL", f"sqlite:///{given.folder / 'terminbruecke.db'}")
    scheme, _, rest = url.partition("://")
    if scheme not in {"sqlite", "postgresql"} or not rest.strip("/"):
        raise OddSetting("DATABASE_URL", "must look like sqlite:///file or postgresql://host/name")
    if scheme == "sqlite" and (not rest.startswith("/") or ":memory:" in rest):
        # App and worker are several processes; a database in memory would be empty in each.
        raise OddSetting("DATABASE_URL", "must name a file, with three slashes: sqlite:///file")
    return url


def _languages(texts: Mapping[str, str]) -> tuple[str, ...] | None:
    if "LANGUAGES" not in texts:
        return None
    slugs = tuple(slug.strip() for slug in texts["LANGUAGES"].split(","))
    if any(not re.fullmatch(r"[a-z]{2,3}(-[a-z0-9]+)*", slug) for slug in slugs):
        raise OddSetting("LANGUAGES", "must be slugs separated by commas, such as de,en,ar")
    if len(set(slugs)) != len(slugs):
        raise OddSetting("LANGUAGES", "names a language twice")
    if "de" not in slugs:
        raise OddSetting("LANGUAGES", "must contain de, which every other language falls back to")
    return slugs


def _secret_key(given: Given) -> str:
    text = secret(given, "SECRET_KEY")
    if len(text) < KEY_BYTES or len(set(text)) < 12:
        raise OddSetting("SECRET_KEY", "must be at least 32 random characters")
    return text


def _field_keys(given: Given) -> tuple[bytes, ...]:
    text = secret(given, "FIELD_KEYS")
    keys = tuple(_key("FIELD_KEYS", part.strip()) for part in text.split(","))
    if len(set(keys)) != len(keys):
        raise OddSetting("FIELD_KEYS", "names a key twice")
    return keys


def _hash_key(given: Given) -> bytes:
    text = secret(given, "HASH_KEY")
    if text == given.texts.get("SECRET_KEY") or text in given.texts.get("FIELD_KEYS", ""):
        raise OddSetting("HASH_KEY", "must differ from the other keys")
    return _key("HASH_KEY", text)


def _key(name: str, text: str) -> bytes:
    """32 random bytes from base64, in the standard or the URL alphabet."""
    try:
        key = base64.b64decode(text.replace("-", "+").replace("_", "/"), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES or len(set(key)) < 12:
        raise OddSetting(
            name, "must hold 32 random bytes in base64 (`openssl rand -base64 32` makes them)"
        )
    return key


def _public_address(given: Given) -> str:
    name = "PUBLIC_ADDRESS"
    if not given.is_development and name not in given.texts:
        raise missing(name)
    text = given.texts.get(name, "http://127.0.0.1:8000")
    parts, host, _ = address(name, text, {"http": 80, "https": 443})
    if parts.path.strip("/") or parts.query or parts.fragment or parts.username is not None:
        raise OddSetting(name, "must end after host and port, without path, query or user")
    if given.is_development and not is_loopback(host):
        raise OddSetting(name, "must be on this machine (127.0.0.1) in development")
    if not given.is_development and (parts.scheme != "https" or is_loopback(host)):
        raise OddSetting(name, "must begin with https:// and name a public host in production")
    return f"{parts.scheme}://{parts.netloc}"


def _frame_ancestors(given: Given) -> tuple[str, ...]:
    name, own = "FRAME_ANCESTORS", urlsplit(_public_address(given)).hostname or ""
    origins = tuple(each.strip() for each in given.texts.get(name, "").split(",") if each.strip())
    for origin in origins:
        match = ORIGIN.fullmatch(origin)
        if match is None:
            raise OddSetting(name, "must be origins such as https://www.jobcenter.example")
        # In development our own host is this machine, which is of no site.
        if not given.is_development and match["site"] != ".".join(own.split(".")[-2:]):
            raise OddSetting(name, "may name only subdomains of the site of PUBLIC_ADDRESS (D42)")
    return origins
