"""Cataloguing: concerns, papers, links, offices and terms, edited while the portal runs (R114).

An edit is a whole table that stands in place of the shipped one. It is read by the same strict
reader as the files, so whatever is kept can be shown; `ContentError` names the key and the reason.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from backend import content
from backend.actions import auditing, live_content
from backend.actions.live_content import LiveContent
from backend.content import Content, Folder, Raw, folders, pages, texts
from backend.domain import roles
from backend.domain.accounts import Account
from backend.domain.audits import Deed, Matter, Purpose
from backend.domain.roles import Place
from backend.domain.staff_refusals import (
    ChangedMeanwhile,
    GoneAlready,
    KeyTaken,
    MandatoryStays,
    NotAllowed,
    StillUsed,
)
from backend.store import appointments, capacity, database, edits, planning, staff

OFFICES = "offices"
LASTING = (OFFICES, folders.JOBCENTER)
"""Kinds of which nothing is deleted here: plans and appointments hang on them."""

BOOKED = "appointments"
"""In place of a key: there are appointments for the concern, kept until they are deleted."""


@dataclass(frozen=True, slots=True)
class Record:
    """A table of the content as it holds now."""

    kind: str
    key: str
    body: Raw
    shipped: Raw | None
    """As the content folder has it; None where it was added here."""
    base: str = ""
    """A fingerprint of what was shipped when it was edited; empty where it was not."""

    @property
    def has_newer(self) -> bool:
        """Whether a new version of the portal ships something else than when it was edited."""
        return bool(self.base) and self.base != folders.fingerprint(self.shipped)

    @property
    def seen(self) -> str:
        """What a form carries, so that nobody overwrites what they have not seen."""
        return folders.fingerprint(self.body)

    @property
    def is_edited(self) -> bool:
        """Whether it differs from what was shipped."""
        return self.body != self.shipped


def records(live: LiveContent, kind: str) -> dict[str, Record]:
    """All tables of a kind as they hold now, by key."""
    kept = edits.every()
    laid = live_content.laid_over(kept)
    bases = {each.key: each.base for each in kept if each.kind == kind}
    shipped = Folder(live.folder).bodies(kind)
    return {
        key: Record(kind, key, body, shipped.get(key), bases.get(key, ""))
        for key, body in Folder(live.folder, laid).bodies(kind).items()
    }


def record(live: LiveContent, kind: str, key: str) -> Record | None:
    """One table as it holds now."""
    return records(live, kind).get(key)


@database.repeated
def change(actor: Account, record: Record, body: Raw, *, live: LiveContent, now: datetime) -> None:
    """Put a table in place of the one in `record`.

    Raises `NotAllowed`, `ChangedMeanwhile`, `MandatoryStays` and `ContentError`.
    """
    check_editor(actor, now)
    _write(record, body, live=live, now=now)
    _note(actor, record.kind, record.key, now=now)


@database.repeated
def assign(
    actor: Account, record: Record, concerns: Sequence[str], *, live: LiveContent, now: datetime
) -> None:
    """Which concerns an office takes (R28): its own administrator decides, too.

    Raises `NotAllowed`, `ChangedMeanwhile`, and `ContentError` where a mandatory one is missing.
    """
    if not roles.may_set_offers(_powers(actor, now), Place(record.key)):
        raise NotAllowed
    every = list(record.body["concerns"]) == ["all"] and set(concerns) == set(live.now().concerns)
    names = ["all"] if every else list(concerns)
    _write(record, {**record.body, "concerns": names}, live=live, now=now)
    _note(actor, record.kind, record.key, now=now, office=record.key)


@database.repeated
def add(
    actor: Account, kind: str, key: str, body: Raw, *, live: LiveContent, now: datetime
) -> None:
    """A new concern, document, form, link, helpline, office, page, neighbour or special way.

    A new office begins with the usual rules and without groups: nothing can be booked there yet.

    Raises `NotAllowed`, `KeyTaken` and `ContentError`. `KeyTaken` also where the key was deleted:
    what referred to it must not mean something else of a sudden.
    """
    check_editor(actor, now)
    edits.lock()
    is_one = kind == folders.JOBCENTER
    if is_one or key in records(live, kind) or edits.one(kind, key) is not None:
        raise KeyTaken
    _write(Record(kind, key, {}, None), body, live=live, now=now)
    _note(actor, kind, key, now=now)


@database.repeated
def take_over(
    actor: Account,
    kind: str,
    bodies: Mapping[str, Raw],
    *,
    seen: str,
    live: LiveContent,
    now: datetime,
) -> None:
    """Many tables of one kind at once, from an import: all of them or none.

    `seen` is `state_of` the kind when they were looked at. Raises `NotAllowed`, `ChangedMeanwhile`,
    `MandatoryStays`, `KeyTaken` and `ContentError`.
    """
    check_editor(actor, now)
    edits.lock()
    present = records(live, kind)
    if state_of(present) != seen:
        raise ChangedMeanwhile
    for key, body in bodies.items():
        if key not in present and (kind == folders.JOBCENTER or edits.one(kind, key) is not None):
            raise KeyTaken
        record = present.get(key, Record(kind, key, {}, None))
        if record.body != body:
            _write(record, body, live=live, now=now)
    _note(actor, kind, "import", now=now)


def state_of(present: Mapping[str, Record]) -> str:
    """A short text that changes with any of these tables."""
    return folders.fingerprint({key: record.body for key, record in present.items()})


@database.repeated
def remove(actor: Account, record: Record, *, live: LiveContent, now: datetime) -> None:
    """Take something out of the catalogue; raises `MandatoryStays`, `StillUsed`, `NotAllowed`."""
    check_editor(actor, now)
    if record.kind in LASTING:
        raise NotAllowed
    if record.kind == folders.CONCERNS and record.body["mandatory"]:
        raise MandatoryStays
    places = uses(live.now(), record.kind, record.key)
    if places or (record.kind == folders.PAGES and record.shipped is not None):
        # Shipped pages are linked at the foot of all others.
        raise StillUsed(places)
    _write(record, None, live=live, now=now)
    _note(actor, record.kind, record.key, now=now, deed=Deed.DELETED)


@database.repeated
def revert(actor: Account, kind: str, key: str, *, live: LiveContent, now: datetime) -> None:
    """What was shipped stands again, also where it was deleted here."""
    check_editor(actor, now)
    edits.lock()
    shipped = Folder(live.folder).bodies(kind).get(key)
    if shipped is None or edits.one(kind, key) is None:
        raise GoneAlready
    present = records(live, kind).get(key, Record(kind, key, {}, shipped))
    _write(present, shipped, live=live, now=now)
    _note(actor, kind, key, now=now)


@database.repeated
def move(actor: Account, key: str, step: int, *, live: LiveContent, now: datetime) -> None:
    """Put a concern so many places further down, or up where `step` is negative."""
    check_editor(actor, now)
    edits.lock()
    laid = live_content.laid_over(edits.every())
    keys = list(content.load(live.folder, laid).concerns)
    if key not in keys:
        raise GoneAlready
    place = max(0, keys.index(key) + step)
    keys.remove(key)
    keys.insert(place, key)
    _keep(folders.ORDER, folders.CONCERNS, {"keys": keys}, base=None, now=now)
    _note(actor, folders.ORDER, folders.CONCERNS, now=now)


def uses(found: Content, kind: str, key: str) -> tuple[str, ...]:
    """Where something stands that is to be deleted: keys of groups and concerns, or `BOOKED`."""
    if kind == folders.CONCERNS:
        offering = [
            group.key
            for groups in capacity.plan().groups.values()
            for group in groups
            if any(offer.concern == key for offer in group.offers)
        ]
        return (*offering, *((BOOKED,) if appointments.has_concern(key) else ()))
    concerns = found.concerns.values()
    lists: dict[str, Any] = {
        "documents": lambda each: [use.document.key for use in each.documents],
        "forms": lambda each: [form.key for form in each.forms],
        "links": lambda each: [link.key for link in (*each.explainers, *each.online)],
    }
    if kind not in lists:
        return ()
    return tuple(each.key for each in concerns if key in lists[kind](each))


# --- parts


def _write(record: Record, body: Raw | None, *, live: LiveContent, now: datetime) -> None:
    edits.lock()
    laid = live_content.laid_over(edits.every())
    present = Folder(live.folder, laid).bodies(record.kind).get(record.key, {})
    if folders.fingerprint(present) != record.seen:
        raise ChangedMeanwhile
    if record.kind == folders.CONCERNS and body is not None:
        _keep_mandatory(record, body)
    laid.setdefault(record.kind, {})[record.key] = body
    content.load(live.folder, laid)
    if body is not None:
        _carry_texts(record, body)
    if record.kind == OFFICES and not present:
        planning.add_office(record.key)
        capacity.change_edition()
    _keep(record.kind, record.key, body, base=record.shipped, now=now)


def _keep_mandatory(record: Record, body: Raw) -> None:
    """The Geschäftsanweisung says which are (R26, D34)."""
    if (record.shipped or {}).get("mandatory") and not body.get("mandatory"):
        raise MandatoryStays


def _keep(kind: str, key: str, body: Raw | None, *, base: Raw | None, now: datetime) -> None:
    kept = edits.one(kind, key)
    if body == base:
        edits.drop(kind, key)
    else:
        edits.write(
            edits.Kept(
                kind=kind,
                key=key,
                body=folders.dumped(body),
                base=kept.base if kept else folders.fingerprint(base) if base else "",
                revision=kept.revision + 1 if kept else 1,
                changed_at=int(now.timestamp()),
            )
        )
    edits.change_mark()


def _carry_texts(record: Record, body: Raw) -> None:
    """Texts of a list keep what was written for them when their German is rewritten in place."""
    for place, old, new in _lists(f"{record.kind}/{record.key}", record.body, body):
        for text, before in texts.rewritten(old, new).items():
            edits.move_texts(texts.place_in_list(place, before), texts.place_in_list(place, text))


def _lists(
    place: str, old: Mapping[str, Any], new: Mapping[str, Any]
) -> list[tuple[str, list[str], list[str]]]:
    """(place, texts before, texts now) of each list of texts."""
    if place.startswith(f"{folders.PAGES}/"):
        before, after = (pages.texts_of(str(each.get("text", ""))) for each in (old, new))
        return [(place, before, after)]
    return [
        (f"{place}/{key}", old[key], value)
        for key, value in new.items()
        if isinstance(value, list)
        and value
        and all(isinstance(each, str) for each in (*value, *old.get(key, ())))
        and old.get(key)
    ]


def _powers(actor: Account, now: datetime) -> roles.Powers:
    """Those the person has at this moment, not those of the page opened before."""
    account = staff.by_id(actor.id)
    if account is None:
        raise GoneAlready
    return account.powers(now.date())


def check_editor(actor: Account, now: datetime) -> None:
    """Raise `NotAllowed` unless the person may edit the catalogue at this moment."""
    if not roles.may_edit_catalogue(_powers(actor, now)):
        raise NotAllowed


def _note(
    actor: Account,
    kind: str,
    key: str,
    *,
    now: datetime,
    deed: Deed = Deed.CHANGED,
    office: str = "",
) -> None:
    matter = Matter(Purpose.CATALOGUE, f"{kind}/{key}", office)
    auditing.note(actor.id, deed, matter, now=now)
