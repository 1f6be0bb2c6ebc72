"""The portal a request belongs to: settings, content, languages and the clock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from flask import current_app

from backend.content import Content
from backend.languages import Languages
from backend.settings import Settings
from backend.web.statics import Statics, prepare


@dataclass(frozen=True)
class Portal:
    """One Jobcenter as it is served; `clock` gives UTC or any aware time."""

    settings: Settings
    content: Content
    languages: Languages
    clock: Callable[[], datetime]

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.content.jobcenter.zone)

    @cached_property
    def statics(self) -> Statics:
        """Style sheets, pictograms and recordings as this Jobcenter shows them."""
        settings = self.settings
        return prepare(self.content, settings.content_folder, settings.data_folder)

    def now(self) -> datetime:
        """The present moment in the office's zone; pages read it once and pass it down."""
        return self.clock().astimezone(self.zone)


def portal() -> Portal:
    """The portal of the present request."""
    found: Portal = current_app.extensions["portal"]
    return found
