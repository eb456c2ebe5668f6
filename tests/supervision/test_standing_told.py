"""R36: what is read of a clock that stood for an outage: the proof of the date, the control slip, the notice."""

from motcua.letters.between_agencies import control_slip
from motcua.letters.names import Names
from motcua.letters.story import story_of
from motcua.supervision.telling.naming import Naming
from motcua.supervision.telling.why_due import why_due
from tests.dossiers.away import BACK, DECISION, run, stand, waiting


def test_R36_the_proof_of_the_date_names_the_decision_by_which_the_clock_stood():
    life = run(stand(waiting(), "Fri 2026-11-06 08:00"), BACK)
    names = Naming(life.ground, life.ground.procedure("TEST1", "2020"))
    proof = why_due(life.now, life.transitions, names)
    assert proof is not None
    lines = {line.kind: line for line in proof.lines}
    stood = lines["paused:outage"]
    assert f"by decision {DECISION}" in stood.en
    assert f"theo quyết định {DECISION}" in stood.vi
    assert (f"{stood.moment:%d/%m %H:%M}", f"{lines['resumed:outage'].moment:%d/%m %H:%M}") == (
        "06/11 07:30",
        "11/11 15:00",
    )
    assert lines["clock_set:resumed"].day == lines["resumed:outage"].day


def test_R27_the_control_slip_says_by_which_decision_the_clock_of_a_step_stood():
    life = run(stand(waiting(), "Fri 2026-11-06 08:00"), BACK)
    slip = control_slip(story_of(life.transitions), Names(life.ground, life.ground.procedure("TEST1", "2020")))
    notes = [row.note.en if row.note else None for row in slip.rows]
    assert notes == [None, None, f"the department system was away; clock stood by decision {DECISION}"]
