"""Persons: who comes, made from the draft, and by which keys we know them again."""

from collections.abc import Set as AbstractSet

from backend.domain import marks, numbers
from backend.domain.appointments import Channel, Delivery, Draft, ForWhom, Need, Person
from backend.domain.refusals import DraftIncomplete
from backend.store import sealing


def person_of(draft: Draft) -> Person:
    """The person of a complete draft; raises `DraftIncomplete` (R5, D4–D6)."""
    if not draft.name.strip() or (draft.channel is Channel.PHONE and not draft.phone):
        raise DraftIncomplete
    usual = Delivery.MAIL if draft.email else Delivery.NONE
    return Person(
        name=draft.name,
        latin_name=draft.latin_name,
        for_whom=ForWhom(draft.for_whom or ForWhom.MYSELF),
        representative=draft.representative,
        email=draft.email.strip(),
        shared_mail=draft.shared_mail and bool(draft.email.strip()),
        phone=draft.phone,
        number=draft.number,
        birth_day=_whole(draft.birth_day),
        birth_month=_whole(draft.birth_month),
        birth_year=_whole(draft.birth_year),
        private=draft.private,
        delivery=Delivery(draft.delivery or usual),
        sms=draft.sms and bool(draft.phone) and not draft.private,
        address=draft.address,
    )


def keys_of(person: Person) -> list[str]:
    """The keyed hashes by which at most one open appointment is kept (R50, D2).

    What looks like no number ("not known", "0000") is no key: many write the same there, and the
    first would lock out all others.
    """
    return [sealing.keyed_hash("customer", text) for text in marks.customer_keys(person)]


def gets_mail(person: Person) -> bool:
    """Whether letters go by mail: wanted, with an address nobody else reads (D17)."""
    return bool(person.email) and not person.private and person.delivery is Delivery.MAIL


def gets_sms(person: Person) -> bool:
    """Whether messages go to the mobile phone: wanted, with a number nobody else reads (D17)."""
    return person.sms and bool(person.phone) and not person.private


def gets_paper(person: Person) -> bool:
    """Whether letters go by post: chosen, with an address.

    Who shares mail or phone with others may still choose it: the envelope is sealed (D17).
    """
    return person.delivery is Delivery.LETTER and bool(person.address.strip())


def may_be_called(person: Person, needs: AbstractSet[Need]) -> bool:
    """Whether the office may call: a number nobody else answers, and no need against it (D9)."""
    return bool(person.phone) and not person.private and Need.NO_PHONE_CALLS not in needs


def _whole(text: str) -> int | None:
    digits = numbers.latin_digits(text.strip())
    return int(digits) if digits.isdecimal() else None
