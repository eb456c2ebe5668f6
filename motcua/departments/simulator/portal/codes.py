"""The played portal's answers. Only `00` is published; the others are of its own making."""

from enum import StrEnum
from typing import NamedTuple


class Code(StrEnum):
    """`error_code` of an answer."""

    DONE = "00"
    FIELD = "01"
    """A field is missing, unknown, empty where it must not be, or of the wrong type."""
    LIST = "02"
    """A value that is not in its list of codes."""
    DATE = "03"
    AGENCY = "04"
    """`madonvi` is not known."""
    NO_RECEIVER = "05"
    """It is known, and nobody receives for it."""
    EXISTS = "06"
    """A first push of a dossier that is there."""
    ALREADY = "07"
    """This event of this dossier is there; nothing changed."""
    UNKNOWN = "08"
    """An update of a dossier that is not there."""
    JUMP = "09"
    """A status that cannot follow, or dates that cannot be."""
    SESSION = "10"
    BUSY = "98"
    BROKEN = "99"


class Fault(NamedTuple):
    """What is wrong with a message."""

    code: Code
    message: str
