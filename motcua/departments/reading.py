"""Understanding what a system said, strictly: whatever does not fit is refused with its digest, never guessed at."""

import json
from typing import TypeVar

from pydantic import ValidationError

from motcua.departments.errors import OutOfOrderError, UnreadableAnswerError
from motcua.departments.port import Accepted, Answer, Progress
from motcua.exchange.payload import MAX_BODY, digest

Reply = TypeVar("Reply", Answer, Accepted, Progress)


def read(model: type[Reply], body: bytes, *, key: str | None = None) -> Reply:
    """Return the body as a model of the port.

    Args:
        model: `Answer`, `Accepted` or `Progress`.
        body: The payload as it arrived; what exceeds `MAX_BODY` bytes is refused.
        key: The key that was asked under, or None where any key will do (a callback).

    Raises:
        UnreadableAnswerError: It is too large, not JSON, does not fit the model, or answers another key.
    """
    if len(body) > MAX_BODY:
        raise unreadable(body, f"is larger than {MAX_BODY} bytes")
    try:
        reply = model.model_validate_json(body)
    except ValidationError as error:
        raise unreadable(body, first_fault(error)) from None
    if key is not None and reply.key != key:
        raise unreadable(body, "answers another key", field="key")
    return reply


def read_either(body: bytes, *, key: str | None = None) -> Answer | Progress:
    """Return the body as an answer, or, where it names a stage, as word of where the request stands.

    Raises:
        UnreadableAnswerError: As `read`.
    """
    if len(body) <= MAX_BODY:
        try:
            said = json.loads(body)
        except (ValueError, RecursionError):
            said = None
        if isinstance(said, dict) and "stage" in said:
            return read(Progress, body, key=key)
    return read(Answer, body, key=key)


def out_of_order(body: bytes, why: str) -> OutOfOrderError:
    """Return the error for a payload that is understood and comes too late; `why` continues "The message …"."""
    return OutOfOrderError(
        f"The message {why}.",
        vi="Thông điệp sai thứ tự so với các thông điệp trước; thông điệp này không được sử dụng.",
        digest=digest(body),
    )


def unreadable(body: bytes, why: str, *, field: str | None = None) -> UnreadableAnswerError:
    """Return the error for a payload that cannot be acted upon; `why` continues "The answer …"."""
    return UnreadableAnswerError(
        f"The answer {why}.",
        vi="Không đọc được câu trả lời của hệ thống chuyên ngành; câu trả lời này không được sử dụng.",
        digest=digest(body),
        field=field,
    )


def first_fault(error: ValidationError) -> str:
    """Say what is wrong without repeating a word of the payload, which may hold anything."""
    fault = error.errors(include_input=False, include_context=False, include_url=False)[0]
    if fault["type"] == "json_invalid":
        return "is not JSON"
    if fault["type"] == "extra_forbidden":
        return "has a field that is not in the contract"
    field = fault["loc"][0] if fault["loc"] else "the whole"
    return f"does not fit the contract ({field}: {fault['msg']})"
