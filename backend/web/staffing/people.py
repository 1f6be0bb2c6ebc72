"""The people of one's offices: who they are, what they may do, from when until when."""

from collections.abc import Iterator
from typing import NamedTuple

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from backend.actions import staffing
from backend.domain import audits, roles
from backend.domain.accounts import Account, State
from backend.domain.refusals import Refusal
from backend.domain.roles import Grant, Kind, Place, Powers, Role
from backend.languages import Text, sentence_of
from backend.languages import staff_text as s_
from backend.store import capacity, staff
from backend.web import access
from backend.web.access import Visitor
from backend.web.portal import offices_where, portal
from backend.web.staff_fields import StaffPress
from backend.web.staffing import words
from backend.web.staffing.forms import GrantForm, InviteForm, PersonForm
from backend.web.staffing.pages import on_to, pages
from backend.web.staffing.words import GrantLine

NO_FIT = s_("This role or right is not given at this place.")
CHOOSE = s_("Please choose one of the list.")
ODD_DAYS = s_("The last day lies before the first one.")
JOBCENTER = "*"
"""In place of an office: those who belong to the Jobcenter itself."""
OVER = s_("The last day lies behind already.")


class PersonLine(NamedTuple):
    """Somebody as the list shows them."""

    id: int
    name: str
    state: Text
    is_off: bool
    grants: tuple[GrantLine, ...]


def _may_see(powers: Powers, account: Account) -> bool:
    """Whether it is one of the own people (R121)."""
    return roles.may_see_person(powers, home=account.home, grants=account.grants)


def _may_decide(powers: Powers, account: Account) -> bool:
    """Whether the whole account may be switched off."""
    return roles.may_decide_on(powers, home=account.home, grants=account.grants)


@pages.get("/personen/")
@access.to(roles.may_manage_people)
def people(visitor: Visitor) -> str:
    """Everybody of one's own offices, of one of them on request."""
    chosen = request.args.get("stelle", "")
    lines = [
        PersonLine(
            account.id,
            account.name,
            words.STATES[account.state],
            account.state is State.OFF,
            tuple(_lines(visitor, account)),
        )
        for account in staff.everybody()
        if _may_see(visitor.powers, account) and _is_at(account, chosen)
    ]
    return render_template(
        "staff/people.html", people=lines, offices=_offices(visitor.powers), chosen=chosen
    )


def _is_at(account: Account, office: str) -> bool:
    places = {account.home, *(grant.place.office for grant in account.grants)}
    return not office or office in places


def _offices(powers: Powers) -> list[tuple[str, str]]:
    own = offices_where(lambda key: powers.at(Role.OFFICE_ADMINISTRATOR, Place(key)))
    return [(office.key, office.name) for office in own]


def _lines(visitor: Visitor, account: Account) -> Iterator[GrantLine]:
    """The roles of somebody; those in other offices stand there too, but cannot be taken."""
    today, is_other = visitor.now.date(), account.id != visitor.account.id
    for grant in account.grants:
        if not grant.is_over(today):
            yield GrantLine(
                grant.id,
                words.KINDS[grant.kind],
                words.place_name(grant.place, portal().content),
                words.days_of(grant),
                is_current=grant.counts_on(today),
                may_be_taken=is_other and roles.may_give(visitor.powers, grant),
            )


@pages.route("/personen/einladen", methods=["GET", "POST"])
@access.to(roles.may_manage_people)
def invite(visitor: Visitor) -> ResponseReturnValue:
    """Somebody new, with a first role."""
    form = InviteForm()
    _offer(form, visitor.powers)
    is_valid = form.validate_on_submit()
    # Every field that needs another look is named at once.
    grant = _grant(form, visitor) if form.is_submitted() else None
    if is_valid and grant:
        try:
            account_id = staffing.invite(
                visitor.account,
                name=form.name.data,
                mail=form.mail.data,
                grant=grant,
                now=visitor.now,
            )
        except Refusal as refusal:
            return _page("staff/invite.html", form, refusal)
        return on_to(url_for(".person", account=account_id, neu="eingeladen"))
    return _page("staff/invite.html", form)


@pages.get("/personen/<int:account>")
@access.to_one("account", fetch=staff.by_id, may=_may_see)
def person(visitor: Visitor, account: Account) -> str:
    """One person with all roles, and what can be done."""
    is_other = account.id != visitor.account.id
    return render_template(
        "staff/person.html",
        account=account,
        state=words.STATES[account.state],
        reference=audits.person(account.id),
        home=words.place_name(Place(account.home), portal().content),
        grants=list(_lines(visitor, account)),
        may_decide=is_other and _may_decide(visitor.powers, account),
        is_other=is_other,
        is_invited=account.state is State.INVITED,
        is_off=account.state is State.OFF,
        has_just_been_invited=request.args.get("neu") == "eingeladen",
    )


@pages.route("/personen/<int:account>/rolle", methods=["GET", "POST"])
@access.to_one("account", fetch=staff.by_id, may=_may_see)
def give(visitor: Visitor, account: Account) -> ResponseReturnValue:
    """Give or lend a role or right."""
    form = GrantForm()
    _offer(form, visitor.powers)
    if form.validate_on_submit() and (grant := _grant(form, visitor)):
        try:
            staffing.give(visitor.account, account.id, grant, now=visitor.now)
        except Refusal as refusal:
            return _page("staff/give.html", form, refusal, account=account)
        return _back_to(account)
    return _page("staff/give.html", form, account=account)


@pages.post("/personen/<int:account>/rolle/<int:grant>/nehmen")
@access.to_one("account", fetch=staff.by_id, may=_may_see)
def take(visitor: Visitor, account: Account, *, grant: int) -> ResponseReturnValue:
    """Take a role or right away."""
    if StaffPress().validate_on_submit():
        staffing.take(visitor.account, account.id, grant, now=visitor.now)
    return _back_to(account)


@pages.route("/personen/<int:account>/aendern", methods=["GET", "POST"])
@access.to_one("account", fetch=staff.by_id, may=_may_decide)
def change(visitor: Visitor, account: Account) -> ResponseReturnValue:
    """Another name, another office."""
    form = PersonForm(name=account.name, home=account.home or JOBCENTER)
    is_central = visitor.powers.at(Role.ADMINISTRATOR, roles.JOBCENTER)
    central = [(JOBCENTER, words.ALL_OFFICES)] if is_central else []
    form.home.choices = [*central, *_offices(visitor.powers)]
    homes = {value for value, _name in form.home.choices}
    if form.validate_on_submit() and form.home.data not in homes:
        form.home.errors = [CHOOSE]
    elif form.is_submitted() and not form.errors:
        home = "" if form.home.data == JOBCENTER else form.home.data
        try:
            staffing.change(
                visitor.account, account.id, name=form.name.data, home=home, now=visitor.now
            )
        except Refusal as refusal:
            return _page("staff/change.html", form, refusal, account=account)
        return _back_to(account)
    return _page("staff/change.html", form, account=account)


@pages.post("/personen/<int:account>/einladung")
@access.to_one("account", fetch=staff.by_id, may=_may_decide)
def invite_again(visitor: Visitor, account: Account) -> ResponseReturnValue:
    """Send another invitation."""
    if not StaffPress().validate_on_submit():
        return _back_to(account)
    staffing.invite_again(visitor.account, account.id, now=visitor.now)
    return on_to(url_for(".person", account=account.id, neu="eingeladen"))


@pages.post("/personen/<int:account>/aus")
@access.to_one("account", fetch=staff.by_id, may=_may_decide)
def switch_off(visitor: Visitor, account: Account) -> ResponseReturnValue:
    """Let somebody in no more."""
    if StaffPress().validate_on_submit():
        staffing.switch_off(visitor.account, account.id, now=visitor.now)
    return _back_to(account)


@pages.post("/personen/<int:account>/an")
@access.to_one("account", fetch=staff.by_id, may=_may_decide)
def switch_on(visitor: Visitor, account: Account) -> ResponseReturnValue:
    """Let somebody in again."""
    if StaffPress().validate_on_submit():
        staffing.switch_on(visitor.account, account.id, now=visitor.now)
    return _back_to(account)


@pages.post("/personen/<int:account>/zweiter-faktor")
@access.to_one("account", fetch=staff.by_id, may=_may_decide)
def take_factor(visitor: Visitor, account: Account) -> ResponseReturnValue:
    """Telephone and recovery codes are lost: sign in by password, then set up anew."""
    if StaffPress().validate_on_submit():
        staffing.drop_factor(visitor.account, account.id, now=visitor.now)
    return _back_to(account)


# --- parts


def _back_to(account: Account) -> ResponseReturnValue:
    return on_to(url_for(".person", account=account.id))


def _page(
    template: str, form: GrantForm | PersonForm, refusal: Refusal | None = None, **named: object
) -> ResponseReturnValue:
    refused = [sentence_of(refusal)] if refusal else []
    status = refusal.status if refusal else 422 if form.errors else 200
    return render_template(template, form=form, refused=refused, **named), status


def _offer(form: GrantForm, powers: Powers) -> None:
    """Only what this person may give, and where."""
    places = list(_places(powers))
    given = [kind for kind in words.KINDS if any(_gives(powers, kind, each) for each in places)]
    form.kind.choices = [("", s_("Please choose")), *((k.value, words.KINDS[k]) for k in given)]
    form.place.choices = [
        ("", s_("Please choose")),
        *((_slug(place), words.place_name(place, portal().content)) for place in places),
    ]


def _gives(powers: Powers, kind: Kind, place: Place) -> bool:
    return roles.may_give(powers, Grant(kind=kind, place=place))


def _places(powers: Powers) -> Iterator[Place]:
    if powers.at(Role.ADMINISTRATOR, roles.JOBCENTER):
        yield roles.JOBCENTER
    for office, _name in _offices(powers):
        yield Place(office)
        for group in capacity.plan().groups.get(office, ()):
            yield Place(office, group.key)


def _slug(place: Place) -> str:
    return "/".join(part for part in (place.office, place.group) if part) or JOBCENTER


def _grant(form: GrantForm, visitor: Visitor) -> Grant | None:
    """What the form asks for; None with an error at the field that does not fit."""
    kinds = {kind.value: kind for kind in words.KINDS}
    places = {_slug(place): place for place in _places(visitor.powers)}
    kind, place = kinds.get(form.kind.data or ""), places.get(form.place.data or "")
    if kind is None:
        form.kind.errors = [CHOOSE]
    if place is None:
        form.place.errors = [CHOOSE]
    first, last = form.first_day.day, form.last_day.day
    if last and first and last < first:
        form.last_day.errors = [ODD_DAYS]
    elif last and last < visitor.now.date():
        form.last_day.errors = [OVER]
    if kind is None or place is None or form.last_day.errors:
        return None
    grant = Grant(kind=kind, place=place, first_day=first, last_day=last)
    if not roles.may_give(visitor.powers, grant):
        form.place.errors = [NO_FIT]
        return None
    return grant
