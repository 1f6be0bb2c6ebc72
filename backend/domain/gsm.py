"""The letters of a short message: how many messages a text takes, and how to make it take fewer."""

import unicodedata

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""The alphabet of GSM 03.38, without its sign for an escape."""
_EXTENDED = frozenset("\f^{}\\[~]|€")
"""These take two places each."""
_PLAIN = str.maketrans(
    {
        "ı": "i", "İ": "I", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ə": "e", "Ə": "E",
        "’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
        "–": "-", "—": "-", "…": "...", "\u00a0": " ", "\u202f": " ",
    }
)  # fmt: skip
_ONE, _MANY = 160, 153
_ONE_WIDE, _MANY_WIDE = 70, 67


def is_plain(text: str) -> bool:
    """Whether every sign is in the alphabet that puts 160 of them into one message."""
    return all(sign in _BASIC or sign in _EXTENDED for sign in text)


def thrifty(text: str) -> str:
    """The text without what would cost more than half its room: accents of Latin letters.

    People who write Turkish, Polish or Romanian leave them out themselves in short messages. A
    text that would not become plain by it, such as an Arabic one, stays as it is.
    """
    written = unicodedata.normalize("NFC", text)
    if is_plain(written):
        return written
    bare = "".join(map(_bare, written.translate(_PLAIN)))
    return bare if is_plain(bare) else written


def parts(text: str) -> int:
    """Of how many short messages a phone company makes this text; of none for an empty one."""
    if is_plain(text):
        length, one, many = len(text) + sum(sign in _EXTENDED for sign in text), _ONE, _MANY
    else:
        length, one, many = len(text.encode("utf-16-be")) // 2, _ONE_WIDE, _MANY_WIDE
    if length <= one:
        return 1 if length else 0
    return -(-length // many)


def _bare(sign: str) -> str:
    if sign in _BASIC or sign in _EXTENDED:
        return sign
    taken_apart = unicodedata.normalize("NFKD", sign)
    return "".join(each for each in taken_apart if not unicodedata.combining(each))
