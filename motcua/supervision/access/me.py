"""Who I am to the API: what a page's head shows, and the token its forms carry."""

from fastapi import APIRouter

from motcua.dossiers.parts import Model
from motcua.supervision.access.door import TheViewer, needs
from motcua.supervision.access.roles import Permission, Role

router = APIRouter(tags=["access"], dependencies=[needs(Permission.READ_CATALOGUE)])


class Me(Model):
    """Who is asking."""

    name: str
    agency: str
    officer: str | None
    roles: tuple[Role, ...]
    permissions: tuple[Permission, ...]
    whole: bool
    """Whether the whole installation is seen."""
    agencies: tuple[str, ...] | None
    """Otherwise the agencies that are."""
    fields: tuple[str, ...] | None
    csrf: str | None
    """What every unsafe request of the session carries; a key needs none."""


@router.get("/me")
async def me(viewer: TheViewer) -> Me:
    """Return who is asking, and what they may do and see."""
    scope = viewer.scope
    return Me(
        name=viewer.name,
        agency=viewer.agency,
        officer=viewer.officer,
        roles=tuple(sorted(viewer.roles)),
        permissions=tuple(sorted(viewer.permissions)),
        whole=scope.whole,
        agencies=None if scope.agencies is None else tuple(sorted(scope.agencies)),
        fields=None if scope.fields is None else tuple(sorted(scope.fields)),
        csrf=viewer.csrf,
    )
