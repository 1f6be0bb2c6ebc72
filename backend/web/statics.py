"""The files every page loads: style sheets in the colours of the theme, pictograms, recordings."""

import gzip
import hashlib
import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import brotli

from backend.content import Content, Theme

SHIPPED = Path(__file__).parents[2] / "site" / "static"
COMPRESSED = {".br", ".gz"}
LOGO = "logo.svg"


@dataclass(frozen=True, slots=True)
class Statics:
    """What lies below `prefix`, whose fingerprint changes with every byte of it."""

    folder: Path
    media: Path | None
    """What lies below `prefix` and `media/`: recordings of the content, if there are some."""
    fingerprint: str

    @property
    def prefix(self) -> str:
        """Such as `/static/0123abcd/`."""
        return f"/static/{self.fingerprint}/"

    @property
    def names(self) -> tuple[str, ...]:
        """Every file below the prefix, without its compressed copies."""
        own = [path.relative_to(self.folder).as_posix() for path in _files(self.folder)]
        media = [f"media/{path.name}" for path in _files(self.media)] if self.media else []
        return (*own, *media)


def prepare(content: Content, content_folder: Path, data_folder: Path) -> Statics:
    """The shipped files; with a theme of its own, copies of them in its colours.

    Colours are plain hexes in the style sheets, since old phones know no custom properties: they
    are exchanged here once, at start, and compressed again.
    """
    media = content_folder / "media" if content.media.has_files else None
    mark = _fingerprint(content.theme, media)
    if not content.theme.repainted and not content.theme.logo:
        return Statics(SHIPPED, media, mark)
    own = data_folder / "static" / mark
    if not own.is_dir():
        _make(own, content.theme)
    return Statics(own, media, mark)


def _fingerprint(theme: Theme, media: Path | None) -> str:
    digest = hashlib.sha256()
    for path in (*_files(SHIPPED), *(_files(media) if media else ())):
        digest.update(path.name.encode())
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    digest.update(repr((sorted(theme.repainted.items()), theme.logo)).encode())
    return digest.hexdigest()[:8]


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix not in COMPRESSED:
            yield path


def _make(own: Path, theme: Theme) -> None:
    """Write the folder in one step: several processes may start at once."""
    own.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(dir=own.parent))
    shutil.copytree(SHIPPED, draft, dirs_exist_ok=True)
    for sheet in draft.glob("*.css"):
        _write(sheet, repainted(sheet.read_text("utf-8"), theme))
    if theme.logo:
        _write(draft / LOGO, theme.logo)
    try:
        draft.rename(own)
    except OSError:
        # Another process was first, with the same bytes.
        shutil.rmtree(draft)


def _write(path: Path, text: str) -> None:
    plain = text.encode()
    path.write_bytes(plain)
    path.with_name(f"{path.name}.br").write_bytes(brotli.compress(plain, quality=11))
    path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(plain, mtime=0))


def repainted(css: str, theme: Theme) -> str:
    """The style sheet with the colours of the theme; all at once, so that two may change places."""
    own = theme.repainted
    return re.sub(r"#[0-9a-f]{6}\b", lambda found: own.get(found[0], found[0]), css)
