"""What the proof-reader finds: each with its rule, its place in the file, and a sentence in both languages."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class Severity(StrEnum):
    """Whether a definition cannot be published with it, or is only odd."""

    REFUSE = "refuse"
    WARN = "warn"


class Finding(BaseModel):
    """One thing found in a definition."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    severity: Severity
    code: str
    """Stable name of the kind of finding: `path_over_limit`."""
    rule: str
    """The rule it rests on: `R12`."""
    file: str
    line: int
    column: int
    where: str
    """The value in the file: `steps[2].after`."""
    vi: str
    en: str

    def __str__(self) -> str:
        """Return one line as compilers print it."""
        return f"{self.file}:{self.line}: {self.severity.value}: {self.en} [{self.rule} {self.code}]"


class Report(BaseModel):
    """All that was found in one file, refusals first and then by line."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str
    procedure: str | None = None
    """Code of the procedure, where it could be read."""
    version: str | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def refused(self) -> bool:
        """Whether the definition cannot be published."""
        return any(finding.severity is Severity.REFUSE for finding in self.findings)

    @property
    def refusals(self) -> tuple[Finding, ...]:
        """Return what stands against publication."""
        return tuple(finding for finding in self.findings if finding.severity is Severity.REFUSE)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """Return what is only odd."""
        return tuple(finding for finding in self.findings if finding.severity is Severity.WARN)

    def plus(self, *more: Finding) -> "Report":
        """Return the report with further findings in their place."""
        return self.model_copy(update={"findings": in_order((*self.findings, *more))})


def in_order(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return findings without repetition, refusals first, then by place."""
    return tuple(sorted(dict.fromkeys(findings), key=lambda f: (f.severity is Severity.WARN, f.line, f.column, f.code)))
