"""What was promised when: kept where a pause, a new date or a decision changed it, for reports of the past."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, delete, insert, select

from motcua.dossiers.dossier import Dossier
from motcua.dossiers.evolve import Happened
from motcua.register.tables import PromiseRow
from motcua.register.topic import sql_table


class Stretch(NamedTuple):
    """A promise as it stood from one legal moment until another one replaced it."""

    since: datetime
    until: datetime
    late_from: datetime | None
    paused: bool


def promises_left(steps: Iterable[Happened]) -> list[Stretch]:
    """Return the promises that facts replaced, each as if it had stood since receipt; nothing before receipt counts.

    What happens to the clock once the work is done changes no report (R55).
    """
    left = []
    for step in steps:
        was = step.before
        if was is None or was.received_at is None or was.finished_at is not None or was.closed:
            continue
        if _promise(was) != _promise(step.after):
            left.append(Stretch(was.received_at, step.at, *_promise(was)))
    return left


def after(known: list[Stretch], left: Stretch) -> list[Stretch]:
    """Return the stretches of a life in order once one more promise was replaced.

    A fact that reaches back replaces what was known of the time after its own moment: from there on, what stands after
    it is what was promised.
    """
    earlier = [each for each in known if each.since < left.until]
    if earlier and earlier[-1].until >= left.until:
        return [*earlier[:-1], earlier[-1]._replace(until=left.until)]
    since = earlier[-1].until if earlier else left.since
    return [*earlier, left._replace(since=since)] if since < left.until else earlier


def keep_promises(connection: Connection, code: str, left: Iterable[Stretch]) -> None:
    """Write what was promised until now beside a dossier whose promise changes."""
    table = sql_table(PromiseRow)
    columns = (table.c[name] for name in Stretch._fields)
    stored = connection.execute(select(*columns).where(table.c.dossier == code).order_by(table.c.since))
    known = was = [Stretch(*row) for row in stored]
    for each in left:
        known = after(known, each)
    if known == was:
        return
    connection.execute(delete(table).where(table.c.dossier == code))
    if known:
        connection.execute(insert(table), [{"dossier": code} | each._asdict() for each in known])


def _promise(dossier: Dossier) -> tuple[datetime | None, bool]:
    return (dossier.clock.late_from if dossier.clock else None, dossier.paused)
