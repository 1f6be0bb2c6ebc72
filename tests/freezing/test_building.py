"""What lies in the build: copies, only touched pages anew, and never half of it."""

import fcntl
import gzip
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import brotli
import pytest
from flask import Flask

from backend.web.public.frozen import FROZEN
from tests.freezing.script import SCRIPT, TINY, freeze, portal


class Place:
    """A content folder to change, and the build made of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.content = shutil.copytree(TINY, folder / "tiny")
        self.build = folder / "build"

    def freeze(self, *, cores: int = 1) -> Any:
        with portal(self.folder / "var", CONTENT=str(self.content)) as app:
            return freeze.freeze(app, self.build, cores=cores)

    def change(self, file: str, old: str, new: str) -> None:
        path = self.content / file
        text = path.read_text("utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), "utf-8")

    def files(self) -> dict[str, bytes]:
        """Everything in the build."""
        return {
            path.relative_to(self.build.resolve()).as_posix(): path.read_bytes()
            for path in self.build.resolve().rglob("*")
            if path.is_file()
        }

    def stamps(self) -> dict[str, int]:
        """When each file was written, in nanoseconds."""
        return {name: (self.build / name).stat().st_mtime_ns for name in self.files()}

    def folders(self) -> list[str]:
        """The builds that lie beside each other."""
        return [path.name for path in self.folder.glob(".build/*") if path.is_dir()]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    monkeypatch.setattr(freeze, "BROTLI_QUALITY", 1)  # saves most of the time
    return Place(tmp_path)


def test_every_file_has_its_compressed_copies(place: Place) -> None:
    place.freeze()
    files = place.files()
    plain = [name for name in files if not name.endswith((".br", ".gz"))]
    assert {"ar+de/index.html", "ar/sprachen.html", "ausfall/ar.html"} < set(plain)
    for name in plain:
        assert brotli.decompress(files[f"{name}.br"]) == files[name]
        assert gzip.decompress(files[f"{name}.gz"]) == files[name]


def test_two_processes_make_the_same_as_one(place: Place) -> None:
    place.freeze()
    alone = place.files()
    place.build.unlink()
    place.freeze(cores=2)
    assert place.files() == alone


def test_a_second_run_writes_nothing(place: Place) -> None:
    place.freeze()
    before = place.stamps()
    result = place.freeze()
    assert (result.written, result.gone) == ((), ())
    assert place.stamps() == before


def test_after_an_edit_only_touched_pages_are_written(place: Place) -> None:
    place.freeze()
    before, stamps = place.files(), place.stamps()
    place.change("pages/so-geht-es.md", "# ", "# Ganz neu: ")
    result = place.freeze()
    assert set(result.written) >= {"de/info/so-geht-es/index.html"}
    touched = {name for name, text in place.files().items() if before[name] != text}
    plain = {name for name in touched if not name.endswith((".br", ".gz"))}
    assert plain == set(result.written)
    unchanged = stamps.keys() - touched
    after = place.stamps()
    assert {name: after[name] for name in unchanged} == {name: stamps[name] for name in unchanged}
    assert len(result.written) < result.files / 4


def test_a_page_that_is_no_more_vanishes(place: Place) -> None:
    place.freeze()
    (place.content / "special_ways.toml").write_text("", "utf-8")
    result = place.freeze()
    assert "de/zustaendig/weg/1.html" in result.gone
    assert not (place.build / "de/zustaendig/weg/1.html").exists()
    assert not (place.build / "de/zustaendig/weg/1.html.br").exists()


def test_a_broken_link_leaves_the_build_before(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.freeze()
    before = place.files()
    monkeypatch.setitem(FROZEN, "public.checklist", lambda _content: [])
    with pytest.raises(freeze.CannotFreeze, match=r"/unterlagen/.*this page does not exist"):
        place.freeze()
    assert place.files() == before
    assert len(place.folders()) == 1


def test_a_page_that_fails_in_another_process_leaves_the_build_before(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.freeze()
    before = place.files()
    monkeypatch.setitem(FROZEN, "public.page", lambda _content: [{"page": "nirgends"}])
    with pytest.raises(freeze.CannotFreeze, match="nirgends/ answers 404"):
        place.freeze(cores=2)
    assert place.files() == before


def test_being_killed_leaves_the_build_before(place: Place) -> None:
    place.freeze()
    before, known = place.files(), place.folders()
    place.change("jobcenter.toml", 'short_name = "', 'short_name = "Neues ')
    own = {"TERMINBRUECKE_DEVELOPMENT": "1", "TERMINBRUECKE_DATA": str(place.folder / "var")}
    own["TERMINBRUECKE_CONTENT"] = str(place.content)
    command = [sys.executable, str(SCRIPT), "--into", str(place.build), "--cores", "1"]
    run = subprocess.Popen(command, env=os.environ | own)
    latest = time.monotonic() + 30
    while place.folders() == known and run.poll() is None and time.monotonic() < latest:
        time.sleep(0.005)
    run.send_signal(signal.SIGKILL)
    assert run.wait(10) == -signal.SIGKILL
    assert place.files() == before
    place.freeze()
    assert len(place.folders()) == 1


def test_two_at_a_time_are_refused(place: Place) -> None:
    (place.folder / ".build").mkdir()
    with (place.folder / ".build" / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(freeze.CannotFreeze, match="somebody else is freezing"):
            place.freeze()


def test_a_folder_of_somebody_else_is_left_alone(place: Place) -> None:
    place.build.mkdir()
    with pytest.raises(freeze.CannotFreeze, match="somebody else"):
        place.freeze()


# --- links


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with portal(tmp_path_factory.mktemp("links"), CONTENT=str(TINY)) as made:
        yield made


@pytest.mark.parametrize(
    ("tag", "link", "reason"),
    [
        ("a", "/de/nirgends/", "nobody answers there"),
        ("a", "/de/info/nirgends/", "this page does not exist"),
        ("a", "/de/info/hilfe", "sends on"),
        ("a", "/de/#nirgends", "no id nirgends"),
        ("use", "/static/icons.svg#nirgends", "no id nirgends"),
        ("a", "termin/", "begin with a slash"),
        ("a", "javascript:alert(1)", "no address of the web"),
        ("form", "/de/unterlagen/nirgends/", "nobody answers there"),
        ("a", "/de/#main", ""),
        ("a", "/de/?seite=1", ""),
        ("a", "/de/mein-termin/", ""),
        ("form", "/de/zustaendig/#error-summary", ""),
        ("a", "tel:+49421", ""),
        ("use", "/static/icons.svg#call", ""),
    ],
)
def test_links_lead_somewhere(tag: str, link: str, reason: str, app: Flask) -> None:
    ids = {"/de/": frozenset({"main"}), "/static/icons.svg": frozenset({"call"})}
    ids |= {"/de/zustaendig/": frozenset()}
    frozen = freeze.Frozen(ids=ids, links={(tag, link): "/de/"})
    with app.app_context():
        found = list(freeze.broken(app, frozen))
    assert len(found) == bool(reason)
    assert reason in "".join(found)


def test_links_within_a_page_are_looked_at_too() -> None:
    with pytest.raises(freeze.CannotFreeze, match="leads to #b"):
        freeze.Frozen().note("/de/", '<p id="a"><a href="#a">A</a> <a href="#b">B</a></p>')
