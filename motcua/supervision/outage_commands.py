"""`motcua outages`: which systems are away, and decisions about clocks meanwhile (`motcua campaign` confirms them)."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Annotated

import typer

from motcua.dossiers.parts import Actor
from motcua.errors import InvalidInputError
from motcua.register.campaign_records import Campaign, CampaignState
from motcua.settings import Settings
from motcua.supervision.campaign_commands import By, actor, at_the_desk, previewed, tell
from motcua.supervision.campaigns import CampaignDesk
from motcua.supervision.exchange_commands import show_outages
from motcua.supervision.installation import register_of
from motcua.supervision.outage_desk import Decided, decided_from, preview_running, preview_standing
from motcua.supervision.telling.campaigns import CampaignView
from motcua.supervision.terminal import AsJson, Language
from motcua.worktime.shipped import calendar

OUTAGES = typer.Typer(invoke_without_command=True, rich_markup_mode=None)
System = Annotated[str, typer.Argument(help="The department system, as procedures name it.")]
Number = Annotated[str, typer.Option(help="Number of the decision.")]
Basis = Annotated[str, typer.Option(help="The provision that allows it: the law itself stops no clock for an outage.")]
Reason = Annotated[str, typer.Option(help="Why, as the story of each dossier says it.")]
DecidedOn = Annotated[str | None, typer.Option(help="Date of the decision, as 2026-11-06; today where it is left out.")]
Authority = Annotated[str | None, typer.Option(help="Agency whose decision it is; that of --by where it is left out.")]
From = Annotated[str | None, typer.Option("--from", help="From when, as 2026-11-06T07:30; now where it is left out.")]
Preview = Callable[[CampaignDesk, str, Decided, Actor], Awaitable[Campaign]]


@OUTAGES.callback()
def outages(
    ctx: typer.Context,
    of: Annotated[str | None, typer.Option("--system", help="Only this department system.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000)] = 50,
    as_json: AsJson = False,
    lang: Language = "vi",
) -> None:
    """Hệ thống ngành gián đoạn · Show which department systems are or were away, since when, and what waits."""
    if ctx.invoked_subcommand is None:
        show_outages(of, limit, as_json=as_json, lang=lang)


@OUTAGES.command("try")
def try_now(system: System, as_json: AsJson = False, lang: Language = "vi") -> None:
    """Have a system that is away tried at once; it is tried by itself each minute as well."""
    with register_of(Settings()) as register:
        register.try_now(system, datetime.now(UTC))
    show_outages(system, 1, as_json=as_json, lang=lang)


@OUTAGES.command()
def stand(
    system: System,
    number: Number,
    basis: Basis,
    reason: Reason,
    by: By,
    since: From = None,
    decided_on: DecidedOn = None,
    authority: Authority = None,
    procedure: Annotated[list[str] | None, typer.Option(help="Only dossiers of this procedure; repeatable.")] = None,
    agency: Annotated[list[str] | None, typer.Option(help="Only dossiers of this agency; repeatable.")] = None,
    as_json: AsJson = False,
    lang: Language = "vi",
) -> None:
    """Preview which clocks would stand while a system is away; nothing stands before it is confirmed."""
    said = _said(number, basis, reason, by, since, decided_on, authority)
    said |= {"procedures": tuple(procedure or ()), "agencies": tuple(agency or ())}
    _preview(preview_standing, system, decided_from(said), by, as_json=as_json, lang=lang)


@OUTAGES.command()
def run(
    system: System,
    number: Number,
    basis: Basis,
    reason: Reason,
    by: By,
    since: From = None,
    decided_on: DecidedOn = None,
    authority: Authority = None,
    as_json: AsJson = False,
    lang: Language = "vi",
) -> None:
    """Preview that clocks run again though the system is still away; once it is back they do by themselves."""
    said = _said(number, basis, reason, by, since, decided_on, authority)
    _preview(preview_running, system, decided_from(said), by, as_json=as_json, lang=lang)


def _said(
    number: str, basis: str, reason: str, by: str, since: str | None, decided_on: str | None, authority: str | None
) -> dict[str, object]:
    now, agency = datetime.now(UTC), by.partition("/")[0]
    today = calendar("vn").local(now).date()
    said: dict[str, object] = {"number": number, "basis": basis, "reason": reason, "authority": authority or agency}
    return said | {"decided_on": decided_on or today, "since": _moment(since) if since else now}


def _moment(text: str) -> datetime:
    """Return a moment; one without a zone is meant in that of the public calendar, as people write it (R11)."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise InvalidInputError(
            f"{text!r} is no moment.",
            vi=f"{text!r} không phải là một thời điểm.",
            field="--from",
            rule="R11",
            hint="Write it as 2026-11-06T07:30.",
            hint_vi="Ghi dạng 2026-11-06T07:30.",
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=calendar("vn").tz)


def _preview(preview: Preview, system: str, decided: Decided, by: str, *, as_json: bool, lang: str) -> None:
    async def made(desk: CampaignDesk) -> CampaignView:
        return await previewed(desk, await preview(desk, system, decided, actor(by)))

    view = at_the_desk(made)
    tell(view, as_json=as_json, as_csv=False, lang=lang)
    if not as_json and view.state is CampaignState.DRAFT:
        command = f"motcua campaign {view.id} --confirm --by {by}"
        typer.echo(f"Chưa thay đổi gì. Thực hiện · Nothing is changed yet. To carry it out:\n  {command}")
