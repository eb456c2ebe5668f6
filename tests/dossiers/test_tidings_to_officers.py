"""What officers and heads are told: warnings, lateness level by level, silence, papers that do not arrive."""

from motcua.dossiers import commands as c
from tests.dossiers.hearing import date, last, to_others
from tests.dossiers.houses import five_days, procedure, step, ten_days
from tests.dossiers.life import Life


def ten_days_left_alone(until: str, officer: str | None = None) -> Life:
    """Return ten working days received Mon 02/11 (due Mon 16/11) in one piece of work that nobody touches."""
    work = [step("decide", "sign", "department"), step("give_back", "return", "one_stop", "0wd", "decide")]
    life = Life(ten_days(steps=work), "Mon 2026-11-02 08:00")
    if officer:
        life.do("Mon 2026-11-02 08:05", c.Assign(step="decide", officer=officer), by="department")
    life.ring(until)
    return life


def test_R47_the_officer_is_warned_and_told_when_it_falls_due_and_is_overdue():
    life = ten_days_left_alone("Tue 2026-11-17 00:00", officer="D-7")
    assert to_others(life) == [
        ("Mon 2026-11-09 13:15", "warning", "officer/department/D-7"),
        ("Thu 2026-11-12 17:00", "warning", "officer/department/D-7"),
        ("Fri 2026-11-13 17:00", "warning", "officer/department/D-7"),
        ("Mon 2026-11-16 17:00", "due", "officer/department/D-7"),
        ("Tue 2026-11-17 00:00", "overdue", "officer/department/D-7"),
    ]
    assert last(life, "warning")["threshold"] == "1wd"


def test_R47_each_level_hears_in_its_turn_and_the_chair_daily_after_that():
    life = ten_days_left_alone("Mon 2026-11-23 09:00")
    assert to_others(life, "escalated", "reminded") == [
        ("Tue 2026-11-17 07:30", "escalated", "unit_head/department"),
        ("Wed 2026-11-18 07:30", "escalated", "one_stop_head/one-stop"),
        ("Thu 2026-11-19 07:30", "escalated", "chair/chair"),
        ("Fri 2026-11-20 07:30", "reminded", "chair/chair"),
        ("Mon 2026-11-23 07:30", "reminded", "chair/chair"),
    ]
    assert last(life, "reminded")["number"] == 2
    assert date(last(life, "escalated"), "since") == "Tue 2026-11-17 00:00"


def test_R47_every_agency_at_work_is_warned():
    work = [
        step("survey", "verify", "land_office"),
        step("tax", "verify", "tax"),
        step("give_back", "return", "one_stop", "0wd", "survey tax"),
    ]
    life = Life(five_days(steps=work), "Mon 2026-11-02 08:00")
    life.ring("Thu 2026-11-05 17:00")
    assert {who for _, _, who in to_others(life, "warning")} == {"officer/land-office", "officer/tax"}


def consulted(until: str, **silent: str) -> Life:
    """Return a dossier whose consultation of seven working days was sent Mon 02/11, and nobody answers."""
    work = [
        step("opinion", "consult", "police", "7wd", **silent),
        step("decide", "sign", "department", "2wd", "opinion"),
        step("give_back", "return", "one_stop", "0wd", "decide"),
    ]
    life = Life(procedure(work, "12wd"), "Mon 2026-11-02 08:00")
    life.ring(until)
    return life


def test_R39_silence_is_told_to_the_lead_and_to_the_head_of_the_one_stop_at_the_next_opening():
    life = consulted("Thu 2026-11-12 08:00")
    assert [t for t in to_others(life) if t[0] == "Thu 2026-11-12 07:30"] == [
        ("Thu 2026-11-12 07:30", "silence", "lead/department"),
        ("Thu 2026-11-12 07:30", "silence", "one_stop_head/one-stop"),
    ]
    says = last(life, "silence")
    assert (says["holder"], date(says, "due")) == ("police", "Wed 2026-11-11 17:00")


def test_R40_silence_that_means_agreement_is_nobodys_alarm():
    life = consulted("Thu 2026-11-12 08:00", on_silence="deemed_agreed", silence_basis="Decree 96/2026 art. 6.6b")
    assert to_others(life, "silence") == []


def test_R27_papers_that_do_not_arrive_are_told_to_the_giver_and_to_whom_they_were_for():
    life = Life(ten_days(hand_over="paper"), "Mon 2026-11-02 08:00").complete("Mon 2026-11-02 09:00", "intake")
    life.ring("Tue 2026-11-03 09:00")
    assert to_others(life, "hand_over_late") == [
        ("Mon 2026-11-02 17:00", "hand_over_late", "officer/one-stop"),
        ("Mon 2026-11-02 17:00", "hand_over_late", "officer/department"),
    ]
