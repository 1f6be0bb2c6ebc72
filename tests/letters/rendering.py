"""A mail as it is written, and its words."""

from email.message import EmailMessage

from backend.content import Content
from backend.languages import Languages
from backend.letters import mails
from backend.store.letters import Letter
from tests.letters.conftest import NOW


def mailed(letter: Letter, content: Content, languages: Languages) -> EmailMessage:
    return mails.render(
        letter,
        content=content,
        languages=languages,
        public_address="https://termin.example",
        mail_from="Termine <termine@portal.example>",
        now=NOW,
    )


def text_of(mail: EmailMessage, kind: str = "plain") -> str:
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content())
