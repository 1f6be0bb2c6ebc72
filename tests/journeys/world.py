"""What a journey happens in: a portal with its worker, a mail server, a clock to set."""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from subprocess import Popen

from tests import servers
from tests.journeys import clock

APP = "tests.journeys.clock:create_app"


class ClockedPortal(servers.PortalServer):
    """The portal at a clock that the tests set."""

    def _start(self, module: Sequence[str]) -> "Popen[bytes]":
        named = {"backend": APP, "backend:create_app()": f"{APP}()"}
        return super()._start([named.get(word, word) for word in module])


@dataclass
class World:
    """Portal, mails, clock."""

    portal: servers.PortalServer
    letters: servers.Letterbox
    clock_file: Path

    def set_clock(self, moment: datetime) -> None:
        """It is that moment now."""
        clock.set_to(self.clock_file, moment)

    def mails_to(self, address: str, count: int = 1) -> list[EmailMessage]:
        """The mails to somebody, once there are that many."""
        latest = time.monotonic() + 20
        while True:
            sent = zip(self.letters.mails, self.letters.recipients, strict=False)
            found = [mail for mail, to in sent if address in to]
            if len(found) >= count:
                return found
            assert time.monotonic() < latest, f"{len(found)} of {count} mails came"
            time.sleep(0.05)


def text_of(mail: EmailMessage) -> str:
    """What the mail says."""
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


@contextmanager
def world(folder: Path, environ: Mapping[str, str]) -> Iterator[World]:
    """A new one, on a Tuesday morning."""
    clock_file = folder / "clock"
    clock.set_to(clock_file, clock.TUESDAY)
    with ExitStack() as stack:
        letters = stack.enter_context(servers.letterbox())
        settings = {
            clock.VARIABLE: str(clock_file),
            "PYTHONPATH": str(servers.CHECKOUT),
            "TERMINBRUECKE_SMTP_URL": letters.url,
        }
        portal = ClockedPortal(folder, settings | dict(environ), workers=2)
        stack.enter_context(portal)
        portal.start_worker()
        yield World(portal, letters, clock_file)
