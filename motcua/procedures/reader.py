"""Definition files read into procedures, every fault with its line and column."""

from collections.abc import Hashable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from motcua.agencies.documents import Document, Location, read_file, read_text
from motcua.errors import DefinitionError
from motcua.procedures.definition import Procedure
from motcua.procedures.desk import said
from motcua.procedures.findings import Finding, Report, Severity, in_order

TOTAL_HINT = "write the published limit (`total: 8wd`), or `total: none` where none is published"
TOTAL_HINT_VI = "ghi thời hạn đã công bố (`total: 8wd`), hoặc `total: none` nếu không công bố"


class Reading(NamedTuple):
    """What came of reading one file."""

    procedure: Procedure | None
    location: Location
    report: Report
    """What could not be read; without findings the procedure is there."""


def read(path: Path | str) -> Reading:
    """Return the procedure a file describes, or what is wrong with the file.

    Raises:
        NotFoundError: There is no such file.
    """
    return _reading(read_file(Path(path)))


def read_definition(text: str, file: str = "definition.yaml") -> Reading:
    """Return the procedure a text describes, or what is wrong with the text."""
    return _reading(read_text(text, file))


def procedure_from(path: Path | str) -> Procedure:
    """Return the procedure a file describes; it is not proof-read.

    Raises:
        NotFoundError: There is no such file.
        DefinitionError: It cannot be read; the error names the file, the line and the first fault.
    """
    reading = read(path)
    if reading.procedure is None:
        raise refusal_of(reading.report)
    return reading.procedure


def refusal_of(report: Report) -> DefinitionError:
    """Return the error a refused file amounts to."""
    first, more = report.refusals[0], len(report.refusals) - 1
    return DefinitionError(
        first.en + (f" (and {more} more)" if more else ""),
        vi=first.vi,
        field=f"{first.file}:{first.line}",
        rule=first.rule,
        hint=f"Correct the file; `motcua check {first.file}` lists everything found.",
        hint_vi=f"Sửa tệp; `motcua check {first.file}` liệt kê mọi lỗi tìm thấy.",
    )


def _reading(document: Document) -> Reading:
    location = document.location
    faults = [_finding(location, "file", f.mark.line, f.mark.column, f.code, f.en, f.vi) for f in document.faults]
    if faults:
        return Reading(None, location, Report(file=location.file, findings=in_order(tuple(faults))))
    try:
        procedure = Procedure.model_validate(document.data)
    except ValidationError as problem:
        errors = problem.errors(include_url=False, include_context=True)
        found = tuple(_explained(location, error) for error in errors)
        return Reading(None, location, _headed(document.data, location, found))
    report = Report(file=location.file, procedure=procedure.code, version=procedure.version)
    return Reading(procedure, location, report)


def _headed(data: Any, location: Location, findings: tuple[Finding, ...]) -> Report:
    """Return a report that bears code and version as far as they can be made out."""
    told = data if isinstance(data, dict) else {}
    code, version = (told.get(key) if isinstance(told.get(key), str) else None for key in ("code", "version"))
    return Report(file=location.file, procedure=code, version=version, findings=in_order(findings))


def _explained(location: Location, error: ErrorDetails) -> Finding:
    path = error["loc"]
    mark = location.at(*path)
    code, en, vi = _sentence(path, error)
    return _finding(location, said(path), mark.line, mark.column, code, en, vi)


def _sentence(path: Sequence[Hashable], error: ErrorDetails) -> tuple[str, str, str]:
    """Return the code of the fault and what is said about it."""
    name, kind = (path[-1] if path else "file"), error["type"]
    if tuple(path) == ("total",) and kind in ("missing", "allowance"):
        got = "" if kind == "missing" else f": {error['input']!r} is no limit"
        return (
            "total_missing",
            f"The total time limit is missing{got}; {TOTAL_HINT}",
            f"Thiếu tổng thời hạn; {TOTAL_HINT_VI}",
        )
    if kind == "missing":
        return "missing", f"`{name}` is missing", f"Thiếu `{name}`"
    if kind == "extra_forbidden":
        return "unknown_key", f"`{name}` is not known here", f"Không có trường `{name}` ở đây"
    if kind in ("enum", "literal_error"):
        allowed = error.get("ctx", {}).get("expected", "")
        return "not_allowed", f"`{name}` must be one of {allowed}", f"`{name}` phải là một trong: {allowed}"
    if kind == "string_type":
        return (
            "not_text",
            f"`{name}` must be text: put {error['input']!r} in quotes",
            f"`{name}` phải là chữ: đặt {error['input']!r} trong dấu nháy",
        )
    return "wrong_value", f"`{name}`: {error['msg']}", f"`{name}` có giá trị không hợp lệ: {error['input']!r}"[:300]


def _finding(location: Location, where: str, line: int, column: int, code: str, en: str, vi: str) -> Finding:
    return Finding(
        severity=Severity.REFUSE,
        code=code,
        rule="R12",
        file=location.file,
        line=line,
        column=column,
        where=where,
        vi=vi,
        en=en,
    )
