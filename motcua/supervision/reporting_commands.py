"""`motcua report` and `motcua verify`: figures for a period, and the proof that no fact was touched."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

import typer

from motcua.agencies.codes import procedure_key
from motcua.register.ontime import GroupBy, Promise
from motcua.register.shares import DelaysBy
from motcua.reports.commending import Merit, Wide
from motcua.reports.scoring import Weight, given_index
from motcua.settings import Settings
from motcua.supervision.admission import dossier_code
from motcua.supervision.installation import ground_of, register_of
from motcua.supervision.lateness_tables import print_delays
from motcua.supervision.report_tables import print_sheet
from motcua.supervision.reporting.asked import Asked, Format, Kind, period_asked, structure_named
from motcua.supervision.reporting.making import made, written
from motcua.supervision.tables import print_report
from motcua.supervision.telling.delays import delays_report
from motcua.supervision.telling.on_time import on_time_report
from motcua.supervision.terminal import AsJson, Language, day_of, print_json

REPORTS = typer.Typer(no_args_is_help=True, rich_markup_mode=None)

Day = Annotated[str | None, typer.Option(help="A day, 2026-11-01.")]
Named = Annotated[str | None, typer.Option(help="2026, 2026-H1, 2026-Q3, 2026-10 or 2026-10-05; none: this year.")]
From = Annotated[str | None, typer.Option("--from", help="First day, 2026-11-01.")]
To = Annotated[str | None, typer.Option(help="Last day; none: today.")]
Agency = Annotated[str | None, typer.Option(help="With all below it; none: all.")]
Fields = Annotated[list[str] | None, typer.Option("--field", help="This field only; several times: these.")]
Procedures = Annotated[list[str] | None, typer.Option("--procedure", help="This procedure only; several times: these.")]
Structure = Annotated[str, typer.Option(help="Organisation: then, now, or of a date.")]
Judged = Annotated[Promise, typer.Option(help="By the date in force, or the one on the slip.")]
Form = Annotated[Format | None, typer.Option("--format", help="A file; none: a table in the terminal.")]
Out = Annotated[Path | None, typer.Option("-o", "--output", help="The file; none: a name of its own in this folder.")]
Points = Annotated[Decimal, typer.Option(parser=Decimal, help="What the progress group is worth (Decision 766).")]


@REPORTS.callback()
def reports() -> None:
    """Báo cáo · Reports."""


def _command(kind: Kind, line: str) -> None:
    """Add the command of one kind of report."""

    def report(
        period: Named = None,
        since: From = None,
        to: To = None,
        agency: Agency = None,
        field: Fields = None,
        procedure: Procedures = None,
        structure: Structure = "then",
        judged: Judged = Promise.CURRENT,
        form: Form = None,
        output: Out = None,
        weight: Points = Decimal(20),
        given: Annotated[list[str] | None, typer.Option(help="An index people give: 5=2.")] = None,
        officer: Annotated[str | None, typer.Option(help="This staff number alone.")] = None,
        least: Annotated[int | None, typer.Option(help="Fewest dossiers that are judged.")] = None,
        details: Annotated[bool, typer.Option(help="Lines for procedures below their fields.")] = True,
        lang: Language = "vi",
    ) -> None:
        more: dict[str, Any] = {"agency": agency, "fields": tuple(field or ()), "structure": structure_named(structure)}
        more |= {"procedures": tuple(map(procedure_key, procedure or ())), "officer": officer}
        more |= {"judged": judged, "weight": Weight(points=weight), "given": dict(map(given_index, given or ()))}
        more |= {"merit": Merit(least=least), "wide": Wide(least=least)} if least else {}
        _sheet(kind, period, since, to, form, output, details=details, lang=lang, **more)

    report.__doc__ = line
    REPORTS.command(kind.value)(report)


_command(Kind.FORM06, "Say form 06: received, closed and in process by field and procedure, its identities checked.")
_command(Kind.ON_TIME, "Say both on-time rates by agency.")
_command(Kind.SCORE_766, "Say the progress points of each agency (Decision 766).")
_command(Kind.INDEX, "Say the indices of Circular 01/2018 by agency; --given for those people assess.")
_command(Kind.OFFICERS, "Say the indices of Circular 01/2018 by officer; --officer with --given for one.")
_command(Kind.AGEING, "Say how old the open dossiers are, by procedure.")
_command(Kind.BEST, "Say which units deserve to be commended, and by what.")
_command(Kind.LATE_PROCEDURES, "Say which procedures are late whoever handles them.")


def _sheet(
    kind: Kind,
    period: str | None,
    since: str | None,
    to: str | None,
    form: Format | None,
    output: Path | None,
    **more: Any,
) -> None:
    """Print a report, or write it to a file."""
    settings, now = Settings(), datetime.now(UTC)
    with register_of(settings) as register:
        ground = ground_of(settings, register)
        today = now.astimezone(ground.calendars["vn"].tz).date()
        days = period_asked(period, _day(since, "--from"), _day(to, "--to"), today)
        asked = Asked(kind=kind, period=days, **more)
        sheet = made(asked, register, ground, now)
    if form is None:
        print_sheet(sheet, asked.lang)
        return
    name, content = written(sheet, asked, form)
    path = output or Path(name)
    path.write_bytes(content)
    typer.echo(f"{path}: {len(content)} byte")


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
    by: Annotated[DelaysBy | None, typer.Option(help="Lines; none: holder in a table, agency in a file.")] = None,
    procedure: Annotated[str | None, typer.Option(help="Dossiers of this procedure only.")] = None,
    agency: Annotated[str | None, typer.Option(help="Time that this agency had only.")] = None,
    form: Form = None,
    output: Out = None,
    as_json: AsJson = False,
    lang: Language = "vi",
) -> None:
    """Say whose working time was lost in what was finished: own delay and partners' apart; by default this year's."""
    only = procedure_key(procedure) if procedure else None
    if form is not None:
        procedures = (only,) if only else ()
        _sheet(Kind.DELAYS, None, since, until, form, output, agency=agency, procedures=procedures, by=by, lang=lang)
        return
    settings = Settings()
    with register_of(settings) as register:
        report = delays_report(
            register,
            ground_of(settings, register),
            datetime.now(UTC),
            since=_day(since, "--since"),
            until=_day(until, "--until"),
            by=by or DelaysBy.HOLDER,
            procedure=only,
            agency=agency,
        )
    if as_json:
        print_json(report)
    else:
        print_delays(report, lang)


def stray_told(code: str, where: Sequence[str]) -> str:
    """Return that a dossier is shown otherwise than its facts say, and in what."""
    return f"{code}: hiển thị khác với các sự kiện · shown otherwise than its facts say: {'; '.join(where)}"


def verify(code: Annotated[str | None, typer.Argument(help="A dossier; none: all.")] = None) -> None:
    """Compute every hash anew; exit code 1 if a fact is not as it was written, or shown otherwise than it says."""
    with register_of(Settings()) as register:
        if code is None:
            broken, strays = register.verify_all(), dict(register.every_stray())
        else:
            one = dossier_code(code)
            seq = register.verify(one)
            broken, strays = {} if seq is None else {one: seq}, dict(register.strays_among([one]))
    for dossier, seq in broken.items():
        typer.echo(f"{dossier}: sự kiện {seq} không còn nguyên vẹn · fact {seq} is not as it was written")
    for dossier, where in strays.items():
        typer.echo(stray_told(dossier, where))
    if broken or strays:
        raise typer.Exit(1)
    typer.echo("Toàn vẹn: không có sự kiện nào bị sửa · Intact: no fact was touched.")


def _day(text: str | None, option: str) -> date | None:
    return None if text is None else day_of(text, option)
