"""`motcua repair`: previewed, confirmed, followed and undone in a terminal."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from motcua.dossiers.commands_of_repair import RepairKind
from motcua.errors import InvalidInputError
from motcua.register.campaign_records import Campaign, CampaignState, Item, ItemState
from motcua.register.scope import WHOLE
from motcua.settings import Settings
from motcua.supervision.campaign_commands import PATIENCE, By, actor, at_the_desk, listed, local, tell
from motcua.supervision.installation import register_of
from motcua.supervision.repair_requests import RepairRequest
from motcua.supervision.repairing import RepairDesk
from motcua.supervision.telling.campaigns import EFFECTS, ITEM_STATES, every_item
from motcua.supervision.telling.repairs import RepairView, repair_view
from motcua.supervision.terminal import AsJson, Language, day_of, print_table, said, table
from motcua.worktime.words import Words

T = TypeVar("T")
REPAIRS = typer.Typer(invoke_without_command=True, rich_markup_mode=None)
HEADS = (
    Words("Hồ sơ", "Dossier"),
    Words("Trạng thái", "State"),
    Words("Ngày hẹn", "Date"),
    Words("Thay đổi, hoặc lý do không được phép", "What changes, or why not"),
)
NONE = Words("Chưa có lần sửa hồ sơ nào.", "Nothing was repaired yet.")
SHOWN = 40
"""Dossiers printed; all of them with --csv or --json."""
AsCsv = Annotated[bool, typer.Option("--csv", help="Print a line per dossier.")]
Reason = Annotated[str, typer.Option(help="Why; it stays in each dossier's story.")]
Id = Annotated[str, typer.Argument(help="Id of the repair.")]
Stuck = Annotated[
    list[str] | None,
    typer.Option(help="NAME=VALUE, repeatable: all that is stuck and meets it; names as in the page's address."),
]


@REPAIRS.callback()
def repairs(ctx: typer.Context, lang: Language = "vi") -> None:
    """Các lần sửa hồ sơ · List repairs, the latest first."""
    if ctx.invoked_subcommand is not None:
        return
    listed(_at_the_desk(_all), NONE, lang)


@REPAIRS.command("preview")
def preview(
    what: Annotated[RepairKind, typer.Argument(help="What is repaired.")],
    reason: Reason,
    by: By,
    codes: Annotated[list[str] | None, typer.Argument(help="Codes of dossiers.")] = None,
    file: Annotated[Path | None, typer.Option(help="A file with a code on each line.")] = None,
    stuck: Stuck = None,
    held_by: Annotated[str | None, typer.Option(help="All open dossiers of an agency.")] = None,
    basis: Annotated[str | None, typer.Option(help="The provision or document that allows it.")] = None,
    step: Annotated[str | None, typer.Option(help="skip, go_to; also retry, reassign: only this one.")] = None,
    data: Annotated[str | None, typer.Option(help="skip: what the step would have declared, as JSON.")] = None,
    agency: Annotated[str | None, typer.Option(help="reassign: the agency that holds the steps.")] = None,
    officer: Annotated[str | None, typer.Option(help="reassign, rehome: who gets them.")] = None,
    instead_of: Annotated[str | None, typer.Option(help="reassign: only steps of this officer.")] = None,
    to: Annotated[str | None, typer.Option(help="correct_date: the right day; none: as the rules give it.")] = None,
    otherwise: Annotated[str | None, typer.Option(help="rehome: who takes what has no one successor.")] = None,
    messages: Annotated[str | None, typer.Option(help="resend: portal,notices,webhooks; none: all.")] = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    lang: Language = "vi",
) -> None:
    """Xem trước một lần sửa · Have a repair previewed; nothing is changed before it is confirmed."""
    given: dict[str, Any] = {"by": actor(by), "what": what, "reason": reason, "basis": basis, "step": step}
    given |= {"codes": (*(codes or ()), *_lines(file)), "held_by": held_by, "agency": agency, "officer": officer}
    given |= {"instead_of": instead_of, "otherwise": otherwise, "data": _data(data)}
    given |= {"to": day_of(to, "--to") if to else None, "messages": messages.split(",") if messages else None}
    given |= {"stuck": dict(pair.partition("=")[::2] for pair in stuck or ())}
    asked = RepairRequest.model_validate({name: value for name, value in given.items() if value})
    view = _at_the_desk(lambda desk: _until_previewed(desk, desk.preview(asked)))
    _tell(view, as_json=as_json, as_csv=as_csv, lang=lang)


@REPAIRS.command("show")
def show(id: Id, as_json: AsJson = False, as_csv: AsCsv = False, lang: Language = "vi") -> None:
    """Xem một lần sửa · Show a repair, as far as it has come."""
    with register_of(Settings()) as register:
        view = repair_view(register.campaign(id))
    _tell(view, as_json=as_json, as_csv=as_csv, lang=lang)


@REPAIRS.command("confirm")
def confirm(id: Id, by: By, as_json: AsJson = False, as_csv: AsCsv = False, lang: Language = "vi") -> None:
    """Xác nhận và thực hiện · Have what was previewed done; above a size another person than the asker does."""
    view = _at_the_desk(lambda desk: _until_done(desk, desk.confirm(id, actor(by))))
    _tell(view, as_json=as_json, as_csv=as_csv, lang=lang)


@REPAIRS.command("again")
def again(id: Id, by: By, as_json: AsJson = False, lang: Language = "vi") -> None:
    """Thử lại hồ sơ chưa liên lạc được · Repair once more what could not be reached."""
    view = _at_the_desk(lambda desk: _until_done(desk, desk.try_again(id, actor(by))))
    _tell(view, as_json=as_json, as_csv=False, lang=lang)


@REPAIRS.command("undo")
def undo(id: Id, reason: Reason, by: By, as_json: AsJson = False, lang: Language = "vi") -> None:
    """Xem trước việc hoàn tác · Have it previewed what restores what a repair changed; then confirm that."""
    view = _at_the_desk(lambda desk: _until_previewed(desk, desk.undo(id, actor(by), reason)))
    _tell(view, as_json=as_json, as_csv=False, lang=lang)


def _at_the_desk(deal: Callable[[RepairDesk], Awaitable[T]]) -> T:
    return at_the_desk(lambda desk: deal(RepairDesk(desk, WHOLE)))


async def _all(desk: RepairDesk) -> list[Campaign]:
    return await asyncio.to_thread(desk.repairs)


async def _until_previewed(desk: RepairDesk, asked: Awaitable[Campaign]) -> RepairView:
    repair = await asked
    return repair_view(await desk.desk.until(repair.id, CampaignState.DRAFT, within=PATIENCE))


async def _until_done(desk: RepairDesk, asked: Awaitable[Campaign]) -> RepairView:
    repair = await asked
    return repair_view(await desk.desk.until(repair.id, CampaignState.DONE, within=PATIENCE))


def _lines(file: Path | None) -> tuple[str, ...]:
    if file is None:
        return ()
    try:
        return tuple(line.strip() for line in file.read_text(encoding="utf-8").splitlines() if line.strip())
    except (OSError, UnicodeDecodeError) as cannot:
        raise InvalidInputError(
            f"{file} cannot be read as a list of codes.", vi=f"Không đọc được {file}.", field="--file"
        ) from cannot


def _data(text: str | None) -> dict[str, Any]:
    try:
        read = json.loads(text) if text else {}
    except json.JSONDecodeError:
        read = None
    if not isinstance(read, dict):
        raise InvalidInputError("--data is no JSON object.", vi="--data không phải là JSON.", field="--data")
    return read


def _tell(view: RepairView, *, as_json: bool, as_csv: bool, lang: str) -> None:
    if as_csv or as_json:
        tell(view, as_json=as_json, as_csv=as_csv, lang=lang)
        return
    with register_of(Settings()) as register:
        items = list(every_item(register, view.id))
    _print(view, items, lang)


def _print(view: RepairView, items: list[Item], lang: str) -> None:
    counts = ", ".join(f"{said(count, lang)} {count.dossiers}" for count in view.counts)
    typer.echo(f"{view.id}  {said(view.title, lang)}\n{said(view.state_said, lang)}: {counts}")
    if view.left_out:
        left = Words("Không có hoặc không được xem", "Not there, or not open to you")
        typer.echo(f"{said(left, lang)}: {', '.join(view.left_out)}")
    if view.needs_second and view.state is CampaignState.DRAFT:
        needed = Words("Phải do người khác xác nhận.", "Another person has to confirm it.")
        typer.echo(said(needed, lang))
    rows = table(HEADS, lang)
    for item in items[:SHOWN]:
        detail = item.detail_en if lang == "en" else item.detail_vi
        due = f"{local(item.new_due):%Y-%m-%d}" if item.new_due else "–"
        state = said(ITEM_STATES[ItemState(item.state)], lang)
        rows.add_row(item.dossier, state, due, detail or said(EFFECTS_BY[item.effect], lang))
    if items:
        print_table(rows)


EFFECTS_BY = {effect.value: words for effect, words in EFFECTS.items()}
