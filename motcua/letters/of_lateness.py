"""What the applicant is told when the promise is moved, missed or ended: the apology and the stop notice."""

from datetime import datetime

from motcua.dossiers import facts as f
from motcua.dossiers.reasons import IN_WORDS, EndedBecause
from motcua.letters.forms import Form, Law, title_of
from motcua.letters.letter import ApologyBody, StopBody
from motcua.letters.names import Names, text
from motcua.letters.printing import said_day
from motcua.letters.story import Story, Told
from motcua.procedures.model import Text

LATE_APOLOGY = Text(
    vi="Xin lỗi muộn: văn bản này được gửi sau thời điểm chậm nhất theo quy định; ngày hẹn trả không thay đổi.",
    en="Late apology: sent after the last moment the law allows; the promised date is not moved.",
)
ON_REQUEST = Text(
    vi="Đề nghị rút hồ sơ của người nộp, {day}; {law}, mẫu số {number}",
    en="The applicant's request of {day} to have it back; {law}, form {number}",
)
LATE_NOTICE = Text(
    vi="Thông báo muộn: văn bản này được gửi sau thời điểm chậm nhất theo quy định (01 ngày trước ngày hẹn trả).",
    en="Late notice: sent after the last moment the law allows (1 day before the promised date).",
)
NO_FEES = Text(vi="Thủ tục này không thu phí, lệ phí.", en="No fees are charged in this procedure.")
FEES = Text(
    vi="Phí, lệ phí đã nộp (nếu có) được giải quyết theo pháp luật về phí và lệ phí.",
    en="Fees already paid, if any, are settled under the law on fees.",
)


def reappointment(told: Told, fact: f.Reappointed, names: Names) -> ApologyBody:
    """Return the apology with the one new date (R48–R50)."""
    dossier = told.after
    return ApologyBody(
        received_at=_received(told, names),
        old_due=names.local(fact.old_due, dossier.one_stop),
        new_due=names.local(fact.new_due, dossier.one_stop),
        reason=fact.reason,
        late=LATE_NOTICE if fact.late_notice else None,
        basis=fact.basis,
        approver=fact.approver,
        one_stop=names.agency(dossier.one_stop),
    )


def apology(told: Told, fact: f.Apologised, names: Names) -> ApologyBody:
    """Return an apology that moves no date; a late one says so (R51)."""
    dossier = told.after
    due = dossier.clock.due if dossier.clock else None
    return ApologyBody(
        received_at=_received(told, names),
        old_due=names.local(due, dossier.one_stop) if due else None,
        expected=names.local(fact.expected, dossier.one_stop) if fact.expected else None,
        reason=fact.reason,
        late=LATE_APOLOGY if fact.late else None,
        one_stop=names.agency(dossier.one_stop),
    )


def stop(told: Told, fact: f.Stopped, story: Story, names: Names, law: Law) -> StopBody:
    """Return the notice that processing is stopped, with the originals that go back (R56)."""
    dossier = told.after
    return StopBody(
        received_at=_received(told, names),
        stopped_at=names.local(told.at, dossier.one_stop),
        reason=text(IN_WORDS[fact.reason]) if fact.reason in IN_WORDS else fact.reason,
        basis=fact.basis or _basis(fact, story.until(told.seq), names, law),
        originals=tuple(names.document(document) for document in fact.originals_owed),
        fees=FEES if names.procedure.fees else NO_FEES,
        one_stop=names.agency(dossier.one_stop),
    )


def _basis(fact: f.Stopped, story: Story, names: Names, law: Law) -> str | Text | None:
    """Return what the engine's own stops rest on where the fact names nothing.

    Closed for want of papers: the procedure's rule on supplements, else the law it is decided under (R32). Withdrawn:
    the request itself, and the circular that has it answered by this form (R58; no article on withdrawals is known).
    """
    if fact.reason == EndedBecause.SUPPLEMENT_LAPSED:
        return names.procedure.supplement.legal_basis or "; ".join(names.procedure.legal_basis)
    asked = next((t.at for t in reversed(story.told) if isinstance(t.fact, f.WithdrawalAsked)), None)
    if fact.reason != EndedBecause.WITHDRAWN or asked is None:
        return None
    day, number = names.local(asked, story.now.one_stop).date(), title_of(Form.STOP, law).number
    return Text(
        vi=ON_REQUEST.vi.format(day=said_day(day, "vi"), law=law.name.vi, number=number),
        en=ON_REQUEST.en.format(day=said_day(day, "en"), law=law.name.en, number=number),
    )


def _received(told: Told, names: Names) -> datetime | None:
    at = told.after.received_at
    return names.local(at, told.after.one_stop) if at else None
