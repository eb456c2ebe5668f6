"""The played portal's own checks over everything that is told of a life, without a server."""

from collections.abc import Iterable
from typing import Any

from motcua.departments.portal.codes import Service
from motcua.departments.portal.fields import Wording
from motcua.departments.portal.profile import PortalProfile
from motcua.departments.portal.record import DossierTold, ProgressTold
from motcua.departments.portal.telling import Told
from motcua.departments.simulator.portal.order import Held, held_after, misplaced
from motcua.departments.simulator.portal.shapes import DOSSIER_FIELDS, PROGRESS_FIELDS, faults
from motcua.dossiers.applicant import Applicant
from motcua.dossiers.ground import Ground
from motcua.procedures.definition import Procedure

CODE = "000.00.07.H07-261005-0001"
APPLICANT = Applicant(name="Nguyễn Văn Ví Dụ", phone="0900000000", email="nguoi-nop@vi-du.example")


def wording(ground: Ground, procedure: Procedure, **values: Any) -> Wording:
    """Return the portal's words for a procedure of the tests, which has no national code of its own."""
    named: dict[str, Any] = {
        "base_url": "http://127.0.0.1:1",
        "private": True,
        "username_env": "PORTAL_USER",
        "password_env": "PORTAL_PASSWORD",
        "fields": {procedure.field.vi: "G17-XD01"},
        "unit": "000.00.07.H07",
    }
    if not procedure.code[0].isdigit():
        named["procedures"] = {procedure.code: "1.004269"}
    return Wording(ground, PortalProfile.model_validate(named | values))


def entry(told: Told, words: Wording) -> dict[str, Any]:
    """Return a message as it is sent, under a code of the national form."""
    says = told.says.model_copy(update={"code": CODE})
    if isinstance(says, DossierTold):
        return words.dossier(says, APPLICANT)
    assert isinstance(says, ProgressTold)
    return words.progress(says)


def accepted(messages: Iterable[Told], words: Wording) -> Held | None:
    """Check that the strict portal takes every message as it comes; return how it then holds the dossier."""
    held: Held | None = None
    for told in messages:
        assert told.illegal is None, told
        said = entry(told, words)
        if told.service is Service.PROGRESS:
            assert held is not None, told
            assert faults(PROGRESS_FIELDS, said) is None, (faults(PROGRESS_FIELDS, said), said)
            continue
        assert faults(DOSSIER_FIELDS, said) is None, (faults(DOSSIER_FIELDS, said), said)
        assert misplaced(held, said, updating=held is not None) is None, (misplaced(held, said, updating=True), said)
        held = held_after(held, said)
    return held
