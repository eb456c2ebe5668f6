"""Whether a printed paper is ours: asked by anybody who holds it, so that nothing is told to who does not."""

import hashlib

from motcua.errors import NotFoundError, RefusedError
from motcua.letters.check import LENGTH, as_read, check_value
from motcua.letters.forms import Form
from motcua.letters.letter import Letter
from motcua.register.letters import IssuedLetter
from motcua.register.register import Register
from motcua.supervision.access.tokens import same
from motcua.supervision.papers import Issued

NOTHING = "0" * LENGTH
"""Compared with where a dossier has no papers, so that it takes no less time."""


def genuine(code: str, value: str, register: Register, forms: tuple[Form, ...] = tuple(Form)) -> Issued:
    """Return the paper of a dossier that bears a check value.

    Every paper of the dossier is compared, in a time that does not tell which one fits or how far. A code that was
    never given and a value that fits nothing are answered in the same words.

    Args:
        code: The dossier.
        value: The check value, as somebody read it off the paper.
        register: Where papers were issued.
        forms: Which papers count.

    Raises:
        NotFoundError: No such paper was issued.
        RefusedError: The register does not hold it as it was written: nothing can be said by it.
    """
    found, wanted = _bearing(register.letters(code), as_read(value)), as_read(value)
    if found is None or Form(found.form) not in forms:
        raise _none_such()
    if not _is_whole(found, wanted, register):
        raise _not_vouched_for()
    return Issued(Letter.model_validate_json(found.content), found)


def _bearing(rows: list[IssuedLetter], wanted: str) -> IssuedLetter | None:
    """Return the row of a check value; all are looked at, whether or not one was found."""
    found = None
    for row in rows:
        if same(row.check_value, wanted):
            found = row
    if not rows:
        same(NOTHING, wanted)
    return found


def _is_whole(row: IssuedLetter, wanted: str, register: Register) -> bool:
    """Whether the paper still follows from its fact, says what it said, and the dossier's chain holds."""
    known = register.fact_hash(row.dossier, row.seq)
    follows = known is not None and check_value(row.dossier, row.form, row.seq, known) == wanted
    says_so = hashlib.sha256(row.content.encode()).hexdigest() == row.content_sha256
    return follows and says_so and register.verify(row.dossier) is None


def later_of(paper: Issued, register: Register) -> list[Issued]:
    """Return what was issued after a paper and came in its place: one of its form, or a new date."""
    rows = [row for row in register.letters(paper.row.dossier) if row.seq > paper.row.seq]
    issued = [Issued(Letter.model_validate_json(row.content), row) for row in rows]
    return [each for each in issued if each.letter.form is paper.letter.form or _moves_the_date(paper, each)]


def _moves_the_date(paper: Issued, later: Issued) -> bool:
    body = later.letter.body
    return paper.letter.form is Form.RECEIPT and body.kind == "apology" and body.new_due is not None


def _none_such() -> NotFoundError:
    return NotFoundError(
        "No paper with this dossier code and check value was issued.",
        vi="Không có giấy tờ nào mang mã hồ sơ và mã kiểm tra này.",
        field="check",
        hint="Read both off the paper again.",
        hint_vi="Kiểm tra lại hai mã in trên giấy.",
    )


def _not_vouched_for() -> RefusedError:
    return RefusedError(
        "Nothing can be said about this paper now: the register has to be examined first.",
        vi="Hiện chưa thể xác nhận giấy này: sổ gốc cần được kiểm tra.",
        field="check",
        rule="R74",
        hint="Ask the one-stop that issued it.",
        hint_vi="Hỏi Bộ phận Một cửa đã cấp giấy.",
    )
