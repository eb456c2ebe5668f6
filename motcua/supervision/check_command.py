"""`motcua check`: proof-reads definition files before they are published."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import typer

from motcua.agencies.directory import Directory
from motcua.agencies.shipped import directory as shipped_directory
from motcua.procedures.complexity import complexity
from motcua.procedures.definition import Procedure
from motcua.procedures.findings import Finding, Report
from motcua.procedures.proofreader import proofread_reading
from motcua.procedures.reader import read
from motcua.procedures.shipped import catalogue
from motcua.supervision.publishing import ended_by


def check(
    files: Annotated[list[Path], typer.Argument(help="Definition files (YAML), or folders of them.")],
    directory: Annotated[Path | None, typer.Option(help="Directory of agencies; default: the shipped one.")] = None,
    end_previous: Annotated[
        bool, typer.Option("--end-previous", help="As `publish` with it: the version before ends the day before.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Proof-read definitions; exit 1 if any is refused.

    Each file is read as if it were to be published beside the shipped catalogue and the files named before it; a linked
    step may open a procedure of any file named.
    """
    agencies = Directory.load(directory) if directory else shipped_directory()
    known: list[Procedure] = list(catalogue())
    checked: list[tuple[Report, Procedure | None]] = []
    readings = [read(file) for file in _spread(files)]
    codes = {reading.procedure.code for reading in readings if reading.procedure}
    for reading in readings:
        own = reading.procedure
        others = [p for p in known if own is None or (p.code, p.version) != (own.code, own.version)]
        if end_previous and own is not None:
            others = with_ends(others, own)
        report = proofread_reading(reading, agencies, others=others, codes=codes)
        checked.append((report, own))
        if own is not None and not report.refused:
            known = [*others, own]
    if as_json:
        typer.echo(json.dumps({"files": [_data(*one) for one in checked]}, ensure_ascii=False))
    else:
        for report, procedure in checked:
            _tell(report, procedure)
    if any(report.refused for report, _ in checked):
        raise typer.Exit(1)


def with_ends(others: Iterable[Procedure], new: Procedure) -> list[Procedure]:
    """Return versions with those ended that a new one of their procedure ends."""
    ended = {procedure.version: procedure for procedure in ended_by(new, others)}
    return [ended.get(p.version, p) if p.code == new.code else p for p in others]


def _spread(paths: list[Path]) -> list[Path]:
    return [file for path in paths for file in (sorted(path.glob("*.yaml")) if path.is_dir() else [path])]


def _data(report: Report, procedure: Procedure | None) -> dict[str, Any]:
    measures = complexity(procedure)._asdict() if procedure is not None else None
    return {**report.model_dump(mode="json"), "refused": report.refused, "complexity": measures}


def _tell(report: Report, procedure: Procedure | None) -> None:
    """Print a report: the verdict, then each finding in both languages with its place."""
    verdict = "KHÔNG ĐẠT · refused" if report.refused else "ĐẠT · accepted"
    version = f" {report.procedure} {report.version or ''}".rstrip() if report.procedure else ""
    typer.echo(f"{report.file}:{version} {verdict}")
    for finding in report.findings:
        _tell_finding(finding)
    if procedure is not None:
        measured = complexity(procedure)
        typer.echo(
            f"  {measured.steps} bước · steps, {measured.agencies} cơ quan · agencies, "
            f"{measured.hand_overs} lần chuyển giao · hand-overs"
        )


def _tell_finding(finding: Finding) -> None:
    typer.echo(f"  {finding.file}:{finding.line}: {finding.severity.value} [{finding.rule} {finding.code}]")
    typer.echo(f"    {finding.vi}")
    typer.echo(f"    {finding.en}")
