"""Who is let in: what the validators of a dossier's updates refuse before anything is written into history."""

from collections.abc import Iterator
from contextlib import contextmanager

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.refusals import failure, refusal_of
    from activities.standing import standing
    from motcua.dossiers.commands import Act
    from motcua.dossiers.decide import decide, is_deed, is_engine_deed, is_known
    from motcua.dossiers.dossier import Dossier
    from motcua.dossiers.keys import must_be_callers, must_be_engines_own
    from motcua.errors import MotcuaError, RefusedError


@contextmanager
def refusals_as_failures() -> Iterator[None]:
    """Let a refusal of the house leave as the failure its caller can read."""
    try:
        yield
    except MotcuaError as refused:
        raise failure(refusal_of(refused)) from refused


def must_be_for_callers(act: Act, key: str, dossier: Dossier | None) -> None:
    """Refuse what is the engine's to do or to name, and what the dossier as it stands does not allow."""
    must_be_callers(key)
    if dossier is not None and key in dossier.keys:
        return
    if not is_deed(act):
        raise RefusedError(
            f"{act.do.kind} is done by the engine, not by callers.",
            vi=f"{act.do.kind} do hệ thống thực hiện, không nhận từ bên ngoài.",
            field="do.kind",
            hint="Use one of the acts of an officer, agency or applicant.",
            hint_vi="Dùng thao tác của cán bộ, cơ quan hoặc người nộp.",
        )
    _must_be_decidable(act, dossier)


def must_be_engines(act: Act, key: str, dossier: Dossier | None) -> None:
    """Refuse what the engine does not do from outside a dossier, and keys it does not give there."""
    must_be_engines_own(key)
    if dossier is not None and key in dossier.keys:
        return
    if not is_engine_deed(act):
        raise RefusedError(
            f"{act.do.kind} is not an act of the engine.",
            vi=f"{act.do.kind} không phải thao tác của hệ thống.",
            field="do.kind",
            hint="Send it as `act`, in the name of whoever does it.",
            hint_vi="Gửi qua `act`, với tư cách người thực hiện.",
        )
    _must_be_decidable(act, dossier)


def _must_be_decidable(act: Act, dossier: Dossier | None) -> None:
    ground = standing()
    if dossier is not None and is_known(
        ground, act, dossier
    ):  # else whoever writes looks at the ground anew, and decides
        decide(dossier, act, workflow.now(), ground)
