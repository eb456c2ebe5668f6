"""What makes a directory impossible: names given twice, links to nowhere, circles."""

from collections import Counter
from collections.abc import Sequence

from motcua.agencies.agency import Agency, Succession
from motcua.agencies.refusals import impossible


def check(agencies: Sequence[Agency], successions: Sequence[Succession]) -> None:
    """Refuse a directory that contradicts itself.

    Raises:
        DefinitionError: The first contradiction found; its field names the agency or the succession.
    """
    _names_once(agencies)
    known = {agency.id: agency for agency in agencies}
    for agency in agencies:
        if agency.parent is not None and agency.parent not in known:
            raise impossible(
                f"{agency.id} belongs to {agency.parent}, which is not in the directory",
                f"{agency.id} trực thuộc {agency.parent}, cơ quan này không có trong danh bạ",
                f"{agency.id}.parent",
            )
    _no_circle({a.id: (a.parent,) for a in agencies if a.parent}, "parent", "trực thuộc")
    _successions_fit(known, successions)


def _names_once(agencies: Sequence[Agency]) -> None:
    names = Counter(name for agency in agencies for name in {agency.id, *agency.codes})
    for name, times in names.items():
        if times > 1:
            raise impossible(
                f"{name} names {times} agencies; an id or code is never given twice",
                f"{name} được dùng cho {times} cơ quan; mã không được cấp lại",
                name,
            )


def _successions_fit(known: dict[str, Agency], successions: Sequence[Succession]) -> None:
    for step in successions:
        for end in (step.from_id, step.to_id):
            if end not in known:
                raise impossible(
                    f"A succession names {end}, which is not in the directory",
                    f"Việc kế thừa nêu {end}, cơ quan này không có trong danh bạ",
                    f"{step.from_id}.succession",
                )
        if step.on < known[step.to_id].valid_from:
            raise impossible(
                f"{step.to_id} succeeds {step.from_id} on {step.on.isoformat()}, before it exists",
                f"{step.to_id} kế thừa {step.from_id} trước ngày được thành lập",
                f"{step.from_id}.succession",
            )
    heirs: dict[str, tuple[str, ...]] = {}
    for step in successions:
        heirs[step.from_id] = (*heirs.get(step.from_id, ()), step.to_id)
    _no_circle(heirs, "succession", "kế thừa")


def _no_circle(links: dict[str, tuple[str, ...]], what: str, what_vi: str) -> None:
    safe: set[str] = set()
    for start in links:
        ahead, seen = [(start, frozenset[str]())], safe
        while ahead:
            name, behind = ahead.pop()
            if name in behind:
                raise impossible(
                    f"{name} comes back to itself by {what}", f"{name} {what_vi} chính mình", f"{name}.{what}"
                )
            ahead += [(after, behind | {name}) for after in links.get(name, ()) if after not in seen]
        safe.add(start)
