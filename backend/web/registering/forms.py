"""The one form of booking for a customer: concern, time, person, in the order of a talk."""

import secrets
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, TypeVar

from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField

from backend.content import Content
from backend.domain import numbers
from backend.domain.appointments import BookedBy, Channel, Delivery, ForWhom, Need, Person, Wish
from backend.domain.periods import CELL_MINUTES
from backend.domain.registrations import Beside, Urgency
from backend.languages import staff_text as s_
from backend.languages import text_of as _
from backend.letters.sms import is_mobile
from backend.web.booking.forms import MailAddress, is_phone, is_whole_address
from backend.web.fields import (
    LONGEST_LINE,
    LONGEST_TEXT,
    AtMost,
    Boxes,
    Valid,
    tidy,
    tidy_digits,
    tidy_lines,
)
from backend.web.registering import words
from backend.web.registering.times import TimesForm
from backend.web.staff_fields import StaffForm

TOO_LONG = _("This is too long. Please write less.")
NO_CONCERN = s_("Please write the concern, a few letters will do.")
UNKNOWN_CONCERN = s_("No concern of this office begins like that. Please try another word.")
NO_NAME = s_("Please write the name.")
NO_PHONE = s_("Please write the telephone number that is called.")
NO_MAIL = s_("Please write the mail address, or choose another way.")
NO_ADDRESS = s_("Please write the whole address, in several lines.")
NO_CLOCK = s_("Please write a time such as 9:30.")
NO_REASON = s_("Please choose why there is no other way.")
CANNOT_PHONE = s_("Whoever cannot telephone needs another kind of appointment.")
NO_MOBILE = s_("Please write the number of a mobile phone for the SMS.")
ODD_NUMBER = s_("This number looks unusual. If it is right, just go on.")
ODD_BIRTH = s_("Please write the birth date such as 27.3.1985; the year alone will do.")
SIGN_LANGUAGE = "sign"
LONGEST_NAME = 120
PLAIN = {"autocomplete": "off", "dir": "ltr", "spellcheck": "false"}
NAMES = {"autocomplete": "off", "dir": "auto", "spellcheck": "false"}
WISHED = ("channel", "interpreter", "companion", "large_household", "employed", "day")
"""What decides which times there are, beside the concern."""


Kind = TypeVar("Kind", Beside, Urgency, Delivery)


def _line(label: Any, *, keywords: dict[str, str], hint: Any = "", **named: Any) -> Any:
    longest = LONGEST_NAME if keywords is NAMES else LONGEST_LINE
    checks = [AtMost(longest, TOO_LONG), *named.pop("validators", ())]
    filters = named.pop("filters", [tidy])
    return StringField(
        label, description=hint, filters=filters, validators=checks, render_kw=keywords
    )


def _list(label: Any, hint: Any = "") -> Any:
    return SelectField(label, description=hint, validate_choice=False)


class WishForm(StaffForm):
    """What is wished for: a concern by letters, the kind, who else is in the room."""

    key = HiddenField()
    concern = _line(
        s_("Concern"),
        hint=s_("A few letters, then Enter."),
        keywords=NAMES | {"list": "concerns"},
    )
    pick = HiddenField()
    """The key chosen of several concerns, and below the letters it was chosen for."""
    asked = HiddenField()
    interpreter = _list(s_("Interpreter"))
    language = _list(s_("Language of letters and prints"))

    def prepare(self, content: Content, titles: Iterable[str]) -> None:
        """Fill in the choices; `titles` are the concerns that the office takes."""
        self.titles = tuple(titles)
        if not self.key.data or len(self.key.data) > 64:
            self.key.data = secrets.token_urlsafe(16)
        spoken = sorted(content.interpreter_languages.values(), key=lambda each: each.german_name)
        self.interpreter.choices = [
            ("", s_("not needed")),
            *((each.tag, each.german_name) for each in spoken),
            (SIGN_LANGUAGE, s_("German Sign Language")),
        ]

    def offer_languages(self, names: Iterable[tuple[str, str]]) -> None:
        """The languages in which letters can be written: slug and German name."""
        self.language.choices = [("", s_("as interpreted, else German")), *names]

    @property
    def languages(self) -> str:
        """The slug of the language of the letters."""
        known = {value for value, _name in self.language.choices}
        chosen = self.language.data if self.language.data in known else ""
        if chosen:
            return str(chosen)
        spoken = self.interpreter.data
        return spoken if spoken in known and spoken else "de"

    @property
    def spoken(self) -> str | None:
        """The tag of the language to be interpreted."""
        known = {value for value, _name in self.interpreter.choices} - {"", SIGN_LANGUAGE}
        return self.interpreter.data if self.interpreter.data in known else None


class WalkInForm(WishForm):
    """Who came without an appointment; the name may stay away."""

    name = _line(s_("Name, if you like"), keywords=NAMES)


class BookingForm(WishForm, TimesForm):
    """All about an appointment, on one page."""

    channel = _list(s_("Kind"))
    companion = BooleanField(s_("Somebody comes along"))
    large_household = BooleanField(s_("Five people or more in the household"))
    employed = BooleanField(s_("Works or takes part in a measure"))
    name = _line(s_("Name"), keywords=NAMES)
    number = _line(s_("Customer number or BG number"), keywords=PLAIN, filters=[tidy_digits])
    seen = HiddenField()
    """The odd-looking number that was pointed at once."""
    birth = _line(
        s_("Birth date, only without a number"),
        keywords=PLAIN | {"inputmode": "numeric"},
        filters=[tidy_digits],
    )
    phone = _line(
        s_("Telephone"),
        keywords=PLAIN | {"inputmode": "tel"},
        filters=[tidy_digits],
        validators=[Valid(is_phone, s_("This telephone number is not complete."))],
    )
    email = _line(s_("Mail"), keywords=PLAIN | {"inputmode": "email"}, validators=[MailAddress()])
    delivery = _list(s_("Confirmation"))
    address = TextAreaField(
        s_("Address for the letter"),
        filters=[tidy_lines],
        validators=[AtMost(LONGEST_TEXT, TOO_LONG)],
        render_kw={"autocomplete": "off", "dir": "auto", "spellcheck": "false"},
    )
    needs = Boxes(s_("To prepare"))
    sms = BooleanField(s_("SMS to the mobile phone, also as a reminder"))
    private = BooleanField(s_("Others read mail or telephone: send nothing, do not call"))
    for_whom = _list(s_("The appointment is"))
    representative = _line(s_("Name of who books for them"), keywords=NAMES)
    latin_name = _line(s_("Name in Latin letters, as in the passport"), keywords=PLAIN)
    reference = _line(s_("Number of the open appointment"), keywords=PLAIN, filters=[tidy_digits])
    beside = _list(s_("Why it may stand beside"))
    at = _line(s_("Wished time"), keywords=PLAIN | {"inputmode": "numeric"}, filters=[tidy_digits])
    urgency = _list(s_("Why there is no other way"))

    def without_sms(self) -> None:
        """Do not offer what nobody sends."""
        del self.sms

    def prepare(self, content: Content, titles: Iterable[str]) -> None:
        """Fill in the choices."""
        super().prepare(content, titles)
        self.channel.choices = [(str(each), name) for each, name in words.CHANNELS.items()]
        self.delivery.choices = [
            ("", s_("by mail where there is one, else printed")),
            *((str(each), name) for each, name in words.DELIVERIES.items()),
        ]
        self.needs.choices = [(str(each), name) for each, name in words.NEEDS.items()]
        self.for_whom.choices = [(str(each), name) for each, name in words.FOR_WHOM.items()]
        self.beside.choices = [
            ("", s_("Please choose")),
            *((str(each), name) for each, name in words.BESIDE.items()),
        ]
        self.urgency.choices = [
            ("", s_("Please choose")),
            *((str(each), name) for each, name in words.URGENCIES.items()),
        ]

    # --- what was answered

    def wish(self, office: str, concern: str, *, emergency: object, by: BookedBy) -> Wish:
        """What is wished for; `emergency` is the concern's own mark (R31)."""
        channels = {str(each): each for each in Channel}
        return Wish(
            office=office,
            concern=concern,
            channel=channels.get(self.channel.data or "", Channel.IN_PERSON),
            emergency=bool(emergency),
            interpreter=self.spoken,
            companion=bool(self.companion.data),
            sign_language=self.interpreter.data == SIGN_LANGUAGE,
            large_household=bool(self.large_household.data),
            employed=bool(self.employed.data),
            booked_by=by,
        )

    def fingerprint(self, concern: str) -> str:
        """What the times on the page depend on; nothing about the person stands in it."""
        return "|".join([concern, *(str(self[name].data or "") for name in WISHED)])

    @property
    def person(self) -> Person:
        """Who comes (D4–D6)."""
        day, month, year = _birth(self.birth.data) or (None, None, None)
        usual = Delivery.MAIL if self.email.data else Delivery.NONE
        kinds = {str(each): each for each in ForWhom}
        number = numbers.normalise(self.number.data) if self.number.data else ""
        return Person(
            name=self.name.data,
            latin_name=self.latin_name.data,
            for_whom=kinds.get(self.for_whom.data or "", ForWhom.MYSELF),
            representative=self.representative.data,
            email=self.email.data,
            phone=self.phone.data,
            number=number,
            birth_day=None if number else day,
            birth_month=None if number else month,
            birth_year=None if number else year,
            private=bool(self.private.data),
            delivery=_one_of(Delivery, self.delivery.data) or usual,
            address=self.address.data,
            sms=bool(self.sms and self.sms.data and self.phone.data and not self.private.data),
        )

    @property
    def all_needs(self) -> frozenset[Need]:
        """What the office provides, sign language among it."""
        ticked = {Need(each) for each in self.needs.data or ()}
        if self.interpreter.data == SIGN_LANGUAGE:
            ticked.add(Need.SIGN_LANGUAGE)
        return frozenset(ticked)

    @property
    def beside_reason(self) -> Beside | None:
        return _one_of(Beside, self.beside.data)

    @property
    def urgency_reason(self) -> Urgency | None:
        return _one_of(Urgency, self.urgency.data)

    def squeezed(self, today: date) -> datetime | None:
        """The wished time on the named day, or today; None with an error at the field."""
        hour, _colon, minute = (self.at.data or "").replace(".", ":").partition(":")
        try:
            found = datetime.combine(self.day.day or today, datetime.min.time())
            found = found.replace(hour=int(hour), minute=int(minute or 0))
        except ValueError:
            self.at.errors = [NO_CLOCK]
            return None
        return found.replace(minute=found.minute // CELL_MINUTES * CELL_MINUTES)

    # --- what is missing

    def is_person_complete(self) -> bool:
        """Check what only booking needs, with an error at each field that is missing."""
        person, is_phone_talk = self.person, self.channel.data == Channel.PHONE
        wrong = [
            (self.name, NO_NAME, not person.name),
            (self.phone, NO_PHONE, is_phone_talk and not person.phone),
            (self.birth, ODD_BIRTH, bool(self.birth.data) and not _birth(self.birth.data)),
            (self.delivery, NO_MAIL, person.delivery is Delivery.MAIL and not person.email),
            (
                self.address,
                NO_ADDRESS,
                person.delivery is Delivery.LETTER and not is_whole_address(person.address),
            ),
            (
                self.channel,
                CANNOT_PHONE,
                is_phone_talk and Need.NO_PHONE_CALLS in self.all_needs,
            ),
        ]
        for field, sentence, is_wrong in wrong:
            if is_wrong and not field.errors:
                field.errors = [sentence]
        if person.sms and not is_mobile(person.phone):
            self.phone.errors = [NO_MOBILE]
        self._point_at_odd_number()
        return not self.errors

    def _point_at_odd_number(self) -> None:
        """Once; whoever sends it again means it (D11)."""
        number = self.number.data
        if number and not numbers.looks_right(number) and self.seen.data != number:
            self.seen.data = number
            self.number.errors = [ODD_NUMBER]


def _one_of(kinds: type[Kind], value: str | None) -> Kind | None:
    return next((each for each in kinds if each.value == value), None)


def _birth(text: str) -> tuple[int | None, int | None, int] | None:
    """Day, month and year as far as they are known; None where it is no birth date."""
    try:
        parts = [int(part) for part in text.replace(" ", ".").strip(".").split(".")]
    except ValueError:
        return None
    if not 1 <= len(parts) <= 3 or not 1900 <= parts[-1] <= 2100:
        return None
    year = parts[-1]
    month = parts[-2] if len(parts) > 1 else None
    day = parts[0] if len(parts) == 3 else None
    if (month is not None and not 1 <= month <= 12) or (day is not None and not 1 <= day <= 31):
        return None
    return day, month, year
