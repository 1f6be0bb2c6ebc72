"""Turns refusals and HTTP errors into pages in the reader's languages, always with ways on."""

from flask import Flask, current_app, render_template, request
from werkzeug.exceptions import HTTPException

from backend.domain.refusals import Refusal
from backend.languages import N_, Text, sentence_of, text_of
from backend.languages import staff_text as s_
from backend.web import access

TITLES = {
    400: N_("We could not read this."),
    404: N_("This page does not exist."),
    405: N_("This page does not exist."),
    413: N_("That was too much text."),
    429: N_("Too many tries"),
}
SENTENCES = {
    400: N_("Please go back and try again."),
    404: N_("The address may be mistyped, or the appointment is over and its record deleted."),
    405: N_("The address may be mistyped, or the appointment is over and its record deleted."),
    413: N_("Please write less and send it again."),
    429: N_("Please wait a few minutes and try again."),
}
BROKEN_TITLE = N_("Something went wrong on our side")
BROKEN_SENTENCE = N_("Please try again in a few minutes. What you booked before stays booked.")
REFUSED_TITLE = N_("That did not work")
NOT_YOURS = s_("There is nothing here that you may see.")


def explain(app: Flask) -> None:
    """Register the pages."""
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(HTTPException, _failed)
    app.register_error_handler(Exception, _broken)


def _refused(refusal: Refusal) -> tuple[str, int]:
    sentence = sentence_of(refusal)
    return _page(REFUSED_TITLE, sentence, refusal.status)


def _failed(error: HTTPException) -> tuple[str, int]:
    status = error.code or 500
    title = TITLES.get(status, TITLES[400])
    if status == 404 and access.is_desk():
        return _page(title, NOT_YOURS, status)
    return _page(title, text_of(SENTENCES.get(status, SENTENCES[400])), status)


def _broken(error: Exception) -> tuple[str, int]:
    # the endpoint, never the path: addresses carry tokens (D38)
    current_app.logger.error("error in %s", request.endpoint, exc_info=error)
    return _page(BROKEN_TITLE, text_of(BROKEN_SENTENCE), 500)


def _page(title: str, sentence: Text, status: int) -> tuple[str, int]:
    template = "staff/error.html" if access.is_desk() else "errors/page.html"
    page = render_template(template, title=text_of(title), sentence=sentence, status=status)
    return page, status
