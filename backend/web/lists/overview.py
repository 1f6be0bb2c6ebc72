"""The day lists of one's offices: download, print, make anew, pass on, delete (R59–R63, R111)."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from flask import Response, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import StringField

from backend.actions import listing
from backend.content import Office
from backend.domain import day_lists, roles
from backend.domain.audits import Deed
from backend.domain.day_lists import Changes
from backend.domain.roles import Place, Powers
from backend.languages import staff_text as s_
from backend.letters import day_lists as written
from backend.letters import list_rounds
from backend.letters.day_lists import DayTable, Value
from backend.store import deletions, lists, staff
from backend.store.deletions import ListDeletion
from backend.web import access
from backend.web.access import Visitor
from backend.web.fields import LONGEST_LINE, TOO_LONG, AtMost, Valid, tidy
from backend.web.lists.pages import pages
from backend.web.person_fields import MAIL_LINE, ODD_MAIL, is_mail
from backend.web.portal import portal
from backend.web.staff_fields import StaffForm, StaffPress
from backend.web.staffing.pages import on_to

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListCard:
    """The list of one office today, as the page shows it."""

    office: Office
    made_at: datetime | None
    """None: there is none (any more)."""
    count: int
    changes: Changes
    """What differs from it by now."""
    passed_on_at: datetime | None
    passed_on_by: str
    is_passed_on: bool
    """This very state, and not only one before it."""
    deleted: ListDeletion | None
    deleted_at: datetime | None
    mailbox: str
    may_set_mailbox: bool


class GroupTable(NamedTuple):
    """The appointments of one group as a page prints them."""

    title: str
    columns: tuple[str, ...]
    rows: list[tuple[Value, ...]]


class MailboxForm(StaffForm):
    """Where an office hears that its list is ready."""

    mail = StringField(
        s_("Mail address of the group mailbox"),
        description=s_("Leave it empty where nobody shall get a mail."),
        filters=[tidy],
        validators=[AtMost(LONGEST_LINE, TOO_LONG), Valid(is_mail, ODD_MAIL)],
        render_kw=MAIL_LINE,
    )


def _may_see(powers: Powers, office: Office) -> bool:
    """Whether the list of the whole office may be read."""
    return roles.may_see_bookings(powers, Place(office.key))


def _may_set_mailbox(powers: Powers, office: Office) -> bool:
    """Whether it may be decided where the office hears of its lists (R113)."""
    return roles.may_set_offers(powers, Place(office.key))


def _office(key: str) -> Office | None:
    return portal().content.offices.get(key)


@pages.get("/listen/")
@access.to(roles.may_see_lists)
def overview(visitor: Visitor) -> str:
    """The lists of today; they say whether they are still up to date."""
    kept = lists.of_day(visitor.now.date())
    cards = [
        _card(visitor, office, kept.get(office.key))
        for office in portal().content.offices.values()
        if _may_see(visitor.powers, office)
    ]
    return render_template("lists/overview.html", cards=cards, today=visitor.now.date())


@pages.post("/listen/<office>/neu")
@access.to_one("office", fetch=_office, may=_may_see)
def make(visitor: Visitor, office: Office) -> ResponseReturnValue:
    """Make the list as the appointments stand now."""
    if StaffPress().validate_on_submit():
        here = portal()
        made = list_rounds.made(
            office.key, content=here.content, languages=here.languages, now=visitor.now
        )
        listing.keep(visitor.account.id, made, now=visitor.now)
    return _back()


@pages.post("/listen/<office>/datei")
@access.to_one("office", fetch=_office, may=_may_see)
def download(visitor: Visitor, office: Office) -> ResponseReturnValue:
    """The Excel file; who got it is noted (R63)."""
    if not StaffPress().validate_on_submit():
        return _back()
    file = listing.open_file(visitor.account, office.key, deed=Deed.EXPORTED, now=visitor.now)
    name = day_lists.file_name(office.key, visitor.now.date())
    return Response(
        file,
        content_type=EXCEL,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@pages.post("/listen/<office>/druck")
@access.to_one("office", fetch=_office, may=_may_see)
def sheet(visitor: Visitor, office: Office) -> ResponseReturnValue:
    """The same as a page to print, as the appointments stand now; that it was shown is noted."""
    if not StaffPress().validate_on_submit():
        return _back()
    listing.note_print(visitor.account, office.key, now=visitor.now)
    here, kept = portal(), lists.find(office.key, visitor.now.date())
    table = written.table(
        office.key,
        visitor.now.date(),
        content=here.content,
        languages=here.languages,
        stamped=visitor.now,
        first_marks=kept.first_marks if kept else None,
    )
    groups = [_group(table, key, title) for key, title in table.groups.items()]
    return render_template("lists/sheet.html", table=table, groups=groups, office=office)


@pages.post("/listen/<office>/weitergegeben")
@access.to_one("office", fetch=_office, may=_may_see)
def pass_on(visitor: Visitor, office: Office) -> ResponseReturnValue:
    """Tick that the list was passed on."""
    if StaffPress().validate_on_submit():
        listing.pass_on(visitor.account, office.key, now=visitor.now)
    return _back()


@pages.post("/listen/<office>/loeschen")
@access.to_one("office", fetch=_office, may=_may_see)
def delete(visitor: Visitor, office: Office) -> ResponseReturnValue:
    """Delete the file before the end of the day."""
    if StaffPress().validate_on_submit():
        listing.delete(visitor.account, office.key, now=visitor.now)
    return _back()


@pages.route("/listen/<office>/postfach", methods=["GET", "POST"])
@access.to_one("office", fetch=_office, may=_may_set_mailbox)
def mailbox(visitor: Visitor, office: Office) -> ResponseReturnValue:
    """Where the office hears that its list is ready or has changed."""
    form = MailboxForm(mail=lists.mailbox(office.key))
    if form.validate_on_submit():
        listing.set_mailbox(visitor.account, office.key, form.mail.data or "", now=visitor.now)
        return _back()
    page = render_template("lists/mailbox.html", form=form, office=office)
    return page, 422 if form.errors else 200


# --- parts


def _back() -> ResponseReturnValue:
    return on_to(url_for(".overview"))


def _group(table: DayTable, key: str, title: str) -> GroupTable:
    """The rows of one group, without columns in which nothing stands, or only its own title."""
    rows = [row.cells for row in table.rows if row.group == key]
    filled = [
        place for place in range(len(table.columns)) if {row[place] for row in rows} - {"", title}
    ]
    return GroupTable(
        title,
        tuple(table.columns[place] for place in filled),
        [tuple(row[place] for place in filled) for row in rows],
    )


def _card(visitor: Visitor, office: Office, kept: lists.Kept | None) -> ListCard:
    today = visitor.now.date()
    gone = deletions.lists(today, office=office.key)
    deleted = gone[0] if gone and kept is None else None
    now_marks = lists.marks_of(lists.lines(office.key, today)) if kept else {}
    by = staff.by_id(kept.passed_on_by) if kept and kept.passed_on_by else None
    return ListCard(
        office=office,
        made_at=_moment(kept.made_at if kept else None),
        count=kept.count if kept else 0,
        changes=day_lists.changes(kept.marks, now_marks) if kept else Changes(),
        passed_on_at=_moment(kept.passed_on_at if kept else None),
        passed_on_by=by.name if by else "",
        is_passed_on=kept is not None and (kept.passed_on_at or 0) >= kept.made_at,
        deleted=deleted,
        deleted_at=_moment(deleted.deleted_at if deleted else None),
        mailbox=lists.mailbox(office.key),
        may_set_mailbox=_may_set_mailbox(visitor.powers, office),
    )


def _moment(seconds: int | None) -> datetime | None:
    """On the wall clock of the offices."""
    if seconds is None:
        return None
    return datetime.fromtimestamp(seconds, UTC).astimezone(portal().zone)
