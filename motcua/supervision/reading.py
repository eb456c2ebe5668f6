"""Reading what callers send: JSON of a known model, or a refusal that names the field."""

from typing import TypeVar

from pydantic import BaseModel, ValidationError

from motcua.errors import InvalidInputError

M = TypeVar("M", bound=BaseModel)
LARGEST = 200_000
"""Bytes of the largest request that is read."""


def read_model(model: type[M], body: bytes) -> M:
    """Return the model a JSON body describes.

    Raises:
        InvalidInputError: The body is too large, not JSON, or does not fit; the field names the place.
    """
    if len(body) > LARGEST:
        raise InvalidInputError(
            f"The body has {len(body)} bytes; the most that is read is {LARGEST}.",
            vi=f"Nội dung vượt quá {LARGEST} byte.",
            field="body",
            hint="Documents are not sent here: give their ids.",
            hint_vi="Không gửi giấy tờ tại đây: chỉ ghi mã giấy tờ.",
        )
    try:
        return model.model_validate_json(body)
    except ValidationError as unfit:
        raise refused(unfit) from None


def refused(unfit: ValidationError) -> InvalidInputError:
    """Return what does not fit as one refusal; the first fault names the field, the others are counted."""
    faults = unfit.errors(include_url=False, include_input=False, include_context=False)
    first = faults[0]
    place = ".".join(str(part) for part in first["loc"]) or "body"
    more = f" ({len(faults) - 1} more)" if len(faults) > 1 else ""
    if first["type"] == "timezone_aware":
        return InvalidInputError(
            f"A moment without a zone says nothing{more}.",
            vi="Thời điểm phải kèm múi giờ.",
            field=place,
            rule="R11",
            hint="Write 2026-11-23T09:00:00+07:00.",
            hint_vi="Ghi 2026-11-23T09:00:00+07:00.",
        )
    what = "is not JSON" if first["type"] == "json_invalid" else first["msg"]
    return InvalidInputError(
        f"{what}{more}.",
        vi=f"Dữ liệu không hợp lệ tại {place}{more}.",
        field=place,
        hint="See /api/v1/docs.",
        hint_vi="Xem /api/v1/docs.",
    )
