"""Specs: how each key of a content table becomes a field of a form, and the field the key again."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice as Option

from backend.content import Content, Raw
from backend.languages import Shown, Text
from backend.languages import staff_text as s_
from backend.languages import text_of as _
from backend.web.catalogue.listed import HoursField, UsesField
from backend.web.fields import AtMost, Boxes, Said, tidy, tidy_digits, tidy_lines
from backend.web.staff_fields import DayField, StaffForm

LONGEST = 1000
LONGEST_PAGE = 40_000
TOO_LONG = _("This is too long. Please write less.")
NEEDED = s_("Please fill in this field.")
NO_NUMBER = s_("Please write a number.")
Choices = Callable[[Content], list[tuple[str, Shown | str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """One key of a table."""

    name: str
    field: Any
    """Not bound to a form yet."""
    shape: str
    """By which part of the template it is shown: line, area, box, choice, boxes, uses."""
    shown: Callable[[Any], Any]
    """What the field holds for the key's value; None stands for a missing key."""
    kept: Callable[[Any], Any]
    """The key's value for a filled-in field; None leaves the key out."""
    usual: object = None
    """What a missing key means; not written down where it was missing before."""
    choices: Choices | None = None


def _as_it_is(value: Any) -> Any:
    return value


def _read(field: Any) -> Any:
    return field.data or None


def _checks(longest: int, *, is_needed: object) -> list[Any]:
    limit = AtMost(longest, TOO_LONG)
    return [Said(NEEDED), limit] if is_needed else [limit]


def line(name: str, label: Text, *, hint: Text | str = "", direction: str = "") -> Spec:
    """One line that must not be empty."""
    return _line(name, label, hint=hint, direction=direction, is_needed=1)


def maybe_line(name: str, label: Text, *, hint: Text | str = "", direction: str = "") -> Spec:
    """One line; an empty one leaves the key out."""
    return _line(name, label, hint=hint, direction=direction, is_needed=0)


def _line(name: str, label: Text, *, hint: Text | str, direction: str, is_needed: int) -> Spec:
    keywords = {"autocomplete": "off"} | ({"dir": direction} if direction else {})
    field = StringField(
        label,
        description=hint,
        filters=[tidy],
        validators=_checks(LONGEST, is_needed=is_needed),
        render_kw=keywords,
    )
    return Spec(name=name, field=field, shape="line", shown=_or_empty, kept=_read)


def _or_empty(value: Any) -> str:
    return str(value or "")


def text(name: str, label: Text, *, hint: Text | str = "") -> Spec:
    """A sentence or two that must not be empty."""
    return _text(name, label, hint=hint, is_needed=1)


def maybe_text(name: str, label: Text, *, hint: Text | str = "") -> Spec:
    """A sentence or two; nothing leaves the key out."""
    return _text(name, label, hint=hint, is_needed=0)


def _text(name: str, label: Text, *, hint: Text | str, is_needed: int) -> Spec:
    field = TextAreaField(
        label,
        description=hint,
        filters=[tidy],
        validators=_checks(LONGEST, is_needed=is_needed),
    )
    return Spec(name=name, field=field, shape="area", shown=_or_empty, kept=_read)


def lines(name: str, label: Text, *, hint: Text | str = "", is_optional: object = None) -> Spec:
    """Several texts, one in each line."""
    field = TextAreaField(
        label,
        description=hint or s_("One in each line."),
        filters=[tidy_lines],
        validators=_checks(8 * LONGEST, is_needed=not is_optional),
    )
    return Spec(name=name, field=field, shape="lines", shown=_joined, kept=_split, usual=[])


def _joined(value: Any) -> str:
    return "\n".join(value or ())


def _split(field: Any) -> list[str]:
    return str(field.data or "").splitlines()


def page(name: str, label: Text, *, hint: Text | str = "") -> Spec:
    """A whole page as it is written."""
    field = TextAreaField(label, description=hint, validators=_checks(LONGEST_PAGE, is_needed=1))
    return Spec(name=name, field=field, shape="page", shown=_or_empty, kept=_page)


def _page(field: Any) -> str:
    written = [line.rstrip() for line in str(field.data or "").splitlines()]
    return "\n".join(written).strip("\n") + "\n"


def flag(name: str, label: Text, *, hint: Text | str = "") -> Spec:
    """Yes or no."""
    field = BooleanField(label, description=hint)
    return Spec(
        name=name, field=field, shape="box", shown=bool, kept=lambda each: bool(each.data),
        usual=False,
    )  # fmt: skip


def choice(
    name: str, label: Text, choices: Mapping[str, Shown | str], *, shape: str = "choice"
) -> Spec:
    """One of a few."""
    field = SelectField(
        label,
        choices=[Option(value, said) for value, said in choices.items()],
        validate_choice=False,
    )
    return Spec(name=name, field=field, shape=shape, shown=_or_empty, kept=_read)


def boxes(name: str, label: Text, choices: Choices, *, hint: Text | str = "") -> Spec:
    """Some of a few; what was chosen before keeps its order."""
    field = Boxes(label, description=hint)
    return Spec(
        name=name, field=field, shape="boxes", shown=list_of, kept=list_of_field, usual=[],
        choices=choices,
    )  # fmt: skip


def list_of(value: Any) -> list[Any]:
    """A list; none for a missing key."""
    return list(value or ())


def list_of_field(field: Any) -> list[Any]:
    """What is chosen: first what was before, in its order, then the rest."""
    chosen = list(field.data or ())
    before = [each for each in field.object_data or () if each in chosen]
    return [*before, *(each for each in chosen if each not in before)]


def number(name: str, label: Text, *, hint: Text | str = "") -> Spec:
    """A whole number."""
    field = StringField(
        label,
        description=hint,
        filters=[tidy_digits],
        validators=[Said(NEEDED), AtMost(6, TOO_LONG)],
        render_kw={"inputmode": "numeric", "autocomplete": "off", "dir": "ltr"},
    )
    return Spec(name=name, field=field, shape="number", shown=_or_empty, kept=_number)


def _number(field: Any) -> int | str:
    """The strict reader refuses what is no number."""
    written = str(field.data or "")
    return int(written) if re.fullmatch(r"[0-9]{1,6}", written) else written


def day(name: str, label: Text, *, hint: Text | str = "") -> Spec:
    """A day, or none."""
    field = DayField(label, description=hint)
    return Spec(name=name, field=field, shape="number", shown=_day, kept=lambda each: each.day)


def _day(value: date | None) -> str:
    return f"{value:%d.%m.%Y}" if value else ""


def uses(name: str, label: Text) -> Spec:
    """The documents of a concern: which, in which order, always or if it applies."""
    return Spec(
        name=name, field=UsesField(label), shape="uses", shown=list_of,
        kept=lambda each: each.data,
    )  # fmt: skip


def hours(name: str, label: Text) -> Spec:
    """Opening hours as they are printed."""
    hint = s_("One in each line, such as: Montag bis Mittwoch: 8–12 Uhr, 13–16 Uhr")
    return Spec(
        name=name, field=HoursField(label, description=hint), shape="lines",
        shown=HoursField.joined, kept=lambda each: each.lines(), usual=[],
    )  # fmt: skip


# --- forms


def form_of(specs: tuple[Spec, ...], body: Raw, content: Content, **named: Any) -> Any:
    """The form for a table: filled in from it, or from what was sent."""
    fields = {spec.name: spec.field for spec in specs} | named
    made = type("RecordForm", (StaffForm,), fields)
    form = made(**{spec.name: spec.shown(body.get(spec.name)) for spec in specs})
    for spec in specs:
        field = form[spec.name]
        if spec.choices is not None:
            field.choices = spec.choices(content)
        if isinstance(field, UsesField):
            field.known = {key: str(each.title) for key, each in content.documents.items()}
    return form


def body_of(specs: tuple[Spec, ...], form: Any, before: Raw) -> dict[str, Any]:
    """The table as the form says it; keys without a field stay as they were."""
    body = dict(before)
    for spec in specs:
        value = spec.kept(form[spec.name])
        if value is None or (value == spec.usual and spec.name not in before):
            body.pop(spec.name, None)
        else:
            body[spec.name] = value
    return body
