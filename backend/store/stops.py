"""Stops: where an office comes to people on single days; part of the plan that `capacity` reads.

Rows are found by their own id and the office they belong to, so that nothing of another office can
be changed by a guessed number.
"""

from typing import Any

from backend.domain.stops import Stop
from backend.store.stop_tables import Stop as Table

_OWN = frozenset({"id", "revision", "cancelled_at"})


def read() -> dict[str, tuple[Stop, ...]]:
    """All stops by the key of their office, in order of time."""
    rows: Any = Table.select().order_by(Table.day, Table.start, Table.id).dicts()
    found: dict[str, list[Stop]] = {}
    for row in rows:
        found.setdefault(row.pop("office"), []).append(Stop(**row))
    return {office: tuple(stops) for office, stops in found.items()}


def add(office: str, stop: Stop) -> int:
    """A new stop; returns its id."""
    values = _values(stop)
    return int(Table.insert(office=office, cancelled_at=None, revision=0, **values).execute())


def change(office: str, stop: Stop) -> bool:
    """Write it anew; False when it is cancelled, gone or has another revision than `stop`."""
    return bool(
        Table.update(revision=stop.revision + 1, **_values(stop))
        .where(
            Table.id == stop.id,
            Table.office == office,
            Table.revision == stop.revision,
            Table.cancelled_at.is_null(),
        )
        .execute()
    )


def cancel(office: str, stop_id: int, *, now: int) -> bool:
    """It does not take place; False when it is cancelled already or gone. `now` is UTC seconds."""
    return bool(
        Table.update(cancelled_at=now, revision=Table.revision + 1)
        .where(Table.id == stop_id, Table.office == office, Table.cancelled_at.is_null())
        .execute()
    )


def _values(stop: Stop) -> dict[str, Any]:
    return {name: getattr(stop, name) for name in Stop.__dataclass_fields__ if name not in _OWN}
