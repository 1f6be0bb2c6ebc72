"""What is edited reaches the frozen pages: they go at once, and come back with the edit."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from backend import settings
from backend.actions import cataloguing
from backend.actions.live_content import LiveContent
from backend.app import create_app_to_freeze
from backend.content import load
from backend.domain.accounts import State
from backend.domain.roles import Grant, Role
from backend.languages import Languages
from backend.letters.frozen_pages import MARK, FrozenPages, frozen_mark
from backend.store import database, edits, sealing, staff
from tests.freezing.script import TINY, freeze

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


class Place:
    """A portal with a database, and the build made of it."""

    def __init__(self, folder: Path, url: str) -> None:
        self.build = folder / "site" / "build"
        self.build.parent.mkdir()
        self.environ = {
            "TERMINBRUECKE_DEVELOPMENT": "1",
            "TERMINBRUECKE_DATA": str(folder),
            "TERMINBRUECKE_DATABASE_URL": url,
            "TERMINBRUECKE_CONTENT": str(TINY),
        }
        self.url = url

    def freeze(self) -> Any:
        return freeze.freeze(create_app_to_freeze(settings.read(self.environ)), self.build)

    def edit(self, summary: str) -> str:
        """Change a text as an administrator does; the mark of the edit."""
        database.connect(self.url)
        sealing.use((b"f" * 32,), b"h" * 32)
        boss = staff.by_mail("boss@x.example")
        if boss is None:
            key = staff.add(name="B", mail="boss@x.example", home="", is_demo=0, now_seconds=1)
            staff.set_state(key, State.ACTIVE)
            staff.give(key, Grant(kind=Role.ADMINISTRATOR), now_seconds=1)
            boss = staff.by_id(key)
        assert boss is not None
        shipped = load(TINY)
        live = LiveContent(TINY, shipped, Languages(shipped.languages, []))
        record = cataloguing.record(live, "concerns", "antrag")
        assert record is not None
        body = {**record.body, "summary": summary}
        cataloguing.change(boss, record, body, live=live, now=NOW)
        mark = edits.mark()
        database.disconnect()
        return mark

    def page(self, name: str) -> str:
        return (self.build / name).read_text("utf-8")


@pytest.fixture
def place(
    tmp_path: Path, default_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Place]:
    monkeypatch.setattr(freeze, "BROTLI_QUALITY", 1)  # saves most of the time
    yield Place(tmp_path, default_database_url)
    database.disconnect()


def test_frozen_pages_show_what_was_edited_and_say_up_to_where(place: Place) -> None:
    place.freeze()
    assert frozen_mark(place.build) == ""
    mark = place.edit("Ganz neuer Satz.")
    place.freeze()
    assert frozen_mark(place.build) == mark
    assert "Ganz neuer Satz." in place.page("de/unterlagen/antrag/index.html") or any(
        "Ganz neuer Satz." in path.read_text("utf-8")
        for path in place.build.resolve().rglob("antrag*/*.html")
    )


def test_withdrawn_pages_leave_the_files_and_what_stands_in_for_the_app(place: Place) -> None:
    place.freeze()
    freeze.withdraw(place.build)
    names = {path.name for path in place.build.iterdir()}
    assert names == {"static", "ausfall"}
    assert not (place.build / "de").exists()
    place.freeze()
    assert (place.build / "de").is_dir()


def test_the_worker_freezes_anew_after_an_edit(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.freeze()
    for name, text in place.environ.items():
        monkeypatch.setenv(name, text)
    pages = FrozenPages(place.build)
    pages.work("", NOW)
    assert not is_running(pages)
    mark = place.edit("Ganz neuer Satz.")
    pages.work(mark, NOW)
    assert pages._running is not None
    assert pages._running.wait(120) == 0
    pages.work(mark, NOW)
    assert not is_running(pages)
    assert frozen_mark(place.build) == mark
    assert (place.build / "de").is_dir()


def is_running(pages: FrozenPages) -> bool:
    return pages._running is not None


def test_a_failure_is_not_repeated_at_once(place: Place, tmp_path: Path) -> None:
    place.build.with_name("real").mkdir()
    place.build.symlink_to("real")
    pages = FrozenPages(place.build)
    assert pages._is_stale("abc", NOW)
    pages._tried = "abc", NOW
    assert not pages._is_stale("abc", NOW + timedelta(minutes=9))
    assert pages._is_stale("abc", NOW + timedelta(minutes=10))
    assert pages._is_stale("def", NOW)


def test_without_an_answer_of_the_database_nothing_is_frozen(place: Place) -> None:
    chosen = replace(
        settings.read(place.environ), database_url="postgresql://127.0.0.1:1/nothing-here"
    )
    with pytest.raises(edits.Unreachable):
        create_app_to_freeze(chosen)


def test_the_mark_is_no_page(place: Place) -> None:
    place.edit("Ganz neuer Satz.")
    first = place.freeze()
    again = place.freeze()
    assert MARK not in first.written
    assert (again.written, again.gone) == ((), ())


def test_the_operator_says_which_pages_the_worker_renews(place: Place) -> None:
    assert settings.read(place.environ).frozen_site is None
    chosen = settings.read(place.environ | {"TERMINBRUECKE_SITE": "/srv/site"})
    assert chosen.frozen_site == Path("/srv/site")
