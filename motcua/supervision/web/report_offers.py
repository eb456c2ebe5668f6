"""What can be chosen in the form above a report: periods, agencies and fields, and what is chosen."""

from datetime import date
from typing import Any

from motcua.agencies.directory import Directory
from motcua.procedures.catalogue import Catalogue
from motcua.register.scope import Scope
from motcua.reports.period import Period, period_named
from motcua.supervision.reporting.asked import Asked
from motcua.supervision.stuck.finding import folded
from motcua.supervision.web.report_asking import DAYS
from motcua.supervision.web.sheet import Sheet

OFFERED = 250
"""Agencies offered at most, the highest first; others are reached from their own pages."""
ORDER = ("nation", "province", "district", "commune")


def offered(sheet: Sheet, asked: Asked) -> dict[str, Any]:
    """Return what can be chosen in the form."""
    today, scope = sheet.now.astimezone(sheet.voice.zone).date(), sheet.viewer.scope
    agencies = _agencies(sheet.ground.directory, scope, today)
    if asked.agency and asked.agency not in {each.id for each in agencies}:
        agencies = [sheet.ground.directory.get(asked.agency), *agencies]
    return {
        "periods": _periods(today),
        "agencies": agencies,
        "fields": _fields(sheet.ground.catalogue, scope),
        "chosen": next((name for name, each in _periods(today) if each == asked.period), DAYS),
        "on": asked.structure if isinstance(asked.structure, date) else None,
    }


def _periods(today: date) -> list[tuple[str, Period]]:
    """Return the periods that are mostly reported on: months, quarters, halves and years, the latest first."""
    months = [(today.year - (n > today.month - 1), (today.month - n - 1) % 12 + 1) for n in range(12)]
    quarters = [(y, (m - 1) // 3 + 1) for y, m in months]
    halves = [(y, (m - 1) // 6 + 1) for y, m in months]
    names = [f"{y}-{m:02d}" for y, m in months] + [f"{y}-Q{q}" for y, q in dict.fromkeys(quarters)]
    names += [f"{y}-H{h}" for y, h in dict.fromkeys(halves)] + [f"{y}" for y in (today.year, today.year - 1)]
    return [(name, period_named(name)) for name in names]


def _agencies(directory: Directory, scope: Scope, today: date) -> list[Any]:
    seen = (each for each in directory.agencies if scope.agencies is None or each.id in scope.agencies)
    active = [each for each in seen if each.active(today)]
    return sorted(active, key=lambda each: (ORDER.index(each.level.value), folded(each.name.vi)))[:OFFERED]


def _fields(catalogue: Catalogue, scope: Scope) -> list[str]:
    every = {each.field.vi for each in catalogue if scope.fields is None or each.field.vi in scope.fields}
    return sorted(every, key=folded)
