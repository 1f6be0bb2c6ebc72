"""The promise of a callback on a card and on a receipt, with German beneath (R69, R73, D29)."""

from datetime import datetime

from backend.languages import Clock, Day, Ltr, Pair, Text
from backend.languages import text_of as _
from backend.letters.paper.passages import Press, Reader, in_german
from backend.letters.paper.typesetting import set_in_type
from backend.letters.promises import Promise
from backend.letters.wordings import said

FADES = _("This paper fades. Take a photo of it, or write it down.")


def card(press: Press, promise: Promise, *, pair: Pair, stamped: datetime) -> bytes:
    """The card for the pocket, A6: neither name nor phone number (D17)."""
    return set_in_type("card", _words(press, promise, press.reader(pair)), stamped=stamped)


def receipt(press: Press, promise: Promise, *, pair: Pair, stamped: datetime) -> bytes:
    """The same on a roll of 80 mm; thermal paper fades."""
    reader = press.reader(pair)
    words = _words(press, promise, reader) | {"fades": reader.said(FADES)}
    return set_in_type("receipt", words, stamped=stamped)


def _words(press: Press, promise: Promise, reader: Reader) -> dict[str, object]:
    day, jobcenter = promise.due.date(), press.content.jobcenter
    title = said("subject.callback")
    number = _("Number of your callback: %(reference)s", reference=Ltr(promise.reference))
    facts: list[Text] = [said("note.hidden_number"), said("closing.callback")]
    until = _("until %(time)s", time=Clock(promise.due.time()))
    if promise.is_whole_day:
        until = _("in the course of the day")
    phone = Ltr(jobcenter.phone.replace(" ", "\u00a0"))
    return reader.frame(press, title) | {
        "heading": reader.said(title),
        "ticket": {
            "weekday": reader.said(Day(day, "weekday")),
            "day": str(day.day),
            "month": reader.said(Day(day, "month_year")),
            "time": reader.said(until),
            "reference": reader.said(number),
            "facts": [in_german(promise.office.name), *(reader.said(fact) for fact in facts)],
        },
        "number": f"{promise.due:%d.%m.%Y}",
        "phone": reader.said(
            _(
                "You do not need the call any more? Call %(phone)s, or tell us at the counter.",
                phone=phone,
            )
        ),
        "closing": [],
    }
