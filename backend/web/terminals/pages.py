"""The terminals of one's offices: add one, give it another code, switch it off (R101)."""

from datetime import UTC, datetime

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice as Option

from backend.actions import enrolling
from backend.content import Office
from backend.domain import kiosks, roles
from backend.domain.kiosks import Kiosk, KioskOff, Paper
from backend.domain.roles import Place, Powers
from backend.languages import Clock, Day, Text
from backend.languages import staff_text as s_
from backend.store import kiosks as stored
from backend.web import access
from backend.web.access import Visitor
from backend.web.fields import TOO_LONG, AtMost, Said, tidy
from backend.web.portal import offices_where, portal
from backend.web.staff_fields import StaffForm, StaffPress
from backend.web.staffing.pages import on_to

pages = Blueprint("terminals", __name__, url_prefix=f"{access.PREFIX}/terminals")

LONGEST_TITLE = 60
PAPERS = {
    Paper.RECEIPT: s_("Receipts of 80 mm"),
    Paper.SHEET: s_("Paper A4"),
    Paper.NONE: s_("Nothing, it has no printer"),
}
CHOOSE = s_("Please choose one of the list.")


class TerminalForm(StaffForm):
    """Where it stands and what it prints on."""

    office = SelectField(s_("Office"), validate_choice=False)
    title = StringField(
        s_("Where it stands"),
        description=s_("Such as: entrance hall, left. Only staff see it."),
        filters=[tidy],
        validators=[Said(s_("Please write where it stands.")), AtMost(LONGEST_TITLE, TOO_LONG)],
        render_kw={"autocomplete": "off"},
    )
    paper = RadioField(
        s_("What does it print on?"),
        choices=[Option(paper.value, words) for paper, words in PAPERS.items()],
        default=Paper.RECEIPT.value,
        validate_choice=False,
    )


def may_see(powers: Powers, kiosk: Kiosk) -> bool:
    """Whether it is one of the own offices' terminals, and still one."""
    return not kiosk.is_off and roles.may_set_up_kiosk(powers, Place(kiosk.office))


@pages.get("/")
@access.to(roles.may_set_up_kiosks)
def start(visitor: Visitor) -> str:
    """All terminals of one's own offices."""
    offices = portal().content.offices
    lines = [
        (kiosk, offices[kiosk.office].name, _state(kiosk, visitor.now))
        for kiosk in stored.standing()
        if may_see(visitor.powers, kiosk) and kiosk.office in offices
    ]
    return render_template("terminals/list.html", lines=lines, papers=PAPERS)


@pages.route("/neu", methods=["GET", "POST"])
@access.to(roles.may_set_up_kiosks)
def add(visitor: Visitor) -> ResponseReturnValue:
    """Announce a terminal; the answer shows its code at once and only now, so no redirect."""
    form, own = TerminalForm(), _offices(visitor.powers)
    form.office.choices = [Option(office.key, office.name) for office in own]
    if form.validate_on_submit():
        if form.office.data in {office.key for office in own}:
            kiosk, code = enrolling.add(visitor.account, _announced(form), now=visitor.now)
            return _code_page(kiosk, code)
        form.office.errors = [CHOOSE]
    return render_template("terminals/add.html", form=form), 422 if form.errors else 200


@pages.post("/<int:kiosk>/code")
@access.to_one("kiosk", fetch=stored.by_id, may=may_see)
def renew(visitor: Visitor, kiosk: Kiosk) -> ResponseReturnValue:
    """Another code, shown at once and only now."""
    if not StaffPress().validate_on_submit():
        return on_to(url_for(".start"))
    try:
        return _code_page(*enrolling.renew_code(visitor.account, kiosk.id, now=visitor.now))
    except KioskOff:
        # A colleague was faster: the list says so.
        return on_to(url_for(".start"))


@pages.post("/<int:kiosk>/aus")
@access.to_one("kiosk", fetch=stored.by_id, may=may_see)
def switch_off(visitor: Visitor, kiosk: Kiosk) -> ResponseReturnValue:
    """The terminal is none any more."""
    if StaffPress().validate_on_submit():
        try:
            enrolling.revoke(visitor.account, kiosk.id, now=visitor.now)
        except KioskOff:
            pass
    return on_to(url_for(".start"))


# --- parts


def _offices(powers: Powers) -> list[Office]:
    return offices_where(lambda key: roles.may_set_up_kiosk(powers, Place(key)))


def _announced(form: TerminalForm) -> Kiosk:
    papers = {paper.value: paper for paper in Paper}
    return Kiosk(
        id=0,
        office=form.office.data,
        title=form.title.data,
        paper=papers.get(form.paper.data or "", Paper.NONE),
    )


def _code_page(kiosk: Kiosk, code: str) -> str:
    here = portal()
    return render_template(
        "terminals/code.html",
        kiosk=kiosk,
        office=here.content.offices[kiosk.office].name,
        address=f"{here.settings.public_address}{url_for('kiosk.enrol')}",
        code=kiosks.spaced(code),
    )


def _state(kiosk: Kiosk, now: datetime) -> Text:
    if kiosk.enrolled_at:
        seen = datetime.fromtimestamp(kiosk.seen_at, UTC).astimezone(now.tzinfo)
        return s_("last seen on %(day)s at %(time)s", day=Day(seen.date()), time=Clock(seen.time()))
    return s_("not set up yet") if kiosk.code_until > now.timestamp() else s_("code is over")
