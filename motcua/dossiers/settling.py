"""What has to be settled before a dossier closes: fees at the result, originals taken in (R56, R57, R59)."""

from motcua.dossiers import facts as f
from motcua.dossiers.case import Case
from motcua.dossiers.clocks import restart_duty
from motcua.dossiers.commands import ExemptFee, PayFee, ReturnOriginals
from motcua.dossiers.parts import Duty, Waiting
from motcua.dossiers.rights import by_one_of
from motcua.errors import RefusedError
from motcua.procedures.definition import Ending, Fee, StepKind

AT_RESULT = "result"


def owes_fee(case: Case) -> bool:
    """Whether fees are due before this result is handed over; for a refusal nothing is."""
    return case.dossier.result is Ending.GRANTED and bool(_fees(case))


def must_be_settled(case: Case, duty: Duty) -> None:
    """Refuse to hand a result over while its fee is due or originals are still here.

    A part that could be handed over before the whole was there did not wait for the fee, and does not now.
    """
    if duty.holder is Waiting.PAYMENT and owes_fee(case):
        names = [fee.name for fee in _fees(case)]
        raise RefusedError(
            f"Fees due at the result are neither paid nor waived: {', '.join(name.en for name in names)}.",
            vi=f"Chưa nộp hoặc chưa được miễn phí, lệ phí khi trả kết quả: {', '.join(name.vi for name in names)}.",
            field="do.step",
            rule="R57",
            hint="Record the payment (`pay_fee`) or the exemption (`exempt_fee`) first; the wait is not late.",
            hint_vi="Ghi nhận đã nộp (`pay_fee`) hoặc được miễn (`exempt_fee`) trước; chờ nộp không tính quá hạn.",
        )
    if case.dossier.finished_at is not None:  # a part may be handed over before the whole is there
        must_have_no_originals(case, "do.step")


def must_have_no_originals(case: Case, field: str) -> None:
    """Refuse to close while originals of the applicant are here (R56)."""
    if case.dossier.originals:
        raise RefusedError(
            f"Originals have to go back first: {', '.join(case.dossier.originals)}.",
            vi=f"Phải trả lại bản chính trước: {', '.join(case.dossier.originals)}.",
            field=field,
            rule="R56",
            hint="Record their return (`return_originals`).",
            hint_vi="Ghi nhận đã trả bản chính (`return_originals`).",
        )


def pay(case: Case, do: PayFee) -> None:
    """Record the payment of the fees due at the result."""
    by_one_of(case, case.dossier.one_stop, case.dossier.competent, "system:payment")
    _must_owe(case)
    waited = _waiting(case)
    case.say(f.FeePaid(reference=do.reference))
    _return_again(case, waited)


def exempt(case: Case, do: ExemptFee) -> None:
    """Record that no fee is owed, on a legal ground."""
    by_one_of(case, case.dossier.one_stop, case.dossier.competent)
    _must_owe(case)
    waited = _waiting(case)
    case.say(f.FeeExempted(basis=do.basis))
    _return_again(case, waited)


def _waiting(case: Case) -> tuple[str, ...]:
    return tuple(d.step for d in case.dossier.duties if d.kind is StepKind.RETURN and d.holder is Waiting.PAYMENT)


def _return_again(case: Case, waited: tuple[str, ...]) -> None:
    """The hand-over begins now: the wait for the payment was nobody's lateness. What did not wait for it goes on."""
    for step in waited:
        restart_duty(case, case.duty_or_refuse(step))


def _must_owe(case: Case) -> None:
    if not _fees(case) or case.dossier.result is Ending.REFUSED:
        raise RefusedError(
            "No fee is due at the result of this dossier.",
            vi="Hồ sơ không còn phí, lệ phí phải nộp khi trả kết quả.",
            field="do.kind",
            rule="R57",
            hint="Hand the result over.",
            hint_vi="Trả kết quả cho người nộp.",
        )


def give_originals_back(case: Case, do: ReturnOriginals) -> None:
    """Record that originals went back to the applicant."""
    by_one_of(case, case.dossier.one_stop, case.dossier.competent)
    if unknown := [d for d in do.documents if d not in case.dossier.originals]:
        raise RefusedError(
            f"Not among the originals that are here: {', '.join(unknown)}.",
            vi=f"Không có trong số bản chính đang giữ: {', '.join(unknown)}.",
            field="do.documents",
            rule="R56",
            hint=f"Here are: {', '.join(case.dossier.originals) or 'none'}.",
            hint_vi=f"Đang giữ: {', '.join(case.dossier.originals) or 'không có'}.",
        )
    case.say(f.OriginalsReturned(documents=do.documents))


def _fees(case: Case) -> list[Fee]:
    """Return the fees still owed at a result: none once they are settled, in a leg, or for a correction (R59)."""
    dossier = case.dossier
    free = dossier.fee_settled or dossier.corrects or dossier.parent
    return [] if free else [fee for fee in case.procedure.fees if fee.due == AT_RESULT]
