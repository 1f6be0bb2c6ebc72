"""The sheet for the door: who has an appointment today finds time and room by the number."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

from backend.actions.whereabouts import stops_on
from backend.content import Office
from backend.domain import references
from backend.languages import Day, Pair, editorial
from backend.letters.paper.passages import Press
from backend.letters.paper.typesetting import set_in_type
from backend.store.doors import DoorLine

TITLE = "Termine"


def day_sheet(
    press: Press, office: Office, lines: Sequence[DoorLine], *, day: date, stamped: datetime
) -> bytes:
    """Times, numbers and rooms of one day in German, in large letters; no concern, no name."""
    german = press.reader(Pair(press.languages.german))
    words = german.frame(press, editorial(TITLE)) | {
        "office": ", ".join([office.name, *(stop.place for stop in stops_on(office, day))]),
        "day": Day(day).plain(german.first),
        "waiting": office.waiting_place,
        "lines": [
            {
                "time": f"{line.start:%H:%M}",
                "reference": references.spaced(line.reference),
                "room": room,
            }
            for line, room in zip(lines, rooms(lines), strict=True)
        ],
    }
    return set_in_type("door", words, stamped=stamped)


def rooms(lines: Sequence[DoorLine]) -> list[str]:
    """The counter alone where its name tells which one, else with its group."""
    groups: dict[str, set[str]] = defaultdict(set)
    for line in lines:
        groups[line.counter].add(line.group)
    return [
        line.counter if len(groups[line.counter]) == 1 else f"{line.group}, {line.counter}"
        for line in lines
    ]
