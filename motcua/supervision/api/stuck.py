"""The supervisor's question over HTTP: what is stuck, why, with whom, since when."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from motcua.supervision.access.door import TheViewer, needs
from motcua.supervision.access.roles import Permission
from motcua.supervision.api.office import TheOffice, off_loop
from motcua.supervision.stuck.answering import answer
from motcua.supervision.stuck.question import Question, Text
from motcua.supervision.stuck.views import resolved
from motcua.supervision.telling.views_of_stuck import StuckList

router = APIRouter(tags=["supervision"], dependencies=[needs(Permission.READ_DOSSIERS)])


class Asked(Question):
    """The question with the page of its answer."""

    view: Text | None = None
    """Id of a saved view, which is then asked instead."""
    limit: int = Field(default=50, ge=1, le=1000)
    cursor: str | None = Field(default=None, max_length=400)


@router.get("/stuck")
async def stuck(office: TheOffice, viewer: TheViewer, asked: Annotated[Asked, Query()]) -> StuckList:
    """Return every open dossier that needs somebody: late ones first, then by date, then those whose clock stands."""
    told = await off_loop(
        lambda: answer(
            resolved(asked, asked.view, office.register),
            office.register,
            office.ground,
            scope=viewer.scope,
            now=datetime.now(UTC),
            limit=asked.limit,
            cursor=asked.cursor,
        )
    )
    return await office.engine.joined(told)
