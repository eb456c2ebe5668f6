"""R74: the dossier is the fold of its facts; read back they give the same dates, and nothing can be changed."""

from datetime import datetime

import pytest

from motcua.dossiers.chain import broken_at, link
from motcua.dossiers.dossier import HEAD_OF_NOTHING, KEYS_KEPT
from motcua.dossiers.evolve import apply, fold, records
from motcua.dossiers.facts import Transition
from motcua.dossiers.ground import Ground
from motcua.dossiers.parts import Actor
from motcua.errors import NotFoundError
from tests.dossiers.houses import ground, land_transfer, ten_days
from tests.dossiers.life import Life, spelled


def lived() -> Life:
    """Return the land transfer of R34, from receipt to the second phase."""
    life = Life(land_transfer(), "Mon 2026-11-02 08:00").complete("Mon 2026-11-02 10:00", "intake")
    life.complete("Fri 2026-11-06 15:00", "appraise", "propose", "approve", "hand_to_tax")
    life.complete("Wed 2026-11-11 09:00", "assess_tax")
    return life.complete("Wed 2026-11-18 10:00", "pay", by="one-stop")


def test_R74_replaying_the_facts_gives_the_same_date_twice():
    life = lived()
    first, second = fold(life.transitions), fold(life.transitions)
    assert spelled(first.due) == spelled(second.due) == "Wed 2026-11-25 17:00"
    assert first == second == life.now


def rows(life: Life) -> list[tuple[dict, str]]:
    """Return what the register stores of a life: each record with its hash."""
    stored, head, seq = [], HEAD_OF_NOTHING, 0
    for transition in life.transitions:
        for record in records(transition, seq):
            head, seq = link(head, record), record["seq"]
            stored.append((record, head))
    return stored


def test_R74_every_fact_says_who_when_and_why():
    life = Life(ten_days(), "Mon 2026-11-02 08:00").ask("Thu 2026-11-05 10:00", reason="the map is torn")
    record = rows(life)[-1][0]
    assert record["seq"] == life.now.seq
    assert (record["by"].agency, record["reason"]) == ("department", "the map is torn")
    assert (spelled(record["at"]), spelled(record["recorded_at"])) == ("Thu 2026-11-05 10:00",) * 2


def test_R74_a_changed_fact_breaks_the_chain_where_it_was_changed():
    stored = rows(lived())
    assert broken_at(stored, HEAD_OF_NOTHING) is None
    for change in ({"at": datetime.fromisoformat("2026-11-03T08:00+07:00")}, {"by": Actor(agency="tax")}):
        forged = [*stored]
        forged[4] = (forged[4][0] | change, forged[4][1])
        assert broken_at(forged, HEAD_OF_NOTHING) == 5
    assert broken_at(stored[:3] + stored[4:], HEAD_OF_NOTHING) == 5  # one left out


def test_R74_the_chain_is_the_same_in_every_time_zone():
    life = lived()
    text = [t.model_dump_json(exclude_unset=True) for t in life.transitions]
    utc = [Transition.model_validate_json(t.replace("08:00:00+07:00", "01:00:00Z")) for t in text]
    assert fold(utc).head == life.now.head


def test_defaults_are_not_stored_so_a_later_default_changes_no_hash():
    stored = lived().transitions[0].model_dump_json(exclude_unset=True)
    assert "postmarked" not in stored
    assert '"late":false' not in stored
    assert '"kind":"opened"' in stored


def test_keys_of_the_last_acts_travel_with_the_dossier():
    life = Life(ten_days(), "Mon 2026-11-02 08:00")
    for _ in range(KEYS_KEPT + 5):
        life.ask("Mon 2026-11-02 09:00", approver="department", basis="Decree 96/2026").give("Mon 2026-11-02 09:00")
    assert len(life.now.keys) == KEYS_KEPT
    assert life.now.keys[-1] == f"k{len(life.transitions)}"


def test_the_first_fact_is_the_opening():
    later = lived().transitions[1]
    with pytest.raises(ValueError, match="opened"):
        apply(None, later)
    with pytest.raises(ValueError, match="no facts"):
        fold([])


def test_a_dossier_keeps_its_version_and_is_not_decided_under_another():
    life = Life(ten_days(), "Mon 2026-11-02 08:00")
    life.ground = ground(ten_days(version="2027", total="3wd"))
    with pytest.raises(NotFoundError):
        life.complete("Mon 2026-11-02 09:00", "intake")


def test_R75_an_agency_without_its_calendar_is_an_error_not_a_date():
    whole = ground(ten_days())
    with pytest.raises(NotFoundError) as problem:
        Life(ten_days(), "Mon 2026-11-02 08:00", on=Ground(whole.catalogue, whole.directory, {}))
    assert problem.value.rule == "R75"
