"""The form of an intake sent again: the same is the same dossier, and something else is nothing it already opened."""

import re
from secrets import token_hex

from motcua.errors import ConflictError, InvalidInputError, NotFoundError, RefusedError
from motcua.register.register import Register
from motcua.supervision.access.viewer import Viewer
from motcua.supervision.counter import Opening
from motcua.supervision.offers.answering import KEY

PURPOSE = "đối chiếu biểu mẫu tiếp nhận gửi lại · to compare a form of intake that was sent again"
SHAPE = re.compile(rf"{re.escape(KEY)}[0-9a-f]{{32}}")


def new_key() -> str:
    """Return the key of a form that nobody has sent yet."""
    return f"{KEY}{token_hex(16)}"


def key_of_form(said: str) -> str:
    """Return the key a form bears.

    Raises:
        InvalidInputError: It is none of ours.
    """
    if not SHAPE.fullmatch(said):
        raise InvalidInputError(
            "This is no form of this page.",
            vi="Biểu mẫu gửi lên không đúng.",
            field="key",
            hint="Open /intake and fill its form in.",
            hint_vi="Mở /intake rồi làm từ biểu mẫu ở đó.",
        )
    return said


def must_say_the_same(viewer: Viewer, opening: Opening, register: Register) -> None:
    """Return if a form has opened nothing yet, or names the applicant of what it opened.

    Of an opening the register knows all but the applicant by a hash; the applicant is read, and the reading noted.

    Raises:
        ConflictError: It was sent before, for another applicant.
    """
    code = register.code_for(opening.by.agency, opening.key)
    if code is None or not register.has(code):
        return
    try:
        known = register.applicant(code, viewer.signature, PURPOSE)
    except NotFoundError:
        known = {}
    except RefusedError:  # deleted meanwhile: nobody can tell any more
        return
    if known != (opening.applicant or {}):
        raise sent_before(code)


def sent_before(code: str) -> ConflictError:
    """Return the refusal of a form that was sent before with something else on it."""
    return ConflictError(
        f"This form was sent before with something else on it, as dossier {code}. What you sent now was not opened.",
        vi=f"Biểu mẫu này đã được gửi trước đó với nội dung khác, thành hồ sơ {code}. Lần gửi này chưa mở hồ sơ nào.",
        hint=f"Look at {code} first; if another dossier is meant, send it again from here.",
        hint_vi=f"Xem hồ sơ {code} trước; nếu đúng là hồ sơ khác thì gửi lại từ đây.",
    )
