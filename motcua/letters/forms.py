"""The official forms by key, and their number and title under the law of a date.

A number alone says nothing: 05 is the control slip in one circular and the stop notice in the next.
"""

from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from motcua.errors import RefusedError
from motcua.procedures.model import Text


class Model(BaseModel):
    """A closed, immutable part of a letter."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Form(StrEnum):
    """What a paper is, whatever number the law of the day gives it."""

    RECEIPT = "receipt"
    SUPPLEMENT = "supplement"
    REFUSAL = "refusal"
    APOLOGY = "apology"
    STOP = "stop"
    CONTROL_SLIP = "control_slip"
    TRACKING_BOOK = "tracking_book"
    TRANSFER_SLIP = "transfer_slip"


TO_APPLICANTS = (Form.RECEIPT, Form.SUPPLEMENT, Form.REFUSAL, Form.APOLOGY, Form.STOP)
"""Papers that applicants are given: a leg of linked work issues none of them, the dossier it belongs to does (R44)."""


class Title(Model):
    """What a law calls a form."""

    title: Text
    number: str | None = None
    """As printed, `01`; None where the law gives none."""


class Law(Model):
    """A text that sets the forms, from its first day until the next one's."""

    id: str
    name: Text
    since: date
    forms: dict[Form, Title]


RECEIPT = Text(vi="Giấy tiếp nhận hồ sơ và hẹn trả kết quả", en="Receipt of the dossier and appointment for the result")
SUPPLEMENT = Text(vi="Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ", en="Request to supplement and complete the dossier")
REFUSAL = Text(vi="Phiếu từ chối tiếp nhận giải quyết hồ sơ", en="Refusal to receive or settle the dossier")
APOLOGY = Text(vi="Phiếu xin lỗi và hẹn lại ngày trả kết quả", en="Apology and new date for the result")
EXTENSION = Text(
    vi="Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết", en="Apology and request to extend the processing time"
)
STOP = Text(vi="Thông báo dừng giải quyết hồ sơ", en="Notice that processing of the dossier is stopped")
CONTROL_SLIP = Text(vi="Phiếu kiểm soát quá trình giải quyết hồ sơ", en="Control slip of the dossier's processing")
TRACKING_BOOK = Text(vi="Sổ theo dõi hồ sơ", en="Book of dossiers")
TRANSFER_SLIP = Title(title=Text(vi="Phiếu chuyển xử lý", en="Transfer slip"))
"""The decree's own paper for linked dossiers (art. 19.6 of Decree 61/2018); no circular gives it a number."""

_BEFORE_THE_CIRCULARS = {
    Form.RECEIPT: Title(title=RECEIPT),
    Form.SUPPLEMENT: Title(title=SUPPLEMENT),
    Form.REFUSAL: Title(title=REFUSAL),
    Form.APOLOGY: Title(title=APOLOGY),
    Form.CONTROL_SLIP: Title(title=CONTROL_SLIP),
    Form.TRACKING_BOOK: Title(title=TRACKING_BOOK),
    Form.TRANSFER_SLIP: TRANSFER_SLIP,
}
"""The numbers of the forms of that time are not known for sure, so none is printed: the titles say enough."""

LAWS = (
    Law(
        id="QD-09-2015",
        name=Text(vi="Quyết định số 09/2015/QĐ-TTg", en="Decision 09/2015/QĐ-TTg"),
        since=date(1900, 1, 1),
        forms=_BEFORE_THE_CIRCULARS,
    ),
    Law(
        id="ND-61-2018",
        name=Text(vi="Nghị định số 61/2018/NĐ-CP", en="Decree 61/2018/NĐ-CP"),
        since=date(2018, 6, 21),
        forms=_BEFORE_THE_CIRCULARS,
    ),
    Law(
        id="TT-01-2018",
        name=Text(vi="Thông tư số 01/2018/TT-VPCP", en="Circular 01/2018/TT-VPCP"),
        since=date(2019, 1, 6),
        forms={
            Form.RECEIPT: Title(number="01", title=RECEIPT),
            Form.SUPPLEMENT: Title(number="02", title=SUPPLEMENT),
            Form.REFUSAL: Title(number="03", title=REFUSAL),
            Form.APOLOGY: Title(number="04", title=APOLOGY),
            Form.CONTROL_SLIP: Title(number="05", title=CONTROL_SLIP),
            Form.TRACKING_BOOK: Title(number="06", title=TRACKING_BOOK),
            Form.TRANSFER_SLIP: TRANSFER_SLIP,
        },
    ),
    Law(
        id="TT-03-2025",
        name=Text(vi="Thông tư số 03/2025/TT-VPCP", en="Circular 03/2025/TT-VPCP"),
        since=date(2025, 9, 15),
        forms={
            Form.RECEIPT: Title(number="01", title=RECEIPT),
            Form.SUPPLEMENT: Title(number="02", title=SUPPLEMENT),
            Form.REFUSAL: Title(number="03", title=REFUSAL),
            Form.APOLOGY: Title(number="04", title=EXTENSION),
            Form.STOP: Title(number="05", title=STOP),
            Form.CONTROL_SLIP: Title(number="06", title=CONTROL_SLIP),
            Form.TRACKING_BOOK: Title(number="07", title=TRACKING_BOOK),
            Form.TRANSFER_SLIP: TRANSFER_SLIP,
        },
    ),
)
"""In order of their first day. Between Decree 118/2025 (1 July 2025) and its circular of 15 September 2025 no other
forms existed than those of Circular 01/2018, so these stayed in use."""

MARKS = {
    Form.RECEIPT: "TNHS",
    Form.SUPPLEMENT: "YCBS",
    Form.REFUSAL: "PTC",
    Form.APOLOGY: "PXL",
    Form.STOP: "TBD",
    Form.CONTROL_SLIP: "PKS",
    Form.TRANSFER_SLIP: "PCXL",
}
"""What follows a paper's number in its agency's book: `12/PXL`."""


def law_on(day: date) -> Law:
    """Return the law that sets the forms on a local date: that of the day a dossier was received."""
    return next(law for law in reversed(LAWS) if law.since <= day)


def title_of(form: Form, law: Law) -> Title:
    """Return number and title of a form.

    Raises:
        RefusedError: The law knows no such form.
    """
    if (title := law.forms.get(form)) is not None:
        return title
    raise RefusedError(
        f"{law.name.en} has no form `{form.value}`.",
        vi=f"{law.name.vi} không có mẫu “{STOP.vi if form is Form.STOP else form.value}”.",
        field="form",
        hint="A dossier keeps the forms of the law of the day it was received.",
        hint_vi="Hồ sơ dùng mẫu theo quy định tại ngày tiếp nhận.",
    )
