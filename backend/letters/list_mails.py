"""List mails: a word to the mailbox of an office about its day list, without a fact out of it."""

from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime

from backend.content import Content
from backend.languages import Languages
from backend.languages import staff_text as s_
from backend.letters.mails import POLICY, address_of, message_id
from backend.store import letters
from backend.store.letters import Letter

SUBJECTS = {
    letters.LIST_READY: s_("The day list is ready"),
    letters.LIST_CHANGED: s_("The day list has changed"),
    letters.LIST_COPIES: s_("Please delete copies of the day list"),
}
KINDS = frozenset(SUBJECTS)
SENTENCES = {
    letters.LIST_READY: s_("The day list of %(office)s is ready:"),
    letters.LIST_CHANGED: s_("The day list of %(office)s has changed. A newer state is here:"),
    letters.LIST_COPIES: s_(
        "Please delete now what you have downloaded of the day list of %(office)s, and shred what "
        "is printed. The portal deletes its own file at the end of the day:"
    ),
}
WHY = s_("You get this mail because this mailbox is named in the portal for day lists.")


def render(
    letter: Letter,
    *,
    content: Content,
    languages: Languages,
    public_address: str,
    mail_from: str,
    now: datetime,
) -> EmailMessage:
    """The mail; `KeyError` or `ValueError` when the row makes no sense."""
    tongue = languages.german
    office = content.offices[letter.facts["office"]].name
    paragraphs = [
        s_(SENTENCES[letter.kind].msgid, office=office).plain(tongue),
        f"{public_address}/dienst/listen/",
        WHY.plain(tongue),
    ]
    mail = EmailMessage(policy=POLICY)
    mail["From"] = mail_from
    mail["To"] = address_of(letter.recipient)
    mail["Subject"] = SUBJECTS[letter.kind].plain(tongue)
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = message_id(letter, public_address)
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content("\n\n".join(paragraphs) + "\n")
    mail["Content-Language"] = tongue.tag
    return mail
