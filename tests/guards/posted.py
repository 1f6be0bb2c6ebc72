"""Letters in all states, and somebody who waits for an earlier time, for the walks by the desk."""

from datetime import timedelta

from backend.actions import ordering, reaching, wishing
from backend.domain.appointments import Delivery
from backend.domain.wishes import Choices
from backend.store import letters, queues
from tests.web.desk import Desk

ADDRESS = "Olena Kovalenko\nMusterstr. 1\n28195 Bremen"


def posted(desk: Desk) -> dict[str, int]:
    """Fill the queue of letters; the ids of the things by their name in the address."""
    book, clock = desk.booked.book, desk.booked.clock
    for number, delivery in enumerate((Delivery.LETTER, Delivery.LETTER, Delivery.COUNTER)):
        book(
            email="", delivery=str(delivery), address=ADDRESS, number=f"123A45678{number}",
            name=f"Amal {number}",
        )  # fmt: skip
    first, *_rest, kept = queues.papers("mitte")
    queues.bundle([first.letter, kept.letter], desk.seconds)
    back = book(email="back@example.org")
    found = letters.claim_due(desk.seconds, most=9, lease_seconds=9)
    gone = next(each for each in found if each.appointment == back.id)
    letters.mark_sent(gone.id, desk.seconds)
    reaching.bounced(gone.message_id, "came back, 5.1.1")
    ordering.order_forms("neuantrag", "mitte", address=ADDRESS, languages="de", now=desk.now)
    now = clock.now
    clock.now = now + timedelta(days=10)
    late = book(email="late@example.org")
    clock.now = now
    wishing.ask(late.id, Choices(), now=desk.now)
    return {"late": late.id}
