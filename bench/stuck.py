"""How long the supervisor's question takes: `python -m bench.stuck URL`, on a register that `bench.registers` filled.

Every filter, every order, pages after the first, words, and what somebody with a narrow scope sees: the page of 50 with
its counts, told in words. Prints the median and the 95th percentile of each, and the worst p95 of all.
"""

import gc
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import time as clock
from datetime import timedelta
from functools import partial
from typing import Any

from bench.registers import AGENCIES, FIELDS, NOW, PROCEDURES, SYSTEMS
from motcua.dossiers.ground import Ground
from motcua.dossiers.loading import load_ground
from motcua.dossiers.parts import Waiting
from motcua.register.register import Register
from motcua.register.scope import Scope
from motcua.register.sought import Sought
from motcua.register.stuck_filter import StuckFilter
from motcua.register.stuck_groups import Urgency
from motcua.register.stuck_order import Sort
from motcua.supervision.sweeping import EVERY
from motcua.supervision.telling.stuck import stuck_list

BOUND = 100.0
"""Milliseconds at the 95th percentile."""
ROUNDS = 20
"""Of each question in each order, unless another number is given after the address."""
TODAY = NOW.replace(hour=clock.max.hour, minute=clock.max.minute)
CHANCE = random.Random(7)
Asked = Callable[[], dict[str, Any]]


def _agency() -> str:
    return f"agency-{CHANCE.randrange(AGENCIES):03d}"


def _procedure() -> str:
    return f"1.{CHANCE.randrange(PROCEDURES):06d}"


def questions() -> Iterator[tuple[str, Asked]]:
    """Yield what is asked, by name; each round asks it of another agency, procedure, field."""
    yield "everything", dict
    yield "agency", lambda: {"agency": _agency()}
    yield "agency, officer", lambda: {"agency": _agency(), "officer": f"cb-{CHANCE.randrange(40):02d}"}
    yield "procedure", lambda: {"procedure": _procedure()}
    yield "field", lambda: {"field": CHANCE.choice(FIELDS)}
    yield "agency, procedure", lambda: {"agency": _agency(), "procedure": _procedure()}
    for reason in Waiting:
        yield f"reason {reason.value}", lambda reason=reason: {"reason": reason}
    for group in Urgency:
        yield f"group {group.value}", lambda group=group: {"urgency": group}
    yield "late by 20 days", lambda: {"late_by": timedelta(days=20)}
    yield "late, agency", lambda: {"only_late": True, "agency": _agency()}
    yield "due before tomorrow", lambda: {"due_before": TODAY}
    yield "will be late", lambda: {"will_be_late": True}
    yield "will be late, agency", lambda: {"will_be_late": True, "agency": _agency()}
    yield "at risk", lambda: {"at_risk": True}
    yield "stopped", lambda: {"stopped": True}
    yield "stopped, procedure", lambda: {"stopped": True, "procedure": _procedure()}
    yield "system", lambda: {"system": CHANCE.choice(SYSTEMS)}
    yield "system, agency", lambda: {"system": CHANCE.choice(SYSTEMS), "agency": _agency()}


def searches() -> Iterator[tuple[str, Asked]]:
    """Yield words that are looked for, as what they stand for."""
    yield "word: one procedure", lambda: {"sought": (Sought(procedures={_procedure()}),)}
    yield "word: 20 agencies", lambda: {"sought": (Sought(agencies={_agency() for _ in range(20)}),)}
    yield "word: steps of 50 procedures", lambda: {"sought": (Sought(steps={(_procedure(), "s2") for _ in range(50)}),)}
    yield (
        "word: beginning of a code",
        lambda: {"sought": (Sought(begins=f"H61.{CHANCE.randrange(AGENCIES):03d}-2611"),)},
    )
    shared = frozenset({"agency-000"})
    yield (
        "two words of 20 agencies, one shared",
        lambda: {"sought": tuple(Sought(agencies=shared | {_agency() for _ in range(19)}) for _ in range(2))},
    )
    both = Sought(agencies=frozenset({"agency-007"})), Sought(steps=frozenset({("1.000003", "s2")}))
    yield "two words", lambda: {"sought": both}


def scopes() -> Iterator[tuple[str, Asked]]:
    """Yield what somebody sees of it."""
    yield "scope of one agency", lambda: {"scope": Scope(agencies=frozenset({_agency()}))}
    yield "scope of 20 agencies", lambda: {"scope": Scope(agencies=frozenset(_agency() for _ in range(20)))}
    every = frozenset(f"agency-{number:03d}" for number in range(AGENCIES))
    yield "scope of all agencies", lambda: {"scope": Scope(agencies=every)}


class Aside:
    """Sets what is in memory aside as often as the API does, so that Python does not look through it meanwhile."""

    def __init__(self) -> None:
        gc.freeze()
        self._at = time.monotonic()

    def again(self) -> None:
        """Set aside what has come since, where it is time to."""
        if time.monotonic() - self._at >= EVERY:
            gc.freeze()
            self._at = time.monotonic()


def timed(what: str, work: Callable[[], object], rounds: int) -> float:
    """Print and return the 95th percentile of a question's time, in milliseconds."""
    work()
    spent = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        spent.append((time.perf_counter() - begun) * 1000)
    p95 = statistics.quantiles(spent, n=20)[-1]
    print(f"{what:<44} p50 {statistics.median(spent):>8.1f} ms   p95 {p95:>8.1f} ms", flush=True)
    return p95


def page(register: Register, ground: Ground, asked: Asked, sort: Sort, after: str | None = None) -> object:
    """Return one page in words."""
    wanted = StuckFilter.model_validate({"day_ends": TODAY} | asked())
    found = register.stuck(wanted, now=NOW, sort=sort, after=after)
    return stuck_list(found, ground, NOW, first=after is None)


def further(register: Register, sort: Sort) -> str | None:
    """Return where the tenth page of everything begins."""
    after: str | None = None
    for _ in range(9):
        after = register.stuck(now=NOW, sort=sort, after=after).after
    return after


def main() -> int:
    """Ask everything, and say by the exit code whether the bound holds."""
    register, ground, worst = Register.open(sys.argv[1]), load_ground(), 0.0
    aside = Aside()
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else ROUNDS
    for name, asked in (*questions(), *searches(), *scopes()):
        for sort in Sort:
            aside.again()
            work = partial(page, register, ground, asked, sort)
            worst = max(worst, timed(f"{name}, by {sort.value}", work, rounds))
    for sort in Sort:
        work = partial(page, register, ground, dict, sort, further(register, sort))
        worst = max(worst, timed(f"tenth page, by {sort.value}", work, rounds))
    print(f"worst p95 {worst:.1f} ms")
    register.close()
    return 0 if worst <= BOUND else 1


if __name__ == "__main__":
    sys.exit(main())
