"""Messages of the document exchange as tests write them: an agency asks, a department answers."""

import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from motcua.departments.edxml.codes import BusinessType, Priority, StatusCode, SteeringType
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
    StaffInfo,
    Status,
    TraceHeader,
    TraceHeaderList,
)
from motcua.departments.edxml.profile import EdxmlProfile

OURS, THEIRS = "H29.21", "H29.12"
AT = datetime(2026, 11, 28, 2, 15, tzinfo=UTC)
GOLDEN = Path(__file__).parent / "edxml_golden"


def golden(name: str) -> bytes:
    """Return a kept message as it travels: the files are indented for people, the wire carries no such space."""
    text = (GOLDEN / f"{name}.xml").read_text(encoding="utf-8").strip()
    declaration, _, rest = text.partition("\n")
    compact = re.sub(r">\s+<", "><", rest)
    return f"{declaration}\n{compact}".encode()


def document(**changes: Any) -> Document:
    """Return the document an agency asks with."""
    file = Attachment(
        content_type="application/json",
        content_id="cid:yeu-cau",
        description="Nội dung yêu cầu",
        content='{"thửa": 123}'.encode(),
        attachment_name="yeu-cau.json",
    )
    header = MessageHeader(
        sender=Organisation(organ_id=OURS, organ_name="Bộ phận Một cửa"),
        to=(Organisation(organ_id=THEIRS, organ_name="Sở Nông nghiệp & Môi trường"), Organisation(organ_id="H29.13")),
        code=Code(code_number="17", code_notation="MC"),
        promulgation_info=PromulgationInfo(place="Thành phố Hồ Chí Minh", promulgation_date=date(2026, 11, 28)),
        document_type=DocumentType(type="1", type_name="Công văn"),
        subject="Lấy ý kiến về thửa đất <123>",
        content="Đề nghị cho ý kiến.",
        due_date=date(2026, 12, 4),
        other_info=OtherInfo(priority=Priority.URGENT),
        response_for=(ResponseFor(organ_id=THEIRS, document_id="H29.12,2026/11/01,3"),),
        steering_type=SteeringType.NO,
        document_id="H29.21,H29.21-261128-0001/lay-y-kien/1",
    )
    trace = TraceHeaderList(
        trace_header=(TraceHeader(organ_id=OURS, timestamp=AT),), business=Business(kind=BusinessType.NEW)
    )
    return Document(**({"header": header, "trace": trace, "attachments": (file,)} | changes))


def status(code: str = "05", **changes: Any) -> Status:
    """Return what the department says of that document."""
    said = {
        "response_for": ResponseFor(
            organ_id=OURS, code="17/MC", promulgation_date=date(2026, 11, 28), document_id=document().header.document_id
        ),
        "sender": Organisation(organ_id=THEIRS),
        "status_code": StatusCode(code),
        "description": "Đã phân công phòng Đăng ký đất đai.",
        "timestamp": AT,
        "staff_info": StaffInfo(department="Phòng Đăng ký đất đai"),
    }
    return Status(**(said | changes))


def edxml_profile(
    base_url: str = "http://127.0.0.1:9/edxml/dat-dai", system: str = "dat-dai", **changes: Any
) -> EdxmlProfile:
    """Return the profile of a department that is reached through an exchange."""
    said = {
        "kind": "edxml",
        "system": system,
        "name": {"vi": "Cơ sở dữ liệu đất đai", "en": "Land register"},
        "base_url": base_url,
        "private": True,
        "ours": {"organ_id": OURS, "name": "Bộ phận Một cửa"},
        "theirs": {"organ_id": THEIRS},
    }
    return EdxmlProfile.model_validate(said | changes)
