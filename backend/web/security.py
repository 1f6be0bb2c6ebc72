"""Headers, cookies and compression of every answer."""

import gzip
import io
import re
from datetime import timedelta
from functools import lru_cache
from typing import IO
from urllib.parse import urlsplit, urlunsplit

import brotli
from flask import Flask, Request, Response, current_app, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from itsdangerous import URLSafeTimedSerializer

from backend.content import Media
from backend.settings import Settings

CONTENT_SECURITY_POLICY = (
    "default-src 'none';style-src 'self';script-src 'self';img-src 'self' data:;form-action 'self';"
    "base-uri 'none';frame-ancestors "
)
"""What a page may load; behind it stands who may frame it."""
MEDIA_TOO = ";media-src 'self'"
SMALLEST_TO_COMPRESS = 600
LARGEST_FORM = 64 * 1024


class MemoryRequest(Request):
    """Keeps what is uploaded in memory: it is small, and no file of a person touches the disk."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        return io.BytesIO()


class QuietSessions(SecureCookieSessionInterface):
    """Sets the session cookie only when it changed, so that reading pages send no cookie."""

    def __init__(self) -> None:
        self._signing: URLSafeTimedSerializer | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Made once, since the key never changes; for plain texts, which is all we keep there."""
        if self._signing is None:
            self._signing = URLSafeTimedSerializer(str(app.secret_key), salt=self.salt)
        return self._signing

    def should_set_cookie(self, app: Flask, session: SessionMixin) -> bool:
        return session.modified


def policy(settings: Settings, media: Media) -> str:
    """The content security policy of every page: whose frames, and sound only where there is some.

    The only script is the one that reads aloud; pages are whole without it.
    """
    framing = " ".join(settings.frame_ancestors) or "'none'"
    return f"{CONTENT_SECURITY_POLICY}{framing}{MEDIA_TOO if media.has_files else ''}"


def secure(app: Flask, settings: Settings, media: Media) -> None:
    """Set cookies, size limits and headers of the app (R62, D38)."""
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="__Host-s" if settings.is_https else "s",
        SESSION_COOKIE_SECURE=settings.is_https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=LARGEST_FORM,
        MAX_FORM_MEMORY_SIZE=LARGEST_FORM,
        PERMANENT_SESSION_LIFETIME=timedelta(minutes=2 * settings.draft_minutes),
        WTF_CSRF_TIME_LIMIT=None,
        WTF_I18N_ENABLED=False,
        CONTENT_SECURITY_POLICY=policy(settings, media),
    )
    app.request_class = MemoryRequest
    app.session_interface = QuietSessions()
    app.after_request(_finish)
    if settings.is_https:
        app.after_request(_stay_on_https)


def _stay_on_https(response: Response) -> Response:
    response.headers["Strict-Transport-Security"] = "max-age=31536000"
    return response


def _stay_here(response: Response) -> None:
    """Send on within the host: routing writes the `Host` header, which anybody sets, into it."""
    if response.status_code == 308:
        parts = urlsplit(response.headers["Location"])
        path = f"/{parts.path.lstrip('/')}"
        response.headers["Location"] = urlunsplit(("", "", path, parts.query, ""))


def _finish(response: Response) -> Response:
    _stay_here(response)
    headers = response.headers
    headers.setdefault("Referrer-Policy", "no-referrer")
    headers.setdefault("Cache-Control", "no-store")
    if 300 <= response.status_code < 400:
        # Nothing is shown on the way to the next page; five such answers lie on each journey.
        return response
    headers.setdefault("Content-Security-Policy", current_app.config["CONTENT_SECURITY_POLICY"])
    headers.setdefault("X-Content-Type-Options", "nosniff")
    return _compress(response)


def _compress(response: Response) -> Response:
    if (
        response.direct_passthrough
        or response.mimetype not in ("text/html", "text/calendar", "text/plain")
        or "Content-Encoding" in response.headers
    ):
        return response
    body = response.get_data()
    if len(body) < SMALLEST_TO_COMPRESS:
        return response
    accepted = request.headers.get("Accept-Encoding", "")
    response.vary.add("Accept-Encoding")
    if re.search(r"\bbr\b", accepted):
        response.set_data(_tightly(body) if _is_for_all(response) else _quickly(body))
        response.headers["Content-Encoding"] = "br"
    elif "gzip" in accepted:
        response.set_data(gzip.compress(body, compresslevel=6, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response


def _is_for_all(response: Response) -> bool:
    """Whether many will read the same page, so that compressing it well pays."""
    is_page = response.status_code == 200 and request.blueprint == "public"
    return is_page and not request.query_string


@lru_cache(maxsize=512)
def _tightly(body: bytes) -> bytes:
    """A seventh smaller, in fifty times the time, which is why the result is kept."""
    packed: bytes = brotli.compress(body, mode=brotli.MODE_TEXT, quality=11)
    return packed


def _quickly(body: bytes) -> bytes:
    packed: bytes = brotli.compress(body, mode=brotli.MODE_TEXT, quality=5)
    return packed
