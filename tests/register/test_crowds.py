"""How many dossiers are woken at one moment, so that each can be given its turn."""

from motcua.register.register import Register
from tests.register.papers import Paper, at, opened, receipt, whole_life


def test_those_who_wait_for_the_same_moment_are_counted_and_the_others_are_not(register: Register):
    moment = at("Tue 2026-11-24 17:00")
    for number in (1, 2, 3):
        Paper(register, receipt(f"H07-261123-000{number}"))
    Paper(register, receipt("H07-261123-0004", step=opened("appraise", "Wed 2026-11-25 17:00")))
    assert register.crowd_at(moment) == 3
    assert register.crowd_at(at("Wed 2026-11-25 17:00")) == 1
    assert register.crowd_at(at("Tue 2026-11-24 17:01")) == 0


def test_who_has_ended_is_woken_by_nothing(register: Register):
    ended = whole_life(register)
    assert register.summary(ended.code).ended_at is not None
    assert register.crowd_at(at("Tue 2026-11-24 17:00")) == 0
