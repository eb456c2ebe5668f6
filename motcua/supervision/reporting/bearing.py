"""What may be asked of which report: a parameter that says nothing about its figures is refused, never ignored."""

from collections.abc import Iterator

from motcua.errors import InvalidInputError
from motcua.register.ontime import Promise
from motcua.reports.commending import Merit, Wide
from motcua.reports.scoring import OF_OFFICERS, Weight
from motcua.supervision.reporting.asked import Asked, Kind
from motcua.worktime.words import Words

BEARS = {
    "judged": frozenset(Kind) - {Kind.DELAYS},
    "weight": frozenset({Kind.FORM06, Kind.ON_TIME, Kind.SCORE_766}),
    "given": frozenset({Kind.INDEX, Kind.OFFICERS}),
    "least": frozenset({Kind.BEST, Kind.LATE_PROCEDURES}),
    "by": frozenset({Kind.DELAYS}),
    "officer": frozenset({Kind.OFFICERS}),
}
"""Reports whose figures a parameter changes; those that are not named here bear on all."""
WHY = {
    "judged": Words(
        "Thời gian quá hạn trong báo cáo này tính theo hạn hiện hành.",
        "Late time in this report is that after the date in force.",
    ),
}
INSTEAD = Words("Bỏ tham số này, hoặc chọn báo cáo: {kinds}.", "Leave it out, or choose one of: {kinds}.")


def refuse_what_says_nothing(asked: Asked) -> None:
    """Refuse a question with a parameter that its report's figures do not depend on.

    Raises:
        InvalidInputError: There is one.
    """
    for name in _said(asked):
        if asked.kind not in BEARS[name]:
            raise _says_nothing(name, asked.kind)
    others = sorted(asked.given.keys() - set(OF_OFFICERS))
    if asked.kind is Kind.OFFICERS and others:
        raise _no_index_of_officers(others[0])


def _said(asked: Asked) -> Iterator[str]:
    """Yield which of the parameters were given another value than they have by themselves."""
    given = {
        "judged": asked.judged is not Promise.CURRENT,
        "weight": asked.weight != Weight(),
        "given": bool(asked.given),
        "least": asked.merit != Merit() or asked.wide != Wide(),
        "by": asked.by is not None,
        "officer": asked.officer is not None,
    }
    return (name for name, said in given.items() if said)


def _says_nothing(name: str, kind: Kind) -> InvalidInputError:
    why, kinds = WHY.get(name, Words("", "")), ", ".join(sorted(BEARS[name]))
    return InvalidInputError(
        f"`{name}` says nothing about the figures of the report {kind.value}. {why.en}".strip(),
        vi=f"Tham số `{name}` không có nghĩa với báo cáo {kind.value}. {why.vi}".strip(),
        field=name,
        hint=INSTEAD.en.format(kinds=kinds),
        hint_vi=INSTEAD.vi.format(kinds=kinds),
    )


def _no_index_of_officers(number: int) -> InvalidInputError:
    numbers = ", ".join(f"({each})" for each in OF_OFFICERS)
    return InvalidInputError(
        f"Officers are not judged by index ({number}).",
        vi=f"Không đánh giá cán bộ theo chỉ số ({number}).",
        field="given",
        rule="R67",
        hint=f"Give one of: {numbers}.",
        hint_vi=f"Nêu một trong: {numbers}.",
    )
