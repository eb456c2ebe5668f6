"""Dossiers on the shipped procedures whose facts issue every letter, and an applicant who does not exist."""

from functools import cache
from typing import Any

from motcua.dossiers import facts as f
from motcua.dossiers.applicant import Applicant
from motcua.dossiers.evolve import apply
from motcua.dossiers.facts import AnyFact, Transition
from motcua.dossiers.ground import Ground
from motcua.dossiers.loading import load_ground
from motcua.dossiers.parts import Actor, OfficialClock, State
from motcua.letters.forms import Form
from motcua.letters.issuing import letter_for
from motcua.letters.letter import Letter
from motcua.letters.names import Names, heading_of
from motcua.letters.story import Story, story_of
from motcua.letters.tracking_book import Book, Line, book_of
from motcua.supervision.book import NOTES, RESULT_BY
from motcua.worktime.allowance import Allowance
from tests.register.papers import at

CODE = "000.00.07.H61-261102-0001"
ONE_STOP, LAND, TAX, SEA = "vinhlong.ttpvhcc", "vinhlong.vpdkdd", "vinhlong.thue", "vinhlong.so-nnmt"
LAND_LAW = "Luật Đất đai số 31/2024/QH15, Điều 45"
COUNTER = Actor(agency=ONE_STOP, officer="TN-07")
OFFICER = Actor(agency=LAND, officer="DD-12")
APPLICANT = Applicant(
    name="Nguyễn Văn Thử Nghiệm",
    id_number="000000000000",
    address="Số 0, đường Giả Định, phường An Hội, tỉnh Vĩnh Long",
    phone="0000 000 000",
    email="thu.nghiem@example.vn",
)
"""Nobody: invented for the tests."""


@cache
def the_ground() -> Ground:
    """Return the shipped procedures, agencies and calendars."""
    return load_ground()


class Told:
    """A dossier told act by act, with the facts as they are given."""

    def __init__(self, procedure: str = "1.013831", version: str = "2025-07-01", code: str = CODE) -> None:
        self.procedure, self.version, self.code = procedure, version, code
        self.acts: list[Transition] = []

    def opens(self, when: str, *facts: AnyFact, by: Actor = COUNTER, **more: Any) -> "Told":
        """Open the dossier."""
        plain: dict[str, Any] = {
            "code": self.code,
            "procedure": self.procedure,
            "version": self.version,
            "channel": "direct",
            "territory": "86",
            "one_stop": ONE_STOP,
            "competent": LAND,
            "documents": ("application", "certificate", "contract"),
        }
        return self.does(when, f.Opened.model_validate(plain | more), *facts, by=by)

    def does(self, when: str, *facts: AnyFact, by: Actor = OFFICER, reason: str | None = None) -> "Told":
        """Say one act."""
        moment = at(when)
        key = f"k{len(self.acts) + 1}"
        act = Transition(key=key, by=by, at=moment, recorded_at=moment, reason=reason, facts=facts)
        self.acts.append(Transition.model_validate_json(act.model_dump_json(exclude_unset=True)))
        return self

    @property
    def story(self) -> Story:
        """The story of what was told."""
        return story_of(self.acts)

    def letter(self, form: Form, seq: int | None = None) -> Letter:
        """Return a letter on it."""
        return letter_for(form, self.story, the_ground(), seq)

    @property
    def head(self) -> str:
        """The hash of the last fact, as the dossier itself keeps it."""
        dossier = None
        for act in self.acts:
            dossier = apply(dossier, act)
        assert dossier is not None
        return dossier.head


def clock(since: str, due: str, allow: str = "8wd", why: str = "receipt") -> AnyFact:
    """Return the fact that the official clock runs."""
    end = at(due)
    run = OfficialClock(
        allow=Allowance.parse(allow),
        since=at(since),
        due=end,
        late_from=end.replace(hour=23, minute=59),
        calendar="vn@test",
    )
    return f.ClockSet.model_validate({"why": why, "clock": run})


def duty(step: str, agency: str, due: str | None = None, kind: str = "appraise", **more: Any) -> AnyFact:
    """Return the fact that an agency holds a step."""
    limit = {"allow": "2wd", "due": at(due)} if due else {}
    return f.DutyOpened.model_validate({"step": step, "step_kind": kind, "agency": agency} | limit | more)


def received(told: Told | None = None, **more: Any) -> Told:
    """Return a land dossier received at the counter on Mon 2 November 2026, due on Thu 12 November."""
    return (told or Told()).opens(
        "Mon 2026-11-02 08:05",
        f.Received(),
        clock("Mon 2026-11-02 08:05", "Thu 2026-11-12 17:00"),
        f.PhaseStarted(phase="GD1", allow=Allowance.parse("4wd"), due=at("Fri 2026-11-06 17:00")),
        duty("s1", ONE_STOP, "Mon 2026-11-02 13:35", "intake"),
        **more,
    )


def whole() -> Told:
    """Return a dossier with a supplement, a re-appointment, hand-overs on paper, linked work, and a stop."""
    return put_off_and_stopped(at_other_agencies(completed(handed_over(received(originals=("certificate",))))))


def handed_over(told: Told) -> Told:
    """Hand the papers to the land office, which receives them."""
    told.does(
        "Mon 2026-11-02 10:30",
        f.DutyClosed(step="s1"),
        duty("s2", LAND, "Wed 2026-11-04 17:00", giver=ONE_STOP, hand_over_by=at("Mon 2026-11-02 17:00")),
        by=COUNTER,
    )
    return told.does("Mon 2026-11-02 14:10", f.DutyReceived(step="s2", due=at("Wed 2026-11-04 14:10")))


def completed(told: Told) -> Told:
    """Ask the applicant for a supplement, and receive it."""
    told.does(
        "Tue 2026-11-03 09:00",
        f.SupplementAsked(
            number=1,
            items=("survey", "Bản đồ hiện trạng thửa đất"),
            reason="Kích thước thửa đất trên Giấy chứng nhận khác với hợp đồng chuyển nhượng; cần đo đạc lại.",
            step="s2",
            basis="Nghị định 151/2025/NĐ-CP, Mẫu số 18",
            approver="DD-01",
            lapses_at=at("Wed 2026-11-18 17:00"),
        ),
        reason="Kích thước thửa đất khác nhau.",
    )
    return told.does(
        "Thu 2026-11-05 09:00",
        f.SupplementGiven(documents=("survey",)),
        clock("Thu 2026-11-05 09:00", "Tue 2026-11-17 17:00", why="restarted"),
        by=COUNTER,
    )


def at_other_agencies(told: Told) -> Told:
    """Finish the appraisal, late, and open a leg at the tax office and another at the land office."""
    tax, land = at("Tue 2026-11-10 15:00"), at("Thu 2026-11-12 17:00")
    return told.does(
        "Thu 2026-11-05 15:20",
        f.DutyClosed(step="s2", late=True),
        duty("s3", LAND, "Fri 2026-11-06 17:00", "sign"),
        duty("tax", TAX, "Tue 2026-11-10 17:00", "linked"),
        duty("s7", LAND, "Thu 2026-11-12 17:00", "linked"),
        f.LegOpened(step="tax", code="000.00.20.H61-261105-0004", procedure="1.013831", agency=TAX, due=tax),
        f.LegOpened(step="s7", code="000.00.31.H61-261105-0011", procedure="1.013831", agency=LAND, due=land),
    )


def put_off_and_stopped(told: Told) -> Told:
    """Move the date with an apology, then stop."""
    told.does(
        "Fri 2026-11-13 10:00",
        f.Reappointed(
            reason="Cơ quan thuế chưa có thông báo nghĩa vụ tài chính; cần thêm thời gian xác định giá đất.",
            old_due=at("Tue 2026-11-17 17:00"),
            new_due=at("Mon 2026-11-23 17:00"),
            approver="DD-01",
            basis="Nghị định 118/2025/NĐ-CP",
        ),
        clock("Thu 2026-11-05 09:00", "Mon 2026-11-23 17:00", why="reappointed"),
        by=COUNTER,
    )
    return told.does(
        "Thu 2026-11-19 09:30",
        f.DutyClosed(step="s3", outcome="ended", late=True),
        f.Stopped(
            reason="Người nộp đề nghị dừng giải quyết để điều chỉnh hợp đồng chuyển nhượng.",
            basis="Nghị định 118/2025/NĐ-CP",
            originals_owed=("certificate",),
        ),
    )


def late_apology() -> Told:
    """Return a dossier whose agency apologised on the day after the due date."""
    return received().does(
        "Fri 2026-11-13 08:30",
        f.Apologised(
            reason="Hồ sơ phải xác minh lại nguồn gốc đất tại Ủy ban nhân dân phường.",
            late=True,
            expected=at("Wed 2026-11-18 17:00"),
        ),
    )


def not_accepted() -> Told:
    """Return an online dossier that was not received."""
    told = Told().opens(
        "Mon 2026-11-02 08:05",
        f.Submitted(decide_by=at("Tue 2026-11-03 08:05")),
        by=Actor(agency="applicant"),
        channel="online",
    )
    return told.does(
        "Mon 2026-11-02 14:45",
        f.NotAccepted(
            reason="Thửa đất đang có tranh chấp được Tòa án nhân dân thụ lý; việc chuyển quyền chưa thể thực hiện."
        ),
        by=COUNTER,
    )


def line(number: int, **more: Any) -> Line:
    """Return a line of a book: a land dossier received at the counter on Mon 2 November 2026, and under way."""
    names = Names(the_ground(), the_ground().procedure("1.013831", "2025-07-01"))
    plain: dict[str, Any] = {
        "code": f"000.00.07.H61-261102-{number:04d}",
        "procedure": names.procedure.name,
        "applicant": APPLICANT,
        "competent": names.agency(LAND),
        "received_at": at("Mon 2026-11-02 08:05"),
        "due": at("Thu 2026-11-12 17:00"),
        "returned_at": None,
        "result_by": RESULT_BY["direct"],
        "head": "0" * 64,
    }
    return Line.model_validate(plain | more)


def book(made: str, *lines: Line) -> Book:
    """Return the one-stop's book of 2026 as it stood at a moment."""
    return book_of(ONE_STOP, heading_of(ONE_STOP, the_ground()), 2026, lines, at(made))


def closed_book() -> Book:
    """Return the book of a year that is over: a dossier returned, one stopped, one ready by post, one of nobody."""
    return book(
        "Mon 2027-01-04 08:00",
        line(1, returned_at=at("Wed 2026-11-11 15:20"), sets=2, head="1" * 64),
        line(2, due=None, note=NOTES[State.STOPPED], head="2" * 64),
        line(3, result_by=RESULT_BY["post"], note=NOTES[State.RESULT_READY], head="3" * 64),
        line(4, applicant=Applicant(), result_by=RESULT_BY["online"], head="4" * 64),
    )


def lapsed() -> Told:
    """Return a dossier on a sea area that closed by itself: the applicant did not answer in fifteen days (R32)."""
    told = Told("1.005401", "2026-03-01", "000.00.07.H61-261102-0003").opens(
        "Mon 2026-11-02 08:05",
        f.Received(),
        clock("Mon 2026-11-02 08:05", "Wed 2027-01-06 17:00", "45wd"),
        duty("s2", SEA, "Mon 2026-12-14 17:00"),
        competent=SEA,
        documents=("application",),
        applicant_kind="enterprise",
    )
    told.does(
        "Mon 2026-11-02 09:00",
        f.SupplementAsked(
            number=1, items=("map",), reason="Thiếu sơ đồ khu vực biển.", lapses_at=at("Wed 2026-11-18 07:30")
        ),
        by=Actor(agency=SEA, officer="BV-03"),
    )
    return told.does(
        "Wed 2026-11-18 07:30",
        f.SupplementLapsed(),
        f.DutyClosed(step="s2", outcome="ended"),
        f.Stopped(reason="supplement_lapsed", basis="Nghị định 11/2021/NĐ-CP (sửa đổi 65/2025, 44/2026)"),
        by=Actor(agency="law"),
    )


def withdrawn() -> Told:
    """Return a land dossier its applicant asked to have back, and was given back (R58)."""
    told = received().does("Wed 2026-11-04 15:10", f.WithdrawalAsked(), by=Actor(agency="applicant"))
    return told.does(
        "Thu 2026-11-05 08:20",
        f.WithdrawalSettled(granted=True),
        f.DutyClosed(step="s1", outcome="ended"),
        f.Stopped(reason="withdrawn"),
        by=COUNTER,
    )


def refused() -> Told:
    """Return a land dossier refused on its merits, within its limit; the refusal waits to be handed over (R53)."""
    told = handed_over(received())
    return told.does(
        "Wed 2026-11-04 10:20",
        f.DutyClosed(step="s2", outcome="refused", reason=LAND_LAW),
        f.ResultReady(result="refused", basis=LAND_LAW),
        duty("s11", ONE_STOP, kind="return"),
        reason="Thửa đất thuộc khu vực đã có thông báo thu hồi đất; quyền sử dụng đất chưa được chuyển nhượng.",
    )
