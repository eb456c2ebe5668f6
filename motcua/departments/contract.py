"""The contract's own words (docs/departments.md)."""

from typing import Final

from motcua.departments.dialect import Said
from motcua.departments.port import Accepted, Answer, Progress, Request, Unknown, Withdrawn
from motcua.departments.profile import DepartmentProfile
from motcua.departments.reading import read, read_either, unreadable
from motcua.departments.statuses import failure

GONE: Final = frozenset({404, 410})
TOO_LATE: Final = 409
NOT_OFFERED: Final = frozenset({405, 501})


class Contract:
    """Speaks to a system that keeps to the contract."""

    def __init__(self, profile: DepartmentProfile) -> None:
        self._profile = profile

    def written(self, request: Request) -> bytes:
        """Return the request as the contract has it."""
        return request.model_dump_json().encode()

    def withdrawal(self, request: Request, reason: str) -> bytes | None:  # noqa: ARG002 - the protocol's
        """Return nothing: the path says which request."""
        return None

    def asked(self, said: Said, key: str) -> Answer | Accepted:
        """Return the answer (200) or acceptance (202)."""
        if said.status == 202:
            return read(Accepted, said.body, key=key)
        if said.status == 200:
            return read(Answer, said.body, key=key)
        raise self._failed(said)

    def polled(self, said: Said, key: str) -> Answer | Accepted | Progress | Unknown:
        """Return the answer or where it stands (200), an acceptance (202), or that it is unknown (404, 410)."""
        if said.status == 200:
            return read_either(said.body, key=key)
        if said.status in GONE:
            return Unknown(key=key)
        return self.asked(said, key)

    def withdrew(self, said: Said, key: str) -> Withdrawn:
        """Return what the status says; a request that is unknown is as good as withdrawn."""
        if said.status in (200, 204) or said.status in GONE:
            return Withdrawn(key=key, outcome="withdrawn")
        if said.status == TOO_LATE:
            return Withdrawn(key=key, outcome="too_late")
        if said.status in NOT_OFFERED:
            return Withdrawn(key=key, outcome="not_offered")
        raise self._failed(said)

    def called_back(self, said: Said) -> Answer | Progress:
        """Return the answer, or where the request stands."""
        return read_either(said.body)

    def _failed(self, said: Said) -> Exception:
        if said.status >= 300:
            return failure(self._profile, said.status, said.retry_after)
        return unreadable(said.body, f"has the status {said.status}, which the contract does not know")
