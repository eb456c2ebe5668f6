"""Nothing recorded can be touched without being found, and drift has words."""

import pytest
from sqlalchemy import text

from motcua.dossiers import facts as f
from motcua.dossiers.evolve import apply
from motcua.errors import NotFoundError, RefusedError
from motcua.register.register import Register
from motcua.register.scope import Scope
from tests.register.papers import LAND, Paper, opened, receipt, transition, whole_life

CODE = "H07-261123-0001"


def tamper(register: Register, change: str) -> None:
    """Change a stored fact behind the register's back: whoever owns the database can put the guard aside."""
    with register._store.writing() as connection:
        if register._store.dialect == "postgresql":
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        else:
            connection.execute(text("DROP TRIGGER dossier_fact_no_update"))
            connection.execute(text("DROP TRIGGER dossier_fact_no_delete"))
        assert connection.execute(text(change)).rowcount > 0


def test_untouched_facts_hold(register: Register) -> None:
    whole_life(register)
    whole_life(register, "H07-261123-0002")
    assert register.verify(CODE) is None
    assert register.verify_all() == {}


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        ("UPDATE dossier_fact SET fact = replace(fact, 'LO-7', 'LO-8') WHERE seq = 5", 5),
        ("UPDATE dossier_fact SET fact = '{' WHERE seq = 5", 5),
        ("UPDATE dossier_fact SET reason = 'another' WHERE seq = 6", 6),
        ("UPDATE dossier_fact SET agency = 'somebody' WHERE seq = 2", 2),
        ("UPDATE dossier_fact SET officer = 'LO-8' WHERE seq = 7", 7),
        ("UPDATE dossier_fact SET at = recorded_at WHERE seq = 4", 4),
        ("UPDATE dossier_fact SET act_key = 'other' WHERE seq = 5", 5),
        ("UPDATE dossier_fact SET kind = 'received' WHERE seq = 5", 5),
        ("UPDATE dossier_fact SET hash = replace(hash, substr(hash, 1, 1), 'x') WHERE seq = 3", 3),
        ("DELETE FROM dossier_fact WHERE seq = 5", 5),
        ("DELETE FROM dossier_fact WHERE seq = 20", 20),
        ("DELETE FROM dossier_fact WHERE seq >= 5", 5),
        ("DELETE FROM dossier_fact", 1),
        ("UPDATE dossier SET head = replace(head, substr(head, 1, 1), 'x')", 21),
    ],
)
def test_a_raw_edit_is_found_at_the_fact_it_touched(register: Register, change: str, broken: int) -> None:
    assert whole_life(register).now.seq == 20
    tamper(register, change)
    assert register.verify(CODE) == broken
    assert register.verify_all() == {CODE: broken}


@pytest.mark.parametrize("seq", range(1, 21))
def test_a_fact_that_says_nothing_any_more_is_named_and_nothing_is_told_or_done_by_it(
    register: Register, seq: int
) -> None:
    whole_life(register)
    tamper(register, f"UPDATE dossier_fact SET fact = '{{}}' WHERE seq = {seq}")
    assert register.verify(CODE) == seq
    for reading in (register.dossier, register.transitions):
        with pytest.raises(RefusedError, match=f"Fact {seq} of {CODE} is not as it was written"):
            reading(CODE)
    assert list(register.every_stray()) == []  # it is broken, which says more


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ("UPDATE dossier SET state = 'returned'", "dossier.state: register returned"),
        ("UPDATE dossier SET due_current = '2031-01-01 00:00:00+00:00'", "dossier.due_current: register 2031"),
        ("UPDATE duty SET officer = 'XX-1' WHERE step = 'sign'", ".officer: register XX-1"),
        ("DELETE FROM duty WHERE step = 'sign'", ": not open in the register"),
    ],
)
def test_what_is_shown_otherwise_than_the_facts_say_is_found(register: Register, change: str, where: str) -> None:
    paper = Paper(register, receipt(CODE)).does("s", "Mon 2026-11-23 10:00", opened("sign"))
    assert paper.now.duties
    assert list(register.every_stray()) == []
    with register._store.writing() as connection:
        assert connection.execute(text(change)).rowcount == 1
    assert register.verify(CODE) is None  # no fact was touched
    ((code, found),) = register.every_stray()
    assert code == CODE
    assert len(found) == 1
    assert where in found[0]
    assert dict(register.strays_among([CODE, "H07-261123-0009"])) == {CODE: found}


def test_the_register_and_the_workflow_agree_after_every_act(register: Register) -> None:
    acts = whole_life(register, "H07-261123-0002").acts
    now = None
    for act in (receipt(CODE), *acts[1:]):
        register.record(now, act, LAND)
        now = apply(now, act)
        assert register.drift(CODE, now) == ()


def test_drift_says_what_differs(register: Register) -> None:
    paper = Paper(register, receipt(CODE))
    ahead = transition(
        "sign",
        "Tue 2026-11-24 09:00",
        f.OverdueOpened(subject="appraise/1", holder="land-office"),
        f.DutyClosed(step="appraise"),
        f.ResultReady(result="granted"),
    )
    drift = register.drift(CODE, apply(paper.now, ahead))
    assert "dossier.state: register received, dossier result_ready" in drift
    assert "dossier.finished_at: register None, dossier 2026-11-24T02:00:00+00:00" in drift
    assert "duty appraise/1: open in the register only" in drift
    assert "episode appraise/1: not open in the register" in drift
    assert register.drift("nowhere", paper.now) == ("dossier nowhere: not in the register",)


def test_a_row_edited_by_hand_is_drift(register: Register) -> None:
    paper = Paper(register, receipt(CODE))
    with register._store.writing() as connection:
        connection.execute(text("UPDATE dossier SET holder_agency = 'tax'"))
        connection.execute(text("UPDATE duty SET officer = 'T-1'"))
    assert register.drift(CODE, paper.now) == (
        "dossier.holder_agency: register tax, dossier land-office",
        "duty appraise/1.officer: register T-1, dossier None",
    )


def test_the_chain_is_told_link_by_link_and_what_was_written_last_comes_first(register: Register) -> None:
    first, second = whole_life(register, "H07-261123-0001"), whole_life(register, "H07-261123-0002")
    links = register.chain(first.code)
    assert [(link.seq, link.hash) for link in links] == register.fact_hashes(first.code)
    assert (links[0].kind, links[-1].kind, links[-1].hash) == ("opened", "returned", first.now.head)
    assert register.written_last(1) == [second.code]
    assert register.written_last(9) == [second.code, first.code]
    assert register.written_last(9, Scope(agencies=frozenset({"nobody"}))) == []
    with pytest.raises(NotFoundError):
        register.chain("H07-261123-0009")
