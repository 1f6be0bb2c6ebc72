"""Invitations: the mails with links that open an account of the staff."""

from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime

from backend.content import Content
from backend.languages import Clock, Day, Languages, Text
from backend.languages import staff_text as s_
from backend.letters.mails import POLICY, address_of, message_id
from backend.store.letters import Letter

WAYS = {"invitation": "einladung", "reset": "neues-passwort"}
"""Where the links lead, by the kind of the letter."""
KINDS = frozenset(WAYS)
SUBJECTS = {
    "invitation": s_("Your access to the appointment portal"),
    "reset": s_("Your password for the appointment portal"),
}
SENTENCES = {
    "invitation": (
        s_("You have been invited to work with the appointment portal."),
        s_("Choose your password here:"),
    ),
    "reset": (
        s_("Somebody, probably you, has asked for a new password."),
        s_("Choose it here:"),
    ),
}
ENDS = {
    "invitation": s_("You did not expect this? Then please tell those named below."),
    "reset": s_("Was it not you? Then you need not do anything. Your password stays as it is."),
}


def render(
    letter: Letter,
    *,
    content: Content,
    languages: Languages,
    public_address: str,
    mail_from: str,
    now: datetime,
) -> EmailMessage:
    """The mail with the link; `KeyError` or `ValueError` when the row makes no sense."""
    tongue = languages.german
    until = datetime.fromisoformat(letter.facts["until"])
    contact = content.jobcenter
    paragraphs: list[Text | str] = [
        s_("Good day %(name)s,", name=letter.facts["name"]),
        *SENTENCES[letter.kind],
        f"{public_address}/dienst/{WAYS[letter.kind]}/{letter.facts['token']}",
        s_(
            "The link is good until %(day)s, %(time)s, and only once.",
            day=Day(until.date(), "number"),
            time=Clock(until.time()),
        ),
        ENDS[letter.kind],
        f"{contact.support_name}\n{contact.support_phone}\n{contact.support_mail}",
    ]
    mail = EmailMessage(policy=POLICY)
    mail["From"] = mail_from
    mail["To"] = address_of(letter.recipient)
    mail["Subject"] = SUBJECTS[letter.kind].plain(tongue)
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = message_id(letter, public_address)
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(
        "\n\n".join(each.plain(tongue) if isinstance(each, Text) else each for each in paragraphs)
        + "\n"
    )
    mail["Content-Language"] = tongue.tag
    return mail
