"""What callers from outside may ask: acts of people and agencies, never those of the law or of the engine itself."""

from typing import Annotated, get_args

from pydantic import Field

from motcua.agencies.codes import DossierCode
from motcua.dossiers.commands import Act, Deed
from motcua.dossiers.parts import Actor, Key, Model, Moment, Words
from motcua.errors import InvalidInputError
from motcua.supervision.counter import Opening


class Action(Model):
    """Something an officer, an agency or an applicant does to a dossier."""

    key: Key | None = None
    """The caller's own name for this act: sent twice, it is done once."""
    by: Actor
    at: Moment | None = None
    """When it was done; None: now. At most ten minutes ago."""
    reason: Words | None = None
    do: Annotated[Deed, Field(discriminator="kind")]

    def as_act(self, key: str) -> Act:
        """Return the act as the dossier takes it."""
        return Act.model_validate(self.model_dump(exclude_unset=True) | {"key": key})


def act_of(action: Action, header: str | None) -> Act:
    """Return the act with its key: from the body, or from the header of the request.

    Raises:
        InvalidInputError: There is no key, or there are two different ones.
    """
    if action.key and header and action.key != header:
        raise InvalidInputError(
            "The body and the header Idempotency-Key name two different keys.",
            vi="Khoá trong nội dung và trong tiêu đề Idempotency-Key khác nhau.",
            field="key",
            hint="Give one of them.",
            hint_vi="Chỉ gửi một khoá.",
        )
    key = action.key or header
    if not key:
        raise InvalidInputError(
            "An act needs a key of the caller's own, so that sending it twice does it once.",
            vi="Thao tác phải có khoá chống lặp.",
            field="key",
            hint="Give `key` in the body, or the header Idempotency-Key.",
            hint_vi="Gửi `key` trong nội dung, hoặc tiêu đề Idempotency-Key.",
        )
    return action.as_act(key)


def admitted(opening: Opening) -> Opening:
    """Return an opening whose past holds only what people and agencies do.

    Raises:
        InvalidInputError: It holds an opening, a ringing alarm or a system's answer.
    """
    for number, act in enumerate(opening.past):
        if not isinstance(act.do, get_args(Deed)):
            raise InvalidInputError(
                f"{act.do.kind} is nothing that can be reported of the past.",
                vi=f"Không thể khai báo {act.do.kind} trong quá khứ của hồ sơ.",
                field=f"past.{number}.do.kind",
                hint="A step a department system did is reported as `complete` by the agency that holds it.",
                hint_vi="Bước do hệ thống ngành thực hiện được khai báo là `complete` bởi cơ quan giữ bước đó.",
            )
    return opening


def dossier_code(text: str) -> str:
    """Return a dossier code as it is kept.

    Raises:
        InvalidInputError: It is of neither generation (R18, R19).
    """
    try:
        return DossierCode.parse(text).format()
    except InvalidInputError as wrong:
        raise InvalidInputError(
            wrong.message, vi=wrong.message_vi, field="code", rule="R18, R19", hint=wrong.hint, hint_vi=wrong.hint_vi
        ) from None
