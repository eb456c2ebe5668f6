"""What a procedure is: one published version, as data.

A version is written in one YAML file and never edited after publication: a change is a new version with its own
publishing decision and dates of validity. Limits are published facts of two independent kinds, the total and the
steps; the proof-reader compares them (R12).
"""

from datetime import date, time
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, JsonValue

from motcua.procedures.confidentiality import Confidentiality, cautious
from motcua.procedures.fields import DataField
from motcua.procedures.model import Model, Note, Text
from motcua.procedures.tables import Table
from motcua.worktime.allowance import NO_LIMIT, Allowance, Unit

Code = Annotated[str, Field(pattern=r"^(\d\.\d{6}|[A-Z]{1,6}[0-9]{1,6}|[a-z0-9][a-z0-9.-]*)$")]
"""National code without the authority's suffix (`1.013831`), or a local code (`TN13`)."""
APPLICANT = "applicant"
"""The seat of whoever handed the dossier in: not an agency, and never late."""


class StepKind(StrEnum):
    """What sort of work a step is; `linked` is a dossier of its own in another agency."""

    INTAKE = "intake"
    ASSIGN = "assign"
    APPRAISE = "appraise"
    CONSULT = "consult"
    VERIFY = "verify"
    NOTICE = "notice"
    FINANCE = "finance"
    CALL = "call"
    SIGN = "sign"
    PUBLISH = "publish"
    TRANSFER = "transfer"
    RETURN = "return"
    HEARING = "hearing"
    LINKED = "linked"


class Anchor(StrEnum):
    """What a step's allowance is counted from: the end of the steps before it, or the receipt of the dossier."""

    PREVIOUS = "previous"
    RECEIPT = "receipt"


class ClockRule(StrEnum):
    """What the official clock does while the step is open.

    `pause`: the time belongs to the applicant or another body; `excluded`: the law names it as not counted.
    """

    RUN = "run"
    PAUSE = "pause"
    EXCLUDED = "excluded"


class Silence(StrEnum):
    """What happens when the allowance of a consultation or a waiting period passes without an answer (R39–R41)."""

    ESCALATE = "escalate"
    DEEMED_AGREED = "deemed_agreed"
    DECIDE_WITHOUT = "decide_without"
    PROCEED = "proceed"


class Ending(StrEnum):
    """How an outcome ends the work on the merits: both are results and are returned (R53)."""

    GRANTED = "granted"
    REFUSED = "refused"


class Outcome(Model):
    """A way a step can end other than plainly done: back to an earlier step, or the end of the work."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    label: Text
    to: str | None = None
    """The step that is taken up next instead of those that follow."""
    ends: Ending | None = None
    sets: dict[str, JsonValue] = {}
    """Declared data that this outcome settles, so that conditions of the steps taken up next can tell."""


class Step(Model):
    """One piece of work by one seat, within its own allowance."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    kind: StepKind
    name: Text
    seat: str
    """A role resolved to an agency by territory and date, a fixed agency as `=CODE`, or `applicant`."""
    desk: Text | None = None
    """The unit or officer inside the agency, where the process names one."""
    allow: Allowance = NO_LIMIT
    after: tuple[str, ...] = ()
    anchor: Anchor = Anchor.PREVIOUS
    clock: ClockRule = ClockRule.RUN
    on_silence: Silence = Silence.ESCALATE
    silence_basis: str | None = None
    """The legal text that makes silence mean something; required for `deemed_agreed` (R40)."""
    when: str | None = None
    """CEL condition over the dossier's declared data; the step is skipped where it is false."""
    outcomes: tuple[Outcome, ...] = ()
    phase: str | None = None
    system: str | None = None
    """The department system this step asks; the answer completes the step."""
    content: Text | None = None
    """What a consulted body is asked (R37)."""
    opens: Code | None = None
    """The procedure under which a `linked` step opens a dossier of its own in its agency; its result ends the step
    (R44)."""
    note: Note = None
    """What whoever reads the procedure should know of it."""

    @property
    def for_applicant(self) -> bool:
        """Whether the applicant, not an agency, does this step."""
        return self.seat == APPLICANT

    def outcome(self, name: str) -> Outcome | None:
        """Return the declared outcome of that name, or None."""
        return next((outcome for outcome in self.outcomes if outcome.name == name), None)


class Phase(Model):
    """A part of the procedure with a limit of its own; unused time is not carried over (R35)."""

    id: str
    name: Text
    allow: Allowance


class Limit(Model):
    """A total that applies in one case or channel instead of the general one."""

    when: str
    """CEL condition over `channel` and the declared data; the first true one wins."""
    allow: Allowance
    label: Text


class SupplementPolicy(StrEnum):
    """What a supplement after receipt does to the official clock (R29–R32)."""

    RESTART = "restart"
    PAUSE = "pause"
    NEW_LIMIT = "new_limit"
    PAUSE_THEN_CLOSE = "pause_then_close"


class Supplement(Model):
    """How a supplement may be asked for after receipt."""

    policy: SupplementPolicy
    max: int | None = Field(default=None, ge=0)
    """Most requests in one dossier; None: no maximum, but from the second on a basis and an approver (R33)."""
    notice_within: Allowance = Allowance(Decimal(3), Unit.WORKING_DAY)
    """Counted from receipt; a later notice is sent and marked as a violation (R28)."""
    window: Allowance = NO_LIMIT
    """How long the applicant has; `pause_then_close` needs it (R32)."""
    new_limit: Allowance = NO_LIMIT
    """What applies after the supplement under `new_limit` (R31)."""
    legal_basis: str | None = None


class Reappointment(Model):
    """The apology with a new date: how often, and how long before the due date at the latest (R48–R50)."""

    max: int = Field(default=1, ge=0)
    latest_before: Allowance = Allowance(Decimal(1), Unit.CALENDAR_DAY)
    longest: Allowance | None = None
    """How far the new date may lie after the old one. None: no longer than the limit that applies, since no cap was
    found in the decree and a sector law sets that one; `none`: without a cap."""
    approver: Literal["another", "any"] = "another"
    """Who of the deciding agency approves: another officer than the one who proposed, or anybody. No text names the
    person; the cautious choice is that nobody approves what they proposed themselves (R49)."""


class OverduePlan(Model):
    """When somebody is warned, and who hears of it while nobody answers (R47)."""

    warn: tuple[str, ...] = ("50%", "2wd", "1wd")
    """Fractions of the working time (`50%`) or allowances before the due date (`2wd`)."""
    chain: tuple[str, ...] = ("officer", "unit_head", "one_stop_head", "chair")
    """Climbed one level each working day after the due date until somebody acknowledges."""
    daily: bool = True
    """Whether the last of the chain is reminded each working day after that, until somebody acknowledges."""
    remind_steps_every: int = Field(default=5, ge=0, le=60)
    """Working days between reminders of a single late step or phase, of which one dossier may have many; 0: none."""


class Document(Model):
    """One component of the dossier; nothing outside this list may be asked for without a legal basis (R23)."""

    id: str
    name: Text
    required: bool = True
    original: bool = False
    """Whether an original is taken in and must go back before closing (R56)."""


class Fee(Model):
    """What the applicant pays to the agency; taxes are steps, not fees."""

    name: Text
    amount: Decimal | None = None
    """In VND; None where a council or a decision sets it."""
    due: Literal["receipt", "supplement", "result"] = "receipt"
    """When it is paid; one due at the result is paid, or exempted, before the result is handed over (R57)."""


class Decision(Model):
    """The act by which a version was published."""

    number: str
    issued: date | None = None


class Procedure(Model):
    """One version of a procedure, as published."""

    code: Code
    version: str = Field(min_length=1, max_length=40)
    decision: Decision
    valid_from: date
    valid_to: date | None = None
    postmark_counts: bool = False
    """Whether a dossier post-marked before `valid_from` follows the version before this one (R22)."""
    name: Text
    field: Text
    level: str
    lead: str
    """The seat that decides; every other agency is a partner."""
    one_stop: str = "one_stop"
    """The seat that receives and returns."""
    total: Allowance
    limits: tuple[Limit, ...] = ()
    tables: tuple[Table, ...] = ()
    """Decision tables, each over the channel, declared data and what the tables before it derive."""
    same_day_until: time | None = None
    """Received until then: due the same working day; later: the next one (R17)."""
    phases: tuple[Phase, ...] = ()
    phases_carry_over: bool = False
    """Whether time left in one phase adds to the next; the law is unsure, so not unless a version says so (R35)."""
    supplement: Supplement
    reappointment: Reappointment = Reappointment()
    overdue: OverduePlan = OverduePlan()
    hand_over: Literal["electronic", "paper"] = "electronic"
    """How the dossier goes from agency to agency. On paper, the clock of the one that receives it starts when the
    receipt is recorded (R25–R27)."""
    corrections: Allowance | None = None
    """The limit of a dossier that corrects a wrong result at the agency's cost; None: the total (R59)."""
    immediate: bool = False
    """Whether the result is given at once, without a slip unless asked for (R24)."""
    data: dict[str, DataField] = {}
    documents: tuple[Document, ...] = ()
    fees: tuple[Fee, ...] = ()
    legal_basis: tuple[str, ...] = Field(min_length=1)
    source: Note = None
    """Where the version was taken from, and what of it is not certain."""
    confidentiality: Confidentiality | None = None
    """Who of those that are competent may see its dossiers; None: the cautious default of its field (`secrecy`)."""
    steps: tuple[Step, ...] = Field(min_length=1)

    @property
    def secrecy(self) -> Confidentiality:
        """Return how confidential its dossiers are."""
        return self.confidentiality or cautious(self.field.vi)

    @cached_property
    def by_id(self) -> dict[str, Step]:
        """Return the steps by their ids."""
        return {step.id: step for step in self.steps}

    @cached_property
    def totals(self) -> tuple[Allowance, ...]:
        """Return every total that may apply: the general one, and those of cases and tables."""
        rows = (given.limit for table in self.tables for given in table.all_given if given.limit is not None)
        return (self.total, *(limit.allow for limit in self.limits), *rows)

    @cached_property
    def phase_by_id(self) -> dict[str, Phase]:
        """Return the phases by their ids."""
        return {phase.id: phase for phase in self.phases}

    @cached_property
    def followers(self) -> dict[str, tuple[str, ...]]:
        """Return, for each step, the steps that wait for it."""
        return {step.id: tuple(s.id for s in self.steps if step.id in s.after) for step in self.steps}

    def noted_as(self, known: "Procedure") -> "Procedure":
        """Return this version with the notes of another wherever they say the same.

        Notes were in one language once. That one is translated now does not make another version of what was published.
        """
        steps = tuple(
            step.model_copy(update={"note": _known_note(step.note, known.by_id[step.id].note)})
            if step.id in known.by_id
            else step
            for step in self.steps
        )
        own = {name: getattr(self, name) for name in type(self).model_fields}
        return Procedure.model_validate(own | {"source": _known_note(self.source, known.source), "steps": steps})


def _known_note(note: Text | None, known: Text | None) -> Text | None:
    return known if note is not None and known is not None and note.retells(known) else note
