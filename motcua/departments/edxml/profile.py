"""How a department is reached by the exchange of documents: `kind: edxml` in the file of profiles."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from motcua.departments.edxml.codes import Priority
from motcua.departments.edxml.values import Label, OrganId
from motcua.departments.system import SystemProfile
from motcua.exchange.address import UrlPath
from motcua.exchange.authentication import Part
from motcua.exchange.payload import Line

HeaderField = Literal["code", "subject", "content", "promulgation_date", "document_type", "type_name"]
"""What may be taken from the header of a result document: `code` is `number/notation`, the date is ISO 8601."""


class Organ(Part):
    """An organisation on the exchange."""

    organ_id: OrganId
    name: Label | None = None


class DocumentKind(Part):
    """What kind of document a request is sent as, in the exchange's own list."""

    code: Label = "1"
    name: Label = "Công văn"


class AttachmentAnswer(Part):
    """The result is a JSON file attached to the result document."""

    kind: Literal["attachment"] = "attachment"
    file: Label = "tra-loi.json"
    """Its name; the other files of the document are for people."""


class HeaderAnswer(Part):
    """The result is in the header of the result document."""

    kind: Literal["header"]
    fields: dict[Line, HeaderField] = Field(min_length=1)
    """Field of the answer's content → where it is taken from."""
    refused_types: tuple[Label, ...] = ()
    """Document types by which the department refuses; the reason is the document's content, or its subject."""


class StatusAnswer(Part):
    """No result document comes: "processing finished" (06) is the answer."""

    kind: Literal["status"]


AnswerSource = Annotated[AttachmentAnswer | HeaderAnswer | StatusAnswer, Field(discriminator="kind")]


class EdxmlProfile(SystemProfile):
    """One department, reached through an exchange of documents."""

    kind: Literal["edxml"]
    ours: Organ
    """Who we are on the exchange."""
    theirs: Organ
    """Who is asked; nobody else is believed."""
    send_path: UrlPath = "/messages"
    mailbox_path: UrlPath = "/mailbox"
    notation: Label = "MC"
    """The letters behind the number of our documents (ký hiệu)."""
    place: Label | None = None
    """Where our documents are issued."""
    document_type: DocumentKind = DocumentKind()
    priority: Priority = Priority.NORMAL
    answer: AnswerSource = AttachmentAnswer()

    @model_validator(mode="after")
    def _two_organisations(self) -> Self:
        if self.ours.organ_id == self.theirs.organ_id:
            raise ValueError("ours and theirs are the same organisation: nobody asks himself")
        return self

    @property
    def polls(self) -> bool:
        """Whether it is known where a request stands: the mailbox says so."""
        return True

    @property
    def withdraws(self) -> bool:
        """Whether a document can be called back."""
        return True
