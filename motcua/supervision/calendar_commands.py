"""`motcua calendar` and `motcua close-agency`: decisions that change the calendar, previewed and carried out."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from pydantic import JsonValue

from motcua.dossiers.parts import Actor
from motcua.register.campaign_records import CampaignState
from motcua.settings import Settings
from motcua.supervision.campaign_commands import By, actor, at_the_desk, local, previewed, settled, tell
from motcua.supervision.campaigns import CampaignDesk
from motcua.supervision.decision_files import closure_of, read_decision
from motcua.supervision.installation import register_of
from motcua.supervision.telling.campaigns import CampaignView
from motcua.supervision.terminal import AsJson, Language, day_of
from motcua.worktime.decisions import in_force

CALENDAR = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
File = Annotated[Path, typer.Argument(help="The decision, as YAML or JSON; see docs/changes.md.")]
Reason = Annotated[str | None, typer.Option(help="Why, as the story of each dossier says it.")]
AsCsv = Annotated[bool, typer.Option("--csv", help="Print a line per dossier.")]


@CALENDAR.callback()
def calendar() -> None:
    """Quyết định về lịch · Calendar decisions."""


@CALENDAR.command()
def preview(
    file: File, by: By, reason: Reason = None, as_json: AsJson = False, as_csv: AsCsv = False, lang: Language = "vi"
) -> None:
    """Say which promised dates a decision would move; nothing is entered."""
    content = read_decision(file)
    view = at_the_desk(lambda desk: _previewed(desk, content, actor(by), reason))
    tell(view, as_json=as_json, as_csv=as_csv, lang=lang)
    if not (as_json or as_csv):
        _say_how(view, f"motcua calendar apply {file} --by {by} --confirm {view.id}")


@CALENDAR.command()
def apply(
    file: File,
    by: By,
    confirm: Annotated[str, typer.Option(help="Id of the preview that was read.")],
    as_json: AsJson = False,
    lang: Language = "vi",
) -> None:
    """Enter a decision that was previewed, and have every date follow it."""
    content = read_decision(file)
    tell(
        at_the_desk(lambda desk: _applied(desk, content, actor(by), confirm)), as_json=as_json, as_csv=False, lang=lang
    )


@CALENDAR.command("list")
def list_decisions() -> None:
    """List the decisions entered, in their order; those revoked are marked."""
    with register_of(Settings()) as register:
        entered = register.entered_decisions()
    everyone = [each.decision for each in entered]
    counts = {decision.id for each in everyone for decision in in_force(everyone, each.scope)}
    for each in entered:
        days = ", ".join(day.isoformat() for day in each.decision.days)
        mark = "" if each.id in counts else "  (đã bãi bỏ · revoked)"
        typer.echo(f"{local(each.entered_at):%Y-%m-%d %H:%M}  {each.id}  {each.number}  {days}{mark}")


def close_agency(
    agency: Annotated[str, typer.Argument(help="Id of the agency.")],
    day: Annotated[str, typer.Argument(help="The day, as 2026-11-25.")],
    reason: Annotated[str, typer.Option(help="Why: flood, storm, epidemic.")],
    by: By,
    number: Annotated[str | None, typer.Option(help="Number of the decision, where there is one.")] = None,
    only_preview: Annotated[bool, typer.Option("--preview", help="Say what it would move, and stop.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Carry out what is previewed without asking.")] = False,
    as_json: AsJson = False,
    lang: Language = "vi",
) -> None:
    """Close one agency for a day: previewed first, then entered, and every date that hangs on it follows."""
    content = closure_of(agency, day_of(day, "DATE"), reason, number=number, today=datetime.now(UTC).date())
    view = at_the_desk(lambda desk: _previewed(desk, content, actor(by), reason))
    tell(view, as_json=as_json, as_csv=False, lang=lang)
    if only_preview or view.state is CampaignState.DONE:
        return
    if not (yes or (sys.stdin.isatty() and typer.confirm("Thực hiện? · Carry it out?"))):
        _say_how(view, f"motcua campaign {view.id} --confirm --by {by}")
        return
    tell(at_the_desk(lambda desk: _confirmed(desk, view.id, actor(by))), as_json=as_json, as_csv=False, lang=lang)


async def _previewed(desk: CampaignDesk, content: dict[str, JsonValue], by: Actor, reason: str | None) -> CampaignView:
    return await previewed(desk, await desk.preview_decision(content, by, reason=reason))


async def _applied(desk: CampaignDesk, content: dict[str, JsonValue], by: Actor, id: str) -> CampaignView:
    desk.must_carry(id, content)
    return await _confirmed(desk, id, by)


async def _confirmed(desk: CampaignDesk, id: str, by: Actor) -> CampaignView:
    await desk.confirm(id, by)
    return await settled(desk, id)


def _say_how(view: CampaignView, command: str) -> None:
    if view.state is CampaignState.DRAFT:
        typer.echo(f"Chưa thay đổi gì. Thực hiện · Nothing is changed yet. To carry it out:\n  {command}")
