"""Who may do what to a dossier: the agency that holds the work, and nobody else (L61 art. 17–19)."""

from motcua.dossiers.case import Case
from motcua.dossiers.parts import Actor, Duty, State
from motcua.dossiers.portal_words import STATES
from motcua.errors import NotFoundError, RefusedError
from motcua.procedures.definition import StepKind
from motcua.worktime.words import Words

NOT_AGENCIES = ("applicant", "law")


def must_exist(case: Case, actor: Actor) -> None:
    """Refuse an actor whose agency is unknown, or whose agency had ended by then (R72)."""
    if actor.agency not in NOT_AGENCIES and not actor.agency.startswith("system:"):
        must_be_active(case, actor.agency, "by.agency")


def must_be_active(case: Case, name: str, field: str) -> None:
    """Refuse an agency that is unknown, or that does not exist on the local day of the act (R72)."""
    try:
        agency = case.ground.directory.get(name)
    except NotFoundError as missing:
        raise RefusedError(
            f"No agency {name} is known.",
            vi=f"Không có cơ quan {name}.",
            field=field,
            rule="R72",
            hint="Use the agency's id from the directory.",
            hint_vi="Dùng mã cơ quan trong danh bạ.",
        ) from missing
    on = case.ground.calendar_of(agency.id).local(case.at).date()
    if not case.ground.directory.is_active(agency.id, on):
        raise RefusedError(
            f"{agency.name.en} does not exist on {on:%Y-%m-%d}: its powers have ended or not begun.",
            vi=f"{agency.name.vi} không hoạt động vào ngày {on:%d/%m/%Y}.",
            field=field,
            rule="R72",
            hint="Its successor acts in its place.",
            hint_vi="Cơ quan kế thừa thao tác thay.",
        )


def by_one_of(case: Case, *agencies: str, rule: str = "L61 19.1") -> None:
    """Refuse an actor who is none of these."""
    if case.by.agency not in agencies:
        who, able = case.names.agency(case.by.agency), _persons_of(case, agencies)
        raise RefusedError(
            f"{who.en} may not do this; it is for {' or '.join(each.en for each in able)}.",
            vi=f"{who.vi} không có thẩm quyền; việc này thuộc {' hoặc '.join(each.vi for each in able)}.",
            field="by.agency",
            rule=rule,
            hint="Act for the agency in charge.",
            hint_vi="Thao tác với tư cách cơ quan có thẩm quyền.",
        )


def _persons_of(case: Case, agencies: tuple[str, ...]) -> list[Words]:
    """Return who may act in person; what a department system may say too is no advice to anybody."""
    persons = [each for each in dict.fromkeys(agencies) if not each.startswith("system:")]
    return [case.names.agency(each) for each in persons or agencies]


def must_hold(case: Case, duty: Duty) -> None:
    """Refuse an actor whose agency does not hold this duty.

    What the applicant has to do is recorded by the one-stop, the deciding agency or the system that knows of it.
    """
    if duty.kind is StepKind.LINKED and not case.elsewhere:
        raise _is_linked(case, duty)
    if duty.agency == "applicant":
        dossier = case.dossier
        by_one_of(case, dossier.one_stop, dossier.competent, "applicant", f"system:{duty.system or 'payment'}")
        return
    if case.by.agency != duty.agency:
        step = case.names.quoted(duty.step)
        who, holder = case.names.agency(case.by.agency), case.names.agency(duty.agency)
        raise RefusedError(
            f"{who.en} does not hold step {step.en}; {holder.en} does.",
            vi=f"{who.vi} không giữ bước {step.vi}; cơ quan đang giữ là {holder.vi}.",
            field="by.agency",
            rule="L61 19.1",
            hint=f"Let {holder.en} act, or have the step handed over.",
            hint_vi=f"Để {holder.vi} thao tác, hoặc đề nghị chuyển giao bước này.",
        )


def _is_linked(case: Case, duty: Duty) -> RefusedError:
    step, holder = case.names.quoted(duty.step), case.names.agency(duty.agency)
    where = f"dossier {duty.leg}" if duty.leg else "the dossier that is being opened there"
    where_vi = f"hồ sơ {duty.leg}" if duty.leg else "hồ sơ đang được mở tại đó"
    return RefusedError(
        f"Step {step.en} is linked: {holder.en} carries it as a dossier of its own, whose result ends the step.",
        vi=f"Bước {step.vi} là việc liên thông: {holder.vi} giải quyết bằng hồ sơ riêng, có kết quả thì bước xong.",
        field="do.step",
        rule="R44",
        hint=f"Act on {where}; what cannot be worked on goes back from there (`return_to_lead`).",
        hint_vi=f"Thao tác trên {where_vi}; không giải quyết được thì trả lại từ đó (`return_to_lead`).",
    )


def must_hold_work(case: Case) -> None:
    """Refuse an actor who holds no open duty and is not the deciding agency."""
    by_one_of(case, case.dossier.competent, *(d.agency for d in case.dossier.duties if d.agency != "applicant"))


def must_be_in_process(case: Case) -> None:
    """Refuse what needs a dossier that is received, not finished, and not held by a withdrawal request."""
    dossier = case.dossier
    if dossier.received_at is None or dossier.finished_at is not None or dossier.state is State.WITHDRAWAL:
        state = STATES[dossier.state]
        raise RefusedError(
            f"Dossier {dossier.code} stands at “{state.en}”: this needs one that is in process.",
            vi=f"Hồ sơ {dossier.code} đang ở trạng thái “{state.vi}”; cần hồ sơ đang xử lý.",
            field="do.kind",
            rule="R60",
            hint="Look at its state and open duties first.",
            hint_vi="Xem trạng thái và các việc đang mở của hồ sơ trước.",
        )


_OPEN_ANOTHER = Words(
    "Mở hồ sơ mới, ghi hồ sơ này là hồ sơ trước (`previous`).",
    "Open a new dossier that names this one as `previous`.",
)


def must_be_open(case: Case, advice: Words | None = None) -> None:
    """Refuse any act on a dossier that has ended; `advice` says what would have been right for this one."""
    advice = advice or _OPEN_ANOTHER
    if case.dossier.closed:
        state = STATES[case.dossier.state]
        raise RefusedError(
            f"Dossier {case.dossier.code} has ended ({state.en}).",
            vi=f"Hồ sơ {case.dossier.code} đã kết thúc (trạng thái “{state.vi}”).",
            field="code",
            rule="R60",
            hint=advice.en,
            hint_vi=advice.vi,
        )


def must_not_be_finished(case: Case) -> None:
    """Refuse what would change a result that is there: its date decides on-time (R55), and it is the applicant's."""
    if case.dossier.finished_at is not None:
        since = case.calendar.local(case.dossier.finished_at)
        raise RefusedError(
            f"Dossier {case.dossier.code} has its result since {since:%Y-%m-%d %H:%M}.",
            vi=f"Hồ sơ {case.dossier.code} đã có kết quả từ {since:%d/%m/%Y %H:%M}.",
            field="do.kind",
            rule="R55",
            hint="Hand it over; a wrong result is corrected in a new dossier linked to this one (R59).",
            hint_vi="Trả kết quả; kết quả sai được đính chính bằng hồ sơ mới liên kết với hồ sơ này (R59).",
        )


def must_not_rest(case: Case) -> None:
    """Refuse work while the applicant completes the dossier or wants it back (R36)."""
    if case.dossier.suspended:
        state = STATES[case.dossier.state]
        raise RefusedError(
            f"Dossier {case.dossier.code} waits for the applicant ({state.en}).",
            vi=f"Hồ sơ {case.dossier.code} đang chờ người nộp (trạng thái “{state.vi}”).",
            field="do.kind",
            rule="R36",
            hint="Record the supplement, or settle the withdrawal, first.",
            hint_vi="Ghi nhận việc bổ sung, hoặc giải quyết yêu cầu rút hồ sơ trước.",
        )
