"""Planning: the capacity of the offices."""

from backend.domain.capacity import Capacity
from backend.store import capacity as stored
from backend.store import database


@database.repeated
def set_up(capacity: Capacity) -> bool:
    """Copy the first plan into an empty database; False when offices already have their own."""
    if not stored.is_empty():
        return False
    stored.write(capacity)
    return True
