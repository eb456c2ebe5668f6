"""Calls another agency puts for us: known by when they went, which way, and what the agency tells."""

from datetime import timedelta

import pytest

from motcua.register.alarms import AlarmKind
from motcua.register.calls import CallState
from motcua.register.elsewhere import AwayElsewhere, Errand
from motcua.register.register import Register
from tests.register.papers import at

NINE = at("Mon 2026-11-23 09:00")
MINUTE = timedelta(minutes=1)
KEY = "A/tax/1"
AWAY = AwayElsewhere(NINE, "HTTP 503")


@pytest.fixture
def errand(register: Register) -> Errand:
    errand = Errand(KEY, "tax", "A", "tax", 1, "tax-office", "tax-endpoint")
    register.sent_elsewhere(errand, NINE)
    return errand


def test_what_is_given_to_an_agency_is_one_call_however_often_it_is_given(register: Register, errand: Errand) -> None:
    register.sent_elsewhere(errand, NINE + MINUTE)
    call = register.call(KEY)
    assert (call.endpoint, call.attempts, call.state) == ("tax-endpoint", 2, CallState.ASKED)
    assert (call.first_asked_at, call.last_asked_at, call.request) == (NINE, NINE + MINUTE, None)


def test_the_agencys_first_answer_stays(register: Register, errand: Errand) -> None:
    register.heard_elsewhere(KEY, "done", NINE, detail=None, reference="T-9")
    register.heard_elsewhere(KEY, "refused", NINE + MINUTE, detail="later", reference=None)
    register.sent_elsewhere(errand, NINE + MINUTE)
    call = register.call(KEY)
    assert (call.state, call.outcome, call.reference) == (CallState.ANSWERED, "done", "T-9")


def test_trouble_there_is_trouble_here_until_it_is_asked_again(register: Register, errand: Errand) -> None:
    register.heard_elsewhere(KEY, "trouble", NINE, detail="It cannot be read.", reference=None)
    assert (register.call(KEY).state, register.call(KEY).last_error) == (CallState.TROUBLE, "It cannot be read.")
    register.sent_elsewhere(errand, NINE + MINUTE)
    assert (register.call(KEY).state, register.call(KEY).dead_at) == (CallState.ASKED, None)


def test_an_outage_there_is_one_outage_and_one_alarm_here(register: Register, errand: Errand) -> None:
    register.told_of_system("tax", AWAY, NINE + MINUTE)
    register.told_of_system("tax", AwayElsewhere(NINE, "HTTP 504"), NINE + 2 * MINUTE)
    register.sent_elsewhere(errand._replace(key="B/tax/1", dossier="B"), NINE + 3 * MINUTE)
    outage = register.open_outages()["tax"]
    assert (outage.began_at, outage.last_error, outage.dossiers) == (NINE, "HTTP 504", 2)
    assert register.call("B/tax/1").held_at == NINE
    assert [(alarm.kind, alarm.times) for alarm in register.alarms()] == [(AlarmKind.OUTAGE, 1)]
    register.told_of_system("tax", None, NINE + 4 * MINUTE)
    register.told_of_system("tax", None, NINE + 5 * MINUTE)
    assert (register.open_outages(), register.alarms(), register.call(KEY).held_at) == ({}, [], None)
    assert register.outages(system="tax")[0].ended_at == NINE + 4 * MINUTE


def test_a_request_that_was_called_back_waits_on_nothing(register: Register, errand: Errand) -> None:
    register.told_of_system("tax", AWAY, NINE)
    register.called_back(KEY, NINE + MINUTE)
    register.told_of_system("tax", AWAY, NINE + 2 * MINUTE)
    assert (register.call(KEY).held_at, register.call(KEY).withdrawn_at) == (None, NINE + MINUTE)


def test_what_another_installation_does_not_want_any_more_is_called_off_by_the_keeper(
    register: Register, errand: Errand
) -> None:
    assert register.abandoned_calls("tax", 10, NINE) == []
    register.unwanted(KEY, NINE)
    assert [call.key for call in register.abandoned_calls("tax", 10, NINE)] == [KEY]
