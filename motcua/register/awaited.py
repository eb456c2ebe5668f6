"""Which department system a dossier waits on, beside its place in the queue: so what one holds up is read in order."""

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_

from motcua.dossiers.dossier import Dossier
from motcua.register.tables import DossierRow, DutyRow

SEVERAL = "*"
"""Stands in a dossier's row for several systems at once, which is rare: its duties say which. No system has this id."""


def awaited_system(dossier: Dossier) -> str | None:
    """Return the system that open steps wait on; `SEVERAL` where there are more of them, None where none is."""
    systems = {duty.system for duty in dossier.duties if duty.system}
    return SEVERAL if len(systems) > 1 else next(iter(systems), None)


def waits_on(system: str, row: Any = DossierRow) -> ColumnElement[bool]:
    """Return the condition that a step of an open dossier waits on a system, whatever else it waits for."""
    duty = DutyRow
    among = exists().where(duty.dossier == row.code, duty.system == system, duty.closed_at.is_(None))
    return and_(row.system.in_((system, SEVERAL)), or_(row.system == system, among))
