"""Mails: a letter's row becomes a message in the reader's language and German, with calendar."""

from collections.abc import Sequence
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from email_validator import validate_email
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from backend.content import Content
from backend.languages import German, Languages, Ltr, Pair, Shown, Text, Tongue
from backend.letters import booking_invitations, calendars, promises
from backend.letters.sentences import Body, Facts, body_of, channel_notes, facts_of
from backend.letters.wordings import said
from backend.store.letters import (
    BOOKING_INVITATION,
    CALLBACK_KINDS,
    CANCELLED_KINDS,
    EARLIER,
    LIMIT_NOTICE,
    NO_INTERPRETER,
    NOT_REACHED,
    Letter,
)

TEMPLATES = Path(__file__).parents[2] / "site" / "templates"
POLICY = SMTP.clone(cte_type="7bit")
"""Every mail server takes seven bits; not every one takes more."""
WITHOUT_CALENDAR = CALLBACK_KINDS | {
    BOOKING_INVITATION, LIMIT_NOTICE, NOT_REACHED, NO_INTERPRETER, EARLIER,
}  # fmt: skip
"""They change nothing that stands in a calendar."""


def render(
    letter: Letter,
    *,
    content: Content,
    languages: Languages,
    public_address: str,
    mail_from: str,
    now: datetime,
) -> EmailMessage:
    """The mail of a letter; the Message-ID is the same however often it is rendered (D36).

    Raises `KeyError` or `ValueError` when the row makes no sense with the present content.
    """
    pair = languages.pair(letter.languages) or Pair(languages.german)
    tongues = written_in(pair, languages)
    slug = languages.with_german(pair).slug

    def link_to(rest: str) -> str:
        return f"{public_address}/{slug}{rest}"

    if letter.kind in CALLBACK_KINDS:
        body = promises.body_of(letter, content=content, link_to=link_to)
    elif letter.kind == BOOKING_INVITATION:
        offer = booking_invitations.of_letter(letter, content)
        body = booking_invitations.body_of(offer, content=content, link_to=link_to)
    else:
        body = body_of(letter, facts_of(letter, content), content=content, link_to=link_to)
    mail = EmailMessage(policy=POLICY)
    mail["From"] = mail_from
    mail["To"] = address_of(letter.recipient)
    mail["Subject"] = " / ".join(dict.fromkeys(body.subject.plain(t) for t in tongues))
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = message_id(letter, public_address)
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    if content.jobcenter.mail and not content.is_sample:
        mail["Reply-To"] = content.jobcenter.mail
    _fill(mail, body, tongues)
    if letter.kind not in WITHOUT_CALENDAR:
        _attach_calendar(mail, letter, facts_of(letter, content), tongues[0])
    # Last: whatever begins with Content- moves into the first part as the mail grows.
    mail["Content-Language"] = ", ".join(tongue.tag for tongue in tongues)
    return mail


def message_id(letter: Letter, public_address: str) -> str:
    """`<random part of the row @ public host>`."""
    return f"<{letter.message_id}@{urlsplit(public_address).hostname}>"


def written_in(pair: Pair, languages: Languages) -> tuple[Tongue, ...]:
    """The languages of a letter in order: the reader's, and German for whoever reads another."""
    tongues = [pair.first, pair.second] if pair.second else [pair.first]
    if not any(tongue.is_german for tongue in tongues):
        tongues.append(languages.german)
    return tuple(tongues)


def address_of(recipient: str) -> Address:
    """The address for a header; `ValueError` where it is none."""
    local, at, domain = recipient.strip().rpartition("@")
    if not at:
        raise ValueError("not a mail address")
    if not domain.isascii():
        # By the rules of 2008: by those of 2003, which Python knows, faß.de would become fass.de,
        # and somebody else would read it.
        domain = validate_email(f"a@{domain}", check_deliverability=False).ascii_domain
    return Address(username=local, domain=domain)


def _fill(mail: EmailMessage, body: Body, tongues: Sequence[Tongue]) -> None:
    words = {
        "body": body,
        "tongues": tongues,
        "official": said("closing.official") if len(tongues) > 1 else None,
        "draft": said("closing.draft"),
    }
    mail.set_content(environment().get_template("letters/mail.txt").render(words))
    mail.add_alternative(
        environment().get_template("letters/mail.html").render(words), subtype="html"
    )


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The templates of letters; `plain` and `html` show a text in one language."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["plain"] = lambda shown, tongue: shown.plain(tongue)
    environment.filters["html"] = lambda shown, tongue: shown.html(tongue)
    return environment


def _attach_calendar(mail: EmailMessage, letter: Letter, facts: Facts, tongue: Tongue) -> None:
    """The calendar file in the reader's language.

    It is an attachment of its own: as a third alternative some programs would show it in place of
    the text.
    """
    is_over = letter.kind in CANCELLED_KINDS
    entry = entry_of(
        facts,
        tongue,
        organiser=parseaddr(str(mail["From"]))[1],
        stamped=datetime.fromtimestamp(letter.created_at, UTC),
    )
    mail.add_attachment(
        calendars.withdrawn(entry) if is_over else calendars.published(entry),
        maintype="text",
        subtype="calendar",
        filename=calendars.FILE_NAME,
        params={"charset": "utf-8", "method": "CANCEL" if is_over else "PUBLISH"},
    )


def entry_of(facts: Facts, tongue: Tongue, *, organiser: str, stamped: datetime) -> calendars.Entry:
    """The calendar entry of an appointment: neutral title, a place only where people shall come."""
    notes: list[Shown | Text] = [*channel_notes(facts.channel, facts.video)]
    if facts.place and facts.is_visit:
        notes.append(German(facts.place))
    video = [f"{said('row.video').plain(tongue)}:", facts.video] if facts.video else []
    number = said("calendar.reference", reference=Ltr(facts.reference))
    return calendars.Entry(
        uid=facts.uid,
        sequence=facts.sequence,
        start=facts.start,
        minutes=facts.minutes,
        title=said("calendar.title").plain(tongue),
        notes="\n".join([*(text.plain(tongue) for text in [*notes, number]), *video]),
        place=facts.address if facts.is_visit else "",
        organiser=organiser,
        stamped=stamped,
    )
