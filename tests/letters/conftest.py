"""A tiny Jobcenter, catalogues that show their language, letters, and a mail server."""

from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo

from backend.content import Content, Jobcenter, Language, Office, Theme
from backend.content.media import NO_MEDIA
from backend.domain.appointments import Channel
from backend.languages import Languages
from backend.letters.transports import SmtpServer
from backend.settings import Encryption, MailServer, Settings
from backend.store.letters import Letter
from tests.letters.post_office import PostOffice, controller

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 3, 20, 9, 0, tzinfo=UTC)
T = TypeVar("T")


def filled(kind: type[T], **given: Any) -> T:
    """A record of the content whose other fields are empty."""
    empty: dict[str, Any] = {}
    for each in fields(kind):  # type: ignore[arg-type]
        shape = str(each.type)
        if "tuple" in shape:
            empty[each.name] = ()
        elif "Mapping" in shape:
            empty[each.name] = {}
        else:
            empty[each.name] = f"[{each.name}]"
    return kind(**{**empty, **given})


def language(slug: str, direction: str = "ltr") -> Language:
    locale = "ar_EG" if slug == "ar" else slug
    return filled(
        Language, slug=slug, tag=slug, direction=direction, locale=locale, catalogues=(slug,)
    )


@pytest.fixture(scope="session")
def jobcenter() -> Content:
    office = filled(
        Office,
        key="mitte",
        name="Geschäftsstelle Mitte",
        street="Musterstraße 12",
        postcode="12345",
        city="Musterstadt",
        channels=tuple(Channel),
    )
    return filled(
        Content,
        theme=Theme(),
        media=NO_MEDIA,
        jobcenter=filled(
            Jobcenter,
            name="Jobcenter Musterstadt",
            zone="Europe/Berlin",
            phone="+49 421 1234-567",
            mail="post@jobcenter.example",
            relay="Gebärdensprache: Tess-Relay",
        ),
        languages={"de": language("de"), "en": language("en"), "ar": language("ar", "rtl")},
        offices={"mitte": office},
        is_sample=False,
    )


@pytest.fixture(scope="session")
def languages(jobcenter: Content, tmp_path_factory: pytest.TempPathFactory) -> Languages:
    """Catalogues that mark each sentence of the letters with its language."""
    folder = tmp_path_factory.mktemp("translations")
    for slug in ("de", "ar"):
        catalogue = Catalog(locale=slug)
        for _file, _line, msgid, _comments, _context in extract_from_dir(
            ROOT / "backend" / "letters", keywords={"_": None, "N_": None, "counted": (1, 2)}
        ):
            forms = [msgid] if isinstance(msgid, str) else list(msgid)
            marked = tuple(f"{slug}:{form}" for form in forms)
            many = marked[:1] + marked[1:] * (catalogue.num_plurals - 1)
            catalogue.add(msgid, many if len(forms) > 1 else marked[0])
        target = folder / slug / "LC_MESSAGES" / "messages.mo"
        target.parent.mkdir(parents=True)
        file = BytesIO()
        write_mo(file, catalogue)
        target.write_bytes(file.getvalue())
    return Languages(jobcenter.languages, [folder])


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return filled(
        Settings,
        development=True,
        mail_server=None,
        sms_gateway=None,
        frozen_site=None,
        mail_from="Termine <termine@portal.example>",
        public_address="https://termin.example",
        data_folder=tmp_path,
        retention_days=7,
        draft_minutes=120,
    )


FACTS: dict[str, Any] = {
    "office": "mitte",
    "start": "2026-03-27T10:20:00",
    "minutes": 20,
    "channel": "in_person",
    "reference": "K7M42PX9",
    "token": "1.abcdefghijklmnop",
    "sequence": 2,
    "uid": "a1b2c3@termin.example",
    "interpreter": None,
    "cancelled": False,
    # Nothing of this is in a real row; if it ever got there, no mail may show it (D15).
    "concern": "Neuantrag",
    "name": "Amina Beispiel",
    "number": "123A456789",
}


@pytest.fixture
def letter() -> Callable[..., Letter]:
    def made(kind: str = "confirmation", languages: str = "de", **facts: Any) -> Letter:
        return Letter(
            id=1,
            kind=kind,
            appointment=7,
            channel="mail",
            recipient="amina@example.org",
            languages=languages,
            facts={**FACTS, **facts},
            created_at=int(NOW.timestamp()),
            due_at=int(NOW.timestamp()),
            attempts=1,
            message_id="3f1c0b6a9d2e4f58",
        )

    return made


@pytest.fixture
def post_office() -> PostOffice:
    return PostOffice()


@pytest.fixture
def mail_server(post_office: PostOffice) -> Iterator[MailServer]:
    server, reached = controller(post_office, Encryption.NONE)
    server.start()
    yield reached
    server.stop()


@pytest.fixture
def smtp(mail_server: MailServer) -> Iterator[SmtpServer]:
    transport = SmtpServer(mail_server, timeout=5)
    yield transport
    transport.rest()
