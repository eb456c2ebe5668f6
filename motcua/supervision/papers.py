"""Letters out of the register: issued when they are read or by a sweep, printed with or without personal data."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from motcua.dossiers.applicant import Applicant, applicant_of
from motcua.dossiers.facts import DutyOpened
from motcua.dossiers.ground import Ground
from motcua.errors import NotFoundError, RefusedError
from motcua.letters.check import as_read, check_value
from motcua.letters.forms import Form
from motcua.letters.issuing import letter_for, letters_due
from motcua.letters.letter import Letter
from motcua.letters.names import agency_name
from motcua.letters.printing import Language
from motcua.letters.story import Story, story_of
from motcua.letters.typesetter import typesetter
from motcua.register.letters import IssuedLetter, NewLetter
from motcua.register.register import Register

PURPOSE = "in giấy tờ · to print"
"""Said of every reading of personal data for a paper, with the form's name."""


class Issued(NamedTuple):
    """A letter with its number."""

    letter: Letter
    row: IssuedLetter


class Verified(NamedTuple):
    """The paper a check value belongs to."""

    form: Form
    seq: int
    row: IssuedLetter | None
    """None where that paper was never numbered."""


def issued_letters(code: str, register: Register, ground: Ground) -> list[Issued]:
    """Issue what a dossier's facts have not issued yet, and return all its letters in order.

    Raises:
        NotFoundError: There is no such dossier.
    """
    _issue_due(story_of(register.transitions(code)), register, ground)
    return numbered_letters(code, register)


def numbered_letters(code: str, register: Register) -> list[Issued]:
    """Return the letters of a dossier that have their numbers, in order; looking gives none."""
    return [Issued(_said(row), row) for row in register.letters(code)]


def issue(code: str, form: Form, register: Register, ground: Ground, seq: int | None = None) -> Issued:
    """Return one letter, issued now if it was not before; a receipt asked for is always given (R24).

    Raises:
        NotFoundError: There is no such dossier, or no such fact.
        RefusedError: Nothing that happened issues such a letter.
    """
    story = story_of(register.transitions(code))
    _issue_due(story, register, ground)
    numbered = register.letters(code) if seq is not None else ()
    for row in numbered:
        if (row.form, row.seq) == (form.value, seq):
            return Issued(_said(row), row)
    (row,) = register.issue_letters([new_letter(letter_for(form, story, ground, seq))])
    return Issued(_said(row), row)


def printed(
    issued: Issued,
    register: Register,
    ground: Ground,
    lang: Language = "vi",
    by: str | None = None,
    at: datetime | None = None,
    *,
    reader: str | None = None,
) -> bytes:
    """Return a letter as a PDF; the applicant's data are read only for somebody, and the reading is noted.

    Args:
        issued: The letter.
        register: Where the applicant is kept.
        ground: What agencies are called.
        lang: The language of the paper.
        by: `AGENCY` or `AGENCY/OFFICER` that prints it; None: without personal data.
        at: Moment of printing; None: now.
        reader: Who is noted as having read: the signature of who asked; None: `by`.

    Raises:
        RefusedError: That agency has no part in the dossier.
    """
    letter = issued.letter
    applicant = None
    if by is not None:
        _admit(letter.code, by, register, ground)
        applicant = applicant_for(letter.code, letter.form, by, register, at, reader=reader)
    return typesetter().letter(letter, lang, number=issued.row.number, applicant=applicant)


def applicant_for(
    code: str, form: Form, by: str, register: Register, at: datetime | None = None, *, reader: str | None = None
) -> Applicant:
    """Return the applicant of a dossier for a paper; where the data have gone, nobody.

    The reading is noted of who asked; whom they named as printing stands with the purpose, where it is another.
    """
    named = "" if reader in (None, by) else f" ({by})"
    try:
        return applicant_of(register.applicant(code, reader or by, f"{PURPOSE}: {form.value}{named}", at=at))
    except (NotFoundError, RefusedError):
        return Applicant()


def sweep(register: Register, ground: Ground, *, batch: int = 200) -> int:
    """Issue what is due on every dossier, and return how many letters were numbered."""
    codes = _codes(register, batch)
    return sum(_issue_due(story_of(register.transitions(code)), register, ground) for code in codes)


def _codes(register: Register, batch: int) -> Iterator[str]:
    after = ""
    while codes := register.without_letters(after=after, limit=batch):
        yield from codes
        after = codes[-1]


def verified(code: str, value: str, register: Register) -> Verified | None:
    """Return the paper on a dossier that bears a check value, or None where there is none.

    Raises:
        NotFoundError: There is no such dossier.
        RefusedError: The dossier's facts are not as they were written, so that nothing can be verified by them.
    """
    if (broken := register.verify(code)) is not None:
        raise _broken(code, broken)
    wanted = as_read(value)
    for seq, fact_hash in register.fact_hashes(code):
        for form in Form:
            if check_value(code, form.value, seq, fact_hash) == wanted:
                rows = {(row.form, row.seq): row for row in register.letters(code)}
                return Verified(form, seq, rows.get((form.value, seq)))
    return None


def _issue_due(story: Story, register: Register, ground: Ground) -> int:
    """Issue what a story's facts have not issued yet, and return how many letters that is."""
    known = {(row.form, row.seq) for row in register.letters(story.opened.code)}
    due = [(form, seq) for form, seq in letters_due(story, ground) if (form.value, seq) not in known]
    if due:
        register.issue_letters([new_letter(letter_for(form, story, ground, seq)) for form, seq in due])
    return len(due)


def new_letter(letter: Letter) -> NewLetter:
    """Return a letter as the books of numbers take it in."""
    return NewLetter(
        dossier=letter.code,
        form=letter.form.value,
        seq=letter.seq,
        agency=letter.agency,
        year=letter.year,
        law=letter.law,
        check_value=letter.check,
        issued_at=letter.issued_at,
        content=letter.model_dump_json(),
    )


def _said(row: IssuedLetter) -> Letter:
    return Letter.model_validate_json(row.content)


def _admit(code: str, by: str, register: Register, ground: Ground) -> None:
    """Personal data are printed by agencies that have a part in the dossier, and by nobody else."""
    story = story_of(register.transitions(code))
    dossier = story.now
    parts = {dossier.one_stop, dossier.competent}
    parts |= {told.fact.agency for told in story.told if isinstance(told.fact, DutyOpened)} - {"applicant"}
    agency = by.split("/")[0]
    if agency not in parts:
        name = agency_name(agency, ground)
        raise RefusedError(
            f"{name.en} has no part in dossier {code}.",
            vi=f"{name.vi} không tham gia giải quyết hồ sơ {code}.",
            field="by",
            hint="Print it without the applicant's data, or as one of the dossier's agencies.",
            hint_vi="In không có dữ liệu người nộp, hoặc với tư cách một cơ quan của hồ sơ.",
        )


def _broken(code: str, seq: int) -> RefusedError:
    return RefusedError(
        f"Fact {seq} of dossier {code} is not as it was written: nothing can be verified by it.",
        vi=f"Sự kiện {seq} của hồ sơ {code} không còn nguyên vẹn; không thể dùng để kiểm tra.",
        field="code",
        rule="R74",
        hint="Compare the register with its backup.",
        hint_vi="Đối chiếu sổ đăng ký với bản sao lưu.",
    )
