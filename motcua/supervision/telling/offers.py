"""What can be done to a dossier, told to a program: which act, as whom, with which answers, and what is refused why."""

from pydantic import JsonValue

from motcua.dossiers.parts import Actor, Model
from motcua.supervision.offers.offer import Input, Offer, Shape
from motcua.supervision.telling.views import Named, Said


class AnswerView(Model):
    """Something the act has to be told."""

    name: str
    """`reason`, or a field of `do`; `data.NAME` for a datum the procedure declares."""
    shape: Shape
    required: bool
    options: tuple[Named, ...] = ()


class RefusedView(Said):
    """Why it cannot be done now."""

    rule: str | None = None
    hint: str | None = None
    hint_vi: str | None = None


class OfferView(Model):
    """One act that can be done, or could be but for a rule."""

    do: dict[str, JsonValue]
    """The deed as far as it is settled; the answers are added to it."""
    by: Actor
    about: Said | None = None
    asks: tuple[AnswerView, ...] = ()
    refused: RefusedView | None = None


class OffersView(Model):
    """What the asker can do to a dossier."""

    code: str
    seq: int
    """The event number at which that was so."""
    offers: tuple[OfferView, ...]


def offer_view(offer: Offer) -> OfferView:
    """Return one offer."""
    it, refusal = offer.it, offer.refusal
    refused = None
    if refusal is not None:
        refused = RefusedView(
            vi=refusal.message_vi, en=refusal.message, rule=refusal.rule, hint=refusal.hint, hint_vi=refusal.hint_vi
        )
    return OfferView(
        do={"kind": it.kind, **it.told},
        by=offer.by,
        about=Said(vi=it.about.vi, en=it.about.en) if it.about else None,
        asks=tuple(_answer(each) for each in it.inputs),
        refused=refused,
    )


def _answer(asked: Input) -> AnswerView:
    options = tuple(Named(id=each.value, vi=each.name.vi, en=each.name.en) for each in asked.options)
    return AnswerView(name=asked.name, shape=asked.shape, required=asked.required, options=options)
