"""What is sent: a request as a document, and its recall as a status."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Final

from pydantic import ValidationError

from motcua.departments.edxml.codes import BusinessType, StatusCode
from motcua.departments.edxml.parts import (
    Attachment,
    Business,
    Code,
    Document,
    DocumentType,
    MessageHeader,
    Organisation,
    OtherInfo,
    PromulgationInfo,
    ResponseFor,
    Status,
    TraceHeader,
    TraceHeaderList,
)
from motcua.departments.edxml.profile import EdxmlProfile
from motcua.departments.edxml.values import LOCAL
from motcua.departments.port import Request
from motcua.errors import InvalidInputError

REQUEST_FILE: Final = "yeu-cau.json"
"""Name of the attachment that says in figures what is asked."""

_TITLES: Final = {"work": "Đề nghị giải quyết", "opinion": "Lấy ý kiến"}


def document_id(profile: EdxmlProfile, key: str) -> str:
    """Return the identifier of the document a request travels in: the same for the same key, and readable by people."""
    return f"{profile.ours.organ_id},{key}"


def as_document(request: Request, profile: EdxmlProfile, now: datetime) -> Document:
    """Return the document that puts a request.

    Sent again later it differs in `PromulgationDate`, `DueDate` and the trace alone; what it asks stays the same to
    the letter, so the receiver knows it again by `DocumentId`.

    Raises:
        InvalidInputError: It holds what no document can carry.
    """
    with _writable():
        return _document(request, profile, now)


def as_recall(request: Request, profile: EdxmlProfile, reason: str, now: datetime) -> Status:
    """Return the status that calls a document back (13).

    Raises:
        InvalidInputError: The reason holds what no status can carry.
    """
    with _writable():
        return _recall(request, profile, reason, now)


@contextmanager
def _writable() -> Iterator[None]:
    try:
        yield
    except ValidationError as error:
        fault = error.errors(include_input=False, include_context=False, include_url=False)[0]
        raise InvalidInputError(
            f"No document can carry this request ({fault['msg']}).",
            vi="Nội dung yêu cầu không ghi được vào văn bản điện tử.",
            field=".".join(str(part) for part in fault["loc"]),
        ) from None


def _document(request: Request, profile: EdxmlProfile, now: datetime) -> Document:
    header = MessageHeader(
        sender=Organisation(organ_id=profile.ours.organ_id, organ_name=profile.ours.name),
        to=(Organisation(organ_id=profile.theirs.organ_id, organ_name=profile.theirs.name),),
        code=Code(code_number=request.key, code_notation=profile.notation),
        promulgation_info=PromulgationInfo(place=profile.place, promulgation_date=now.astimezone(LOCAL).date()),
        document_type=DocumentType(type=profile.document_type.code, type_name=profile.document_type.name),
        subject=f"{_TITLES[request.asks]}: hồ sơ {request.dossier}, bước {request.step}",
        content=f"Nội dung yêu cầu ở tệp {REQUEST_FILE}.",
        due_date=request.reply_by.astimezone(LOCAL).date() if request.reply_by else None,
        other_info=OtherInfo(priority=profile.priority),
        document_id=document_id(profile, request.key),
    )
    return Document(header=header, trace=_trace(profile, now), attachments=(_file(request),))


def _recall(request: Request, profile: EdxmlProfile, reason: str, now: datetime) -> Status:
    answered = ResponseFor(
        organ_id=profile.ours.organ_id,
        code=f"{request.key}/{profile.notation}",
        document_id=document_id(profile, request.key),
    )
    return Status(
        response_for=answered,
        sender=Organisation(organ_id=profile.ours.organ_id, organ_name=profile.ours.name),
        status_code=StatusCode.RECALL,
        description=reason,
        timestamp=now,
    )


def _trace(profile: EdxmlProfile, now: datetime) -> TraceHeaderList:
    return TraceHeaderList(
        trace_header=(TraceHeader(organ_id=profile.ours.organ_id, timestamp=now),),
        business=Business(kind=BusinessType.NEW),
    )


def _file(request: Request) -> Attachment:
    asked = request.model_dump_json(exclude={"callback_url", "reply_by", "system"})
    return Attachment(
        content_type="application/json",
        content_id=f"cid:{REQUEST_FILE}",
        description="Nội dung yêu cầu",
        content=asked.encode(),
        attachment_name=REQUEST_FILE,
    )
