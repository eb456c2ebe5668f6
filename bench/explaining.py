"""What it takes to explain a due date to the person who waits: the moves of the date, and its addition line by line."""

import statistics
import time
from datetime import UTC, datetime, timedelta

from motcua.dossiers.commands import Act, AskSupplement, Complete, GiveSupplement, Life, Open
from motcua.dossiers.decide import decide_life
from motcua.dossiers.evolve import apply
from motcua.dossiers.facts import Transition
from motcua.dossiers.ground import Ground
from motcua.dossiers.loading import load_ground
from motcua.dossiers.parts import Actor
from motcua.supervision.telling.naming import Naming
from motcua.supervision.telling.why_due import why_due

PROCEDURE, TERRITORY = "1.013831", "28777"
RECEIVED = datetime(2026, 11, 2, 8, tzinfo=UTC)
ROUNDS = 300


def life(ground: Ground) -> Life:
    """Return a land transfer with two supplements, so that its date has moved several times."""
    version = ground.catalogue.version_for(PROCEDURE, RECEIVED.date()).version
    do = Open(code="explained", procedure=PROCEDURE, version=version, territory=TERRITORY)
    stop, office = Actor(agency="an-hoi.ttpvhcc"), Actor(agency="vinhlong.vpdkdd")
    more = {"items": ("contract",), "basis": "Decree 101/2024", "approver": "ld-1"}
    past = [Act(by=stop, at=RECEIVED + timedelta(minutes=5), do=Complete(step="s1"))]
    for day in (1, 8):
        asked, given = RECEIVED + timedelta(days=day), RECEIVED + timedelta(days=day + 3)
        past.append(Act(by=office, at=asked, reason="a page is missing", do=AskSupplement.model_validate(more)))
        past.append(Act(by=stop, at=given, do=GiveSupplement()))
    return Life(opening=Act(by=stop, at=RECEIVED, do=do), past=tuple(past))


def measure() -> dict[str, float]:
    """Return the microseconds of one explanation, and how many lines it has."""
    ground, whole = load_ground(), None
    opened, now = life(ground), RECEIVED + timedelta(days=15)
    facts = decide_life(opened, now, ground)
    story = (Transition(key="open", by=opened.opening.by, at=RECEIVED, recorded_at=now, facts=facts),)
    dossier = apply(None, story[0])
    names = Naming(ground, ground.procedure(dossier.procedure, dossier.version))
    spent = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        whole = why_due(dossier, story, names)
        spent.append(time.perf_counter() - began)
    return {"explain_us": statistics.median(spent) * 1e6, "explain_lines": len(whole.lines) if whole else 0}


if __name__ == "__main__":
    print(measure())
