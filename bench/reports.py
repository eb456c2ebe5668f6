"""How long reports take: `python -m bench.reports URL`, on a register that `bench.registers` filled."""

import statistics
import sys
import time
from collections.abc import Callable

from bench.registers import NOW
from motcua.dossiers.loading import load_ground
from motcua.register.register import Register
from motcua.reports.period import period_named
from motcua.supervision.reporting.asked import Asked, Kind, question
from motcua.supervision.reporting.counting import form_of
from motcua.supervision.reporting.making import made

ROUNDS = 3
BOUND = 5.0
"""Seconds for form 06 of a year."""


def timed(what: str, work: Callable[[], object]) -> float:
    """Print the median and the worst of a few rounds; return the worst, in seconds."""
    spent = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        work()
        spent.append(time.perf_counter() - begun)
    print(f"{what:<44} {statistics.median(spent) * 1000:>9,.0f} ms   worst {max(spent) * 1000:>9,.0f} ms")
    return max(spent)


def main() -> int:
    """Time every report of a year, and form 06 of other periods; say by the exit code whether its bound holds."""
    register, ground, longest = Register.open(sys.argv[1]), load_ground(), 0.0
    for name in ("2026", "2025", "2026-Q3", "2026-10", "2026-11-20"):
        asked = Asked(kind=Kind.FORM06, period=period_named(name))
        spent = timed(f"form 06, {name}", lambda asked=asked: form_of(register, question(asked, ground, NOW).frame))
        longest = max(longest, spent)
    for kind in Kind:
        asked = Asked(kind=kind, period=period_named("2026"))
        timed(f"{kind.value}, 2026", lambda asked=asked: made(asked, register, ground, NOW))
    frame = question(Asked(kind=Kind.FORM06, period=period_named("2026")), ground, NOW).frame
    timed("the list behind column (10)", lambda: register.behind(frame, 10))
    register.close()
    return 0 if longest <= BOUND else 1


if __name__ == "__main__":
    sys.exit(main())
