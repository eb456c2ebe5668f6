"""Why nobody can act on a step: it is done already, or not open."""

from motcua.dossiers.dossier import Dossier
from motcua.dossiers.names import Names
from motcua.errors import RefusedError
from motcua.worktime.words import Words, listed

PLAIN = "done"
"""How a step ends that says no more than that it has."""


def not_open(dossier: Dossier, step: str, names: Names) -> RefusedError:
    """Return why a step that has no open duty cannot be acted on."""
    what, done = names.quoted(step), dossier.done.get(step)
    if done is not None:
        how = Words("", "")
        if done.outcome != PLAIN:
            how = Words(*(f" ({said})" for said in names.outcome(step, done.outcome)))
        return RefusedError(
            f"Step {what.en} is already done{how.en}.",
            vi=f"Bước {what.vi} đã hoàn thành{how.vi}.",
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
