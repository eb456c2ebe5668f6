"""Who may act, and when: agencies that hold the work, that exist, at moments that are possible (R11, R72, R74)."""

from datetime import datetime

import pytest
from pydantic import ValidationError

from motcua.dossiers.commands import Accept, Act, AskAgain, DepartmentAnswered, Open
from motcua.dossiers.parts import Actor
from tests.dossiers.houses import PROVINCE, five_days, step, ten_days, words
from tests.dossiers.life import Life, past, refused


def test_only_the_agency_that_holds_a_step_ends_it():
    life = Life(ten_days(), "Mon 2026-11-02 08:00")
    with refused("L61 19.1"):
        life.complete("Mon 2026-11-02 09:00", "intake", by="department")
    with refused("L61 19.1"):
        life.complete("Mon 2026-11-02 09:00", "intake", by="applicant")


def test_an_agency_nobody_knows_can_do_nothing():
    with refused("R72"):
        Life(ten_days(), "Mon 2026-11-02 08:00").complete("Mon 2026-11-02 09:00", "intake", by="ministry-of-magic")


def district(received: str) -> Life:
    """Return a dossier received by the district's one-stop that ended with Mon 30/06/2025."""
    return Life(ten_days(), received, by="old-one-stop", received_by="old-one-stop")


def test_R72_the_powers_of_an_agency_end_at_midnight_of_its_last_day():
    district("Mon 2025-06-23 08:00").complete("Mon 2025-06-30 23:59", "intake", by="old-one-stop")
    with refused("R72"):
        district("Mon 2025-06-23 08:00").complete("Tue 2025-07-01 00:00", "intake", by="old-one-stop")


def test_R72_an_agency_that_has_ended_or_not_begun_opens_nothing():
    with refused("R72"):
        Life(ten_days(), "Tue 2025-07-01 08:00", by="old-one-stop")
    with refused("R72"):
        Life(ten_days(), "Tue 2025-07-01 08:00", by="one-stop", received_by="old-one-stop")
    with refused("R72"):
        Life(ten_days(), "Mon 2025-06-30 08:00", by="ward-one-stop")


def test_R69_a_dossier_keeps_its_dates_when_its_one_stop_ends():
    life = district("Mon 2025-06-23 08:00")
    assert life.due == "Mon 2025-07-07 17:00"
    life.ring("Wed 2025-07-02 08:00")
    assert life.due == "Mon 2025-07-07 17:00"


def test_R11_a_moment_without_a_zone_is_no_moment():
    with pytest.raises(ValidationError, match="timezone"):
        Act(by=Actor(agency="one-stop"), at=datetime(2026, 11, 2, 8, 0), do=Accept())  # noqa: DTZ001 - that is the point


@pytest.mark.parametrize(
    ("done", "told", "possible"),
    [
        ("Mon 2026-11-02 10:00:00", "Mon 2026-11-02 10:00:00", True),
        ("Mon 2026-11-02 10:00:30", "Mon 2026-11-02 10:00:00", True),  # a clock that is half a minute fast
        ("Mon 2026-11-02 10:00:31", "Mon 2026-11-02 10:00:00", False),
        ("Mon 2026-11-02 09:50:00", "Mon 2026-11-02 10:00:00", True),  # ten minutes under way
        ("Mon 2026-11-02 09:49:59", "Mon 2026-11-02 10:00:00", False),  # that is a correction, not an act
    ],
)
def test_R74_an_act_is_done_now_or_a_moment_ago(done, told, possible):
    life = Life(ten_days(), "Mon 2026-11-02 08:00")
    if possible:
        life.complete(told, "intake", done=min(done, told))
        assert life.open_steps() == ["appraise"]
        return
    with refused("R74"):
        life.complete(told, "intake", done=done)


def test_R74_a_dossier_is_not_opened_in_the_future():
    with refused("R74"):
        Life(ten_days(), "Mon 2026-11-02 08:01", now="Mon 2026-11-02 08:00")


def test_R18_a_dossier_is_opened_once():
    life = Life(ten_days(), "Mon 2026-11-02 08:00")
    again = Open(code="T-1", procedure="TEST1", version="2020", territory=PROVINCE)
    with refused("R18"):
        life.do("Mon 2026-11-02 09:00", again, by="one-stop")
    with refused("R18"):
        twice = [past("Mon 2026-11-02 09:00", again, "one-stop")]
        Life(ten_days(), "Mon 2026-11-02 08:00", past=twice, now="Tue 2026-11-03 08:00")


def test_acts_say_what_they_are_and_nothing_else():
    by = {"agency": "one-stop"}
    for wrong in (
        {"by": by, "do": {"kind": "teleport"}},
        {"by": by, "do": {"kind": "complete"}},
        {"by": by, "do": {"kind": "complete", "step": "s", "force": True}},
        {"by": {"agency": "a name with blanks"}, "do": {"kind": "accept"}},
        {"by": by, "reason": "   ", "do": {"kind": "accept"}},
        {"by": by, "do": {"kind": "ask_supplement", "items": []}},
    ):
        with pytest.raises(ValidationError):
            Act.model_validate(wrong)


def with_system(**values: object) -> Life:
    """Return a dossier whose tax assessment the tax system answers; three days from Mon 02/11."""
    steps = [
        step("assess", "call", "tax", "3wd", system="tax-system", **values),
        step("sign", "sign", "department", "1wd", "assess"),
        step("give_back", "return", "one_stop", "0wd", "sign"),
    ]
    tax = {"type": "decimal", "label": words("tax due"), "from_step": "assess"}
    return Life(five_days(steps=steps, data={"tax_due": tax}), "Mon 2026-11-02 08:00")


def answer(outcome: str, visit: int = 1, **values: object) -> DepartmentAnswered:
    return DepartmentAnswered.model_validate({"step": "assess", "visit": visit, "outcome": outcome} | values)


SYSTEM = "system:tax-system"


def test_a_department_system_ends_the_step_it_was_asked_about():
    life = with_system()
    assert life.waits == "department_system"
    paid = answer("done", data={"tax_due": "1500000"}, reference="TB-17")
    life.do("Tue 2026-11-03 09:00", paid, by=SYSTEM)
    assert (life.open_steps(), life.now.data) == (["sign"], {"tax_due": "1500000"})
    assert life.said("duty_closed")[0].fact.reference == "TB-17"


def test_an_answer_that_cannot_be_used_leaves_the_step_open_until_it_is_asked_again():
    life = with_system().do("Tue 2026-11-03 09:00", answer("trouble", detail="no such plot"), by=SYSTEM)
    assert (life.open_steps(), life.duty("assess").trouble) == (["assess"], "no such plot")
    with refused("L61 19.1"):
        life.do("Tue 2026-11-03 10:00", AskAgain(step="assess"), by="police")
    life.do("Tue 2026-11-03 10:00", AskAgain(step="assess"), by="tax")
    assert life.duty("assess").trouble is None
    with refused(None):
        life.do("Tue 2026-11-03 11:00", AskAgain(step="assess"), by="tax")


@pytest.mark.parametrize(
    ("outcomes", "then"),
    [
        ([{"name": "refused", "label": words("no"), "ends": "refused"}], ["give_back"]),
        ([], ["assess"]),  # the version does not say what a refusal means: a person looks at it
    ],
)
def test_a_refusal_by_a_department_system_means_what_the_version_says(outcomes, then):
    life = with_system(outcomes=outcomes)
    life.do("Tue 2026-11-03 09:00", answer("refused", data={"tax_due": "0"}), by=SYSTEM)
    assert life.open_steps() == then


def test_trap_10_a_second_answer_or_one_to_an_earlier_visit_changes_nothing():
    life = with_system().do("Tue 2026-11-03 09:00", answer("done", visit=7, data={"tax_due": "1"}), by=SYSTEM)
    assert life.open_steps() == ["assess"]
    life.do("Tue 2026-11-03 09:00", answer("done", data={"tax_due": "1"}), by=SYSTEM)
    seq = life.now.seq
    assert life.do("Tue 2026-11-03 09:00", answer("done", data={"tax_due": "2"}), by=SYSTEM).now.seq == seq


def test_no_other_system_answers():
    with refused("L61 19.1"):
        with_system().do("Tue 2026-11-03 09:00", answer("done"), by="system:police-system")


def test_the_agency_itself_may_answer_while_its_system_is_silent():
    life = with_system()
    life.complete("Tue 2026-11-03 09:00", "assess", data={"tax_due": "1500000"})
    assert life.open_steps() == ["sign"]


def test_trap_9_a_silent_department_system_is_late_like_its_agency():
    life = with_system()
    life.ring("Fri 2026-11-06 09:00")
    late = life.said("overdue_opened")[0].fact
    assert (late.subject, late.holder, late.own) == ("assess/1", "tax", False)
