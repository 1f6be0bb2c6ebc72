"""The blueprint of planning, and who may plan what on its pages."""

from flask import Blueprint

from backend.content import Office
from backend.domain import roles
from backend.domain.roles import Place, Powers
from backend.store import capacity
from backend.store.capacity import Group
from backend.web import access
from backend.web.portal import portal

pages = Blueprint("planning", __name__, url_prefix=f"{access.PREFIX}/planung")


def place_of(group: Group) -> Place:
    """Where a group belongs."""
    return Place(group.office, group.key)


def group_of(group: str) -> Group | None:
    """The group of the address."""
    return capacity.plan().group(group)


def may_plan_group(powers: Powers, group: Group) -> bool:
    """Whether openings and closures of the group may be changed (R112)."""
    return roles.may_plan(powers, place_of(group))


def itself(office: Office) -> Office:
    """The office of the address: its converter has fetched it."""
    return office


def planned_groups(powers: Powers, office: str) -> list[Group]:
    """The groups of an office whose openings may be changed."""
    return [
        group for group in capacity.plan().groups.get(office, ()) if may_plan_group(powers, group)
    ]


def groups_of(powers: Powers) -> list[Group]:
    """All groups somebody plans, in the order of the offices."""
    return [group for key in portal().content.offices for group in planned_groups(powers, key)]


def may_plan_within(powers: Powers, office: Office) -> bool:
    """Whether some group of the office may be planned."""
    return bool(planned_groups(powers, office.key))


@pages.context_processor
def _known_words() -> dict[str, object]:
    return {"outcome": carrying.outcome()}


from backend.web.planning import (  # noqa: E402  (they add pages)
    carrying,
    closures,
    days,
    group_plans,
    groups,
    importing,
    offers,
    overview,
    periods,
    phases,
    preview,
    requirements,
    rules,
    stop_imports,
    stops,
    weeks,
)

__all__ = [
    "carrying",
    "closures",
    "days",
    "group_plans",
    "groups",
    "importing",
    "offers",
    "overview",
    "pages",
    "periods",
    "phases",
    "preview",
    "requirements",
    "rules",
    "stop_imports",
    "stops",
    "weeks",
]
