"""The numbers of a month, quarter or year: shown, printed, downloaded (R64–R66, R109).

Place and time are sent and not put into the address: each reading is noted once, and looking at
the empty form is none.
"""

from collections.abc import Callable

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue
from wtforms import SelectField, ValidationError

from backend.actions import evaluating
from backend.actions.evaluating import Report
from backend.domain import roles
from backend.domain.audits import Deed
from backend.domain.crosstabs import ALL_OFFICES
from backend.domain.evaluations import Period
from backend.domain.roles import Place
from backend.languages import Shown, Tongue
from backend.languages import staff_text as s_
from backend.letters import figure_files, figures
from backend.letters.figures import Sheet
from backend.web import access
from backend.web.access import Visitor
from backend.web.fields import CHOOSE_ONE
from backend.web.lists.overview import EXCEL
from backend.web.portal import offices_where, portal
from backend.web.staff_fields import StaffForm

pages = Blueprint("evaluating", __name__, url_prefix=f"{access.PREFIX}/auswertung")

CSV = "text/csv; charset=utf-8"


class PlaceAndTime(StaffForm):
    """Of which office, and of which time."""

    office = SelectField(s_("Office"), validate_choice=False)
    period = SelectField(s_("Time"), validate_choice=False)

    def validate_office(self, field: SelectField) -> None:
        """What is not on the list does not exist for this person."""
        _check(field)

    def validate_period(self, field: SelectField) -> None:
        """What is not over is not on the list."""
        _check(field)


def _check(field: SelectField) -> None:
    if field.data not in {choice[0] for choice in field.choices or ()}:
        raise ValidationError(CHOOSE_ONE)


@pages.route("/", methods=["GET", "POST"])
@access.to(roles.may_read_some_statistics)
def evaluation(visitor: Visitor) -> ResponseReturnValue:
    """Choose office and time; the numbers stand below."""
    form, periods = _form(visitor)
    if form.validate_on_submit():
        period = periods[form.period.data]
        return _page(visitor, form, _report(visitor, period, form.office.data, deed=Deed.SAW))
    return _page(visitor, form, None), 422 if form.errors else 200


@pages.post("/excel")
@access.to(roles.may_read_some_statistics)
def workbook(visitor: Visitor) -> ResponseReturnValue:
    """The same as an Excel file; who got it is noted."""
    return _file(visitor, "xlsx", write=figure_files.as_workbook, content_type=EXCEL)


@pages.post("/csv")
@access.to(roles.may_read_some_statistics)
def table(visitor: Visitor) -> ResponseReturnValue:
    """The same as CSV, a line for each number; who got it is noted."""
    return _file(visitor, "csv", write=figure_files.as_csv, content_type=CSV)


def _page(visitor: Visitor, form: PlaceAndTime, report: Report | None) -> str:
    return render_template(
        "evaluating/evaluation.html",
        form=form,
        sheet=figures.sheet(report, portal().content) if report else None,
        is_empty=report is not None and report.evaluation.is_empty,
        may_see_keeping=roles.may_see_keeping(visitor.powers),
    )


def _file(
    visitor: Visitor, ending: str, *, write: Callable[[Sheet, Tongue], bytes], content_type: str
) -> ResponseReturnValue:
    form, periods = _form(visitor)
    if not form.validate_on_submit():
        return _page(visitor, form, None), 422
    period, office = periods[form.period.data], form.office.data
    report = _report(visitor, period, office, deed=Deed.EXPORTED)
    file = write(figures.sheet(report, portal().content), portal().languages.german)
    name = f"auswertung-{office or 'alle'}-{period.key.lower()}.{ending}"
    return Response(
        file,
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _report(visitor: Visitor, period: Period, office: str, *, deed: Deed) -> Report:
    return evaluating.report(
        visitor.account,
        period,
        office=office,
        deed=deed,
        content=portal().content,
        now=visitor.now,
    )


def _form(visitor: Visitor) -> tuple[PlaceAndTime, dict[str, Period]]:
    """The form with what this person may choose, and the periods by their keys."""
    periods = {each.key: each for each in evaluating.periods(visitor.now)}
    form = PlaceAndTime()
    form.office.choices = _offices(visitor)
    form.period.choices = [(key, figures.period_name(each)) for key, each in periods.items()]
    return form, periods


def _offices(visitor: Visitor) -> list[tuple[str, Shown | str]]:
    """Those whose numbers may be read, and all together for whom it is all."""

    def may(office: str) -> bool:
        return roles.may_read_statistics(visitor.powers, Place(office))

    own: list[tuple[str, Shown | str]] = [
        (office.key, office.name) for office in offices_where(may)
    ]
    return [(ALL_OFFICES, figures.ALL), *own] if may(ALL_OFFICES) else own
