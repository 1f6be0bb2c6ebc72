"""The other languages of the catalogue: what is missing or older, each text beside its German."""

import hashlib
import re
from collections.abc import Sequence
from typing import NamedTuple

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from backend.actions import wording
from backend.content import folders
from backend.domain import roles
from backend.domain.refusals import Refusal
from backend.domain.staff_refusals import ChangedMeanwhile
from backend.languages import Text, Tongue, Wording, blanks_of, glossary, sentence_of
from backend.languages import staff_text as s_
from backend.web import access
from backend.web.access import Visitor
from backend.web.catalogue import messages, standing
from backend.web.catalogue.pages import pages
from backend.web.catalogue.parts import BY_KIND
from backend.web.catalogue.previews import preview_texts
from backend.web.catalogue.standing import LETTERS, Standing
from backend.web.portal import portal
from backend.web.staff_fields import StaffPress
from backend.web.staffing.pages import on_to

LONGEST = 1200
SPELLING = "\u00a0\u00ad\u200c\u200d\u200e\u200f\u202f\u2066\u2067\u2068\u2069"
"""Spaces that do not break, soft hyphens, joiners, and signs of direction."""
TOO_LONG = s_("This is too long. Please write less.")
GROUPS = {
    "subject": s_("Subjects of mails"),
    "opening": s_("Beginnings"),
    "note": s_("Notes"),
    "row": s_("Names of lines"),
    "channel": s_("Ways"),
    "link": s_("Texts of links"),
    "ways": s_("Ways to cancel"),
    "closing": s_("Ends"),
    "calendar": s_("Calendar entries"),
    "sms": s_("Short messages"),
}
"""Kinds of texts of messages, in their order; others stand behind under their own name."""


class Row(NamedTuple):
    """One text on a language page."""

    mark: str
    """Names its fields."""
    about: Text | str
    """Of which message it is; empty elsewhere."""
    german: str
    typed: str
    seen: str
    was: str
    """The German text an older translation was written for; empty where it is not known."""
    is_missing: bool
    is_older: bool
    is_own: bool
    """Somebody wrote it here: it can be taken back."""
    blanks: tuple[str, ...]
    warnings: tuple[Text, ...]
    error: Text | None
    theirs: str
    sms_parts: int


class Entry(NamedTuple):
    """A record in the list of one language."""

    part: str
    key: str
    title: Text | str
    name: str
    standing: Standing


def _tongue(tongue: str) -> Tongue:
    found = portal().languages.tongues.get(tongue)
    if found is None:
        abort(404)
    return found


def _name(kind: str, key: str) -> str:
    if kind == LETTERS:
        return str(GROUPS.get(key, key))
    content = portal().content
    if kind == folders.JOBCENTER:
        return str(BY_KIND[kind].title)
    if kind == "neighbours":
        return next((each.name for each in content.neighbours if each.key == key), key)
    record = getattr(content, kind)[key]
    return str(getattr(record, "title", getattr(record, "name", key)))


def _slug(kind: str) -> str:
    return "nachrichten" if kind == LETTERS else BY_KIND[kind].slug


def _kind(part: str) -> str:
    kinds = {LETTERS: "nachrichten", **{each.kind: each.slug for each in BY_KIND.values()}}
    found = next((kind for kind, slug in kinds.items() if slug == part), None)
    if found is None:
        abort(404)
    return found


@pages.get("/sprachen/")
@access.to(roles.may_edit_catalogue)
def matrix(_visitor: Visitor) -> str:
    """Every language: how much is missing and older, with the way to the next text."""
    counts = standing.by_language(portal().content, portal().languages)
    lines = [
        (tongue, standing.sum_of(list(counts[tongue.slug].values())), len(counts[tongue.slug]))
        for tongue in portal().languages.tongues.values()
        if not tongue.is_german
    ]
    return render_template("catalogue/languages.html", lines=lines)


@pages.get("/sprachen/<tongue>/")
@access.to(roles.may_edit_catalogue)
def language(_visitor: Visitor, *, tongue: str) -> str:
    """What one language lacks, record by record; all records on request."""
    chosen = _tongue(tongue)
    content, languages = portal().content, portal().languages
    counts = standing.by_language(content, languages).get(tongue, {})
    if request.args.get("alle") or chosen.is_german:
        texts = standing.every_text(content)
        records = dict.fromkeys(standing.record_of(text.place) for text in texts)
        # Of German, only messages are a translation: all else is edited where it stands.
        known = {each: None for each in records if each[0] == LETTERS or not chosen.is_german}
    else:
        known = dict.fromkeys(counts)
    entries = [
        Entry(
            _slug(kind),
            key,
            s_("Messages") if kind == LETTERS else BY_KIND[kind].title,
            _name(kind, key),
            counts.get((kind, key), Standing()),
        )
        for kind, key in known
    ]
    return render_template(
        "catalogue/language.html",
        tongue=chosen,
        entries=entries,
        whole=standing.sum_of(list(counts.values())),
        has_all=bool(request.args.get("alle")),
    )


@pages.route("/sprachen/<tongue>/<part>/<entry>/", methods=["GET", "POST"])
@access.to(roles.may_edit_catalogue)
def texts(visitor: Visitor, *, tongue: str, part: str, entry: str) -> ResponseReturnValue:
    """The texts of one record in one language, German beside; missing and older ones first."""
    chosen, kind = _tongue(tongue), _kind(part)
    found = standing.texts_of_record(portal().content, kind, entry)
    if not found or (chosen.is_german and kind != LETTERS):
        abort(404)
    form = StaffPress()
    rows = [_row(text, chosen) for text in found]
    if request.method == "POST":
        rows = [_sent(text, row) for text, row in zip(found, rows, strict=True)]
        is_good = form.validate_on_submit() and not any(row.error for row in rows)
        if is_good and "preview" in request.form:
            return _previewed(chosen, kind, entry, list(zip(found, rows, strict=True)))
        if is_good:
            _write_all(visitor, found, rows, chosen)
            return on_to(url_for(".texts", tongue=tongue, part=part, entry=entry, neu="gesichert"))
    rows.sort(key=lambda row: (not row.is_missing, not row.is_older))
    errors = [row for row in rows if row.error]
    status = 422 if errors or form.errors else 200
    return render_template(
        "catalogue/texts.html",
        tongue=chosen,
        part=part,
        entry=entry,
        name=_name(kind, entry),
        rows=rows,
        errors=errors,
        general=form.errors,
        refused=[*form.errors, *(row.error for row in errors)],
        following=_following(chosen, kind, entry),
        is_record=kind != LETTERS,
        has_just_been_saved=request.args.get("neu") == "gesichert",
    ), status


def _previewed(
    tongue: Tongue, kind: str, key: str, lines: Sequence[tuple[Text, "Row"]]
) -> ResponseReturnValue:
    """What customers would read, German beside it, on page, list or paper."""
    typed = {text.place: Wording(row.typed, row.german) for text, row in lines if row.typed}
    pair = portal().languages.with_german(portal().languages.alone(tongue))
    sheet = request.form.get("sheet", "page")
    return preview_texts(kind, key, {tongue.slug: typed}, pair=pair, sheet=sheet)


def _following(tongue: Tongue, kind: str, key: str) -> tuple[str, str] | None:
    """The next record in which this language lacks something."""
    counts = standing.by_language(portal().content, portal().languages).get(tongue.slug, {})
    keys = list(counts)
    if (kind, key) in keys:
        keys = keys[keys.index((kind, key)) + 1 :] + keys[: keys.index((kind, key))]
    return (_slug(keys[0][0]), keys[0][1]) if keys else None


def mark_of(place: str) -> str:
    """A short name for the fields of a text."""
    return hashlib.sha256(place.encode()).hexdigest()[:10]


def _row(text: Text, tongue: Tongue) -> Row:
    found, own = text.found(tongue), tongue.written(text.place)
    seen = "" if found.is_german and not tongue.is_german else found.text
    was = ""
    if found.is_older:
        placed = tongue.own(text.place)
        was = placed.german if placed else text.shipped
    german = text.german_now(tongue)
    return Row(
        mark=mark_of(text.place),
        about=_about(text.place),
        german=german,
        typed=seen,
        seen=_fingerprint(seen),
        was=was if was != german else "",
        is_missing=not seen,
        is_older=found.is_older,
        is_own=own is not None,
        blanks=tuple(sorted(blanks_of(text.msgid))) if text.place.startswith(LETTERS) else (),
        warnings=tuple(_warnings(seen, german, tongue)) if own is not None else (),
        error=None,
        theirs="",
        sms_parts=wording.sms_parts(seen) if text.place.startswith(wording.SMS) else 0,
    )


def _warnings(typed: str, german: str, tongue: Tongue) -> list[Text]:
    """What looks like a slip; nothing is refused for it."""
    if not typed or tongue.is_german:
        return []
    found = []
    if typed == german and " " in german:
        found.append(s_("This is the same as in German."))
    if any(sign in typed for sign in "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹"):
        found.append(s_("Please write the digits 0 to 9."))
    if typed.count("\u2066") != typed.count("\u2069"):
        found.append(s_("A sign that isolates German words has no other end."))
    folder = portal().shipped.languages[tongue.slug].catalogues[0]
    found += [
        s_("Glossary: %(german)s is called %(term)s.", german=each.german, term=each.term)
        for each in glossary.strays(german, typed, folder)
    ]
    if german.rstrip()[-1:] in ".?!" and typed.rstrip()[-1:].isalnum():
        found.append(s_("The German text ends with a full stop or a question mark."))
    return found


def tidied(text: str) -> str:
    """One line, with the invisible signs that belong to the spelling of other languages."""
    signs = (each if each.isprintable() or each in SPELLING else " " for each in text)
    return re.sub(" +", " ", "".join(signs)).strip(" ")


def _sent(text: Text, row: Row) -> Row:
    """The row with what was typed, and what is wrong with it."""
    typed = tidied(request.form.get(f"t-{row.mark}", row.typed))
    if len(typed) > LONGEST:
        return row._replace(typed=typed, error=TOO_LONG)
    if typed == row.typed and not _confirms(row):
        return row
    seen = request.form.get(f"s-{row.mark}", "")
    if seen != row.seen:
        error = sentence_of(ChangedMeanwhile)
        return row._replace(typed=typed, error=error, theirs=row.typed)
    parts = wording.sms_parts(typed) if row.sms_parts else 0
    row = row._replace(typed=typed, sms_parts=parts)
    if not typed:
        return row
    try:
        wording.refuse_odd(text, typed)
    except Refusal as refusal:
        return row._replace(error=sentence_of(refusal))
    return row


def _confirms(row: Row) -> bool:
    """Whether an older translation was found to be still right."""
    return row.is_older and request.form.get(f"k-{row.mark}") == "1"


def _write_all(
    visitor: Visitor, found: Sequence[Text], rows: Sequence[Row], tongue: Tongue
) -> None:
    changes: list[tuple[Text, str]] = []
    for text, row in zip(found, rows, strict=True):
        before = _row(text, tongue)
        if row.typed != before.typed or _confirms(before):
            changes.append((text, row.typed))
    wording.write_each(
        visitor.account,
        changes,
        seen=[_row(text, tongue).typed for text, _typed in changes],
        tongue=tongue,
        now=visitor.now,
    )


def _about(place: str) -> Text | str:
    """The message a wording belongs to, where a whole kind of message has one of its own."""
    kind = place.rpartition(".")[2]
    return messages.KINDS.get(kind, "") if place.startswith(f"{LETTERS}/") else ""


def _fingerprint(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
