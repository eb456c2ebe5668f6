"""The shipped procedures: read, accepted, and giving the dates the law gives."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from motcua.agencies.shipped import directory
from motcua.procedures.complexity import complexity, shared_competence
from motcua.procedures.conditions import holds
from motcua.procedures.definition import Silence, StepKind
from motcua.procedures.reader import read_definition
from motcua.procedures.shipped import catalogue
from motcua.worktime.due import due_at
from motcua.worktime.shipped import calendar
from tests.procedures.chains import chain

TOTALS = [
    ("1.001193", "2025-07-01", "1wd"),  # birth registration
    ("1.002099", "2026-05-01", "7cd"),  # branch of a law practice: by channel
    ("1.003976", "2026-03-01", "none"),  # inter-country adoption: legs only
    ("1.004222", "2025-07-01", "7wd"),  # permanent residence
    ("1.005401", "2026-03-01", "45wd"),  # sea area
    ("1.009627", "2026-04-01", "25wd"),  # investment policy, Prime Minister
    ("1.009645", "2026-04-01", "17wd"),  # investment policy, province
    ("1.010727", "2026-03-01", "30cd"),  # environmental permit
    ("1.010727", "2026-11-25", "30cd"),  # and with five days after a supplement in the short case
    ("1.013225", "2025-07-01", "20cd"),  # building permit until 30 June 2026
    ("1.013225", "2026-07-01", "7wd"),  # and since
    ("1.013831", "2025-07-01", "8wd"),  # land transfer
    ("2.000908", "2026-05-13", "1wd"),  # copy from the register
    ("2.000986", "2015-07-01", "20wd"),  # linked birth registration on paper
    ("2.000986", "2021-07-01", "20wd"),  # and with a dossier of its own in each agency
    ("2.001199", "2025-07-01", "3wd"),  # company registration
    ("2.001263", "2026-03-01", "30cd"),  # domestic adoption
    ("2.002621", "2024-07-01", "3wd"),  # linked birth registration, electronic
    ("2.002621", "2026-09-01", "3wd"),  # and with a dossier of its own in each agency
    ("3.000159", "2026-03-01", "4wd"),  # timber for export: by channel, and by result of the inspection
    ("3.000333", "2026-07-01", "10cd"),  # judicial record
    ("TN13", "2015-01-01", "34wd"),  # land transfer in Yên Bái, 2015
    ("lt-bhyt", "2021-07-01", "10cd"),  # the insurance's part of the linked one, on paper
    ("lt-bhyt", "2026-09-01", "2wd"),  # and electronic
    ("lt-thuong-tru", "2021-07-01", "15cd"),  # the part of the police
    ("lt-thuong-tru", "2026-09-01", "2wd"),
]


def test_real_procedures_are_shipped_and_none_is_refused():
    assert [(p.code, p.version, str(p.total)) for p in catalogue()] == TOTALS
    assert catalogue().refused == ()


@pytest.mark.parametrize("procedure", list(catalogue()), ids=lambda p: f"{p.code} {p.version}")
def test_every_seat_is_held_for_a_commune_while_the_version_is_in_force(procedure):
    on = procedure.valid_to or date(2026, 11, 23)
    place = "04273" if procedure.code == "TN13" else "28777"
    for seat in {procedure.lead, procedure.one_stop, *(s.seat for s in procedure.steps)} - {"applicant"}:
        assert directory().resolve(seat, place, on)


def test_R37_R40_every_consultation_has_content_and_deadline_and_silence_its_law():
    asked = [step for p in catalogue() for step in p.steps if step.kind is StepKind.CONSULT]
    assert len(asked) == 16
    for step in asked:
        assert step.content
        assert step.allow.value > 0
        assert step.on_silence is Silence.ESCALATE or step.silence_basis


@pytest.mark.parametrize(
    ("allow", "due"),
    [
        ("20cd", "Wed 2026-11-25"),  # the total: Tue 24/11 is Vietnam Culture Day
        ("12cd", "Mon 2026-11-16"),  # the consultation
        ("7wd", "Fri 2026-11-13"),  # the appraisal
    ],
)
def test_R14_the_building_permit_counts_days_and_working_days_each_in_its_own_unit(allow, due):
    permit = catalogue().get("1.013225", "2025-07-01")
    found = next(a for a in (permit.total, *(s.allow for s in permit.steps)) if str(a) == allow)
    received = datetime(2026, 11, 4, 9, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))  # Wed
    assert f"{due_at(received, found, calendar('vn')):%a %Y-%m-%d}" == due


@pytest.mark.parametrize(
    ("received", "due"),
    [("2026-06-30", "Wed 2026-07-15"), ("2026-07-01", "Fri 2026-07-10")],  # Tue and Wed: the later one is due earlier
)
def test_R21_a_house_permit_keeps_the_limit_of_its_day_of_receipt(received, due):
    at = datetime.fromisoformat(f"{received}T09:00:00+07:00")
    version = catalogue().version_for("1.013225", at.date())
    values = {"channel": "direct", "permit_for": "house"}
    limit = next((case.allow for case in version.limits if holds(case.when, version, values)), version.total)
    assert f"{due_at(at, limit, calendar('vn')):%a %Y-%m-%d}" == due


def test_R17_birth_registration_is_answered_the_same_day_until_three():
    assert f"{catalogue().get('1.001193', '2025-07-01').same_day_until:%H:%M}" == "15:00"


def test_the_province_that_disagrees_sends_the_introduction_back():
    adoption = catalogue().get("1.003976", "2026-03-01")
    disagreed = adoption.by_id["s5"].outcome("disagreed")
    assert (disagreed.to, disagreed.sets) == ("s4", {"province_disagreed": True})
    again = {step.id for step in adoption.steps if step.when and holds_when_disagreed(adoption, step.when)}
    assert "s5r" in again
    assert "s4" not in again


def holds_when_disagreed(procedure, when):
    defaults = {name: field.default for name, field in procedure.data.items()}
    return holds(when, procedure, {"channel": "direct", **defaults, "province_disagreed": True})


def test_the_measures_of_a_procedure_are_counted():
    measured = complexity(catalogue().get("1.013831", "2025-07-01"))
    assert measured == (13, 3, 6, 0)  # steps, agencies, hand-overs, documents asked twice


def test_work_of_one_name_at_two_agencies_is_shown():
    one, other = (read_definition(chain("5wd", "5wd", code=code)).procedure for code in ("XX01", "XX02"))
    steps = [step.model_copy(update={"seat": "tax"}) for step in other.steps]
    shared = shared_competence([one, other.model_copy(update={"steps": tuple(steps)})])
    assert shared == {"bước s1": {("XX01", "one_stop"), ("XX02", "tax")}}
    assert shared_competence([one, one]) == {}


def test_every_choice_of_a_shipped_procedure_has_a_name_that_officials_read() -> None:
    choices = [(name, field) for procedure in catalogue() for name, field in procedure.data.items() if field.choices]
    assert choices
    assert [name for name, field in choices if set(field.names) != set(field.choices)] == []


@pytest.mark.parametrize("procedure", list(catalogue()), ids=lambda p: f"{p.code} {p.version}")
def test_every_note_is_in_both_languages(procedure):
    notes = [note for note in (procedure.source, *(step.note for step in procedure.steps)) if note is not None]
    assert procedure.source in notes
    assert [note.en for note in notes if note.plain] == []
