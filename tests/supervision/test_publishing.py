"""What `motcua publish` takes for a version that is published already."""

from pathlib import Path

import pytest

from motcua.dossiers.loading import load_ground
from motcua.errors import DefinitionError
from motcua.procedures.shipped import CATALOGUE
from motcua.supervision.publishing import read_versions

SHIPPED = (CATALOGUE / "2.000908-2026.yaml").read_text(encoding="utf-8")
VI, EN = (
    next(line for line in SHIPPED.splitlines() if line.startswith(f"  {lang}: ") and "Hà Nội" in line)
    for lang in ("vi", "en")
)


@pytest.mark.parametrize("line", [VI, EN])
def test_a_version_whose_note_was_in_one_language_is_published_again(tmp_path: Path, line: str) -> None:
    file = tmp_path / "again.yaml"
    plain = f"source: {line.partition(': ')[2]}"
    file.write_text(SHIPPED.replace(f"source:\n{VI}\n{EN}", plain), encoding="utf-8")
    assert plain in file.read_text(encoding="utf-8")
    assert [each.code for each in read_versions([file], load_ground())] == ["2.000908"]


def test_a_version_with_another_note_is_another_one(tmp_path: Path) -> None:
    file = tmp_path / "again.yaml"
    file.write_text(SHIPPED.replace("Hà Nội (2, 3, 2 ", "Huế (2, 3, 2 "), encoding="utf-8")
    with pytest.raises(DefinitionError, match="published already"):
        read_versions([file], load_ground())
