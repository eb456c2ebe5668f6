"""Whether who is asking is who is said to act."""

from pydantic import ValidationError

from motcua.dossiers.commands import Act
from motcua.dossiers.parts import Actor
from motcua.errors import ForbiddenError, InvalidInputError
from motcua.supervision.access.roles import Permission
from motcua.supervision.access.viewer import Viewer, outside
from motcua.worktime.words import Words

APPLICANT, LAW, SYSTEM = "applicant", "law", "system:"

OF_MANY = Words(
    "Chỉ người được xem toàn bộ hồ sơ mới cho thay đổi hàng loạt.",
    "A change over many dossiers is for those alone who may see the whole register.",
)
SOME = Words("từng nhóm hồ sơ thì sửa tại /repairs.", "some dossiers are mended under /repairs.")


def must_be_author(viewer: Viewer, by: Actor, permission: Permission = Permission.ACT, field: str = "by") -> None:
    """Return if a viewer may do something as this actor.

    A person acts as herself, for an agency of her scope; a system for an agency of its scope, whose officers it names.
    The applicant's acts are recorded by those who have them at the counter or on the portal, a department system's by
    those who hear from it; nobody acts as the law.

    Raises:
        ForbiddenError: They may not; it names the field.
    """
    if by.agency == LAW:
        raise _not_as(by.agency, f"{field}.agency")
    if by.agency == APPLICANT:
        viewer.must(Permission.ACT_FOR_APPLICANT)
        return
    if by.agency.startswith(SYSTEM):
        viewer.must(Permission.SPEAK_FOR_SYSTEMS)
        return
    viewer.must(permission)
    _must_be_within(viewer, by.agency, f"{field}.agency")
    if viewer.is_person and by.officer != viewer.officer:
        raise _not_as(by.officer or "nobody", f"{field}.officer")
    if by.on_behalf_of is not None and viewer.is_person:
        _must_be_within(viewer, by.on_behalf_of.partition("/")[0], f"{field}.on_behalf_of")


def actor_named(text: str, field: str) -> Actor:
    """Return who is named as AGENCY or AGENCY/OFFICER.

    Raises:
        InvalidInputError: It is neither; it names the field.
    """
    agency, _, officer = text.partition("/")
    try:
        return Actor(agency=agency, officer=officer) if officer else Actor(agency=agency)
    except ValidationError:
        raise InvalidInputError(
            f"{text!r} is no agency and officer.",
            vi=f"{text!r} không phải mã cơ quan và cán bộ.",
            field=field,
            hint="Give AGENCY or AGENCY/OFFICER, for instance an-hoi.ttpvhcc/tn-01.",
            hint_vi="Ghi CƠ_QUAN hoặc CƠ_QUAN/CÁN_BỘ, ví dụ an-hoi.ttpvhcc/tn-01.",
        ) from None


def must_see_everything(viewer: Viewer, what: Words = OF_MANY, instead: Words = SOME) -> None:
    """Return if a viewer's scope is the whole register, as of those who do what touches all of it.

    Args:
        viewer: Who wants to.
        what: What is for those alone who see everything, as a sentence.
        instead: What others may do.

    Raises:
        ForbiddenError: Something of the register is outside their scope.
    """
    if not viewer.scope.whole:
        raise ForbiddenError(
            what.en,
            vi=what.vi,
            hint=f"Ask an account or key with no bound of agencies, fields or clearance; {instead.en}",
            hint_vi=f"Đề nghị người có phạm vi toàn hệ thống; {instead.vi}",
        )


def must_be_authors(viewer: Viewer, past: tuple[Act, ...]) -> None:
    """Return if a viewer may report what was done before motcua took a dossier over.

    Raises:
        ForbiddenError: Agencies outside their scope did it, and they do not take dossiers over for others.
    """
    if viewer.may(Permission.OPEN_IN_FLIGHT):
        return
    for number, act in enumerate(past):
        must_be_author(viewer, act.by, Permission.OPEN_DOSSIERS, field=f"past.{number}.by")


def _must_be_within(viewer: Viewer, agency: str, field: str) -> None:
    if viewer.scope.agencies is not None and agency not in viewer.scope.agencies:
        raise outside(field, f"cơ quan {agency}", f"agency {agency}")


def _not_as(who: str, field: str) -> ForbiddenError:
    return ForbiddenError(
        f"You cannot act as {who}.",
        vi=f"Bạn không thể thao tác với tư cách {who}.",
        field=field,
        hint="Act as yourself; a deputy is named in `on_behalf_of`.",
        hint_vi="Thao tác với tư cách của chính mình; người được thay mặt ghi ở `on_behalf_of`.",
    )
