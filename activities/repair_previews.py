"""What the preview of a repair says of each dossier: what changes, or why it is refused; nothing is changed."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from activities.reopening import Reopening
from activities.repair_kinds import order_of
from activities.repair_undoing import deed_for
from motcua.dossiers.commands import Act
from motcua.dossiers.commands_of_repair import RepairKind
from motcua.dossiers.differences import differences
from motcua.dossiers.dossier import Dossier, held_by
from motcua.dossiers.ground import Ground
from motcua.dossiers.names import Names
from motcua.dossiers.rehearsal import Effect, foreseen
from motcua.errors import MotcuaError, RefusedError
from motcua.register.campaign_records import Campaign, Item, ItemState
from motcua.register.register import Register
from motcua.register.repairs import GivenUp
from motcua.worktime.words import Words

NOTHING = Words("Không có gì thay đổi", "Nothing changes")
NONE_GIVEN_UP = Words("Không có tin nào ngừng gửi", "No message was given up")
ANEW = Words("Mở hồ sơ mới nối tiếp hồ sơ này", "A new dossier is opened that continues this one")
TAKING_UP = Words("Khởi động lại tiến trình của hồ sơ", "Its workflow is started again")
CORRECTING = Words("Mở hồ sơ đính chính kết quả, không thu phí", "A new dossier corrects the result, free of charge")


@dataclass(frozen=True)
class RepairPreview:
    """Looks at the dossiers of one repair."""

    campaign: Campaign
    ground: Ground
    register: Register
    reopening: Reopening
    carried: Callable[[str], bool]
    """Whether a workflow carries a dossier."""

    def items_of(self, dossiers: Iterable[Dossier], now: datetime) -> Iterator[Item]:
        """Yield a line for every dossier, as it would be at `now`."""
        for dossier in dossiers:
            try:
                yield self._looked_at(dossier, now)
            except MotcuaError as refused:
                words = Words(refused.message_vi, refused.message)
                yield self._line(dossier, ItemState.REFUSED, Effect.REFUSED, words)

    def _looked_at(self, dossier: Dossier, now: datetime) -> Item:
        what = order_of(self.campaign).what
        if what is RepairKind.RESEND:
            return self._resent(dossier)
        if what is RepairKind.REOPEN:
            return self._reopened(dossier, now)
        if what is RepairKind.RETRY and not dossier.closed and not self.carried(dossier.code):
            must_be_taken_up_here(dossier)
            return self._line(dossier, ItemState.PLANNED, Effect.SAME, TAKING_UP)
        return self._mended(dossier, now)

    def _mended(self, dossier: Dossier, now: datetime) -> Item:
        do = deed_for(self.campaign, dossier.code, self.register)
        act = Act.model_validate({"by": self.campaign.by, "do": do, "reason": self.campaign.reason})
        line, after = foreseen(dossier, act, now, self.ground)
        if line.effect is Effect.REFUSED:
            words = Words(line.reason_vi or "", line.reason or "")
            return self._line(dossier, ItemState.REFUSED, line.effect, words)
        if not line.touched:
            return self._line(dossier, ItemState.UNCHANGED, line.effect, NOTHING)
        procedure = self.ground.procedure(dossier.procedure, dossier.version)
        words = differences(dossier, after, Names(self.ground, procedure))
        item = self._line(dossier, ItemState.PLANNED, line.effect, words)
        return item.model_copy(update={"new_due": line.new_due})

    def _resent(self, dossier: Dossier) -> Item:
        wanted = order_of(self.campaign).messages
        found = self.register.given_up(dossier.code)._asdict()
        given_up = GivenUp(**{name: number for name, number in found.items() if name in wanted})
        if not any(given_up):
            return self._line(dossier, ItemState.UNCHANGED, Effect.SAME, NONE_GIVEN_UP)
        return self._line(dossier, ItemState.PLANNED, Effect.SAME, sent_words(given_up))

    def _reopened(self, dossier: Dossier, now: datetime) -> Item:
        self.reopening.must_be_possible(dossier, now)
        return self._line(dossier, ItemState.PLANNED, Effect.SAME, CORRECTING if dossier.result else ANEW)

    def _line(self, dossier: Dossier, state: ItemState, effect: Effect, words: Words) -> Item:
        first = min(dossier.duties, key=lambda duty: duty.since, default=None)
        said: dict[str, object] = {"dossier": dossier.code, "state": state, "effect": effect.value}
        said |= {"agency": held_by(dossier)[0], "step": first.step if first else None}
        said |= {"old_due": dossier.due, "new_due": dossier.due}
        return Item.model_validate(said | {"detail_vi": words.vi or None, "detail_en": words.en or None})


def must_be_taken_up_here(dossier: Dossier) -> None:
    """Refuse to start the workflow of a leg: the queue of the agency that carries it is not known here (R44)."""
    if dossier.parent is not None:
        raise RefusedError(
            f"No workflow carries {dossier.code}, a leg of {dossier.parent}: the lead opens it again.",
            vi=f"Không có tiến trình nào xử lý {dossier.code}, hồ sơ liên thông của {dossier.parent}.",
            field="code",
            rule="R44",
            hint="Repair the dossier it is a leg of.",
            hint_vi="Sửa tại hồ sơ chính.",
        )


def sent_words(given_up: GivenUp) -> Words:
    """Return what is sent again, in numbers."""
    named = {
        "portal": Words("thông điệp lên Cổng", "to the portal"),
        "notices": Words("thông báo", "notices"),
        "webhooks": Words("tin cho hệ thống khác", "to other systems"),
    }
    every = [(number, named[name]) for name, number in given_up._asdict().items() if number]
    vi, en = (", ".join(f"{n} {getattr(words, lang)}" for n, words in every) for lang in ("vi", "en"))
    return Words(f"Gửi lại: {vi}", f"Sent again: {en}")
