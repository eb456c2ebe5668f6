"""From what somebody answered on a form to the act: the deed, its reason, and the key by which it is done once."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import JsonValue, ValidationError

from motcua.dossiers.commands import Act
from motcua.errors import InvalidInputError
from motcua.supervision.access.viewer import Viewer
from motcua.supervision.admission import Action
from motcua.supervision.api.faults import from_faults
from motcua.supervision.offers.offer import DATA, REASON, Input, Offer, Possible, Shape

Answers = Mapping[str, tuple[str, ...]]
"""What was sent, by the name of the input; as it was typed, but without blank ends."""
OF_THE_FORM = ("csrf", "seq", "offer")
"""Fields that say which form it is; the others are answers."""
YES = {"true": True, "false": False}
KEY = "page:"
"""What the keys of acts from pages begin with."""


def typed(fields: Iterable[tuple[str, Any]]) -> dict[str, tuple[str, ...]]:
    """Return what a form says beside which form it is; what was left empty is left out."""
    said: dict[str, tuple[str, ...]] = {}
    for name, sent in fields:
        if name in OF_THE_FORM or not isinstance(sent, str):
            continue
        if plain := sent.replace("\r\n", "\n").strip():
            said[name] = (*said.get(name, ()), plain)
    return said


def given(it: Possible, answers: Answers) -> dict[str, JsonValue]:
    """Return the answers as the deed takes them; what does not fit is left as it is, for the core to refuse by name."""
    return {each.name: _value(each, answers[each.name]) for each in it.inputs if each.name in answers}


def _value(asked: Input, texts: tuple[str, ...]) -> JsonValue:
    match asked.shape:
        case Shape.LIST | Shape.LIST_AND_MORE:
            return list(texts)
        case Shape.DAYS:
            return f"{texts[0].replace(',', '.')}wd"
        case Shape.YES_NO:
            return YES.get(texts[0], texts[0])
        case Shape.NUMBER:
            return _whole(texts[0])
    return texts[0]


def _whole(text: str) -> JsonValue:
    digits = text.removeprefix("-")
    return int(text) if digits.isascii() and digits.isdigit() and len(digits) < 16 else text


def deed_of(it: Possible, given: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """Return the deed with what was answered put in."""
    said = {name: value for name, value in given.items() if name != REASON}
    data = {name.removeprefix(DATA): value for name, value in said.items() if name.startswith(DATA)}
    plain = {name: value for name, value in said.items() if not name.startswith(DATA)}
    return {"kind": it.kind, **it.told, **plain} | ({"data": data} if data else {})


def act_of_form(offer: Offer, answers: Answers, key: str) -> Act:
    """Return the act somebody means.

    Raises:
        InvalidInputError: An answer does not fit; it names the input.
    """
    said = given(offer.it, answers)
    whole = {"by": offer.by, "do": deed_of(offer.it, said)} | ({REASON: said[REASON]} if REASON in said else {})
    try:
        return Action.model_validate(whole).as_act(key)
    except ValidationError as unfit:
        raise _named(from_faults(unfit.errors()), offer.it) from None


def _named(fault: InvalidInputError, it: Possible) -> InvalidInputError:
    """Return the fault under the input's own name: a union puts the kind of the deed before it."""
    field = (fault.field or "").removeprefix("do.").removeprefix(f"{it.kind}.")
    name = it.asks(field) or it.asks(field.partition(".")[0]) or fault.field
    return InvalidInputError(fault.message, vi="Nội dung này không hợp lệ hoặc quá dài.", field=name)


def key_of(viewer: Viewer, code: str, seq: int, id: str, answers: Answers) -> str:
    """Return the key of an act from a page: the same form sent twice is one act, another answer is another.

    Args:
        viewer: Who sends it.
        code: The dossier.
        seq: The event number it stood at when the form was written.
        id: The offer's name.
        answers: Everything that was answered.
    """
    said = [viewer.subject, code, seq, id, sorted(answers.items())]
    digest = hashlib.sha256(json.dumps(said, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()
    return f"{KEY}{digest[:48]}"
