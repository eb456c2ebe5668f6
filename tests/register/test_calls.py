"""The ledger of requests to department systems."""

import pytest

from motcua.errors import NotFoundError
from motcua.register.alarms import AlarmKind
from motcua.register.answers import Got
from motcua.register.asking import Turn
from motcua.register.calls import CallState
from motcua.register.register import Register
from tests.register.asked import CODE, DONE, KEY, NINE, answer, ask, fail, failure, later, send


def test_every_try_is_a_row_and_the_first_moment_is_kept(register: Register) -> None:
    first = send(register)
    register.accepted(KEY, first, later(0.01), reference="T-9")
    register.unknown_there(KEY, register.trying(KEY, "poll", later(5)), later(5))
    second = register.its_turn(KEY, later(6))
    register.answered(KEY, DONE, later(7), attempt=second.attempt)
    call = register.call(KEY)
    assert (call.attempts, call.first_asked_at, call.last_asked_at) == (2, NINE, later(6))
    tries = [(a.verb, a.result, a.milliseconds) for a in register.attempts([KEY])]
    assert tries == [("ask", "accepted", 600), ("poll", "unknown", 0), ("ask", "answered", 60_000)]


def test_a_try_that_was_broken_off_stays_visible(register: Register) -> None:
    send(register)
    send(register, minutes=1)
    assert [a.result for a in register.attempts([KEY])] == ["under_way", "under_way"]


def test_an_accepted_request_is_not_put_again(register: Register) -> None:
    register.accepted(KEY, send(register), NINE, reference="T-9")
    again = ask(register, minutes=5)
    assert (again.turn, again.call.reference, again.call.attempts) == (Turn.ACCEPTED, "T-9", 1)


def test_what_is_answered_is_never_asked_again(register: Register) -> None:
    register.answered(KEY, DONE, later(1), attempt=send(register), told=True)
    again = ask(register, minutes=9)
    assert (again.turn, again.call.answer, again.call.attempts) == (Turn.ANSWERED, DONE.answer, 1)


def test_the_first_answer_stays_from_whichever_side_it_came(register: Register) -> None:
    attempt = send(register)
    assert not answer(register).repeated  # by callback, before the request returned
    same = register.answered(KEY, DONE, later(2), attempt=attempt, told=True)
    assert (same.repeated, same.other) == (True, False)
    other = answer(register, got=Got('{"outcome":"refused"}', "refused", "cd" * 32), minutes=3)
    assert (other.repeated, other.other, other.call.outcome) == (False, True, "done")
    assert register.accepted(KEY, attempt, later(4)).state is CallState.ANSWERED
    register.went_wrong(KEY, attempt, failure(5))
    register.dead(KEY, attempt, failure(6), "refused", told=True)
    call = register.call(KEY)
    assert (call.state, call.answered_at, call.dead_at, call.held_at) == (CallState.ANSWERED, later(1), None, None)
    assert call.callback_at == later(1)


def test_an_answer_is_untold_until_the_dossier_has_it(register: Register) -> None:
    send(register)
    answer(register)
    assert [call.key for call in register.untold_calls("tax", 10)] == [KEY]
    register.note_told(KEY, later(2))
    register.note_told(KEY, later(3))
    assert (register.untold_calls("tax", 10), register.call(KEY).told_at) == ([], later(2))


def test_a_dead_call_raises_its_alarm_with_it_and_an_answer_clears_it(register: Register) -> None:
    register.dead(KEY, send(register), failure(), "refused", told=True)
    call = register.call(KEY)
    assert (call.state, call.dead_at, call.last_error) == (CallState.TROUBLE, NINE, "HTTP 503.")
    (alarm,) = register.alarms()
    assert (alarm.kind, alarm.ref, alarm.dossier, alarm.system) == (AlarmKind.DEAD_CALL, KEY, CODE, "tax")
    register.answered(KEY, DONE, later(60), attempt=send(register, minutes=59))
    assert (register.alarms(), register.call(KEY).dead_at) == ([], None)


def test_a_dead_call_may_still_be_answered_by_callback(register: Register) -> None:
    register.dead(KEY, send(register), failure(), "unreadable", told=True)
    answer(register, minutes=5)
    assert ask(register, minutes=60).turn is Turn.ANSWERED


def test_two_requests_of_one_dossier_to_one_system_go_one_after_the_other(register: Register) -> None:
    first, second = f"{CODE}/tax/1", f"{CODE}/fee/1"
    attempt = send(register, first)
    assert ask(register, second, minutes=1).turn is Turn.HELD
    assert register.held_calls("tax", later(1), limit=9) == []  # it is looked again in a moment
    assert register.its_turn(second, later(1.1)).turn is Turn.HELD
    register.accepted(first, attempt, later(2))
    assert [call.key for call in register.held_calls("tax", later(2), limit=9)] == [second]
    assert register.its_turn(second, later(2)).turn is Turn.SEND
    assert ask(register, f"{CODE}/tax/2", minutes=3).turn is Turn.HELD


def test_a_request_that_only_has_to_wait_is_tried_again_after_a_wait_that_doubles(register: Register) -> None:
    waits = []
    for _ in range(12):
        attempt = register.its_turn(KEY, NINE).attempt if waits else send(register)
        register.went_wrong(KEY, attempt, failure(own=True))
        again_at = register.call(KEY).again_at
        assert again_at is not None
        waits.append((again_at - NINE).total_seconds())
    assert 0.75 <= waits[0] <= 1.25
    assert 225 <= waits[-1] <= 375
    assert not register.is_away("tax")
    assert [alarm.kind for alarm in register.alarms()] == [AlarmKind.DEAD_CALL]  # half an hour: somebody should look


def test_a_system_that_names_a_time_is_asked_then(register: Register) -> None:
    register.went_wrong(KEY, send(register), failure(own=True, retry_after=120))
    assert register.held_calls("tax", later(1.9), limit=9) == []
    assert [call.key for call in register.held_calls("tax", later(2), limit=9)] == [KEY]


def test_an_accepted_request_nothing_is_heard_of_is_looked_after(register: Register) -> None:
    register.accepted(KEY, send(register), NINE)
    assert register.calls_to_poll("tax", later(-1), 9, later(0)) == []
    assert [call.key for call in register.calls_to_poll("tax", later(0), 9, later(240))] == [KEY]
    register.progressed(KEY, 3, "in_process", later(240), attempt=register.trying(KEY, "poll", later(240)))
    assert register.calls_to_poll("tax", later(239), 9, later(240)) == []
    for minutes in (480, 720):
        register.progressed(KEY, 3, "in_process", later(minutes), attempt=register.trying(KEY, "poll", later(minutes)))
    looks = [(a.verb, a.detail, a.started_at) for a in register.attempts([KEY])]
    assert looks == [("ask", None, NINE), ("poll", "in_process", later(720))]  # the last stands for all that say so


def test_how_far_a_system_has_come_is_never_taken_back(register: Register) -> None:
    register.accepted(KEY, send(register), NINE)
    took = [register.progressed(KEY, stage, "x", later(stage)) for stage in (0, 2, 2, 1, 3, 0)]
    assert took == [True, True, True, False, True, False]
    assert register.call(KEY).stage == 3


def test_what_was_never_asked_is_not_found(register: Register) -> None:
    for note in (
        lambda: register.call(KEY),
        lambda: register.its_turn(KEY, NINE),
        lambda: answer(register),
        lambda: register.progressed(KEY, 0, "arrived", NINE),
    ):
        with pytest.raises(NotFoundError, match="No request"):
            note()


def test_the_requests_of_a_dossier_are_listed_in_order(register: Register) -> None:
    send(register)
    fail(register, f"{CODE}/aaa/1", minutes=-10)
    assert [call.step for call in register.calls(CODE)] == ["aaa", "tax"]
