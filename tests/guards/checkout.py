"""The files of the checkout as guards look at them."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
GENERATED = {".venv", ".git", "var", "node_modules", "__pycache__", "build"}


@cache
def files() -> tuple[Path, ...]:
    """Every file that is or may be committed: what git knows and what it does not ignore."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    if done.returncode == 0 and done.stdout:
        paths = [CHECKOUT / name for name in done.stdout.split("\0") if name]
    else:
        # An unpacked archive has no history.
        paths = [path for path in CHECKOUT.rglob("*") if not GENERATED.intersection(path.parts)]
    return tuple(sorted(path for path in paths if path.is_file()))


def name(path: Path) -> str:
    """The path as it stands in a message."""
    return path.relative_to(CHECKOUT).as_posix()


def modules(*folders: str) -> Iterator[tuple[str, ast.Module]]:
    """Name and syntax tree of every Python module below the folders."""
    for path in files():
        if path.suffix == ".py" and path.relative_to(CHECKOUT).parts[0] in folders:
            yield name(path), ast.parse(path.read_text("utf-8"))


def texts() -> Iterator[tuple[str, str]]:
    """Name and text of every file written by people."""
    for path in files():
        if "vendor" in path.parts or path.suffix in {".png", ".woff2", ".ttf", ".ico", ".pdf"}:
            continue
        yield name(path), path.read_text("utf-8")
