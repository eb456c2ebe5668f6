"""From the stream of events to the queue of messages to the portal."""

import json
from collections.abc import Iterator, Mapping, Sequence

from motcua.departments.portal.record import DossierTold, ProgressTold
from motcua.departments.portal.telling import Teller, Told
from motcua.dossiers.facts import Transition
from motcua.register.events import Event
from motcua.register.portal_lines import ILLEGAL, NewMessage, Trouble
from motcua.register.register import Register


def messages_of(events: Sequence[Event], register: Register) -> list[NewMessage]:
    """Return what events give to tell, in their order.

    A dossier the portal was told nothing of, and which was there before, is begun with its present state.
    """
    codes = list(dict.fromkeys(event.dossier for event in events))
    known, lives = register.portal_told_of(codes), {code: register.transitions(code) for code in codes}
    queued: list[NewMessage] = []
    for event in events:
        told = list(_told(event, lives[event.dossier], known=event.dossier in known))
        if told:
            known.add(event.dossier)
        queued += [new_message(event.dossier, message) for message in told]
    return queued


def heard(life: Sequence[Transition], upto: int | None = None) -> Teller:
    """Return a teller that has heard a life, or as much of it as led to a fact."""
    teller = Teller()
    for transition in life:
        if upto is not None and teller.seq >= upto:
            break
        teller.hear(transition)
    return teller


def new_message(dossier: str, told: Told) -> NewMessage:
    """Return a message as it is put into the queue: nothing in it is personal."""
    illegal = told.illegal
    trouble = Trouble(ILLEGAL, str(illegal), illegal.whole_vi) if illegal is not None else None
    says = told.says.model_dump_json(exclude_defaults=True)
    return NewMessage(dossier, told.seq, told.service.value, told.status, says, told.at, told.send_by, trouble)


def said(says: Mapping[str, object]) -> DossierTold | ProgressTold:
    """Return what a queued message says."""
    model = ProgressTold if "doing" in says else DossierTold
    return model.model_validate_json(json.dumps(dict(says)))


def _told(event: Event, life: Sequence[Transition], *, known: bool) -> Iterator[Told]:
    teller = Teller()
    for transition in life:
        told = teller.hear(transition)
        if teller.seq == event.last_seq:
            fresh = known or event.first_seq == 1
            yield from told if fresh else [teller.as_it_stands()] if teller.speaks else []
            return
