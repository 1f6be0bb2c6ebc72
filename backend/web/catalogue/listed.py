"""Fields of several lines, each of which is a table: documents of a concern, and hours."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from flask import request
from wtforms import Field, TextAreaField
from wtforms.validators import StopValidation

from backend.domain.numbers import latin_digits
from backend.languages import staff_text as s_
from backend.web.fields import LONGEST_TEXT, tidy, tidy_lines

ALWAYS, SOMETIMES = "always", "sometimes"
LAST = 999
_HOURS = re.compile(r"(?P<days>[^:0-9]+):\s*(?P<times>.+)")


class Use(NamedTuple):
    """A document as the form shows it; `when` is empty where it is not on the list."""

    key: str
    title: str
    place: str
    when: str
    hint: str


class UsesField(Field):
    """The documents of a concern, each with its place on the list, when it is needed, and why."""

    known: Mapping[str, str]
    """Titles of all documents by key; set once the form is made."""

    def pre_validate(self, form: Any) -> None:
        """Read the lines that were sent."""
        self.data = self.chosen()

    def chosen(self) -> list[dict[str, Any]]:
        """The list as it was sent, in the order of the numbers typed."""
        found = []
        for place, key in enumerate(self.known):
            when = request.form.get(f"{self.name}-when-{key}", "")
            if when not in {ALWAYS, SOMETIMES}:
                continue
            line: dict[str, Any] = {"key": key, "always": when == ALWAYS}
            if hint := tidy(request.form.get(f"{self.name}-hint-{key}"))[:LONGEST_TEXT]:
                line["hint"] = hint
            number = latin_digits(tidy(request.form.get(f"{self.name}-place-{key}")))
            found.append((int(number) if number.isdecimal() else LAST, place, line))
        return [line for _number, _place, line in sorted(found, key=lambda each: each[:2])]

    @property
    def rows(self) -> list[Use]:
        """The documents on the list in their order, then all others."""
        lines = self.data or []
        keys = [line["key"] for line in lines]
        rest = [key for key in self.known if key not in keys]
        return [
            *(
                Use(
                    line["key"],
                    self.known.get(line["key"], line["key"]),
                    str(number),
                    ALWAYS if line["always"] else SOMETIMES,
                    line.get("hint", ""),
                )
                for number, line in enumerate(lines, start=1)
            ),
            *(Use(key, self.known[key], "", "", "") for key in rest),
        ]


class HoursField(TextAreaField):
    """Opening hours: `Montag bis Mittwoch: 8–12 Uhr, 13–16 Uhr` in each line."""

    def __init__(self, label: Any, **named: Any) -> None:
        super().__init__(label, filters=[tidy_lines], **named)

    @staticmethod
    def joined(value: Any) -> str:
        """The lines as they are typed."""
        return "\n".join(f"{each['days']}: {each['times']}" for each in value or ())

    def lines(self) -> list[dict[str, str]]:
        """The lines as they are kept; the strict reader looks at days and times."""
        return hours_of(str(self.data or ""))

    def pre_validate(self, form: Any) -> None:
        """`StopValidation` for a line without days or times."""
        for line in str(self.data or "").splitlines():
            if not _HOURS.fullmatch(line):
                raise StopValidation(
                    s_("Please write each line such as: Montag bis Mittwoch: 8–12 Uhr, 13–16 Uhr")
                )


def hours_of(text: str) -> list[dict[str, str]]:
    """Typed lines of hours as they are kept; an odd one without times, which nobody accepts."""
    found = []
    for line in text.splitlines():
        match = _HOURS.fullmatch(line)
        days, times = (match["days"].strip(), match["times"].strip()) if match else (line, "")
        found.append({"days": days, "times": re.sub(r"(?<=\d)\s*-\s*(?=\d)", "–", times)})
    return found
