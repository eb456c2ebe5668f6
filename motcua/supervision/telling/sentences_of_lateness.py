"""One sentence for each fact about lateness: reminded, explained, apologised, the one new date."""

from typing import Any

from motcua.dossiers import facts as f
from motcua.supervision.telling.labels import CAUSES, LEVELS, named
from motcua.supervision.telling.naming import Naming
from motcua.supervision.telling.sentences_of_work import Sentence, followed
from motcua.worktime.words import Words


def _reminded(fact: f.Reminded, names: Naming) -> Words:
    what, to = names.subject(fact.subject), named(LEVELS, fact.to)
    return Words(
        f"Nhắc lại lần {fact.number} về {what.vi}: {to.vi}.", f"Reminder {fact.number}, {what.en}: {to.en} is told."
    )


def _climb_moved(fact: f.ClimbMoved, names: Naming) -> Words:
    what, at = names.subject(fact.subject), names.moment(fact.next_at)
    return Words(
        f"Lịch hoặc đồng hồ đã đổi; việc đôn đốc {what.vi} tiếp tục từ {at.vi}.",
        f"The calendar or the clock has changed; {what.en} is carried up again from {at.en}.",
    )


def _explained(fact: f.Explained, names: Naming) -> Words:
    what, cause = names.subject(fact.subject), CAUSES[fact.cause]
    return Words(
        f"Giải trình nguyên nhân chậm {what.vi} ({cause.vi}): {fact.explanation}",
        f"What made {what.en} late ({cause.en}): {fact.explanation}",
    )


def _date_proposed(fact: f.DateProposed, names: Naming) -> Words:
    due = names.moment(fact.new_due)
    return Words(
        f"Đề nghị gia hạn đến {due.vi}. Lý do: {fact.reason}",
        f"A new date is proposed, {due.en}. Reason: {fact.reason}",
    )


def _date_approved(fact: f.DateApproved, _names: Naming) -> Words:
    return Words(
        f"Cán bộ {fact.approver} duyệt đề nghị gia hạn.", f"Officer {fact.approver} approved the proposed date."
    )


def _date_declined(fact: f.DateDeclined, _names: Naming) -> Words:
    why = f": {fact.reason}" if fact.reason else "."
    return Words(f"Không duyệt đề nghị gia hạn{why}", f"The proposed date was declined{why}")


def _reappointed(fact: f.Reappointed, names: Naming) -> Words:
    old, new = names.moment(fact.old_due), names.moment(fact.new_due)
    late = Words(" Thông báo muộn.", " Told later than allowed.") if fact.late_notice else Words("", "")
    why = followed(fact.reason, by=late.vi)
    return Words(
        f"Xin lỗi và hẹn lại: từ {old.vi} sang {new.vi}. Lý do: {why}{late.vi}",
        f"Apology and new date: {new.en} instead of {old.en}. Reason: {why}{late.en}",
    )


def _apologised(fact: f.Apologised, names: Naming) -> Words:
    expected = names.moment(fact.expected) if fact.expected else None
    vi, en = (f" Dự kiến {expected.vi}.", f" Expected {expected.en}.") if expected else ("", "")
    late = Words("Xin lỗi muộn", "Late apology") if fact.late else Words("Xin lỗi", "Apology")
    why = followed(fact.reason, by=vi)
    return Words(f"{late.vi}: {why}{vi}", f"{late.en}: {why}{en}")


LATENESS: dict[type[Any], Sentence] = {
    f.Reminded: _reminded,
    f.ClimbMoved: _climb_moved,
    f.Explained: _explained,
    f.DateProposed: _date_proposed,
    f.DateApproved: _date_approved,
    f.DateDeclined: _date_declined,
    f.Reappointed: _reappointed,
    f.Apologised: _apologised,
}
