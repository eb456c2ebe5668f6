"""Which status may follow which, and the way from one to another (R60)."""

from collections.abc import Iterable
from typing import NamedTuple

from motcua.dossiers.portal_words import PORTAL
from motcua.errors import RefusedError

REGISTERED, RECEIVED, NOT_RECEIVED, AT_WORK, SUPPLEMENT = 1, 2, 3, 4, 5
FINANCE, WITHDRAWAL, STOPPED, FINISHED, RETURNED = 6, 7, 8, 9, 10

BEFORE_RECEIPT: dict[int, frozenset[int]] = {
    REGISTERED: frozenset({RECEIVED, NOT_RECEIVED, SUPPLEMENT, WITHDRAWAL}),
    SUPPLEMENT: frozenset({RECEIVED, NOT_RECEIVED, WITHDRAWAL, STOPPED}),
}
"""What may follow while the dossier is not received; the clock has not begun."""
AFTER_RECEIPT: dict[int, frozenset[int]] = {
    RECEIVED: frozenset({AT_WORK, WITHDRAWAL}),
    AT_WORK: frozenset({SUPPLEMENT, FINANCE, WITHDRAWAL, STOPPED, FINISHED}),
    SUPPLEMENT: frozenset({AT_WORK, WITHDRAWAL, STOPPED}),
    FINANCE: frozenset({AT_WORK, WITHDRAWAL, STOPPED}),
    FINISHED: frozenset({RETURNED}),
}
"""What may follow once it is received. Nothing follows 3, 8 and 10."""
LAST = frozenset({NOT_RECEIVED, STOPPED, RETURNED})
"""Statuses that nothing leaves: a new submission is a new dossier."""


class IllegalJumpError(RefusedError):
    """A status that cannot follow the one the portal was told; it is never sent, and somebody is called (R60)."""

    kind = "illegal-jump"


class Stand(NamedTuple):
    """What the portal was told last."""

    status: int
    received: bool
    before_withdrawal: int | None = None
    """What a withdrawal request interrupted; None unless `status` is 7."""

    def may_become(self, status: int) -> bool:
        """Whether a status may follow directly; a declined withdrawal goes back to what it interrupted."""
        if self.status == WITHDRAWAL:
            return status in (STOPPED, self.before_withdrawal)
        lawful = AFTER_RECEIPT if self.received else BEFORE_RECEIPT
        return status in lawful.get(self.status, ())

    def become(self, status: int) -> "Stand":
        """Return what the portal has been told after this status."""
        received = self.received or status in (RECEIVED, AT_WORK, FINANCE, FINISHED, RETURNED)
        interrupted = None if status != WITHDRAWAL else self.before_withdrawal or self.status
        return Stand(status, received, interrupted)


def road(stand: Stand, status: int) -> tuple[int, ...]:
    """Return the statuses that lead to one, itself last; nothing where the portal has it already.

    The law's own stations are passed even where one act passes them all: an immediate result goes from 2 through 4 to
    9, and a declined withdrawal first goes back to what it interrupted.

    Raises:
        IllegalJumpError: No way leads there.
    """
    if status == stand.status:
        return ()
    for way in _ways(stand, status):
        if _lawful(stand, way):
            return way
    raise _illegal(stand.status, status)


def _ways(stand: Stand, status: int) -> Iterable[tuple[int, ...]]:
    back = stand.before_withdrawal
    yield (status,)
    if stand.received:
        yield (AT_WORK, status)
    if back is not None:
        yield (back, status)
        yield (back, AT_WORK, status)


def _lawful(stand: Stand, way: Iterable[int]) -> bool:
    for status in way:
        if not stand.may_become(status):
            return False
        stand = stand.become(status)
    return True


def _illegal(before: int, status: int) -> IllegalJumpError:
    was, becomes = PORTAL[before], PORTAL[status]
    return IllegalJumpError(
        f"Status {status} ({becomes.en}) cannot follow {before} ({was.en}).",
        vi=f"Không thể chuyển từ trạng thái {before} ({was.vi}) sang {status} ({becomes.vi}).",
        field="TrangThaiHoSo",
        rule="R60",
        hint="Look at the dossier's story, and compare it with the portal (motcua portal compare).",
        hint_vi="Xem diễn biến hồ sơ và đối chiếu với Cổng (motcua portal compare).",
    )
