"""`motcua due`: a due date on the command line, and why it is that date."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime, time
from typing import Annotated, Any, Literal

import typer

from motcua.errors import InvalidInputError
from motcua.worktime.allowance import Allowance
from motcua.worktime.calendar import WorkCalendar
from motcua.worktime.due import Convention, opening_after
from motcua.worktime.explain import Explanation, Line, LineKind, explain_phases
from motcua.worktime.refusals import cut_off_with_zone
from motcua.worktime.shipped import calendar_named
from motcua.worktime.words import Words, moment_words


def due(
    received: Annotated[str, typer.Option(help="Moment of receipt: 2026-11-19T09:00, with or without +07:00.")],
    allow: Annotated[list[str], typer.Option(help="5wd, 0.5wd, 8wh, 30cd, 2month or 12h; several are phases.")],
    calendar: Annotated[str, typer.Option(help="vn, vn-24h, or a calendar file (JSON or YAML).")] = "vn",
    convention: Annotated[Convention, typer.Option(help="To closing time, or to the minute.")] = "official",
    cut_off: Annotated[str | None, typer.Option(help="15:00: later receipt counts as the next working day.")] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Name every day counted or skipped, and why.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    lang: Annotated[Literal["vi", "en"], typer.Option(help="Language of the text.")] = "vi",
) -> None:
    """Compute a due date and say why.

    A moment without an offset is read by the calendar's own clock, and the answer says so.
    """
    office = calendar_named(calendar)
    allowances = [Allowance.parse(text, name="--allow") for text in allow]
    start, assumed = _received(received, office)
    counted_from, late = _after_cut_off(start, cut_off, office)
    phases = explain_phases(counted_from, allowances, office, convention)
    notes = (*assumed, *late, *dict.fromkeys(warning for phase in phases for warning in phase.warnings))
    if as_json:
        typer.echo(json.dumps(_answer(start, phases, office, notes), ensure_ascii=False))
        return
    for words in _text(phases, notes, office, every_line=explain):
        typer.echo(words.en if lang == "en" else words.vi)


def _received(text: str, calendar: WorkCalendar) -> tuple[datetime, tuple[Words, ...]]:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise InvalidInputError(
            f"{text!r} is not a moment",
            vi=f"{text!r} không phải là thời điểm",
            field="--received",
            hint="Write 2026-11-19T09:00 or 2026-11-19T09:00+07:00.",
            hint_vi="Ghi 2026-11-19T09:00 hoặc 2026-11-19T09:00+07:00.",
        ) from None
    if at.utcoffset() is not None:
        return calendar.local(at), ()
    at = at.replace(tzinfo=calendar.tz)
    said, zone = moment_words(at), calendar.zone
    return calendar.local(at), (Words(f"{said.vi} được hiểu theo giờ {zone}.", f"{said.en} is read as {zone} time."),)


def _after_cut_off(start: datetime, cut_off: str | None, calendar: WorkCalendar) -> tuple[datetime, tuple[Words, ...]]:
    """Return from when the time runs: receipt after the cut-off of a working day counts as the next one (R17)."""
    if cut_off is None:
        return start, ()
    try:
        limit = time.fromisoformat(cut_off)
    except ValueError:
        raise InvalidInputError(
            f"{cut_off!r} is not a time of day",
            vi=f"{cut_off!r} không phải là giờ",
            field="--cut-off",
            hint="Write 15:00.",
            hint_vi="Ghi 15:00.",
        ) from None
    if limit.tzinfo is not None:
        raise cut_off_with_zone(limit, "--cut-off")
    if start.time() <= limit or not calendar.is_working_day(start.date()):
        return start, ()
    moved = opening_after(start, calendar)
    said = moment_words(moved)
    return moved, (
        Words(f"Nhận sau {cut_off}: tính như nhận lúc {said.vi}.", f"Received after {cut_off}: counts as {said.en}."),
    )


def _answer(
    start: datetime, phases: Sequence[Explanation], calendar: WorkCalendar, notes: Sequence[Words]
) -> dict[str, Any]:
    return {
        "due": phases[-1].due.isoformat(),
        "allow": [str(phase.allowance) for phase in phases],
        "received": start.isoformat(),
        "calendar": calendar.id,
        "version": calendar.version,
        "lines": [_line(line) for phase in phases for line in phase.lines],
        "warnings": [note._asdict() for note in notes],
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "kind": line.kind.value,
        "day": line.day.isoformat() if line.day else None,
        "moment": line.moment.isoformat() if line.moment else None,
        "vi": line.vi,
        "en": line.en,
        "source": line.source,
    }


def _text(
    phases: Sequence[Explanation], notes: Sequence[Words], calendar: WorkCalendar, *, every_line: bool
) -> Iterator[Words]:
    for phase in phases:
        for line in phase.lines:
            if every_line or line.kind is LineKind.DUE:
                yield Words(line.vi, line.en)
    yield Words(f"Lịch {calendar.id}, bản {calendar.version}.", f"Calendar {calendar.id}, version {calendar.version}.")
    for note in notes:
        yield Words(f"Lưu ý: {note.vi}", f"Note: {note.en}")
