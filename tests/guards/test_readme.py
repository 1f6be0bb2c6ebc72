"""What the README promises exists."""

import re

from backend import settings
from tests.guards.checkout import CHECKOUT

README = (CHECKOUT / "README.md").read_text("utf-8")
MAKEFILE = (CHECKOUT / "Makefile").read_text("utf-8")


def test_every_command_of_the_readme_is_in_the_makefile() -> None:
    named = set(re.findall(r"(?:`|^    |; )make ([a-z][a-z-]+)", README, re.MULTILINE))
    assert {"run", "test"} <= named
    targets = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
    assert named <= targets


def test_every_path_of_the_readme_exists() -> None:
    named = re.findall(r"`((?:[a-z_]+/|[A-Z]+\b)[\w./-]*)`", README)
    tree = re.findall(r"^    ([.a-z][\w./-]*/) ", README, re.MULTILINE)
    pictures = re.findall(r"!\[[^]]*\]\(([^)]+)\)", README)
    missing = [path for path in [*named, *tree, *pictures] if not (CHECKOUT / path).exists()]
    assert missing == []


def test_every_variable_of_the_readme_is_a_setting() -> None:
    named = set(re.findall(rf"{settings.PREFIX}([A-Z_]+)", README))
    assert named <= set(settings.NAMES)


def test_the_readme_fits_one_screen() -> None:
    assert len(README.splitlines()) <= 70


def test_every_command_of_the_makefile_explains_itself() -> None:
    hidden = {"prepare", "prepare-test", "catalogues", "compiled", "compressed"}
    targets = re.findall(r"^([a-z-]+):(.*)$", MAKEFILE, re.MULTILINE)
    assert [name for name, rest in targets if name not in hidden and "## " not in rest] == []


def test_ci_runs_exactly_the_tests() -> None:
    lines = (CHECKOUT / ".ci" / "run").read_text("utf-8").splitlines()
    assert lines[0] == "#!/bin/sh"
    assert lines[-1] == "make test"
