"""A played department and the adapter that speaks to it: what every adapter's own file of the suite provides.

Whoever writes another adapter gives a class with these methods, and adds its maker to `MAKERS` in `conftest.py`.
"""

import json
from typing import Any, Protocol

from motcua.departments.http import HttpDepartment
from motcua.departments.port import Answer, Department, Request
from motcua.departments.simulator.speech import SPEECHES
from tests.departments.conftest import Simulator


class Played(Protocol):
    """One department system as the suite directs it."""

    department: Department
    """The adapter under test, patient enough for a slow machine."""
    impatient: Department
    """The same with one second of patience in all."""
    system: str

    def answers(self, content: dict[str, Any]) -> None: ...
    def refuses(self, reason: str) -> None: ...
    def is_away(self, *, retry_after: int | None = None, times: int | None = None) -> None: ...
    def calls_it_wrong(self) -> None: ...
    def accepts_and_is_silent(self, content: dict[str, Any]) -> None: ...
    def takes_its_time(self) -> None:
        """Accept, and have no answer before it is told otherwise."""
        ...

    stages: tuple[str, ...]
    """The stages this kind of system can tell, in order."""

    def tells_stages(self) -> None:
        """Accept, tell whoever looks one stage after the other, and then the answer."""
        ...

    def hangs(self) -> None: ...
    def speaks_nonsense(self, flaw: str) -> None:
        """Flaws: `not_json`, `other_key`, `unknown_outcome`, `unknown_status`, `too_large`, `redirect`."""
        ...

    def effects(self, request: Request) -> int:
        """Return how often the work was done."""
        ...

    def withdrawn(self, request: Request) -> bool: ...
    def written(self, answer: Answer) -> bytes:
        """Return the body by which the system would tell an answer of its own accord."""
        ...

    def asked_elsewhere(self) -> int:
        """Return how many requests reached the place that a redirect points to."""
        ...


class PlayedJson:
    """A department that speaks JSON, by the contract or in a dialect."""

    stages = ("arrived", "received", "assigned", "in_process")

    def __init__(
        self, simulator: Simulator, system: str, department: HttpDepartment, impatient: HttpDepartment, speech: str
    ) -> None:
        self.simulator = simulator
        self.system = system
        self.department = department
        self.impatient = impatient
        self._speech = SPEECHES[speech]

    def _tell(self, **behaviour: Any) -> None:
        self.simulator.tell(self.system, **behaviour)

    def answers(self, content: dict[str, Any]) -> None:
        self._tell(kind="at_once", answer=content)

    def refuses(self, reason: str) -> None:
        self._tell(kind="refuse", reason=reason)

    def is_away(self, *, retry_after: int | None = None, times: int | None = None) -> None:
        self._tell(kind="error", status=503, retry_after=retry_after, times=times)

    def calls_it_wrong(self) -> None:
        self._tell(kind="error", status=422)

    def accepts_and_is_silent(self, content: dict[str, Any]) -> None:
        self._tell(kind="silent", answer=content)

    def takes_its_time(self) -> None:
        self._tell(kind="silent")

    def tells_stages(self) -> None:
        self._tell(kind="stages", stages=list(self.stages))

    def hangs(self) -> None:
        self._tell(kind="hang")

    def speaks_nonsense(self, flaw: str) -> None:
        self._tell(kind="wrong", flaw=flaw)

    def effects(self, request: Request) -> int:
        return self.simulator.pages(self.system).get(request.key, {}).get("effects", 0)

    def withdrawn(self, request: Request) -> bool:
        return bool(self.simulator.standing(self.system, request.key)["withdrawn"])

    def written(self, answer: Answer) -> bytes:
        return json.dumps(self._speech.answer(answer)).encode()

    def asked_elsewhere(self) -> int:
        return len(self.simulator.pages(f"{self.system}-elsewhere"))
