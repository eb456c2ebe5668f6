"""On-time shares week by week, as the points of a line."""

from collections.abc import Sequence
from typing import Any

from motcua.register.overview import Finished
from motcua.supervision.web.drawing import line

CHART = (36.0, 10.0, 352.0, 110.0)


def trend_of(weeks: Sequence[Finished]) -> dict[str, Any]:
    """Return shares, points, marks and ticks; a week in which nothing with a limit was finished has no point."""
    shares = [1 - each.late / each.finished if each.finished else None for each in weeks]
    known = [share for share in shares if share is not None]
    low = min(0.9, *(known or [1.0]))
    low = int(low * 20) / 20
    marks = [low, (low + 1) / 2, 1.0]
    places = [CHART[0] + CHART[2] * n / max(1, len(shares) - 1) for n in range(len(shares))]
    return {
        "shares": shares,
        "points": line(shares, low, 1.0, CHART),
        "marks": list(zip(marks, (CHART[1] + CHART[3] * (1 - m) / max(1 - low, 1e-9) for m in marks), strict=True)),
        "ticks": [(round(x, 1), each.span.begin) for x, each in list(zip(places, weeks, strict=True))[::3]],
        "known": known,
    }
