"""Another system's dialect, as it is written in its profile: their names, their codes, and what they mean to us."""

from enum import StrEnum
from typing import Annotated, Final, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from motcua.departments.expressions import AnswerCondition, AnswerExpression, RequestExpression
from motcua.exchange.authentication import Part


class Meaning(StrEnum):
    """What something they say means."""

    DONE = "done"
    REFUSED = "refused"
    """They decided against the matter: a decision like any other."""
    ACCEPTED = "accepted"
    ARRIVED = "arrived"
    RECEIVED = "received"
    ASSIGNED = "assigned"
    IN_PROCESS = "in_process"
    UNKNOWN = "unknown"
    """They know of no such request; only where one looks where it stands."""
    NOT_NOW = "not_now"
    """Asking again can help."""
    WRONG = "wrong"
    """The request itself is wrong; asking again cannot help."""
    WITHDRAWN = "withdrawn"
    TOO_LATE = "too_late"
    """It cannot be withdrawn any more."""


ANSWERS: Final = frozenset({Meaning.DONE, Meaning.REFUSED})
STAGES: Final = frozenset({Meaning.ARRIVED, Meaning.RECEIVED, Meaning.ASSIGNED, Meaning.IN_PROCESS})
OF_WITHDRAWAL: Final = frozenset({Meaning.WITHDRAWN, Meaning.TOO_LATE})

_MAY_SAY: Final = {
    "key": ANSWERS | STAGES | {Meaning.ACCEPTED},
    "content": ANSWERS,
    "reason": frozenset({Meaning.REFUSED}),
    "reference": ANSWERS | STAGES | {Meaning.ACCEPTED},
    "said": STAGES,
    "scope": frozenset({Meaning.NOT_NOW}),
}
"""Which parts make sense with which meaning."""


class Case(Part):
    """One thing they may say, and what it means. The first case whose condition holds is taken."""

    when: AnswerCondition
    means: Meaning
    key: AnswerExpression | None = None
    """Where our key stands, if not where `AnswerMapping.key` says."""
    content: AnswerExpression | None = None
    """Gives a JSON object, or null for none."""
    reason: AnswerExpression | None = None
    """Needed where it means a refusal: the sentence people will read."""
    reference: AnswerExpression | None = None
    said: AnswerExpression | None = None
    """Their own words for where it stands."""
    scope: Literal["system", "request"] | None = None
    """Of `not_now`: whether every request would have met this (an outage begins), or this one alone; unsaid: system."""

    @model_validator(mode="after")
    def _says_what_its_meaning_needs(self) -> Self:
        for part, meanings in _MAY_SAY.items():
            if getattr(self, part) is not None and self.means not in meanings:
                raise ValueError(f"{part} has no place in an answer that means {self.means}")
        if self.means is Meaning.REFUSED and self.reason is None:
            raise ValueError("a refusal needs `reason`: the sentence people will read")
        return self


class AnswerMapping(Part):
    """How what they say is understood; what no case covers is never acted upon."""

    key: AnswerExpression | None = None
    """Where our key stands in what they say; without it an answer belongs to what was asked in the same exchange, and
    a callback cannot be understood."""
    reference: AnswerExpression | None = None
    """Where their own number stands; left out where that gives null or cannot be computed."""
    cases: Annotated[tuple[Case, ...], Field(min_length=1, max_length=100)]

    @model_validator(mode="after")
    def _can_be_answered(self) -> Self:
        if not any(case.means is Meaning.DONE for case in self.cases):
            raise ValueError("no case means done: such a system could never answer")
        return self

    @property
    def meanings(self) -> frozenset[Meaning]:
        """Return everything that can be meant."""
        return frozenset(case.means for case in self.cases)


def _no_name_twice(names: dict[str, str]) -> dict[str, str]:
    for name in names:
        parts = name.split(".")
        if not all(parts):
            raise ValueError(f"{name!r} is no name: its parts are divided by single dots")
        for above in (".".join(parts[:length]) for length in range(1, len(parts))):
            if above in names:
                raise ValueError(f"{above} cannot be a value and hold {name}")
    return names


RequestMapping = Annotated[dict[str, RequestExpression], Field(min_length=1), AfterValidator(_no_name_twice)]
"""Names in their body (`hoSo.so`: `so` inside `hoSo`) and expressions over our request; null leaves a name out."""


class DialectMapping(Part):
    """Their names and codes; what is not mapped is the contract's."""

    request: RequestMapping | None = None
    answer: AnswerMapping | None = None

    @model_validator(mode="after")
    def _maps_something(self) -> Self:
        if self.request is None and self.answer is None:
            raise ValueError("maps neither request nor answer: leave it out")
        return self
