"""`motcua open` and `motcua act`: what an agency's or officer's program does from a shell."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, Any
from uuid import uuid4

import typer

from activities.messages import Receipt
from motcua.errors import InvalidInputError
from motcua.settings import Settings
from motcua.supervision.admission import Action, act_of, admitted, dossier_code
from motcua.supervision.connection import connect
from motcua.supervision.counter import Counter, Opening
from motcua.supervision.installation import counter_of, register_of
from motcua.supervision.local_state import temporal_of
from motcua.supervision.reading import read_model

Text = str | None


def open_dossier(file: Annotated[Path, typer.Argument(help="JSON of the opening; see docs/api.md.")]) -> None:
    """Open a dossier; the same key gives the same dossier."""
    try:
        body = file.read_bytes()
    except OSError as missing:
        raise InvalidInputError(
            f"{file} cannot be read: {missing.strerror}.", vi=f"Không đọc được tệp {file}.", field="FILE"
        ) from missing
    opening = admitted(read_model(Opening, body))
    _say(_at_the_counter(lambda counter: counter.open(opening)))


def act(
    code: Annotated[str, typer.Argument(help="Code of the dossier.")],
    action: Annotated[str, typer.Argument(help="accept, complete, opine, ask_supplement, …; see docs/api.md.")],
    by: Annotated[str, typer.Option(help="AGENCY or AGENCY/OFFICER.")],
    step: Annotated[Text, typer.Option(help="The step acted on.")] = None,
    outcome: Annotated[Text, typer.Option(help="complete: how it ended.")] = None,
    opinion: Annotated[Text, typer.Option(help="opine: agreed, agreed_with_conditions, disagreed.")] = None,
    to: Annotated[Text, typer.Option(help="send_back: the earlier step.")] = None,
    data: Annotated[list[str] | None, typer.Option(help="complete: NAME=VALUE, repeatable.")] = None,
    reference: Annotated[Text, typer.Option(help="Number of the document that proves it.")] = None,
    items: Annotated[list[str] | None, typer.Option(help="ask_supplement: a document's id, repeatable.")] = None,
    documents: Annotated[list[str] | None, typer.Option(help="give_supplement, return_originals: its id.")] = None,
    basis: Annotated[Text, typer.Option(help="The legal basis.")] = None,
    approver: Annotated[Text, typer.Option(help="ask_supplement, propose_date: staff number of who approved.")] = None,
    extend: Annotated[Text, typer.Option(help="propose_date: how much longer, as 5wd.")] = None,
    new_date: Annotated[Text, typer.Option(help="propose_date: the new date, as 2026-11-19.")] = None,
    expected: Annotated[Text, typer.Option(help="apologise: when the result is expected; no promise.")] = None,
    agency: Annotated[Text, typer.Option(help="ask_opinion: the body consulted.")] = None,
    content: Annotated[Text, typer.Option(help="ask_opinion: what it is asked.")] = None,
    within: Annotated[Text, typer.Option(help="ask_opinion: its deadline, as 7wd.")] = None,
    cause: Annotated[Text, typer.Option(help="explain: own_agency, partner_agency, applicant, …")] = None,
    officer: Annotated[Text, typer.Option(help="assign: staff number of the officer.")] = None,
    granted: Annotated[bool | None, typer.Option("--granted/--refused", help="settle_withdrawal …")] = None,
    subject: Annotated[Text, typer.Option(help="of an episode: dossier, phase/ID or step/visit.")] = None,
    explanation: Annotated[Text, typer.Option(help="acknowledge, explain: the explanation.")] = None,
    reason: Annotated[Text, typer.Option(help="Why.")] = None,
    on_behalf_of: Annotated[Text, typer.Option(help="Whom the actor stands in for.")] = None,
    key: Annotated[Text, typer.Option(help="Name of this act; sent again, it is done once.")] = None,
) -> None:
    """Do something to a dossier; the answer means that it is written."""
    given: dict[str, Any] = {"step": step, "outcome": outcome, "opinion": opinion, "to": to, "data": _data(data or [])}
    given |= {"reference": reference, "items": items, "documents": documents, "basis": basis, "approver": approver}
    given |= {"officer": officer, "granted": granted, "subject": subject, "explanation": explanation}
    given |= {"extend": extend, "new_date": new_date, "expected": expected, "cause": cause}
    given |= {"agency": agency, "content": content, "within": within}
    do = {name: value for name, value in given.items() if value not in (None, [], {})}
    said: dict[str, Any] = {"by": _actor(by, on_behalf_of), "do": {"kind": action} | do}
    said |= {"reason": reason} if reason else {}
    asked = read_model(Action, json.dumps(said).encode())
    code, done = dossier_code(code), act_of(asked, key or f"cli-{uuid4()}")
    _say(_at_the_counter(lambda counter: counter.act(code, done)))


def _actor(by: str, on_behalf_of: str | None) -> dict[str, str]:
    agency, _, officer = by.partition("/")
    parts = {"agency": agency, "officer": officer, "on_behalf_of": on_behalf_of}
    return {name: part for name, part in parts.items() if part}


def _data(pairs: list[str]) -> dict[str, Any]:
    """Return NAME=VALUE pairs; a value that is JSON is that value, anything else is text."""
    known: dict[str, Any] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise InvalidInputError(
                f"{pair!r} is not NAME=VALUE.", vi=f"{pair!r} không có dạng TÊN=GIÁ TRỊ.", field="--data"
            )
        try:
            known[name] = json.loads(value)
        except ValueError:
            known[name] = value
    return known


def _at_the_counter(deal: Callable[[Counter], Awaitable[Receipt]]) -> Receipt:
    async def dealt() -> Receipt:
        settings = Settings()
        client = await connect(temporal_of(settings.home))
        with register_of(settings) as register:
            return await deal(counter_of(settings, client, register))

    return asyncio.run(dealt())


def _say(receipt: Receipt) -> None:
    typer.echo(json.dumps(receipt.model_dump(mode="json"), ensure_ascii=False, indent=2))
