"""`make bench`: how long all frozen pages take, and how long a run after the edit of a sentence."""

import os
import shutil
from pathlib import Path

import pytest

from tests.freezing.script import freeze, portal
from tests.servers import CHECKOUT

pytestmark = pytest.mark.bench

EDITED = "pages/so-geht-es.md"


def test_measure_freezing(tmp_path: Path) -> None:
    content = shutil.copytree(CHECKOUT / "content", tmp_path / "content")
    build = tmp_path / "build"
    print(f"\nfrozen on {os.cpu_count()} cores, two of them used")
    whole = run(content, build)
    print(f"{'all pages':34} {whole.pages:8} pages {whole.seconds:7.1f} s   (at most 180)")
    print(f"{'pages per second':34} {whole.pages / whole.seconds:8.0f}")

    page = content / EDITED
    page.write_text(page.read_text("utf-8").replace("# ", "# Neu: ", 1), "utf-8")
    stamps = written(build)
    edited = run(content, build)
    after = written(build)
    print(
        f"{'after the edit of one title':34} {len(edited.written):8} pages {edited.seconds:7.1f} s"
    )
    touched = {name for name in after if after[name] != stamps.get(name)}
    assert touched == set(edited.written)
    assert 0 < len(touched) < whole.pages / 10


def run(content: Path, build: Path) -> "freeze.Result":
    """Freeze this content as `make site` does."""
    with portal(content.parent / "var", CONTENT=str(content)) as app:
        return freeze.freeze(app, build, cores=2)


def written(build: Path) -> dict[str, int]:
    """When each file was written, without the compressed copies."""
    return {
        path.relative_to(build.resolve()).as_posix(): path.stat().st_mtime_ns
        for path in build.resolve().rglob("*")
        if path.is_file() and path.suffix not in {".br", ".gz"}
    }
