"""The profiles that docs/departments.md shows can be used, and mean what it says."""

import re
from datetime import timedelta
from pathlib import Path

from motcua.departments.profile import DepartmentProfile, load_profiles

PAGE = Path(__file__).parents[2] / "docs" / "departments.md"


def test_the_profiles_of_the_documentation_are_accepted_together(tmp_path):
    first, second = re.findall(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    file = tmp_path / "departments.yaml"
    file.write_text(first + second, encoding="utf-8")

    land, civil = load_profiles(file).values()
    assert isinstance(land, DepartmentProfile)
    assert isinstance(civil, DepartmentProfile)
    assert (land.polls, land.withdraws, land.rate, land.poll_every) == (True, True, 20, timedelta(minutes=15))
    assert civil.mapping is not None
    assert civil.mapping.answer is not None
    assert len(civil.mapping.answer.cases) == 10
