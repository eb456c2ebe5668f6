"""The envelope a document or a status travels in: its shape on the wire."""

from typing import Self

from pydantic import Field, model_validator

from motcua.departments.edxml.parts import Attachment, MessageHeader, Status, TraceHeaderList
from motcua.departments.edxml.values import Label, Many, Part


class DigestMethod(Part):
    """How the digest was made."""

    algorithm: Label


class DigestReference(Part):
    """The digest of the message without its signature."""

    uri: Label | None = Field(default=None, alias="URI")
    digest_method: DigestMethod
    digest_value: Label


class X509Data(Part):
    """The certificate of whoever signed."""

    subject_name: Label | None = Field(default=None, alias="X509SubjectName")
    certificate: str | None = Field(default=None, alias="X509Certificate")


class KeyInfo(Part):
    """Whose key signed."""

    x509_data: X509Data = Field(alias="X509Data")


class SignatureInfo(Part):
    """What was signed."""

    reference: DigestReference
    signature_value: str | None = None
    key_info: KeyInfo | None = None


class Signature(Part):
    """The signature block; only its digest is checked here, who speaks is proved by the transport."""

    signature_info: SignatureInfo


class Header(Part):
    """Either a document's header with its way, or a status."""

    message_header: MessageHeader | None = None
    status: Status | None = None
    trace_header_list: TraceHeaderList | None = None
    signature: Signature | None = None

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.message_header is None) == (self.status is None):
            raise ValueError("must hold a MessageHeader or a Status, and not both")
        if (self.message_header is None) != (self.trace_header_list is None):
            raise ValueError("a MessageHeader goes with a TraceHeaderList, a Status goes without")
        return self


class Reference(Part):
    """One file, as the manifest names it."""

    content_id: Label
    content_type: Label
    description: Label | None = None
    attachment_name: Label


class Manifest(Part):
    """Which files belong to the document."""

    reference: Many[Reference] = ()


class Body(Part):
    """The manifest."""

    manifest: Manifest | None = Field(default=None, alias="edXMLManifest")


class Envelope(Part):
    """Header and body."""

    header: Header = Field(alias="edXMLHeader")
    body: Body | None = Field(default=None, alias="edXMLBody")


class AttachmentEncoded(Part):
    """The files themselves."""

    attachment: Many[Attachment] = ()


class EdXml(Part):
    """The whole message."""

    envelope: Envelope = Field(alias="edXMLEnvelope")
    files: AttachmentEncoded | None = Field(default=None, alias="AttachmentEncoded")

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        """Return the files."""
        return self.files.attachment if self.files else ()

    @property
    def references(self) -> tuple[Reference, ...]:
        """Return what the manifest names."""
        manifest = self.envelope.body.manifest if self.envelope.body else None
        return manifest.reference if manifest else ()

    @model_validator(mode="after")
    def _the_manifest_names_every_file(self) -> Self:
        named = [(r.content_id, r.content_type, r.attachment_name) for r in self.references]
        sent = [(a.content_id, a.content_type, a.attachment_name) for a in self.attachments]
        if sorted(named) != sorted(sent) or len({content_id for content_id, *_ in sent}) != len(sent):
            raise ValueError("the manifest and the files must name the same things, each once")
        if self.envelope.header.status is not None and sent:
            raise ValueError("a Status carries no files")
        return self
