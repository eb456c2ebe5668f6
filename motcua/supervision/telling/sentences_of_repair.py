"""One sentence for each fact of a repair."""

from typing import Any

from motcua.dossiers import facts as f
from motcua.dossiers.commands_of_repair import RepairKind
from motcua.supervision.telling.naming import Naming
from motcua.supervision.telling.sentences_of_work import Sentence
from motcua.worktime.words import Words

REPAIRS = {
    RepairKind.RETRY: Words("thử lại", "try again"),
    RepairKind.RESEND: Words("gửi lại", "send again"),
    RepairKind.SKIP: Words("bỏ qua một bước", "skip a step"),
    RepairKind.GO_TO: Words("chuyển đến một bước", "go to a step"),
    RepairKind.REASSIGN: Words("giao cán bộ khác", "another officer"),
    RepairKind.CORRECT_DATE: Words("đính chính ngày hẹn trả", "correct the promised date"),
    RepairKind.REOPEN: Words("giải quyết lại bằng hồ sơ mới", "take up again in a new dossier"),
    RepairKind.WITHDRAW: Words("cho rút hồ sơ", "withdraw"),
    RepairKind.REHOME: Words("chuyển cho cơ quan kế thừa", "to the successor agency"),
    RepairKind.UNDO: Words("hoàn tác lần sửa trước", "undo an earlier repair"),
}
SENT = {
    "portal": Words("thông điệp lên Cổng", "messages to the portal"),
    "notices": Words("thông báo", "notices"),
    "webhooks": Words("tin gửi hệ thống khác", "deliveries to other systems"),
}
ROLES = {
    "one_stop": Words("nơi tiếp nhận", "receiving one-stop"),
    "competent": Words("cơ quan có thẩm quyền", "deciding agency"),
}


def _repaired(fact: f.Repaired, names: Naming) -> Words:
    what = REPAIRS[fact.what]
    sent = joined(SENT[each] for each in fact.sent)
    which = Words(f": {sent.vi}", f": {sent.en}") if fact.sent else Words("", "")
    basis = f" ({fact.basis})" if fact.basis else ""
    second = names.actor(fact.confirmed_by) if fact.confirmed_by else None
    vi, en = (f"; {second.vi} xác nhận", f"; confirmed by {second.en}") if second else ("", "")
    return Words(
        f"Sửa {fact.repair} – {what.vi}{which.vi}{basis}{vi}.",
        f"Repair {fact.repair} – {what.en}{which.en}{basis}{en}.",
    )


def _unassigned(fact: f.Unassigned, names: Naming) -> Words:
    step = names.step(fact.step)
    return Words(f"Bước “{step.vi}” chưa giao cán bộ nào.", f"No officer is in charge of “{step.en}”.")


def _date_corrected(fact: f.DateCorrected, names: Naming) -> Words:
    old, new = names.moment(fact.old_due), names.moment(fact.new_due)
    return Words(
        f"Đính chính ngày hẹn trả từ {old.vi} thành {new.vi}: {fact.basis}.",
        f"The promised date is corrected from {old.en} to {new.en}: {fact.basis}.",
    )


def _succeeded(fact: f.AgencySucceeded, names: Naming) -> Words:
    old, new, roles = names.agency(fact.agency), names.agency(fact.successor), joined(ROLES[r] for r in fact.roles)
    return Words(
        f"{old.vi} đã chấm dứt hoạt động; {new.vi} kế thừa ({roles.vi}).",
        f"{old.en} has ended; {new.en} stands in its place ({roles.en}).",
    )


def _rehomed(fact: f.DutyRehomed, names: Naming) -> Words:
    step, old, new = names.step(fact.step), names.agency(fact.before), names.agency(fact.agency)
    return Words(
        f"Bước “{step.vi}” chuyển từ {old.vi} sang {new.vi}; thời hạn giữ nguyên.",
        f"Step “{step.en}” goes from {old.en} to {new.en}; its date stays.",
    )


def title_of(what: RepairKind) -> Words:
    """Return what a repair of a kind is called."""
    words = REPAIRS[what]
    return Words(words.vi[:1].upper() + words.vi[1:], words.en[:1].upper() + words.en[1:])


def joined(words: Any) -> Words:
    """Return several words as a list of them."""
    every = list(words)
    return Words(", ".join(each.vi for each in every), ", ".join(each.en for each in every))


REPAIRED: dict[type[Any], Sentence] = {
    f.Repaired: _repaired,
    f.Unassigned: _unassigned,
    f.DateCorrected: _date_corrected,
    f.AgencySucceeded: _succeeded,
    f.DutyRehomed: _rehomed,
}
