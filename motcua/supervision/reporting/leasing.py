"""An order kept to oneself while it is counted, however long that takes."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from threading import Event, Thread

import structlog
from sqlalchemy.exc import SQLAlchemyError

from motcua.errors import UnavailableError
from motcua.register.register import Register

log = structlog.get_logger(__name__)

RENEWED = 4
"""How often in the time of one lease it is renewed: a database that is away for half of it takes nothing away."""


@contextmanager
def kept(number: str, register: Register, lease: timedelta) -> Iterator[None]:
    """Renew the lease of an order beside the work, until the block is left; a process that dies renews it no more."""
    done = Event()
    renewing = Thread(target=_renew, args=(number, register, lease, done), name=f"lease {number}", daemon=True)
    renewing.start()
    try:
        yield
    finally:
        done.set()
        renewing.join()


def _renew(number: str, register: Register, lease: timedelta, done: Event) -> None:
    while not done.wait(lease.total_seconds() / RENEWED):
        try:
            register.renew_report(number, datetime.now(UTC), lease)
        except (UnavailableError, SQLAlchemyError):  # away, or every connection is in use
            log.warning("report_lease_not_renewed", order=number)
