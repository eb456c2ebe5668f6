"""What the applicant is given at the counter: the receipt, the request for a supplement, the refusal."""

from datetime import datetime

from motcua.dossiers import facts as f
from motcua.dossiers.dossier import Dossier
from motcua.letters.letter import Component, PhaseLine, ReceiptBody, RefusalBody, SupplementBody
from motcua.letters.names import OUTCOMES, Names, text
from motcua.letters.story import Story, Told
from motcua.procedures.definition import Procedure, SupplementPolicy
from motcua.procedures.model import Text
from motcua.worktime.words import NO_LIMIT_WORDS, allowance_words

ONLINE = Text(vi="Cổng Dịch vụ công quốc gia (bản điện tử)", en="National Public Service Portal (electronic copy)")
BEFORE = Text(vi="Trước khi tiếp nhận hồ sơ", en="Before the dossier is received")
AFTER = Text(vi="Trong quá trình giải quyết", en="While the dossier is processed")
NOT_YET = Text(
    vi="Thời hạn giải quyết chỉ tính từ khi nhận đủ hồ sơ hợp lệ.",
    en="The time limit is counted only from receipt of a full and valid dossier.",
)
CLOCKS = {
    SupplementPolicy.RESTART: Text(
        vi="Thời hạn giải quyết được tính lại từ đầu sau khi nhận đủ hồ sơ.",
        en="The time limit is counted anew once the full dossier is received.",
    ),
    SupplementPolicy.PAUSE: Text(
        vi="Thời gian bổ sung hồ sơ không tính vào thời hạn giải quyết.",
        en="The time you take to complete the dossier is not counted.",
    ),
    SupplementPolicy.NEW_LIMIT: Text(
        vi="Sau khi nhận đủ hồ sơ, thời hạn giải quyết là {vi}.",
        en="Once the full dossier is received, the time limit is {en}.",
    ),
    SupplementPolicy.PAUSE_THEN_CLOSE: Text(
        vi="Thời gian bổ sung không tính vào thời hạn giải quyết; quá thời gian trên, hồ sơ được đóng.",
        en="The time you take is not counted; after the date above the dossier is closed.",
    ),
}


def receipt_is_due(procedure: Procedure, local_receipt: datetime) -> bool:
    """Return whether a receipt is issued unasked: not where the result is given at once (R24), but always where a
    same-day procedure was received after its cut-off (R17)."""
    cut_off = procedure.same_day_until
    return not procedure.immediate or (cut_off is not None and local_receipt.time() > cut_off)


def receipt(told: Told, story: Story, names: Names) -> ReceiptBody:
    """Return the receipt slip: the date on it is the first the dossier was promised (R52)."""
    after = _act_of(told, story)
    clock = next((t.fact.clock for t in after if isinstance(t.fact, f.ClockSet)), None)
    dossier, one_stop = told.after, told.after.one_stop
    return ReceiptBody(
        components=_components(dossier, names),
        allow=text(allowance_words(clock.allow) if clock else NO_LIMIT_WORDS),
        received_at=names.local(told.at, one_stop),
        due=names.local(clock.due, one_stop) if clock else None,
        phases=_phases(after, names, one_stop),
        result_at=ONLINE if dossier.channel == "online" else names.agency(one_stop),
        received_by=names.person(told.by),
    )


def _act_of(told: Told, story: Story) -> list[Told]:
    """Return what was said in the same act from the receipt on."""
    return [t for t in story.told[told.seq - 1 :] if t.act == told.act]


def _components(dossier: Dossier, names: Names) -> tuple[Component, ...]:
    online = dossier.channel == "online"
    originals = {d.id for d in names.procedure.documents if d.original} | set(dossier.originals)
    return tuple(
        Component(
            name=names.document(document),
            shape="electronic" if online else "original" if document in originals else "copy",
        )
        for document in dossier.documents
    )


def _phases(after: list[Told], names: Names, agency: str) -> tuple[PhaseLine, ...]:
    begun = {t.fact.phase: names.local(t.fact.due, agency) for t in after if isinstance(t.fact, f.PhaseStarted)}
    return tuple(
        PhaseLine(name=p.name, allow=text(allowance_words(p.allow)), due=begun.get(p.id))
        for p in names.procedure.phases
    )


def supplement(told: Told, fact: f.SupplementAsked, names: Names) -> SupplementBody:
    """Return the request for a supplement, with what it does to the time limit (R29–R32)."""
    received = told.after.received_at is not None
    return SupplementBody(
        number=fact.number,
        items=tuple(names.document(item) for item in fact.items),
        reason=fact.reason,
        stage=AFTER if received else BEFORE,
        basis=fact.basis,
        approver=fact.approver,
        reply_by=names.local(fact.lapses_at, told.after.one_stop) if fact.lapses_at else None,
        clock=_clock_after(names.procedure) if received else NOT_YET,
        asked_by=names.person(told.by),
    )


def _clock_after(procedure: Procedure) -> Text:
    said = CLOCKS[procedure.supplement.policy]
    if procedure.supplement.policy is not SupplementPolicy.NEW_LIMIT:
        return said
    limit = allowance_words(procedure.supplement.new_limit)
    return Text(vi=said.vi.format(vi=limit.vi), en=said.en.format(en=limit.en))


def refusal(told: Told, fact: f.NotAccepted, names: Names) -> RefusalBody:
    """Return the refusal to receive a dossier, with its reason."""
    dossier = told.after
    return RefusalBody(
        handed_in=names.local(dossier.opened_at, dossier.one_stop),
        reason=fact.reason,
        refused_by=names.person(told.by),
    )


def refusal_on_merits(told: Told, fact: f.ResultReady, story: Story, names: Names) -> RefusalBody:
    """Return the refusal of what was applied for: a result, with its reason and the law it rests on (R53)."""
    dossier = told.after
    reason = _why(told, story) or fact.basis or _outcome(told, story, names)
    based = fact.basis is not None and fact.basis != reason
    return RefusalBody(
        stage="merits",
        handed_in=names.local(dossier.opened_at, dossier.one_stop),
        received_at=names.local(dossier.received_at, dossier.one_stop) if dossier.received_at else None,
        reason=reason,
        basis=fact.basis if based else "; ".join(names.procedure.legal_basis),
        refused_by=names.person(told.by),
        one_stop=names.agency(dossier.one_stop),
    )


def _why(told: Told, story: Story) -> str | None:
    """Return what was written when the work ended; of a life lived elsewhere it stands with the step itself."""
    lived = any(t.act == told.act and isinstance(t.fact, f.Opened) for t in story.told)
    decisive = _decisive(told, story)
    return (decisive.reason if decisive else None) if lived else told.reason


def _decisive(told: Told, story: Story) -> f.DutyClosed | None:
    """Return how the step ended by which the work did: the last one before the result; others only end with it."""
    closed = [t.fact for t in story.until(told.seq).told if t.act == told.act and isinstance(t.fact, f.DutyClosed)]
    return next((fact for fact in reversed(closed) if fact.outcome != "ended"), None)


def _outcome(told: Told, story: Story, names: Names) -> Text:
    """Return what the outcome is called by which the work ended, where nobody wrote more."""
    decisive = _decisive(told, story)
    return names.outcome(decisive.step, decisive.outcome) if decisive else OUTCOMES["refused"]
