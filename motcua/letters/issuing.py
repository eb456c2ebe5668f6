"""Which fact issues which letter, and the letter itself: a function of the facts and of what they are named by."""

from collections.abc import Iterator

from motcua.dossiers import facts as f
from motcua.dossiers.dossier import Dossier
from motcua.dossiers.ground import Ground
from motcua.errors import RefusedError
from motcua.letters import between_agencies, of_lateness, to_applicants
from motcua.letters.check import check_value
from motcua.letters.forms import TO_APPLICANTS, Form, Law, law_on, title_of
from motcua.letters.letter import Body, Letter
from motcua.letters.names import Names, heading_of
from motcua.letters.story import Story, Told
from motcua.procedures.definition import Ending
from motcua.procedures.model import Text

ISSUED_BY: dict[str, Form] = {
    "received": Form.RECEIPT,
    "supplement_asked": Form.SUPPLEMENT,
    "not_accepted": Form.REFUSAL,
    "reappointed": Form.APOLOGY,
    "apologised": Form.APOLOGY,
    "stopped": Form.STOP,
    "leg_opened": Form.TRANSFER_SLIP,
}
"""Kinds of facts, and the form each issues; the control slip is issued on any, the refusal by a refused result too."""
BY_THE_DECIDING_AGENCY = ("reappointed", "apologised", "stopped", "result_ready")
"""Facts whose letters the responsible agency answers for itself; everything else is the one-stop's."""


def issued_by(fact: f.AnyFact) -> Form | None:
    """Return the form a fact issues; a result issues one where it is a refusal (R53)."""
    if isinstance(fact, f.ResultReady):
        return Form.REFUSAL if fact.result is Ending.REFUSED else None
    return ISSUED_BY.get(fact.kind)


def letters_due(story: Story, ground: Ground) -> Iterator[tuple[Form, int]]:
    """Yield form and fact of every letter that a dossier's facts issue unasked; a leg's none to the applicant (R44)."""
    names, law, leg = names_of(story, ground), law_of(story, ground), story.opened.parent is not None
    for told in story.told:
        form = issued_by(told.fact)
        if form is None or form not in law.forms or (leg and form in TO_APPLICANTS):
            continue
        if form is not Form.RECEIPT or _receipt_is_due(told, story, names):
            yield form, told.seq


def _receipt_is_due(told: Told, story: Story, names: Names) -> bool:
    return to_applicants.receipt_is_due(names.procedure, names.local(told.at, story.now.one_stop))


def letter_for(form: Form, story: Story, ground: Ground, seq: int | None = None) -> Letter:
    """Return a letter on a dossier.

    Args:
        form: What it is.
        story: The dossier's facts.
        ground: What procedures, documents and agencies are called.
        seq: The fact that issues it; None: the last one that does.

    Raises:
        RefusedError: No fact of the dossier issues such a letter, its law knows no such form, or the dossier is a leg
            and the letter would be to the applicant.
        NotFoundError: There is no such fact.
    """
    law = law_of(story, ground)
    title = title_of(form, law)
    if form in TO_APPLICANTS and story.opened.parent is not None:
        raise _of_the_whole(title.title, story.now)
    told = _issuing(form, story, seq, title.title)
    names = names_of(story, ground)
    agency = _issuer(form, told)
    return Letter(
        form=form,
        law=law.id,
        law_name=law.name,
        number=title.number,
        title=title.title,
        heading=heading_of(agency, ground),
        agency=agency,
        code=told.after.code,
        seq=told.seq,
        issued_at=names.local(told.at, agency),
        check=check_value(told.after.code, form.value, told.seq, told.hash),
        procedure=names.procedure.name,
        procedure_code=names.procedure.code,
        field=names.procedure.field,
        applicant_kind=told.after.applicant_kind,
        body=_body(form, told, story, names, law),
    )


def _issuer(form: Form, told: Told) -> str:
    deciding = form is not Form.CONTROL_SLIP and told.fact.kind in BY_THE_DECIDING_AGENCY
    return told.after.competent if deciding else told.after.one_stop


def law_of(story: Story, ground: Ground) -> Law:
    """Return the law of the local day a dossier was received; of one not received yet, of the day it came in."""
    dossier = story.now
    at = dossier.received_at or dossier.opened_at
    return law_on(ground.calendar_of(dossier.one_stop).local(at).date())


def names_of(story: Story, ground: Ground) -> Names:
    """Return the names of a dossier's letters."""
    dossier = story.now
    return Names(ground, ground.procedure(dossier.procedure, dossier.version))


def _of_the_whole(paper: Text, leg: Dossier) -> RefusedError:
    """A leg does not speak to the applicant: its result goes back under the slip of the whole (art. 19.7)."""
    return RefusedError(
        f"Dossier {leg.code} is a leg of {leg.parent}: the applicant has the papers of the whole.",
        vi=f"Hồ sơ {leg.code} là hồ sơ liên thông của {leg.parent}: giấy tờ cho người nộp thuộc hồ sơ chính.",
        field="form",
        rule="R44",
        hint=f"Ask for the paper “{paper.en}” of {leg.parent}.",
        hint_vi=f"Lấy văn bản “{paper.vi}” của hồ sơ {leg.parent}.",
    )


def _issuing(form: Form, story: Story, seq: int | None, paper: Text) -> Told:
    """Return the fact that issues a letter."""
    if form is Form.CONTROL_SLIP:
        return story.told[-1] if seq is None else story.at(seq)
    found = [told for told in story.told if issued_by(told.fact) is form]
    if seq is not None:
        story.at(seq)
        found = [told for told in found if told.seq == seq]
    if not found:
        raise _nothing_to_issue(paper, story.opened.code)
    return found[-1]


def _nothing_to_issue(paper: Text, code: str) -> RefusedError:
    return RefusedError(
        f"Nothing that happened to dossier {code} issues the paper “{paper.en}”.",
        vi=f"Hồ sơ {code} không có sự kiện nào phát sinh văn bản “{paper.vi}”.",
        field="form",
        hint="Look at the list of the dossier's letters; a control slip can be had at any time.",
        hint_vi="Xem danh sách giấy tờ của hồ sơ; phiếu kiểm soát in được bất cứ lúc nào.",
    )


def _body(form: Form, told: Told, story: Story, names: Names, law: Law) -> Body:
    match told.fact:
        case _ if form is Form.CONTROL_SLIP:
            return between_agencies.control_slip(story.until(told.seq), names)
        case f.Received():
            return to_applicants.receipt(told, story, names)
        case f.SupplementAsked() as asked:
            return to_applicants.supplement(told, asked, names)
        case f.NotAccepted() as refused:
            return to_applicants.refusal(told, refused, names)
        case f.ResultReady() as result:
            return to_applicants.refusal_on_merits(told, result, story, names)
        case f.Reappointed() as moved:
            return of_lateness.reappointment(told, moved, names)
        case f.Apologised() as sorry:
            return of_lateness.apology(told, sorry, names)
        case f.Stopped() as stopped:
            return of_lateness.stop(told, stopped, story, names, law)
        case f.LegOpened() as leg:
            return between_agencies.transfer_slip(told, leg, names)
        case other:
            raise ValueError(f"{other.kind} issues no letter")


def form_called(text: str) -> Form:
    """Return the form of that key.

    Raises:
        RefusedError: There is none.
    """
    try:
        return Form(text)
    except ValueError:
        raise RefusedError(
            f"There is no form {text!r}.",
            vi=f"Không có mẫu “{text}”.",
            field="form",
            hint=f"One of: {', '.join(form.value for form in Form if form is not Form.TRACKING_BOOK)}.",
            hint_vi=f"Chọn một trong: {', '.join(form.value for form in Form if form is not Form.TRACKING_BOOK)}.",
        ) from None
