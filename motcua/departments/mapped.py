"""A dialect that is described by a profile: their names and codes, read by its cases."""

import json
from typing import Any, Final, TypeVar

from pydantic import JsonValue, ValidationError

from motcua.departments.contract import Contract
from motcua.departments.dialect import Said
from motcua.departments.expressions import ExpressionError, holds, value_of
from motcua.departments.mapping import OF_WITHDRAWAL, STAGES, AnswerMapping, Case, DialectMapping, Meaning
from motcua.departments.port import Accepted, Answer, Progress, Request, Unknown, Withdrawn
from motcua.departments.profile import DepartmentProfile
from motcua.departments.reading import first_fault, unreadable
from motcua.departments.statuses import failure, sorts, unavailable, wrong
from motcua.errors import InvalidInputError
from motcua.exchange.payload import MAX_BODY, storable

Reply = TypeVar("Reply", Answer, Accepted, Progress)

_OPTIONAL: Final = frozenset({"reference", "said"})
"""Parts that may be missing in what they say: nothing depends on them."""


class Mapped:
    """Speaks to a system in its own words; what its profile does not map is the contract's.

    Args:
        profile: The system.
        mapping: Its words.
    """

    def __init__(self, profile: DepartmentProfile, mapping: DialectMapping) -> None:
        self._profile = profile
        self._mapping = mapping
        self._contract = Contract(profile)
        self._reader = Reader(profile, mapping.answer) if mapping.answer is not None else None

    def written(self, request: Request) -> bytes:
        """Return the request under their names."""
        if self._mapping.request is None:
            return self._contract.written(request)
        return _filled(self._mapping.request, {"request": request.model_dump(mode="json")})

    def withdrawal(self, request: Request, reason: str) -> bytes | None:
        """Return the body the profile describes for a withdrawal, if any."""
        body = self._profile.withdraw.body if self._profile.withdraw is not None else {}
        return _filled(body, {"request": request.model_dump(mode="json"), "reason": reason}) if body else None

    def asked(self, said: Said, key: str) -> Answer | Accepted:
        """Return what the first case that holds makes of it."""
        if self._reader is None:
            return self._contract.asked(said, key)
        reply = self._reader.understood(said, key)
        if isinstance(reply, Progress):
            return Accepted(key=reply.key, reference=reply.reference)
        if isinstance(reply, Unknown):
            raise unreadable(said.body, "says that our own request is unknown")
        return reply

    def polled(self, said: Said, key: str) -> Answer | Accepted | Progress | Unknown:
        """Return what the first case that holds makes of it."""
        return self._reader.understood(said, key) if self._reader else self._contract.polled(said, key)

    def withdrew(self, said: Said, key: str) -> Withdrawn:
        """Return what the cases make of it; where none speaks of withdrawal, what the status says."""
        if self._reader is None or not self._reader.speaks_of_withdrawal:
            return self._contract.withdrew(said, key)
        return self._reader.withdrew(said, key)

    def called_back(self, said: Said) -> Answer | Progress:
        """Return what the first case that holds makes of it; the key has to be in it."""
        if self._reader is None:
            return self._contract.called_back(said)
        reply = self._reader.understood(said, None)
        if isinstance(reply, Accepted):
            return Progress(key=reply.key, stage="received", reference=reply.reference)
        if isinstance(reply, Unknown):
            raise unreadable(said.body, "says that a request is unknown, of its own accord")
        return reply


class Reader:
    """Reads what a system says by the cases of its profile."""

    def __init__(self, profile: DepartmentProfile, mapping: AnswerMapping) -> None:
        self._profile = profile
        self._mapping = mapping
        self.speaks_of_withdrawal = bool(mapping.meanings & OF_WITHDRAWAL)

    def understood(self, said: Said, key: str | None) -> Answer | Accepted | Progress | Unknown:
        """Return what was said; see `Department.poll` for what may be raised.

        Args:
            said: What was said.
            key: The key that was asked under; None of a callback.
        """
        given = _given(said)
        case = self._case(said, given, of_withdrawal=False)
        match case.means:
            case Meaning.UNKNOWN:
                if key is None:
                    raise unreadable(said.body, "says that a request is unknown, of its own accord")
                return Unknown(key=key)
            case Meaning.ACCEPTED:
                return _made(Accepted, self._parts(case, said, given, key), said)
            case Meaning.DONE | Meaning.REFUSED:
                parts = self._parts(case, said, given, key) | {"outcome": case.means.value}
                return _made(Answer, parts, said)
            case stage if stage in STAGES:
                return _made(Progress, self._parts(case, said, given, key) | {"stage": stage.value}, said)
        raise self._failed(case, said)

    def withdrew(self, said: Said, key: str) -> Withdrawn:
        """Return what came of calling a request off."""
        case = self._case(said, _given(said), of_withdrawal=True)
        if case.means is Meaning.WITHDRAWN or case.means is Meaning.UNKNOWN:
            return Withdrawn(key=key, outcome="withdrawn")
        if case.means is Meaning.TOO_LATE:
            return Withdrawn(key=key, outcome="too_late")
        raise self._failed(case, said)

    def _case(self, said: Said, given: dict[str, Any], *, of_withdrawal: bool) -> Case:
        either_way = {Meaning.UNKNOWN, Meaning.NOT_NOW, Meaning.WRONG}
        for case in self._mapping.cases:
            fits = case.means in either_way or (case.means in OF_WITHDRAWAL) == of_withdrawal
            if fits and holds(case.when, given):
                return case
        if sorts(self._profile, said.status):
            raise failure(self._profile, said.status, said.retry_after)
        raise unreadable(said.body, f"has no case in the profile (HTTP {said.status})")

    def _parts(self, case: Case, said: Said, given: dict[str, Any], key: str | None) -> dict[str, JsonValue]:
        expressions = {
            "key": case.key or self._mapping.key,
            "content": case.content,
            "reason": case.reason,
            "reference": case.reference or self._mapping.reference,
            "said": case.said,
        }
        wanted = expressions | ({"said": None} if case.means not in STAGES else {})
        parts = {name: _part(name, text, given, said) for name, text in wanted.items() if text is not None}
        parts = {name: value for name, value in parts.items() if value is not None}
        if expressions["key"] is None:
            # The exchange itself says to what it belongs; what comes by itself has to say so.
            parts["key"] = key
        if key is not None and parts.get("key") != key:
            raise unreadable(said.body, "answers another key", field="key")
        return parts

    def _failed(self, case: Case, said: Said) -> Exception:
        if case.means is Meaning.NOT_NOW:
            return unavailable(self._profile, said.status, said.retry_after, scope=case.scope or "system")
        if case.means is Meaning.WRONG:
            return wrong(self._profile, said.status)
        return unreadable(said.body, f"means {case.means}, which has no place here")


def _given(said: Said) -> dict[str, Any]:
    """Return what conditions may look at; a body that is no JSON is null, so that a status can still say something."""
    if len(said.body) > MAX_BODY:
        raise unreadable(said.body, f"is larger than {MAX_BODY} bytes")
    try:
        body = json.loads(said.body)
        storable(body)
    except (ValueError, RecursionError):
        body = None
    return {"status": said.status, "body": body, "via": said.via}


def _part(name: str, expression: str, given: dict[str, Any], said: Said) -> JsonValue:
    try:
        value = value_of(expression, given)
    except ExpressionError:
        if name in _OPTIONAL:
            return None
        raise unreadable(said.body, f"does not hold its {name} where the profile says", field=name) from None
    # Their numbers for the matter are numbers in some systems; a text is what we keep.
    return str(value) if name in ("reference", "key") and isinstance(value, int) else value


def _made(model: type[Reply], parts: dict[str, JsonValue], said: Said) -> Reply:
    try:
        return model.model_validate(parts)
    except ValidationError as error:
        raise unreadable(said.body, first_fault(error)) from None


def _filled(names: dict[str, str], given: dict[str, Any]) -> bytes:
    """Return a body of their names; a name whose expression gives null is left out.

    Raises:
        InvalidInputError: An expression cannot be computed for this request.
    """
    body: dict[str, Any] = {}
    for name, expression in names.items():
        try:
            value = value_of(expression, given)
        except ExpressionError as problem:
            raise InvalidInputError(
                f"The request cannot be written: {problem}.",
                vi=f"Không lập được yêu cầu: thiếu dữ liệu cho {name}.",
                field=name,
                hint="Give the missing datum, or write has(…) ? … : null in the profile's mapping.",
                hint_vi="Bổ sung dữ liệu còn thiếu, hoặc ghi has(…) ? … : null trong phần ánh xạ của cấu hình.",
            ) from problem
        if value is not None:
            _put(body, name.split("."), value)
    return json.dumps(body, ensure_ascii=False).encode()


def _put(body: dict[str, Any], path: list[str], value: JsonValue) -> None:
    *above, last = path
    for name in above:
        body = body.setdefault(name, {})
    body[last] = value
