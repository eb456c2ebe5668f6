"""Small dossiers in a register, done just now, so that what they have to tell is due."""

from datetime import UTC, datetime, timedelta

from motcua.dossiers import facts as f
from motcua.dossiers.dossier import Dossier
from motcua.dossiers.evolve import apply
from motcua.dossiers.facts import AnyFact, Transition
from motcua.dossiers.parts import LAW, Actor, OfficialClock
from motcua.register.register import Register
from motcua.register.writing import View
from motcua.worktime.allowance import Allowance

ONE_STOP, LAND_OFFICE = "one-stop", "land-office"
NGUOI_NOP = {"name": "Trần Thị Thử Nghiệm", "email": "nguoi-nop@vi-du.example", "phone": "0900 000 001"}
"""Nobody: an invented applicant."""


class Papers:
    """One dossier that lives in a register."""

    def __init__(
        self, register: Register, code: str = "H61-261124-0001", version: str = "2025-07", **applicant: str
    ) -> None:
        self.register, self.code, self.now, self.acts = register, code, None, 0
        if applicant:
            register.save_applicant(code, dict(applicant), anew=False)
        begin = f.Opened(
            code=code,
            procedure="1.013831",
            version=version,
            channel="direct",
            territory="29242",
            one_stop=ONE_STOP,
            competent=LAND_OFFICE,
        )
        first = f.DutyOpened(step="appraise", step_kind="appraise", agency=LAND_OFFICE)
        self.does(begin, f.Received(), f.ClockSet(why="receipt", clock=clock()), first)

    now: Dossier | None

    def does(self, *facts: AnyFact, by: Actor | None = None, reason: str | None = None) -> "Papers":
        """Record an act done at this moment."""
        self.acts += 1
        at = datetime.now(UTC)
        key = f"act-{self.acts}" if self.now else "open"
        who = by or Actor(agency=LAND_OFFICE, officer="LO-7")
        act = Transition(key=key, by=who, at=at, recorded_at=at, reason=reason, facts=facts)
        assert self.register.record(self.now, act, View(field="Đất đai")) == act
        self.now = apply(self.now, act)
        return self

    def warned(self, threshold: str) -> "Papers":
        """Let a warning come."""
        return self.does(f.Warned(threshold=threshold), by=LAW)

    def states(self) -> list[tuple[str, str]]:
        """Return what is to be told and how far that has come, in order."""
        return [(notice.kind, notice.state.value) for notice in self.register.notices(self.code)]


def clock() -> OfficialClock:
    """Return a clock that runs for a week from now."""
    now = datetime.now(UTC)
    due = now + timedelta(days=7)
    allow = Allowance.parse("5wd")
    return OfficialClock(allow=allow, since=now, due=due, late_from=due + timedelta(hours=7), calendar="vn@test")
