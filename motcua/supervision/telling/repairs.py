"""Repairs as they are shown: what was asked, how far it has come, what came of each dossier."""

from activities.repair_kinds import order_of
from motcua.dossiers.commands_of_repair import RepairKind
from motcua.dossiers.parts import Model
from motcua.dossiers.rehearsal import Effect
from motcua.register.campaign_records import Campaign, GroupCount, Item, ItemState
from motcua.supervision.telling.campaigns import EFFECTS, ITEM_STATES, CampaignView, campaign_view
from motcua.supervision.telling.sentences_of_repair import REPAIRS
from motcua.supervision.telling.views import Said
from motcua.worktime.words import Words


class RepairView(CampaignView):
    """A repair as it is shown."""

    what: RepairKind
    what_said: Said
    order: dict[str, object]
    """What was asked for besides: the step, the officer, the day."""
    left_out: tuple[str, ...]
    """Codes that were named and are not open to whoever asked, or were never given; the first of them."""
    key: str | None
    """The key of a system that asked, as `key:ID`: the officer in `by` was then named by it."""
    needs_second: bool | None
    """Whether another person than the one who asked has to confirm it; None while it is being previewed."""


class RepairList(Model):
    """Repairs, the latest first."""

    repairs: tuple[RepairView, ...]


class RepairItem(Item):
    """One dossier of a repair, said in words."""

    state_said: Said
    effect_said: Said


class RepairItems(Model):
    """Some dossiers of a repair, and where the next page begins."""

    items: tuple[RepairItem, ...]
    after: str | None = None


class RepairOfDossier(Model):
    """A repair that a dossier was in."""

    repair: str
    item: RepairItem


class RepairsOfDossier(Model):
    """The repairs a dossier was in, the latest first."""

    code: str
    repairs: tuple[RepairOfDossier, ...]


def repair_view(campaign: Campaign, groups: list[GroupCount] | None = None) -> RepairView:
    """Return a repair as it is shown, with groups of dossiers where they are given."""
    order = order_of(campaign)
    whole = campaign_view(campaign, groups or ())
    given = order.model_dump(mode="json", exclude_defaults=True, exclude={"what", "left_out", "key"})
    return RepairView(
        **{name: getattr(whole, name) for name in CampaignView.model_fields},
        what=order.what,
        what_said=_said(REPAIRS[order.what]),
        order=given,
        left_out=order.left_out,
        key=order.key,
        needs_second=campaign.needs_second,
    )


def repair_item(item: Item) -> RepairItem:
    """Return one dossier of a repair as it is shown."""
    state, effect = ITEM_STATES[ItemState(item.state)], EFFECTS[Effect(item.effect)]
    return RepairItem(**item.model_dump(), state_said=_said(state), effect_said=_said(effect))


def _said(words: Words) -> Said:
    return Said(vi=words.vi, en=words.en)
