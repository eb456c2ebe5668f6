"""The ledger of requests to department systems."""

from datetime import timedelta

import pytest

from motcua.errors import NotFoundError
from motcua.register.calls import Call, CallState
from motcua.register.register import Register
from tests.register.papers import at

KEY = "H07-261123-0001/tax/1"
NINE = at("Mon 2026-11-23 09:00")


def ask(register: Register, minutes: int = 0) -> Call:
    when = NINE + timedelta(minutes=minutes)
    return register.asked(KEY, system="tax", dossier=KEY[:15], step="tax", visit=1, agency="tax", at=when)


def test_every_attempt_is_counted_and_the_first_moment_kept(register: Register) -> None:
    ask(register)
    register.failed_attempt(KEY, "503", NINE + timedelta(minutes=1))
    again = ask(register, 5)
    assert (again.attempts, again.state, again.last_error) == (2, CallState.ASKED, "503")
    assert (again.first_asked_at, again.last_asked_at) == (NINE, NINE + timedelta(minutes=5))


def test_an_accepted_request_keeps_the_systems_reference_until_it_is_answered(register: Register) -> None:
    ask(register)
    register.failed_attempt(KEY, "503", NINE)
    register.accepted(KEY, NINE, reference="T-9")
    accepted = register.call(KEY)
    assert (accepted.state, accepted.reference, accepted.last_error) == (CallState.ACCEPTED, "T-9", None)
    register.answered(KEY, "done", NINE + timedelta(days=2), digest="ab")
    answered = register.call(KEY)
    assert (answered.state, answered.outcome, answered.reference, answered.digest) == (
        CallState.ANSWERED,
        "done",
        "T-9",
        "ab",
    )
    assert answered.answered_at == NINE + timedelta(days=2)


def test_after_the_answer_nothing_changes_it(register: Register) -> None:
    ask(register)
    register.answered(KEY, "done", NINE)
    register.answered(KEY, "refused", NINE + timedelta(minutes=1))
    register.failed_attempt(KEY, "late error", NINE)
    register.trouble(KEY, "late trouble", NINE)
    known = ask(register, 9)
    assert (known.state, known.outcome, known.last_error) == (CallState.ANSWERED, "done", None)


def test_a_system_that_calls_back_twice_is_heard_once(register: Register) -> None:
    ask(register)
    assert register.callback_received(KEY, NINE) is True
    assert register.callback_received(KEY, NINE + timedelta(minutes=1)) is False
    assert register.call(KEY).callback_at == NINE


def test_after_trouble_a_repeated_request_may_be_called_back_again(register: Register) -> None:
    ask(register)
    register.callback_received(KEY, NINE)
    register.trouble(KEY, "The amount cannot be read.", NINE)
    assert (register.call(KEY).state, register.call(KEY).answered_at) == (CallState.TROUBLE, None)
    ask(register, 60)
    assert register.callback_received(KEY, NINE + timedelta(hours=2)) is True


def test_what_was_never_asked_is_not_found(register: Register) -> None:
    for note in (
        lambda: register.call(KEY),
        lambda: register.callback_received(KEY, NINE),
        lambda: register.accepted(KEY, NINE),
        lambda: register.answered(KEY, "done", NINE),
        lambda: register.failed_attempt(KEY, "503", NINE),
    ):
        with pytest.raises(NotFoundError, match="No request"):
            note()


def test_the_requests_of_a_dossier_are_listed_in_order(register: Register) -> None:
    ask(register)
    register.asked(
        "x/land/1", system="land", dossier=KEY[:15], step="land", visit=1, agency="land", at=at("Mon 2026-11-23 08:00")
    )
    assert [call.system for call in register.calls(KEY[:15])] == ["land", "tax"]
