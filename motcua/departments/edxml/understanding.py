"""What a message means to whoever asked: who speaks, of which request, and what it says in the words of the port."""

from datetime import datetime
from typing import Literal

from pydantic import Field, JsonValue, TypeAdapter, ValidationError

from motcua.departments.edxml import codec
from motcua.departments.edxml.codes import PROGRESS, SAID, BusinessType
from motcua.departments.edxml.parts import Document, MessageHeader, ResponseFor, Status
from motcua.departments.edxml.profile import AttachmentAnswer, EdxmlProfile, HeaderAnswer, HeaderField, StatusAnswer
from motcua.departments.errors import OutOfOrderError, UnreadableAnswerError
from motcua.departments.port import Answer, Message, Progress
from motcua.departments.reading import out_of_order, unreadable
from motcua.exchange.payload import Content, Key, Sentence
from motcua.exchange.signing import TOLERANCE

_KEY: TypeAdapter[str] = TypeAdapter(Key)


class Heard:
    """A message that was read, from the department it has to come from, about one request of ours.

    Attributes:
        body: The message as it came.
        key: The request it is about.
        message: What it says.
    """

    def __init__(self, body: bytes, profile: EdxmlProfile, now: datetime) -> None:
        """Read a message.

        Raises:
            UnreadableAnswerError: It cannot be read, another organisation sent it, it is about no document of ours, or
                it was made at a moment that is yet to come.
        """
        self.body = body
        self._profile = profile
        self.message = codec.read(body)
        self._from_them()
        self._made_by(now + TOLERANCE)
        self.key = self._key()

    def progress(self, status: Status) -> Progress:
        """Return how far the request has come."""
        code = status.status_code
        return Progress(key=self.key, stage=PROGRESS[code], said=status.description or SAID[code])

    def refusal(self, status: Status) -> Answer:
        """Return the answer that a refused receipt is: a decision on the matter, with its reason."""
        return Answer(key=self.key, outcome="refused", reason=status.description or SAID[status.status_code])

    def finished(self, status: Status) -> Answer | Progress:
        """Return what "processing finished" is: the answer itself only where no result document is to come."""
        if isinstance(self._profile.answer, StatusAnswer):
            return Answer(key=self.key, outcome="done")
        return self.progress(status)

    def result(self, document: Document) -> Answer:
        """Return the answer in a result document, as the profile says where it is.

        Raises:
            UnreadableAnswerError: It is not there, does not fit, or the document calls an earlier one back.
        """
        business = document.trace.business
        if business is not None and business.kind is not BusinessType.NEW:
            raise unreadable(self.body, "changes an earlier document, which a person has to look at")
        source = self._profile.answer
        match source:
            case AttachmentAnswer():
                said = self._attached(document, source)
            case HeaderAnswer():
                said = _in_header(document, source)
            case StatusAnswer():
                raise unreadable(self.body, "is a result document, and the profile says that none comes")
        return self._answer(said | {"reference": _number(document)})

    def unreadable(self, why: str) -> UnreadableAnswerError:
        """Return the error for a message that must not be acted upon."""
        return unreadable(self.body, why)

    def out_of_order(self, why: str) -> OutOfOrderError:
        """Return the error for a message that is understood and comes too late."""
        return out_of_order(self.body, why)

    def _from_them(self) -> None:
        message = self.message
        sender = message.sender if isinstance(message, Status) else message.header.sender
        if sender.organ_id != self._profile.theirs.organ_id:
            raise unreadable(self.body, "comes from another organisation than was asked", field="From/OrganId")
        ours = self._profile.ours.organ_id
        if isinstance(message, Document) and ours not in [to.organ_id for to in message.header.to]:
            raise unreadable(self.body, "is addressed to somebody else", field="To/OrganId")

    def _made_by(self, latest: datetime) -> None:
        message = self.message
        made = (
            [message.timestamp] if isinstance(message, Status) else [at.timestamp for at in message.trace.trace_header]
        )
        if max(made) > latest:
            raise unreadable(self.body, "was made at a moment that is yet to come", field="Timestamp")

    def _key(self) -> str:
        message = self.message
        answered = [message.response_for] if isinstance(message, Status) else list(message.header.response_for)
        keys = {key for one in answered if (key := key_of(one, self._profile)) is not None}
        if len(keys) != 1:
            raise unreadable(self.body, "is about no single document of ours", field="ResponseFor/DocumentId")
        return keys.pop()

    def _attached(self, document: Document, source: AttachmentAnswer) -> dict[str, JsonValue]:
        files = [file for file in document.attachments if file.attachment_name == source.file]
        if len(files) != 1:
            raise unreadable(self.body, "has not the one attachment that holds the answer", field="AttachmentName")
        try:
            said = _AttachedAnswer.model_validate_json(files[0].content)
        except ValidationError as error:
            raise self._wrong("attachment", error) from None
        if said.key not in (None, self.key):
            raise unreadable(self.body, "has an attachment that answers another request", field="key")
        return said.model_dump(exclude={"key"})

    def _answer(self, said: dict[str, JsonValue]) -> Answer:
        try:
            return Answer.model_validate({"key": self.key} | said)
        except ValidationError as error:
            raise self._wrong("answer", error) from None

    def _wrong(self, what: str, error: ValidationError) -> UnreadableAnswerError:
        fault = error.errors(include_input=False, include_context=False, include_url=False)[0]
        return unreadable(self.body, f"has an {what} that does not fit the contract ({fault['msg']})")


class _AttachedAnswer(Message):
    """What a department writes into the attached file: an answer of the JSON contract; the key may be left out."""

    key: Key | None = None
    outcome: Literal["done", "refused"]
    content: Content = Field(default_factory=dict)
    reason: Sentence | None = None


def key_of(answered: ResponseFor, profile: EdxmlProfile) -> str | None:
    """Return the key of the request that a document of ours put, or None where it is no document of ours."""
    ours = profile.ours.organ_id
    if answered.organ_id != ours or not answered.document_id.startswith(f"{ours},"):
        return None
    try:
        return _KEY.validate_python(answered.document_id.removeprefix(f"{ours},"))
    except ValidationError:
        return None


def _in_header(document: Document, source: HeaderAnswer) -> dict[str, JsonValue]:
    header = document.header
    content: dict[str, JsonValue] = {name: _field(header, field) for name, field in source.fields.items()}
    if header.document_type.type in source.refused_types:
        return {"outcome": "refused", "content": content, "reason": header.content or header.subject}
    return {"outcome": "done", "content": content}


def _field(header: MessageHeader, field: HeaderField) -> str | None:
    match field:
        case "code":
            return f"{header.code.code_number}/{header.code.code_notation}"
        case "subject":
            return header.subject
        case "content":
            return header.content
        case "promulgation_date":
            return header.promulgation_info.promulgation_date.isoformat()
        case "document_type":
            return header.document_type.type
        case "type_name":
            return header.document_type.type_name


def _number(document: Document) -> str | None:
    return _field(document.header, "code")
