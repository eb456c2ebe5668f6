"""A matter that has ended is taken up again by one open dossier at a time (R32): the register lets no second one in."""

from sqlalchemy import Connection, bindparam, select

from motcua.errors import RefusedError
from motcua.register.tables import DossierRow

OPEN_AFTER = (
    select(DossierRow.code)
    .where(DossierRow.previous == bindparam("code"), DossierRow.ended_at.is_(None))
    .order_by(DossierRow.code)
)
"""The dossiers that name one as the one before and have not ended."""
_HELD = select(DossierRow.code).where(DossierRow.code == bindparam("code")).with_for_update(key_share=True)
"""Openings after one dossier wait here for each other in PostgreSQL; in SQLite all that is written does already."""


def must_be_alone(connection: Connection, code: str, previous: str) -> None:
    """Refuse an opening, written in this transaction, while another open dossier continues the same matter.

    Raises:
        RefusedError: There is one: the matter would have two promises at once.
    """
    connection.execute(_HELD, {"code": previous}).all()
    others = [each for each in connection.scalars(OPEN_AFTER, {"code": previous}) if each != code]
    if others:
        raise goes_on(previous, others[0])


def goes_on(ended: str, code: str) -> RefusedError:
    """The matter of a dossier that has ended is continued by another, which is open."""
    return RefusedError(
        f"The matter of {ended} was taken up already: dossier {code} continues it and has not ended.",
        vi=f"Vụ việc của hồ sơ {ended} đã được giải quyết lại: hồ sơ {code} nối tiếp và chưa kết thúc.",
        field="code",
        rule="R32",
        hint=f"Work on {code}; the matter can be taken up once more when that has ended.",
        hint_vi=f"Giải quyết tại {code}; chỉ giải quyết lại được khi hồ sơ đó đã kết thúc.",
    )
