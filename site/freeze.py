"""Freezes the public pages into `site/build`, for any web server in front of the app (`make site`).

Pages are read as the app shows them, from the list in `backend/web/public/frozen.py`; every link is
followed. A page that needs a cookie, a form token or the database is refused.
"""

import argparse
import fcntl
import gzip
import os
import re
import shutil
import signal
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

CHECKOUT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(CHECKOUT))  # a script: `site` is a module of the standard library

import brotli  # noqa: E402
from flask import Flask, render_template  # noqa: E402
from werkzeug.exceptions import HTTPException, MethodNotAllowed  # noqa: E402
from werkzeug.routing import RequestRedirect  # noqa: E402

from backend import settings  # noqa: E402
from backend.app import create_app_to_freeze  # noqa: E402
from backend.letters.frozen_pages import MARK  # noqa: E402
from backend.store.edits import Unreachable  # noqa: E402
from backend.web.portal import Portal  # noqa: E402
from backend.web.public.frozen import FROZEN, addresses, pairs  # noqa: E402

BUILD = CHECKOUT / "site" / "build"
DOWN = "ausfall"
"""Its files are shown by the web server when the app does not answer."""
BROTLI_QUALITY = 10
"""Within 0.3 % of the best and more than twice as fast."""
WORTH_COMPRESSING = {".html", ".css", ".svg", ".js", ".txt"}
HTML_LINK = re.compile(r'<(?P<tag>[a-z]+)\b[^>]*?\s(?:href|src|poster|action)="(?P<link>[^"]*)"')
HTML_ID = re.compile(r'\sid="([^"]+)"')
ELSEWHERE = {"http", "https", "mailto", "tel", "sms", "data"}


class CannotFreeze(Exception):
    """A page or link is not as frozen pages must be; the build before stays as it was."""


# --- reading


def _portal(app: Flask) -> Portal:
    portal: Portal = app.extensions["portal"]
    return portal


def file_of(address: str) -> str:
    """Where a page lies below the build: folders have their index, others end in `.html`."""
    path = unquote(address).lstrip("/")
    return f"{path}index.html" if address.endswith("/") else f"{path}.html"


def read(app: Flask, address: str) -> bytes:
    """The page as everybody gets it; raises `CannotFreeze` when it is not the same for all."""
    answer = app.test_client(use_cookies=False).get(address)
    body = answer.get_data()
    if answer.status_code != 200:
        raise CannotFreeze(f"{address} answers {answer.status_code}")
    if "Set-Cookie" in answer.headers or b'name="csrf_token"' in body:
        raise CannotFreeze(f"{address} is different for each reader: it sets a cookie")
    return body


def read_down(app: Flask, pair: str) -> bytes:
    """The page that says how to reach us while booking is down."""
    with app.test_request_context(f"/{pair}/"):
        app.preprocess_request()
        return render_template("errors/down.html").encode()


# --- writing


@dataclass(slots=True)
class Frozen:
    """What came of some pages; `links` keeps for each link one page on which it stands."""

    ids: dict[str, frozenset[str]] = field(default_factory=dict)
    links: dict[tuple[str, str], str] = field(default_factory=dict)
    files: int = 0
    written: list[str] = field(default_factory=list)

    def add(self, other: "Frozen") -> None:
        self.ids |= other.ids
        self.links = other.links | self.links
        self.files += other.files
        self.written += other.written

    def note(self, address: str, text: str) -> None:
        """Keep the ids of a page, and its links to elsewhere; a link within it is checked here."""
        ids = frozenset(HTML_ID.findall(text))
        self.ids[address] = ids
        for tag, link in set(HTML_LINK.findall(text)):
            if link.startswith("#") and link[1:] not in ids:
                raise CannotFreeze(f"{address} leads to {link}, which does not stand on it")
            if not link.startswith("#"):
                self.links.setdefault((tag, unescape(link)), address)


@dataclass(frozen=True, slots=True)
class Folder:
    """The new build beside the one before, from which unchanged files are taken as they lie."""

    new: Path
    old: Path | None

    def put(self, name: str, body: bytes) -> bool:
        """Write a file with its compressed copies; whether it differs from the one before."""
        copies = (".br", ".gz") if Path(name).suffix in WORTH_COMPRESSING else ()
        target = self.new / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if self._taken_over(name, body, ("", *copies)):
            return False
        target.write_bytes(body)
        if copies:
            packed = brotli.compress(body, mode=brotli.MODE_TEXT, quality=BROTLI_QUALITY)
            Path(f"{target}.br").write_bytes(packed)
            Path(f"{target}.gz").write_bytes(gzip.compress(body, compresslevel=9, mtime=0))
        return True

    def _taken_over(self, name: str, body: bytes, endings: Iterable[str]) -> bool:
        if self.old is None:
            return False
        try:
            if (self.old / name).read_bytes() != body:
                return False
            for ending in endings:
                os.link(f"{self.old / name}{ending}", f"{self.new / name}{ending}")
        except FileNotFoundError:
            for ending in endings:
                Path(f"{self.new / name}{ending}").unlink(missing_ok=True)
            return False
        return True


def freeze_pair(app: Flask, pair: str, folder: Folder) -> Frozen:
    """All pages of one pair, and the one that stands in for the app."""
    frozen = Frozen()
    texts = {address: read(app, address) for address in addresses(app, pair)}
    files = {file_of(address): address for address in texts}
    down = f"{DOWN}/{pair}.html"
    for name, address in {**files, down: f"/{down}"}.items():
        body = texts.get(address) or read_down(app, pair)
        frozen.note(address, body.decode())
        frozen.files += 1
        if folder.put(name, body):
            frozen.written.append(name)
    return frozen


def freeze_files(app: Flask, frozen: Frozen, folder: Folder) -> None:
    """Static files, all that the app has and what pages name beside them."""
    statics = app.extensions["portal"].statics
    named = {f"{statics.prefix}{name}" for name in statics.names}
    named |= {urlsplit(link).path for _tag, link in frozen.links if _is_file(app, link)}
    client = app.test_client(use_cookies=False)
    for address in sorted(named):
        with client.get(address, headers={"Accept-Encoding": "identity"}) as answer:
            if answer.status_code != 200:
                place = next((p for (_t, to), p in frozen.links.items() if to == address), "")
                raise CannotFreeze(f"{place} names {address}, which answers {answer.status_code}")
            body = answer.get_data()
        is_picture = address.endswith(".svg")
        frozen.ids[address] = frozenset(HTML_ID.findall(body.decode()) if is_picture else ())
        frozen.files += 1
        if folder.put(unquote(address).lstrip("/"), body):
            frozen.written.append(address.lstrip("/"))


def _is_file(app: Flask, link: str) -> bool:
    return urlsplit(link).path.startswith("/static/") or (
        link.startswith("/") and _endpoint(app, link) is None
    )


# --- links


def _endpoint(app: Flask, link: str, method: str = "GET") -> str | None:
    """The page of the app that has this address; empty when it would send on."""
    try:
        return str(app.url_map.bind("").match(unquote(urlsplit(link).path), method)[0])
    except RequestRedirect:
        return ""
    except MethodNotAllowed:
        return None if method == "POST" else _endpoint(app, link, "POST")
    except HTTPException:
        return None


def broken(app: Flask, frozen: Frozen) -> Iterator[str]:
    """A sentence for each link that leads nowhere."""
    for (tag, link), place in sorted(frozen.links.items(), key=lambda each: (each[1], each[0])):
        reason = _fault(app, tag, link, frozen)
        if reason:
            yield f"{place} leads to {link}: {reason}"


def _fault(app: Flask, tag: str, link: str, frozen: Frozen) -> str:
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return "" if parts.scheme in ELSEWHERE else "no address of the web"
    if not link.startswith("/"):
        return "addresses begin with a slash"
    # What stands behind a question mark, and whatever a form sends, is answered by the app.
    ids = None if parts.query or tag == "form" else frozen.ids.get(parts.path)
    if ids is not None:
        return f"no id {parts.fragment}" if parts.fragment and parts.fragment not in ids else ""
    endpoint = _endpoint(app, link)
    if endpoint == "":
        return "it sends on; name the last address"
    if endpoint is None:
        return "nobody answers there"
    is_known = parts.path in frozen.ids
    return "this page does not exist" if endpoint in FROZEN and not is_known else ""


# --- the whole


@dataclass(frozen=True, slots=True)
class Result:
    """What a run came to; `written` and `gone` name files below the build."""

    pages: int
    files: int
    written: tuple[str, ...]
    gone: tuple[str, ...]
    seconds: float


def _freeze_share(app: Flask, share: Sequence[str], folder: Folder, end: Connection) -> None:
    """What a forked process does; it inherits the app with the memory."""
    try:
        for pair in share:
            end.send(freeze_pair(app, pair, folder))
        end.send(None)
    except CannotFreeze as fault:
        end.send(fault)


def _all_pairs(app: Flask, folder: Folder, cores: int) -> Iterator[Frozen]:
    wanted = pairs(_portal(app).languages)
    if cores == 1:
        yield from (freeze_pair(app, pair, folder) for pair in wanted)
        return
    forking = get_context("fork")
    lines: list[Any] = []
    for first in range(cores):
        ours, end = forking.Pipe(duplex=False)
        given = app, wanted[first::cores], folder, end
        # A daemon ends with us; where we are killed, it ends after its share.
        forking.Process(target=_freeze_share, args=given, daemon=True).start()
        end.close()
        lines.append(ours)
    while lines:
        line: Any = wait(lines)[0]
        try:
            part = line.recv()
        except EOFError as error:
            raise CannotFreeze("a process of this run has died") from error
        if isinstance(part, CannotFreeze):
            raise part
        if part is None:
            lines.remove(line)
        else:
            yield part


def freeze(app: Flask, build: Path = BUILD, *, cores: int = 1) -> Result:
    """Freeze everything and put it in the place of the build before, in one step.

    `build` is a link to the folder in use. Raises `CannotFreeze` and leaves it as it was.
    """
    began = time.monotonic()
    with _one_at_a_time(build) as folder:
        frozen = Frozen()
        for part in _all_pairs(app, folder, cores):
            frozen.add(part)
        pages = frozen.files
        with app.app_context():
            freeze_files(app, frozen, folder)
            faults = list(broken(app, frozen))
        if faults:
            raise CannotFreeze("\n".join([f"{len(faults)} broken links", *faults[:40]]))
        if mark := _portal(app).live.mark:
            (folder.new / MARK).write_text(mark, "ascii")
        gone = _names(folder.old) - _names(folder.new)
        _switch(build, folder.new)
    seconds = time.monotonic() - began
    return Result(pages, frozen.files, tuple(frozen.written), tuple(sorted(gone)), seconds)


def _names(folder: Path | None) -> set[str]:
    files = folder.rglob("*") if folder else ()
    return {
        path.relative_to(folder or path).as_posix()
        for path in files
        if path.suffix not in {".br", ".gz"} and path.is_file() and path.name != MARK
    }


@contextmanager
def _one_at_a_time(build: Path) -> Iterator[Folder]:
    """A new folder beside the build; all but the one in use are gone afterwards."""
    if build.exists() and not build.is_symlink():
        raise CannotFreeze(f"{build} is a folder of somebody else: a build is a link")
    store = build.with_name(f".{build.name}")
    store.mkdir(parents=True, exist_ok=True)
    with (store / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CannotFreeze("somebody else is freezing right now") from error
        try:
            new = store / f"{time.time_ns()}"
            new.mkdir()
            yield Folder(new, build.resolve() if build.is_dir() else None)
        finally:
            for each in store.iterdir():
                if each.is_dir() and each != build.resolve():
                    shutil.rmtree(each)


def _switch(build: Path, folder: Path) -> None:
    """From one request to the next the web server reads the new folder."""
    link = folder.with_suffix(".link")
    link.symlink_to(folder.relative_to(build.parent))
    link.replace(build)


def withdraw(build: Path) -> None:
    """Take the pages out of the way, so that the app answers with what has been edited.

    Static files stay, and the pages for when the app is down.
    """
    if not build.is_dir():
        return
    with _one_at_a_time(build) as folder:
        for kept in (DOWN, "static"):
            old = build.resolve() / kept
            if old.is_dir():
                shutil.copytree(old, folder.new / kept, copy_function=os.link)
        _switch(build, folder.new)


def main() -> None:
    """Freeze with the settings of the environment; the database is asked for edited texts only."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--into", type=Path, default=BUILD, help="another link than site/build")
    options.add_argument("--cores", type=int, default=os.cpu_count() or 1)
    options.add_argument("--stale", action="store_true", help="take the old pages away first")
    asked = options.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # clear up as after Ctrl-C
    build = asked.into.absolute()
    try:
        if asked.stale:
            withdraw(build)
        app = create_app_to_freeze(settings.read(os.environ))
        result = freeze(app, build, cores=max(1, asked.cores))
    except Unreachable:
        sys.exit("the database does not answer, which knows what has been edited")
    except (settings.OddSetting, CannotFreeze) as odd:
        sys.exit(f"{odd}")
    print(
        f"{result.pages} pages and {result.files - result.pages} other files in {asked.into}: "
        f"{len(result.written)} written, {len(result.gone)} gone, {result.seconds:.1f} s"
    )


if __name__ == "__main__":
    main()
