"""One sentence for each fact between agencies: papers handed over, opinions off the route, legs, what is settled at the
counter, what decisions from outside moved, and what the engine could not decide."""

from typing import Any

from motcua.dossiers import facts as f
from motcua.dossiers.portal_words import STATES
from motcua.dossiers.reasons import in_words
from motcua.supervision.telling.labels import ENDINGS
from motcua.supervision.telling.naming import Naming
from motcua.supervision.telling.sentences_of_work import Sentence
from motcua.worktime.words import Words, allowance_words


def _duty_received(fact: f.DutyReceived, names: Naming) -> Words:
    step, due = names.step(fact.step), names.moment(fact.due) if fact.due else None
    vi, en = (f", hạn {due.vi}", f", due {due.en}") if due else ("", "")
    late = Words(", bàn giao muộn", ", handed over late") if fact.late else Words("", "")
    return Words(f"Đã nhận bước “{step.vi}”{late.vi}{vi}.", f"“{step.en}” was received{late.en}{en}.")


def _hand_over_late(fact: f.HandOverLate, names: Naming) -> Words:
    step, giver = names.step(fact.step), names.agency(fact.giver)
    return Words(
        f"Quá giờ bàn giao bước “{step.vi}”: {giver.vi} giao mà bên nhận chưa nhận.",
        f"“{step.en}” was not received in time: given out of hand by {giver.en}, and on its way.",
    )


def _opinion_asked(fact: f.OpinionAsked, names: Naming) -> Words:
    agency, allow = names.agency(fact.agency), allowance_words(fact.allow)
    return Words(
        f"Lấy ý kiến {agency.vi} trong {allow.vi}: {fact.content}",
        f"{agency.en} is asked for an opinion within {allow.en}: {fact.content}",
    )


def _leg_opened(fact: f.LegOpened, names: Naming) -> Words:
    step, agency = names.step(fact.step), names.agency(fact.agency)
    due = names.moment(fact.due) if fact.due else None
    vi, en = (f", hạn {due.vi}", f", due {due.en}") if due else ("", "")
    return Words(
        f"Bước “{step.vi}” là hồ sơ {fact.code} tại {agency.vi}{vi}.",
        f"“{step.en}” is dossier {fact.code} at {agency.en}{en}.",
    )


def _leg_reported(fact: f.LegReported, _names: Naming) -> Words:
    state = STATES[fact.state]
    result = ENDINGS[fact.result] if fact.result else None
    vi, en = (f", kết quả: {result.vi}", f", result: {result.en}") if result else ("", "")
    why = in_words(fact.reason or "")
    why_vi, why_en = (f" ({said})" if said else "" for said in why)
    return Words(f"Hồ sơ {fact.code}: {state.vi}{vi}{why_vi}.", f"Dossier {fact.code}: {state.en}{en}{why_en}.")


def _originals_returned(fact: f.OriginalsReturned, names: Naming) -> Words:
    given = ", ".join(names.document(document).vi for document in fact.documents)
    return Words(f"Đã trả bản chính: {given}.", f"Originals given back: {given}.")


def _fee_paid(fact: f.FeePaid, _names: Naming) -> Words:
    return Words(f"Đã nộp phí, lệ phí (biên lai {fact.reference}).", f"Fees paid (receipt {fact.reference}).")


def _fee_exempted(fact: f.FeeExempted, _names: Naming) -> Words:
    return Words(f"Miễn phí, lệ phí ({fact.basis}).", f"No fee is owed ({fact.basis}).")


def _replanned(fact: f.Replanned, names: Naming) -> Words:
    kept = [names.subject(subject) for subject in fact.kept]
    vi, en = (", ".join(getattr(words, lang) for words in kept) for lang in ("vi", "en"))
    stays = Words(f"; giữ nguyên {vi}", f"; {en} keeps its date") if kept else Words("", "")
    return Words(
        f"Lịch làm việc thay đổi theo {fact.decision}: các thời hạn được tính lại{stays.vi}.",
        f"The calendar changed by {fact.decision}: dates are counted again{stays.en}.",
    )


def _duty_replanned(fact: f.DutyReplanned, names: Naming) -> Words:
    step, due = names.step(fact.step), names.moment(fact.due) if fact.due else None
    vi, en = (f", hạn {due.vi}", f", due {due.en}") if due else ("", "")
    return Words(f"Bước “{step.vi}” tính lại theo lịch mới{vi}.", f"“{step.en}” counted again on the new calendar{en}.")


def _version_moved(fact: f.VersionMoved, _names: Naming) -> Words:
    return Words(
        f"Chuyển từ phiên bản {fact.before} sang phiên bản {fact.version} của thủ tục.",
        f"Moved from version {fact.before} of the procedure to version {fact.version}.",
    )


def _move_planned(fact: f.MovePlanned, _names: Naming) -> Words:
    return Words(
        f"Sẽ theo phiên bản {fact.version} của thủ tục từ bước tiếp theo.",
        f"Goes on under version {fact.version} of the procedure from its next step.",
    )


def _fault_noted(fact: f.FaultNoted, _names: Naming) -> Words:
    return Words(f"Máy quy trình không xử lý được: {fact.detail}", f"The engine could not go on: {fact.detail}")


def _fault_cleared(_fact: f.FaultCleared, _names: Naming) -> Words:
    return Words("Máy quy trình đã xử lý tiếp.", "The engine goes on.")


EXCHANGE: dict[type[Any], Sentence] = {
    f.DutyReceived: _duty_received,
    f.HandOverLate: _hand_over_late,
    f.OpinionAsked: _opinion_asked,
    f.LegOpened: _leg_opened,
    f.LegReported: _leg_reported,
    f.OriginalsReturned: _originals_returned,
    f.FeePaid: _fee_paid,
    f.FeeExempted: _fee_exempted,
    f.Replanned: _replanned,
    f.DutyReplanned: _duty_replanned,
    f.VersionMoved: _version_moved,
    f.MovePlanned: _move_planned,
    f.FaultNoted: _fault_noted,
    f.FaultCleared: _fault_cleared,
}
