"""Consultation without agreement: the lead calls a meeting within 05 working days (rules 1.8, procedure 1.014770).

Nothing of it is built in: an outcome of the consultation says that there is no agreement, and a step meets if so.
"""

from motcua.procedures.definition import Procedure
from motcua.procedures.worlds import worlds
from tests.dossiers.houses import procedure, step, words
from tests.dossiers.life import Life


def outcome(name: str, **values: object) -> dict[str, object]:
    return {"name": name, "label": words(name)} | values


def coordinated() -> Procedure:
    """Two bodies have 7 working days; where one disagrees, the lead meets with them within 5."""
    no = [outcome("disagreed", sets={"agreement": False})]
    settled = [outcome("settled", sets={"agreement": True}), outcome("no_common_ground", ends="refused")]
    steps = [
        step("take", "intake", "one_stop", "0.5wd"),
        step("ask", "notice", "department", "0.5wd", "take"),
        step("police", "consult", "police", "7wd", "ask", outcomes=no),
        step("military", "consult", "military", "7wd", "ask", outcomes=no),
        step("meet", "hearing", "department", "5wd", "police military", when="!agreement", outcomes=settled),
        step("decide", "sign", "chair", "3wd", "police military meet"),
        step("return", "return", "one_stop", "0wd", "decide"),
    ]
    data = {"agreement": {"type": "bool", "label": words("agreement"), "default": True}}
    limits = [{"when": "!agreement", "allow": "16wd", "label": words("no agreement")}]
    return procedure(steps, "11wd", data=data, limits=limits)


def asked() -> Life:
    """Received Mon 02/11 and asked the same day."""
    life = Life(coordinated(), "Mon 2026-11-02 08:00")
    return life.complete("Mon 2026-11-02 09:00", "take").complete("Mon 2026-11-02 10:00", "ask")


def test_1_8_without_agreement_the_lead_calls_a_meeting_within_five_working_days():
    life = asked()
    assert life.due == "Tue 2026-11-17 17:00"  # 11 working days
    assert life.step_due("police") == life.step_due("military") == "Wed 2026-11-11 17:00"
    life.opine("Thu 2026-11-05 09:00", "police", "disagreed")
    assert life.open_steps() == ["military"]  # the other is waited for
    assert life.due == "Wed 2026-11-25 17:00"  # 16 working days, Tue 24/11 is a day off
    life.opine("Mon 2026-11-09 10:00", "military")
    assert life.open_steps() == ["meet"]
    assert life.step_due("meet") == "Mon 2026-11-16 10:00"  # 5 working days, by the hour
    assert life.duty("meet").agency == "department"
    life.complete("Fri 2026-11-13 15:00", "meet", outcome="settled")
    assert life.open_steps() == ["decide"]


def test_1_8_a_meeting_that_is_not_called_in_time_is_overdue_at_the_lead():
    life = asked().opine("Thu 2026-11-05 09:00", "police", "disagreed").opine("Mon 2026-11-09 10:00", "military")
    late = [fact for fact in life.ring("Mon 2026-11-16 10:01") if fact.kind == "overdue_opened"]
    assert [(fact.subject, fact.holder) for fact in late] == [("meet/1", "department")]


def test_1_8_where_all_agree_there_is_no_meeting():
    life = asked().opine("Thu 2026-11-05 09:00", "police").opine("Mon 2026-11-09 10:00", "military")
    assert life.open_steps() == ["decide"]
    assert life.now.done["meet"].outcome == "skipped"
    assert life.due == "Tue 2026-11-17 17:00"


def test_1_8_a_meeting_without_common_ground_ends_with_a_refusal_on_the_merits():
    life = asked().opine("Thu 2026-11-05 09:00", "police", "disagreed").opine("Mon 2026-11-09 10:00", "military")
    life.complete("Fri 2026-11-13 15:00", "meet", outcome="no_common_ground")
    assert life.now.result == "refused"
    assert life.open_steps() == ["return"]


def test_R12_the_meeting_fits_into_the_limit_of_its_case():
    found = worlds(coordinated())
    assert found is not None
    assert {("meet" in world.active, world.limit is not None) for world in found} == {(True, True), (False, False)}
