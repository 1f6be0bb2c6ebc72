"""House rules that no linter knows: names, first sentences, folders, and what never stands here."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.guards import checkout

FOLDERS = {"site", "backend", "translations", "content", "tests"}
FILES = {"README.md", "LICENSE", "Makefile", "pyproject.toml", "requirements.lock"}
FORBIDDEN = {
    "service", "services", "manager", "managers", "handler", "handlers", "helper", "helpers",
    "util", "utils", "data", "info", "process", "object", "objects", "dao",
}  # fmt: skip
MEANT = {
    "appointment_manager",  # the role of the Geschäftsanweisung
    "data_folder",  # named as its setting, TERMINBRUECKE_DATA
    "handle_data",  # the name the mail library calls
    "objects",
}
# Put together here, so that this file does not find itself.
UNWANTED = {
    "a note instead of the work": re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b"),
    "notes outside the project": re.compile(r"(?:\.\./|/work/|\b)sha" + r"red/(?:reference|look)"),
    "a path of one machine": re.compile(r"/(?:work|ro" + r"ot)/[a-z.]"),
    "a package host": re.compile(r"(?:files\.)?pyth" + r"onhosted\.org|registry\.npm" + r"js"),
}


def _defined(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def _words(name: str) -> set[str]:
    return set(re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower().split("_"))


def test_empty_words_name_nothing() -> None:
    found = [
        f"{file}: {name}"
        for file, tree in checkout.modules("backend", "site")
        for name in [file.rpartition("/")[2].removesuffix(".py"), *_defined(tree)]
        if name.lower() not in MEANT and _words(name) & FORBIDDEN
    ]
    assert found == []


def test_every_module_opens_with_a_sentence() -> None:
    found = [
        file
        for file, tree in checkout.modules("backend", "site", "tests")
        if not (file.startswith("tests/") and file.endswith("__init__.py"))
        and len((ast.get_docstring(tree) or "").split()) < 3
    ]
    assert found == []


def test_every_public_function_says_what_it_does() -> None:
    found = [
        f"{file}: {node.name}"
        for file, tree in checkout.modules("backend")
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert found == []


def test_nothing_is_as_long_as_a_book() -> None:
    """Modules stay under about 350 lines and functions under about 40 (a tenth of grace)."""
    found = []
    for file, tree in checkout.modules("backend", "site"):
        last = max((node.end_lineno or 0 for node in tree.body), default=0)
        if last > 420:
            found.append(f"{file}: {last} lines")
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                length = (node.end_lineno or 0) - node.lineno + 1
                if length > 44:
                    found.append(f"{file}: {node.name} has {length} lines")
    assert found == []


@pytest.mark.parametrize("what", UNWANTED)
def test_no_file_holds(what: str) -> None:
    found = []
    for file, text in checkout.texts():
        if file.startswith(("requirements.lock", "tests/guards/")) or "package-lock" in file:
            continue
        found += [
            f"{file}:{text.count(chr(10), 0, match.start()) + 1}: {match[0]}"
            for match in UNWANTED[what].finditer(text)
        ]
    assert found == []


def test_the_lock_names_no_host() -> None:
    text = (checkout.CHECKOUT / "requirements.lock").read_text("utf-8")
    assert "://" not in text
    assert "--index" not in text


def test_the_top_level_stays_small() -> None:
    top = {path.relative_to(checkout.CHECKOUT).parts for path in checkout.files()}
    visible = {parts[0] for parts in top if not parts[0].startswith(".")}
    assert visible <= FOLDERS | FILES


def test_the_floors_hold() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as l; l()"],
        cwd=checkout.CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout
