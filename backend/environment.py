"""Reads our own variables from the environment or from files; makes the keys of development."""

import base64
import os
import re
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

PREFIX = "TERMINBRUECKE_"
KEY_BYTES = 32


class OddSetting(Exception):
    """A variable that is missing, unknown or makes no sense; never repeats a secret value."""

    def __init__(self, variable: str, reason: str) -> None:
        super().__init__(f"{PREFIX}{variable} {reason}.")
        self.variable = f"{PREFIX}{variable}"
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Given:
    """What was given: our variables by name without prefix, and what they are read for."""

    texts: Mapping[str, str]
    is_development: bool
    folder: Path


def collect(environ: Mapping[str, str], names: Collection[str]) -> dict[str, str]:
    """Our own variables without the prefix, those from files read; typing errors are refused."""
    texts: dict[str, str] = {}
    for variable in sorted(name for name in environ if name.startswith(PREFIX)):
        name = variable.removeprefix(PREFIX)
        if name in names:
            text = environ[variable].strip()
        elif name.removesuffix("_FILE") in names:
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


def switch(texts: Mapping[str, str], name: str) -> bool:
    """1 or 0; 0 where it is not set."""
    text = texts.get(name, "0")
    if text not in {"0", "1"}:
        raise OddSetting(name, "must be 1 (on) or 0 (off)")
    return text == "1"


def number(texts: Mapping[str, str], name: str, *, default: int, least: int, most: int) -> int:
    """A whole number between the bounds, the default where it is not set."""
    text = texts.get(name, str(default))
    if not re.fullmatch(r"[0-9]{1,6}", text) or not least <= int(text) <= most:
        raise OddSetting(name, f"must be a whole number from {least} to {most}")
    return int(text)


def span(
    texts: Mapping[str, str], name: str, *, usual: str, most: int, unit: str, apart: int = 0
) -> tuple[int, int]:
    """A range of whole numbers such as 0-30, the usual one where it is not set.

    Its ends lie so far `apart` at least.
    """
    match = re.fullmatch(r"([0-9]{1,4})\s*-\s*([0-9]{1,4})", texts.get(name, usual))
    if match is None or int(match[1]) + apart > int(match[2]) or int(match[2]) > most:
        raise OddSetting(name, f"must be a range of {unit} such as {usual}, at most {most}")
    return int(match[1]), int(match[2])


def address(name: str, text: str, schemes: Mapping[str, int]) -> tuple[SplitResult, str, int]:
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


def is_loopback(host: str) -> bool:
    """Whether the host is this machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def missing(name: str) -> OddSetting:
    """The refusal of what only development may leave out (D39)."""
    return OddSetting(
        name, f"is missing; production needs it, {PREFIX}DEVELOPMENT=1 is for trying out only"
    )


def secret(given: Given, name: str) -> str:
    """A secret as given; development makes its own once, production refuses exactly those."""
    path = given.folder / "keys" / name.lower()
    if given.is_development:
        return given.texts.get(name) or _made_once(path)
    if name not in given.texts:
        raise missing(name)
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
