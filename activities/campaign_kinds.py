"""What kinds of change are made over many dossiers: which each looks at, and what it has the engine do to them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from pydantic import JsonValue

from activities.outage_kinds import RUN, STAND, ClocksRun, ClocksStand
from activities.repair_kinds import REPAIR, Repair
from motcua.dossiers.commands import EngineDeed, Move, Replan
from motcua.dossiers.ground import Ground
from motcua.dossiers.parts import Actor
from motcua.errors import InvalidInputError
from motcua.register.campaign_records import Campaign
from motcua.register.footing import Footing
from motcua.register.open_dossiers import OpenWanted
from motcua.register.register import Register
from motcua.worktime.decisions import CalendarDecision, decision_from
from motcua.worktime.fitting import must_fit

NOW, NEXT_STEP, KEEP = "now", "next_step", "keep"


class CampaignKind(Protocol):
    """One kind of change over many dossiers."""

    @property
    def treatments(self) -> tuple[str, ...]:
        """Return what may be confirmed for a dossier; `keep` leaves it as it is."""

    @property
    def everybody_at_once(self) -> bool:
        """Whether it changes what all decide on: then no group is left out, and what was opened since is looked for."""

    @property
    def marks(self) -> tuple[str, ...]:
        """Return the facts by which a dossier shows that it was changed."""

    @property
    def rule(self) -> str:
        """Return the rule under which what does not fit it is refused."""

    @property
    def lasts(self) -> bool:
        """Whether it goes on once what was previewed is done: what comes under it later is found by itself."""

    def wanted(self, campaign: Campaign, /) -> OpenWanted:
        """Return which open dossiers its preview looks at."""

    def ground(self, campaign: Campaign, footing: Footing, /) -> Ground:
        """Return what its preview stands on."""

    def deed(self, campaign: Campaign, treatment: str, /) -> EngineDeed:
        """Return what the engine does to one dossier."""

    def begin(self, campaign: Campaign, footing: Footing, register: Register, by: Actor, at: datetime, /) -> None:
        """Do what has to be done before the first dossier, once it is confirmed; safe to repeat."""


@dataclass(frozen=True)
class CalendarChange:
    """A decision changed a calendar: every date that has not passed follows it (R10)."""

    treatments: tuple[str, ...] = (NOW,)
    everybody_at_once: bool = True
    marks: tuple[str, ...] = ("replanned",)
    rule: str = "R10"
    lasts: bool = False

    def wanted(self, campaign: Campaign) -> OpenWanted:
        """Return all open dossiers, or those of the one agency it is about."""
        agency = campaign.parameters.get("agency")
        return OpenWanted(agency=str(agency)) if agency else OpenWanted()

    def ground(self, campaign: Campaign, footing: Footing) -> Ground:
        """Return the ground under its decision, entered or not."""
        return footing.under(decision_of(campaign))

    def deed(self, campaign: Campaign, _treatment: str, /) -> EngineDeed:
        """Have the dossier's dates found anew."""
        decision = decision_of(campaign)
        return Replan(decision=decision.number, entered=decision.id)

    def begin(self, campaign: Campaign, footing: Footing, register: Register, by: Actor, at: datetime) -> None:
        """Enter the decision: from now on everybody decides under it."""
        decision, entered = decision_of(campaign), footing.ground.decisions
        if not footing.ground.knows_decision(decision.id):
            must_fit_now(decision, footing.ground, at, entered)
            register.enter_decision(_content(campaign), by, at)
        footing.follow()


@dataclass(frozen=True)
class VersionMove:
    """Dossiers go on under another version of their procedure (R21)."""

    treatments: tuple[str, ...] = (NOW, NEXT_STEP, KEEP)
    everybody_at_once: bool = False
    marks: tuple[str, ...] = ("version_moved", "move_planned")
    rule: str = "R21"
    lasts: bool = False

    def wanted(self, campaign: Campaign) -> OpenWanted:
        """Return the open dossiers of its procedure."""
        return OpenWanted(procedure=str(campaign.parameters["procedure"]))

    def ground(self, _campaign: Campaign, footing: Footing, /) -> Ground:
        """Return the ground as it is."""
        return footing.ground

    def deed(self, campaign: Campaign, treatment: str) -> EngineDeed:
        """Move the dossier now, or when its next step begins."""
        given = campaign.parameters
        said = {
            "version": given["version"],
            "deadlines": given.get("deadlines", "keep"),
            "steps": given.get("steps", {}),
        }
        when = {"when": NEXT_STEP} if treatment == NEXT_STEP else {}
        return Move.model_validate({name: value for name, value in said.items() if value} | when)

    def begin(self, _campaign: Campaign, _footing: Footing, _register: Register, _by: Actor, _at: datetime, /) -> None:
        """Nothing but the dossiers changes."""


KINDS: dict[str, CampaignKind] = {
    "calendar": CalendarChange(),
    "move": VersionMove(),
    STAND: ClocksStand(),
    RUN: ClocksRun(),
    REPAIR: Repair(),
}


def kind_of(campaign: Campaign) -> CampaignKind:
    """Return what kind of change a campaign is."""
    found = KINDS.get(campaign.kind)
    if found is None:
        raise InvalidInputError(
            f"This version of the program knows no campaigns of kind {campaign.kind}.",
            vi=f"Phiên bản này không biết loại đợt thay đổi {campaign.kind}.",
            field="kind",
            hint="Run a newer worker.",
            hint_vi="Chạy tiến trình xử lý phiên bản mới hơn.",
        )
    return found


def decision_of(campaign: Campaign) -> CalendarDecision:
    """Return the decision a calendar campaign carries out."""
    return decision_from(_content(campaign))


def _content(campaign: Campaign) -> dict[str, JsonValue]:
    content = campaign.parameters.get("decision")
    if not isinstance(content, dict):
        raise ValueError(f"campaign {campaign.id} carries no decision")
    return content


def must_fit_now(
    decision: CalendarDecision, ground: Ground, at: datetime, earlier: tuple[CalendarDecision, ...]
) -> None:
    """Refuse a decision that cannot be carried out from today on.

    Raises:
        CalendarError: See `must_fit`.
        NotFoundError: Its scope is neither a calendar nor an agency.
    """
    calendar = ground.calendars.get(decision.scope) or ground.calendar_of(decision.scope)
    must_fit(decision, calendar, calendar.local(at).date(), earlier)
