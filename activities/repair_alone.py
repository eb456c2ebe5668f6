"""How much one asker may have repaired alone: many small repairs of a day count as one large one."""

from collections.abc import Sequence
from datetime import datetime

from activities.repair_kinds import DAY, REPAIR, alone_before, needs_another
from motcua.dossiers.parts import Actor
from motcua.errors import RefusedError
from motcua.register.campaign_records import Campaign, ConfirmedRepair, ItemState
from motcua.register.register import Register


def needs_second(id: str, register: Register, at: datetime, alone_up_to: int) -> bool:
    """Whether a previewed repair, with what its asker had repaired alone lately, is too large for one person."""
    campaign = register.campaign(id)
    before = alone_before(campaign, register.confirmed_alone(at - DAY, kind=REPAIR))
    planned = _planned(campaign)
    return planned > 0 and before + planned > alone_up_to


def confirm_repair(campaign: Campaign, register: Register, by: Actor, at: datetime, alone_up_to: int) -> None:
    """Note that a repair is confirmed; safe to repeat.

    What was small enough when it was previewed may not be any more. Whoever confirms, it is refused then, and needs a
    second person from now on: that somebody signed in, and is another, is looked at before they come here.

    Raises:
        RefusedError: With what its asker had repaired alone meanwhile, it needs a second person.
    """

    def may(confirmed: Sequence[ConfirmedRepair]) -> None:
        before = alone_before(campaign, confirmed)
        known = campaign.needs_second or campaign.confirmed_at is not None
        if not known and before + _planned(campaign) > alone_up_to:
            raise needs_another(campaign, before)

    try:
        register.confirm_repair(campaign.id, by, at, since=at - DAY, may=may)
    except RefusedError:
        register.note_second(campaign.id, True)
        raise


def _planned(campaign: Campaign) -> int:
    return campaign.counts.get(ItemState.PLANNED, 0)
