"""`motcua report` and `motcua verify`: figures for a period, and the proof that no fact was touched."""

from datetime import UTC, date, datetime
from typing import Annotated

import typer

from motcua.agencies.codes import procedure_key
from motcua.register.ontime import GroupBy, Promise
from motcua.register.shares import DelaysBy
from motcua.settings import Settings
from motcua.supervision.admission import dossier_code
from motcua.supervision.installation import ground_of, register_of
from motcua.supervision.lateness_tables import print_delays
from motcua.supervision.tables import print_report
from motcua.supervision.telling.delays import delays_report
from motcua.supervision.telling.on_time import on_time_report
from motcua.supervision.terminal import AsJson, Language, day_of, print_json

REPORTS = typer.Typer(no_args_is_help=True, rich_markup_mode=None)

Day = Annotated[str | None, typer.Option(help="A day, 2026-11-01.")]


@REPORTS.callback()
def reports() -> None:
    """Báo cáo · Reports."""


@REPORTS.command("on-time")
def on_time(
    since: Day = None,
    until: Day = None,
    group_by: Annotated[GroupBy | None, typer.Option(help="One line per procedure, agency or field.")] = None,
    promise: Annotated[Promise, typer.Option(help="The date in force, or the one on the slip.")] = Promise.CURRENT,
    as_json: AsJson = False,
    lang: Language = "vi",
) -> None:
    """Say what came in, what was finished early, on time and late, and what is in process; by default this year's."""
    settings = Settings()
    with register_of(settings) as register:
        report = on_time_report(
            register,
            ground_of(settings, register),
            datetime.now(UTC),
            since=_day(since, "--since"),
            until=_day(until, "--until"),
            group_by=group_by,
            promise=promise,
        )
    if as_json:
        print_json(report)
    else:
        print_report(report, lang)


@REPORTS.command("delays")
def delays(
    since: Day = None,
    until: Day = None,
    by: Annotated[DelaysBy, typer.Option(help="One line per holder, agency, …")] = DelaysBy.HOLDER,
    procedure: Annotated[str | None, typer.Option(help="Dossiers of this procedure only.")] = None,
    agency: Annotated[str | None, typer.Option(help="Time that this agency had only.")] = None,
    as_json: AsJson = False,
    lang: Language = "vi",
) -> None:
    """Say whose working time was lost in what was finished: own delay and partners' apart; by default this year's."""
    settings = Settings()
    with register_of(settings) as register:
        report = delays_report(
            register,
            ground_of(settings, register),
            datetime.now(UTC),
            since=_day(since, "--since"),
            until=_day(until, "--until"),
            by=by,
            procedure=procedure_key(procedure) if procedure else None,
            agency=agency,
        )
    if as_json:
        print_json(report)
    else:
        print_delays(report, lang)


def verify(code: Annotated[str | None, typer.Argument(help="A dossier; none: all.")] = None) -> None:
    """Compute every hash anew; exit code 1 if a fact is not as it was written."""
    with register_of(Settings()) as register:
        if code is None:
            broken = register.verify_all()
        else:
            one = dossier_code(code)
            seq = register.verify(one)
            broken = {} if seq is None else {one: seq}
    for dossier, seq in broken.items():
        typer.echo(f"{dossier}: sự kiện {seq} không còn nguyên vẹn · fact {seq} is not as it was written")
    if broken:
        raise typer.Exit(1)
    typer.echo("Toàn vẹn: không có sự kiện nào bị sửa · Intact: no fact was touched.")


def _day(text: str | None, option: str) -> date | None:
    return None if text is None else day_of(text, option)
