"""The catalogue: every published version, and which of them governs a dossier (R20–R22)."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from motcua.agencies.codes import procedure_key
from motcua.agencies.directory import Directory
from motcua.errors import DefinitionError, InvalidInputError, NotFoundError
from motcua.procedures.definition import Procedure
from motcua.procedures.desk import Desk
from motcua.procedures.findings import Finding, Report, Severity
from motcua.procedures.links import rootless, unopened
from motcua.procedures.proofreader import proofread_reading
from motcua.procedures.reader import Reading, read, refusal_of
from motcua.procedures.rules import overlap
from motcua.worktime.shipped import calendar as shipped_calendar


class Catalogue:
    """Published versions, proof-read; immutable, and safe to ask from any number of threads.

    Raises:
        DefinitionError: Two of the versions given are in force on the same day, or bear the same name.
    """

    def __init__(self, procedures: Iterable[Procedure], reports: Iterable[Report] = ()) -> None:
        self.procedures = tuple(sorted(procedures, key=lambda p: (p.code, p.valid_from)))
        self.reports = tuple(reports)
        """What the proof-reader found, file by file."""
        self._versions: dict[str, list[Procedure]] = {}
        self._by_name: dict[tuple[str, str], Procedure] = {}
        for procedure in self.procedures:
            if rival := _rival(procedure, self._versions.get(procedure.code, ())):
                en, vi = _rival_words(procedure, rival)
                raise DefinitionError(en, vi=vi, field="valid_from", rule="R20")
            self._versions.setdefault(procedure.code, []).append(procedure)
            self._by_name[(procedure.code, procedure.version)] = procedure

    @classmethod
    def load(cls, paths: Iterable[Path | str], directory: Directory) -> "Catalogue":
        """Return the versions of the given files and folders (their `.yaml` files), those refused left out.

        A file may repeat a version read before only to set the day it ends; it then takes its place.

        Raises:
            NotFoundError: There is no such file.
        """
        readings = [read(file) for file in _files(paths)]
        codes = {reading.procedure.code for reading in readings if reading.procedure}
        accepted: dict[tuple[str, str], Procedure] = {}
        reports: list[Report] = []
        for place, read_here in enumerate(readings):
            reading = readings[place] = _as_known(read_here, accepted)
            procedure = reading.procedure
            key = (procedure.code, procedure.version) if procedure else ("", "")
            others = [other for name, other in accepted.items() if name != key]
            report = proofread_reading(reading, directory, others=others, codes=codes)
            if procedure is not None and key in accepted and not _only_ends(accepted[key], procedure):
                report = report.plus(_said_twice(report, procedure))
            if procedure is not None and not report.refused:
                accepted[key] = procedure
            reports.append(report)
        return cls(*_opening_only_published(accepted, readings, reports, directory))

    def __iter__(self) -> Iterator[Procedure]:
        """Yield every version by code and date."""
        return iter(self.procedures)

    def __len__(self) -> int:
        return len(self.procedures)

    @property
    def refused(self) -> tuple[Report, ...]:
        """Return the reports on files that were not taken in."""
        return tuple(report for report in self.reports if report.refused)

    def codes(self) -> tuple[str, ...]:
        """Return the codes of all procedures, without the authority's suffix."""
        return tuple(self._versions)

    def versions(self, code: str) -> tuple[Procedure, ...]:
        """Return the versions of a procedure, oldest first; none where it is unknown."""
        return tuple(self._versions.get(procedure_key(code), ()))

    def has(self, code: str, version: str) -> bool:
        """Whether a procedure has a version of this name."""
        return (procedure_key(code), version) in self._by_name

    def get(self, code: str, version: str) -> Procedure:
        """Return one version.

        Raises:
            DefinitionError: The proof-reader refused it.
            NotFoundError: It is unknown.
        """
        key = procedure_key(code)
        found = self._by_name.get((key, version))
        if found is None:
            self._raise_if_refused(key, version)
            raise self._unknown(key, f"version {version}", f"phiên bản {version}")
        return found

    def version_for(self, code: str, received: date, postmarked: date | None = None) -> Procedure:
        """Return the version that governs a dossier, for life: that of its day of receipt (R21).

        Where the version says so, a dossier post-marked before it came into force follows the one before (R22).

        Args:
            code: National code with or without the authority's suffix, or a local code (R20).
            received: Local date of receipt.
            postmarked: Date of the post-mark, where it came by post.

        Raises:
            DefinitionError: The proof-reader refused the version in force.
            NotFoundError: The procedure is unknown, or no version is in force.
            InvalidInputError: The post-mark is later than the receipt.
        """
        if postmarked is not None and postmarked > received:
            raise InvalidInputError(
                f"Post-marked {postmarked.isoformat()}, after its receipt on {received.isoformat()}",
                vi=f"Dấu bưu điện {postmarked:%d/%m/%Y} sau ngày tiếp nhận {received:%d/%m/%Y}",
                field="postmarked",
                rule="R22",
                hint="Correct one of the two dates.",
                hint_vi="Sửa một trong hai ngày.",
            )
        key = procedure_key(code)
        found = self._in_force(key, received)
        if found is not None and found.postmark_counts and postmarked is not None and postmarked < found.valid_from:
            received, found = postmarked, self._in_force(key, postmarked)
        if found is None:
            self._raise_if_refused(key, None)
            raise self._unknown(
                key, f"version in force on {received.isoformat()}", f"bản hiệu lực ngày {received:%d/%m/%Y}"
            )
        return found

    def _in_force(self, code: str, on: date) -> Procedure | None:
        versions = self._versions.get(code, ())
        return next((v for v in versions if v.valid_from <= on and (v.valid_to is None or on <= v.valid_to)), None)

    def _raise_if_refused(self, code: str, version: str | None) -> None:
        for report in self.refused:
            if report.procedure == code and version in (None, report.version):
                raise refusal_of(report)

    def _unknown(self, code: str, what: str, what_vi: str) -> NotFoundError:
        known = [f"{v.version} ({v.valid_from} – {v.valid_to or '…'})" for v in self._versions.get(code, ())]
        return NotFoundError(
            f"Procedure {code} has no {what}" if known else f"There is no procedure {code}",
            vi=f"Thủ tục {code} không có {what_vi}" if known else f"Không có thủ tục {code}",
            field="procedure",
            rule="R20",
            hint=f"Known versions: {'; '.join(known)}." if known else "Publish its definition first.",
            hint_vi=f"Các phiên bản hiện có: {'; '.join(known)}." if known else "Công bố định nghĩa thủ tục trước.",
        )


def _files(paths: Iterable[Path | str]) -> Iterator[Path]:
    for path in map(Path, paths):
        yield from sorted(path.glob("*.yaml")) if path.is_dir() else [path]


def _as_known(reading: Reading, accepted: Mapping[tuple[str, str], Procedure]) -> Reading:
    """Return a reading; a version read again keeps the notes it is known with, be they translated meanwhile."""
    again = reading.procedure
    known = accepted.get((again.code, again.version)) if again is not None else None
    return reading if again is None or known is None else reading._replace(procedure=again.noted_as(known))


def _opening_only_published(
    accepted: Mapping[tuple[str, str], Procedure], readings: list[Reading], reports: list[Report], directory: Directory
) -> tuple[list[Procedure], list[Report]]:
    """Return versions and reports with those refused that open dossiers under procedures nobody could carry out."""
    lost = rootless(accepted.values())
    kept = [procedure for procedure in accepted.values() if procedure not in lost]
    codes = {procedure.code for procedure in kept}
    for place, (reading, report) in enumerate(zip(readings, reports, strict=True)):
        if reading.procedure in lost and reading.procedure is not None:
            desk = Desk(reading.procedure, directory, reading.location, shipped_calendar())
            reports[place] = report.plus(*unopened(desk, codes))
    return kept, reports


def _rival(procedure: Procedure, others: Iterable[Procedure]) -> Procedure | None:
    same = (other for other in others if other.version == procedure.version)
    together = (other for other in others if overlap(procedure.valid_from, procedure.valid_to, other))
    return next(same, None) or next(together, None)


def _rival_words(procedure: Procedure, rival: Procedure) -> tuple[str, str]:
    if rival.version == procedure.version:
        both = f"{procedure.code} {procedure.version}"
        return f"There are two versions {both}", f"Có hai phiên bản {both}"
    pair = f"{rival.version}, {procedure.version}"
    return (
        f"Two versions of {procedure.code} are in force on the same day: {pair}",
        f"Hai phiên bản của {procedure.code} có hiệu lực cùng ngày: {pair}",
    )


def _only_ends(known: Procedure, again: Procedure) -> bool:
    """Whether a version read again differs only in the day it ends: nothing else may change after publication."""
    return known.model_copy(update={"valid_to": again.valid_to}) == again


def _said_twice(report: Report, procedure: Procedure) -> Finding:
    return Finding(
        severity=Severity.REFUSE,
        code="version_twice",
        rule="R20",
        file=report.file,
        line=1,
        column=1,
        where="version",
        vi=f"Phiên bản {procedure.version} đã được công bố với nội dung khác; không sửa bản đã công bố",
        en=f"Version {procedure.version} is published already with other content; a published version is never edited",
    )
