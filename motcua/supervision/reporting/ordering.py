"""Reports that take long: ordered at once, worked on beside, fetched when they are ready."""

import secrets
from datetime import UTC, datetime, timedelta

import structlog
from pydantic import JsonValue

from motcua.dossiers.ground import Ground
from motcua.errors import MotcuaError, UnavailableError
from motcua.register.register import Register
from motcua.register.report_orders import LEASE, Order, Stage
from motcua.register.scope import Scope
from motcua.reports.sheet import Sheet
from motcua.supervision.reporting.asked import Asked
from motcua.supervision.reporting.leasing import kept
from motcua.supervision.reporting.making import made

log = structlog.get_logger(__name__)


def order(asked: Asked, register: Register, subject: str) -> Order:
    """Write an order down and return it; nothing is counted yet."""
    number = f"BC-{datetime.now(UTC):%Y%m%d}-{secrets.token_hex(6)}"
    register.order_report(number, subject, asked.model_dump_json(), datetime.now(UTC))
    return register.report_order(number, subject)


def carry_out(
    order: Order, register: Register, ground: Ground, scope: Scope, *, lease: timedelta = LEASE
) -> None:  # fmt: skip
    """Count an ordered report, unless another process does; what its asker may see today is what counts.

    A refusal is kept as the answer. Whatever else goes wrong leaves the order to whoever asks for it next, once the
    lease is over: it is renewed for as long as the count goes on.
    """
    if not register.take_report(order.number, datetime.now(UTC), lease):
        return
    try:
        with kept(order.number, register, lease):
            sheet = made(asked_by(order), register, ground, datetime.now(UTC), scope)
    except UnavailableError:  # no refusal: whoever asks next has it counted
        log.warning("report_broke_off", order=order.number)
        return
    except MotcuaError as refused:
        said = refused.message + "\n" + refused.message_vi
        register.finish_report(order.number, Stage.REFUSED, said, datetime.now(UTC))
        log.warning("report_refused", order=order.number, kind=refused.kind)
        return
    register.finish_report(order.number, Stage.READY, sheet.model_dump_json(), datetime.now(UTC))
    log.info("report_ready", order=order.number)


def asked_by(order: Order) -> Asked:
    """Return what an order asks."""
    return Asked.model_validate_json(order.asked)


def answered(order: Order) -> Sheet:
    """Return the report of an order that is ready."""
    return Sheet.model_validate_json(order.answer or "")


def told(order: Order) -> dict[str, JsonValue]:
    """Return an order as it is shown: its number, how far it is, and the refusal where there is one."""
    refused = (order.answer or "").partition("\n") if order.stage is Stage.REFUSED else ("", "", "")
    return {
        "number": order.number,
        "stage": order.stage.value,
        "ordered_at": order.ordered_at.isoformat(),
        "finished_at": order.finished_at.isoformat() if order.finished_at else None,
        "refused": refused[0] or None,
        "refused_vi": refused[2] or None,
    }
