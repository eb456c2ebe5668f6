"""What holds of repairs whatever happened before them: dates, route and results are touched by name only."""

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from motcua.dossiers.commands_of_repair import RepairKind
from motcua.dossiers.dossier import SKIPPED, Dossier
from motcua.dossiers.evolve import evolve
from motcua.dossiers.facts import AnyFact
from motcua.dossiers.rerouting_refusals import NEVER
from tests.dossiers.test_any_act import CHANNELS, FEW, HOUSES, WAITS, check, walked
from tests.dossiers.trying import Walk
from tests.dossiers.trying_repairs import REPAIRS

NO_DATE = (RepairKind.REASSIGN, RepairKind.RESEND, RepairKind.REHOME)
"""Repairs after which no official date is another."""
OFTEN = [*REPAIRS, "skip", "go_to", "go_to", "take_up_again", "correct_date", "restore_date"]
OFTEN += [
    "complete",
    "complete",
    "accept",
    "ask",
    "give",
    "answered",
    "away",
    "system_back",
    "propose",
    "apply",
    "ring",
]
OFTEN += ["receive", "fault", "calendar", "withdraw", "settle"]
WALKS = st.lists(st.tuples(st.sampled_from(OFTEN), WAITS, st.integers(0, 99)), min_size=4, max_size=25)


def repaired(walk: Walk) -> Iterator[tuple[RepairKind, Dossier, list[AnyFact], Dossier]]:
    """Yield each repair with the dossier before it, what it led to, and the dossier after it."""
    dossier = None
    for transition in walk.life.transitions:
        what, before, led_to = None, None, []
        for fact in transition.facts:
            if fact.kind == "repaired":
                what, before = fact.what, dossier
            elif what is not None:
                led_to.append(fact)
            dossier = evolve(dossier, fact, at=fact.at or transition.at, by=fact.by or transition.by)
        if what is not None and before is not None and dossier is not None:
            yield what, before, led_to, dossier


@FEW
@given(st.sampled_from(HOUSES), CHANNELS, WALKS)
def test_R74_whatever_is_repaired_adds_up_and_says_what_it_did(proc, channel, acts):
    walk = walked(proc, channel, [("accept", 0, 1), *acts])
    check(walk)
    for what, before, led_to, after in repaired(walk):
        kinds = {fact.kind for fact in led_to}
        if what in NO_DATE:
            assert after.clock == before.clock
            assert not kinds & {"clock_set", "paused", "resumed", "date_corrected"}
        if "date_corrected" in kinds:
            assert what in (RepairKind.CORRECT_DATE, RepairKind.UNDO)
            assert after.due_original == before.due_original  # R52
        assert after.result == before.result  # R53: no result comes of a repair
        for fact in led_to:  # R53, R55, R57, R44: what the law needs for a result is never left out
            if fact.kind == "duty_closed" and fact.outcome == SKIPPED:
                step = walk.life.ground.procedure(proc.code, before.version).by_id.get(fact.step)
                assert step is None or step.kind not in NEVER
