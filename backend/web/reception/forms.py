"""The questions at the desk: why something is cancelled, how somebody is really called."""

from wtforms import HiddenField, SelectField, StringField

from backend.actions.corrections import Reason
from backend.domain import numbers
from backend.domain.appointments import Delivery, Person
from backend.languages import staff_text as s_
from backend.web.fields import TOO_LONG, AtMost, tidy
from backend.web.person_fields import (
    LATIN_LINE,
    LONGEST_NAME,
    mail_field,
    name_field,
    number_field,
    phone_field,
    postal_field,
)
from backend.web.reception import words
from backend.web.staff_fields import StaffForm

NO_WAY = s_("For this way an address is missing.")
REASONS = {
    Reason.CUSTOMER: s_("The customer cancels"),
    Reason.STAFF: s_("Nobody can serve at this time"),
    Reason.CLOSURE: s_("Closure"),
    Reason.TWICE: s_("Booked twice"),
    Reason.WRONG: s_("Wrong concern or office"),
    Reason.OTHER: s_("Another reason"),
}


class CancelForm(StaffForm):
    """Why; one of a list, so that no notes about anybody arise (R75)."""

    reason = SelectField(
        s_("Reason"),
        description=s_("It stands in the audit log only. The message does not name it."),
        validate_choice=False,
    )

    def prepare(self) -> None:
        """Fill in the reasons."""
        self.reason.choices = [("", s_("Please choose"))]
        self.reason.choices += [(key.value, text) for key, text in REASONS.items()]

    def chosen(self) -> Reason | None:
        """The reason; None with an error at the field."""
        known = {reason.value: reason for reason in REASONS}
        found = known.get(self.reason.data or "")
        if found is None:
            self.reason.errors = [s_("Please choose a reason.")]
        return found


class DetailsForm(StaffForm):
    """Name, numbers and ways to reach somebody."""

    save = HiddenField()
    seen = HiddenField()
    """`state_of` the details it was filled in with."""
    name = name_field(s_("Name as in the papers"), missing=s_("Please write the name."))
    latin_name = StringField(
        s_("Name in Latin letters"),
        filters=[tidy],
        validators=[AtMost(LONGEST_NAME, TOO_LONG)],
        render_kw=LATIN_LINE,
    )
    number = number_field()
    phone = phone_field()
    email = mail_field(s_("Mail address"))
    postal = postal_field(s_("Postal address"))
    delivery = SelectField(s_("Confirmation"), validate_choice=False)

    def prepare(self) -> None:
        """Fill in the ways."""
        self.delivery.choices = [(key.value, text) for key, text in words.DELIVERIES.items()]

    def way(self, former: Person) -> Delivery | None:
        """How the confirmation goes; None with an error where it lacks an address."""
        known = {delivery.value: delivery for delivery in words.DELIVERIES}
        chosen = known.get(self.delivery.data or "", Delivery.NONE)
        missing = {
            Delivery.MAIL: not (self.email.data or former.shared_mail),
            Delivery.LETTER: not self.postal.data,
            Delivery.CALL: not self.phone.data,
        }
        if missing.get(chosen):
            self.delivery.errors = [NO_WAY]
            return None
        return chosen

    @staticmethod
    def answers(person: Person) -> dict[str, str]:
        """What is stored, for the fields; the address of an advice centre is not shown (D17)."""
        return {
            "name": person.name,
            "latin_name": person.latin_name,
            "number": numbers.normalise(person.number) if person.number else "",
            "phone": person.phone,
            "email": "" if person.shared_mail else person.email,
            "postal": person.address,
            "delivery": person.delivery.value,
        }
