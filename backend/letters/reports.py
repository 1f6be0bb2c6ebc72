"""Reports: what readers say about barriers, as a German mail to the Jobcenter's contact."""

from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime

from backend.languages import Languages, Pair
from backend.letters.mails import POLICY, address_of, environment, message_id
from backend.store.letters import Letter

SUBJECT = "Barriere gemeldet"


def render(
    letter: Letter, *, languages: Languages, public_address: str, mail_from: str, now: datetime
) -> EmailMessage:
    """The mail of a report; an answer to it goes to the reader, where an address was given.

    Raises `KeyError` or `ValueError` when the row makes no sense.
    """
    pair = languages.pair(letter.languages) or Pair(languages.german)
    mail = EmailMessage(policy=POLICY)
    mail["From"] = mail_from
    mail["To"] = address_of(letter.recipient)
    mail["Subject"] = SUBJECT
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = message_id(letter, public_address)
    mail["Auto-Submitted"] = "auto-generated"
    if letter.facts["email"]:
        mail["Reply-To"] = address_of(letter.facts["email"])
    words = {**letter.facts, "language": pair.first.autonym, "portal": public_address}
    mail.set_content(environment().get_template("letters/barrier.txt").render(words))
    mail["Content-Language"] = "de"
    return mail
