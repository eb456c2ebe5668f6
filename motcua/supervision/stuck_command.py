"""`motcua stuck`: the supervisor's queue in a terminal, asked and answered as by the API and on the page."""

import asyncio
from datetime import UTC, datetime
from typing import Annotated

import typer

from motcua.dossiers.parts import Waiting
from motcua.register.scope import WHOLE
from motcua.register.stuck_groups import Urgency
from motcua.register.stuck_order import Sort
from motcua.settings import Settings
from motcua.supervision.connection import connect
from motcua.supervision.installation import ground_of, register_of
from motcua.supervision.stuck.answering import answer
from motcua.supervision.stuck.engine import Engine
from motcua.supervision.stuck.question import Question
from motcua.supervision.stuck.views import resolved
from motcua.supervision.tables import print_stuck
from motcua.supervision.telling.alarms import bulletin
from motcua.supervision.telling.views_of_stuck import StuckList
from motcua.supervision.terminal import AsJson, Language, print_json, said
from motcua.worktime.words import Words

WITHIN = 3.0
"""Seconds a terminal waits for what the workflow engine says."""
Text = str | None


def stuck(
    agency: Annotated[Text, typer.Option(help="Who holds it; `applicant` too.")] = None,
    officer: Annotated[Text, typer.Option(help="Staff number within that agency.")] = None,
    procedure: Annotated[Text, typer.Option(help="Code of the procedure.")] = None,
    field: Annotated[Text, typer.Option(help="Field of the procedure, in Vietnamese.")] = None,
    reason: Annotated[Waiting | None, typer.Option(help="What it waits for.")] = None,
    group: Annotated[Urgency | None, typer.Option(help="Only this group of the list.")] = None,
    late_by: Annotated[Text, typer.Option(help="Working time past the due date: 1wd, 4wh.")] = None,
    only_late: Annotated[bool, typer.Option("--late", help="Overdue ones only.")] = False,
    due_before: Annotated[Text, typer.Option(help="Promised up to this day, or before this moment.")] = None,
    will_be_late: Annotated[bool, typer.Option("--will-be-late", help="Too late to keep the promise.")] = False,
    at_risk: Annotated[bool, typer.Option("--at-risk", help="To be moved today to keep the promise.")] = False,
    stopped: Annotated[bool, typer.Option("--stopped", help="Its clock stands.")] = False,
    system: Annotated[Text, typer.Option(help="A department system that a step waits on.")] = None,
    find: Annotated[Text, typer.Option(help="Words without accents: code, procedure, holder, step, paper.")] = None,
    sort: Annotated[Sort, typer.Option(help="Order.")] = Sort.RANK,
    view: Annotated[Text, typer.Option(help="Id of a saved view, asked instead.")] = None,
    cursor: Annotated[Text, typer.Option(help="Where the page before ended: its `next`.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000)] = 50,
    as_json: AsJson = False,
    lang: Language = "vi",
) -> None:
    """Show every open dossier that needs somebody: who has to move it, since when, what happens next."""
    asked = {
        "agency": agency,
        "officer": officer,
        "procedure": procedure,
        "field": field,
        "reason": reason,
        "group": group,
        "late_by": late_by,
        "only_late": only_late,
        "due_before": due_before,
        "will_be_late": will_be_late,
        "at_risk": at_risk,
        "stopped": stopped,
        "system": system,
        "q": find,
        "sort": sort,
    }
    page, alarms = _answered(Question.model_validate(asked), view, cursor, limit)
    if as_json:
        print_json(page)
        return
    if alarms is not None:
        typer.echo(said(alarms, lang))
    print_stuck(page, lang)


def _answered(asked: Question, view: str | None, cursor: str | None, limit: int) -> tuple[StuckList, Words | None]:
    """Return a page, and the line that stands above it where operators have to hear of something."""
    settings, now = Settings(), datetime.now(UTC)
    with register_of(settings) as register:
        question, ground = resolved(asked, view, register), ground_of(settings, register)
        page = answer(question, register, ground, scope=WHOLE, now=now, limit=limit, cursor=cursor)
        return asyncio.run(_with_the_technical_side(page)), bulletin(register.alarm_kinds())


async def _with_the_technical_side(page: StuckList) -> StuckList:
    return await Engine(await connect(lazy=True)).joined(page, WITHIN)
