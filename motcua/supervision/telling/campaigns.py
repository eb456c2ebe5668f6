"""Changes over many dossiers as they are shown: the campaign, its groups, and a line for every dossier."""

import csv
import io
from collections.abc import Iterable, Iterator

from motcua.dossiers.parts import Actor, Model, Moment
from motcua.dossiers.rehearsal import Effect
from motcua.register.campaign_records import Campaign, CampaignState, GroupCount, Item, ItemState
from motcua.register.campaigns import no_campaign
from motcua.register.register import Register
from motcua.register.scope import WHOLE, Scope
from motcua.supervision.telling.views import Said
from motcua.worktime.words import Words

STATES = {
    CampaignState.PLANNING: Words("đang lập bản xem trước", "being previewed"),
    CampaignState.DRAFT: Words("chờ xác nhận", "waits to be confirmed"),
    CampaignState.RUNNING: Words("đang thực hiện", "being carried out"),
    CampaignState.LASTING: Words("đã thực hiện, còn hiệu lực", "carried out, and still in force"),
    CampaignState.DONE: Words("đã thực hiện xong", "carried out"),
    CampaignState.DROPPED: Words("hết hạn xác nhận", "not confirmed in time"),
}
ITEM_STATES = {
    ItemState.PLANNED: Words("chưa thực hiện", "not done yet"),
    ItemState.DONE: Words("đã thay đổi", "changed"),
    ItemState.UNCHANGED: Words("giữ nguyên", "left as it is"),
    ItemState.REFUSED: Words("không được phép", "refused"),
    ItemState.FAILED: Words("chưa liên lạc được", "not reached"),
}
EFFECTS = {
    Effect.SAME: Words("ngày hẹn giữ nguyên", "same date"),
    Effect.SHORTER: Words("ngày hẹn sớm hơn", "earlier date"),
    Effect.LONGER: Words("ngày hẹn muộn hơn", "later date"),
    Effect.OVERDUE_AT_ONCE: Words("quá hạn ngay", "overdue at once"),
    Effect.STANDS: Words("dừng tính thời hạn", "clock stands"),
    Effect.RUNS: Words("thời hạn chạy lại", "clock runs again"),
    Effect.REFUSED: Words("không được phép", "refused"),
}
COLUMNS = tuple(Item.model_fields)
PAGE = 1000


class StateCount(Said):
    """How many of a campaign's dossiers are in one state."""

    state: ItemState
    dossiers: int


class GroupLine(Model):
    """Dossiers of a campaign that are alike: at one step, with one agency, with one effect."""

    step: str | None
    agency: str | None
    effect: Effect
    effect_said: Said
    state: ItemState
    dossiers: int


class CampaignView(Model):
    """A campaign as it is shown."""

    id: str
    kind: str
    title: Said
    basis: str
    reason: str | None
    by: Actor
    state: CampaignState
    state_said: Said
    looked_at: int
    touched: int
    created_at: Moment
    confirmed_at: Moment | None
    confirmed_by: Actor | None
    finished_at: Moment | None
    counts: tuple[StateCount, ...] = ()
    groups: tuple[GroupLine, ...] = ()


def campaign_view(campaign: Campaign, groups: Iterable[GroupCount] = ()) -> CampaignView:
    """Return a campaign as it is shown, with its groups where they are given."""
    named = campaign.model_dump(include=set(CampaignView.model_fields) - {"counts", "groups"})
    return CampaignView(
        **named,
        title=Said(vi=campaign.title_vi, en=campaign.title_en),
        state_said=_said(STATES[campaign.state]),
        touched=campaign.touched,
        counts=tuple(
            StateCount(state=state, dossiers=number, **_said(ITEM_STATES[state]).model_dump())
            for state, number in sorted(campaign.counts.items())
        ),
        groups=tuple(_group(group) for group in groups),
    )


def campaign_of(register: Register, id: str, scope: Scope = WHOLE) -> CampaignView:
    """Return a campaign of the register as it is shown, with the numbers of what lies in scope.

    Raises:
        NotFoundError: There is none of this name, or it touches nothing in scope.
    """
    return campaign_view(campaign_seen(register, id, scope), register.groups(id, scope))


def campaign_seen(register: Register, id: str, scope: Scope) -> Campaign:
    """Return a campaign with the counts of what lies in scope.

    Raises:
        NotFoundError: There is none of this name, or it touches nothing in scope.
    """
    campaign = register.campaign(id)
    if scope.whole:
        return campaign
    counts = register.counts_seen(id, scope)
    if not counts:
        raise no_campaign(id)
    return campaign.model_copy(update={"counts": counts, "looked_at": sum(counts.values())})


def every_item(register: Register, id: str, scope: Scope = WHOLE, state: ItemState | None = None) -> Iterator[Item]:
    """Yield every dossier of a campaign that lies in scope, or those of one state, page by page."""
    after: str | None = None
    while True:
        page = register.items(id, scope=scope, state=state, after=after, limit=PAGE)
        yield from page
        if len(page) < PAGE:
            return
        after = page[-1].dossier


def items_as_csv(items: Iterable[Item]) -> str:
    """Return a line per dossier, with a heading, as a spreadsheet reads it."""
    text = io.StringIO()
    lines = csv.DictWriter(text, COLUMNS)
    lines.writeheader()
    for item in items:
        lines.writerow({name: value for name, value in item.model_dump(mode="json").items() if name in COLUMNS})
    return text.getvalue()


def _group(group: GroupCount) -> GroupLine:
    effect = Effect(group.effect)
    said = _said(EFFECTS[effect])
    return GroupLine(
        step=group.step,
        agency=group.agency,
        effect=effect,
        effect_said=said,
        state=group.state,
        dossiers=group.dossiers,
    )


def _said(words: Words) -> Said:
    return Said(vi=words.vi, en=words.en)
