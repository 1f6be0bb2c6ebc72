"""Unlisted offices: rooms that customers neither find nor reach, such as those in a prison (R104).

Staff book there on their own pages, and a counsellor beside the client on the pages of customers.
"""

from flask import Blueprint, abort, request

from backend.content import Office
from backend.web import drafts
from backend.web.portal import portal


def hide(pages: Blueprint) -> None:
    """Let a blueprint's pages of an unlisted office not exist for whom it is not there."""

    @pages.before_request
    def refuse() -> None:
        office = (request.view_args or {}).get("office")
        if isinstance(office, Office) and not may_see(office):
            abort(404)


def may_see(office: Office) -> bool:
    """Whether the office is there for who reads: with a counsellor, or to move what is there."""
    if office.is_listed:
        return True
    draft = drafts.read(portal().now())
    return draft is not None and bool(
        draft.partner or (draft.moving and draft.office == office.key)
    )


def is_any() -> bool:
    """Whether there are such offices at all."""
    content = portal().content
    return len(content.listed_offices) < len(content.offices)
