"""Who is asking: a person who signed in or an agency's system with a key, and what they may do and see."""

from dataclasses import dataclass, field
from enum import StrEnum

from motcua.dossiers.parts import Actor
from motcua.errors import ForbiddenError
from motcua.register.scope import WHOLE, Scope
from motcua.supervision.access.roles import GRANTS, TITLES, Permission, Role, roles_with


class SignIn(StrEnum):
    """How somebody came in."""

    SESSION = "session"
    """A person, through the identity provider."""
    API_KEY = "api_key"
    """An agency's system."""


@dataclass(frozen=True)
class Viewer:
    """Who is asking, as of this request."""

    subject: str
    """The provider's `sub`, or `key:ID`."""
    name: str
    """What pages call them."""
    agency: str
    officer: str | None
    """Staff number; None for a system."""
    roles: frozenset[Role]
    signed_in_by: SignIn
    scope: Scope = WHOLE
    """What they see: their agencies with everything below, their fields, less what is above their clearance."""
    csrf: str | None = field(default=None, repr=False)
    """What every unsafe request of this session carries: form field `csrf`, or header `X-CSRF-Token`."""

    @property
    def is_person(self) -> bool:
        """Whether a person is asking, not a system."""
        return self.signed_in_by is SignIn.SESSION

    @property
    def permissions(self) -> frozenset[Permission]:
        """Return everything the roles allow."""
        return frozenset[Permission]().union(*(GRANTS[role] for role in self.roles))

    @property
    def actor(self) -> Actor:
        """Return them as the author of an act."""
        return Actor(agency=self.agency, officer=self.officer) if self.officer else Actor(agency=self.agency)

    @property
    def signature(self) -> str:
        """Return `AGENCY/OFFICER`, or `AGENCY/key:ID`, as logs and the access log name them."""
        return f"{self.agency}/{self.officer or self.subject}"

    def may(self, permission: Permission, *, agency: str | None = None, field: str | None = None) -> bool:
        """Whether they are allowed something; for an agency and in a field, where these are given."""
        scope = self.scope
        return (
            permission in self.permissions
            and (agency is None or scope.agencies is None or agency in scope.agencies)
            and (field is None or scope.fields is None or field in scope.fields)
        )

    def must(self, permission: Permission, *, agency: str | None = None, field: str | None = None) -> None:
        """Return if they are allowed something.

        Raises:
            ForbiddenError: They are not; it says what is missing and whom to ask.
        """
        if permission not in self.permissions:
            raise _not_allowed(permission)
        if not self.may(permission, agency=agency):
            raise outside("agency", f"cơ quan {agency}", f"agency {agency}")
        if not self.may(permission, field=field):
            raise outside("field", f"lĩnh vực {field}", f"field {field}")


def _not_allowed(permission: Permission) -> ForbiddenError:
    titles = [TITLES[role] for role in roles_with(permission)]
    vi, en = (" hoặc ".join(t[0] for t in titles), " or ".join(t[1] for t in titles))
    return ForbiddenError(
        f"This needs the permission {permission.value}: it belongs to the role {en}.",
        vi=f"Việc này cần quyền {permission.value}, thuộc vai trò {vi}.",
        hint="Ask whoever keeps your agency's accounts.",
        hint_vi="Đề nghị người quản lý tài khoản của cơ quan.",
    )


def outside(name: str, vi: str, en: str) -> ForbiddenError:
    """Return the refusal of what lies outside somebody's scope."""
    return ForbiddenError(
        f"{en[:1].upper()}{en[1:]} is outside what you may see and do.",
        vi=f"{vi[:1].upper()}{vi[1:]} nằm ngoài phạm vi của bạn.",
        field=name,
        hint="Ask whoever keeps your agency's accounts to widen it.",
        hint_vi="Đề nghị người quản lý tài khoản mở rộng phạm vi.",
    )
