"""Terminbrücke, an appointment portal for Jobcenters."""

import gc
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flask import Flask


CANNOT_START = 3
"""The exit code at which gunicorn stops instead of trying again for ever."""


def create_app(*given: Any, **named: Any) -> "Flask":
    """The portal, made when somebody asks for it; an odd setting or text ends with its sentence."""
    from backend import app, content, settings

    try:
        made = app.create_app(*given, **named)
    except (settings.OddSetting, content.ContentError) as odd:
        sys.stderr.write(f"{odd}\n")
        sys.exit(CANNOT_START)
    # What was read at start stays for good: the collector need not look through it again and again.
    gc.collect()
    gc.freeze()
    return made
