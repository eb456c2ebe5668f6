"""Who hands a dossier in, as far as forms and notices need it. Never part of a dossier: kept encrypted beside it."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from motcua.errors import InvalidInputError

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]


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
    phone: Line | None = None
    email: Line | None = None


def checked_applicant(data: Mapping[str, Any]) -> Applicant:
    """Return the particulars among what was said of an applicant.

    Raises:
        InvalidInputError: One of them is no line of text, or is longer than 300 characters.
    """
    try:
        return Applicant.model_validate(data)
    except ValidationError as unfit:
        name = str(unfit.errors(include_input=False)[0]["loc"][0])
        raise InvalidInputError(
            f"The applicant's {name} is no line of text of 1 to 300 characters.",
            vi=f"Thông tin “{name}” của người nộp phải là một dòng chữ từ 1 đến 300 ký tự.",
            field=f"applicant.{name}",
            hint="Leave out what is not known.",
            hint_vi="Bỏ trống thông tin chưa biết.",
        ) from None


def applicant_of(data: Mapping[str, Any] | None) -> Applicant:
    """Return what is readable among particulars kept earlier; nothing of what has gone or was never checked."""
    known = {name: value for name, value in (data or {}).items() if isinstance(value, str) and 0 < len(value) <= 300}
    return Applicant.model_validate({name: value for name, value in known.items() if value.strip()})
