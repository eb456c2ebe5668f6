"""The parts a message is made of, under the element names they bear on the wire."""

from pydantic import Field

from motcua.departments.edxml.codes import BusinessType, Priority, StatusCode, SteeringType
from motcua.departments.edxml.values import Bytes, Day, Label, Many, Moment, OrganId, Part, Words


class Organisation(Part):
    """Who sends or receives."""

    organ_id: OrganId
    organization_in_charge: Label | None = None
    organ_name: Label | None = None
    organ_add: Label | None = None
    email: Label | None = None
    telephone: Label | None = None
    fax: Label | None = None
    website: Label | None = None


class Code(Part):
    """A document's number and the letters behind it (số, ký hiệu)."""

    code_number: Label
    code_notation: Label


class PromulgationInfo(Part):
    """Where and when a document was issued."""

    place: Label | None = None
    promulgation_date: Day


class DocumentType(Part):
    """What kind of document it is."""

    type: Label
    type_detail: Label | None = None
    type_name: Label | None = None


class SignerInfo(Part):
    """Who signed on paper."""

    competence: Label | None = None
    position: Label | None = None
    full_name: Label | None = None


class ToPlaces(Part):
    """Who else is told (nơi nhận)."""

    place: Many[Label] = ()


class Appendixes(Part):
    """Names of what is attached on paper."""

    appendix: Many[Label] = ()


class OtherInfo(Part):
    """Urgency and paper matters."""

    priority: Priority | None = None
    sphere_of_promulgation: Label | None = None
    typer_notation: Label | None = None
    promulgation_amount: Label | None = None
    page_amount: Label | None = None
    appendixes: Appendixes | None = None


class ResponseFor(Part):
    """The document that is answered."""

    organ_id: OrganId
    """Who had sent it."""
    code: Label | None = None
    """Its number and notation, `number/notation`."""
    promulgation_date: Day | None = None
    document_id: Label


class StaffInfo(Part):
    """Who is in charge at the other side."""

    department: Label | None = None
    staff: Label | None = None
    mobile: Label | None = None
    email: Label | None = None


class MessageHeader(Part):
    """What a document says about itself."""

    sender: Organisation = Field(alias="From")
    to: Many[Organisation] = Field(min_length=1)
    code: Code
    promulgation_info: PromulgationInfo
    document_type: DocumentType
    subject: Words
    content: Words | None = None
    signer_info: SignerInfo | None = None
    due_date: Day | None = None
    to_places: ToPlaces | None = None
    other_info: OtherInfo | None = None
    response_for: Many[ResponseFor] = ()
    steering_type: SteeringType | None = None
    document_id: Label


class TraceHeader(Part):
    """One station on a message's way."""

    organ_id: OrganId
    timestamp: Moment


class Business(Part):
    """What a document does to an earlier one; the wire spells it `Bussiness`."""

    kind: BusinessType = Field(alias="BussinessDocType")
    reason: Words | None = Field(default=None, alias="BussinessDocReason")
    document_id: Label | None = None
    staff_info: StaffInfo | None = None
    paper: Label | None = None


class TraceHeaderList(Part):
    """A message's way so far."""

    trace_header: Many[TraceHeader] = Field(min_length=1)
    business: Business | None = Field(default=None, alias="Bussiness")


class Status(Part):
    """What an organisation says about a document it was sent."""

    response_for: ResponseFor
    sender: Organisation = Field(alias="From")
    status_code: StatusCode
    description: Words | None = None
    timestamp: Moment
    staff_info: StaffInfo | None = None


class Attachment(Part):
    """A file that travels with a document."""

    content_type: Label
    content_id: Label
    description: Label | None = None
    content: Bytes = Field(alias="ContentTransferEncoded")
    attachment_name: Label


class Document(Part):
    """A document with its way so far and its files."""

    header: MessageHeader
    trace: TraceHeaderList
    attachments: tuple[Attachment, ...] = ()
