"""Which case gave the limit: the row of a decision table, or the case of `limits`, that a dossier falls under."""

from collections.abc import Iterator

from motcua.dossiers.data import given
from motcua.dossiers.dossier import Dossier
from motcua.procedures.definition import SupplementPolicy
from motcua.procedures.settling import Reason, settled
from motcua.supervision.telling.naming import Naming
from motcua.supervision.telling.views import ProofLine
from motcua.worktime.words import allowance_words

NOT_BY_CASE = ("clock_set:promised", "clock_set:phase")
"""Clocks whose limit is not that of a case."""


def by_case(dossier: Dossier, last: str, names: Naming) -> Iterator[ProofLine]:
    """Yield one line where a case, not the general limit, is behind the date in force.

    Args:
        dossier: The dossier as it stands.
        last: What set its clock last, as `clock_set:receipt`.
        names: The names of its procedure.
    """
    procedure = names.procedure
    granted = dossier.limit is not None or (dossier.corrects is not None and procedure.corrections is not None)
    if granted or last in NOT_BY_CASE or not (procedure.tables or procedure.limits):
        return
    applies = settled(procedure, given(dossier, procedure))
    anew = dossier.counted_from not in (None, dossier.received_at)
    after = anew and procedure.supplement.policy is SupplementPolicy.NEW_LIMIT
    reason = applies.new_limit_because if after else applies.limit_because
    if reason is not None:
        yield _line(reason, names)


def _line(reason: Reason, names: Naming) -> ProofLine:
    allow = reason.limit or reason.new_limit
    size = allowance_words(allow) if allow is not None else None
    where_vi, where_en = _where(reason, names)
    basis = f" [{reason.basis}]" if reason.basis else ""
    return ProofLine(
        kind="case",
        vi=f"Trường hợp áp dụng: {reason.label.vi}{f', {size.vi}' if size else ''}{where_vi}{basis}.",
        en=f"The case that applies: {reason.label.en}{f', {size.en}' if size else ''}{where_en}{basis}.",
        source=reason.basis,
    )


def _where(reason: Reason, names: Naming) -> tuple[str, str]:
    """Return where the case is written, so that anybody can look it up."""
    table = next((table for table in names.procedure.tables if table.id == reason.table), None)
    if table is None:
        return "", ""
    if reason.row is None:
        return f" (bảng “{table.label.vi}”, trường hợp còn lại)", f" (table “{table.label.en}”, otherwise)"
    return f" (bảng “{table.label.vi}”, dòng {reason.row})", f" (table “{table.label.en}”, row {reason.row})"
