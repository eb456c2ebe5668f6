"""Repairs of a dossier on its way: which function decides each, and that each says why."""

from collections.abc import Callable
from typing import Any

from motcua.dossiers import commands_of_repair as r
from motcua.dossiers import correcting, mending, rerouting, succeeding
from motcua.dossiers.case import Case
from motcua.errors import RefusedError

MENDS: dict[type[Any], Callable[[Case, Any], None]] = {
    r.Retry: mending.retry,
    r.NoteResent: mending.note_resent,
    r.SkipStep: rerouting.skip,
    r.GoTo: rerouting.go_to,
    r.TakeUpAgain: rerouting.take_up_again,
    r.Reassign: mending.reassign,
    r.GiveBack: mending.give_back,
    r.CorrectDate: correcting.correct,
    r.RestoreDate: correcting.restore,
    r.Withdraw: mending.withdraw,
    r.Rehome: succeeding.rehome,
}


def mend(case: Case, do: r.Repairing, reason: str | None) -> None:
    """Make a repair; without a reason there is none."""
    if reason is None:
        raise RefusedError(
            "A repair states its reason; it stays in the dossier's story.",
            vi="Mỗi lần sửa phải nêu lý do; lý do được lưu trong diễn biến hồ sơ.",
            field="reason",
            rule="R74",
            hint="Say what is wrong and what the repair mends.",
            hint_vi="Nêu điều gì sai và lần sửa này khắc phục điều gì.",
        )
    MENDS[type(do)](case, do)
