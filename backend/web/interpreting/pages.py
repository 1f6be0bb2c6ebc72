"""The blueprint of the interpreter desk; its pages stand in the modules it imports last."""

from flask import Blueprint

from backend.domain import roles
from backend.domain.roles import Place, Powers
from backend.store.interpreting import Wish
from backend.web import access

pages = Blueprint("interpreting", __name__, url_prefix=f"{access.PREFIX}/dolmetschen")


def may_order(powers: Powers, wish: Wish) -> bool:
    """Whether the interpreter of this appointment is ordered by the own group (D26)."""
    place = Place(wish.appointment.office, wish.appointment.group)
    return roles.may_work_at_counter(powers, place)


from backend.web.interpreting import desk, hours  # noqa: E402  (they add pages)

__all__ = ["desk", "hours", "pages"]
