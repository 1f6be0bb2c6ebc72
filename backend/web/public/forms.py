"""The questions of the office finder."""

import re
from dataclasses import replace
from typing import Any

from wtforms import RadioField, StringField
from wtforms.fields.choices import SelectChoice as Option

from backend.languages import text_of as _
from backend.web.fields import TOO_LONG, AtMost, Form, Valid, tidy, tidy_digits
from backend.web.responsible import Address

LONGEST_STREET = 120
YES, NO, SKIP = "ja", "nein", "offen"
NOTHING_SAID = _("Please write your street or your postcode.")
UNKNOWN = _("We do not know this street or postcode. Look at it again, or choose an office below.")


class FinderForm(Form):
    """Street and house number, or postcode; nothing of it is kept (D8)."""

    class Meta:
        """A search changes nothing, and a token would need a cookie."""

        csrf = False

    street = StringField(
        _("Street"),
        filters=[tidy],
        validators=[AtMost(LONGEST_STREET, TOO_LONG)],
        render_kw={"dir": "auto", "autocomplete": "address-line1", "spellcheck": "false"},
    )
    house = StringField(
        _("House number"),
        filters=[tidy_digits],
        validators=[AtMost(20, TOO_LONG)],
        render_kw={"dir": "ltr", "autocomplete": "off"},
    )
    postcode = StringField(
        _("Postcode"),
        description=_("If you do not want to write the street: the postcode is enough."),
        filters=[tidy_digits],
        validators=[
            Valid(
                lambda text: re.fullmatch(r"[0-9]{5}", text) is not None,
                _("A postcode has 5 digits, such as 28195."),
            )
        ],
        render_kw={"dir": "ltr", "autocomplete": "postal-code", "inputmode": "numeric"},
    )
    under_25 = RadioField(
        _("Are you younger than 25?"),
        choices=[
            Option(YES, _("Yes")),
            Option(NO, _("No")),
            Option(SKIP, _("I do not want to say")),
        ],
        validate_choice=False,
    )
    new = RadioField(
        _("Do you apply for money from the Jobcenter for the first time?"),
        choices=[Option(YES, _("Yes")), Option(NO, _("No"))],
        validate_choice=False,
    )

    def validate(self, extra_validators: Any = None) -> bool:
        is_valid = bool(super().validate(extra_validators))
        if is_valid and not self.street.data and not self.postcode.data:
            self.street.errors = [NOTHING_SAID]
            return False
        return is_valid

    def refuse_unknown(self) -> None:
        """Say that nothing was found; stands at the field that was filled in."""
        field = self.street if self.street.data else self.postcode
        field.errors = [UNKNOWN]

    def address(self) -> Address:
        """What was written; a number written behind the street counts too."""
        street, house = self.street.data or "", self.house.data or ""
        found = Address(street=street, house=house, postcode=self.postcode.data or "")
        return found if house else replace(found, street=tidy_digits(street)).with_house_apart()
