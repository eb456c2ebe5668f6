"""`motcua anchors`: the daily anchors of all dossiers' chains, and the proof of the register against them."""

from datetime import date
from typing import Annotated

import typer

from motcua.register.anchor_files import AnchorFolder
from motcua.settings import Settings
from motcua.supervision.admission import dossier_code
from motcua.supervision.installation import ground_of, register_of
from motcua.supervision.reporting_commands import stray_told
from motcua.supervision.telling.anchors import AnchorList, FindingView, anchor_list, finding_view
from motcua.supervision.terminal import AsJson, Language, day_of, print_json, print_table, said, table
from motcua.worktime.words import Words

ANCHORS = typer.Typer(invoke_without_command=True, rich_markup_mode=None)
HEADS = (
    Words("Số", "No."),
    Words("Ngày", "Day"),
    Words("Lập lúc", "Taken at"),
    Words("Hồ sơ thay đổi", "Changed"),
    Words("Tất cả", "In all"),
    Words("Mã băm", "Digest"),
)
NONE = Words("Chưa có dấu neo nào.", "No anchor was taken yet.")
INTACT = Words("Toàn vẹn: sổ khớp với mọi dấu neo.", "Intact: the register agrees with all its anchors.")


@ANCHORS.callback()
def anchors(
    ctx: typer.Context,
    limit: Annotated[int, typer.Option(min=1, max=1000)] = 50,
    as_json: AsJson = False,
    lang: Language = "vi",
) -> None:
    """Dấu neo hằng ngày · Show the daily anchors, the latest first."""
    if ctx.invoked_subcommand is not None:
        return
    settings = Settings()
    with register_of(settings) as register:
        page = anchor_list(register, ground_of(settings, register).calendars["vn"].tz, limit=limit)
    if as_json:
        print_json(page)
    else:
        _print(page, lang)


@ANCHORS.command("verify")
def verify(
    chains: Annotated[bool, typer.Option(help="Also compute every hash of every dossier anew.")] = True,
    lang: Language = "vi",
) -> None:
    """Đối chiếu sổ với dấu neo · Check the register against all its anchors; exit code 1 if anything is wrong."""
    settings, found = Settings(), False
    with register_of(settings) as register:
        for finding in register.check_anchors(AnchorFolder(settings.anchors_folder)):
            found = True
            typer.echo(_sentence(finding_view(finding), lang))
        for code, seq in register.broken_chains() if chains else ():
            found = True
            typer.echo(f"{code}: sự kiện {seq} không còn nguyên vẹn · fact {seq} is not as it was written")
        for code, where in register.every_stray() if chains else ():
            found = True
            typer.echo(stray_told(code, where))
    if found:
        raise typer.Exit(1)
    typer.echo(said(INTACT, lang))


@ANCHORS.command("prove")
def prove(
    code: Annotated[str, typer.Argument(help="The dossier.")],
    day: Annotated[str | None, typer.Option(help="Against the anchor of this day, or the last before it.")] = None,
) -> None:
    """Chứng minh một hồ sơ · Prove a dossier's chain against its anchor, as JSON; exit code 1 if it does not hold."""
    settings = Settings()
    on: date | None = day_of(day, "--day") if day else None
    with register_of(settings) as register:
        proof = register.prove(dossier_code(code), AnchorFolder(settings.anchors_folder), on)
    print_json(proof)
    if not proof.holds:
        raise typer.Exit(1)


def _print(page: AnchorList, lang: str) -> None:
    if not page.anchors:
        typer.echo(said(NONE, lang))
        return
    rows = table(HEADS, lang, right=(0, 3, 4))
    for each in page.anchors:
        counts = (str(each.dossiers), str(each.total))
        rows.add_row(str(each.number), f"{each.day:%d/%m/%Y}", f"{each.taken_at:%H:%M:%S}", *counts, each.digest)
    print_table(rows)


def _sentence(view: FindingView, lang: str) -> str:
    return said(view.what, lang)
