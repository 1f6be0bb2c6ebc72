"""What a journey happens in: a portal with its worker, mail and SMS, a clock to set."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from subprocess import Popen
from typing import TypeVar

from tests import servers
from tests.journeys import clock
from tests.letters import gateway

APP = "tests.journeys.clock:create_app"
Sent = TypeVar("Sent")


class ClockedPortal(servers.PortalServer):
    """The portal at a clock that the tests set."""

    def _start(self, module: Sequence[str]) -> "Popen[bytes]":
        named = {"backend": APP, "backend:create_app()": f"{APP}()"}
        return super()._start([named.get(word, word) for word in module])


@dataclass
class World:
    """Portal, mails, clock, short messages."""

    portal: servers.PortalServer
    letters: servers.Letterbox
    clock_file: Path
    company: gateway.Gateway = field(default_factory=gateway.Gateway)

    def set_clock(self, moment: datetime) -> None:
        """It is that moment now."""
        clock.set_to(self.clock_file, moment)

    def mails_to(self, address: str, count: int = 1) -> list[EmailMessage]:
        """The mails to somebody, once there are that many."""

        def come() -> list[EmailMessage]:
            sent = zip(self.letters.mails, self.letters.recipients, strict=False)
            return [mail for mail, to in sent if address in to]

        return _once_there(come, count)

    def texts_to(self, number: str, count: int = 1) -> list[str]:
        """The short messages to a number as it is dialled, once there are that many."""

        def come() -> list[str]:
            return [each["text"] for each in self.company.taken if each["to"] == number]

        return _once_there(come, count)


def _once_there(come: Callable[[], list[Sent]], count: int) -> list[Sent]:
    latest = time.monotonic() + 20
    while len(found := come()) < count:
        assert time.monotonic() < latest, f"{len(found)} of {count} came"
        time.sleep(0.05)
    return found


def text_of(mail: EmailMessage) -> str:
    """What the mail says."""
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


@contextmanager
def world(folder: Path, environ: Mapping[str, str], *, has_sms: bool = False) -> Iterator[World]:
    """A new one, on a Tuesday morning."""
    clock_file = folder / "clock"
    clock.set_to(clock_file, clock.TUESDAY)
    with ExitStack() as stack:
        letters = stack.enter_context(servers.letterbox())
        company = stack.enter_context(gateway.gateway())
        settings = {
            clock.VARIABLE: str(clock_file),
            "PYTHONPATH": str(servers.CHECKOUT),
            "TERMINBRUECKE_SMTP_URL": letters.url,
        }
        if has_sms:
            settings |= _sms(company)
        portal = ClockedPortal(folder, settings | dict(environ), workers=2)
        stack.enter_context(portal)
        portal.start_worker()
        yield World(portal, letters, clock_file, company)


def _sms(company: gateway.Gateway) -> dict[str, str]:
    """How the portal reaches the company."""
    there = company.settings
    headers = "\n".join(f"{name}: {value}" for name, value in there.headers)
    told = {"URL": there.url, "BODY": there.body, "HEADERS": headers, "SUCCESS": there.success}
    return {f"TERMINBRUECKE_SMS_{name}": text for name, text in told.items()}
