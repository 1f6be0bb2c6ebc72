"""The link of one talk by video, typed where the office has no template or wants another (R88)."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import StringField

from backend.actions import linking, videos
from backend.domain.refusals import Refusal
from backend.domain.staff_refusals import OddLink
from backend.domain.video_links import LONGEST, is_link
from backend.languages import sentence_of
from backend.languages import staff_text as s_
from backend.store.day import Line
from backend.web import access
from backend.web.access import Visitor
from backend.web.fields import TOO_LONG, AtMost, Said, Valid, tidy
from backend.web.person_fields import LATIN_LINE
from backend.web.portal import portal
from backend.web.reception import rows
from backend.web.reception.board import kept_filter
from backend.web.reception.pages import pages
from backend.web.reception.places import line_of, may_serve_line
from backend.web.staff_fields import StaffForm
from backend.web.staffing.pages import on_to


class VideoForm(StaffForm):
    """Where the talk takes place."""

    link = StringField(
        s_("Link of the video talk"),
        description=s_("It begins with https:// and is for this customer alone."),
        filters=[tidy],
        validators=[
            Said(s_("Please write the link.")),
            AtMost(LONGEST, TOO_LONG),
            Valid(is_link, sentence_of(OddLink)),
        ],
        render_kw=LATIN_LINE | {"inputmode": "url"},
    )


@pages.route("/termin/<int:appointment>/video", methods=["GET", "POST"])
@access.to_one("appointment", fetch=line_of, may=may_serve_line)
def video(visitor: Visitor, line: Line) -> ResponseReturnValue:
    """Type the link; whoever has been told another one is told this one."""
    found, form = line.appointment, VideoForm()
    kept = kept_filter()
    refused: list[Refusal] = []
    if form.validate_on_submit():
        try:
            linking.set_link(
                visitor.account,
                found.id,
                form.link.data or "",
                content=portal().content,
                now=visitor.now,
            )
            kept["getan"] = "video"
            return on_to(url_for(".appointment", appointment=found.id, **kept))
        except Refusal as refusal:
            refused = [refusal]
    elif not form.is_submitted():
        form.link.data = videos.link_of(found)
    page = render_template(
        "reception/video.html",
        row=rows.row_of(line, visitor),
        found=found,
        form=form,
        kept=kept,
        refused=[sentence_of(each) for each in refused],
    )
    return page, refused[0].status if refused else 422 if form.errors else 200
