"""Where a request stands after everything the department has said of it, in the order the exchange keeps."""

from datetime import datetime

from motcua.departments.edxml.codes import LAST, ON_RECALL, RANK, StatusCode
from motcua.departments.edxml.parts import Document, Status
from motcua.departments.edxml.profile import EdxmlProfile
from motcua.departments.edxml.understanding import Heard
from motcua.departments.errors import OutOfOrderError, UnreadableAnswerError
from motcua.departments.port import Answer, Progress


class Standing:
    """Takes one message after the other; what must not be acted upon leaves it as it was.

    Attributes:
        progress: How far the work has come, or None where nothing was said yet.
        answer: The first answer, or None.
        recalled: Whether we called it back; once is enough.
        recall: What was said to our recall, or None.
        refused: What was not acted upon, in order.
        unread: The last message, if it could not be understood: nothing after it has put things right.
    """

    def __init__(self, key: str, profile: EdxmlProfile, now: datetime, *, recalled: bool = False) -> None:
        self._key = key
        self._profile = profile
        self._now = now
        self._furthest: StatusCode | None = None
        self._answered_by: str | None = None
        self.progress: Progress | None = None
        self.answer: Answer | None = None
        self.recalled = recalled
        self.recall: StatusCode | None = None
        self.refused: list[UnreadableAnswerError] = []
        self.unread: UnreadableAnswerError | None = None

    def take(self, body: bytes) -> None:
        """Take the next message; one that cannot be believed or comes out of its order is kept aside."""
        try:
            self._take(Heard(body, self._profile, self._now))
        except UnreadableAnswerError as refused:
            self.refused.append(refused)
            self.unread = None if isinstance(refused, OutOfOrderError) else refused
        else:
            self.unread = None

    def _take(self, heard: Heard) -> None:
        if heard.key != self._key:
            raise heard.unreadable("is about another document than was asked for")
        if isinstance(heard.message, Document):
            self._result(heard, heard.message)
        elif heard.message.status_code in ON_RECALL:
            self.recall = heard.message.status_code
        else:
            self._state(heard, heard.message)

    def _result(self, heard: Heard, document: Document) -> None:
        if document.header.document_id == self._answered_by:
            return
        if self.answer is not None:
            raise heard.out_of_order("is a second answer; the first one counts")
        self.answer = heard.result(document)
        self._answered_by = document.header.document_id

    def _state(self, heard: Heard, status: Status) -> None:
        code = status.status_code
        if code is StatusCode.RECALL:
            raise heard.unreadable("calls a document back, which a person has to look at")
        if code == self._furthest:
            return
        self._check_order(heard, code)
        self._furthest = code
        if code is StatusCode.RECEIPT_REFUSED:
            self.answer = heard.refusal(status)
            return
        said = heard.finished(status) if code is StatusCode.FINISHED else heard.progress(status)
        if isinstance(said, Answer):
            self.answer = self.answer or said
        else:
            self.progress = said

    def _check_order(self, heard: Heard, code: StatusCode) -> None:
        before = self._furthest
        if self.answer is not None and code is not StatusCode.FINISHED:
            raise heard.out_of_order(f"says {code} after the answer")
        if before is not None and (before in LAST or RANK[code] < RANK[before]):
            raise heard.out_of_order(f"says {code} after {before}: a state is never taken back")
