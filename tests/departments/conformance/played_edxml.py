"""A department that is asked by documents, through a played exchange."""

from datetime import UTC, datetime
from typing import Any

from motcua.departments.edxml.adapter import EdxmlDepartment
from motcua.departments.edxml.codec import write
from motcua.departments.edxml.parts import ResponseFor
from motcua.departments.port import Answer, Request
from tests.departments.conftest import Simulator
from tests.departments.edxml_messages import OURS, status

BEFORE = datetime(2026, 11, 23, 8, 55, tzinfo=UTC)
"""When the department wrote what it tells of its own accord: a little before the suite hears it."""

NONSENSE: dict[str, dict[str, Any]] = {
    "not_json": {"says": ["not_xml"]},
    "other_key": {"says": ["stranger"]},
    "unknown_outcome": {"says": ["perhaps"]},
    "unknown_status": {"says": ["77"]},
    "too_large": {"receipt": "too_large"},
    "redirect": {"receipt": "redirect"},
}


class PlayedEdxml:
    """Directs the receiving organisation of one played exchange."""

    stages = ("arrived", "received", "in_process")

    def __init__(
        self, simulator: Simulator, system: str, department: EdxmlDepartment, impatient: EdxmlDepartment
    ) -> None:
        self.simulator = simulator
        self.system = system
        self.department = department
        self.impatient = impatient

    def _tell(self, **script: Any) -> None:
        self.simulator.client.put(f"/edxml/{self.system}/script", json=script).raise_for_status()

    def answers(self, content: dict[str, Any]) -> None:
        self._tell(content=content)

    def refuses(self, reason: str) -> None:
        self._tell(says=["01", "02"], reason=reason)

    def is_away(self, *, retry_after: int | None = None, times: int | None = None) -> None:
        self._tell(status=503, retry_after=retry_after, times=times)

    def calls_it_wrong(self) -> None:
        self._tell(status=422)

    def accepts_and_is_silent(self, content: dict[str, Any]) -> None:
        self._tell(says=["answer"], content=content)

    def takes_its_time(self) -> None:
        self._tell(says=["01", "05"])

    def tells_stages(self) -> None:
        self._tell(says=["01", "03", "05", "answer"], at_each_look=True)

    def hangs(self) -> None:
        self._tell(receipt="lost")

    def speaks_nonsense(self, flaw: str) -> None:
        self._tell(**NONSENSE[flaw])

    def effects(self, request: Request) -> int:
        return self._documents(self.system).get(f"{OURS},{request.key}", {}).get("effects", 0)

    def withdrawn(self, request: Request) -> bool:
        return bool(self._documents(self.system)[f"{OURS},{request.key}"]["recalled"])

    def written(self, answer: Answer) -> bytes:
        answered = ResponseFor(organ_id=OURS, document_id=f"{OURS},{answer.key}")
        return write(status("02", response_for=answered, description=answer.reason, timestamp=BEFORE))

    def asked_elsewhere(self) -> int:
        return len(self._documents(f"{self.system}-elsewhere"))

    def _documents(self, system: str) -> dict[str, dict[str, int]]:
        reply = self.simulator.client.get(f"/edxml/{system}/ledger")
        return reply.raise_for_status().json()["documents"]
