"""The national portal of a local stack: played by the simulator, under an account that is a toy of one machine."""

from collections.abc import Iterable
from pathlib import Path

import yaml

from motcua.departments.simulator.portal.app import PASSWORD, USER
from motcua.procedures.definition import Procedure

PORTAL_ACCOUNT = {"MOTCUA_PORTAL_USER": USER, "MOTCUA_PORTAL_PASSWORD": PASSWORD}
"""Environment variables that carry the account to the worker."""


def write_portal(file: Path, procedures: Iterable[Procedure], simulator: str) -> None:
    """Write the profile of the played portal; its codes of fields and of local procedures are illustrative."""
    known = list(procedures)
    fields = sorted({procedure.field.vi for procedure in known})
    local = sorted({procedure.code for procedure in known if not procedure.code[0].isdigit()})
    profile = {
        "base_url": f"{simulator}/national-portal",
        "private": True,
        "username_env": "MOTCUA_PORTAL_USER",
        "password_env": "MOTCUA_PORTAL_PASSWORD",
        "fields": {name: f"G22-LV{number:02}" for number, name in enumerate(fields, start=1)},
        "procedures": {code: f"9.{number:06}" for number, code in enumerate(local, start=1)},
        "per_second": 100,
        "comparing": {"per_second": 100},
    }
    file.write_text(yaml.safe_dump(profile, allow_unicode=True, sort_keys=False), encoding="utf-8")
