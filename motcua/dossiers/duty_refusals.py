"""Why nobody can act on a step: it is done already, or not open."""

from motcua.dossiers.dossier import Dossier
from motcua.dossiers.names import Names
from motcua.errors import RefusedError
from motcua.worktime.words import listed


def not_open(dossier: Dossier, step: str, names: Names) -> RefusedError:
    """Return why a step that has no open duty cannot be acted on."""
    what, done = names.quoted(step), dossier.done.get(step)
    if done is not None:
        return RefusedError(
            f"Step {what.en} is already done ({done.outcome}).",
            vi=f"Bước {what.vi} đã hoàn thành ({done.outcome}).",
            field="do.step",
            rule="R74",
            hint="Look at the dossier's open duties.",
            hint_vi="Xem các việc đang mở của hồ sơ.",
        )
    now = listed(names.quoted(duty.step) for duty in dossier.duties)
    return RefusedError(
        f"Step {what.en} is not open; open now: {now.en or 'none'}.",
        vi=f"Bước {what.vi} chưa mở; đang mở: {now.vi or 'không có'}.",
        field="do.step",
        rule="R12",
        hint="Act on an open step.",
        hint_vi="Chọn một bước đang mở.",
    )
