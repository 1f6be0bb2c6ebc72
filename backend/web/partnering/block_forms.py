"""What is asked for a block: office, concern and languages in the address, then who comes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import request
from wtforms import BooleanField, FieldList, FormField, HiddenField, SelectField, StringField
from wtforms import Form as Part
from wtforms.fields.choices import SelectChoice as Option

from backend.actions import partnering
from backend.actions.blocks import MOST_CLIENTS
from backend.content import Concern, InterpreterLanguage, Office
from backend.domain import numbers
from backend.domain.accounts import Account
from backend.domain.appointments import Channel, Delivery, ForWhom, Person, Wish
from backend.languages import Pair, Tongue
from backend.languages import staff_text as s_
from backend.languages import text_of as _
from backend.web.booking.forms import LATIN_LINE, ODD_PHONE, MailAddress, is_phone
from backend.web.fields import LONGEST_LINE, TOO_LONG, AtMost, Said, Valid, tidy, tidy_digits
from backend.web.partnering.forms import Agreed
from backend.web.portal import portal
from backend.web.staff_fields import StaffForm

QUIET = {"autocomplete": "off", "spellcheck": "false"}


@dataclass(frozen=True, slots=True)
class Plan:
    """What the address asks for; nothing in it is about a person."""

    office: Office
    concern: Concern
    language: InterpreterLanguage | None
    count: int
    reading: Tongue | None = None
    """In which language the clients read, where it is not that of the interpreter."""
    comes_along: bool = False

    @property
    def wish(self) -> Wish:
        return Wish(
            office=self.office.key,
            concern=self.concern.key,
            channel=Channel.IN_PERSON,
            emergency=self.concern.emergency,
            interpreter=self.language.tag if self.language else None,
            companion=self.comes_along,
        )

    @property
    def pair(self) -> Pair:
        """The clients' language with German beneath, or German where no page speaks it."""
        languages = portal().languages
        found = self.reading or self._spoken()
        if found is None or found.is_german:
            return languages.alone(found or languages.german)
        return languages.with_german(languages.alone(found))

    def _spoken(self) -> Tongue | None:
        tongues = portal().languages.tongues.values()
        tag = self.language.tag if self.language else ""
        return next((each for each in tongues if each.tag == tag), None)

    @property
    def words(self) -> dict[str, Any]:
        """The words of the address."""
        return {
            "stelle": self.office.key,
            "anliegen": self.concern.key,
            "sprache": self.language.tag if self.language else "",
            "anzahl": str(self.count),
            "lesen": self.reading.slug if self.reading else "",
            "begleitung": "1" if self.comes_along else "",
        }


class PlanForm(StaffForm):
    """Where, what for, in which language and for how many; sent by GET."""

    class Meta(StaffForm.Meta):
        """Nothing is changed by looking, so there is no token in the address."""

        csrf = False

    stelle = SelectField(s_("Office"), validate_choice=False)
    anliegen = SelectField(s_("Concern"), validate_choice=False)
    sprache = SelectField(s_("Interpreter"), validate_choice=False)
    lesen = SelectField(s_("Your clients read"), validate_choice=False)
    anzahl = SelectField(s_("How many clients"), validate_choice=False)
    begleitung = BooleanField(
        s_("I come along"), description=s_("Then the room is a larger one, and the office knows.")
    )


class ClientPart(Part):
    """One of the clients."""

    name = StringField(
        _("Name"),
        filters=[tidy],
        validators=[Said(_("Please write the name.")), AtMost(LONGEST_LINE, TOO_LONG)],
        render_kw=QUIET | {"dir": "auto"},
    )
    number = StringField(
        _("Customer number or BG number"),
        filters=[tidy_digits],
        validators=[AtMost(60, TOO_LONG)],
        render_kw=QUIET | {"dir": "ltr"},
    )
    email = StringField(
        _("E-mail (voluntary)"),
        filters=[tidy],
        validators=[AtMost(LONGEST_LINE, TOO_LONG), MailAddress()],
        render_kw=LATIN_LINE | QUIET,
    )
    phone = StringField(
        _("Telephone (voluntary)"),
        filters=[tidy_digits],
        validators=[AtMost(60, TOO_LONG), Valid(is_phone, ODD_PHONE)],
        render_kw=LATIN_LINE | QUIET,
    )
    agreed = BooleanField(validators=[Agreed()])

    def person(self, counsellor: Account, *, is_represented: object) -> Person:
        """Who comes; without an own address the messages go to the counsellor (D2)."""
        own = self.email.data or ""
        is_shared = not own or partnering.is_of(own, counsellor.organisation)
        return Person(
            name=self.name.data,
            number=numbers.normalise(self.number.data),
            email=own or counsellor.mail,
            shared_mail=is_shared,
            phone=self.phone.data or "",
            delivery=Delivery.MAIL,
            for_whom=ForWhom.REPRESENTED if is_represented else ForWhom.MYSELF,
            representative=counsellor.name if is_represented else "",
        )


class BlockForm(StaffForm):
    """All clients of a block."""

    key = HiddenField()
    clients = FieldList(FormField(ClientPart), min_entries=2, max_entries=MOST_CLIENTS)

    def flat(self) -> Iterator[Any]:
        """The fields of all clients, for the summary of errors."""
        yield self.csrf_token
        for part in self.clients:
            yield from part.form


def asked() -> Plan:
    """What the address asks for; whatever it leaves open or says wrongly is the first choice."""
    content, given = portal().content, request.args
    office = content.offices.get(given.get("stelle", "")) or next(iter(content.offices.values()))
    key = given.get("anliegen", "")
    key = key if key in office.concerns else office.concerns[0]
    count = given.get("anzahl", "")
    return Plan(
        office=office,
        concern=content.concerns[key],
        language=content.interpreter_languages.get(given.get("sprache", "")),
        count=int(count) if count in {str(each) for each in range(2, MOST_CLIENTS + 1)} else 2,
        reading=portal().languages.tongues.get(given.get("lesen", "")),
        comes_along=bool(given.get("begleitung")),
    )


def plan_form(plan: Plan) -> PlanForm:
    """The form with its lists and with what is asked for."""
    here = portal()
    form = PlanForm(formdata=None, data=plan.words | {"begleitung": plan.comes_along})
    form.stelle.choices = [Option(each.key, each.name) for each in here.content.offices.values()]
    form.anliegen.choices = [
        Option(key, here.content.concerns[key].title) for key in plan.office.concerns
    ]
    form.sprache.choices = [
        Option("", s_("not needed")),
        *(
            Option(each.tag, each.german_name)
            for each in here.content.interpreter_languages.values()
        ),
    ]
    form.lesen.choices = [
        Option("", s_("as interpreted, else German")),
        *(
            Option(slug, here.content.languages[slug].german_name)
            for slug in here.languages.tongues
        ),
    ]
    form.anzahl.choices = [Option(str(each), str(each)) for each in range(2, MOST_CLIENTS + 1)]
    return form
