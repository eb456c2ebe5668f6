"""`/repairs/new`: one kind of repair, of which dossiers, why; sent, its preview is made."""

import json
from typing import Annotated, Any, get_args

from fastapi import APIRouter, Query
from pydantic import JsonValue, ValidationError
from pydantic_core import from_json
from starlette.datastructures import FormData
from starlette.responses import Response

from activities.repair_kinds import Messages
from motcua.dossiers.commands_of_repair import RepairKind
from motcua.errors import InvalidInputError
from motcua.supervision.access.door import needs
from motcua.supervision.access.roles import Permission
from motcua.supervision.api.office import off_loop
from motcua.supervision.repair_requests import NEEDED, RepairRequest, WhichStuck, not_one_way
from motcua.supervision.telling.sentences_of_repair import title_of
from motcua.supervision.web.repair_choice import LONGEST, choices, found_by, which_stuck
from motcua.supervision.web.repairs import desk_of, no_reason, to
from motcua.supervision.web.sheet import Sheet, TheSheet

router = APIRouter(dependencies=[needs(Permission.PREPARE_REPAIRS)])
FIELDS: dict[RepairKind, tuple[str, ...]] = {
    RepairKind.RETRY: ("step",),
    RepairKind.RESEND: ("messages",),
    RepairKind.SKIP: ("step", "data", "basis"),
    RepairKind.GO_TO: ("step", "basis"),
    RepairKind.REASSIGN: ("agency", "officer", "instead_of", "step"),
    RepairKind.CORRECT_DATE: ("to", "basis"),
    RepairKind.REOPEN: ("basis",),
    RepairKind.WITHDRAW: ("basis",),
    RepairKind.REHOME: ("otherwise", "officer", "basis"),
}
"""What the form asks for besides the dossiers and the reason."""
TEXTS = ("basis", "step", "agency", "officer", "instead_of", "to", "otherwise")
MOST_CODES = 200
"""Codes an address may carry; a form that is sent may name any number."""
MESSAGES = get_args(Messages)
Codes = Annotated[list[str] | None, Query(max_length=MOST_CODES)]
Asked = Annotated[str, Query(max_length=LONGEST)]


@router.get("/repairs/new")
async def new(sheet: TheSheet, what: RepairKind, code: Codes = None, stuck: Asked = "") -> Response:
    """Return the form of one kind of repair.

    Args:
        sheet: Who asks.
        what: The kind.
        code: Dossiers that were selected elsewhere.
        stuck: Or else a question of the stuck list, as JSON: all that it finds.
    """
    if what not in FIELDS:
        raise _no_form(what)
    if code and stuck:
        raise not_one_way()
    codes = [each for each in code or () if each.isprintable()]
    return await off_loop(_form, sheet, what, codes, which_stuck(stuck))


@router.post("/repairs")
async def preview(sheet: TheSheet) -> Response:
    """Have a repair previewed, and lead to its page."""
    return to((await desk_of(sheet).preview(_asked(sheet, await sheet.form()))).id)


def _form(sheet: Sheet, what: RepairKind, codes: list[str], stuck: WhichStuck | None) -> Response:
    found = found_by(sheet, stuck) if stuck is not None else None
    steps, agencies = choices(sheet, found.codes if found else codes)
    return sheet.page(
        "repair_new.html",
        what=what,
        title=title_of(what),
        fields=FIELDS[what],
        needed=NEEDED.get(what, ()),
        codes=codes,
        found=found,
        steps=steps,
        agencies=agencies,
        messages=MESSAGES,
    )


def _asked(sheet: Sheet, form: FormData) -> RepairRequest:
    """Return what a form asks for.

    Raises:
        InvalidInputError: A field of it cannot be what it says; it names the field.
    """
    text = {name: str(form.get(name) or "").strip() for name in (*TEXTS, "what", "reason", "codes", "data")}
    if not text["reason"]:
        raise no_reason()
    given: dict[str, Any] = {name: text[name] for name in (*TEXTS, "what", "reason") if text[name]}
    given |= {"codes": tuple(dict.fromkeys(text["codes"].split())), "data": declared(text["data"])}
    given["stuck"] = which_stuck(str(form.get("stuck") or ""))
    if messages := [str(each) for each in form.getlist("messages")]:
        given["messages"] = messages
    try:
        return RepairRequest.model_validate(given | {"by": sheet.viewer.actor})
    except ValidationError as unfit:
        raise _not_so(str(unfit.errors(include_input=False)[0]["loc"][0])) from None


def declared(text: str) -> dict[str, JsonValue]:
    """Return declared data written as `name = value` on lines of their own; a value is JSON, or else a text."""
    found: dict[str, JsonValue] = {}
    for line in text.splitlines():
        name, is_said, value = (part.strip() for part in line.partition("="))
        if not name and not value:
            continue
        if not name or not is_said:
            raise _not_so("data")
        try:
            found[name] = _of_json(value)
        except ValueError:
            found[name] = value
    return found


def _of_json(value: str) -> JsonValue:
    """Return a value that can be written as JSON again; what is too deep, too long or no number is a `ValueError`."""
    read: JsonValue = from_json(value, allow_inf_nan=False)
    json.dumps(read, allow_nan=False)
    return read


def _not_so(field: str) -> InvalidInputError:
    return InvalidInputError(
        f"The field {field} of the form is not what it should be.",
        vi=f"Trường {field} của biểu mẫu không hợp lệ.",
        field=field,
        hint="Correct it and ask again; nothing was changed.",
        hint_vi="Sửa lại rồi gửi lại; chưa có gì thay đổi.",
    )


def _no_form(what: RepairKind) -> InvalidInputError:
    return InvalidInputError(
        f"A repair of kind {what.value} is asked for on the page of the repair it is about.",
        vi="Hoàn tác được đề nghị tại trang của lần sửa cần hoàn tác.",
        field="what",
        hint="Open that repair first.",
        hint_vi="Mở lần sửa đó trước.",
    )
