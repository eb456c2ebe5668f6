"""`motcua campaign`: a change over many dossiers, as far as it has come, in a terminal."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Annotated, TypeVar

import typer

from motcua.dossiers.parts import Actor
from motcua.errors import InvalidInputError
from motcua.register.campaign_records import Campaign, CampaignState, Group, ItemState
from motcua.register.register import Register
from motcua.settings import Settings
from motcua.supervision.access.acting import actor_named
from motcua.supervision.campaigns import CampaignDesk
from motcua.supervision.connection import connect
from motcua.supervision.installation import campaigns_desk_of, register_of
from motcua.supervision.local_state import temporal_of
from motcua.supervision.telling.campaigns import CampaignView, campaign_of, every_item, items_as_csv
from motcua.supervision.terminal import AsJson, Language, print_table, said, table
from motcua.worktime.shipped import calendar
from motcua.worktime.words import Words

T = TypeVar("T")
By = Annotated[str, typer.Option(help="AGENCY or AGENCY/OFFICER.")]
PATIENCE = 1800.0
"""Seconds a command waits for a preview or for its carrying out; both go on when it is ended."""
NONE = Words("Chưa có đợt thay đổi nào.", "No change was made to many dossiers yet.")
BASIS, STATE = Words("Căn cứ", "Basis"), Words("Trạng thái", "State")
HEADS = (
    Words("Bước", "Step"),
    Words("Cơ quan", "Agency"),
    Words("Ngày hẹn", "Date"),
    STATE,
    Words("Số hồ sơ", "Dossiers"),
)


def campaign(
    id: Annotated[str | None, typer.Argument(help="Id of the campaign; all of them where none is given.")] = None,
    confirm: Annotated[bool, typer.Option("--confirm", help="Have its preview carried out.")] = False,
    again: Annotated[bool, typer.Option("--again", help="Try those once more that were not reached.")] = False,
    by: Annotated[str | None, typer.Option(help="AGENCY or AGENCY/OFFICER, to confirm or to try again.")] = None,
    as_json: AsJson = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print a line per dossier.")] = False,
    lang: Language = "vi",
) -> None:
    """Show a campaign with its groups; or every dossier of it; or have it carried out."""
    if id is None:
        _list(lang)
        return
    if confirm or again:
        view = at_the_desk(lambda desk: _carried_on(desk, id, actor(by or ""), again=again))
    else:
        with register_of(Settings()) as register:
            view = campaign_of(register, id)
    tell(view, as_json=as_json, as_csv=as_csv, lang=lang)


async def _carried_on(desk: CampaignDesk, id: str, by: Actor, *, again: bool) -> CampaignView:
    await (desk.try_again(id, by) if again else desk.confirm(id, by))
    return await settled(desk, id)


def at_the_desk(deal: Callable[[CampaignDesk], Awaitable[T]]) -> T:
    """Return what comes of something done with the campaigns of this installation."""

    async def dealt() -> T:
        settings = Settings()
        client = await connect(temporal_of(settings.home))
        with register_of(settings) as register:
            return await deal(campaigns_desk_of(settings, client, register))

    return asyncio.run(dealt())


async def previewed(desk: CampaignDesk, campaign: Campaign) -> CampaignView:
    """Return a campaign once its preview is there."""
    states = (CampaignState.DRAFT, CampaignState.DONE, CampaignState.RUNNING, CampaignState.LASTING)
    await desk.until(campaign.id, *states, within=PATIENCE)
    return await asyncio.to_thread(campaign_of, desk.register, campaign.id)


async def settled(desk: CampaignDesk, id: str) -> CampaignView:
    """Return a campaign once what was confirmed of it is carried out; one that lasts goes on after that."""
    rests = [CampaignState.DONE, CampaignState.LASTING]
    if (await asyncio.to_thread(desk.register.campaign, id)).counts.get(ItemState.PLANNED):
        rests.append(CampaignState.DRAFT)
    await desk.until(id, *rests, within=PATIENCE)
    return await asyncio.to_thread(campaign_of, desk.register, id)


def local(at: datetime) -> datetime:
    """Return a moment as it is read here: in the zone of the public calendar (R11)."""
    return calendar("vn").local(at)


def actor(by: str) -> Actor:
    """Return who asks, from AGENCY or AGENCY/OFFICER.

    Raises:
        InvalidInputError: It is neither.
    """
    return actor_named(by, "--by")


def group_of(text: str | None) -> Group:
    """Return a group from `step=appraise,effect=shorter`; `all`, or nothing, is everybody.

    Raises:
        InvalidInputError: It names something else.
    """
    if text in (None, "", "all"):
        return Group()
    pairs = dict(part.partition("=")[::2] for part in str(text).split(","))
    if not pairs.keys() <= Group.model_fields.keys() or not all(pairs.values()):
        raise InvalidInputError(
            f"{text!r} is no group of dossiers.",
            vi=f"{text!r} không phải là một nhóm hồ sơ.",
            field="--group",
            hint="Write step=STEP, agency=AGENCY, effect=EFFECT, several with commas, or all.",
            hint_vi="Ghi step=BƯỚC, agency=CƠ_QUAN, effect=TÁC_ĐỘNG, nhiều mục cách nhau bằng dấu phẩy, hoặc all.",
        )
    return Group(**pairs)


def tell(view: CampaignView, *, as_json: bool, as_csv: bool, lang: str) -> None:
    """Print a campaign: as JSON with its dossiers, as a table of dossiers, or as groups to read."""
    if as_csv or as_json:
        with register_of(Settings()) as register:
            _print_items(register, view, as_csv=as_csv)
        return
    _print(view, lang)


def _print_items(register: Register, view: CampaignView, *, as_csv: bool) -> None:
    items = every_item(register, view.id)
    if as_csv:
        typer.echo(items_as_csv(items), nl=False)
        return
    whole = view.model_dump(mode="json") | {"items": [item.model_dump(mode="json") for item in items]}
    typer.echo(json.dumps(whole, ensure_ascii=False))


def _print(view: CampaignView, lang: str) -> None:
    typer.echo(f"{view.id}  {said(view.title, lang)}")
    typer.echo(f"{said(BASIS, lang)}: {view.basis}")
    typer.echo(f"{said(STATE, lang)}: {said(view.state_said, lang)}")
    looked = Words(
        f"Đã xem {view.looked_at} hồ sơ đang mở; liên quan {view.touched}.",
        f"{view.looked_at} open dossiers were looked at; {view.touched} are concerned.",
    )
    typer.echo(said(looked, lang))
    rows = table(HEADS, lang)
    states = {count.state: said(count, lang) for count in view.counts}
    for group in view.groups:
        cells = (group.step or "–", group.agency or "–", f"{said(group.effect_said, lang)} ({group.effect.value})")
        rows.add_row(*cells, states.get(group.state, group.state.value), str(group.dossiers))
    if view.groups:
        print_table(rows)


def _list(lang: str) -> None:
    with register_of(Settings()) as register:
        listed(register.campaigns(), NONE, lang)


def listed(campaigns: Sequence[Campaign], none: Words, lang: str) -> None:
    """Print a line for each, or that there is none."""
    if not campaigns:
        typer.echo(said(none, lang))
    for each in campaigns:
        title = said(Words(each.title_vi, each.title_en), lang)
        typer.echo(f"{local(each.created_at):%Y-%m-%d %H:%M}  {each.state.value:8}  {each.id}  {title}")
