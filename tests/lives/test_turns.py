"""How many dossiers of one moment are woken in a second: as this machine's speed allows, or as it is told."""

import pytest

from activities.register import TURNS_PER_SECOND, turn_in
from motcua.settings import Settings
from motcua.supervision.workers.turns import KNOWN, LEAST, turns_at, turns_of


def test_a_machine_half_as_fast_wakes_half_as_many_and_a_faster_one_no_more_than_was_seen_to_work():
    assert turns_at(KNOWN * 2) == TURNS_PER_SECOND // 2
    assert turns_at(KNOWN / 10) == TURNS_PER_SECOND
    assert turns_at(KNOWN * 1000) == LEAST


def test_what_an_operator_sets_is_taken_and_otherwise_this_machine_is_measured(monkeypatch):
    monkeypatch.setenv("MOTCUA_TURNS_PER_SECOND", "90")
    assert turns_of(Settings()) == 90
    monkeypatch.delenv("MOTCUA_TURNS_PER_SECOND")
    assert LEAST <= turns_of(Settings()) <= TURNS_PER_SECOND


def test_no_turn_at_all_is_refused(monkeypatch):
    monkeypatch.setenv("MOTCUA_TURNS_PER_SECOND", "0")
    with pytest.raises(ValueError, match="turns_per_second"):
        Settings()


def test_turns_are_spread_over_each_second_so_that_an_act_never_waits_behind_all_of_one():
    waits = [turn_in(place, 46) for place in range(1, 47)]
    assert waits == sorted(waits)
    assert waits[-1] == 1
    assert max(waits.count(wait) for wait in waits) <= 5


def test_a_long_crowd_leaves_some_of_the_machine_and_is_through_in_eight_minutes_all_the_same():
    assert turn_in(2_000, 46) == 43.4
    assert turn_in(20_000, 46) - turn_in(19_000, 46) == pytest.approx(1_000 / 46 / 0.92, abs=0.1)
    assert turn_in(20_000, 46) < 470
