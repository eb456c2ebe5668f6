"""Why the official date is what it is: the addition, line by line, for the person who is waiting (R74)."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from motcua.dossiers import facts as f
from motcua.dossiers.dossier import Dossier
from motcua.dossiers.facts import Transition
from motcua.dossiers.parts import OfficialClock
from motcua.errors import MotcuaError
from motcua.supervision.telling.naming import Naming
from motcua.supervision.telling.sentences import tell
from motcua.supervision.telling.views import Proof, ProofLine, Said
from motcua.supervision.telling.why_case import by_case
from motcua.worktime.explain import Line, explain
from motcua.worktime.words import Words

BEFORE = (f.DateCorrected, f.ClockSet, f.Paused, f.Resumed, f.Reappointed, f.Replanned, f.VersionMoved)
"""Facts that moved the date."""


def why_due(dossier: Dossier, story: Iterable[Transition], names: Naming) -> Proof | None:
    """Return the proof of the date in force, or of the last one where the clock stands; None without a promise.

    What moved the date comes first, in its order; then the case that gave the limit; then the addition itself.
    """
    clock = dossier.clock
    if clock is None:
        return None
    moves = list(_moves(story, names))
    counted = _as_counted(dossier, names)
    case = by_case(dossier, _last(moves), counted)
    why, added, warnings = _addition(dossier, clock, moves, counted)
    return Proof(due=clock.due.astimezone(names.zone), lines=(*moves, *case, *why, *added), warnings=warnings)


def _as_counted(dossier: Dossier, names: Naming) -> Naming:
    """Return the names of the version the promise is counted by: a move that kept the date gave no other limit."""
    under = dossier.counted_under
    return names if under is None else replace(names, procedure=names.ground.procedure(dossier.procedure, under))


def _last(moves: list[ProofLine]) -> str:
    """Return what set the clock last."""
    return next(line.kind for line in reversed(moves) if line.kind.startswith("clock_set"))


def _moves(story: Iterable[Transition], names: Naming) -> Iterator[ProofLine]:
    for transition in story:
        for fact in transition.facts:
            if isinstance(fact, BEFORE):
                at = (fact.at or transition.at).astimezone(names.zone)
                said = tell(fact, names)
                yield ProofLine(kind=_kind(fact), day=at.date(), moment=at, vi=said.vi, en=said.en)


def _kind(fact: f.AnyFact) -> str:
    """Return what a move of the date is called: the fact, and why where it says so."""
    why = fact.why if isinstance(fact, f.ClockSet) else getattr(fact, "ground", None)
    return f"{fact.kind}:{why}" if why else fact.kind


def _addition(
    dossier: Dossier, clock: OfficialClock, moves: list[ProofLine], names: Naming
) -> tuple[tuple[ProofLine, ...], tuple[ProofLine, ...], tuple[Said, ...]]:
    """Return what is said before the addition, the addition, and what is not certain about it."""
    last = _last(moves)
    calendar = names.ground.calendar_of(dossier.competent)
    if last == "clock_set:promised" or clock.allow.value < 0:
        said = Words("Ngày trên giấy hẹn đã cấp được giữ nguyên.", "The date printed on the slip is kept.")
        return (_said(said),), (), ()
    if last == "clock_set:calendar" and clock.fixed:
        said = Words("Ngày đã hẹn trở thành ngày nghỉ: chuyển sang ngày làm việc kế tiếp.", _CLOSED)
        return (_said(said),), (), ()
    if last == "clock_set:stated" or (last == "clock_set:restored" and clock.fixed):
        return (_said(_STATED),), (), ()
    if last == "clock_set:reappointed":
        return (_said(_NEW_DATE),), (), ()
    same_day = names.procedure.same_day_until is not None and clock.allow == names.procedure.total
    if same_day and last == "clock_set:receipt":
        return (_said(_cut_off(clock, names)),), (), ()
    try:
        explained = explain(clock.since, clock.allow, calendar)
    except MotcuaError as cannot:
        return (ProofLine(kind="note", vi=cannot.message_vi, en=cannot.message),), (), ()
    within = explained.due > clock.due == dossier.not_after
    notes = () if explained.due == clock.due else (_said(_WITHIN_PARENT if within else _differs(clock)),)
    warnings = tuple(Said(vi=w.vi, en=w.en) for w in explained.warnings)
    return notes, tuple(proof_line(line) for line in explained.lines), warnings


_WITHIN_PARENT = Words(
    "Hồ sơ liên thông không hẹn sau ngày hẹn của hồ sơ chính; thời hạn riêng tính như dưới đây.",
    "No leg is due after the date promised for the whole; its own limit would give what follows.",
)
_STATED = Words("Ngày đã đính chính theo căn cứ ghi ở trên.", "The date as it was corrected, on the basis named above.")
_NEW_DATE = Words(
    "Ngày hẹn lại ghi trên phiếu xin lỗi và hẹn lại, do Bộ phận Một cửa cập nhật; chỉ được hẹn lại một lần.",
    "The new date of the apology and re-appointment, applied by the one-stop; there is only one.",
)


_CLOSED = "The day that was promised is now a day off: it becomes the next working day."


def _cut_off(clock: OfficialClock, names: Naming) -> Words:
    until, due = names.procedure.same_day_until, names.moment(clock.due)
    return Words(
        f"Tiếp nhận đến {until:%H:%M} thì trả trong ngày, sau đó trả ngày làm việc kế tiếp: {due.vi}.",
        f"Received by {until:%H:%M} it is due the same day, later the next working day: {due.en}.",
    )


def _differs(clock: OfficialClock) -> Words:
    """The calendar has changed since: the promise given then stands (R10, R74)."""
    return Words(
        f"Ngày hẹn được tính theo lịch {clock.calendar} và được giữ nguyên; lịch hiện hành cho kết quả dưới đây.",
        f"The date was computed on calendar {clock.calendar} and stands; today's calendar gives what follows.",
    )


def proof_line(line: Line) -> ProofLine:
    """Return a line of an explanation as it is shown."""
    return ProofLine(kind=line.kind.value, vi=line.vi, en=line.en, day=line.day, moment=line.moment, source=line.source)


def _said(words: Words) -> ProofLine:
    return ProofLine(kind="note", vi=words.vi, en=words.en)
