"""Forms whose labels, hints and errors are texts in the reader's languages."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from flask_wtf.csrf import validate_csrf
from wtforms import Field, RadioField, SelectMultipleField, StringField
from wtforms.validators import StopValidation, ValidationError

from backend.domain.numbers import latin_digits
from backend.languages import Ltr, Text, text_of

LONGEST_LINE = 200
LONGEST_TEXT = 600
TOO_LONG = text_of("This is too long. Please write less.")
_TOWER = re.compile("([\u0300-\u036f]{3})[\u0300-\u036f]+")
"""More accents on a letter than any spelling has: they would cover lines above, on paper too."""


class Form(FlaskForm):
    """The base of all forms; unknown or too long input is an error with a sentence, never a 500."""

    class Meta(FlaskForm.Meta):
        """Answers are texts: what comes as a file or as JSON counts as not given."""

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            return (request.form or None) if form.is_submitted() else None


SEND_AGAIN = text_of("Please send it once more. Your browser must allow cookies for this page.")


class Press:
    """A button without questions: its form token is checked without building a form around it."""

    def __init__(self) -> None:
        self.form_errors: list[Text] = []

    def __iter__(self) -> Iterator[Field]:
        return iter(())

    @property
    def errors(self) -> list[Text]:
        return self.form_errors

    def validate_on_submit(self) -> bool:
        """Whether the button was pressed, on a page of ours that this browser was shown."""
        if request.method != "POST":
            return False
        try:
            validate_csrf(request.form.get("csrf_token"))
        except ValidationError:
            self.form_errors = [SEND_AGAIN]
        return not self.form_errors


CHOOSE_ONE = text_of("Please choose one answer.")


class Choice(RadioField):
    """Radios none of which is chosen beforehand; an unknown value is the same as none.

    `unanswered` is the sentence for no answer: where a page asks several questions, each has one
    of its own.
    """

    def __init__(self, *args: Any, unanswered: Text = CHOOSE_ONE, **options: Any):
        super().__init__(*args, **options)
        self.unanswered = unanswered

    def pre_validate(self, form: Any) -> None:
        if self.data not in {value for value, *_rest in self.iter_choices()}:
            raise StopValidation(self.unanswered)


class Boxes(SelectMultipleField):
    """Checkboxes; unknown values are dropped."""

    def pre_validate(self, form: Any) -> None:
        known = {value for value, *_rest in self.iter_choices()}
        self.process_data([value for value in self.data or () if value in known])


class Said:
    """A validator that stops at an unfilled field with the given sentence."""

    def __init__(self, sentence: Text):
        self.sentence = sentence

    def __call__(self, _form: object, field: Field) -> None:
        if not field.data:
            raise StopValidation(self.sentence)


class AtMost:
    """A validator for the longest text a field takes."""

    def __init__(self, longest: int, sentence: Text):
        self.longest, self.sentence = longest, sentence

    def __call__(self, _form: object, field: Field) -> None:
        if field.data and len(field.data) > self.longest:
            raise StopValidation(self.sentence)


class Valid:
    """A validator from a predicate: what it does not accept gets the sentence."""

    def __init__(self, accepts: Callable[[Any], bool], sentence: Text):
        self.accepts, self.sentence = accepts, sentence

    def __call__(self, _form: object, field: Field) -> None:
        if field.data and not self.accepts(field.data):
            raise StopValidation(self.sentence)


JOINERS = "\u200c\u200d"
"""Invisible, but they belong to the spelling of Persian and Indian names."""


def tidy(value: str | None) -> str:
    """One line of text without control characters, doubled spaces and towers of accents."""
    signs = (sign if sign.isprintable() or sign in JOINERS else " " for sign in value or "")
    seen = "".join(signs)
    if seen.isascii():
        return " ".join(seen.split())
    words = (word.strip(JOINERS) for word in _TOWER.sub(r"\1", seen).split())
    return " ".join(word for word in words if word)


def tidy_lines(value: str | None) -> str:
    """Several lines, each tidied, without empty ones."""
    lines = (tidy(line) for line in (value or "").splitlines())
    return "\n".join(line for line in lines if line)


def tidy_digits(value: str | None) -> str:
    """One line in which Arabic and Persian digits have become 0–9 (interface rule)."""
    return latin_digits(tidy(value))


def reference_field(label: Text, *, missing: Text) -> Any:
    """The question for a number as it stands on paper, such as `K7M4-2PX9`."""
    return StringField(
        label,
        description=text_of(
            "It has eight letters and digits, such as %(example)s.", example=Ltr("K7M4-2PX9")
        ),
        filters=[tidy_digits],
        validators=[Said(missing), AtMost(40, TOO_LONG)],
        render_kw={
            "dir": "ltr",
            "spellcheck": "false",
            "autocomplete": "off",
            "autocapitalize": "characters",
        },
    )
