"""Anchors: one hash over what all dossiers' chains had come to, and the proof that a chain was among them.

A chain of hashes shows that nobody changed a fact in the middle; who may write everything could still write a whole
chain anew. So once a day the ends of all chains that have grown go into one Merkle tree (RFC 6962), and its root into a
statement that names the statement before it. Whoever holds a statement from outside can tell what was written anew.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, Literal, NamedTuple

from motcua.dossiers.dossier import HEAD_OF_NOTHING
from motcua.dossiers.parts import Model, Moment

LEAF, NODE = b"\x00", b"\x01"
"""Said before what is hashed, so that no leaf can pass for a node (RFC 6962, 2.1)."""
MISSING = "-"
"""In place of the hash of a fact that ought to be there."""
EVENING = time(23, 50)
"""When the anchor of a day is taken, by the clock of Vietnam."""


class Head(NamedTuple):
    """How far a dossier's chain had come."""

    code: str
    seq: int
    """Sequence of its last fact."""
    hash: str
    """Hash of that fact, which covers all before it; `-` where the fact is missing."""

    @property
    def line(self) -> str:
        """Return it as one line, as files of heads have it."""
        return f"{self.code} {self.seq} {self.hash}\n"


class Beside(Model):
    """One step of a proof: the hash that stands beside, and on which side."""

    side: Literal["left", "right"]
    hash: str


class _Peak(NamedTuple):
    size: int
    hash: bytes
    mine: bool
    """Whether the dossier whose path is wanted lies below."""


class Tree:
    """A Merkle tree grown head by head, in the order of codes; of all below, it remembers one hash for each level.

    Args:
        wanted: The dossier whose path to the root is noted on the way.
    """

    def __init__(self, wanted: str | None = None) -> None:
        self._wanted = wanted
        self._peaks: list[_Peak] = []
        self.heads = 0
        self.found: Head | None = None
        """The head of the wanted dossier, once it was added."""
        self.path: list[Beside] = []

    def add(self, head: Head) -> None:
        """Add the next head."""
        mine = head.code == self._wanted
        if mine:
            self.found = head
        self.heads += 1
        peak = _Peak(1, _leaf(head), mine)
        while self._peaks and self._peaks[-1].size == peak.size:
            peak = self._joined(self._peaks.pop(), peak)
        self._peaks.append(peak)

    def finish(self) -> str:
        """Return the root, in hexadecimal; nothing is added afterwards."""
        if not self._peaks:
            return hashlib.sha256().hexdigest()
        while len(self._peaks) > 1:
            right = self._peaks.pop()
            self._peaks.append(self._joined(self._peaks.pop(), right))
        return self._peaks[0].hash.hex()

    def _joined(self, left: _Peak, right: _Peak) -> _Peak:
        if left.mine:
            self.path.append(Beside(side="right", hash=right.hash.hex()))
        elif right.mine:
            self.path.append(Beside(side="left", hash=left.hash.hex()))
        return _Peak(left.size + right.size, _node(left.hash, right.hash), left.mine or right.mine)


def root_over(head: Head, path: Iterable[Beside]) -> str:
    """Return the root a head leads to by its path: whoever has a statement compares it with the statement's own."""
    reached = _leaf(head)
    for step in path:
        other = bytes.fromhex(step.hash)
        reached = _node(other, reached) if step.side == "left" else _node(reached, other)
    return reached.hex()


class Anchor(Model):
    """The statement of one day; what is given to somebody outside."""

    number: int
    """From 1, without a gap."""
    day: date
    """The day in Vietnam on which it was taken."""
    taken_at: Moment
    after: int
    """Position in the stream of transitions after which it counts: that of the anchor before."""
    position: int
    """The last transition it covers."""
    dossiers: int
    """How many dossiers changed in between: the leaves of the tree."""
    total: int
    """How many dossiers there had ever been."""
    root: str
    previous: str
    """Digest of the anchor before; of the first one, 64 noughts."""
    digest: str
    """SHA-256 of everything else it says."""

    @property
    def holds(self) -> bool:
        """Whether it says what it was sealed with."""
        return self.digest == digest_of(self.model_dump(exclude={"digest"}))

    @property
    def statement(self) -> str:
        """Return it as the text of its file: the same for the same anchor, on any machine."""
        said = _said(self.model_dump())
        return json.dumps(said, indent=2, ensure_ascii=False) + "\n"


def sealed(before: Anchor | None, *, day: date, at: datetime, position: int, tree: Tree, opened: int) -> Anchor:
    """Return the anchor that follows another one.

    Args:
        before: The anchor before; None: this is the first.
        day: Its day in Vietnam.
        at: When it is taken; whole seconds are kept.
        position: The last transition it covers.
        tree: All heads added.
        opened: How many of the dossiers were opened since the anchor before.
    """
    said: dict[str, Any] = {
        "number": before.number + 1 if before else 1,
        "day": day,
        "taken_at": at.astimezone(UTC).replace(microsecond=0),
        "after": before.position if before else 0,
        "position": position,
        "dossiers": tree.heads,
        "total": (before.total if before else 0) + opened,
        "root": tree.finish(),
        "previous": before.digest if before else HEAD_OF_NOTHING,
    }
    return Anchor(**said, digest=digest_of(said))


def evening_before(at: datetime, zone: tzinfo) -> datetime:
    """Return the latest moment up to another one at which an anchor is to be taken, in the zone of its day."""
    local = at.astimezone(zone)
    tonight = datetime.combine(local.date(), EVENING, zone)
    return tonight if tonight <= local else tonight - timedelta(days=1)


def digest_of(said: dict[str, Any]) -> str:
    """Return the SHA-256 of what an anchor says, in hexadecimal."""
    body = json.dumps(_said(said), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(body.encode()).hexdigest()


def _said(values: dict[str, Any]) -> dict[str, Any]:
    """Return values as JSON has them, moments in UTC wherever they were read from."""
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else value


def _leaf(head: Head) -> bytes:
    return hashlib.sha256(LEAF + head.line.encode()).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(NODE + left + right).digest()
