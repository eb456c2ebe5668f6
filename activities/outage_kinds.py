"""Clocks that stand while a department system is away, and run again: what the engine has to do to each dossier."""

from dataclasses import dataclass
from datetime import datetime

from pydantic import AwareDatetime, BaseModel, ConfigDict, JsonValue

from motcua.dossiers.commands import EngineDeed, RunAfterOutage, StandForOutage
from motcua.dossiers.ground import Ground
from motcua.dossiers.outages import outage_ref
from motcua.dossiers.parts import Actor
from motcua.errors import RefusedError
from motcua.register.campaign_records import Campaign
from motcua.register.footing import Footing
from motcua.register.open_dossiers import OpenWanted
from motcua.register.register import Register
from motcua.register.standing_clocks import StandingOutage

STAND, RUN = "stand", "run_clocks"


class OutageOrder(BaseModel):
    """What a campaign about an outage has to know; its parameters."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    outage: int
    system: str
    began: AwareDatetime
    moment: AwareDatetime
    """From when clocks stand, or run again."""
    decision: str
    """Number, date and authority."""
    basis: str
    procedures: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()

    @property
    def parameters(self) -> dict[str, JsonValue]:
        """Return it as the parameters of a campaign."""
        return self.model_dump(mode="json", exclude_defaults=True)

    @property
    def noted(self) -> str:
        """Return what the outage's record says of the decision."""
        return f"{self.decision} · {self.basis}"


def order_of(campaign: Campaign) -> OutageOrder:
    """Return what a campaign about an outage has to know."""
    return OutageOrder.model_validate(campaign.parameters)


@dataclass(frozen=True)
class ClocksStand:
    """Somebody decided that clocks stand while a system is away: for what waits on it, and what begins to (R36)."""

    treatments: tuple[str, ...] = ("now",)
    everybody_at_once: bool = True
    marks: tuple[str, ...] = ("paused",)
    rule: str = "R36"
    lasts: bool = True

    def wanted(self, campaign: Campaign) -> OpenWanted:
        """Return the open dossiers that wait on the system, of the procedures and agencies that are meant."""
        order = order_of(campaign)
        return OpenWanted(waits_on=order.system, procedures=order.procedures, agencies=order.agencies)

    def ground(self, _campaign: Campaign, footing: Footing, /) -> Ground:
        """Return the ground as it is."""
        return footing.ground

    def deed(self, campaign: Campaign, _treatment: str, /) -> EngineDeed:
        """Let one dossier's clocks stand."""
        order = order_of(campaign)
        return StandForOutage(
            system=order.system,
            outage=order.outage,
            began=order.began,
            since=order.moment,
            decision=order.decision,
            basis=order.basis,
        )

    def begin(self, campaign: Campaign, _footing: Footing, register: Register, _by: Actor, _at: datetime, /) -> None:
        """Note the decision with the outage; refused where that is over, or another decision holds."""
        order = order_of(campaign)
        if not register.let_clocks_stand(order.outage, order.noted, order.moment):
            raise cannot_stand(register.standing_outage(order.outage))


@dataclass(frozen=True)
class ClocksRun:
    """Somebody decided that clocks run again, though the system is still away."""

    treatments: tuple[str, ...] = ("now",)
    everybody_at_once: bool = True
    marks: tuple[str, ...] = ("resumed",)
    rule: str = "R36"
    lasts: bool = False

    def wanted(self, campaign: Campaign) -> OpenWanted:
        """Return the open dossiers whose clocks stand for the outage."""
        order = order_of(campaign)
        return OpenWanted(waits_on=order.system, stands_for=outage_ref(order.outage))

    def ground(self, _campaign: Campaign, footing: Footing, /) -> Ground:
        """Return the ground as it is."""
        return footing.ground

    def deed(self, campaign: Campaign, _treatment: str, /) -> EngineDeed:
        """Let one dossier's clocks run again."""
        order = order_of(campaign)
        return RunAfterOutage(outage=order.outage, until=order.moment, decision=order.decision, basis=order.basis)

    def begin(self, campaign: Campaign, _footing: Footing, register: Register, _by: Actor, _at: datetime, /) -> None:
        """Note that no clock stands for the outage any more: what begins to wait from now on is left alone."""
        register.let_clocks_run(order_of(campaign).outage)


@dataclass(frozen=True)
class ClocksRunAfter(ClocksRun):
    """The system is back: what stood for its outage runs again, from that moment."""

    back: datetime | None = None

    def deed(self, campaign: Campaign, _treatment: str, /) -> EngineDeed:
        """Let one dossier's clocks run again from the moment of the recovery."""
        order = order_of(campaign)
        return RunAfterOutage(outage=order.outage, until=self.back or order.moment)


def cannot_stand(outage: StandingOutage) -> RefusedError:
    """The outage is over, or clocks stand for it already."""
    if outage.ended_at is not None:
        return RefusedError(
            f"The system {outage.system} is back: there is no outage for which clocks could stand.",
            vi=f"Hệ thống {outage.system} đã hoạt động lại: không còn gián đoạn để dừng tính thời hạn.",
            field="system",
            rule="R36",
            hint="What stood while it was away runs again by itself.",
            hint_vi="Thời hạn đã dừng trong lúc gián đoạn tự chạy tiếp.",
        )
    return RefusedError(
        f"Clocks stand already while {outage.system} is away, by decision {outage.clocks_stand}.",
        vi=f"Thời hạn đã được dừng tính khi {outage.system} gián đoạn, theo quyết định {outage.clocks_stand}.",
        field="number",
        rule="R36",
        hint="Let them run again first (`motcua outages run`), or wait until the system is back.",
        hint_vi="Cho thời hạn chạy tiếp trước (`motcua outages run`), hoặc chờ hệ thống hoạt động lại.",
    )
