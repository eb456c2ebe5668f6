"""What the portal's answers mean: by error code, and by HTTP status where there is no other."""

from enum import StrEnum


class Meaning(StrEnum):
    """What follows from an answer."""

    DONE = "done"
    ALREADY = "already"
    """It has this very event: sent, though the answer to the first try was lost."""
    EXISTS = "exists"
    """It has the dossier already: what was a first push is told as a later one."""
    UNKNOWN_DOSSIER = "unknown_dossier"
    """It does not have the dossier: the record is told as a first push."""
    SESSION = "session"
    """The session has ended: a new one is opened."""
    AGAIN = "again"
    """Not now; the same message is sent again."""
    WRONG = "wrong"
    """The message is wrong: given up, and somebody is called."""
    NO_RECEIVER = "no_receiver"
    """Nobody there receives for this agency: given up, and somebody is called within five minutes (R64)."""


MEANINGS = {
    "00": Meaning.DONE,
    "01": Meaning.WRONG,
    "02": Meaning.WRONG,
    "03": Meaning.WRONG,
    "04": Meaning.NO_RECEIVER,
    "05": Meaning.NO_RECEIVER,
    "06": Meaning.EXISTS,
    "07": Meaning.ALREADY,
    "08": Meaning.UNKNOWN_DOSSIER,
    "09": Meaning.WRONG,
    "10": Meaning.SESSION,
    "98": Meaning.AGAIN,
    "99": Meaning.AGAIN,
}
"""Only `00` is published; the others are those of our played portal, and a profile gives its portal's own."""

WRONG_STATUSES = frozenset({400, 413, 415, 422})
"""The message itself is wrong; every other status of 300 and over is tried again (401: with a new session)."""
