"""What the environment may say, and which sentence stands where it says something odd."""

import base64
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from backend import gateways, settings
from backend.settings import Encryption, OddSetting

Environ = dict[str, str]


def _key(first: int) -> str:
    return base64.b64encode(bytes(range(first, first + 32))).decode()


@pytest.fixture
def development(tmp_path: Path) -> Environ:
    return {"TERMINBRUECKE_DEVELOPMENT": "1", "TERMINBRUECKE_DATA": str(tmp_path / "var")}


@pytest.fixture
def production(tmp_path: Path) -> Environ:
    return {
        "TERMINBRUECKE_DATA": str(tmp_path / "var"),
        "TERMINBRUECKE_SECRET_KEY": "q8Z1vN4kT7wB0sXcE3rY6uJ9mLaPdGfH",
        "TERMINBRUECKE_FIELD_KEYS": f"{_key(1)},{_key(2)}",
        "TERMINBRUECKE_HASH_KEY": _key(3),
        "TERMINBRUECKE_SMTP_URL": "smtp://user:p%40ss@mail.example?starttls",
        "TERMINBRUECKE_MAIL_FROM": "Termine <termine@jobcenter.example>",
        "TERMINBRUECKE_PUBLIC_ADDRESS": "https://termin.example/",
        "TERMINBRUECKE_TRUSTED_PROXIES": "1",
    }


def test_development_needs_nothing_but_its_switch(development: Environ) -> None:
    read = settings.read(development)
    assert read.development
    assert read.mail_server is None
    assert read.database_url.endswith("/var/terminbruecke.db")
    assert (read.retention_days, read.hold_minutes, read.draft_minutes) == (7, 30, 120)
    assert read.cancelled_pause_minutes == (0, 30)
    assert read.public_address == "http://127.0.0.1:8000"
    assert read.languages is None


def test_development_keeps_its_keys_for_the_next_start(development: Environ) -> None:
    first = settings.read(development)
    second = settings.read(development)
    assert first == second
    assert len({first.secret_key.encode(), *first.field_keys, first.hash_key}) == 3
    for file in (first.data_folder / "keys").iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_two_starts_at_once_share_the_keys(development: Environ) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = {read.hash_key for read in pool.map(settings.read, [development] * 16)}
    assert len(keys) == 1


def test_production_starts_with_everything_it_needs(production: Environ) -> None:
    read = settings.read(production)
    assert not read.development
    assert read.is_https
    assert read.public_address == "https://termin.example"
    assert read.field_keys == (bytes(range(1, 33)), bytes(range(2, 34)))
    server = read.mail_server
    assert server is not None
    assert (server.host, server.port, server.user, server.password) == (
        "mail.example",
        587,
        "user",
        "p@ss",
    )
    assert server.encryption is Encryption.STARTTLS


@pytest.mark.parametrize(
    "name",
    "SECRET_KEY FIELD_KEYS HASH_KEY SMTP_URL MAIL_FROM PUBLIC_ADDRESS TRUSTED_PROXIES".split(),
)
def test_production_refuses_to_start_without(name: str, production: Environ) -> None:
    del production[f"TERMINBRUECKE_{name}"]
    with pytest.raises(OddSetting, match=f"TERMINBRUECKE_{name} is missing"):
        settings.read(production)


@pytest.mark.parametrize("name", ["SECRET_KEY", "FIELD_KEYS", "HASH_KEY"])
def test_production_refuses_the_keys_development_made(
    name: str, development: Environ, production: Environ
) -> None:
    made = settings.read(development).data_folder / "keys" / name.lower()
    production[f"TERMINBRUECKE_{name}"] = made.read_text()
    with pytest.raises(OddSetting, match=f"TERMINBRUECKE_{name} is a key that development made"):
        settings.read(production)


ODD_IN_PRODUCTION = [
    ("SECRET_KEY", "secret", "at least 32 random"),
    ("SECRET_KEY", "a" * 64, "at least 32 random"),
    ("FIELD_KEYS", "abc", "32 random bytes"),
    ("FIELD_KEYS", base64.b64encode(bytes(32)).decode(), "32 random bytes"),
    ("FIELD_KEYS", f"{_key(1)},{_key(1)}", "twice"),
    ("FIELD_KEYS", f"{_key(1)},", "32 random bytes"),
    ("HASH_KEY", _key(1), "differ"),
    ("PUBLIC_ADDRESS", "http://termin.example", "https://"),
    ("PUBLIC_ADDRESS", "https://localhost", "public host"),
    ("PUBLIC_ADDRESS", "https://termin.example/portal", "without path"),
    ("PUBLIC_ADDRESS", "https://user@termin.example", "without path"),
    ("PUBLIC_ADDRESS", "termin.example", "must look like"),
    ("PUBLIC_ADDRESS", "https://termin.example:99999", "must look like"),
    ("SMTP_URL", "mail.example", "must look like"),
    ("SMTP_URL", "smtps://mail.example?starttls", "either"),
    ("SMTP_URL", "smtp://mail.example?tls", "nothing else"),
    ("SMTP_URL", "smtp://user@mail.example?starttls", "both"),
    ("SMTP_URL", "smtp://user:word@mail.example", "openly"),
    ("MAIL_FROM", "nobody", "mail address"),
    ("MAIL_FROM", gateways.DEVELOPMENT_SENDER, "your own"),
    ("DEVELOPMENT", "yes", "1 (on)"),
    ("DATABASE_URL", "mysql://host/name", "must look like"),
    ("DATABASE_URL", "sqlite:///:memory:", "name a file"),
    ("DATABASE_URL", "sqlite://name.db", "three slashes"),
    ("RETENTION_DAYS", "-1", "whole number"),
    ("RETENTION_DAYS", "٧", "whole number"),
    ("HOLD_MINUTES", "1", "from 5 to 240"),
    ("HOLDS_PER_CLIENT", "-1", "from 0 to 100000"),
    ("DRAFT_MINUTES", "10", "from 30"),
    ("CANCELLED_PAUSE_MINUTES", "30", "range"),
    ("CANCELLED_PAUSE_MINUTES", "30-10", "range"),
    ("EARLIER_MINUTES", "5", "from 15 to 2880"),
    ("EARLIER_HOURS", "8", "range"),
    ("EARLIER_HOURS", "8-8", "range"),
    ("EARLIER_HOURS", "8-25", "at most 24"),
    ("LANGUAGES", "de,,ar", "slugs"),
    ("LANGUAGES", "de,ar,ar", "twice"),
    ("LANGUAGES", "ar,en", "contain de"),
    ("TRUSTED_PROXIES", "many", "whole number"),
    ("FRAME_ANCESTORS", "www.termin.example", "must be origins"),
    ("FRAME_ANCESTORS", "http://www.termin.example", "must be origins"),
    ("FRAME_ANCESTORS", "https://www.termin.example/termine", "must be origins"),
    ("FRAME_ANCESTORS", "https://*.termin.example", "must be origins"),
    ("FRAME_ANCESTORS", "https://www.termin.example; script-src *", "must be origins"),
    ("FRAME_ANCESTORS", "'self'", "must be origins"),
    ("FRAME_ANCESTORS", "https://www.stadt.example", "site of PUBLIC_ADDRESS (D42)"),
    ("FRAME_ANCESTORS", "https://www.nottermin.example", "site of PUBLIC_ADDRESS (D42)"),
    ("SMS_BODY", "{to}{text}", "without TERMINBRUECKE_SMS_URL"),
    ("SMS_URL", "http://sms.example/send", "openly"),
    ("SMS_URL", "https://user:word@sms.example/send", "secrets belong into"),
    ("CONTENT", "/nowhere/at/all", "no folder"),
    ("DATA", "/dev/null/var", "cannot be made"),
    ("SECRET", "x", "misspelt"),
    ("SECRET_KEY_FILE", "/nowhere/at/all", "cannot be read"),
]


@pytest.mark.parametrize(("name", "text", "reason"), ODD_IN_PRODUCTION)
def test_an_odd_value_is_refused_with_its_name(
    name: str, text: str, reason: str, production: Environ
) -> None:
    if name.endswith("_FILE"):
        del production[f"TERMINBRUECKE_{name.removesuffix('_FILE')}"]
    with pytest.raises(OddSetting) as caught:
        settings.read(production | {f"TERMINBRUECKE_{name}": text})
    sentence = str(caught.value)
    assert sentence.startswith(f"TERMINBRUECKE_{name} ")
    assert reason in sentence


def test_subdomains_of_the_own_site_may_frame_the_portal(production: Environ) -> None:
    """D42: elsewhere no cookie would be sent, and booking would fail in the frame."""
    named = "https://www.termin.example, https://termin.example:8443"

    read = settings.read(production | {"TERMINBRUECKE_FRAME_ANCESTORS": named})

    assert read.frame_ancestors == ("https://www.termin.example", "https://termin.example:8443")
    assert settings.read(production).frame_ancestors == ()


@pytest.mark.parametrize("name", ["SECRET_KEY", "FIELD_KEYS", "HASH_KEY", "SMTP_URL"])
def test_no_sentence_repeats_a_secret(name: str, production: Environ) -> None:
    with pytest.raises(OddSetting) as caught:
        settings.read(production | {f"TERMINBRUECKE_{name}": "hunter2"})
    assert "hunter2" not in str(caught.value)


def test_what_is_printed_of_the_settings_holds_no_secret(production: Environ) -> None:
    printed = repr(settings.read(production))
    for secret in ("q8Z1", "p@ss", "\\x01\\x02"):
        assert secret not in printed


def test_a_value_may_come_from_a_file(production: Environ, tmp_path: Path) -> None:
    file = tmp_path / "hash_key"
    file.write_text(production.pop("TERMINBRUECKE_HASH_KEY") + "\n")
    production["TERMINBRUECKE_HASH_KEY_FILE"] = str(file)
    assert settings.read(production).hash_key == bytes(range(3, 35))


def test_a_value_may_not_come_from_two_places(production: Environ, tmp_path: Path) -> None:
    file = tmp_path / "hash_key"
    file.write_text(_key(9))
    production["TERMINBRUECKE_HASH_KEY_FILE"] = str(file)
    with pytest.raises(OddSetting, match="set twice"):
        settings.read(production)


@pytest.mark.parametrize("address", ["http://0.0.0.0:8000", "https://termin.example"])
def test_development_stays_on_this_machine(address: str, development: Environ) -> None:
    with pytest.raises(OddSetting, match="PUBLIC_ADDRESS must be on this machine"):
        settings.read(development | {"TERMINBRUECKE_PUBLIC_ADDRESS": address})


def test_development_trusts_no_proxy(development: Environ) -> None:
    with pytest.raises(OddSetting, match="TRUSTED_PROXIES"):
        settings.read(development | {"TERMINBRUECKE_TRUSTED_PROXIES": "1"})


def test_languages_keep_their_order(development: Environ) -> None:
    read = settings.read(development | {"TERMINBRUECKE_LANGUAGES": "de, de-simple,ar"})
    assert read.languages == ("de", "de-simple", "ar")


@pytest.mark.parametrize(
    ("url", "port", "encryption"),
    [
        ("smtp://127.0.0.1", 25, Encryption.NONE),
        ("smtp://[::1]:2525", 2525, Encryption.NONE),
        ("smtp://mail.example?starttls", 587, Encryption.STARTTLS),
        ("smtps://mail.example", 465, Encryption.TLS),
    ],
)
def test_each_way_to_the_mail_server_has_its_port(
    url: str, port: int, encryption: Encryption, development: Environ
) -> None:
    server = settings.read(development | {"TERMINBRUECKE_SMTP_URL": url}).mail_server
    assert server is not None
    assert (server.port, server.encryption) == (port, encryption)


def test_other_variables_do_not_matter(development: Environ) -> None:
    assert settings.read(dict(os.environ) | development).development


def test_an_empty_value_counts_as_not_set(development: Environ) -> None:
    assert settings.read(development | {"TERMINBRUECKE_SMTP_URL": ""}).mail_server is None


@pytest.fixture
def gateway(production: Environ) -> Environ:
    production["TERMINBRUECKE_SMS_URL"] = "https://sms.example/send"
    production["TERMINBRUECKE_SMS_BODY"] = "to={to}&text={text}"
    return production


def test_a_gateway_for_short_messages_is_described_by_settings(
    gateway: Environ, tmp_path: Path
) -> None:
    (tmp_path / "headers").write_text("Authorization: Bearer word\nX-Sender: Termine\n")
    gateway["TERMINBRUECKE_SMS_HEADERS_FILE"] = str(tmp_path / "headers")
    read = settings.read(gateway)
    assert read.sms_gateway is not None
    assert read.sms_gateway.headers == (("Authorization", "Bearer word"), ("X-Sender", "Termine"))
    assert "Bearer" not in repr(read)


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("SMS_SUCCESS", "(", "regular expression"),
        ("SMS_HEADERS", "Bearer word", "lines such as"),
        ("SMS_HEADERS", "X: ", "lines such as"),
        ("SMS_HEADERS", "X-Key: Schlüssel", "lines such as"),
        ("SMS_URL", "https://sms.example/übergabe", "plain letters"),
        ("SMS_BODY", "text={text}", "{to} and {text}"),
    ],
)
def test_an_odd_gateway_is_refused_with_its_name(
    name: str, text: str, reason: str, gateway: Environ
) -> None:
    with pytest.raises(OddSetting) as caught:
        settings.read(gateway | {f"TERMINBRUECKE_{name}": text})
    assert f"TERMINBRUECKE_{name}" in str(caught.value)
    assert reason in str(caught.value)
