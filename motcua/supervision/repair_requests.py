"""What somebody asks for when they have a repair previewed, and whether it says enough."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import Field, model_validator

from activities.repair_kinds import ALL_MESSAGES, Messages, RepairOrder
from motcua.dossiers.commands_of_repair import RepairKind
from motcua.dossiers.ground import Ground
from motcua.dossiers.parts import Actor, Data, Model, Name, Words
from motcua.errors import InvalidInputError
from motcua.supervision.stuck.question import Question

MOST = 20_000
"""Dossiers one repair may be about."""
Code = Annotated[str, Field(min_length=1, max_length=80)]
NEEDED: dict[RepairKind, tuple[str, ...]] = {
    RepairKind.SKIP: ("step", "basis"),
    RepairKind.GO_TO: ("step", "basis"),
    RepairKind.REASSIGN: ("agency", "officer"),
    RepairKind.CORRECT_DATE: ("basis",),
    RepairKind.REOPEN: ("basis",),
    RepairKind.WITHDRAW: ("basis",),
}
"""What each kind has to be told besides its reason and its dossiers."""


class WhichStuck(Question):
    """Open dossiers as the list of stuck ones finds them, by any of its conditions; their order does not matter."""

    @model_validator(mode="before")
    @classmethod
    def _left_empty(cls, given: Any) -> Any:
        """Refuse what a form would leave out: without that condition more dossiers are meant than somebody thinks."""
        if isinstance(given, Mapping) and any(isinstance(said, str) and not said.strip() for said in given.values()):
            raise ValueError("a condition that says nothing would choose every dossier")
        return given


class RepairRequest(Model):
    """A repair that somebody asks for: what, why, and of which dossiers."""

    by: Actor
    what: RepairKind
    reason: Words
    """Why; it stays in the story of each dossier."""
    basis: Words | None = None
    """The provision or document that allows it."""
    codes: tuple[Code, ...] = Field(default=(), max_length=MOST)
    stuck: WhichStuck | None = None
    """Or else all that the stuck list finds."""
    held_by: Name | None = None
    """Or else all open dossiers that this agency decides, received or works on."""
    step: str | None = Field(default=None, max_length=80)
    data: Data = {}
    agency: Name | None = None
    officer: Name | None = None
    instead_of: Name | None = None
    to: date | None = None
    otherwise: Name | None = None
    messages: tuple[Messages, ...] = Field(default=ALL_MESSAGES, min_length=1)


def order_from(asked: RepairRequest, ground: Ground) -> RepairOrder:
    """Return what a repair has to know.

    Raises:
        InvalidInputError: Something it needs is missing, or it says in no way or in several which dossiers are meant.
        NotFoundError: It names an agency nobody knows.
    """
    if asked.what is RepairKind.UNDO:
        raise _not_so()
    if sum((bool(asked.codes), asked.stuck is not None, asked.held_by is not None)) != 1:
        raise not_one_way()
    for name in NEEDED.get(asked.what, ()):
        if not getattr(asked, name):
            raise _missing(asked.what, name)
    given = asked.model_dump(include=set(RepairOrder.model_fields), exclude_none=True)
    named = {name: ground.directory.get(given[name]).id for name in ("agency", "otherwise") if name in given}
    return RepairOrder.model_validate(given | named)


def not_one_way() -> InvalidInputError:
    """Return the refusal of what says in no way, or in several, which dossiers are meant."""
    return InvalidInputError(
        "A repair names its dossiers in one of three ways: `codes`, `stuck`, or `held_by`.",
        vi="Phải chọn hồ sơ bằng đúng một cách: danh sách mã, bộ lọc hồ sơ vướng, hoặc cơ quan đang giữ.",
        field="codes",
        hint="Give a list of codes, or a filter as on the stuck list, or the id of an agency.",
        hint_vi="Nêu danh sách mã, hoặc bộ lọc như ở danh sách ách tắc, hoặc mã cơ quan.",
    )


def _missing(what: RepairKind, name: str) -> InvalidInputError:
    return InvalidInputError(
        f"The repair {what.value} needs `{name}`.",
        vi=f"Lần sửa loại {what.value} phải có `{name}`.",
        field=name,
        hint="See the table of repairs in docs/repairs.md.",
        hint_vi="Xem bảng các loại sửa trong docs/repairs.md.",
    )


def _not_so() -> InvalidInputError:
    return InvalidInputError(
        "A repair is undone by naming it, not by naming dossiers.",
        vi="Hoàn tác bằng cách nêu lần sửa, không nêu hồ sơ.",
        field="what",
        hint="Use the repair's own undo.",
        hint_vi="Dùng chức năng hoàn tác của lần sửa đó.",
    )
