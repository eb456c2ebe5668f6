"""Every written transition is one event, in order, and none is passed over."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import text

from motcua.dossiers import facts as f
from motcua.register.events import BEGINNING, Start, move_courier
from motcua.register.register import Register
from tests.register.papers import LAND, Paper, at, receipt, whole_life

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
NOTE = "Mon 2026-11-23 10:00"


def test_every_written_transition_is_one_event_in_order(register: Register) -> None:
    paper = whole_life(register)
    events = register.events_after(BEGINNING)
    assert [event.created_at for event in events] == [act.recorded_at for act in paper.acts]
    assert (events[0].first_seq, events[0].last_seq) == (1, len(paper.acts[0].facts))
    told = [seq for event in events for seq, _step in register.happened(event)]
    assert told == list(range(1, paper.now.seq + 1))
    assert register.happened(events[-1])[-1][1].after.state == paper.now.state
    assert register.events_after(events[2].id, limit=2) == events[3:5]


def test_an_act_written_twice_or_refused_is_no_second_event(register: Register) -> None:
    paper = Paper(register, receipt("A")).does("note", NOTE, f.DataSet(data={"n": 1}))
    before = paper.acts[1]
    register.record(register.dossier("A"), before, LAND)
    assert len(register.events_after(BEGINNING)) == 2


def test_an_event_still_being_committed_holds_up_those_after_it(register: Register) -> None:
    for code in ("A", "B"):
        Paper(register, receipt(code))
    seen = register.events_after(BEGINNING)
    if register._store.dialect == "sqlite":
        assert [event.dossier for event in seen] == ["A", "B"]
        return  # one writer at a time: there is nothing to overtake
    with register._store.engine.begin() as slow:  # draws its number first and commits last
        slow.execute(text("UPDATE dossier SET state = state WHERE code = 'A'"))
        slow.execute(
            text("INSERT INTO event (dossier, first_seq, last_seq, created_at) VALUES ('A', 5, 5, :now)"), {"now": NOW}
        )
        Paper(register, receipt("C"))
        assert register.events_after(seen[-1].id) == []
        assert register.events_after(seen[0].id - 1) == seen
    assert [event.dossier for event in register.events_after(seen[-1].id)] == ["A", "C"]


def test_a_transaction_that_began_earlier_and_draws_later_is_not_passed_over(register: Register) -> None:
    """The other interleaving: the older transaction has the higher number, and commits first."""
    if register._store.dialect == "sqlite":
        return
    for code in ("A", "B"):
        Paper(register, receipt(code))
    seen = register.events_after(BEGINNING)
    insert = text("INSERT INTO event (dossier, first_seq, last_seq, created_at) VALUES (:code, 5, 5, :now)")
    engine = register._store.engine
    with engine.connect() as older, engine.connect() as younger:
        older.execute(text("UPDATE dossier SET state = state WHERE code = 'A'"))
        younger.execute(text("UPDATE dossier SET state = state WHERE code = 'B'"))
        younger.execute(insert, {"code": "B", "now": NOW})
        older.execute(insert, {"code": "A", "now": NOW})
        older.commit()
        assert register.events_after(seen[-1].id) == []
        younger.commit()
    assert [event.dossier for event in register.events_after(seen[-1].id)] == ["B", "A"]


def test_a_number_nobody_will_use_holds_up_nothing(register: Register) -> None:
    if register._store.dialect == "sqlite":
        return
    Paper(register, receipt("A"))
    with register._store.engine.connect() as failing:
        failing.execute(text("SELECT nextval('event_id_seq')"))
        failing.rollback()
    Paper(register, receipt("B"))
    assert [event.dossier for event in register.events_after(BEGINNING)] == ["A", "B"]


def test_a_courier_starts_at_the_beginning_or_now_and_only_once(register: Register) -> None:
    Paper(register, receipt("A"))
    assert register.courier_position("late") is None
    assert register.start_courier("all", Start.BEGINNING, NOW) == BEGINNING
    now = register.start_courier("late", Start.NOW, NOW)
    Paper(register, receipt("B"))
    assert [event.dossier for event in register.events_after(now)] == ["B"]
    assert register.start_courier("late", Start.BEGINNING, NOW) == now
    assert (register.lag(now).events, register.lag(BEGINNING).events) == (1, 2)


def test_a_courier_moves_with_what_it_writes_and_from_where_it_stands(register: Register) -> None:
    Paper(register, receipt("A"))
    register.start_courier("portal", Start.BEGINNING, NOW)
    last = register.last_position()
    with register._store.writing() as connection:
        assert move_courier(connection, "portal", BEGINNING, last, NOW)
        assert not move_courier(connection, "portal", BEGINNING, last, NOW)
    assert register.courier_position("portal") == last
    assert register.lag(last).events == 0
    assert register.lag(last).since is None


def test_a_moment_names_a_position(register: Register) -> None:
    Paper(register, receipt("A")).does("note", NOTE, f.DataSet(data={"n": 1}))
    first, second = register.events_after(BEGINNING)
    assert register.position_at(at(NOTE)) == first.id
    assert register.position_at(at(NOTE) + timedelta(days=1)) == second.id
    assert [e.id for e in register.events_after(register.position_at(at("Mon 2026-11-23 08:00")))] == [
        first.id,
        second.id,
    ]
