"""The form about a barrier, and the page that says it has arrived."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from backend.actions import limiting, reporting
from backend.actions.reporting import Report
from backend.domain.refusals import TooManyTries, TryAgain
from backend.languages import current
from backend.web import negotiation
from backend.web.clients import client
from backend.web.negotiation import go
from backend.web.portal import portal
from backend.web.reporting.forms import BarrierForm

MOST_REPORTS = 10
SECONDS = 60 * 60

pages = Blueprint("reporting", __name__, url_prefix="/<pair:pair>/barriere")
negotiation.paired(pages)


@pages.route("/", methods=["GET", "POST"])
def report() -> ResponseReturnValue:
    """Ask what does not work, and pass it on; what was typed stays when it cannot be sent."""
    form = BarrierForm()
    if form.validate_on_submit():
        try:
            _pass_on(form)
        except (TooManyTries, TryAgain) as refusal:
            form.form_errors.append(refusal.sentence)
        else:
            return go("reporting.thanks")
    return render_template("reporting/report.html", form=form), 422 if form.errors else 200


def _pass_on(form: BarrierForm) -> None:
    now = portal().now()
    limiting.count_try(f"reporting from {client()}", most=MOST_REPORTS, seconds=SECONDS, now=now)
    reporting.report_barrier(
        Report(
            barrier=form.barrier.data or "",
            place=form.place.data or "",
            email=form.email.data or "",
        ),
        recipient=portal().content.jobcenter.barrier_mail,
        languages=current().slug,
        now=now,
    )


@pages.get("/danke")
def thanks() -> str:
    """It has arrived, and when the answer comes."""
    return render_template("reporting/thanks.html")
