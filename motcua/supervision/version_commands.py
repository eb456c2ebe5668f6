"""`motcua publish`, `rehearse` and `move`: new versions of procedures, and the dossiers that are on the way."""

import asyncio
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from motcua.dossiers.parts import Actor
from motcua.register.campaign_records import CampaignState, Group
from motcua.settings import Settings
from motcua.supervision.campaign_commands import By, actor, at_the_desk, group_of, previewed, settled, tell
from motcua.supervision.campaigns import CampaignDesk
from motcua.supervision.installation import ground_of, register_of
from motcua.supervision.publishing import read_versions
from motcua.supervision.telling.campaigns import CampaignView
from motcua.supervision.terminal import AsJson, Language


class Deadlines(StrEnum):
    """What happens to the dates of a dossier that is moved."""

    KEEP = "keep"
    RECOMPUTE = "recompute"


class How(StrEnum):
    """What is done with a group of dossiers."""

    NOW = "now"
    NEXT_STEP = "next_step"
    KEEP = "keep"


Code = Annotated[str, typer.Argument(help="Code of the procedure.")]
To = Annotated[str, typer.Option("--to", help="Name of the version.")]
Steps = Annotated[list[str] | None, typer.Option("--step", help="OLD=NEW, repeatable; OLD= leaves a step behind.")]


def publish(
    files: Annotated[list[Path], typer.Argument(help="Definition files (YAML).")],
    end_previous: Annotated[bool, typer.Option(help="End the version in force on the day before.")] = False,
) -> None:
    """Publish proof-read versions: workers and API take them up by themselves, within seconds."""
    settings = Settings()
    with register_of(settings) as register:
        versions = read_versions(files, ground_of(settings, register), end_previous=end_previous)
        new = register.publish_all(versions, at=datetime.now(UTC))
    for version in versions:
        typer.echo(f"{version.code} {version.version}: {version.valid_from} – {version.valid_to or '…'}")
    typer.echo(f"{new} phiên bản mới đã công bố · new versions published")


def rehearse(
    code: Code,
    to: To,
    by: By,
    deadlines: Annotated[
        Deadlines, typer.Option(help="Rehearse with dates kept, or counted anew.")
    ] = Deadlines.RECOMPUTE,
    steps: Steps = None,
    reason: Annotated[str | None, typer.Option(help="Why; the story of each dossier says it.")] = None,
    as_json: AsJson = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print a line per dossier.")] = False,
    lang: Language = "vi",
) -> None:
    """Say what a version would do to every open dossier of a procedure: earlier, later, overdue at once, refused."""
    named = _steps(steps)
    view = at_the_desk(lambda desk: _rehearsed(desk, code, to, actor(by), deadlines.value, named, reason))
    tell(view, as_json=as_json, as_csv=as_csv, lang=lang)
    if not (as_json or as_csv) and view.state is CampaignState.DRAFT:
        typer.echo("Chưa chuyển hồ sơ nào. Thực hiện theo nhóm · Nothing is moved yet. To move a group:")
        typer.echo(f"  motcua move {code} --to {to} --group effect=longer --how now --by {by} --confirm {view.id}")


def move(
    code: Code,
    to: To,
    by: By,
    confirm: Annotated[str, typer.Option(help="Id of the rehearsal that was read.")],
    group: Annotated[str, typer.Option(help="step=…, agency=…, effect=…, or all.")] = "all",
    how: Annotated[How, typer.Option(help="Now, when the next step begins, or not at all.")] = How.NOW,
    as_json: AsJson = False,
    lang: Language = "vi",
) -> None:
    """Move a group of dossiers as it was rehearsed."""
    chosen = group_of(group)
    view = at_the_desk(lambda desk: _moved(desk, confirm, (code, to), actor(by), chosen, how.value))
    tell(view, as_json=as_json, as_csv=False, lang=lang)


async def _rehearsed(
    desk: CampaignDesk, code: str, to: str, by: Actor, deadlines: str, steps: dict[str, str], reason: str | None
) -> CampaignView:
    campaign = await desk.rehearse_move(code, to, by, deadlines=deadlines, steps=steps, reason=reason)
    return await previewed(desk, campaign)


async def _moved(
    desk: CampaignDesk, id: str, version: tuple[str, str], by: Actor, group: Group, how: str
) -> CampaignView:
    await asyncio.to_thread(desk.must_move_to, id, *version)
    await desk.confirm(id, by, group=group, treatment=how)
    return await settled(desk, id)


def _steps(pairs: list[str] | None) -> dict[str, str]:
    return dict(pair.partition("=")[::2] for pair in pairs or ())
