"""Reads the settings from the environment and refuses odd ones with a sentence naming them.

Every variable begins with `TERMINBRUECKE_`, and each may come from a file instead: where
`TERMINBRUECKE_SECRET_KEY_FILE` names a file, its content is the value. An empty value counts as
not set.
"""

import base64
import binascii
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parseaddr
from enum import StrEnum
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

PREFIX = "TERMINBRUECKE_"
CHECKOUT = Path(__file__).resolve().parent.parent
KEY_BYTES = 32
DEVELOPMENT_SENDER = "Termine <termine@terminbruecke.invalid>"
NAMES = (
    "CANCELLED_PAUSE_MINUTES",
    "CONTENT",
    "DATA",
    "DATABASE_URL",
    "DEVELOPMENT",
    "DRAFT_MINUTES",
    "FIELD_KEYS",
    "HASH_KEY",
    "HOLDS_PER_CLIENT",
    "HOLD_MINUTES",
    "LANGUAGES",
    "MAIL_FROM",
    "PUBLIC_ADDRESS",
    "RETENTION_DAYS",
    "SECRET_KEY",
    "SMTP_URL",
    "STAFF_HOURS",
    "STAFF_IDLE_MINUTES",
    "STAFF_PROXY_HEADER",
    "TRUSTED_PROXIES",
)


class OddSetting(Exception):
    """A variable that is missing, unknown or makes no sense; never repeats a secret value."""

    def __init__(self, variable: str, reason: str) -> None:
        super().__init__(f"{PREFIX}{variable} {reason}.")
        self.variable = f"{PREFIX}{variable}"
        self.reason = reason


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
    trusted_proxies: int
    """How many proxies in front of the app set the forwarding headers."""
    staff_idle_minutes: int = 30
    """After so long a rest somebody of the staff must sign in again."""
    staff_hours: int = 10
    """After so many hours in any case."""
    staff_proxy_header: str = ""
    """The header in which the agency's own sign-on names the mail address of who is there.

    The last proxy must set it on every request and drop what a browser sends under this name.
    Signing in by password is closed then.
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
    texts = _collect(environ)
    given = _Given(texts, is_development=_switch(texts, "DEVELOPMENT"), folder=_own_folder(texts))
    hold_minutes = _number(texts, "HOLD_MINUTES", default=30, least=5, most=240)
    return Settings(
        development=given.is_development,
        database_url=_database_url(given),
        secret_key=_secret_key(given),
        field_keys=_field_keys(given),
        hash_key=_hash_key(given),
        mail_server=_mail_server(given),
        mail_from=_mail_from(given),
        public_address=_public_address(given),
        content_folder=_content_folder(texts),
        data_folder=given.folder,
        languages=_languages(texts),
        retention_days=_number(texts, "RETENTION_DAYS", default=7, least=0, most=365),
        hold_minutes=hold_minutes,
        holds_per_client=_number(texts, "HOLDS_PER_CLIENT", default=60, least=0, most=100_000),
        draft_minutes=_number(
            texts, "DRAFT_MINUTES", default=max(120, hold_minutes), least=hold_minutes, most=1440
        ),
        cancelled_pause_minutes=_pause(texts),
        trusted_proxies=_trusted_proxies(given),
        staff_idle_minutes=_number(texts, "STAFF_IDLE_MINUTES", default=30, least=5, most=480),
        staff_hours=_number(texts, "STAFF_HOURS", default=10, least=1, most=24),
        staff_proxy_header=_staff_proxy_header(given),
    )


@dataclass(frozen=True, slots=True)
class _Given:
    """What was given: our variables by name without prefix, and what they are read for."""

    texts: Mapping[str, str]
    is_development: bool
    folder: Path


def _collect(environ: Mapping[str, str]) -> dict[str, str]:
    """Our own variables without the prefix, those from files read; typing errors are refused."""
    texts: dict[str, str] = {}
    for variable in sorted(name for name in environ if name.startswith(PREFIX)):
        name = variable.removeprefix(PREFIX)
        if name in NAMES:
            text = environ[variable].strip()
        elif name.removesuffix("_FILE") in NAMES:
            text = _file_text(name, environ[variable].strip())
            name = name.removesuffix("_FILE")
        else:
            raise OddSetting(name, "is no setting of this program; is it misspelt?")
        if not text:
            continue
        if name in texts:
            raise OddSetting(name, f"is set twice, directly and by {PREFIX}{name}_FILE")
        texts[name] = text
    return texts


def _file_text(name: str, path: str) -> str:
    if not path:
        return ""
    try:
        return Path(path).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise OddSetting(name, "names a file that cannot be read") from error


def _switch(texts: Mapping[str, str], name: str) -> bool:
    text = texts.get(name, "0")
    if text not in {"0", "1"}:
        raise OddSetting(name, "must be 1 (on) or 0 (off)")
    return text == "1"


def _number(texts: Mapping[str, str], name: str, *, default: int, least: int, most: int) -> int:
    text = texts.get(name, str(default))
    if not re.fullmatch(r"[0-9]{1,6}", text) or not least <= int(text) <= most:
        raise OddSetting(name, f"must be a whole number from {least} to {most}")
    return int(text)


def _pause(texts: Mapping[str, str]) -> tuple[int, int]:
    match = re.fullmatch(
        r"([0-9]{1,4})\s*-\s*([0-9]{1,4})", texts.get("CANCELLED_PAUSE_MINUTES", "0-30")
    )
    if match is None or int(match[1]) > int(match[2]) or int(match[2]) > 1440:
        raise OddSetting(
            "CANCELLED_PAUSE_MINUTES", "must be a range of minutes such as 0-30, at most 1440"
        )
    return int(match[1]), int(match[2])


def _trusted_proxies(given: _Given) -> int:
    # Behind a proxy nobody named, all visitors would be one client, and soon be locked out.
    if not given.is_development and "TRUSTED_PROXIES" not in given.texts:
        raise _missing("TRUSTED_PROXIES")
    count = _number(given.texts, "TRUSTED_PROXIES", default=0, least=0, most=5)
    if given.is_development and count:
        raise OddSetting("TRUSTED_PROXIES", "must be 0 in development, which is for loopback only")
    return count


def _staff_proxy_header(given: _Given) -> str:
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


def _database_url(given: _Given) -> str:
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


def _missing(name: str) -> OddSetting:
    return OddSetting(
        name, f"is missing; production needs it, {PREFIX}DEVELOPMENT=1 is for trying out only"
    )


def _secret(given: _Given, name: str) -> str:
    """A secret as given; development makes its own once, production refuses exactly those."""
    path = given.folder / "keys" / name.lower()
    if given.is_development:
        return given.texts.get(name) or _made_once(path)
    if name not in given.texts:
        raise _missing(name)
    if path.is_file() and path.read_text("ascii").strip() in given.texts[name]:
        raise OddSetting(name, "is a key that development made for itself; make a new one")
    return given.texts[name]


def _made_once(path: Path) -> str:
    """The key in this file, made at the first call; two processes at once get the same one."""
    if not path.is_file():
        path.parent.mkdir(mode=0o700, exist_ok=True)
        draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode("ascii"))
        try:
            # Unlike a rename, a link fails when somebody else was first.
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text("ascii").strip()


def _secret_key(given: _Given) -> str:
    text = _secret(given, "SECRET_KEY")
    if len(text) < KEY_BYTES or len(set(text)) < 12:
        raise OddSetting("SECRET_KEY", "must be at least 32 random characters")
    return text


def _field_keys(given: _Given) -> tuple[bytes, ...]:
    text = _secret(given, "FIELD_KEYS")
    keys = tuple(_key("FIELD_KEYS", part.strip()) for part in text.split(","))
    if len(set(keys)) != len(keys):
        raise OddSetting("FIELD_KEYS", "names a key twice")
    return keys


def _hash_key(given: _Given) -> bytes:
    text = _secret(given, "HASH_KEY")
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


def _address(name: str, text: str, schemes: Mapping[str, int]) -> tuple[SplitResult, str, int]:
    """The parts of a URL, its host and its port, or the default port of its scheme."""
    shapes = " or ".join(f"{scheme}://host" for scheme in schemes)
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if not host or parts.scheme not in schemes or re.search(r"\s", text):
        raise OddSetting(name, f"must look like {shapes}")
    return parts, host, port or schemes[parts.scheme]


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _public_address(given: _Given) -> str:
    name = "PUBLIC_ADDRESS"
    if not given.is_development and name not in given.texts:
        raise _missing(name)
    text = given.texts.get(name, "http://127.0.0.1:8000")
    parts, host, _ = _address(name, text, {"http": 80, "https": 443})
    if parts.path.strip("/") or parts.query or parts.fragment or parts.username is not None:
        raise OddSetting(name, "must end after host and port, without path, query or user")
    if given.is_development and not _is_loopback(host):
        raise OddSetting(name, "must be on this machine (127.0.0.1) in development")
    if not given.is_development and (parts.scheme != "https" or _is_loopback(host)):
        raise OddSetting(name, "must begin with https:// and name a public host in production")
    return f"{parts.scheme}://{parts.netloc}"


def _mail_server(given: _Given) -> MailServer | None:
    name = "SMTP_URL"
    if name not in given.texts:
        if given.is_development:
            return None
        raise _missing(name)
    parts, host, port = _address(name, given.texts[name], {"smtp": 25, "smtps": 465})
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
    if user and encryption is Encryption.NONE and not _is_loopback(host):
        raise OddSetting(name, "must use smtps:// or ?starttls, else the password travels openly")
    return MailServer(host=host, port=port, encryption=encryption, user=user, password=password)


def _mail_from(given: _Given) -> str:
    name = "MAIL_FROM"
    if name not in given.texts and not given.is_development:
        raise _missing(name)
    text = given.texts.get(name, DEVELOPMENT_SENDER)
    address = parseaddr(text)[1]
    if not re.fullmatch(r"[^@\s<>]+@[^@\s<>]+", address) or not text.isprintable():
        raise OddSetting(name, "must be a mail address such as Termine <termine@jobcenter.example>")
    if not given.is_development and text == DEVELOPMENT_SENDER:
        raise OddSetting(name, "is the sender development uses; name your own")
    return text
