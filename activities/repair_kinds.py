"""What a repair has to know, and what it has the engine do to each of its dossiers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, JsonValue

from motcua.dossiers import commands_of_repair as r
from motcua.dossiers.commands import EngineDeed
from motcua.dossiers.commands_of_repair import RepairKind
from motcua.dossiers.ground import Ground
from motcua.dossiers.parts import Actor
from motcua.errors import ConflictError, RefusedError
from motcua.register.campaign_records import Campaign, ConfirmedRepair
from motcua.register.footing import Footing
from motcua.register.open_dossiers import OpenWanted
from motcua.register.register import Register

REPAIR = "repair"
"""The kind of campaign a repair is."""
DAY = timedelta(hours=24)
"""How long what somebody had repaired alone counts with what they ask for next."""
Messages = Literal["portal", "notices", "webhooks"]
ALL_MESSAGES: tuple[Messages, ...] = ("portal", "notices", "webhooks")


class RepairOrder(BaseModel):
    """What is repaired, and how; the parameters of its campaign."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    what: RepairKind
    basis: str | None = None
    step: str | None = None
    data: dict[str, JsonValue] = {}
    agency: str | None = None
    officer: str | None = None
    instead_of: str | None = None
    to: date | None = None
    otherwise: str | None = None
    messages: tuple[Messages, ...] = ALL_MESSAGES
    of: str | None = None
    """The repair that is undone."""
    left_out: tuple[str, ...] = ()
    """Codes that were named and are not open to whoever asked, or were never given; the first of them."""
    key: str | None = None
    """The key of a system that asked, as `key:ID`; None: a person did, or somebody at the machine."""

    @property
    def parameters(self) -> dict[str, JsonValue]:
        """Return it as the parameters of a campaign."""
        return self.model_dump(mode="json", exclude_defaults=True)


def order_of(campaign: Campaign | ConfirmedRepair) -> RepairOrder:
    """Return what a repair has to know."""
    return RepairOrder.model_validate(campaign.parameters)


@dataclass(frozen=True)
class Repair:
    """One of the closed list of repairs, of the dossiers somebody chose."""

    treatments: tuple[str, ...] = ("now",)
    everybody_at_once: bool = False
    marks: tuple[str, ...] = ("repaired",)
    rule: str = "R74"
    lasts: bool = False

    def wanted(self, campaign: Campaign) -> OpenWanted:
        """Return the dossiers that were chosen; ended ones too, of which most repairs are refused."""
        return OpenWanted(chosen_for=campaign.id)

    def ground(self, _campaign: Campaign, footing: Footing, /) -> Ground:
        """Return the ground as it is."""
        return footing.ground

    def deed(self, campaign: Campaign, _treatment: str, /) -> EngineDeed:
        """Return what is done to each dossier alike.

        Raises:
            ValueError: The kind of repair does something else to each: see `deed_for` in `repair_undoing`.
        """
        order = order_of(campaign)
        deed: EngineDeed = _DEEDS[order.what].model_validate(said_of(campaign) | _particulars(order))
        return deed

    def begin(self, campaign: Campaign, _footing: Footing, register: Register, by: Actor, at: datetime, /) -> None:
        """Refuse a confirmation by whoever asked, where the repair is large enough to need somebody else."""
        if campaign.needs_second is None:
            raise _not_previewed(campaign)
        if campaign.needs_second and may_have_asked(campaign, by):
            raise needs_another(campaign, alone_before(campaign, register.confirmed_alone(at - DAY, kind=REPAIR)))


def may_have_asked(campaign: Campaign | ConfirmedRepair, somebody: Actor) -> bool:
    """Whether somebody may be who asked for a repair, and so cannot be its second person.

    What was asked for with a key, the key asked for. An officer it named may be who used it, under whatever agency the
    key named them; so may be who gives no staff number.
    """
    by = campaign.by
    if _is_same(somebody, by) or order_of(campaign).key is None:
        return _is_same(somebody, by)
    return somebody.officer in (None, by.officer, (by.on_behalf_of or "").partition("/")[2])


def alone_before(campaign: Campaign, confirmed: Iterable[ConfirmedRepair]) -> int:
    """Return how many dossiers of repairs without a second person were asked for by who may have asked for this one.

    What this one undoes does not count: it is the same dossiers, put back.
    """
    undone = order_of(campaign).of
    return sum(each.dossiers for each in confirmed if each.id != undone and _may_be_of_one(campaign, each))


def _may_be_of_one(one: Campaign, other: ConfirmedRepair) -> bool:
    """Whether one person may have asked for both: as any of them, or with one key."""
    key = order_of(one).key
    with_one_key = key is not None and key == order_of(other).key
    return with_one_key or may_have_asked(one, other.by) or may_have_asked(other, one.by)


def _is_same(one: Actor, other: Actor) -> bool:
    """Whether two actors may be one person: an actor without an officer may be anybody of the agency."""
    return one.agency == other.agency and (one.officer == other.officer or not (one.officer and other.officer))


def said_of(campaign: Campaign) -> dict[str, Any]:
    """Return what every command of a repair says besides."""
    order = order_of(campaign)
    said: dict[str, Any] = {"repair": campaign.id} | ({"basis": order.basis} if order.basis else {})
    second = campaign.confirmed_by
    return said | ({"confirmed_by": second} if second is not None and second != campaign.by else {})


def _particulars(order: RepairOrder) -> dict[str, Any]:
    names = {name for name in _DEEDS[order.what].model_fields if name in RepairOrder.model_fields}
    given = order.model_dump(include=names - {"basis"}, exclude_none=True)
    given = {name: value for name, value in given.items() if value}
    return given | ({"what": order.messages} if order.what is RepairKind.RESEND else {})


def needs_another(campaign: Campaign, before: int = 0) -> RefusedError:
    """A large repair is confirmed by another person than the one who asked, or whom a key named as asking.

    Args:
        campaign: The repair.
        before: Dossiers that the same asker had repaired in the last 24 hours without a second person.
    """
    lately = f", with {before} that the same asker had repaired alone in the last 24 hours," if before else ""
    lately_vi = f", cùng {before} hồ sơ người đề nghị đã tự cho sửa trong 24 giờ qua," if before else ""
    return RefusedError(
        f"The repair {campaign.id}{lately} is about so many dossiers that another person than the one who asked "
        "confirms it.",
        vi=f"Lần sửa {campaign.id}{lately_vi} liên quan nhiều hồ sơ nên người khác với người đề nghị phải xác nhận.",
        field="by.officer",
        rule="R74",
        hint="Let another supervisor look at the preview and confirm it, each as AGENCY/OFFICER.",
        hint_vi="Để người giám sát khác xem trước và xác nhận, mỗi người ghi rõ CƠ_QUAN/CÁN_BỘ.",
    )


def _not_previewed(campaign: Campaign) -> ConflictError:
    return ConflictError(
        f"The repair {campaign.id} has no preview to confirm.",
        vi=f"Lần sửa {campaign.id} chưa có bản xem trước.",
        field="id",
        hint="Wait until the preview is complete.",
        hint_vi="Chờ bản xem trước hoàn tất.",
    )


_DEEDS: dict[RepairKind, type[Any]] = {
    RepairKind.RETRY: r.Retry,
    RepairKind.RESEND: r.NoteResent,
    RepairKind.SKIP: r.SkipStep,
    RepairKind.GO_TO: r.GoTo,
    RepairKind.REASSIGN: r.Reassign,
    RepairKind.CORRECT_DATE: r.CorrectDate,
    RepairKind.WITHDRAW: r.Withdraw,
    RepairKind.REHOME: r.Rehome,
}
