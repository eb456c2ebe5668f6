"""What is counted of agencies and measured of procedures, on both databases."""

from datetime import timedelta

from motcua.dossiers import facts as f
from motcua.dossiers.attribution import Holder, TimeShare
from motcua.register.overview import Span
from motcua.register.procedure_measures import Latest
from motcua.register.register import Register
from motcua.register.report_frame import Frame, Members
from motcua.register.scope import Scope
from motcua.register.writing import View
from tests.register.papers import LAND_OFFICE, TAX, Paper, at, opened, receipt

NOW = at("Wed 2026-11-25 09:00")
TODAY = Span(at("Wed 2026-11-25 00:00"), at("Thu 2026-11-26 00:00"))
LANDS = frozenset({LAND_OFFICE})


def held(register: Register, code: str, due: str) -> Paper:
    """Enter a dossier whose appraisal LO-7 has, due on Tuesday the 24th by its own limit."""
    paper = Paper(register, receipt(code, due=due))
    return paper.does("assign", "Mon 2026-11-23 10:00", f.Assigned(step="appraise", officer="LO-7"))


def test_an_agency_s_work_is_counted_by_its_own_limit_and_by_the_promise(register: Register) -> None:
    held(register, "late", "Tue 2026-11-24 17:00")
    held(register, "running", "Mon 2026-11-30 17:00")
    (load,) = register.agency_loads(NOW)
    assert (load.agency, load.duties, load.late, load.standing) == (LAND_OFFICE, 2, 2, 0)
    held_now = {each.urgency: each.dossiers for each in register.held_by_urgency(LANDS, NOW, TODAY) if each.dossiers}
    assert held_now == {"overdue": 1, "running": 1}
    (officer,) = register.officer_loads(LANDS, NOW, TODAY, at("Mon 2026-11-23 00:00"))
    assert (officer.officer, officer.duties, officer.late, officer.overdue) == ("LO-7", 2, 2, 1)
    ages = register.work_by_age(LANDS, [TODAY.begin, TODAY.begin - timedelta(days=2)], NOW)
    assert [(each.band, each.duties, each.late) for each in ages] == [(0, 0, 0), (1, 2, 2), (2, 0, 0)]


def test_what_others_hold_is_told_apart_from_what_an_agency_holds_itself(register: Register) -> None:
    held(register, "own", "Tue 2026-11-24 17:00")
    paper = held(register, "theirs", "Tue 2026-11-24 17:00")
    asks = opened("tax", "Tue 2026-11-24 10:00", agency=TAX, holder="partner_agency")
    paper.does("on", "Mon 2026-11-23 11:00", f.DutyClosed(step="appraise"), asks)
    decided = {each.own: (each.dossiers, each.late) for each in register.decided_by_reason(LANDS, NOW)}
    assert decided == {True: (1, 1), False: (1, 1)}
    (blocker,) = register.blocked_by(LANDS, NOW)
    assert (blocker.agency, blocker.dossiers, blocker.late, blocker.own_late) == (TAX, 1, 1, 1)
    assert [(each.dossiers, each.late) for each in register.decided(NOW)] == [(2, 2)]
    assert register.blocked_by(LANDS, NOW, Scope(fields=frozenset({"Hộ tịch"}))) == []


def measured(register: Register, code: str, hours: int, ended: str) -> None:
    """Enter a finished dossier that was worked on for so many hours, after one hour of waiting."""
    share = TimeShare(
        holder=Holder.OWN, agency=LAND_OFFICE, step="appraise", seconds_waiting=3600, seconds_handling=hours * 3600
    )
    paper = Paper(register, receipt(code))
    paper.view = View(field="Đất đai", shares=(share,))
    paper.does("ready", ended, f.DutyClosed(step="appraise"), f.ResultReady(result="granted"))


def test_a_step_is_measured_by_times_that_were_really_taken(register: Register) -> None:
    for number, hours in enumerate((1, 2, 3, 4, 5, 6, 7, 8, 9, 40)):
        measured(register, f"D-{number}", hours, "Tue 2026-11-24 16:00")
    latest = Latest("TN13", "2026-01", at("Mon 2026-11-02 00:00"))
    (time,) = register.step_times(latest)
    assert (time.step, time.dossiers, time.waiting_median) == ("appraise", 10, 3600)
    assert (time.handling_median, time.handling_p90) == (5 * 3600, 9 * 3600)
    (visits,) = register.step_visits(latest)
    assert (visits.visits, visits.again) == (10, 0)
    assert register.measured(latest) == 10
    assert register.measured(latest._replace(version="2025-01")) == 0
    (done,) = register.verdicts(at("Mon 2026-11-02 00:00"), NOW)
    assert (done.procedure, done.agency, done.judged, done.late) == ("TN13", LAND_OFFICE, 10, 0)
    (own,) = register.time_of(LANDS, at("Mon 2026-11-02 00:00"), NOW)
    assert (own.holder, own.dossiers) == (Holder.OWN, 10)


def test_open_work_is_counted_by_step_and_version(register: Register) -> None:
    held(register, "A", "Mon 2026-11-30 17:00")
    (step,) = register.open_steps("TN13", "2026-01", NOW)
    assert (step.step, step.duties, step.late) == ("appraise", 1, 1)
    assert [tuple(each) for each in register.open_versions("TN13", NOW)] == [("2026-01", 1, 0)]
    assert [(each.procedure, each.dossiers) for each in register.open_procedures(NOW)] == [("TN13", 1)]


def test_a_figure_of_one_agency_lists_that_agency_s_dossiers_alone(register: Register) -> None:
    Paper(register, receipt("ours"))
    Paper(register, receipt("theirs", competent=TAX))
    frame = Frame(at("Sun 2026-11-01 00:00"), NOW, only=Members(LANDS))
    assert [each.code for each in register.behind(frame, "open")] == ["ours"]
    assert register.behind(frame, "judged") == []


def test_what_lies_outside_a_scope_is_in_no_count(register: Register) -> None:
    held(register, "A", "Mon 2026-11-30 17:00")
    measured(register, "B", 3, "Tue 2026-11-24 16:00")
    since, spans = at("Mon 2026-11-02 00:00"), [Span(at("Mon 2026-11-02 00:00"), NOW)]
    for scope, there in (
        (Scope(hidden=frozenset({"TN13"})), False),
        (Scope(agencies=frozenset({TAX})), False),
        (Scope(fields=frozenset({"Hộ tịch"})), False),
        (Scope(agencies=LANDS, fields=frozenset({"Đất đai"}), hidden=frozenset({"other"})), True),
    ):
        latest = Latest("TN13", "2026-01", since, scope)
        counted = (
            register.agency_loads(NOW, scope),
            [each for each in register.held_by_urgency(LANDS, NOW, TODAY, scope) if each.dossiers],
            register.officer_loads(LANDS, NOW, TODAY, since, scope),
            [each for each in register.work_by_age(LANDS, [TODAY.begin], NOW, scope) if each.duties],
            register.decided(NOW, scope),
            register.decided_by_reason(LANDS, NOW, scope),
            register.blocked_by(frozenset({TAX}) | LANDS, NOW, scope) or there,
            register.systems_waited_on(LANDS, NOW, scope) or there,
            register.verdicts(since, NOW, scope),
            [each for each in register.finished_by(LANDS, spans, scope) if each.finished],
            register.time_of(LANDS, since, NOW, scope),
            register.steps_kept_by(LANDS, since, scope),
            register.open_procedures(NOW, scope),
            register.open_versions("TN13", NOW, scope),
            register.open_steps("TN13", "2026-01", NOW, scope),
            register.measured(latest),
            register.step_times(latest),
            register.step_visits(latest),
        )
        assert [bool(each) for each in counted] == [there] * len(counted), scope
