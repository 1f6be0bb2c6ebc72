"""Booking while somebody is on the telephone: address, concern, time and person on one screen.

The address decides on the office and is forgotten: it stands in no address bar and no log (D8).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, HiddenField, SelectField, StringField

from backend.content import Concern, Content, Neighbour, Office, SpecialWay
from backend.domain import roles
from backend.languages import staff_text as s_
from backend.web import access, responsible
from backend.web.access import Visitor
from backend.web.fields import LONGEST_LINE, TOO_LONG, AtMost, tidy_digits
from backend.web.portal import portal
from backend.web.registering import concerns
from backend.web.registering.booking import Talk, answer, prepare
from backend.web.registering.forms import BookingForm
from backend.web.registering.pages import pages
from backend.web.responsible import YOUTH, Address

NO_STREET = s_("Please write street or postcode, or choose a way without an address.")
UNKNOWN_STREET = s_("No office is known for this. Ask for the postcode, or choose an office.")
OTHER_JOBCENTER = s_("Another Jobcenter is responsible.")


class TelephoneForm(BookingForm):
    """First the office: by an address, without one, or by its name."""

    street = StringField(
        s_("Street and house number, or postcode"),
        filters=[tidy_digits],
        validators=[AtMost(LONGEST_LINE, TOO_LONG)],
        render_kw={"autocomplete": "off", "dir": "auto", "spellcheck": "false"},
    )
    way = SelectField(s_("Or without an address"), validate_choice=False)
    young = BooleanField(s_("Younger than 25"))
    chosen_office = HiddenField()
    """The key chosen of several offices, and below what it was chosen for."""
    placed = HiddenField()

    def prepare(self, content: Content, titles: Iterable[str]) -> None:
        """Fill in the choices."""
        super().prepare(content, titles)
        self.way.choices = [
            ("", s_("by the address")),
            *((key, str(way.title)) for key, way in content.special_ways.items()),
            *((key, office.name) for key, office in content.offices.items()),
        ]

    @property
    def place(self) -> str:
        """What the office was sought by."""
        parts = (self.street.data, self.way.data, "1" if self.young.data else "")
        return "|".join(part or "" for part in parts)

    def fingerprint(self, concern: str) -> str:
        """What the times depend on: the office too; nothing of the address stands in it."""
        return f"{self.chosen_office.data}|{super().fingerprint(concern)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the address or the way leads to."""

    offices: list[Office] = field(default_factory=list)
    """Several are a choice."""
    chosen: Office | None = None
    way: SpecialWay | None = None
    neighbour: Neighbour | None = None


@pages.route("/telefon/", methods=["GET", "POST"])
@access.to(roles.may_answer_calls)
def telephone(visitor: Visitor) -> ResponseReturnValue:
    """Book for a caller, at whichever office is responsible (R77, R117)."""
    form, content = TelephoneForm(), portal().content
    every = [key for key in content.offices if roles.may_book_within(visitor.powers, key)]
    prepare(form, _offered(every, content))
    if not form.is_submitted():
        return _page(form, Found())
    form.validate()
    if form.street.errors:
        return _page(form, Found())
    found = _found(form, every, content=content)
    office = found.chosen
    form.chosen_office.data, form.placed.data = office.key if office else "", form.place
    if office is None:
        return _page(form, found)
    form.titles = tuple(each.keyword for each in concerns.offered(office.key, content))
    talk = Talk(
        visitor=visitor,
        office=office,
        form=form,
        action=url_for(".telephone"),
        template="registering/telephone.html",
        more={"located": found},
    )
    return answer(talk)


def _offered(offices: Iterable[str], content: Content) -> list[Concern]:
    """What some office takes, each concern once, in the order of the catalogue."""
    keys = {each.key for office in offices for each in concerns.offered(office, content)}
    return [concern for key, concern in content.concerns.items() if key in keys]


def _found(form: TelephoneForm, every: list[str], *, content: Content) -> Found:
    """The office, a choice, or nothing with an error where it was sought."""
    chosen_way, address = form.way.data or "", Address.of_line(form.street.data or "")
    way, neighbour = content.special_ways.get(chosen_way), None
    if chosen_way in content.offices:
        keys: tuple[str, ...] = (chosen_way,)
    elif way:
        keys = way.offices
    else:
        neighbour = responsible.neighbour(content, address)
        keys = () if neighbour else _by_address(form, address, content=content)
    offices = [content.offices[key] for key in keys if key in every]
    if not offices:
        missing = UNKNOWN_STREET if form.street.data else NO_STREET
        form.street.errors = [OTHER_JOBCENTER if neighbour else missing]
    return Found(offices=offices, chosen=_chosen(form, offices), way=way, neighbour=neighbour)


def _by_address(form: TelephoneForm, address: Address, *, content: Content) -> tuple[str, ...]:
    """By the finder's rules; a youth office only for the concerns it carries (D7)."""
    found = responsible.offices(content, address, is_young=form.young.data)
    letters = form.concern.data or ""
    fitting = [
        key
        for key in found
        if content.offices[key].kind != YOUTH
        or concerns.meant(letters, concerns.offered(key, content))
    ]
    return tuple(fitting) or found


def _chosen(form: TelephoneForm, offices: list[Office]) -> Office | None:
    """The only one, or the one that was chosen for just this address."""
    if len(offices) == 1:
        return offices[0]
    key = form.chosen_office.data if form.placed.data == form.place else ""
    return next((office for office in offices if office.key == key), None)


def _page(form: TelephoneForm, found: Found) -> ResponseReturnValue:
    """The page as long as it is not known for which office."""
    is_cancelled = request.method == "GET" and request.args.get("getan") == "abgesagt"
    shown: dict[str, Any] = {
        "is_cancelled": is_cancelled,
        "talk": None,
        "form": form,
        "located": found,
        "action": url_for(".telephone"),
    }
    return render_template("registering/telephone.html", **shown), 422 if form.errors else 200
