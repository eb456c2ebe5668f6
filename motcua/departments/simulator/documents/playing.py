"""What a played exchange and its organisations do with a message that is handed over."""

import time

from motcua.departments.edxml.codes import StatusCode
from motcua.departments.edxml.parts import Document, Status
from motcua.departments.simulator.documents.courier import Courier
from motcua.departments.simulator.documents.ledger import PostLedger
from motcua.departments.simulator.documents.mail import Taken, Worded
from motcua.departments.simulator.documents.saying import Speaker
from motcua.departments.simulator.documents.script import Script
from motcua.errors import InvalidInputError


class PostOffice:
    """Takes documents and recalls, and puts into mailboxes what the organisations say to them."""

    def __init__(self, ledger: PostLedger, courier: Courier) -> None:
        self._ledger = ledger
        self._courier = courier

    def document(self, system: str, document: Document, script: Script) -> Taken:
        """Take a document; whatever is to be said to it is written down at once, to be seen in its time.

        Raises:
            ConflictError: Its identifier was used before for another document.
        """
        taken = self._ledger.take(system, document, script, time.time())
        if not taken.repeated:
            self._say(system, taken, taken.script, taken.script.says, taken.received_at + taken.script.after)
        return taken

    def recall(self, system: str, status: Status, script: Script) -> Taken:
        """Take a recall; the same again does nothing.

        Raises:
            InvalidInputError: It is no recall, or calls back what was never sent.
        """
        documentid = status.response_for.document_id
        taken = self._ledger.taken(system, documentid)
        if status.status_code is not StatusCode.RECALL or taken is None:
            raise InvalidInputError("Only a document that was sent can be called back.", field="ResponseFor")
        now = time.time()
        first, answered = self._ledger.recall(system, documentid, now)
        if first and script.recall != "ignore":
            self._decide(system, taken, script, now, agreed=script.recall == "agree" and not answered)
        return taken

    def _decide(self, system: str, taken: Taken, script: Script, now: float, *, agreed: bool) -> None:
        if agreed:
            self._ledger.forget_unsaid(system, taken.document.header.document_id, now)
        code = StatusCode.RECALL_AGREED if agreed else StatusCode.RECALL_REFUSED
        self._say(system, taken, script.model_copy(update={"at_each_look": False}), (code.value,), now)

    def _say(self, system: str, taken: Taken, script: Script, words: tuple[str, ...], first_at: float) -> None:
        speaker = Speaker(taken.document, script, taken.received_at)
        said = []
        for number, word in enumerate(words):
            look = number + 1 if script.at_each_look else 0
            said.append(Worded(word, speaker.says(word).decode(), first_at + number * script.pace, look))
        self._ledger.put(system, taken, said)
        self._courier.look()
