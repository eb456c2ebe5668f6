"""`motcua show`: a dossier's story in a terminal."""

from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from motcua.dossiers.reasons import in_words
from motcua.settings import Settings
from motcua.supervision.admission import dossier_code
from motcua.supervision.installation import ground_of, register_of
from motcua.supervision.telling.dossier import dossier_view
from motcua.supervision.telling.views import DossierView, LegView, Said
from motcua.supervision.terminal import AsJson, Language, print_json, said

STEP_DUE = {"vi": "hạn", "en": "due"}
OPEN, HANDED_OVER = Said(vi="đang giải quyết", en="at work"), Said(vi="đã trả", en="handed over")


def show(
    code: Annotated[str, typer.Argument(help="Code of the dossier.")],
    why: Annotated[bool, typer.Option("--why", help="Show the addition that gives the due date.")] = False,
    as_json: AsJson = False,
    lang: Language = "vi",
) -> None:
    """Show where a dossier stands, and its story."""
    settings, now = Settings(), datetime.now(UTC)
    with register_of(settings) as register:
        view = dossier_view(dossier_code(code), register, ground_of(settings, register), now)
    if as_json:
        print_json(view)
    else:
        _print_dossier(view, lang, why=why)


def _leg(leg: LegView, lang: str) -> str:
    stands = leg.outcome or leg.state
    words = [leg.code, said(leg.agency, lang), f"“{said(leg.step, lang)}” {leg.visit}"]
    words.append(f"{STEP_DUE[lang]} {leg.due:%d/%m/%Y %H:%M}" if leg.due else "–")
    words.append(said(stands, lang) if stands else said(OPEN, lang))
    words += [f"{leg.finished_at:%d/%m/%Y %H:%M}"] if leg.finished_at else []
    words += [f"{said(HANDED_OVER, lang)} {leg.handed_over_at:%d/%m/%Y %H:%M}"] if leg.handed_over_at else []
    words += [said(in_words(leg.reason), lang)] if leg.reason else []
    return " · ".join([*words, *(["▲"] if leg.late else [])])


def _print_dossier(view: DossierView, lang: str, *, why: bool) -> None:
    clock, holder = view.clock, view.holder.agency
    lines: list[tuple[str, Any]] = [
        ("", f"{view.code}  {said(view.procedure, lang)}"),
        ("Trạng thái · state", f"{said(view.state, lang)} ({view.state.portal})"),
        ("Đang chờ · waits for", said(view.waiting_for, lang) if view.waiting_for else "–"),
        ("Đang giữ · held by", said(holder, lang) if holder else "–"),
        ("Hẹn trả · promised", f"{clock.due or '–'}  [{clock.promise}]"),
        ("Giấy hẹn · on the slip", clock.due_original or "–"),
        ("Làm trước · act by", clock.act_by or "–"),
        ("Xin hẹn lại trước · new date by", clock.propose_by or "–"),
        ("Tiếp theo · next", said(view.next, lang) if view.next else "–"),
    ]
    if view.parent:
        lines.append(("Thuộc hồ sơ · leg of", view.parent))
    for name, value in lines:
        typer.echo(f"{name}: {value}" if name else value)
    for leg in view.legs:
        typer.echo(f"  ↳ {_leg(leg, lang)}")
    typer.echo("")
    for event in view.timeline:
        typer.echo(f"{event.at:%d/%m/%Y %H:%M}  {said(event, lang)}  [{said(event.by, lang)}]")
    if why and view.why_due:
        typer.echo("")
        for line in view.why_due.lines:
            typer.echo(f"  {said(line, lang)}")
