"""Marks: by what a customer's open appointment is known again, before it is hashed (D2)."""

from datetime import date

from backend.domain import names, numbers
from backend.domain.appointments import ForWhom, Person


def customer_keys(person: Person) -> tuple[str, ...]:
    """What identifies the customer, in the clear: for hashing only, never to be stored (D2).

    The own mail address and the customer number; the own phone number only without both; name and
    whole birth date where nothing else exists. A BG number belongs to a household and the address
    of a parent, guardian or advice centre to somebody else: they are none. May be empty.
    """
    own = person.for_whom is ForWhom.MYSELF
    keys = []
    if own and person.email.strip() and not person.shared_mail:
        keys.append("mail:" + person.email.strip().casefold())
    if numbers.kind(person.number) == "customer":
        keys.append("number:" + numbers.normalise(person.number))
    if not keys and own and (phone := _dialled(person.phone)):
        keys.append("phone:" + phone)
    if not keys and (born := _birth_date(person)):
        keys.append(f"person:{names.folded(person.name)}:{born.isoformat()}")
    return tuple(keys)


def _dialled(phone: str) -> str:
    """The number as it is dialled from abroad, so that 0421 and +49 421 are one."""
    signs = "".join(each for each in numbers.latin_digits(phone) if each in "+0123456789")
    if signs.startswith("00"):
        return "+" + signs[2:]
    return "+49" + signs[1:] if signs.startswith("0") else signs


def _birth_date(person: Person) -> date | None:
    """The birth date when day, month and year are all known and exist."""
    if person.birth_year is None or person.birth_month is None or person.birth_day is None:
        return None
    try:
        return date(person.birth_year, person.birth_month, person.birth_day)
    except ValueError:
        return None
