"""Why a step is not skipped and a dossier does not go on elsewhere, in words a supervisor can act on."""

from collections.abc import Iterable

from motcua.errors import RefusedError
from motcua.procedures.definition import Silence, Step, StepKind
from motcua.worktime.words import Words

NEVER = {
    StepKind.SIGN: ("R53", "a result is signed by whoever decides", "kết quả phải được người có thẩm quyền ký"),
    StepKind.FINANCE: (
        "R57",
        "what is owed is paid, or somebody is exempt on a legal ground",
        "nghĩa vụ tài chính phải được thực hiện hoặc được miễn theo quy định",
    ),
    StepKind.RETURN: ("R55", "a result is handed over, not passed over", "kết quả phải được trả"),
    StepKind.LINKED: (
        "R44",
        "another agency carries it as a dossier of its own",
        "cơ quan khác đang giải quyết bằng hồ sơ riêng",
    ),
}
"""Kinds of steps that are never left out: the rule, and why."""


def must_not_be_left_out(step: Step) -> None:
    """Refuse to leave out what the law needs for a result.

    An opinion may be done without where the version itself says so when the body is silent (R39–R41).
    """
    found = NEVER.get(step.kind)
    if step.kind is StepKind.CONSULT and step.on_silence is not Silence.DECIDE_WITHOUT:
        found = ("R39", "the body that is asked has to answer", "cơ quan được lấy ý kiến phải trả lời")
    if found is None and step.for_applicant:
        found = ("R36", "it is the applicant's to do", "việc này do người nộp thực hiện")
    if found is None:
        return
    rule, why, why_vi = found
    raise RefusedError(
        f"Step “{step.name.en}” cannot be left out: {why}.",
        vi=f"Không thể bỏ qua bước “{step.name.vi}”: {why_vi}.",
        field="do.step",
        rule=rule,
        hint="Have it done, or go to an earlier step.",
        hint_vi="Thực hiện bước này, hoặc quay về bước trước.",
    )


def needs_basis() -> RefusedError:
    """Who leaves the published route says what allows it."""
    return RefusedError(
        "Leaving the published route needs its basis.",
        vi="Đi khác quy trình đã công bố phải nêu căn cứ.",
        field="do.basis",
        rule="R12",
        hint="Name the provision, or the decision of the competent authority.",
        hint_vi="Nêu quy định, hoặc quyết định của cơ quan có thẩm quyền.",
    )


def unknown_step(step: str, known: Iterable[Step]) -> RefusedError:
    """The version has no such step; the ids it has are said with their names, to choose from."""
    steps = tuple(known)
    return RefusedError(
        f"The dossier's version has no step {step}.",
        vi=f"Quy trình của hồ sơ không có bước {step}.",
        field="do.step",
        rule="R12",
        hint=f"It has: {', '.join(f'{s.id} (“{s.name.en}”)' for s in steps)}.",
        hint_vi=f"Quy trình có: {', '.join(f'{s.id} (“{s.name.vi}”)' for s in steps)}.",
    )


def open_already(step: Words) -> RefusedError:
    """The dossier is there."""
    return RefusedError(
        f"Step {step.en} is open already.",
        vi=f"Bước {step.vi} đang mở.",
        field="do.step",
        rule="R12",
        hint="Nothing has to be done to get there.",
        hint_vi="Không cần làm gì để đến bước này.",
    )


def leads_nowhere(step: Words) -> RefusedError:
    """The step does not open in this dossier."""
    return RefusedError(
        f"Step {step.en} does not apply to this dossier as it stands.",
        vi=f"Bước {step.vi} không áp dụng cho hồ sơ này.",
        field="do.step",
        rule="R12",
        hint="Its condition does not hold: look at the dossier's data.",
        hint_vi="Điều kiện của bước không thoả mãn: xem lại dữ liệu hồ sơ.",
    )


def would_grant(step: Words) -> RefusedError:
    """Nothing on the merits would be left: the result would be there, and nobody had decided on it."""
    return RefusedError(
        f"After step {step.en} only the hand-over is left: a result comes of a decision, not of leaving one out.",
        vi=f"Sau bước {step.vi} chỉ còn trả kết quả: kết quả phải có người quyết định, không do bỏ qua bước.",
        field="do.step",
        rule="R53",
        hint="Have the step done, or go to an earlier one.",
        hint_vi="Thực hiện bước này, hoặc quay về bước trước.",
    )


def not_received(code: str) -> RefusedError:
    """No work begins on what is only submitted."""
    return RefusedError(
        f"Dossier {code} is not received yet: it has no steps.",
        vi=f"Hồ sơ {code} chưa được tiếp nhận nên chưa có bước nào.",
        field="do.kind",
        rule="R16",
        hint="The one-stop decides on receiving it first.",
        hint_vi="Bộ phận Một cửa quyết định tiếp nhận trước.",
    )


def nothing_left_out(steps: Words) -> RefusedError:
    """What was left out was done since, or is open."""
    return RefusedError(
        f"Nothing of {steps.en} is left out any more.",
        vi=f"Không còn bước nào trong {steps.vi} bị bỏ qua.",
        field="do.steps",
        rule="R74",
        hint="The dossier has moved on: go to a step by another repair.",
        hint_vi="Hồ sơ đã đi tiếp: chuyển bước bằng một lần sửa khác.",
    )
