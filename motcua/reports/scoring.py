"""Scores: the progress group of Decision 766/QĐ-TTg (R66), and the indices of Circular 01/2018 (R67, R68)."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from pydantic import Field

from motcua.dossiers.parts import Model
from motcua.errors import InvalidInputError

TENTH, WHOLE = Decimal("0.1"), Decimal(1)


class Weight(Model):
    """How a rate becomes points of a group."""

    points: Decimal = Field(default=Decimal(20), gt=0, le=100)
    """What the group is worth: 20 of 100 for progress."""
    steps: tuple[tuple[Decimal, Decimal], ...] = ()
    """Where it is not linear: from each rate on, this share of the points; in rising order. Empty: linear."""

    def score(self, rate: float | None) -> Decimal | None:
        """Return the points for a rate, to one decimal; never more than the group is worth; None without a rate."""
        if rate is None:
            return None
        exact = min(max(Decimal(repr(rate)), Decimal(0)), WHOLE)
        if self.steps:
            exact = max((share for start, share in self.steps if start <= exact), default=Decimal(0))
        return rounded(self.points * exact)


class Scores(Model):
    """How many dossiers, or visits to an agency, scored 2, 1 and 0."""

    two: int = 0
    one: int = 0
    nought: int = 0

    @property
    def count(self) -> int:
        """Return how many were scored."""
        return self.two + self.one + self.nought

    @property
    def index(self) -> Decimal | None:
        """Return the sum of the scores by their number, to one decimal; None where nothing was scored (R67)."""
        return rounded(Decimal(2 * self.two + self.one) / self.count) if self.count else None


def scores_of(scores: tuple[int, ...]) -> Scores:
    """Return single scores counted."""
    return Scores(two=scores.count(2), one=scores.count(1), nought=scores.count(0))


ONLINE_TWO, ONLINE_ONE = Decimal("0.30"), Decimal("0.15")
"""Shares of online dossiers from which the ninth index gives 2, and 1."""


def online_index(share: float | None, late_online: int) -> Decimal | None:
    """Return the ninth index: by the share of online dossiers, and nothing where one of them was late."""
    if share is None:
        return None
    if late_online:
        return Decimal(0)
    exact = Decimal(repr(share))
    return Decimal(2) if exact >= ONLINE_TWO else Decimal(1) if exact >= ONLINE_ONE else Decimal(0)


INDICES = frozenset(range(1, 10))
OF_OFFICERS = (1, 2, 3, 4, 7)
"""The indices by which an officer is judged; an agency is judged by all nine (art. 15)."""


class Grade(Model):
    """What a sum of indices means."""

    total: Decimal
    known: tuple[int, ...]
    """Indices that are in it; without all of them there is no grade."""
    grade: str | None = None


def officer_grade(indices: Mapping[int, Decimal]) -> Grade:
    """Return how far an officer did their duty: `100`, `70-100` or `<70` per cent (R67)."""
    chosen = {number: value for number, value in indices.items() if number in OF_OFFICERS}
    bounds = ((Decimal(5), "100"), (Decimal("3.5"), "70-100"), (Decimal(0), "<70"))
    return _graded(chosen, len(OF_OFFICERS), bounds)


def agency_grade(indices: Mapping[int, Decimal]) -> Grade:
    """Return an agency's grade: `excellent`, `good`, `fair`, `average` or `weak`."""
    points = ("15", "12", "9", "6", "0")
    names = ("excellent", "good", "fair", "average", "weak")
    return _graded(indices, len(INDICES), tuple(zip(map(Decimal, points), names, strict=True)))


def given_index(text: str) -> tuple[int, Decimal]:
    """Return an index that people give, such as `5=2` or `7=1.4`: the register knows nothing of attitude.

    Raises:
        InvalidInputError: It is none.
    """
    number, _, value = text.partition("=")
    try:
        read = int(number), Decimal(value)
        if read[0] in INDICES and read[1].is_finite() and 0 <= read[1] <= 2:
            return read
    except (ValueError, ArithmeticError):
        pass
    raise InvalidInputError(
        f"{text[:20]!r} gives no index.",
        vi=f"{text[:20]!r} không phải là chỉ số.",
        field="given",
        rule="R67",
        hint="Write 5=2: the number of the index, 1 to 9, and its value, 0 to 2.",
        hint_vi="Ghi 5=2: số thứ tự chỉ số, từ 1 đến 9, và giá trị, từ 0 đến 2.",
    )


def rounded(value: Decimal) -> Decimal:
    """Return a value to one decimal, halves away from nought."""
    return value.quantize(TENTH, ROUND_HALF_UP)


def _graded(indices: Mapping[int, Decimal], needed: int, bounds: tuple[tuple[Decimal, str], ...]) -> Grade:
    total = sum(indices.values(), Decimal(0))
    name = next(name for bound, name in bounds if total >= bound) if len(indices) == needed else None
    return Grade(total=total, known=tuple(sorted(indices)), grade=name)
