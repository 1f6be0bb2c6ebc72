"""The search by two facts: the mask says the rule before it shows anything (D32)."""

from flask import render_template
from flask.typing import ResponseReturnValue
from wtforms import StringField

from backend.actions import lookups
from backend.domain import numbers, references, roles
from backend.domain.appointments import Appointment
from backend.domain.callers import Asked, Proof
from backend.languages import staff_text as s_
from backend.web import access
from backend.web.access import Visitor
from backend.web.fields import TOO_LONG, AtMost, tidy_digits
from backend.web.person_fields import LATIN_LINE, name_field, number_field
from backend.web.portal import portal
from backend.web.reception import rows, words
from backend.web.reception.pages import pages
from backend.web.reception.places import place_of
from backend.web.staff_fields import DayField, StaffForm

NO_REFERENCE = s_("This is no appointment number. Please compare it once more.")
TOO_LITTLE = s_(
    "Please write the appointment number, or the customer number and the birth date or name."
)


class SearchForm(StaffForm):
    """What somebody knows of the own appointment."""

    reference = StringField(
        s_("Appointment number"),
        description=s_("It is enough by itself."),
        filters=[tidy_digits],
        validators=[AtMost(40, TOO_LONG)],
        render_kw=LATIN_LINE,
    )
    number = number_field()
    birth = DayField(s_("Birth date"))
    name = name_field(s_("Name"))

    def asked(self) -> Asked | None:
        """The facts; None with an error where they are too few or no number at all."""
        reference = references.normalise(self.reference.data or "") or ""
        if self.reference.data and not reference:
            self.reference.errors = [NO_REFERENCE]
            return None
        number = self.number.data or ""
        asked = Asked(
            reference=reference,
            number=numbers.normalise(number) if number else "",
            birth=self.birth.day,
            name=self.name.data or "",
        )
        if asked.proof is Proof.TOO_LITTLE:
            self.reference.errors = [TOO_LITTLE]
            return None
        return asked


@pages.route("/suche", methods=["GET", "POST"])
@access.to(roles.may_book_somewhere)
def search(visitor: Visitor) -> ResponseReturnValue:
    """Find by two facts; it lists nothing to browse."""
    form, found, is_sent = SearchForm(), None, False
    if form.validate_on_submit() and (asked := form.asked()):
        found = lookups.find(visitor.account, asked, content=portal().content, now=visitor.now)
        is_sent = asked.proof is Proof.SENT
    shown = render_template(
        "reception/search.html",
        form=form,
        found=None if found is None else [_shown(visitor, each) for each in found],
        is_sent=is_sent,
    )
    return shown, 422 if form.errors else 200


def _shown(visitor: Visitor, found: Appointment) -> dict[str, object]:
    """What may be told: when, where and how."""
    return {
        "id": found.id,
        "day": found.day,
        "time": found.start.time(),
        "name": rows.latin_name(found),
        "office": portal().content.offices[found.office].name,
        "channel": words.CHANNELS[found.wish.channel][0],
        "reference": references.spaced(found.reference),
        "may_cancel": roles.may_answer_calls(visitor.powers),
        "is_own": roles.may_work_at_counter(visitor.powers, place_of(found)),
    }
