"""A dossier that repairs are tried on, and how one is made."""

from motcua.dossiers import commands_of_repair as r
from tests.dossiers.houses import ten_days
from tests.dossiers.life import Life

SAID = {"repair": "repair:test:1", "basis": "Quyết định 9/QĐ"}
TUESDAY = "Tue 2026-11-03 09:00"


def repaired(
    life: Life, when: str, do: type[r.Repairing], *, by: str = "chair", why: str | None = "mend", **how
) -> Life:
    """Make a repair, as the engine does once it was confirmed."""
    return life.do(when, do.model_validate(SAID | how), by=by, reason=why)


def ten(**opening) -> Life:
    """Return a dossier of ten working days, due Mon 16/11, whose appraisal is under way."""
    return Life(ten_days(), "Mon 2026-11-02 08:00", **opening).complete("Mon 2026-11-02 10:00", "intake")
