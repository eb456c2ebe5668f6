"""What somebody can do to a dossier, as its page shows it: offered with a form, or refused with the rule."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from starlette.datastructures import FormData

from motcua.dossiers.dossier import Dossier
from motcua.errors import InvalidInputError, MotcuaError, UnavailableError
from motcua.supervision.access.roles import Permission
from motcua.supervision.api.dossiers import ACTING
from motcua.supervision.api.problems import status_of
from motcua.supervision.offers.answering import KEY, Answers, typed
from motcua.supervision.offers.offer import Offer
from motcua.supervision.offers.offering import offers
from motcua.supervision.offers.situation import Situation
from motcua.supervision.web.problem_pages import KINDS
from motcua.supervision.web.sheet import Sheet

HIGHEST = 10_000_000
"""More events than any dossier has."""


class Sent(NamedTuple):
    """A form as it came: which act, at which event number, with which answers."""

    offer: str
    seq: int
    answers: Answers

    @property
    def kind(self) -> str:
        """Return the kind of the act it is for."""
        return self.offer.partition(":")[0]


class Turned(NamedTuple):
    """A form that was not done, and why."""

    sent: Sent
    error: MotcuaError
    kind: str
    """Key of the words above it: `conflict`, `away`, …"""

    @property
    def seq(self) -> int | None:
        """Return the event number the form keeps; of an act of which it is not known whether it was done, its own."""
        return self.sent.seq if isinstance(self.error, UnavailableError) else None


class Closed(NamedTuple):
    """Acts that one rule refuses."""

    error: MotcuaError
    offers: tuple[Offer, ...]


class Panel(NamedTuple):
    """What can be done by who reads the page."""

    seq: int
    may: bool
    """Whether their role acts on dossiers at all."""
    offered: tuple[Offer, ...] = ()
    closed: tuple[Closed, ...] = ()


def sent_of(form: FormData) -> Sent:
    """Return a form of the panel.

    Raises:
        InvalidInputError: It is none of ours, or holds what no register keeps.
    """
    offer, seq = str(form.get("offer") or ""), str(form.get("seq") or "")
    counted = seq.isascii() and seq.isdigit() and len(seq) <= 12
    if not 0 < len(offer) <= 400 or not counted or int(seq) > HIGHEST:
        raise InvalidInputError(
            "This is no form of this page.",
            vi="Biểu mẫu gửi lên không đúng.",
            field="offer",
            hint="Open the dossier and fill its form in.",
            hint_vi="Mở lại hồ sơ rồi làm từ biểu mẫu ở đó.",
        )
    return Sent(offer, int(seq), typed(form.multi_items()))


def turned(sent: Sent, error: MotcuaError) -> Turned:
    """Return a form with why it was not done."""
    return Turned(sent, error, KINDS.get(status_of(error), "refused"))


def situation_of(sheet: Sheet, dossier: Dossier) -> Situation:
    """Return what a reader's possible acts are looked for in; officers are shown to who may read personal data."""
    viewer = sheet.viewer

    def colleagues(agency: str) -> list[tuple[str, str]]:
        return [(each.officer, each.name) for each in sheet.register.officers_of(agency)]

    if not viewer.may(Permission.ACT):
        return Situation(dossier, sheet.ground, sheet.now, viewer.officer)
    return Situation(dossier, sheet.ground, sheet.now, viewer.officer, colleagues)


def panel_of(sheet: Sheet, code: str) -> Panel:
    """Return what the reader can do to a dossier."""
    dossier = sheet.register.dossier(code)
    if not any(sheet.viewer.may(permission) for permission in ACTING):
        return Panel(dossier.seq, may=False)
    found = offers(sheet.viewer, situation_of(sheet, dossier))
    offered = tuple(each for each in found if each.refusal is None)
    return Panel(dossier.seq, True, offered, tuple(_closed(found)))


def _closed(found: Iterable[Offer]) -> Iterator[Closed]:
    """Yield what is refused, acts that are refused in the same words together."""
    by_words: dict[str, list[Offer]] = {}
    for each in found:
        if each.refusal is not None:
            by_words.setdefault(each.refusal.message, []).append(each)
    for together in by_words.values():
        if (error := together[0].refusal) is not None:
            yield Closed(error, tuple(together))


def written_at(sheet: Sheet, code: str, key: str) -> datetime | None:
    """Return when an act from a page was written; None where the dossier knows no act of that key."""
    if not key.startswith(KEY):
        return None
    return next((each.recorded_at for each in sheet.register.transitions(code) if each.key == key), None)
