"""From a dossier's facts to what the portal is told, in order: pure, and the same each time it is worked out.

| What happened | What the portal is told |
| --- | --- |
| opened and submitted online | DongBoHoSoMC, first push, status 1 |
| received at the counter or by post | DongBoHoSoMC, first push, status 2 |
| received after registration | DongBoHoSoMC, status 2 |
| not received | DongBoHoSoMC, status 3 with the reason |
| work begins, a pause or a supplement ends | DongBoHoSoMC, status 4 with the date as it now is |
| a supplement is asked for | DongBoHoSoMC, status 5, before the old date |
| a financial obligation stops the clock | DongBoHoSoMC, status 6, before the old date |
| the applicant wants it back | DongBoHoSoMC, status 7; declined: the status before |
| stopped | DongBoHoSoMC, status 8 with the reason |
| the result is there, granted or refused | DongBoHoSoMC, status 9 with the paper of the result |
| handed over | DongBoHoSoMC, status 10 |
| the promised date moves | DongBoHoSoMC, same status, before the old date |
| documents come in | DongBoHoSoMC, same status |
| a step begins, is received, assigned, done, or kept silent on | CapNhatTienDoHoSoMC, after the record |
| already in flight when it came to us | one DongBoHoSoMC with its present state |
| a leg of a linked dossier | nothing: the whole is told once (R45) |
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from motcua.departments.portal.codes import Service
from motcua.departments.portal.progress import progress_of
from motcua.departments.portal.record import DossierTold, ProgressTold, SupplementTold
from motcua.departments.portal.statuses import FINANCE, REGISTERED, SUPPLEMENT, IllegalJumpError, Stand, road
from motcua.departments.portal.supplements import supplements_after
from motcua.dossiers import facts as f
from motcua.dossiers.dossier import Dossier
from motcua.dossiers.evolve import Happened, walk
from motcua.dossiers.parts import State

LONG_AGO = timedelta(minutes=10)
"""An opening whose facts are older was in flight already: whoever carried it then told its past."""


class Told(NamedTuple):
    """One message to the portal."""

    seq: int
    """The fact up to which it tells."""
    service: Service
    status: int
    says: DossierTold | ProgressTold
    at: datetime
    """The legal moment of what happened."""
    send_by: datetime | None = None
    """Where it carries 5, 6 or a new date: the old date, before which it has to be there."""
    illegal: IllegalJumpError | None = None
    """Why it must not be sent."""


class Numbered(NamedTuple):
    """A fact with its place in the dossier's chain."""

    seq: int
    happened: Happened


class Teller:
    """Follows one dossier's life and says what the portal has to hear of each act."""

    def __init__(self) -> None:
        self.dossier: Dossier | None = None
        self.seq = 0
        self._stand: Stand | None = None
        self._told: DossierTold | None = None
        self._supplements: tuple[SupplementTold, ...] = ()
        self._note: str | None = None

    def hear(self, transition: f.Transition) -> list[Told]:
        """Take one act in, and return what it gives to tell; nothing for a leg of a linked dossier."""
        steps = [Numbered(self.seq + n, step) for n, step in enumerate(walk(self.dossier, transition), start=1)]
        if not steps:
            return []
        opening = self.dossier is None
        self.seq, self.dossier = steps[-1].seq, steps[-1].happened.after
        if self.dossier.parent is not None:
            return []
        if opening and any(step.happened.at < transition.recorded_at - LONG_AGO for step in steps):
            return [self._in_flight(steps)]
        return [told for part in _parts(steps, opening=opening) for told in self._part(part)]

    @property
    def speaks(self) -> bool:
        """Whether there is anything to tell of this dossier: not of a leg of a linked one."""
        return self._told is not None

    def as_it_stands(self) -> Told:
        """Return the record as it stands: what a dossier in flight is begun with, and what repairs the portal."""
        if self.dossier is None or self._told is None:
            raise ValueError("nothing was heard of this dossier")
        return Told(self.seq, Service.DOSSIER, self._told.status, self._told, self.dossier.last_at)

    def _in_flight(self, steps: Sequence[Numbered]) -> Told:
        for _, step in steps:
            self._take_in(step, _due(step.before, None))
            self._told = self._record(step.after, step.after.state.portal_code)
        last = steps[-1].happened.after
        self._stand = Stand(last.state.portal_code, last.received_at is not None, _interrupted(last))
        return self.as_it_stands()

    def _take_in(self, step: Happened, due: datetime | None) -> None:
        self._supplements = supplements_after(self._supplements, step, due)
        if isinstance(step.fact, f.NotAccepted | f.Stopped):
            self._note = step.fact.reason

    def _part(self, part: Sequence[Numbered]) -> Iterator[Told]:
        """Tell one stretch of an act during which the status is the same: the record first, then its lines."""
        last = part[-1]
        before = self._told
        for _, step in part:
            self._take_in(step, before.due if before else None)
        after = last.happened.after
        wanted = self._held(after.state.portal_code)
        record = self._record(after, wanted)
        yield from self._stations(part, wanted, before)
        if record != self._told:
            self._told = record
            send_by = _send_by(before, record, part[0].happened.before)
            yield Told(last.seq, Service.DOSSIER, wanted, record, last.happened.at, send_by)
        for seq, step in part:
            if (line := progress_of(step, wanted)) is not None:
                yield Told(seq, Service.PROGRESS, wanted, line, step.at)

    def _stations(self, part: Sequence[Numbered], wanted: int, before: DossierTold | None) -> Iterator[Told]:
        """Tell the statuses on the way to one, and remember where the portal then stands."""
        if self._stand is None or before is None:
            self._stand = Stand(wanted, part[-1].happened.after.received_at is not None)
            return
        seq, step = part[0]
        try:
            way = road(self._stand, wanted)
        except IllegalJumpError as illegal:
            record = self._record(part[-1].happened.after, wanted)
            self._told, self._stand = record, self._stand.become(wanted)
            yield Told(part[-1].seq, Service.DOSSIER, wanted, record, step.at, None, illegal)
            return
        for status in way:
            self._stand = self._stand.become(status)
        for status in way[:-1]:
            self._told = before.model_copy(update={"status": status})
            yield Told(seq, Service.DOSSIER, status, self._told, step.at)

    def _held(self, status: int) -> int:
        """Return the status to tell: one that waited for documents before receipt is not registered a second time."""
        stand = self._stand
        if status != REGISTERED or stand is None:
            return status
        held = stand.status if stand.before_withdrawal is None else stand.before_withdrawal
        return SUPPLEMENT if held == SUPPLEMENT else status

    def _record(self, dossier: Dossier, status: int) -> DossierTold:
        due = _due(dossier, self._told)
        self._supplements = _with_new_date(self._supplements, dossier, due)
        return DossierTold(
            code=dossier.code,
            procedure=dossier.procedure,
            version=dossier.version,
            channel=dossier.channel,
            applicant_kind=dossier.applicant_kind,
            one_stop=dossier.one_stop,
            competent=dossier.competent,
            status=status,
            received_at=dossier.received_at,
            due=due,
            finished_at=dossier.finished_at,
            returned_at=dossier.ended_at if dossier.state is State.RETURNED else None,
            result=dossier.result,
            note=self._note,
            documents=dossier.documents,
            originals=dossier.originals,
            supplements=self._supplements,
        )


def told(transitions: Iterable[f.Transition]) -> list[Told]:
    """Return everything the portal is told of a life, in the order in which it has to arrive."""
    teller = Teller()
    return [message for transition in transitions for message in teller.hear(transition)]


def _parts(steps: Sequence[Numbered], *, opening: bool) -> list[list[Numbered]]:
    """Divide an act where the status changes; what is received at once was never only registered."""
    parts: list[list[Numbered]] = []
    for step in steps:
        before = step.happened.before
        if not parts or (before is not None and before.state is not step.happened.after.state):
            parts.append([])
        parts[-1].append(step)
    if opening and len(parts) > 1 and steps[0].happened.after.channel != "online":
        parts[:2] = [parts[0] + parts[1]]
    return parts


def _due(dossier: Dossier | None, told: DossierTold | None) -> datetime | None:
    """Return the promise as it is said: while the clock stands, the one from before."""
    if dossier is None or dossier.clock is None:
        return None
    if dossier.paused and told is not None and told.due is not None:
        return told.due
    return dossier.clock.due


def _with_new_date(
    supplements: tuple[SupplementTold, ...], dossier: Dossier, due: datetime | None
) -> tuple[SupplementTold, ...]:
    """Note the date after each request that is over, once the clock runs again (R63)."""
    if dossier.paused or dossier.supplement is not None or due is None:
        return supplements
    return tuple(
        asked.model_copy(update={"due_after": due})
        if asked.due_before and asked.given_at and asked.due_after is None
        else asked
        for asked in supplements
    )


def _send_by(told: DossierTold | None, record: DossierTold, before: Dossier | None) -> datetime | None:
    if told is None:
        return None
    if record.status != told.status and record.status in (SUPPLEMENT, FINANCE):
        return told.due or (before.decide_by if before else None)
    return told.due if record.due != told.due else None


def _interrupted(dossier: Dossier) -> int | None:
    return dossier.state_before.portal_code if dossier.state is State.WITHDRAWAL and dossier.state_before else None
