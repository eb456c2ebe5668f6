"""Who hands a dossier in, as far as forms and notices need it. Never part of a dossier: kept encrypted beside it."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from motcua.errors import InvalidInputError
from motcua.worktime.words import Words

LINE = Words("phải là một dòng chữ từ 1 đến 300 ký tự", "no line of text of 1 to 300 characters")
SHAPES = {
    "email": Words("không phải là địa chỉ thư điện tử", "no e-mail address"),
    "phone": Words("không phải là số điện thoại", "no telephone number"),
}
CALLED = {
    "name": "chủ hồ sơ",
    "submitter": "người nộp thay",
    "id_number": "số giấy tờ tùy thân hoặc mã số",
    "address": "địa chỉ",
    "phone": "điện thoại",
    "email": "thư điện tử",
}
"""What the particulars are called on forms."""
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]


EMAIL = r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z0-9-]{2,63}$"
"""An address that a header and a mail server take as one address."""
PHONE = r"^\D*(\d\D*){3,}$"
"""What may be a telephone number: three digits or more, however they are written, with whose it is."""
Phone = Annotated[Line, StringConstraints(pattern=PHONE)]
Email = Annotated[Line, StringConstraints(max_length=254, pattern=EMAIL)]


class Applicant(BaseModel):
    """The particulars forms have a place for; every one may be missing. Others are kept, and printed nowhere."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    name: Line | None = None
    """The person, body or business the dossier is about (chủ hồ sơ)."""
    submitter: Line | None = None
    """Who hands it in, where that is somebody else (người nộp)."""
    id_number: Line | None = None
    """Of the identity document, or of the enterprise."""
    address: Line | None = None
    phone: Phone | None = None
    email: Email | None = None


def checked_applicant(data: Mapping[str, Any]) -> Applicant:
    """Return the particulars among what was said of an applicant.

    Raises:
        InvalidInputError: One of them is no line of text of at most 300 characters, or it is no address or number.
    """
    try:
        return Applicant.model_validate(data)
    except ValidationError as unfit:
        first = unfit.errors(include_input=False)[0]
        name = str(first["loc"][0])
        wrong = SHAPES[name] if first["type"] == "string_pattern_mismatch" else LINE
        raise InvalidInputError(
            f"The applicant's {name} is {wrong.en}.",
            vi=f"Thông tin “{CALLED.get(name, name)}” {wrong.vi}.",
            field=f"applicant.{name}",
            hint="Leave out what is not known.",
            hint_vi="Bỏ trống thông tin chưa biết.",
        ) from None


def applicant_of(data: Mapping[str, Any] | None) -> Applicant:
    """Return what is readable among particulars kept earlier; nothing of what has gone or was never checked."""
    return Applicant(**dict(_readable(data or {})))


def _readable(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in data.items():
        with suppress(ValidationError):
            Applicant.model_validate({name: value})
            yield name, value
