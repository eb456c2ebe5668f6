"""Every shipped procedure, in every case it tells apart, is lived through from receipt to the returned result."""

from datetime import datetime, time, timedelta
from itertools import product

import pytest

from motcua.dossiers.commands import Act, Complete, HearLeg, Open, Opine, PayFee, Ring
from motcua.dossiers.decide import decide
from motcua.dossiers.dossier import Dossier
from motcua.dossiers.evolve import evolve
from motcua.dossiers.ground import Ground
from motcua.dossiers.loading import load_ground
from motcua.dossiers.parts import LAW, Actor, State
from motcua.procedures.definition import Ending, Procedure, StepKind
from motcua.procedures.fields import FieldType
from motcua.procedures.shipped import catalogue
from motcua.worktime.due import opening_after

GROUND = load_ground()


def every_case(procedure: Procedure):
    """Yield the data of each case: every value of every datum."""
    values = {
        name: (True, False) if field.type is FieldType.BOOL else field.choices for name, field in procedure.data.items()
    }
    for chosen in product(*values.values()):
        yield dict(zip(values, chosen, strict=True))


def told(dossier: Dossier | None, act: Act, now: datetime, ground: Ground) -> Dossier:
    for fact in decide(dossier, act, now, ground):
        dossier = evolve(dossier, fact, at=fact.at or now, by=fact.by or act.by)
    assert dossier is not None
    return dossier


def opened(procedure: Procedure, data, now: datetime) -> Dossier:
    place = "04273" if procedure.code == "TN13" else "28777"
    counter = GROUND.agency_for(procedure.one_stop, place, now.date())
    do = Open(
        code="T-1", procedure=procedure.code, version=procedure.version, territory=place, data=data, channel="direct"
    )
    return told(None, Act(by=Actor(agency=counter), do=do), now, GROUND)


def begin(procedure: Procedure) -> datetime:
    """Return an opening time soon after the version came into force."""
    calendar = GROUND.calendars["vn"]
    soon = datetime.combine(procedure.valid_from + timedelta(days=10), time(), calendar.tz)
    return opening_after(soon, calendar)


def go_through(procedure: Procedure, data, *, disagreed: bool = False) -> tuple[Dossier, list[str]]:
    """Do each open step in turn, an hour after the last; consulted bodies agree, or first disagree if asked to."""
    now = begin(procedure)
    dossier, way = opened(procedure, data, now), []
    owed = any(fee.due == "result" for fee in procedure.fees)
    while dossier.duties:
        assert len(way) < 60, way
        now += timedelta(hours=1)
        duty = dossier.duties[0]
        step = procedure.by_id[duty.step]
        way.append(step.id)
        if step.kind is StepKind.CONSULT:
            no = disagreed and step.outcome("disagreed") and way.count(step.id) == 1
            do = Opine(step=step.id, opinion="disagreed" if no else "agreed")
        elif duty.silence_at and duty.agency == "applicant":
            now = duty.silence_at
            dossier = told(dossier, Act(by=LAW, do=Ring()), now, GROUND)
            continue
        elif step.kind is StepKind.LINKED:
            do = HearLeg(step=step.id, visit=duty.visit, code="T-2", state=State.RETURNED, result=Ending.GRANTED)
        elif step.kind is StepKind.RETURN and owed and not dossier.fee_settled:
            do = PayFee(reference="receipt 1")
        else:
            do = Complete(step=step.id)
        by = dossier.one_stop if duty.agency == "applicant" else duty.agency
        dossier = told(dossier, Act(by=Actor(agency=by), do=do), now, GROUND)
    return dossier, way


@pytest.mark.parametrize("procedure", list(catalogue()), ids=lambda p: f"{p.code} {p.version}")
def test_every_case_of_every_shipped_procedure_ends_with_its_result_returned(procedure):
    for data in every_case(procedure):
        dossier, way = go_through(procedure, data)
        assert dossier.state is State.RETURNED, (data, way)
        assert dossier.result is Ending.GRANTED
        assert set(dossier.done) == set(procedure.by_id)


def test_the_province_that_disagrees_has_the_child_introduced_again():
    adoption = catalogue().get("1.003976", "2026-03-01")
    data = {name: field.default for name, field in adoption.data.items()}
    _, way = go_through(adoption, data, disagreed=True)
    assert way.count("s5") == 2
