"""Visits to steps for benchmarks: who held a dossier when, and whose working time it took."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

STEPS = ("intake", "appraise", "consult", "verify", "sign", "publish", "return")
"""Steps by the kind of work they are."""
OFFICERS = 12
"""Officers of an agency."""
WORKED = 5 / 7 * 8 / 24
"""Share of all time that is working time."""


def visits_of(
    chance: random.Random, life: dict[str, Any], number: int, agencies: int, now: datetime
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return a dossier's visits one after another, and the shares of time of a finished one.

    Of an open dossier the last visit is open. Each third visit is a partner's, in another agency.
    """
    end = life["closed_at"] or now
    length = (end - life["received_at"]) / number
    visits = [_visit(chance, life, n, life["received_at"] + n * length, length, agencies) for n in range(number)]
    if life["closed_at"] is None:
        visits[-1] |= {"closed_at": None, "outcome": None, "late": False, "kept": None}
        return visits, []
    return visits, list(_shares(chance, visits))


def _visit(
    chance: random.Random, life: dict[str, Any], n: int, begun: datetime, length: timedelta, agencies: int
) -> dict[str, Any]:
    partner = n % 3 == 2
    closed = begun + length
    due = begun + length * (0.8 + chance.random() * 2)
    late = closed > due
    return {
        "dossier": life["code"],
        "step": STEPS[n % len(STEPS)] + (f"-{n}" if n >= len(STEPS) else ""),
        "visit": 1,
        "kind": STEPS[n % len(STEPS)],
        "agency": f"agency-{chance.randrange(agencies):03d}" if partner else life["competent"],
        "officer": f"cb-{chance.randrange(OFFICERS):02d}",
        "holder": "partner_agency" if partner else "own_agency",
        "opened_at": begun,
        "due_at": due,
        "closed_at": closed,
        "outcome": "done",
        "late": late,
        "kept": "late" if late else chance.choice(("early", "on_time")),
        "system": None,
        "trouble": None,
        "paused": life["paused"],
        "stands_for": None,
    }


def _shares(chance: random.Random, visits: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for visit in visits:
        seconds = int((visit["closed_at"] - visit["opened_at"]).total_seconds() * WORKED)
        waited = int(seconds * chance.random() * 0.4)
        yield {
            **{name: visit[name] for name in ("dossier", "holder", "agency", "step")},
            "seconds_waiting": waited,
            "seconds_handling": seconds - waited,
            "seconds_stood": 0,
            "seconds_late": seconds // 3 if visit["late"] else 0,
        }
