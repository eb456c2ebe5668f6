"""Moving a dossier to another version of its procedure: now, or when its next step begins (R21)."""

from motcua.dossiers import facts as f
from motcua.dossiers.case import Case
from motcua.dossiers.commands import Move
from motcua.dossiers.crossing import cross
from motcua.dossiers.obstacles import obstacles
from motcua.dossiers.progress import finish_if_returned, go_on
from motcua.errors import RefusedError
from motcua.worktime.words import Words, listed


def move(case: Case, do: Move) -> None:
    """Go on under another version, or plan to; a dossier that is there already, or plans the same, says nothing."""
    if case.dossier.version == do.version:
        return
    later = do.when == "next_step"
    if found := obstacles(case, do.version, do.steps, deadlines=do.deadlines, later=later):
        raise _in_the_way(case, do.version, found)
    if not later:
        cross(case, do.version, do.steps, do.deadlines)
        if case.dossier.received_at is not None:  # no work begins on what is only submitted (R16)
            go_on(case)
            finish_if_returned(case)
        return
    said: dict[str, object] = {"version": do.version, "deadlines": do.deadlines}
    fact = f.MovePlanned.model_validate(said | ({"steps": do.steps} if do.steps else {}))
    planned = case.dossier.moving
    if planned is None or (planned.version, planned.deadlines, planned.steps) != (do.version, do.deadlines, do.steps):
        case.say(fact)


def _in_the_way(case: Case, version: str, found: list[Words]) -> RefusedError:
    code, why = case.dossier.code, listed(found, "; ")
    return RefusedError(
        f"Dossier {code} cannot be moved to version {version}: {why.en}.",
        vi=f"Không thể chuyển hồ sơ {code} sang phiên bản {version}: {why.vi}.",
        field="do.version",
        rule="R21",
        hint="Leave it under its version, name the counterparts in `steps`, or move it from the next step.",
        hint_vi="Giữ phiên bản cũ, nêu các bước tương ứng trong `steps`, hoặc chuyển từ bước tiếp theo.",
    )
