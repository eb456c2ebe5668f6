"""Keys and accounts as they are entered: checked against the directory and the catalogue before anything is kept."""

from datetime import UTC, datetime
from typing import TypeVar

from motcua.dossiers.ground import Ground
from motcua.errors import InvalidInputError, NotFoundError
from motcua.register.accounts import Account, Rights
from motcua.register.api_keys import ApiKey
from motcua.register.register import Register
from motcua.supervision.access.roles import Role
from motcua.supervision.access.tokens import digest_of, new_key

SomeRights = TypeVar("SomeRights", bound=Rights)


def issue_key(register: Register, ground: Ground, key: Rights, label: str, expires_at: datetime | None = None) -> str:
    """Make a key for an agency's system, and return it: it is shown this once and kept nowhere.

    Raises:
        InvalidInputError: A role, an agency or a field of it is unknown, or it would have ended already.
    """
    if expires_at is not None and expires_at <= datetime.now(UTC):
        raise InvalidInputError(
            "The key would have ended already.",
            vi="Khoá sẽ hết hạn ngay khi cấp.",
            field="expires",
            hint="Give a day.",
            hint_vi="Chọn ngày muộn hơn.",
        )
    made = new_key()
    rights = checked(key, ground).model_dump(include=set(Rights.model_fields))
    kept = ApiKey(id=made.id, digest=digest_of(made.key), label=label, expires_at=expires_at, **rights)
    register.save_api_key(kept)
    return made.key


def enter_account(register: Register, ground: Ground, account: Account) -> bool:
    """Enter an account or change it; return whether it is new.

    Raises:
        InvalidInputError: A role, an agency or a field of it is unknown.
    """
    return register.save_account(checked(account, ground))


def checked(rights: SomeRights, ground: Ground) -> SomeRights:
    """Return rights with every agency by its id.

    Raises:
        InvalidInputError: A role, an agency or a field is unknown, or there is no role.
    """
    if not rights.roles:
        raise _wrong("roles", "none", _names(Role))
    for role in rights.roles:
        if role not in list(Role):
            raise _wrong("roles", role, _names(Role))
    fields = {version.field.vi for version in ground.catalogue.procedures}
    for field in rights.fields or ():
        if field not in fields:
            raise _wrong("fields", field, ", ".join(sorted(fields)))
    agencies = None if rights.agencies is None else tuple(_id(name, "agencies", ground) for name in rights.agencies)
    return rights.model_copy(update={"agency": _id(rights.agency, "agency", ground), "agencies": agencies})


def _id(name: str, field: str, ground: Ground) -> str:
    try:
        return ground.directory.get(name).id
    except NotFoundError as missing:
        raise InvalidInputError(
            missing.message, vi=missing.message_vi, field=field, hint=missing.hint, hint_vi=missing.hint_vi
        ) from None


def _names(roles: type[Role]) -> str:
    return ", ".join(role.value for role in roles)


def _wrong(field: str, value: str, known: str) -> InvalidInputError:
    return InvalidInputError(
        f"{value!r} is not one of: {known}.",
        vi=f"{value!r} không thuộc danh sách: {known}.",
        field=field,
        hint="Write it as it stands there.",
        hint_vi="Ghi đúng như trong danh sách.",
    )
