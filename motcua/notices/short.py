"""Short messages: without tone marks, so that they fit the telephones' own alphabet, in two parts at the most."""

import unicodedata

SINGLE, JOINED = 160, 153
"""Letters of one message, and of each of several that are joined (GSM 03.38)."""
PARTS = 2
LONGEST = PARTS * JOINED
_BASIC = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_LIKE = str.maketrans("đĐ“”‘’–—…₫•", "dD\"\"''--.d-")


def toneless(text: str) -> str:
    """Return text in the telephones' basic alphabet: Vietnamese without its marks, anything else as `?`."""
    spread = unicodedata.normalize("NFD", text.translate(_LIKE))
    bare = "".join(letter for letter in spread if not unicodedata.combining(letter))
    return "".join(letter if letter in _BASIC else "?" for letter in " ".join(bare.split()))


def parts(text: str) -> int:
    """Return how many messages a text takes on the way."""
    return 1 if len(text) <= SINGLE else -(-len(text) // JOINED)


def fitted(needed: str, optional: str) -> str:
    """Return both texts, the second cut to what the parts leave room for."""
    needed = toneless(needed)[:LONGEST]
    room = LONGEST - len(needed) - 1
    extra = toneless(optional)
    if not extra or room < 12:
        return needed
    return f"{needed} {extra if len(extra) <= room else extra[: room - 3].rstrip() + '...'}"
