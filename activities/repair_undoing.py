"""Undoing a repair: what would restore one dossier, read from the facts it left; or why nothing can."""

from collections.abc import Sequence

from activities.repair_kinds import Repair, order_of, said_of
from motcua.dossiers import commands_of_repair as r
from motcua.dossiers import facts as f
from motcua.dossiers.commands import EngineDeed
from motcua.dossiers.commands_of_repair import RepairKind
from motcua.dossiers.dossier import SKIPPED
from motcua.dossiers.evolve import fold
from motcua.dossiers.facts import Transition
from motcua.errors import RefusedError
from motcua.register.campaign_records import Campaign
from motcua.register.register import Register
from motcua.worktime.words import Words

FOR_GOOD = {
    RepairKind.RETRY: Words("yêu cầu đã gửi đi không thể rút lại", "a request that was put cannot be taken back"),
    RepairKind.RESEND: Words("tin đã gửi không thể rút lại", "what was sent cannot be taken back"),
    RepairKind.REOPEN: Words(
        "hồ sơ mới tự kết thúc theo quy định, có thể cho rút hồ sơ đó",
        "the new dossier has a life of its own, and may be withdrawn",
    ),
    RepairKind.WITHDRAW: Words(
        "hồ sơ đã kết thúc; giải quyết lại bằng hồ sơ mới", "the dossier has ended; its matter is taken up in a new one"
    ),
    RepairKind.REHOME: Words("cơ quan cũ không còn hoạt động", "the agency it came from does not exist any more (R72)"),
    RepairKind.UNDO: Words("thực hiện lại lần sửa đầu", "make the first repair once more"),
}
"""Repairs that cannot be undone, and why."""


def must_be_undoable(campaign: Campaign) -> None:
    """Refuse to undo a repair whose kind cannot be undone."""
    what = order_of(campaign).what
    if (why := FOR_GOOD.get(what)) is not None:
        raise RefusedError(
            f"The repair {campaign.id} cannot be undone: {why.en}.",
            vi=f"Không thể hoàn tác lần sửa {campaign.id}: {why.vi}.",
            field="of",
            rule="R74",
            hint="Look at each dossier, and repair what is wrong with it now.",
            hint_vi="Xem từng hồ sơ và sửa điều còn sai.",
        )


def deed_for(campaign: Campaign, code: str, register: Register) -> EngineDeed:
    """Return what a repair does to one dossier.

    Raises:
        RefusedError: What it would undo was not done there, or left nothing that could be undone.
    """
    order = order_of(campaign)
    if order.what is not RepairKind.UNDO or order.of is None:
        return Repair().deed(campaign, "now")
    first, story = register.campaign(order.of), register.transitions(code)
    place = next((n for n, done in enumerate(story) if done.key.startswith(f"campaign:{first.id}")), None)
    if place is None:
        raise _nothing_to_undo(code, first)
    return _restoring(campaign, first, story[:place], story[place])


def _restoring(campaign: Campaign, first: Campaign, before: Sequence[Transition], done: Transition) -> EngineDeed:
    said, order = said_of(campaign), order_of(first)
    if order.what is RepairKind.REASSIGN and order.officer is not None:
        officers = {duty.step: duty.officer for duty in fold(before).duties}
        steps = [fact.step for fact in done.facts if isinstance(fact, f.Assigned)]
        return r.GiveBack.model_validate(
            said | {"officer": order.officer, "before": {s: officers.get(s) for s in steps}}
        )
    if order.what is RepairKind.CORRECT_DATE:
        fact = next(fact for fact in done.facts if isinstance(fact, f.DateCorrected))
        return r.RestoreDate.model_validate(said | {"clock": fact.before, "corrected": fact.new_due})
    ended = [fact for fact in done.facts if isinstance(fact, f.StepSkipped | f.DutyClosed)]
    left_out = [fact.step for fact in ended if isinstance(fact, f.StepSkipped) or fact.outcome == SKIPPED]
    if not left_out:
        raise _nothing_to_undo(fold(before).code, first)
    return r.TakeUpAgain.model_validate(said | {"steps": left_out})


def _nothing_to_undo(code: str, first: Campaign) -> RefusedError:
    return RefusedError(
        f"The repair {first.id} left nothing in {code} that could be undone.",
        vi=f"Lần sửa {first.id} không để lại gì trong {code} có thể hoàn tác.",
        field="of",
        rule="R74",
        hint="Work that is done again is ended by doing it, or by going to a later step.",
        hint_vi="Việc đang làm lại chỉ kết thúc khi làm xong, hoặc khi chuyển đến bước sau.",
    )
