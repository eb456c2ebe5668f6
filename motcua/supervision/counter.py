"""The counter: where dossiers are handed in and acted on, for every program that does so."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated, Any

from pydantic import Field, JsonValue
from temporalio.client import Client

from activities.messages import Receipt
from activities.reaching import ACT, Dossiers
from motcua.dossiers.applicant import checked_applicant
from motcua.dossiers.commands import Act, Life, Open
from motcua.dossiers.decide import decide_life
from motcua.dossiers.ground import Ground
from motcua.dossiers.parts import Actor, ApplicantKind, Data, Key, Model, Moment, Name, Words
from motcua.errors import ConflictError
from motcua.procedures.fields import Channel
from motcua.register.register import Register
from motcua.supervision.corrections import must_be_correctable

TRIAL = "trial"
FOLLOWING = ("duty_opened", "duty_paused", "duty_resumed", "step_skipped")
"""Facts that name a step which an act led to, not the one it was about."""


class Opening(Model):
    """A request to open a dossier."""

    key: Key
    """The caller's own name for this opening: sent twice, it gives the same dossier."""
    by: Actor
    procedure: str
    """National or local code, with or without the authority's suffix (R20)."""
    channel: Channel = "direct"
    territory: str
    at: Moment | None = None
    """When it was handed in; None: now. A dossier already in flight gives its past moment."""
    received_by: Name | None = None
    accept: bool | None = None
    postmarked: date | None = None
    data: Data = {}
    documents: tuple[str, ...] = ()
    applicant_kind: ApplicantKind = "citizen"
    applicant: dict[str, JsonValue] | None = None
    """Personal data: goes encrypted into the register and nowhere else."""
    previous: Annotated[str, Field(max_length=80)] | None = None
    """Code of the dossier this one continues."""
    corrects: str | None = None
    """Code of the dossier whose wrong result this one corrects, at the agency's cost (R59)."""
    promised: Moment | None = None
    past: tuple[Act, ...] = ()
    reason: Words | None = None


@dataclass(frozen=True)
class Counter:
    """Opens dossiers and acts on them, through Temporal; every call may be repeated with the same key."""

    client: Client
    register: Register
    ground: Ground
    task_queue: str

    async def open(self, opening: Opening) -> Receipt:
        """Open a dossier, once per key, and return its receipt when the opening is written.

        Raises:
            MotcuaError: It cannot be opened; nothing was written and no code is spent.
            ConflictError: The key was used before for another opening.
            UnavailableError: No worker answered in time; send the same request again.
        """
        now = datetime.now(UTC)
        if (opened := self._opened_before(opening)) is not None:
            return opened
        if opening.applicant:
            checked_applicant(opening.applicant)
        life, one_stop = self._life(opening, now, TRIAL)
        decide_life(life, now, self.ground)
        day = self.ground.calendar_of(one_stop).local(opening.at or now).date()
        code = self.ground.directory.code_of(one_stop)
        allotted = self.register.allot(opening.key, opening.by.agency, digest_of(opening), code, day)
        if not allotted.new and self.register.has(allotted.code):
            return Receipt.of(self.register.dossier(allotted.code), repeated=True)
        if opening.applicant:
            self.register.save_applicant(allotted.code, opening.applicant)
        life, _ = self._life(opening, now, allotted.code)
        return await self._dossiers.start(life, allotted.code, self.task_queue)

    def _opened_before(self, opening: Opening) -> Receipt | None:
        """Return the receipt of an opening that is known by its key: it is not decided on a second time."""
        code = self.register.code_for(opening.by.agency, opening.key)
        if code is None or not self.register.has(code):
            return None
        agency, *_ = code.rsplit("-", 2)
        self.register.allot(opening.key, opening.by.agency, digest_of(opening), agency, datetime.now(UTC).date())
        return Receipt.of(self.register.dossier(code), repeated=True)

    def _life(self, opening: Opening, now: datetime, code: str) -> tuple[Life, str]:
        """Return what the dossier starts its life with, and the agency it is received at."""
        at = opening.at or now
        on = self.ground.calendars["vn"].local(at).date()
        procedure = self.ground.catalogue.version_for(opening.procedure, on, opening.postmarked)
        if opening.corrects:
            must_be_correctable(self.register, opening.corrects, procedure)
        one_stop = opening.received_by or self.ground.agency_for(procedure.one_stop, opening.territory, on)
        do = Open.model_validate(
            {"code": code, "procedure": procedure.code, "version": procedure.version, "received_by": one_stop}
            | opening.model_dump(
                include={"channel", "territory", "accept", "postmarked", "data", "documents", "applicant_kind"}
                | {"previous", "promised", "corrects"},
                exclude_unset=True,
            )
        )
        said: dict[str, Any] = {"by": opening.by, "at": at, "do": do}
        if opening.reason:
            said["reason"] = opening.reason
        start = Act.model_validate(said)
        return (Life(opening=start, past=opening.past) if opening.past else Life(opening=start)), one_stop

    async def act(self, code: str, act: Act) -> Receipt:
        """Do something to a dossier and return when it is written.

        Raises:
            RefusedError: The law or the dossier's state does not allow it; nothing changed.
            NotFoundError: There is no dossier with that code.
            UnavailableError: No worker answered in time; send the same act again, with the same key.
        """
        if act.key and self.register.has(code) and (done := self._done_before(code, act)) is not None:
            return done
        if act.at is None:
            act = act.model_copy(update={"at": datetime.now(UTC)})
        return await self._dossiers.tell(code, ACT, act)

    @property
    def _dossiers(self) -> Dossiers:
        return Dossiers(self.client, self.register)

    def _done_before(self, code: str, act: Act) -> Receipt | None:
        """Return the receipt of an act that is known by its key; the same key for something else is a conflict."""
        known = next((t for t in self.register.transitions(code) if t.key == act.key), None)
        if known is None:
            return None
        step = getattr(act.do, "step", None)
        steps = {getattr(fact, "step", None) for fact in known.facts if fact.kind not in FOLLOWING}
        if known.by != act.by or (step is not None and step not in steps):
            raise ConflictError(
                f"The key {act.key} was used before, for something else.",
                vi=f"Khoá {act.key} đã được dùng cho thao tác khác.",
                field="key",
                rule="R74",
                hint="Give each act a key of its own.",
                hint_vi="Mỗi thao tác dùng một khoá riêng.",
            )
        return Receipt.of(self.register.dossier(code), repeated=True)


def digest_of(opening: Opening) -> str:
    """Return the SHA-256 of what is asked, by which a repetition is told from another request with the same key.

    Personal data is left out: a hash of it would outlive its deletion.
    """
    asked = opening.model_dump(mode="json", exclude_unset=True, exclude={"applicant"})
    body = json.dumps(asked, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(body.encode()).hexdigest()
