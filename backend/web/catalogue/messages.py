"""Whole messages to look at, as mail and as short message, of an appointment that nobody has."""

from datetime import timedelta
from email.message import EmailMessage

from flask import render_template, request

from backend.domain import gsm, roles
from backend.domain.appointments import Channel
from backend.languages import Text
from backend.languages import staff_text as s_
from backend.letters import mails, sms
from backend.letters.sentences import facts_of
from backend.letters.wordings import WORDINGS
from backend.store.letters import (
    CANCELLATION,
    CONFIRMATION,
    LIMIT_NOTICE,
    MOVED,
    OFFICE_CANCELLED,
    OFFICE_MOVED,
    OFFICE_ROOM,
    REMINDER,
    Letter,
)
from backend.web import access
from backend.web.access import Visitor
from backend.web.catalogue.pages import pages
from backend.web.portal import portal

KINDS: dict[str, Text] = {
    CONFIRMATION: s_("Confirmation"),
    REMINDER: s_("Reminder"),
    MOVED: s_("Moved by the customer"),
    CANCELLATION: s_("Cancelled by the customer"),
    OFFICE_MOVED: s_("Moved by the office"),
    OFFICE_CANCELLED: s_("Cancelled by the office"),
    OFFICE_ROOM: s_("Another waiting place"),
    LIMIT_NOTICE: s_("Somebody tried to book a second time"),
}
CHANNELS = {
    Channel.IN_PERSON.value: s_("In person"),
    Channel.PHONE.value: s_("By phone"),
    Channel.VIDEO.value: s_("By video"),
}


@pages.get("/nachrichten/")
@access.to(roles.may_edit_catalogue)
def messages(_visitor: Visitor) -> str:
    """A message in a pair of languages; `art`, `weg` and `sprache` choose it."""
    asked = request.args
    kind = asked.get("art", CONFIRMATION) if asked.get("art") in KINDS else CONFIRMATION
    channel = asked.get("weg", "") if asked.get("weg") in CHANNELS else Channel.IN_PERSON.value
    known = portal().languages.tongues
    slug = asked.get("sprache", "de") if asked.get("sprache") in known else "de"
    letter = _letter(kind, Channel(channel), slug)
    here = portal()
    mail = mails.render(
        letter,
        content=here.content,
        languages=here.languages,
        public_address=here.settings.public_address,
        mail_from=here.settings.mail_from,
        now=here.now(),
    )
    short = ""
    if f"sms.{kind}" in WORDINGS:
        short = sms.text_of(
            kind, facts_of(letter, here.content), slug, here.content, here.languages
        )
    return render_template(
        "catalogue/messages.html",
        kinds=KINDS,
        channels=CHANNELS,
        known=known.values(),
        kind=kind,
        channel=channel,
        tongue=known[slug],
        subject=mail["Subject"],
        text=_plain(mail),
        short=short,
        parts=gsm.parts(short),
    )


def _plain(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    return str(part.get_content()) if part is not None else ""


def _letter(kind: str, channel: Channel, slug: str) -> Letter:
    """A letter about an appointment in a week, at the first office."""
    here = portal()
    start = (here.now() + timedelta(days=7)).replace(hour=10, minute=20, second=0, microsecond=0)
    office = next(iter(here.content.offices))
    return Letter(
        id=0,
        kind=kind,
        appointment=0,
        channel="mail",
        recipient="kundin@example.org",
        languages=slug,
        facts={
            "office": office,
            "start": f"{start:%Y-%m-%dT%H:%M:%S}",
            "minutes": 30,
            "channel": channel.value,
            "reference": "K7M42PX9",
            "token": "0.beispiel",
            "sequence": 0,
            "uid": "beispiel@example.org",
            "place": here.content.offices[office].waiting_place,
        },
        created_at=int(here.now().timestamp()),
        due_at=int(here.now().timestamp()),
        attempts=0,
        message_id="beispiel",
    )
