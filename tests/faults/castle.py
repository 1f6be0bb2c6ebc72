"""A Jobcenter with one counter that is open on few days for one appointment only."""

import shutil
from datetime import date, timedelta
from pathlib import Path

from tests.servers import CHECKOUT

TINY = CHECKOUT / "tests" / "jobcenters" / "tiny"
MINUTES = {"antrag": 40, "geburt": 10}


def days_ahead(count: int) -> list[date]:
    """So many days, the first one a week ahead."""
    return [date.today() + timedelta(days=7 + number) for number in range(count)]  # noqa: DTZ011


def build(folder: Path, days: list[date], *, until: str = "9:40", counters: int = 1) -> Path:
    """The content folder of a Jobcenter open from nine on these days only."""
    shutil.copytree(TINY, folder)
    tables = [f'"Tisch {number}"' for number in range(1, counters + 1)]
    openings = ",\n".join(
        f'    {{ day = {day}, from = "9:00", until = "{until}", counter = {number} }}'
        for day in days
        for number in range(1, counters + 1)
    )
    (folder / "capacity.toml").write_text(
        f"""
exempt_addresses = []
interpreters = []

[weeks]
never = []

[bundles]
all = [
    {{ concern = "antrag" }},
    {{ concern = "notfall-geld" }},
    {{ concern = "rueckfrage" }},
    {{ concern = "geburt" }},
]

[offices.burg.rules]
horizon_days = 90
lock_before = 0
lock_after = 0

[[offices.burg.groups]]
key = "burg-saal"
title = "Rittersaal"
area = "entrance"
large_counters = [{", ".join(tables)}]
week = "never"
bundles = ["all"]
extra_openings = [
{openings}
]

[[offices.tal.groups]]
key = "tal-stube"
title = "Stube"
area = "entrance"
large_counters = ["Tisch 1"]
week = "never"
bundles = ["all"]
""",
        "utf-8",
    )
    return folder
