"""What a version lays down about time, each with the rule it rests on, as a table an official reads."""

from collections.abc import Iterator
from typing import NamedTuple

from motcua.dossiers.names import words_of
from motcua.procedures.definition import Procedure, SupplementPolicy
from motcua.supervision.telling.labels import LEVELS, SILENCES, named
from motcua.worktime.allowance import Unit
from motcua.worktime.words import Words, allowance_words

SUPPLEMENTS = {
    SupplementPolicy.RESTART: (Words("tính lại từ đầu", "the limit begins anew"), "R29"),
    SupplementPolicy.PAUSE: (Words("dừng đồng hồ, tính tiếp phần còn lại", "the clock stands, then goes on"), "R30"),
    SupplementPolicy.NEW_LIMIT: (Words("thời hạn mới sau bổ sung", "a new limit afterwards"), "R31"),
    SupplementPolicy.PAUSE_THEN_CLOSE: (
        Words("dừng đồng hồ, quá hạn bổ sung thì dừng giải quyết", "the clock stands; without an answer it is closed"),
        "R32",
    ),
}


class ClockRule(NamedTuple):
    """One line: what, how much, and by which rule."""

    name: Words
    value: Words
    rule: str
    basis: str | None = None


def clock_rules(procedure: Procedure) -> Iterator[ClockRule]:
    """Yield what a version says of its time."""
    yield ClockRule(Words("Tổng thời hạn", "Total limit"), allowance_words(procedure.total), "R1–R6, R12")
    for limit in procedure.limits:
        yield ClockRule(words_of(limit.label), allowance_words(limit.allow), "R12")
    for table in procedure.tables:
        for given in table.all_given:
            if given.limit is not None:
                yield ClockRule(words_of(given.label), allowance_words(given.limit), "R12", given.basis)
    for phase in procedure.phases:
        yield ClockRule(words_of(phase.name), allowance_words(phase.allow), "R34, R35")
    if procedure.same_day_until is not None:
        until = f"{procedure.same_day_until:%H:%M}"
        value = Words(f"nhận đến {until}: trong ngày", f"received until {until}: the same day")
        yield ClockRule(Words("Trả trong ngày", "Same day"), value, "R17")
    yield from _supplement(procedure)
    yield from _silences(procedure)
    yield from _dates(procedure)


def _supplement(procedure: Procedure) -> Iterator[ClockRule]:
    terms = procedure.supplement
    value, rule = SUPPLEMENTS[terms.policy]
    yield ClockRule(Words("Bổ sung sau tiếp nhận", "Supplement after receipt"), value, rule, terms.legal_basis)
    if terms.max is not None:
        yield ClockRule(
            Words("Số lần bổ sung tối đa", "Most supplements"), Words(f"{terms.max}", f"{terms.max}"), "R33"
        )
    yield ClockRule(Words("Thông báo bổ sung trong", "Told within"), allowance_words(terms.notice_within), "R28")
    for name, allow, by in (
        (Words("Người nộp bổ sung trong", "The applicant has"), terms.window, "R32"),
        (Words("Thời hạn sau bổ sung", "Limit afterwards"), terms.new_limit, "R31"),
    ):
        if allow.unit is not Unit.NONE:
            yield ClockRule(name, allowance_words(allow), by)


def _silences(procedure: Procedure) -> Iterator[ClockRule]:
    rules = {"escalate": "R39", "deemed_agreed": "R40", "decide_without": "R41", "proceed": "R41"}
    asked = {(s.on_silence, s.silence_basis) for s in procedure.steps if s.kind.value == "consult"}
    for silence, basis in sorted(asked, key=lambda each: (each[0], each[1] or "")):
        name = Words("Được hỏi mà không trả lời", "Asked and silent")
        yield ClockRule(name, SILENCES[silence], rules[silence.value], basis)


def _dates(procedure: Procedure) -> Iterator[ClockRule]:
    again = procedure.reappointment
    before = allowance_words(again.latest_before)
    who = Words("người khác phê duyệt", "another officer approves")
    if again.approver == "any":
        who = Words("người đề nghị được tự phê duyệt", "who proposed it may approve it")
    value = Words(
        f"tối đa {again.max} lần, trước hạn ít nhất {before.vi}, {who.vi}",
        f"{again.max} at most, {before.en} before, {who.en}",
    )
    yield ClockRule(Words("Xin lỗi và hẹn lại", "Apology with a new date"), value, "R48–R50")
    chain = [named(LEVELS, level) for level in procedure.overdue.chain]
    value = Words(" → ".join(each.vi for each in chain), " → ".join(each.en for each in chain))
    yield ClockRule(Words("Quá hạn thì báo", "When late, told are"), value, "R47")
    if procedure.corrections is not None:
        yield ClockRule(
            Words("Sửa kết quả sai", "Correction of a result"), allowance_words(procedure.corrections), "R59"
        )
    if procedure.postmark_counts:
        value = Words("tính theo dấu bưu điện khi đổi bản", "the post-mark decides between versions")
        yield ClockRule(Words("Gửi qua bưu chính", "Sent by post"), value, "R22")
