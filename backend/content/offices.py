"""Reads where people go: offices, responsibilities, neighbours and the ways without an address."""

import csv
import io
from collections.abc import Mapping

from backend.content.errors import ContentError
from backend.content.facts import TOURING, UNLISTED, Concern, Neighbour, Office, SpecialWay
from backend.content.folders import Folder
from backend.content.hours import read_hours
from backend.content.tables import Table, read_each, read_table
from backend.domain.responsibility import Responsibility

KINDS = ("branch", "youth", "outreach", "bus", "prison", "partner")
COLUMNS = ["postcode", "street", "house_from", "house_to", "parity", "offices"]


def read_offices(folder: Folder, concerns: Mapping[str, Concern]) -> dict[str, Office]:
    """`offices.toml`, in its order; a branch takes every mandatory concern (R26)."""
    offices = {}
    with read_table(folder, "offices.toml") as whole:
        for order, (key, table) in enumerate(whole.named_tables(), start=1):
            with table:
                offices[key] = _office(key, table, order=order, concerns=concerns)
    return offices


def _office(key: str, table: Table, *, order: int, concerns: Mapping[str, Concern]) -> Office:
    kind = table.chosen("kind", KINDS)
    return Office(
        key=key,
        name=table.text("name"),
        kind=kind,
        order=order,
        street=table.text("street"),
        postcode=table.text("postcode"),
        city=table.text("city"),
        districts=table.texts("districts", optional=True),
        how_to_get_there=table.sentence("how_to_get_there"),
        entrance=table.sentence("entrance"),
        waiting_place=table.sentence("waiting_place"),
        letterbox=table.sentence("letterbox"),
        accessibility=table.sentences("accessibility"),
        hours=tuple(
            read_hours(line)
            # At stops, when anybody may come is said of each stop.
            for line in table.tables("hours", optional=kind in TOURING | UNLISTED)
        ),
        emergency_way=table.sentence("emergency_way"),
        concerns=_taken(table, kind, concerns=concerns),
        channels=table.channels("channels"),
        unchecked=table.texts("unchecked", optional=True),
        source=table.text("source"),
        scope=table.maybe_sentence("scope"),
    )


def _taken(table: Table, kind: str, *, concerns: Mapping[str, Concern]) -> tuple[str, ...]:
    """The concerns an office takes, in the order of the catalogue; `["all"]` means every one."""
    names = table.texts("concerns")
    if names == ("all",):
        return tuple(concerns)
    for name in names:
        table.known("concerns", name, where=concerns)
    for concern in concerns.values():
        needed = kind == "branch" or (kind == "youth" and "youth" in concern.areas)
        if concern.mandatory and needed and concern.key not in names:
            raise table.error("concerns", f"the mandatory “{concern.key}” is missing")
    return tuple(key for key in concerns if key in names)


def read_responsibilities(
    folder: Folder, offices: Mapping[str, Office]
) -> tuple[Responsibility, ...]:
    """`responsibilities.csv`; several offices in one row are divided by blanks."""
    file = f"{folder.name}/responsibilities.csv"
    try:
        text, _shipped = folder.lines("responsibilities.csv")
    except FileNotFoundError:
        raise ContentError(file, "", "this file is missing") from None
    lines = csv.DictReader(io.StringIO(text, newline=""))
    if lines.fieldnames != COLUMNS:
        raise ContentError(file, "line 1", f"the columns are {','.join(COLUMNS)}")
    return tuple(_row(line, offices, file=file, number=lines.line_num) for line in lines)


def _row(
    line: Mapping[str, str | None], offices: Mapping[str, Office], *, file: str, number: int
) -> Responsibility:
    cell = {name: (line.get(name) or "").strip() for name in COLUMNS}
    where = f"line {number}"
    if not (cell["postcode"].isdecimal() and len(cell["postcode"]) == 5):
        raise ContentError(file, where, f"“{cell['postcode']}” is no postcode of five digits")
    if cell["parity"] not in ("", "odd", "even"):
        raise ContentError(file, where, f"“{cell['parity']}” is neither odd nor even nor empty")
    for name in ("house_from", "house_to"):
        if cell[name] and not cell[name].isdecimal():
            raise ContentError(file, where, f"“{cell[name]}” is no house number")
    keys = tuple(cell["offices"].split())
    unknown = [key for key in keys if key not in offices]
    if unknown or not keys:
        raise ContentError(file, where, f"the office “{' '.join(unknown)}” is not known")
    return Responsibility(
        postcode=cell["postcode"],
        street=cell["street"],
        house_from=int(cell["house_from"]) if cell["house_from"] else None,
        house_to=int(cell["house_to"]) if cell["house_to"] else None,
        parity=cell["parity"],
        offices=keys,
    )


def read_neighbours(folder: Folder) -> tuple[Neighbour, ...]:
    """`neighbours.toml`: the other Jobcenters around (R9)."""
    return tuple(read_each(folder, "neighbours.toml", read=_neighbour).values())


def _neighbour(key: str, table: Table) -> Neighbour:
    return Neighbour(
        key=key,
        name=table.text("name"),
        postcodes=table.texts("postcodes"),
        places=table.texts("places"),
        way=table.sentence("way"),
        phone=table.text("phone", ""),
        url=table.address("url", ""),
        checked_on=table.day("checked_on"),
    )


def read_special_ways(folder: Folder, offices: Mapping[str, Office]) -> dict[str, SpecialWay]:
    """`special_ways.toml`: for people without an address they can name (D8)."""

    def way(key: str, table: Table) -> SpecialWay:
        return SpecialWay(
            key=key,
            title=table.sentence("title"),
            explanation=table.sentence("explanation"),
            offices=tuple(office.key for office in table.all_known("offices", offices)),
        )

    return read_each(folder, "special_ways.toml", read=way)
