"""Directories as YAML files that an official can read and correct."""

from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from motcua.agencies.agency import Agency, Model, Succession
from motcua.agencies.documents import Document, read_file
from motcua.errors import DefinitionError, NotFoundError

Kind = TypeVar("Kind", bound=BaseModel)


class DirectoryFile(Model):
    """What one file of a directory holds."""

    source: str
    """Where the facts come from."""
    note: str | None = None
    agencies: tuple[Agency, ...] = ()
    successions: tuple[Succession, ...] = ()


def load(path: Path) -> tuple[tuple[Agency, ...], tuple[Succession, ...]]:
    """Return the agencies and successions of one file, or of all `.yaml` files of a folder.

    Raises:
        NotFoundError: There is no such file, or no file in the folder.
        DefinitionError: A file cannot be read; the error names file and line.
    """
    files = sorted(path.glob("*.yaml")) if path.is_dir() else [path]
    if not files:
        raise NotFoundError(f"No .yaml file in {path}", vi=f"Không có tệp .yaml trong {path}", field="directory")
    read = [_one(file) for file in files]
    return _all(file.agencies for file in read), _all(file.successions for file in read)


def _one(path: Path) -> DirectoryFile:
    document = read_file(path)
    if document.faults:
        fault = document.faults[0]
        raise DefinitionError(fault.en, vi=fault.vi, field=f"{path}:{fault.mark.line}")
    try:
        return DirectoryFile.model_validate(document.data)
    except ValidationError as problem:
        raise _refused(document, problem) from None


def _refused(document: Document, problem: ValidationError) -> DefinitionError:
    first = problem.errors(include_url=False)[0]
    mark = document.location.at(*first["loc"])
    where = ".".join(str(part) for part in first["loc"])
    return DefinitionError(
        f"{where}: {first['msg']}", vi=f"{where}: không hợp lệ", field=f"{document.location.file}:{mark.line}"
    )


def _all(parts: Iterable[tuple[Kind, ...]]) -> tuple[Kind, ...]:
    return tuple(item for part in parts for item in part)
