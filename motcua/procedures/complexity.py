"""How complicated a procedure is, and where it is only odd: the seed of a simplification."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from motcua.procedures.definition import APPLICANT, Procedure, StepKind
from motcua.procedures.desk import Desk
from motcua.procedures.findings import Finding

MANY_HAND_OVERS = 12
"""More hand-overs than this are warned of; a long real land process has eleven."""
DECIDING = (StepKind.APPRAISE, StepKind.VERIFY, StepKind.SIGN)
"""Kinds of work that only one agency should do."""


class Complexity(NamedTuple):
    """What a procedure costs those who carry it."""

    steps: int
    agencies: int
    """Different seats, the applicant not among them."""
    hand_overs: int
    """Pairs of consecutive steps at different seats."""
    documents_twice: int
    """Documents asked for that were asked for before in the same list."""


def complexity(procedure: Procedure) -> Complexity:
    """Return the measures of a procedure."""
    seats = {step.seat for step in procedure.steps} - {APPLICANT}
    return Complexity(len(procedure.steps), len(seats), _hand_overs(procedure), len(list(_asked_twice(procedure))))


def shared_competence(procedures: Iterable[Procedure]) -> Mapping[str, frozenset[tuple[str, str]]]:
    """Return the work, by name, that different agencies do in different places: (procedure, seat) of each."""
    doers: dict[str, set[tuple[str, str]]] = {}
    for procedure in procedures:
        for step in procedure.steps:
            if step.kind in DECIDING and step.when is None:
                doers.setdefault(_plain(step.name.vi), set()).add((procedure.code, step.seat))
    return {name: frozenset(who) for name, who in doers.items() if len({seat for _, seat in who}) > 1}


def oddities(desk: Desk) -> Iterator[Finding]:
    """Find what can work and yet makes one wonder."""
    procedure = desk.procedure
    for place in _asked_twice(procedure):
        name = procedure.documents[place].name
        en, vi = f"{name.en} is asked for twice", f"Yêu cầu nộp hai lần: {name.vi}"
        yield desk.warn("document_twice", "documents", place, en=en, vi=vi, rule="R23")
    for name_vi, who in shared_competence([procedure]).items():
        seats = ", ".join(sorted(seat for _, seat in who))
        en, vi = f"The same work is done by several: {seats}", f"Nhiều cơ quan cùng làm việc {name_vi!r}: {seats}"
        yield desk.warn("same_competence", "steps", en=en, vi=vi)
    if (changes := _hand_overs(procedure)) > MANY_HAND_OVERS:
        en, vi = f"The dossier changes hands {changes} times", f"Hồ sơ chuyển qua lại {changes} lần"
        yield desk.warn("many_hand_overs", "steps", en=en, vi=vi)
    doers = {step.seat for step in procedure.steps}
    if procedure.lead not in doers:
        en, vi = f"{procedure.lead} leads, but does no step", f"{procedure.lead} chủ trì nhưng không thực hiện bước nào"
        yield desk.warn("lead_idle", "lead", en=en, vi=vi)
    yield from _untranslated(desk)


def _untranslated(desk: Desk) -> Iterator[Finding]:
    for place, step in enumerate(desk.procedure.steps):
        if step.name.vi == step.name.en:
            en, vi = f"The name of step {step.id} is not translated", f"Tên bước {step.id} chưa được dịch"
            yield desk.warn("not_translated", "steps", place, "name", en=en, vi=vi)


def _hand_overs(procedure: Procedure) -> int:
    pairs = {(before, step.id) for step in procedure.steps for before in step.after if before in procedure.by_id}
    return sum(procedure.by_id[before].seat != procedure.by_id[after].seat for before, after in pairs)


def _asked_twice(procedure: Procedure) -> Iterator[int]:
    """Yield the places of documents whose name, but for case and spaces, stood in the list before."""
    seen: Counter[str] = Counter()
    for place, document in enumerate(procedure.documents):
        name = _plain(document.name.vi)
        if seen[name]:
            yield place
        seen[name] += 1


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
