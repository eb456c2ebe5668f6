"""What can be done with a dossier as a whole: received, completed, withdrawn, stopped, settled, consulted upon."""

from collections.abc import Iterator

from motcua.dossiers.parts import State
from motcua.dossiers.settling import AT_RESULT
from motcua.procedures.definition import APPLICANT, Ending
from motcua.supervision.offers.offer import NOTE, WHY, WHY_IF_ANY, WHY_READ, Input, Possible, Shape
from motcua.supervision.offers.situation import Situation
from motcua.worktime.words import Words

GRANTED = Words("đồng ý cho rút", "granted")
DECLINED = Words("không cho rút, làm tiếp", "declined, work goes on")
BASIS = Input("basis", Shape.LONG, required=True)
BASIS_IF_ANY = Input("basis", words="basis_if_any")
APPROVER = Input("approver")


def whole(now: Situation) -> Iterator[Possible]:
    """Yield what can be done with the dossier as a whole."""
    dossier, deciders = now.dossier, now.deciders
    if dossier.state is State.SUBMITTED:
        yield Possible("accept", deciders)
        yield Possible("refuse_intake", deciders, inputs=(WHY_READ,))
    yield from _completing(now)
    if dossier.state is State.WITHDRAWAL:
        yield Possible("settle_withdrawal", deciders, {"granted": True}, (NOTE,), as_what=GRANTED)
        yield Possible("settle_withdrawal", deciders, {"granted": False}, (NOTE,), as_what=DECLINED)
    else:
        yield Possible("ask_withdrawal", (dossier.one_stop, APPLICANT), inputs=(NOTE,))
    yield from _consulting(now)
    yield from _settling(now)
    if dossier.parent is not None:
        yield Possible("return_to_lead", (*reversed(deciders), *now.holders), inputs=(WHY,))
    yield Possible("stop", tuple(reversed(deciders)), inputs=(BASIS, WHY_IF_ANY))


def _completing(now: Situation) -> Iterator[Possible]:
    """Yield what concerns the applicant's papers: asked for, or handed in."""
    dossier = now.dossier
    listed = now.documents(*(document.id for document in now.procedure.documents))
    if dossier.supplement is not None:
        ids = dict.fromkeys((*(document.id for document in now.procedure.documents), *dossier.supplement.items))
        documents = Input("documents", Shape.LIST, options=now.documents(*ids))
        yield Possible("give_supplement", (*now.deciders, APPLICANT), inputs=(documents,))
    by = (dossier.one_stop,) if dossier.received_at is None else (dossier.competent, *now.holders)
    items = Input("items", Shape.LIST_AND_MORE, required=True, options=listed)
    yield Possible(
        "ask_supplement",
        by,
        inputs=(items, WHY_READ, BASIS_IF_ANY, APPROVER),
        trial={"basis": "…", "approver": "x"},
    )


def _consulting(now: Situation) -> Iterator[Possible]:
    bodies = now.bodies()
    if bodies:
        agency = Input("agency", Shape.CHOICE, required=True, options=bodies)
        content = Input("content", Shape.LONG, required=True)
        within = Input("within", Shape.DAYS, required=True)
        yield Possible("ask_opinion", tuple(reversed(now.deciders)), inputs=(agency, content, within))


def _settling(now: Situation) -> Iterator[Possible]:
    """Yield what has to be settled before the result is handed over: fees due at it, originals that are here."""
    dossier = now.dossier
    free = dossier.fee_settled or dossier.corrects or dossier.parent or dossier.result is Ending.REFUSED
    if not free and any(fee.due == AT_RESULT for fee in now.procedure.fees):
        paid = Input("reference", required=True, words="receipt")
        yield Possible("pay_fee", (*now.deciders, "system:payment"), inputs=(paid,))
        yield Possible("exempt_fee", now.deciders, inputs=(BASIS,))
    if dossier.originals:
        here = Input(
            "documents", Shape.LIST, required=True, options=now.documents(*dossier.originals), words="originals"
        )
        yield Possible("return_originals", now.deciders, inputs=(here,))
