"""From the words of a script to messages as they travel."""

import json
import re
from datetime import UTC, datetime
from typing import Final

from pydantic import JsonValue

from motcua.departments.edxml import codec
from motcua.departments.edxml.codes import SAID, StatusCode
from motcua.departments.edxml.parts import (
    Attachment,
    Code,
    Document,
    DocumentType,
    MessageHeader,
    Organisation,
    PromulgationInfo,
    ResponseFor,
    Status,
    TraceHeader,
    TraceHeaderList,
)
from motcua.departments.edxml.values import LOCAL
from motcua.departments.simulator.documents.script import Script

NOT_XML: Final = b"<html>M\xe1\xba\xa1ng \xc4\x91ang b\xe1\xba\xa3o tr\xc3\xac</html>"
LAUGHS: Final = b'<!DOCTYPE edXML [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><edXML>&b;</edXML>'

_ANSWER_FILE = "tra-loi.json"


class Speaker:
    """One organisation answering one document."""

    def __init__(self, asked: Document, script: Script, received_at: float) -> None:
        self._header = asked.header
        self._opinion = any(b'"asks":"opinion"' in file.content for file in asked.attachments)
        self._script = script
        self._at = datetime.fromtimestamp(received_at, UTC)

    def says(self, word: str) -> bytes:
        """Return a message; the same word is the same message to the letter."""
        match word:
            case "answer" | "refusal":
                return codec.write(self._result(self._answered(), outcome="done" if word == "answer" else "refused"))
            case "perhaps":
                return codec.write(self._result(self._answered(), outcome="perhaps"))
            case "stranger":
                never = f"{self._header.sender.organ_id},never/asked/1"
                return codec.write(self._result(self._answered().model_copy(update={"document_id": never})))
            case "foreign":
                return codec.write(self._status("05").model_copy(update={"sender": Organisation(organ_id="Z99.9")}))
            case "not_xml":
                return NOT_XML
            case "laughs":
                return LAUGHS
        if word in list(StatusCode):
            return codec.write(self._status(word))
        return _with_code(codec.write(self._status("01")), word)

    def _answered(self) -> ResponseFor:
        header = self._header
        return ResponseFor(
            organ_id=header.sender.organ_id,
            code=f"{header.code.code_number}/{header.code.code_notation}",
            promulgation_date=header.promulgation_info.promulgation_date,
            document_id=header.document_id,
        )

    def _status(self, code: str) -> Status:
        known = StatusCode(code)
        refuses = known in (StatusCode.RECEIPT_REFUSED, StatusCode.RECALL_REFUSED)
        return Status(
            response_for=self._answered(),
            sender=self._us(),
            status_code=known,
            description=self._script.reason if refuses else SAID[known],
            timestamp=self._at,
        )

    def _result(self, answered: ResponseFor, *, outcome: str = "done") -> Document:
        us, refused = self._us(), outcome == "refused"
        number = re.sub(r"[^0-9A-Za-z]+", "-", self._header.document_id)[-40:]
        header = MessageHeader(
            sender=us,
            to=(self._header.sender,),
            code=Code(code_number=number, code_notation="TL"),
            promulgation_info=PromulgationInfo(promulgation_date=self._at.astimezone(LOCAL).date()),
            document_type=DocumentType(type="2" if refused else "1", type_name="Công văn"),
            subject="Trả lời văn bản",
            content=self._script.reason if refused else None,
            response_for=(answered,),
            document_id=f"{us.organ_id},{number}",
        )
        trace = TraceHeaderList(trace_header=(TraceHeader(organ_id=us.organ_id, timestamp=self._at),))
        return Document(header=header, trace=trace, attachments=(self._file(outcome), _scan()))

    def _file(self, outcome: str) -> Attachment:
        agreed: dict[str, JsonValue] = {"opinion": "agreed"} if self._opinion and outcome == "done" else {}
        said: dict[str, JsonValue] = {"outcome": outcome, "content": agreed | self._script.content}
        said |= {"reason": self._script.reason} if outcome == "refused" else {}
        return Attachment(
            content_type="application/json",
            content_id=f"cid:{_ANSWER_FILE}",
            content=json.dumps(said, ensure_ascii=False).encode(),
            attachment_name=_ANSWER_FILE,
        )

    def _us(self) -> Organisation:
        return self._header.to[0]


def _scan() -> Attachment:
    """Return what people read: a signed page, here as good as empty."""
    return Attachment(
        content_type="application/pdf",
        content_id="cid:van-ban.pdf",
        content=b"%PDF-1.7\n",
        attachment_name="van-ban.pdf",
    )


def _with_code(body: bytes, code: str) -> bytes:
    """Return a status with a code no list knows, which no writer would write: put in by hand, the digest left off."""
    unsigned = re.sub(rb"<edXML:Signature>.*</edXML:Signature>", b"", body)
    return unsigned.replace(b"<edXML:StatusCode>01<", f"<edXML:StatusCode>{code}<".encode())
