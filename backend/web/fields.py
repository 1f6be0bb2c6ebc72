"""Forms whose labels, hints and errors are texts in the reader's languages."""

from collections.abc import Callable, Iterable
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field
from wtforms.validators import StopValidation

from backend.domain.names import clean
from backend.domain.numbers import latin_digits
from backend.languages import Text

LONGEST_LINE = 200
LONGEST_TEXT = 600


class Form(FlaskForm):
    """The base of all forms; unknown or too long input is an error with a sentence, never a 500."""

    @property
    def has_errors(self) -> bool:
        return any(field.errors for field in self)

    def wrong_fields(self) -> Iterable[Field]:
        """The fields with errors in their order; a failed token counts for the whole form."""
        return [field for field in self if field.errors]


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


def tidy(value: str | None) -> str:
    """One line of text without control characters and doubled spaces."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in value or "").split())


def tidy_lines(value: str | None) -> str:
    """Several lines, each tidied, without empty ones."""
    lines = (tidy(line) for line in (value or "").splitlines())
    return "\n".join(line for line in lines if line)


def tidy_digits(value: str | None) -> str:
    """One line in which Arabic and Persian digits have become 0–9 (interface rule)."""
    return latin_digits(tidy(value))


__all__ = [
    "AtMost",
    "Form",
    "LONGEST_LINE",
    "LONGEST_TEXT",
    "Said",
    "Valid",
    "clean",
    "tidy",
    "tidy_digits",
    "tidy_lines",
]
