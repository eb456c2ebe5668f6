"""What a directory of agencies refuses, said once."""

from collections.abc import Sequence
from datetime import date

from motcua.agencies.agency import Agency
from motcua.errors import DefinitionError, InvalidInputError, NotFoundError


def no_such_agency(name: str) -> NotFoundError:
    """Return the answer to an id or code that no agency has."""
    return NotFoundError(
        f"No agency is known by {name!r}",
        vi=f"Không có cơ quan nào có mã {name}",
        field="agency",
        rule="R64",
        hint="Use the agency's id, or one of its national codes; a new agency is entered in the directory first.",
        hint_vi="Dùng mã cơ quan hoặc mã định danh quốc gia; cơ quan mới phải được nhập vào danh bạ trước.",
    )


def no_holder(seat: str, territory: str, on: date) -> NotFoundError:
    """Return the answer where nobody holds a role for a place on a date."""
    return NotFoundError(
        f"No agency holds the seat {seat} for territory {territory} on {on.isoformat()}",
        vi=f"Không có cơ quan nào giữ vai trò {seat} cho địa bàn {territory} vào ngày {on:%d/%m/%Y}",
        field="seat",
        rule="R64",
        hint="Enter the agency that holds it, or the succession, in the directory; or correct the territory.",
        hint_vi="Nhập cơ quan giữ vai trò này, hoặc việc kế thừa, vào danh bạ; hoặc sửa lại địa bàn.",
    )


def several_holders(seat: str, territory: str, on: date, found: Sequence[Agency]) -> InvalidInputError:
    """Return the answer where more than one agency holds a role for a place on a date."""
    return InvalidInputError(
        f"{len(found)} agencies hold the seat {seat} for territory {territory} on {on.isoformat()}: {_ids(found)}",
        vi=f"Có {len(found)} cơ quan cùng giữ vai trò {seat} cho địa bàn {territory}: {_ids(found)}",
        field="seat",
        rule="R64",
        hint="One authority for each matter: take the seat from all but one of them, or name one as =id.",
        hint_vi="Mỗi việc chỉ một cơ quan: bỏ vai trò của các cơ quan kia, hoặc chỉ định một cơ quan bằng =mã.",
    )


def several_successors(agency: Agency, on: date, heirs: Sequence[Agency]) -> InvalidInputError:
    """Return the answer where an agency was split and nothing tells which part is meant."""
    return InvalidInputError(
        f"{agency.id} ended and has {len(heirs)} successors on {on.isoformat()}: {_ids(heirs)}",
        vi=f"{agency.id} đã kết thúc và có {len(heirs)} cơ quan kế thừa: {_ids(heirs)}",
        field="territory",
        rule="R71",
        hint="Say for which commune, or give each succession the scope territory:CODE.",
        hint_vi="Nêu rõ cho xã nào, hoặc ghi phạm vi territory:MÃ cho từng việc kế thừa.",
    )


def no_code(name: str) -> NotFoundError:
    """Return the answer where neither an agency nor those above it have a national code."""
    return NotFoundError(
        f"Agency {name} has no national code, nor has any body above it",
        vi=f"Cơ quan {name} chưa có mã định danh",
        field="codes",
        rule="R18",
        hint="Enter its identifier in the directory before it receives dossiers.",
        hint_vi="Nhập mã định danh vào danh bạ trước khi cơ quan tiếp nhận hồ sơ.",
    )


def impossible(message: str, vi: str, field: str) -> DefinitionError:
    """Return the refusal of a directory that contradicts itself."""
    return DefinitionError(
        message, vi=vi, field=field, rule="R64", hint="Correct the directory file.", hint_vi="Sửa lại tệp danh bạ."
    )


def _ids(found: Sequence[Agency]) -> str:
    return ", ".join(agency.id for agency in found)
