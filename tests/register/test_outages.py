"""One outage of a department system: from the first failure to the recovery, whoever saw it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from motcua.errors import NotFoundError
from motcua.register.alarms import AlarmKind
from motcua.register.asking import Turn
from motcua.register.breaker import Pace
from motcua.register.register import Register
from tests.register.asked import DONE, KEY, NINE, ask, dossier, fail, failure, later, send

SECOND = timedelta(seconds=1)


def test_the_first_failure_opens_the_outage_and_others_cost_the_system_nothing(register: Register) -> None:
    fail(register)
    held = ask(register, dossier(2), minutes=1)
    assert held.turn is Turn.HELD
    assert held.call.attempts == 0
    (outage,) = register.open_outages().values()
    assert (outage.system, outage.began_at, outage.failures, outage.declared_at) == ("tax", NINE, 1, None)
    assert register.waiting_on() == {"tax": 2}
    assert ask(register, f"{dossier(3)[:15]}/x/1", minutes=1).turn is Turn.HELD


def test_many_workers_that_fail_at_once_make_one_outage(register: Register) -> None:
    attempts = {dossier(n): send(register, dossier(n)) for n in range(1, 9)}
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda key: register.went_wrong(key, attempts[key], failure(1)), attempts))
    (outage,) = register.outages()
    assert outage.failures == 8


def test_whoever_takes_the_turn_is_alone_and_each_failure_makes_the_wait_longer(register: Register) -> None:
    fail(register)
    assert not register.take_turn("tax", NINE + 9 * SECOND)
    now, waits = NINE + 13 * SECOND, []
    for _ in range(9):
        with ThreadPoolExecutor(4) as pool:
            turns = list(pool.map(lambda at: register.take_turn("tax", at), [now] * 4))
        assert turns.count(True) == 1
        register.still_away("tax", now)
        begun = now
        while not register.take_turn("tax", now):
            now += SECOND
        register.still_away("tax", now)
        waits.append((now - begun).total_seconds())
        now += timedelta(minutes=2)
    assert min(waits) >= 10
    assert 60 <= waits[-1] <= 73


def test_a_system_that_fails_for_an_hour_gets_at_most_one_call_in_ten_seconds(register: Register) -> None:
    fail(register)
    ask(register, dossier(2))
    calls = 1
    for seconds in range(0, 3600, 5):
        now = NINE + seconds * SECOND
        assert ask(register, dossier(3), minutes=seconds / 60).turn is Turn.HELD
        if register.take_turn("tax", now):
            trial = register.next_trial("tax", now)
            assert trial is not None
            register.went_wrong(trial.key, register.its_turn(trial.key, now).attempt, failure(seconds / 60))
            register.still_away("tax", now)
            calls += 1
    assert 45 <= calls <= 70
    (outage,) = register.outages()
    assert (outage.failures, outage.probes, outage.began_at) == (calls, calls - 1, NINE)


def test_a_try_that_fails_too_declares_the_outage_and_recovery_clears_the_alarm(register: Register) -> None:
    fail(register)
    assert register.alarms() == []
    assert register.still_away("tax", later(1))
    assert not register.still_away("tax", later(2))
    (alarm,) = register.alarms()
    assert (alarm.kind, alarm.ref, alarm.times) == (AlarmKind.OUTAGE, "tax", 1)
    ended = register.recovered("tax", later(3))
    assert ended is not None
    assert (ended.declared_at, ended.ended_at, ended.dossiers) == (later(1), later(3), 1)
    assert (register.alarms(), register.open_outages()) == ([], {})
    assert register.recovered("tax", later(4)) is None


def test_what_waited_goes_on_in_order_of_due_date_and_new_requests_go_behind(register: Register) -> None:
    fail(register)
    days = {n: later(1440 * (40 - n)) for n in range(2, 40)}
    for n, due in days.items():
        ask(register, dossier(n), due=due)
    register.recovered("tax", later(1))
    assert ask(register, dossier(99), minutes=2).turn is Turn.HELD
    order = [call.key for call in register.held_calls("tax", later(3), limit=99)]
    assert order == [dossier(n) for n in sorted(days, reverse=True)] + [KEY, dossier(99)]
    for key in order:
        register.answered(key, DONE, later(4), attempt=register.its_turn(key, later(4)).attempt)
    assert ask(register, dossier(100), minutes=5).turn is Turn.SEND


def test_a_poisoned_request_neither_prolongs_an_outage_nor_opens_one_again(register: Register) -> None:
    fail(register)
    ask(register, dossier(2), minutes=0)
    trial = register.next_trial("tax", later(1))
    assert trial is not None
    assert trial.key == dossier(2)  # the one that failed has its turn after the others
    register.answered(trial.key, DONE, later(1), attempt=register.its_turn(trial.key, later(1)).attempt)
    register.recovered("tax", later(1))
    for minute in range(2, 30, 3):
        register.went_wrong(KEY, register.its_turn(KEY, later(minute)).attempt, failure(minute))
        assert not register.is_away("tax")
    assert send(register, dossier(3), minutes=30)


def test_a_failure_while_the_system_answers_another_is_the_requests_own(register: Register) -> None:
    attempt, other = send(register), send(register, dossier(2))
    register.answered(dossier(2), DONE, later(1), attempt=other)
    register.went_wrong(KEY, attempt, failure(1))
    assert not register.is_away("tax")
    fail(register, dossier(3), minutes=20)
    assert register.is_away("tax")


def test_a_request_whose_duty_ended_is_not_put_when_the_system_is_back(register: Register) -> None:
    from tests.register.papers import whole_life

    paper = whole_life(register)
    step = register.duties(paper.code)[0].step
    key = f"{paper.code}/{step}/1"
    fail(register, dossier(2))
    assert ask(register, key).turn is Turn.HELD
    register.recovered("tax", later(1))
    assert register.its_turn(key, later(2)).turn is Turn.UNWANTED
    assert [call.key for call in register.abandoned_calls("tax", 9, later(3))] == [key]
    register.called_off(key, None, "never_sent", later(3))
    assert register.abandoned_calls("tax", 9, later(3)) == []
    assert [call.key for call in register.held_calls("tax", later(3), limit=9)] == [dossier(2)]


def test_a_system_that_asks_for_time_is_given_it_up_to_an_hour() -> None:
    assert Pace().wait(0, 1800) == timedelta(minutes=30)
    assert Pace().wait(0, 86400) == timedelta(hours=1)


def test_an_operator_may_have_it_tried_now(register: Register) -> None:
    with pytest.raises(NotFoundError):
        register.try_now("tax", NINE)
    fail(register)
    register.try_now("tax", NINE + SECOND)
    assert register.take_turn("tax", NINE + SECOND)


def test_a_request_called_off_while_it_was_under_way_is_called_off_once_more_and_holds_nobody_up(
    register: Register,
) -> None:
    for n, key in enumerate((KEY, dossier(2))):
        attempt = send(register, key, minutes=n)
        register.called_off(key, register.trying(key, "withdraw", later(n)), "withdrawn", later(n))
        if key == KEY:
            register.accepted(key, attempt, later(n))
        else:
            register.went_wrong(key, attempt, failure(n))
        assert register.call(key).withdrawn_at is None  # so it is found among those nobody waits for
    register.recovered("tax", later(3))
    register.called_off(dossier(2), register.trying(dossier(2), "withdraw", later(4)), "withdrawn", later(4))
    assert ask(register, dossier(3), minutes=5).turn is Turn.SEND


def test_a_request_called_off_while_it_was_under_way_does_not_come_back_as_dead(register: Register) -> None:
    attempt = send(register)
    register.called_off(KEY, register.trying(KEY, "withdraw", later(1)), "withdrawn", later(1))
    register.dead(KEY, attempt, failure(2), "refused", told=True)
    assert register.alarms() == []


def test_a_system_that_asks_for_time_when_it_is_tried_again_is_given_it_too(register: Register) -> None:
    fail(register)
    assert register.take_turn("tax", later(1))
    register.went_wrong(KEY, register.its_turn(KEY, later(1)).attempt, failure(1, retry_after=1800))
    assert not register.take_turn("tax", later(30))
    assert register.take_turn("tax", later(31))


def test_a_recovery_and_failures_that_are_noted_at_once_do_not_block_one_another(register: Register) -> None:
    keys = [dossier(n) for n in range(1, 25)]
    attempts = {key: send(register, key) for key in keys}
    with ThreadPoolExecutor(8) as pool:
        noted = [pool.submit(register.went_wrong, key, attempts[key], failure(1)) for key in keys]
        noted += [pool.submit(register.recovered, "tax", later(1)) for _ in keys]
    for each in noted:
        each.result()
    assert len(register.open_outages()) <= 1
