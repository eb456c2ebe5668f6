"""The proof of a date names the case that gave its limit: which row of which table, on which legal basis."""

from motcua.dossiers.loading import load_ground
from motcua.procedures.shipped import catalogue
from motcua.supervision.telling.naming import Naming
from motcua.supervision.telling.views import ProofLine
from motcua.supervision.telling.why_due import why_due
from tests.dossiers.cases import looked_at, verified
from tests.dossiers.houses import procedure, step, words
from tests.dossiers.life import Life
from tests.dossiers.moving import NEW, move, under

GROUND = load_ground()


def shipped(code: str, received: str, **opening) -> Life:
    """A dossier of a shipped procedure, about a commune of Vĩnh Long."""
    (version,) = [p for p in catalogue().versions(code) if p.valid_to is None]
    counter = GROUND.agency_for(version.one_stop, "28777", version.valid_from)
    return Life(version, received, by=counter, on=GROUND, territory="28777", **opening)


def case_of(life: Life) -> ProofLine | None:
    """The line of the proof that names the case; None where there is none."""
    names = Naming(life.ground, life.ground.procedure(life.now.procedure, life.now.version))
    proof = why_due(life.now, life.transitions, names)
    assert proof is not None
    return next((line for line in proof.lines if line.kind == "case"), None)


def timber(**opening) -> Life:
    """Timber for export: valid, and at the inspection."""
    return shipped("3.000159", "Mon 2026-11-02 08:00", **opening).complete("Mon 2026-11-02 09:00", "s1")


def test_the_case_is_named_with_its_table_and_row():
    life = timber()
    line = case_of(life)
    assert life.due == "Fri 2026-11-06 17:00"  # 4 working days
    assert line is not None
    assert line.vi == "Trường hợp áp dụng: hồ sơ hợp lệ, 4 ngày làm việc (bảng “Thời hạn giải quyết”, dòng 1)."
    assert line.en == "The case that applies: valid dossier, 4 working days (table “Time limit”, row 1)."


def test_after_the_inspection_the_date_follows_and_the_proof_names_the_new_case_and_its_law():
    life = timber().complete("Wed 2026-11-04 09:00", "s2", data={"violation_signs": True})
    assert life.due == "Tue 2026-11-10 17:00"  # 6 working days from the same receipt
    assert life.open_steps() == ["s2x"]
    line = case_of(life)
    assert line is not None
    assert "row 2" in line.en
    assert "6 working days" in line.en
    assert line.source == "Nghị định 102/2020/NĐ-CP Điều 9 khoản 6 (sửa đổi bởi Điều 54 Nghị định 42/2026/NĐ-CP)"


def test_R21_after_a_move_that_kept_the_date_the_proof_names_the_case_of_the_version_it_is_counted_by():
    life = under(verified(), verified("8wd", "9wd", **NEW)).complete("Mon 2026-11-02 15:00", "take")
    looked_at(life, "Tue 2026-11-03 15:00")
    move(life, "Wed 2026-11-04 09:00")
    line = case_of(life)
    assert (life.due, life.now.version) == ("Mon 2026-11-16 17:00", "2027")
    assert line is not None
    assert "to be verified, 10 working days" in line.en


def test_the_answer_at_intake_is_due_by_the_way_the_dossier_came():
    handed_in = shipped("3.000159", "Mon 2026-11-02 08:00")
    by_post = shipped("3.000159", "Mon 2026-11-02 08:00", channel="post")
    assert handed_in.step_due("s1") == "Mon 2026-11-02 17:00"  # at once: the same day
    assert by_post.step_due("s1") == "Tue 2026-11-03 08:00"  # one working day, by the hour


def test_a_branch_of_a_law_practice_has_the_limit_published_for_its_channel():
    direct = shipped("1.002099", "Mon 2026-11-02 08:00")
    by_post = shipped("1.002099", "Mon 2026-11-02 08:00", channel="post")
    assert (direct.due, by_post.due) == ("Mon 2026-11-09 17:00", "Mon 2026-11-09 17:00")  # Sat 07/11 is a day off
    direct = shipped("1.002099", "Wed 2026-11-04 08:00")
    by_post = shipped("1.002099", "Wed 2026-11-04 08:00", channel="post")
    assert (direct.due, by_post.due) == ("Mon 2026-11-09 17:00", "Wed 2026-11-11 17:00")


def test_R31_an_environmental_permit_without_trial_operation_has_five_days_after_a_supplement():
    dues = []
    for trial in (True, False):
        life = shipped("1.010727", "Wed 2026-11-25 08:00", data={"trial_operation": trial})
        life.complete("Wed 2026-11-25 09:00", "s1")
        life.ask("Fri 2026-11-27 10:00", "report", by=life.now.duties[0].agency)
        life.give("Tue 2026-12-01 10:00", by=life.now.one_stop)
        dues.append(life.due)
        line = case_of(life)
        assert line is not None
        assert ("10 days" if trial else "5 days") in line.en.replace("calendar days", "days")
    assert dues == ["Fri 2026-12-11 17:00", "Mon 2026-12-07 17:00"]  # 10 days; 5 days, which end on a Sunday


def test_what_is_published_for_all_names_no_case():
    steps = [step("decide", "sign", "department", "4wd"), step("return", "return", "one_stop", "0wd", "decide")]
    assert case_of(Life(procedure(steps, "5wd"), "Mon 2026-11-02 08:00")) is None


def test_a_case_of_limits_is_named_without_a_table():
    steps = [step("decide", "sign", "department", "4wd"), step("return", "return", "one_stop", "0wd", "decide")]
    limits = [{"when": "channel == 'post'", "allow": "9wd", "label": words("by post")}]
    line = case_of(Life(procedure(steps, "5wd", limits=limits), "Mon 2026-11-02 08:00", channel="post"))
    assert line is not None
    assert line.en == "The case that applies: by post, 9 working days."
