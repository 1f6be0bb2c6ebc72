"""The portal a request belongs to: settings, content, languages and the clock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from flask import current_app, g, has_app_context

from backend.actions.live_content import LiveContent
from backend.content import Content, Office
from backend.languages import Languages
from backend.settings import Settings
from backend.web.statics import Statics, prepare


@dataclass(frozen=True)
class Portal:
    """One Jobcenter as it is served; `clock` gives UTC or any aware time."""

    settings: Settings
    shipped: Content
    """As the content folder says it."""
    languages: Languages
    clock: Callable[[], datetime]

    @cached_property
    def live(self) -> LiveContent:
        """The content with what is edited while the portal runs."""
        return LiveContent(self.settings.content_folder, self.shipped, self.languages)

    @property
    def content(self) -> Content:
        """The content as it holds now; one and the same from the first look in a request on."""
        if not has_app_context():
            return self.live.latest
        if "content" not in g:
            g.content = self.live.now()
        found: Content = g.content
        return found

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.shipped.jobcenter.zone)

    @cached_property
    def statics(self) -> Statics:
        """Style sheets, pictograms and recordings as this Jobcenter shows them."""
        settings = self.settings
        return prepare(self.shipped, settings.content_folder, settings.data_folder)

    def now(self) -> datetime:
        """The present moment in the office's zone; pages read it once and pass it down."""
        return self.clock().astimezone(self.zone)


def portal() -> Portal:
    """The portal of the present request."""
    found: Portal = current_app.extensions["portal"]
    return found


def offices_where(may: Callable[[str], bool]) -> list[Office]:
    """The offices of whose keys this holds, in the order of the content."""
    return [office for office in portal().content.offices.values() if may(office.key)]
