"""Ordering: paper forms by post, without an appointment (R83)."""

from datetime import datetime

from backend.store import database, letters, queues
from backend.store.letters import NewLetter


@database.repeated
def order_forms(concern: str, office: str, *, address: str, languages: str, now: datetime) -> None:
    """Leave an order for the office to pack; the address is forgotten once it is in the post.

    Which forms are wanted must be known to who packs them: it lies sealed beside the address and
    goes into no mail. The same order while one is open, as by a second press, changes nothing.
    """
    wanted = {"concern": concern, "office": office}
    if any(each.recipient == address and each.facts == wanted for each in queues.orders()):
        return
    seconds = int(now.timestamp())
    order = NewLetter(
        kind=letters.FORMS,
        appointment=0,
        recipient=address,
        languages=languages,
        facts=wanted,
        due_at=seconds,
        channel=letters.PARCEL,
    )
    letters.add([order], now_seconds=seconds)


@database.repeated
def posted(order: int, *, now: datetime) -> bool:
    """The forms are in the post; False when there is no such open order."""
    return queues.post_order(order, int(now.timestamp()))
