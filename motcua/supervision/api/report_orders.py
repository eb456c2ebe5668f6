"""Reports that are ordered and fetched later, over HTTP."""

import asyncio
from typing import Any

from fastapi import APIRouter, Response
from pydantic import JsonValue

from motcua.errors import ConflictError
from motcua.register.report_orders import Order, Stage
from motcua.supervision.access.door import TheViewer, needs
from motcua.supervision.access.roles import Permission
from motcua.supervision.access.viewer import Viewer
from motcua.supervision.api.office import Office, TheOffice, off_loop
from motcua.supervision.api.report_files import AS_FILE, TheAsked, as_file
from motcua.supervision.reporting.asked import Format, Kind
from motcua.supervision.reporting.making import MEDIA, written
from motcua.supervision.reporting.ordering import answered, asked_by, carry_out, order, told

router = APIRouter(prefix="/reports/orders", tags=["supervision"], dependencies=[needs(Permission.READ_REPORTS)])

_AT_WORK: set[asyncio.Task[Any]] = set()
"""Kept until they are done: nobody else holds them."""


@router.post("/{kind}", status_code=202)
async def place(
    kind: Kind, office: TheOffice, viewer: TheViewer, asked: TheAsked, response: Response
) -> dict[str, JsonValue]:
    """Order a report; answered at once with its number."""
    placed = await off_loop(order, asked.model_copy(update={"kind": kind}), office.register, viewer.subject)
    set_to_work(placed, office, viewer)
    response.headers["Location"] = f"/api/v1/reports/orders/{placed.number}"
    return told(placed)


@router.get("/{number}.{form}", response_class=Response, responses=AS_FILE)
async def fetch(number: str, form: Format, office: TheOffice, viewer: TheViewer) -> Response:
    """Return an ordered report that is ready as a file."""
    found = await carried_on(number, office, viewer)
    if found.stage is not Stage.READY:
        raise ConflictError(
            f"Report {number} is not ready: it is {found.stage.value}.",
            vi=f"Báo cáo {number} chưa sẵn sàng.",
            field="number",
            hint="Ask for the order until its stage is ready.",
            hint_vi="Hỏi lại yêu cầu này cho đến khi sẵn sàng (ready).",
        )
    name, content = await off_loop(written, answered(found), asked_by(found), form)
    return Response(content, media_type=MEDIA[form], headers=as_file(name, form))


@router.get("/{number}")
async def shown(number: str, office: TheOffice, viewer: TheViewer) -> dict[str, JsonValue]:
    """Return how far an order is; one that a process died over is carried on."""
    return told(await carried_on(number, office, viewer))


async def carried_on(number: str, office: Office, viewer: Viewer) -> Order:
    """Return somebody's order; one that a process died over is carried on."""
    found = await off_loop(office.register.report_order, number, viewer.subject)
    if not found.over:
        set_to_work(found, office, viewer)
    return found


def set_to_work(placed: Order, office: Office, viewer: Viewer) -> None:
    """Have an order counted beside the answer."""
    task = asyncio.create_task(off_loop(carry_out, placed, office.register, office.ground, viewer.scope))
    _AT_WORK.add(task)
    task.add_done_callback(_AT_WORK.discard)
