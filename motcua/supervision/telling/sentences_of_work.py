"""One sentence for each fact of the work: who holds what, how it ended, what was asked and answered."""

from collections.abc import Callable
from typing import Any

from motcua.dossiers import facts as f
from motcua.dossiers.names import words_of
from motcua.dossiers.reasons import in_words
from motcua.procedures.definition import StepKind
from motcua.supervision.telling.labels import ENDINGS, SILENCES
from motcua.supervision.telling.naming import Naming
from motcua.worktime.words import Words

Sentence = Callable[[Any, Naming], Words]


def followed(reason: str, *, by: str) -> str:
    """Return what somebody wrote with a full stop of its own where another sentence follows."""
    return reason if not by or reason.endswith((".", "!", "?", "…")) else f"{reason}."


def _opened(fact: f.Opened, names: Naming) -> Words:
    title, stop = words_of(names.procedure.name), names.agency(fact.one_stop)
    return Words(
        f"Hồ sơ {fact.code} được lập tại {stop.vi}: {title.vi}.",
        f"Dossier {fact.code} opened at {stop.en}: {title.en}.",
    )


def _received(_fact: f.Received, _names: Naming) -> Words:
    return Words("Tiếp nhận hồ sơ để giải quyết.", "Received for processing.")


def _not_accepted(fact: f.NotAccepted, _names: Naming) -> Words:
    return Words(f"Không tiếp nhận: {fact.reason}", f"Not accepted: {fact.reason}")


def _duty_opened(fact: f.DutyOpened, names: Naming) -> Words:
    step, agency = names.step(fact.step), names.agency(fact.agency)
    due = names.moment(fact.due) if fact.due else None
    vi, en = (f", hạn {due.vi}", f", due {due.en}") if due else ("", "")
    again = Words(f" (lần {fact.visit})", f" (visit {fact.visit})") if fact.visit > 1 else Words("", "")
    return Words(
        f"{agency.vi} giữ bước “{step.vi}”{again.vi}{vi}.", f"Step “{step.en}”{again.en} is with {agency.en}{en}."
    )


def _duty_closed(fact: f.DutyClosed, names: Naming) -> Words:
    step, how = names.step(fact.step), names.outcome(fact.step, fact.outcome)
    late = Words(", trễ hạn bước", ", late for its own limit") if fact.late else Words("", "")
    why = in_words(fact.reason or "")
    proof = Words(f" (số {fact.reference})", f" (ref. {fact.reference})") if fact.reference else Words("", "")
    return Words(
        f"Bước “{step.vi}”: {how.vi}{proof.vi}{late.vi}{_after_colon(why.vi)}.",
        f"Step “{step.en}”: {how.en}{proof.en}{late.en}{_after_colon(why.en)}.",
    )


def _after_colon(why: str) -> str:
    return f": {why}" if why else ""


def _skipped(fact: f.StepSkipped, names: Naming) -> Words:
    step = names.step(fact.step)
    return Words(f"Bước “{step.vi}” không áp dụng cho hồ sơ này.", f"Step “{step.en}” does not apply here.")


def _reopened(fact: f.Reopened, names: Naming) -> Words:
    vi, en = (", ".join(getattr(names.step(s), lang) for s in fact.steps) for lang in ("vi", "en"))
    return Words(f"Làm lại: {vi}.", f"To be done again: {en}.")


def _data_set(fact: f.DataSet, names: Naming) -> Words:
    said = [names.datum(name, value) for name, value in fact.data.items()]
    vi, en = (", ".join(getattr(each, lang) for each in said) for lang in ("vi", "en"))
    return Words(f"Ghi nhận dữ liệu: {vi}.", f"Data recorded: {en}.")


def _assigned(fact: f.Assigned, names: Naming) -> Words:
    step = names.step(fact.step)
    return Words(
        f"Phân công cán bộ {fact.officer} cho bước “{step.vi}”.",
        f"Officer {fact.officer} put in charge of “{step.en}”.",
    )


def _supplement_asked(fact: f.SupplementAsked, names: Naming) -> Words:
    items = ", ".join(names.document(item).vi for item in fact.items)
    late = Words(" Thông báo quá 3 ngày làm việc.", " The notice is later than allowed.") if fact.late_notice else None
    why = followed(fact.reason, by=late.vi if late else "")
    return Words(
        f"Yêu cầu bổ sung lần {fact.number}: {items}. Lý do: {why}{late.vi if late else ''}",
        f"Supplement request {fact.number}: {items}. Reason: {why}{late.en if late else ''}",
    )


def _supplement_given(_fact: f.SupplementGiven, _names: Naming) -> Words:
    return Words("Người nộp đã bổ sung hồ sơ.", "The applicant completed the dossier.")


def _supplement_lapsed(_fact: f.SupplementLapsed, _names: Naming) -> Words:
    return Words("Hết thời gian bổ sung mà người nộp không trả lời.", "The applicant did not answer in time.")


def _silence(fact: f.SilenceKept, names: Naming) -> Words:
    step, means = names.step(fact.step), SILENCES[fact.means]
    basis = f" ({fact.basis})" if fact.basis else ""
    return Words(f"Bước “{step.vi}” im lặng quá hạn: {means.vi}{basis}.", f"Silence on “{step.en}”: {means.en}{basis}.")


def _opinion_late(fact: f.OpinionLate, names: Naming) -> Words:
    step, opinion = names.step(fact.step), names.outcome(fact.step, fact.opinion)
    return Words(
        f"Ý kiến đến muộn cho bước “{step.vi}”: {opinion.vi}; lưu, không thay kết quả.",
        f"A late opinion on “{step.en}”: {opinion.en}; kept, it changes nothing.",
    )


def _trouble(fact: f.DepartmentTrouble, names: Naming) -> Words:
    step, known = names.step(fact.step), names.procedure.by_id.get(fact.step)
    if known is not None and known.kind is StepKind.LINKED:
        return Words(
            f"Chưa mở được hồ sơ liên thông cho bước “{step.vi}”: {fact.detail}",
            f"No dossier can be opened elsewhere for “{step.en}”: {fact.detail}",
        )
    return Words(
        f"Trả lời của hệ thống ngành cho bước “{step.vi}” không dùng được: {fact.detail}",
        f"The department system's answer for “{step.en}” cannot be used: {fact.detail}",
    )


def _asked_again(fact: f.DepartmentAskedAgain, names: Naming) -> Words:
    step = names.step(fact.step)
    return Words(f"Gửi lại yêu cầu của bước “{step.vi}”.", f"The request of “{step.en}” is sent again.")


def _result_ready(fact: f.ResultReady, _names: Naming) -> Words:
    how = ENDINGS[fact.result]
    basis = f": {fact.basis}" if fact.basis else ""
    return Words(f"Đã có kết quả: {how.vi}{basis}.", f"The result is ready: {how.en}{basis}.")


def _returned(_fact: f.Returned, _names: Naming) -> Words:
    return Words("Đã trả kết quả cho người nộp.", "The result was handed over.")


def _withdrawal_asked(_fact: f.WithdrawalAsked, _names: Naming) -> Words:
    return Words("Người nộp yêu cầu rút hồ sơ.", "The applicant asked for the dossier back.")


def _withdrawal_settled(fact: f.WithdrawalSettled, _names: Naming) -> Words:
    if fact.granted:
        return Words("Đồng ý cho rút hồ sơ.", "The withdrawal was granted.")
    return Words("Hồ sơ tiếp tục được giải quyết.", "The work goes on.")


def _stopped(fact: f.Stopped, _names: Naming) -> Words:
    if fact.to_lead:
        return Words(f"Trả lại cơ quan chủ trì: {fact.reason}.", f"Returned to the lead: {fact.reason}.")
    why, basis = in_words(fact.reason), f" ({fact.basis})" if fact.basis else ""
    return Words(f"Dừng xử lý: {why.vi}{basis}.", f"Stopped: {why.en}{basis}.")


WORK: dict[type[Any], Sentence] = {
    f.Opened: _opened,
    f.Received: _received,
    f.NotAccepted: _not_accepted,
    f.DutyOpened: _duty_opened,
    f.DutyClosed: _duty_closed,
    f.StepSkipped: _skipped,
    f.Reopened: _reopened,
    f.DataSet: _data_set,
    f.Assigned: _assigned,
    f.SupplementAsked: _supplement_asked,
    f.SupplementGiven: _supplement_given,
    f.SupplementLapsed: _supplement_lapsed,
    f.SilenceKept: _silence,
    f.OpinionLate: _opinion_late,
    f.DepartmentTrouble: _trouble,
    f.DepartmentAskedAgain: _asked_again,
    f.ResultReady: _result_ready,
    f.Returned: _returned,
    f.WithdrawalAsked: _withdrawal_asked,
    f.WithdrawalSettled: _withdrawal_settled,
    f.Stopped: _stopped,
}
