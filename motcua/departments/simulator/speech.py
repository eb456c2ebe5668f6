"""How a played system speaks: the contract, or a dialect of its own with other names, codes and statuses."""

import json
from typing import Any, Final, Protocol

from fastapi import Response

from motcua.departments.port import Accepted, Answer, Progress, Request
from motcua.departments.simulator.behaviour import Behaviour, Flaw
from motcua.exchange.payload import MAX_BODY

OTHER_KEY: Final = "another/key/1"


class Speech(Protocol):
    """One way of speaking."""

    name: str
    """Under which the ledger remembers it, for callbacks."""

    def request(self, system: str, body: bytes) -> Request:
        """Return what was asked; raise ValueError where it does not fit."""
        ...

    def answer(self, answer: Answer) -> dict[str, Any]:
        """Return the body of an answer, in a response or a callback."""
        ...

    def accepted(self, accepted: Accepted) -> Response:
        """Say that the answer comes later."""
        ...

    def progress(self, progress: Progress) -> Response:
        """Say where it stands."""
        ...

    def unknown(self, key: str) -> Response:
        """Say that there is no such request."""
        ...

    def withdrawn(self, key: str, *, in_time: bool) -> Response:
        """Say whether a request is called off."""
        ...

    def refused(self, status: int, why: str) -> Response:
        """Say that a request is wrong, or cannot be treated now."""
        ...

    def unheard_of(self, answer: Answer) -> tuple[int, dict[str, Any]]:
        """Return a status and a body that nobody agreed on."""
        ...

    def undecided(self, answer: Answer) -> dict[str, Any]:
        """Return an answer with an outcome nobody agreed on."""
        ...


def spoken(status: int, body: object) -> Response:
    """Return a response of JSON."""
    return Response(json.dumps(body, ensure_ascii=False), status_code=status, media_type="application/json")


class ContractSpeech:
    """The words of docs/departments.md."""

    name = "contract"

    def request(self, system: str, body: bytes) -> Request:
        """Return what was asked."""
        request = Request.model_validate_json(body)
        if request.system != system:
            raise ValueError("the body names another system than the path")
        return request

    def answer(self, answer: Answer) -> dict[str, Any]:
        """Return the answer as it is."""
        return answer.model_dump(mode="json")

    def accepted(self, accepted: Accepted) -> Response:
        """Say 202."""
        return spoken(202, accepted.model_dump(mode="json"))

    def progress(self, progress: Progress) -> Response:
        """Say 200 and the stage."""
        return spoken(200, progress.model_dump(mode="json"))

    def unknown(self, key: str) -> Response:
        """Say 404."""
        return spoken(404, {"key": key, "title": "No such request."})

    def withdrawn(self, key: str, *, in_time: bool) -> Response:
        """Say 204, or 409 where the work is done."""
        return Response(status_code=204) if in_time else spoken(409, {"key": key, "title": "The work is done."})

    def refused(self, status: int, why: str) -> Response:
        """Say the status."""
        return spoken(status, {"title": why})

    def unheard_of(self, answer: Answer) -> tuple[int, dict[str, Any]]:
        """Return a success that the contract does not know."""
        return 207, self.answer(answer)

    def undecided(self, answer: Answer) -> dict[str, Any]:
        """Return an outcome that the contract does not know."""
        return self.answer(answer) | {"outcome": "perhaps"}


class VietnameseSpeech:
    """A dialect as many systems have it: names of their own, HTTP 200 for everything, and codes that say what it is."""

    name = "vietnamese"

    def request(self, system: str, body: bytes) -> Request:
        """Return what was asked, from their names."""
        said = json.loads(body)
        if not isinstance(said, dict):
            raise ValueError("not an object")
        known = {ours: said[theirs] for theirs, ours in _REQUEST.items() if theirs in said}
        opinion = {"asks": "opinion"} if said.get("loaiYeuCau") == "XIN_Y_KIEN" else {}
        return Request.model_validate(known | opinion | {"system": system})

    def answer(self, answer: Answer) -> dict[str, Any]:
        """Return the answer under their names; their own number is a number."""
        state = "HOAN_THANH" if answer.outcome == "done" else "TU_CHOI"
        said = {"maKetQua": "00", "maYeuCau": answer.key, "trangThai": state, "ketQua": answer.content}
        return said | {"lyDo": answer.reason, "soThamChieu": _number(answer.reference)}

    def accepted(self, accepted: Accepted) -> Response:
        """Say that it was received."""
        return self._stands(accepted.key, "DA_TIEP_NHAN", accepted.reference)

    def progress(self, progress: Progress) -> Response:
        """Say where it stands."""
        return self._stands(progress.key, _STAGES[progress.stage], progress.reference)

    def unknown(self, key: str) -> Response:
        """Say 44."""
        return spoken(200, {"maKetQua": "44", "maYeuCau": key})

    def withdrawn(self, key: str, *, in_time: bool) -> Response:
        """Say whether it was taken back."""
        return self._stands(key, "DA_RUT" if in_time else "KHONG_RUT_DUOC", None)

    def refused(self, status: int, why: str) -> Response:
        """Say a code under HTTP 200: 22 the request is wrong, 98 this one later, 99 the system is busy."""
        code = "98" if status == 409 else "22" if status < 500 and status not in (401, 403, 429) else "99"
        return spoken(200, {"maKetQua": code, "thongBao": why})

    def unheard_of(self, answer: Answer) -> tuple[int, dict[str, Any]]:
        """Return a code that nobody agreed on."""
        return 200, self.answer(answer) | {"maKetQua": "07"}

    def undecided(self, answer: Answer) -> dict[str, Any]:
        """Return a state that nobody agreed on."""
        return self.answer(answer) | {"trangThai": "CO_LE"}

    def _stands(self, key: str, state: str, reference: str | None) -> Response:
        said = {"maKetQua": "00", "maYeuCau": key, "trangThai": state, "soThamChieu": _number(reference)}
        return spoken(200, said)


_REQUEST: Final = {
    "maYeuCau": "key",
    "soHoSo": "dossier",
    "maThuTuc": "procedure",
    "buoc": "step",
    "lan": "visit",
    "maDonVi": "agency",
    "noiDung": "subject",
    "hanTraLoi": "reply_by",
    "diaChiTraLai": "callback_url",
}
_STAGES: Final = {
    "arrived": "DA_DEN",
    "received": "DA_TIEP_NHAN",
    "assigned": "DA_PHAN_CONG",
    "in_process": "DANG_XU_LY",
}

SPEECHES: Final[dict[str, Speech]] = {"contract": ContractSpeech(), "vietnamese": VietnameseSpeech()}


def _number(reference: str | None) -> int | None:
    return None if reference is None else int(reference.rsplit("-", 1)[-1], 16)


def flawed(speech: Speech, answer: Answer, flaw: Flaw, elsewhere: str) -> Response:
    """Return an answer that cannot be believed."""
    match flaw:
        case Flaw.NOT_JSON:
            return Response("<html>Hệ thống đang bảo trì</html>", media_type="text/html")
        case Flaw.OTHER_KEY:
            return spoken(200, speech.answer(answer.model_copy(update={"key": OTHER_KEY})))
        case Flaw.UNKNOWN_OUTCOME:
            return spoken(200, speech.undecided(answer))
        case Flaw.UNKNOWN_STATUS:
            status, body = speech.unheard_of(answer)
            return spoken(status, body)
        case Flaw.TOO_LARGE:
            filler = answer.model_copy(update={"content": {"filler": "x" * 2 * MAX_BODY}})
            return spoken(200, speech.answer(filler))
        case Flaw.REDIRECT:
            return Response(status_code=307, headers={"Location": elsewhere})


def failing(speech: Speech, behaviour: Behaviour) -> Response:
    """Return the failure a system was told to meet requests with."""
    response = speech.refused(behaviour.status, "The played system fails, as it was told.")
    if behaviour.retry_after is not None:
        response.headers["Retry-After"] = str(behaviour.retry_after)
    return response
