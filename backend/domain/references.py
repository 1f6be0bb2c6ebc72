"""References: the code of an appointment, to be read aloud, copied by hand and typed anywhere.

Seven random characters (29⁷, over 17 thousand million) and a check character. The alphabet has no
vowels, so that no words arise, and neither 0, 1, I nor O. The check is a weighted sum modulo the
prime 29: it catches every wrong character and every two characters that changed places.
"""

from collections.abc import Callable

from backend.domain import numbers

ALPHABET = "23456789BCDFGHJKLMNPQRSTVWXYZ"
LENGTH = 8
_GROUP = 4
_WEIGHTS = range(LENGTH, 0, -1)
"""All different and the last one 1, so that the check character is simply what is missing."""
# Nothing else in the alphabet looks like these.
_MEANT = str.maketrans({"1": "L", "I": "L"})


def new(random_below: Callable[[int], int]) -> str:
    """A new reference without dash; `random_below(n)` gives a secret random number 0 … n - 1."""
    body = "".join(ALPHABET[random_below(len(ALPHABET))] for _ in range(LENGTH - 1))
    return body + ALPHABET[-_weighted(body) % len(ALPHABET)]


def normalise(text: str) -> str | None:
    """The reference somebody means, or None when it cannot be one.

    Lower case, blanks, dashes, and digits of other scripts are all accepted.
    """
    reference = numbers.plain(text).translate(_MEANT)
    return reference if is_valid(reference) else None


def is_valid(reference: str) -> bool:
    """Whether a normalised reference has eight known characters whose check holds."""
    return (
        len(reference) == LENGTH
        and all(character in ALPHABET for character in reference)
        and _weighted(reference) % len(ALPHABET) == 0
    )


def spaced(reference: str) -> str:
    """As shown and printed: `K7M4-2PX9`."""
    return f"{reference[:_GROUP]}-{reference[_GROUP:]}"


def spelled(reference: str) -> str:
    """For reading aloud, character by character: `K 7 M 4, 2 P X 9`."""
    return f"{' '.join(reference[:_GROUP])}, {' '.join(reference[_GROUP:])}"


def _weighted(characters: str) -> int:
    """The weighted sum; a body of seven leaves the check character's place out."""
    return sum(
        weight * ALPHABET.index(character)
        for weight, character in zip(_WEIGHTS, characters, strict=False)
    )
