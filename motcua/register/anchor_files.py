"""Anchors as files: a statement to be given away, and the heads it covers, by which a fault finds its name."""

import gzip
import os
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from pydantic import ValidationError

from motcua.dossiers.anchoring import Anchor, Head
from motcua.errors import InvalidInputError

_STATEMENT, _HEADS = "{:06d}.json", "{:06d}.heads.gz"


class AnchorFolder:
    """The folder of an installation's anchors; better on a disk that the register's own administrator cannot write."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def has(self, number: int) -> bool:
        """Whether both files of an anchor are there."""
        return self._statement(number).exists() and self._heads(number).exists()

    def numbers(self) -> list[int]:
        """Return the numbers of the statements that are there, in order."""
        found = (path.stem for path in self.path.glob("[0-9]*.json"))
        return sorted(int(stem) for stem in found if stem.isdecimal())

    def write(self, anchor: Anchor, heads: Iterable[Head]) -> None:
        """Write both files of an anchor, the statement last: where it is there, the heads are whole."""
        self.path.mkdir(parents=True, exist_ok=True)
        draft = self._heads(anchor.number).with_suffix(f".{os.getpid()}")
        with draft.open("wb") as raw, gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as packed:
            for head in heads:
                packed.write(head.line.encode())
        draft.replace(self._heads(anchor.number))
        draft = self._statement(anchor.number).with_suffix(f".{os.getpid()}")
        draft.write_text(anchor.statement, encoding="utf-8")
        draft.replace(self._statement(anchor.number))

    def anchor(self, number: int) -> Anchor | None:
        """Return what a statement says; None where there is no such file.

        Raises:
            InvalidInputError: The file is no statement.
        """
        path = self._statement(number)
        try:
            return Anchor.model_validate_json(path.read_bytes())
        except FileNotFoundError:
            return None
        except (ValidationError, ValueError, OSError):
            raise _unreadable(path) from None

    def heads(self, number: int) -> Iterator[Head] | None:
        """Return the heads an anchor covers, read as they are asked for; None where there is no such file.

        Raises:
            InvalidInputError: While reading: the file is no list of heads.
        """
        path = self._heads(number)
        return _read(path) if path.exists() else None

    def _statement(self, number: int) -> Path:
        return self.path / _STATEMENT.format(number)

    def _heads(self, number: int) -> Path:
        return self.path / _HEADS.format(number)


def _read(path: Path) -> Iterator[Head]:
    try:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                code, seq, hash = line.split()
                yield Head(code, int(seq), hash)
    except (OSError, EOFError, ValueError, zlib.error):
        raise _unreadable(path) from None


def _unreadable(path: Path) -> InvalidInputError:
    return InvalidInputError(
        f"{path.name} cannot be read as it was written.",
        vi=f"Tệp {path.name} không còn đọc được như khi ghi.",
        field="MOTCUA_ANCHORS",
        hint="Take it from whoever holds a copy.",
        hint_vi="Lấy lại từ nơi đang giữ bản sao.",
    )
