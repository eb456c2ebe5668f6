"""Messages to bytes and back: what is written can be read, and what cannot be understood whole is refused."""

import base64
import hashlib
import hmac
from typing import Any, Final
from xml.etree.ElementTree import canonicalize

from pydantic import ValidationError

from motcua.departments.edxml import markup
from motcua.departments.edxml.envelope import (
    AttachmentEncoded,
    Body,
    DigestMethod,
    DigestReference,
    EdXml,
    Envelope,
    Header,
    Manifest,
    Reference,
    Signature,
    SignatureInfo,
)
from motcua.departments.edxml.markup import NAMESPACE, MarkupError, Node
from motcua.departments.edxml.parts import Document, Status
from motcua.departments.errors import UnreadableAnswerError
from motcua.departments.reading import unreadable
from motcua.errors import InvalidInputError
from motcua.exchange.payload import MAX_BODY

Message = Document | Status

SHA256: Final = "http://www.w3.org/2001/04/xmlenc#sha256"
ROOT: Final = "edXML"

_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SIGNATURE = f"{{{NAMESPACE}}}Signature"


def write(message: Message) -> bytes:
    """Return a message as it travels, with the digest of all of it in its signature block.

    Raises:
        InvalidInputError: It would be larger than any receiver reads.
    """
    unsigned = _envelope(message)
    digest = _digest(_text(unsigned))
    body = _text(_with_digest(unsigned, digest)).encode()
    if len(body) > MAX_BODY:
        raise InvalidInputError(
            f"The message is larger than {MAX_BODY} bytes.", vi="Văn bản vượt quá dung lượng.", field="subject"
        )
    return body


def read(body: bytes) -> Message:
    """Return the document or the status in a body.

    Raises:
        UnreadableAnswerError: It is not XML of the bounded kind, holds an element or a code that is not known, lacks
            one that is needed, or its digest does not fit; the error names the payload by its SHA-256.
    """
    if len(body) > MAX_BODY:
        raise unreadable(body, f"is larger than {MAX_BODY} bytes")
    try:
        text = markup.decoded(body)
        name, node = markup.read(text)
        whole = EdXml.model_validate(node, by_alias=True, by_name=False)
    except MarkupError as error:
        raise unreadable(body, str(error)) from None
    except ValidationError as error:
        raise _does_not_fit(body, error) from None
    if name != ROOT:
        raise unreadable(body, f"is not an {ROOT} message")
    _check_digest(body, text, whole)
    return _message(whole)


def _envelope(message: Message) -> EdXml:
    if isinstance(message, Status):
        return EdXml(envelope=Envelope(header=Header(status=message)))
    named = tuple(
        Reference(
            content_id=file.content_id,
            content_type=file.content_type,
            description=file.description,
            attachment_name=file.attachment_name,
        )
        for file in message.attachments
    )
    header = Header(message_header=message.header, trace_header_list=message.trace)
    envelope = Envelope(header=header, body=Body(manifest=Manifest(reference=named)))
    return EdXml(envelope=envelope, files=AttachmentEncoded(attachment=message.attachments))


def _message(whole: EdXml) -> Message:
    header = whole.envelope.header
    if header.status is not None:
        return header.status
    return Document.model_validate(
        {"header": header.message_header, "trace": header.trace_header_list, "attachments": whole.attachments}
    )


def _text(whole: EdXml) -> str:
    """Return the message as text; the two prefixes are those that public implementations look for."""
    node = whole.model_dump(mode="json", by_alias=True, exclude_none=True)
    inside = markup.write("edXMLEnvelope", node["edXMLEnvelope"])
    files: Node = node.get("AttachmentEncoded")
    inside += markup.write("AttachmentEncoded", files or None, prefix="")
    return f'{_DECLARATION}<{ROOT} xmlns="{NAMESPACE}" xmlns:edXML="{NAMESPACE}">{inside}</{ROOT}>'


def _with_digest(whole: EdXml, digest: str) -> EdXml:
    reference = DigestReference(digest_method=DigestMethod(algorithm=SHA256), digest_value=digest)
    signed = Signature(signature_info=SignatureInfo(reference=reference))
    header = whole.envelope.header.model_copy(update={"signature": signed})
    return whole.model_copy(update={"envelope": whole.envelope.model_copy(update={"header": header})})


def _digest(text: str) -> str:
    """Return the SHA-256, in Base64, of the canonical form of a message without its signature block."""
    canonical: str = canonicalize(text, exclude_tags=[_SIGNATURE])
    return base64.b64encode(hashlib.sha256(canonical.encode()).digest()).decode()


def _check_digest(body: bytes, text: str, whole: EdXml) -> None:
    signature = whole.envelope.header.signature
    if signature is None:
        return
    reference = signature.signature_info.reference
    if reference.digest_method.algorithm != SHA256:
        raise unreadable(body, "names a digest method that is not known", field="DigestMethod")
    if not hmac.compare_digest(_digest(text), reference.digest_value):
        raise unreadable(body, "was changed after its digest was made", field="DigestValue")


def _does_not_fit(body: bytes, error: ValidationError) -> UnreadableAnswerError:
    """Say which element is wrong without repeating a word of the payload."""
    fault: Any = error.errors(include_input=False, include_context=False, include_url=False)[0]
    place = [str(part) for part in fault["loc"]]
    if fault["type"] == "extra_forbidden":
        # The name of an unknown element is the payload's own word.
        return unreadable(body, "has an element that is not known", field="/".join(place[:-1]) or ROOT)
    where = "/".join(place) or ROOT
    return unreadable(body, f"does not fit the format ({where}: {fault['msg']})", field=where)
