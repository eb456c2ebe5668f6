"""The check value on every paper: who has the register can verify it, nobody else can invent one."""

import hashlib
from typing import Protocol

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O, U, which are mistaken for others when read aloud or by hand."""
LENGTH = 10
"""Characters of five bits: 50 bits."""
_MISREAD = str.maketrans("OIL", "011", "- .")


class FactHashes(Protocol):
    """What can tell the hash of a dossier's fact: the register."""

    def fact_hash(self, code: str, seq: int) -> str | None:
        """Return the hash of a fact in its dossier's chain, or None where there is no such fact."""
        ...


def check_value(code: str, form: str, seq: int, fact_hash: str) -> str:
    """Return the check value of a paper.

    Args:
        code: The dossier.
        form: Key of the form.
        seq: Sequence of the fact that issued it.
        fact_hash: Hash of that fact in the dossier's chain; it covers everything that happened until then.
    """
    digest = hashlib.sha256(f"{code}\n{form}\n{seq}\n{fact_hash}".encode()).digest()
    bits = int.from_bytes(digest, "big") >> (8 * len(digest) - 5 * LENGTH)
    return "".join(ALPHABET[(bits >> 5 * place) & 31] for place in reversed(range(LENGTH)))


def grouped(value: str) -> str:
    """Return a check value as it is printed: `7K3QF-M9X2A`."""
    return f"{value[:5]}-{value[5:]}"


def as_read(text: str) -> str:
    """Return a check value as it was meant, whatever case, hyphens, and O, I or L it was typed with."""
    return text.strip().upper().translate(_MISREAD)


def verify(register: FactHashes, code: str, form: str, seq: int, value: str) -> bool:
    """Return whether a paper with this check value was issued on that fact of the dossier."""
    known = register.fact_hash(code, seq)
    return known is not None and check_value(code, form, seq, known) == as_read(value)
