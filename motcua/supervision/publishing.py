"""Versions of procedures from files, proof-read against everything that is published already."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path

from motcua.dossiers.ground import Ground
from motcua.errors import DefinitionError
from motcua.procedures.catalogue import Catalogue
from motcua.procedures.definition import Procedure
from motcua.procedures.proofreader import proofread_reading
from motcua.procedures.reader import Reading, read, refusal_of


def read_versions(files: Sequence[Path], ground: Ground, *, end_previous: bool = False) -> list[Procedure]:
    """Return the versions in some files, and those they end, all fit to be published together.

    Args:
        files: Definition files; one may repeat a published version only to set the day it ends.
        ground: What is published already.
        end_previous: Whether the version in force when a new one begins ends on the day before.

    Raises:
        DefinitionError: A file cannot be read, the proof-reader refuses it, or two versions would be in force on the
            same day (R20).
    """
    readings = [read(file) for file in files]
    new = [reading.procedure for reading in readings if reading.procedure is not None]
    ended = [each for own in new for each in ended_by(own, ground.catalogue)] if end_previous else []
    known = _together(ground, [*ended, *new])
    codes = {procedure.code for procedure in known}
    for reading in readings:
        _must_pass(reading, ground, known, codes)
    Catalogue(known)
    return [*ended, *new]


def ended_by(new: Procedure, others: Iterable[Procedure]) -> Iterator[Procedure]:
    """Yield the versions that end when a new one of their procedure begins, each with its last day."""
    for before in others:
        if before.code == new.code and before.valid_to is None and before.valid_from < new.valid_from:
            yield before.model_copy(update={"valid_to": new.valid_from - timedelta(days=1)})


def _together(ground: Ground, further: Iterable[Procedure]) -> list[Procedure]:
    """Return everything published, with what is to be published in its place or beside it."""
    known = {(p.code, p.version): p for p in ground.catalogue}
    for procedure in further:
        before = known.get((procedure.code, procedure.version))
        if before is not None:
            again = procedure.noted_as(before)
            if before.model_copy(update={"valid_to": again.valid_to}) != again:
                raise _edited(procedure)
        known[(procedure.code, procedure.version)] = procedure
    return list(known.values())


def _must_pass(reading: Reading, ground: Ground, known: Sequence[Procedure], codes: set[str]) -> None:
    own = reading.procedure
    others = [p for p in known if own is None or (p.code, p.version) != (own.code, own.version)]
    report = proofread_reading(reading, ground.directory, others=others, codes=codes)
    if report.refused:
        raise refusal_of(report)


def _edited(procedure: Procedure) -> DefinitionError:
    return DefinitionError(
        f"Version {procedure.version} of {procedure.code} is published already with other content.",
        vi=f"Phiên bản {procedure.version} của thủ tục {procedure.code} đã được công bố với nội dung khác.",
        field="version",
        rule="R20",
        hint="A published version is never edited: publish the change under a new version.",
        hint_vi="Phiên bản đã công bố không được sửa: công bố thay đổi dưới phiên bản mới.",
    )
