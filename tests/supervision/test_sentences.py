"""Every fact has a sentence, every label a name in both languages; no server is needed."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import get_args

import pytest

from motcua.dossiers.alarms import _RINGS
from motcua.dossiers.facts import (
    AnyFact,
    Apologised,
    DataSet,
    DutyClosed,
    DutyReplanned,
    PhaseStarted,
    Reappointed,
    SupplementAsked,
)
from motcua.dossiers.loading import load_ground
from motcua.dossiers.parts import AskedOpinion, Ground, State, Waiting
from motcua.dossiers.portal_words import STATES
from motcua.procedures.definition import Ending, Silence
from motcua.supervision.telling.ahead import PLAIN
from motcua.supervision.telling.labels import ENDINGS, GROUNDS, REASONS, SILENCES
from motcua.supervision.telling.naming import Naming
from motcua.supervision.telling.sentences import SENTENCES, tell
from motcua.worktime.allowance import Allowance, Unit


def test_every_fact_has_a_sentence() -> None:
    assert set(SENTENCES) == set(get_args(AnyFact))


def test_every_state_reason_ground_and_ending_has_its_words() -> None:
    tables = ((STATES, State), (REASONS, Waiting), (GROUNDS, Ground), (SILENCES, Silence), (ENDINGS, Ending))
    for words, kinds in tables:
        assert set(words) == set(kinds)
        assert all(said.vi and said.en for said in words.values())


def test_everything_that_happens_by_itself_can_be_announced() -> None:
    assert set(PLAIN) == set(_RINGS)


def test_data_are_told_in_words_and_never_as_the_definition_writes_them() -> None:
    ground = load_ground()
    names = Naming(ground, ground.procedure("1.013225", "2026-07-01"))
    said = tell(DataSet(data={"opinions_needed": True, "permit_for": "extend_reissue", "gone": "x"}), names)
    assert said.vi == "Ghi nhận dữ liệu: Cần lấy ý kiến cơ quan liên quan: có, Loại việc: gia hạn, cấp lại, gone: x."
    assert said.en == (
        "Data recorded: Opinions of other bodies needed: yes, Kind of permit: extension or re-issue, gone: x."
    )


def test_a_sentence_that_ends_with_somebodys_words_has_one_full_stop() -> None:
    ground = load_ground()
    names = Naming(ground, ground.procedure("1.013225", "2026-07-01"))
    for reason, end in (("chưa đối chiếu.", "chưa đối chiếu."), ("chưa đối chiếu", "chưa đối chiếu.")):
        closed = DutyClosed.model_construct(step="s2", outcome="done", late=False, reference=None, reason=reason)
        assert tell(closed, names).vi.endswith(f": {end}")


def test_R31_a_phase_that_runs_on_is_not_told_as_one_that_begins() -> None:
    ground = load_ground()
    names = Naming(ground, ground.procedure("1.013831", "2025-07-01"))
    due = datetime(2026, 11, 30, 10, tzinfo=UTC)
    said = tell(PhaseStarted(phase="GD2", allow=Allowance.parse("2wd"), due=due), names)
    assert said.vi.startswith("Tính hạn giai đoạn “Giai đoạn 2: sau nghĩa vụ tài chính”: 2 ngày làm việc kể từ lúc này")
    assert said.en.startswith("The limit of phase “Phase 2: after the financial obligation” is counted: 2 working days")


def test_R47_a_phase_that_was_late_before_it_ran_on_is_told_with_its_old_date() -> None:
    ground = load_ground()
    names = Naming(ground, ground.procedure("1.013831", "2025-07-01"))
    due = datetime(2026, 11, 27, 10, tzinfo=UTC)
    said = tell(PhaseStarted(phase="GD2", allow=Allowance(Decimal(-1), Unit.WORKING_DAY), due=due), names)
    assert said.vi == "Giai đoạn “Giai đoạn 2: sau nghĩa vụ tài chính” vẫn hạn 17:00 Thứ Sáu 27/11/2026."


def test_a_consultation_off_the_route_is_told_by_its_name() -> None:
    ground = load_ground()
    asked = {"opinion_1": AskedOpinion(agency="vinhlong.cong-an", content="…", allow=Allowance.parse("3wd"))}
    names = Naming(ground, ground.procedure("1.013225", "2026-07-01"), asked)
    said = tell(DutyReplanned.model_construct(step="opinion_1", due=None), names)
    assert said.vi == "Bước “Lấy ý kiến Công an tỉnh Vĩnh Long” tính lại theo lịch mới."


@pytest.mark.parametrize("reason", ["bão", "bão."])
def test_what_is_said_after_somebodys_reason_is_a_sentence_of_its_own(reason) -> None:
    ground = load_ground()
    names = Naming(ground, ground.procedure("1.013225", "2026-07-01"))
    due = datetime(2026, 11, 27, 10, tzinfo=UTC)
    assert "Xin lỗi: bão. Dự kiến " in tell(Apologised(reason=reason, expected=due), names).vi
    moved = Reappointed.model_construct(old_due=due, new_due=due, reason=reason, late_notice=True)
    assert tell(moved, names).vi.endswith("Lý do: bão. Thông báo muộn.")
    asked = SupplementAsked(number=1, items=("map",), reason=reason, late_notice=True)
    assert tell(asked, names).vi.endswith("Lý do: bão. Thông báo quá 3 ngày làm việc.")
