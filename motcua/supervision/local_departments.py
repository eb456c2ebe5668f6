"""The department systems of a local stack: every system the catalogue asks, played by the simulator."""

from collections.abc import Iterable
from pathlib import Path

import yaml

from motcua.departments.profile import DepartmentProfile, Name
from motcua.procedures.definition import Procedure

SECRET_ENV = "MOTCUA_DEPARTMENTS_SECRET"
"""Environment variable that carries the signing secret to those who need it."""

NAMES = {
    "tax": ("Thuế điện tử", "Tax"),
    "police": ("Công an", "Police"),
    "insurance": ("Bảo hiểm xã hội", "Social Insurance"),
    "population": ("CSDL quốc gia về dân cư", "National Population Database"),
    "business-registration": ("Đăng ký kinh doanh quốc gia", "National Business Registration"),
    "national-defence": ("Quân sự, quốc phòng", "National Defence"),
    "civil-status": ("Hộ tịch điện tử", "Civil Status"),
    "land": ("Đất đai quốc gia", "Land Information"),
}


def systems_of(procedures: Iterable[Procedure]) -> tuple[str, ...]:
    """Return every department system the procedures ask, in order of name."""
    return tuple(sorted({step.system for procedure in procedures for step in procedure.steps if step.system}))


def profile_of(system: str, simulator: str) -> DepartmentProfile:
    """Return how a played system is reached."""
    vi, en = NAMES.get(system, (system, system))
    return DepartmentProfile(
        system=system,
        name=Name(vi=vi, en=en),
        base_url=f"{simulator}/{system}",
        private=True,
        secret_env=SECRET_ENV,
    )


def write_profiles(file: Path, systems: Iterable[str], simulator: str) -> None:
    """Write the profiles of the played systems; the secret itself is not among them."""
    profiles = [profile_of(system, simulator).model_dump(mode="json", exclude_unset=True) for system in systems]
    file.write_text(yaml.safe_dump({"departments": profiles}, allow_unicode=True, sort_keys=False), encoding="utf-8")
