"""The parts a dossier is made of: actors, clocks, duties, pauses, requests to the applicant."""

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, JsonValue, StringConstraints

from motcua.procedures.definition import Silence, StepKind
from motcua.worktime.allowance import Allowance

Moment = AwareDatetime
"""An instant with its zone; a naive one is refused (R11)."""

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
"""What somebody wrote: never empty, never a novel."""

KEY_SHAPE = r"^[A-Za-z0-9][A-Za-z0-9._:/-]{0,119}$"
Key = Annotated[str, StringConstraints(pattern=KEY_SHAPE)]
"""A caller's name for one act, by which a repetition is recognised."""

Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:@/-]{0,79}$")]
"""The id of an agency, officer, system or step; never a person's name."""


class Model(BaseModel):
    """A closed, immutable value of the house."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Tagged(Model):
    """A value whose `kind` says which of a family it is; the tag is always written, other defaults never."""

    def model_post_init(self, _context: Any, /) -> None:
        """Count the tag as given, so that it survives serialisation without defaults."""
        self.__pydantic_fields_set__.add("kind")


class Actor(Model):
    """Who acts: an officer for an agency, the applicant, a department system, or the law itself."""

    agency: Name
    """Agency id, `applicant`, `law` (a deadline passing), or `system:NAME`."""
    officer: Name | None = None
    """Staff number, never a name."""
    on_behalf_of: Name | None = None
    """The agency or officer acted for, where the actor stands in for another."""


LAW = Actor(agency="law")
"""The author of what happens because time passed."""
APPLICANT = Actor(agency="applicant")

ApplicantKind = Literal["citizen", "enterprise", "household"]
"""Who hands a dossier in, as the national portal tells them apart."""


class Waiting(StrEnum):
    """What an open dossier waits for: exactly one of these, and `nobody` is a defect."""

    OFFICER = "officer"
    APPLICANT = "applicant"
    PARTNER = "partner_agency"
    SYSTEM = "department_system"
    PAYMENT = "payment"
    MOMENT = "moment"
    FAULT = "engine_fault"
    NOBODY = "nobody"


class State(StrEnum):
    """Where the dossier stands. Overdue is never a state: it is computed (R46)."""

    SUBMITTED = "submitted_online"
    SUPPLEMENT_BEFORE_RECEIPT = "supplement_before_receipt"
    NOT_ACCEPTED = "refused_at_intake"
    IN_PROCESS = "in_process"
    RECEIVED = "received"
    SUPPLEMENT = "supplement_after_receipt"
    AWAITING_PAYMENT = "awaiting_financial"
    WITHDRAWAL = "withdraw_requested"
    STOPPED = "stopped"
    RESULT_READY = "result_ready"
    RETURNED = "returned"

    @property
    def portal_code(self) -> int:
        """Return the national portal's status code, 1 to 10 (R60)."""
        return PORTAL_CODES[self]

    @property
    def closed(self) -> bool:
        """Whether nothing leaves this state: a new submission is a new dossier."""
        return self in (State.NOT_ACCEPTED, State.STOPPED, State.RETURNED)


PORTAL_CODES = {
    State.SUBMITTED: 1,
    State.RECEIVED: 2,
    State.NOT_ACCEPTED: 3,
    State.IN_PROCESS: 4,
    State.SUPPLEMENT_BEFORE_RECEIPT: 5,
    State.SUPPLEMENT: 5,
    State.AWAITING_PAYMENT: 6,
    State.WITHDRAWAL: 7,
    State.STOPPED: 8,
    State.RESULT_READY: 9,
    State.RETURNED: 10,
}


class Clock(Model):
    """A limit that runs: what was granted, from when, until when."""

    allow: Allowance
    since: Moment
    due: Moment
    fixed: bool = False
    """Whether `due` is a date that was said, not counted: a calendar decision moves it only off a closed day (R10)."""


class Threshold(Model):
    """A point of the warning plan and the moment it is reached."""

    name: str
    at: Moment


class OfficialClock(Clock):
    """The clock of the promise to the applicant."""

    late_from: Moment
    """From here on the dossier is late: the midnight after the due date, since on-time compares dates."""
    warnings: tuple[Threshold, ...] = ()
    """Those still to come."""
    calendar: str
    """Id and version of the calendar the date was computed on."""


class Ground(StrEnum):
    """Why the official clock stands."""

    SUPPLEMENT = "supplement"
    FINANCE = "finance"
    EXCLUDED = "excluded"
    OTHER_BODY = "other_body"
    WITHDRAWAL = "withdrawal"
    OUTAGE = "outage"
    """A department system is away, and somebody decided that this stops the clock."""


class Pause(Model):
    """One reason for which the official clock stands or stood, with its legal ground."""

    ground: Ground
    ref: str
    """What stops the clock: a duty as `step/visit`, a request as `supplement/n`, an outage as `outage:id`."""
    since: Moment
    until: Moment | None = None
    basis: str | None = None
    system: Name | None = None
    """The department system that is away, where the ground is its outage."""


class CountedBy(Model):
    """The step whose limit a clock keeps, where a move to another version left its date as it was (R21)."""

    version: str
    step: str
    """Its name in that version."""


class Duty(Model):
    """Open work: a step, the agency that holds it, and its own clock."""

    step: str
    visit: int
    kind: StepKind
    agency: Name
    officer: Name | None = None
    holder: Waiting
    """What the dossier waits for while this duty is open."""
    since: Moment
    clock: Clock | None = None
    counted_by: CountedBy | None = None
    """Whose limit its clock keeps; None: that of its own step, as the dossier's version has it."""
    left: Allowance | None = None
    """What was left of the duty's clock when it was paused; None while it runs."""
    system: Name | None = None
    silence: Silence = Silence.ESCALATE
    silence_at: Moment | None = None
    """When silence takes its effect: the first opening after the duty's due moment (R39)."""
    trouble: str | None = None
    """Why the department system's answer could not be used; the duty waits for a person."""
    asked_again_at: Moment | None = None
    """Since when its department system is asked once more, after trouble."""
    stands_for: str | None = None
    """The outage for which its clock stands, as `outage:id`, by decision."""
    giver: Name | None = None
    """The agency that gave the work out of its hands, where it went over on paper (R27)."""
    hand_over_by: Moment | None = None
    """Until when the giver answers for the way; None once the work was received (R25)."""
    hand_over_late: bool = False
    leg: str | None = None
    """Code of the dossier another agency carries for this duty (R44)."""
    leg_state: State | None = None
    """Where that dossier was when it last reported."""
    leg_due: Moment | None = None
    """Until when that dossier was due when it last reported; None while its clock stands."""

    @property
    def answerable(self) -> bool:
        """Whether an agency or its system answers for this duty's time; the applicant is never late."""
        return self.holder not in (Waiting.APPLICANT, Waiting.PAYMENT, Waiting.MOMENT)

    @property
    def waits_since(self) -> Moment:
        """Return since when it waits for whom it waits."""
        return self.asked_again_at or self.since

    @property
    def ref(self) -> str:
        """Return the duty's name within its dossier: `step/visit`."""
        return f"{self.step}/{self.visit}"


class Supplement(Model):
    """A request to the applicant that is open."""

    number: int
    items: tuple[str, ...]
    reason: str
    since: Moment
    step: str | None = None
    """The step that asked, None before receipt."""
    lapses_at: Moment | None = None
    fixed: bool = False
    """Whether the applicant's date was kept by a move to another version, under which it would be another."""


class AskedOpinion(Model):
    """A consultation that is not on the procedure's route: whom, what, and until when (R37)."""

    agency: Name
    content: str
    allow: Allowance


class Moving(Model):
    """A move to another version of the procedure that takes effect when the next step begins."""

    version: str
    deadlines: Literal["keep", "recompute"] = "keep"
    steps: dict[str, str] = {}
    """Ids of steps in the old version and their names in the new one, where they differ."""


class Fault(Model):
    """Something that should have happened by itself and could not be decided."""

    what: str
    detail: str
    since: Moment


class Done(Model):
    """How a step ended the last time."""

    outcome: str
    visit: int
    at: Moment


Data = dict[str, JsonValue]
"""Declared data of a dossier: what conditions may look at; never personal data."""
