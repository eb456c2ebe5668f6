"""A decision is written once, whole or not at all."""

import pytest
from sqlalchemy import text

from motcua.dossiers import facts as f
from motcua.dossiers.dossier import HEAD_OF_NOTHING
from motcua.dossiers.evolve import apply, fold
from motcua.errors import ConflictError, NotFoundError
from motcua.register.register import Register
from tests.register.papers import LAND, Paper, at, opened, receipt, transition, whole_life

CODE = "H07-261123-0001"


def test_R74_stored_facts_fold_to_the_same_dossier_and_the_same_dates(register: Register) -> None:
    paper = whole_life(register)
    stored = register.transitions(CODE)
    assert stored == paper.acts
    assert [act.by for act in stored] == [act.by for act in paper.acts]
    assert fold(stored) == paper.now == register.dossier(CODE)
    assert register.dossier(CODE).head == paper.now.head != HEAD_OF_NOTHING


def test_an_actor_given_with_empty_parts_keeps_its_chain(register: Register) -> None:
    from motcua.dossiers.parts import Actor

    by = Actor.model_validate({"agency": "land-office", "officer": None})
    paper = Paper(register, receipt(CODE)).does("note", "Mon 2026-11-23 10:00", f.DataSet(data={"a": 1.50}), by=by)
    assert register.dossier(CODE).head == paper.now.head
    assert register.verify(CODE) is None


def test_an_act_written_twice_is_written_once_and_answered_as_it_was_decided_first(register: Register) -> None:
    opening = receipt(CODE)
    register.record(None, opening, LAND)
    before = apply(None, opening)
    first = transition("done", "Mon 2026-11-23 10:00", f.DutyClosed(step="appraise"), opened("sign"))
    again = transition("done", "Mon 2026-11-23 11:00", f.DutyClosed(step="appraise", outcome="refused"))
    assert register.record(before, first, LAND) == first
    assert register.record(before, again, LAND) == first
    assert register.record(None, opening, LAND) == opening
    assert register.dossier(CODE).seq == 6


def test_an_act_that_the_dossier_has_in_it_already_leaves_nothing_to_fold(register: Register) -> None:
    paper = whole_life(register)
    repeated = register.record(paper.now, paper.acts[1].model_copy(update={"at": at("Tue 2026-12-01 10:00")}), LAND)
    assert repeated == paper.acts[1].model_copy(update={"facts": ()})
    assert register.dossier(CODE).seq == paper.now.seq


def test_another_act_at_the_same_place_is_refused_and_nothing_is_half_written(register: Register) -> None:
    opening = receipt(CODE)
    register.record(None, opening, LAND)
    before = apply(None, opening)
    register.record(before, transition("one", "Mon 2026-11-23 10:00", f.DutyClosed(step="appraise")), LAND)
    other = transition("two", "Mon 2026-11-23 10:00", f.DataSet(data={"a": 1}), opened("sign"))
    with pytest.raises(ConflictError, match="another history"):
        register.record(before, other, LAND)
    assert [entry.kind for entry in register.timeline(CODE)][-1] == "duty_closed"
    assert [duty.step for duty in register.duties(CODE)] == ["appraise"]


def test_a_second_opening_under_the_same_code_is_refused(register: Register) -> None:
    register.record(None, receipt(CODE), LAND)
    other = receipt(CODE, procedure="P02").model_copy(update={"key": "another"})
    with pytest.raises(ConflictError):
        register.record(None, other, LAND)
    assert register.summary(CODE).procedure == "TN13"


def test_a_register_that_lacks_facts_refuses_those_that_follow(register: Register) -> None:
    opening = receipt(CODE)
    register.record(None, opening, LAND)
    ahead = apply(apply(None, opening), transition("lost", "Mon 2026-11-23 10:00", f.DataSet(data={"a": 1})))
    with pytest.raises(ConflictError, match="holds 4 facts"):
        register.record(ahead, transition("next", "Mon 2026-11-23 11:00", f.DataSet(data={"b": 1})), LAND)


def test_a_dossier_with_another_past_of_the_same_length_is_refused(register: Register) -> None:
    register.record(None, receipt(CODE), LAND)
    stranger = apply(None, receipt(CODE, "Tue 2026-11-24 09:00"))
    with pytest.raises(ConflictError):
        register.record(stranger, transition("next", "Tue 2026-11-24 11:00", f.DataSet(data={"b": 1})), LAND)


@pytest.mark.parametrize("dies_after", [0, 1, 2, 3])
def test_a_writer_that_dies_between_two_statements_leaves_nothing(
    register: Register, monkeypatch: pytest.MonkeyPatch, dies_after: int
) -> None:
    opening = receipt(CODE)
    register.record(None, opening, LAND)
    before = apply(None, opening)
    breach = f.OverdueOpened(subject="appraise/1", holder="land-office")
    act = transition("done", "Tue 2026-11-24 17:00", f.DutyClosed(step="appraise"), opened("sign"), breach)

    class Killed(Exception):
        pass

    done = 0

    def count(*_: object) -> None:
        nonlocal done
        if done == dies_after:
            raise Killed
        done += 1

    from sqlalchemy import event

    event.listen(register._store.engine, "before_cursor_execute", count)
    with pytest.raises(Killed):
        register.record(before, act, LAND)
    event.remove(register._store.engine, "before_cursor_execute", count)
    assert register.dossier(CODE) == before
    assert register.drift(CODE, before) == ()
    assert register.record(before, act, LAND) == act
    assert register.drift(CODE, apply(before, act)) == ()


def test_an_act_without_facts_writes_nothing(register: Register) -> None:
    register.record(None, receipt(CODE), LAND)
    empty = transition("nothing", "Mon 2026-11-23 10:00")
    assert register.record(register.dossier(CODE), empty, LAND) == empty
    assert register.dossier(CODE).seq == 4


@pytest.mark.parametrize(
    "change",
    ["UPDATE dossier_fact SET reason = 'x'", "DELETE FROM dossier_fact", "UPDATE dossier_fact SET seq = seq + 1"],
)
def test_facts_can_be_neither_changed_nor_deleted(register: Register, change: str) -> None:
    register.record(None, receipt(CODE), LAND)
    with pytest.raises(Exception, match="facts are never changed"), register._store.writing() as connection:
        connection.execute(text(change))
    assert register.verify(CODE) is None


def test_a_dossier_that_is_not_there_is_not_found(register: Register) -> None:
    assert not register.has("nowhere")
    assert register.timeline("nowhere") == []
    for ask in (register.dossier, register.transitions, register.summary, register.verify):
        with pytest.raises(NotFoundError, match="no dossier nowhere"):
            ask("nowhere")


def test_a_moment_without_a_zone_is_never_stored(register: Register) -> None:
    naive = LAND.model_copy(update={"act_by": at("Mon 2026-11-23 10:00").replace(tzinfo=None)})
    with pytest.raises(Exception, match="without a zone"):
        register.record(None, receipt(CODE), naive)
    assert not register.has(CODE)
