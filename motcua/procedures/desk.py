"""What lies on the proof-reader's desk: the definition, where its values stand, and the world it must fit into."""

from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass

from motcua.agencies.directory import Directory
from motcua.agencies.documents import Location
from motcua.procedures.definition import Procedure, Step
from motcua.procedures.findings import Finding, Severity
from motcua.worktime.calendar import WorkCalendar

Place = tuple[str | int, ...]
"""Where a value stands in a definition: `("steps", 2, "after")`."""


@dataclass(frozen=True)
class Desk:
    """One proof-reading."""

    procedure: Procedure
    directory: Directory
    location: Location
    calendar: WorkCalendar
    others: Sequence[Procedure] = ()
    """Other versions already published."""
    systems: Collection[str] | None = None
    """Department systems that are connected; None: not checked."""
    codes: Collection[str] = ()
    """Procedures that are to be published together with this one, whether they were read already or not."""

    def refuse(self, code: str, *path: Hashable, en: str, vi: str, rule: str = "R12") -> Finding:
        """Return a finding that stands against publication."""
        return self._finding(Severity.REFUSE, code, path, en, vi, rule)

    def warn(self, code: str, *path: Hashable, en: str, vi: str, rule: str = "R12") -> Finding:
        """Return a finding that is only odd."""
        return self._finding(Severity.WARN, code, path, en, vi, rule)

    def place(self, step: Step) -> int:
        """Return the position of a step in the file."""
        return next(place for place, other in enumerate(self.procedure.steps) if other is step)

    def _finding(self, severity: Severity, code: str, path: Sequence[Hashable], en: str, vi: str, rule: str) -> Finding:
        mark = self.location.at(*path)
        return Finding(
            severity=severity,
            code=code,
            rule=rule,
            file=self.location.file,
            line=mark.line,
            column=mark.column,
            where=said(path),
            vi=vi,
            en=en,
        )


Check = Callable[[Desk], Iterator[Finding]]
"""One reading of a definition for one kind of fault."""


def said(path: Sequence[Hashable]) -> str:
    """Return a path as people write it: `steps[2].after`."""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return text.removeprefix(".") or "file"
