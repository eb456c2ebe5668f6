"""What the preview of a change over many dossiers says of each of them."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from activities.campaign_kinds import NOW, CampaignKind
from motcua.dossiers.commands import Act
from motcua.dossiers.dossier import Dossier
from motcua.dossiers.ground import Ground
from motcua.dossiers.rehearsal import Effect, Rehearsed, foresee
from motcua.register.campaign_records import Campaign, Item, ItemState


def items_of(
    campaign: Campaign, kind: CampaignKind, ground: Ground, dossiers: Iterable[Dossier], now: datetime, *, further: bool
) -> Iterator[Item]:
    """Yield those of the dossiers that the change is about; nothing is changed.

    Args:
        campaign: The change.
        kind: Its kind.
        ground: What it would be decided on.
        dossiers: Open ones.
        now: The moment at which it would be decided.
        further: Whether they were found after it was confirmed: then they are confirmed with it.
    """
    act = Act(by=campaign.by, do=kind.deed(campaign, NOW))
    for dossier in dossiers:
        line = foresee(dossier, act, now, ground)
        if line.touched or line.effect is Effect.REFUSED:
            yield _item(line, treatment=NOW if further else None)


def _item(line: Rehearsed, *, treatment: str | None) -> Item:
    refused = line.effect is Effect.REFUSED
    kept = ", ".join(line.kept)
    return Item(
        dossier=line.code,
        state=ItemState.REFUSED if refused else ItemState.PLANNED,
        treatment=treatment,
        effect=line.effect.value,
        agency=line.agency,
        step=line.step,
        old_due=line.old_due,
        new_due=line.new_due,
        detail_vi=line.reason_vi or (f"Giữ ngày cũ, vì ngày mới đã qua: {kept}" if kept else None),
        detail_en=line.reason or (f"Keeps its date, since the new one has passed: {kept}" if kept else None),
    )
