"""What else a case decides: by outcome, by channel, after a supplement, by data that follow from others (R17, R31)."""

import pytest

from motcua.dossiers import commands as c
from motcua.errors import InvalidInputError
from tests.dossiers.cases import UNCLEAR, looked_at, table, verified
from tests.dossiers.houses import procedure, step, words
from tests.dossiers.life import Life, at, refused


def test_the_outcome_of_a_step_can_set_what_the_limit_depends_on():
    sets = [{"name": "doubts", "sets": {"unclear": True}, "label": words("doubts")}]
    steps = [
        step("look", "verify", "department", "2wd", outcomes=sets),
        step("decide", "sign", "department", "3wd", "look"),
        step("return", "return", "one_stop", "0wd", "decide"),
    ]
    data = {"unclear": UNCLEAR | {"from_step": None}}
    limits = [{"when": "unclear", "allow": "10wd", "label": words("to be verified")}]
    life = Life(procedure(steps, "5wd", data=data, limits=limits), "Mon 2026-11-02 08:00")
    life.complete("Tue 2026-11-03 09:00", "look", outcome="doubts")
    assert life.due == "Mon 2026-11-16 17:00"  # `limits` is a table of one column


@pytest.mark.parametrize(
    ("channel", "due", "first"),
    [
        ("direct", "Mon 2026-11-09 17:00", "Mon 2026-11-02 17:00"),
        ("post", "Wed 2026-11-11 17:00", "Tue 2026-11-03 08:00"),
    ],
)
def test_the_limit_by_channel(channel, due, first):
    steps = [
        step("take", "intake", "one_stop", "1wd"),
        step("decide", "sign", "department", "4wd", "take"),
        step("return", "return", "one_stop", "0wd", "decide"),
    ]
    rows = table(
        "channel", {"when": "direct", "limit": "5wd", "allow": {"take": "0wd"}}, otherwise={"label": words("sent in")}
    )
    life = Life(procedure(steps, "7wd", tables=[rows]), "Mon 2026-11-02 08:00", channel=channel)
    assert (life.due, life.step_due("take")) == (due, first)


def test_R31_the_limit_after_a_supplement_is_that_of_the_case_and_so_is_the_window():
    terms = {"when": "true", "supplement": {"new_limit": "5cd", "window": "10wd"}}
    data = {"short": {"type": "bool", "label": words("short")}}
    steps = [step("decide", "sign", "department", "20cd"), step("return", "return", "one_stop", "0wd", "decide")]
    rows = table("short", terms, otherwise={"label": words("long")})
    supplement = {"policy": "new_limit", "new_limit": "10cd", "window": "30cd"}
    house = procedure(steps, "30cd", data=data, tables=[rows], supplement=supplement)
    dues, windows = [], []
    for short in (True, False):
        life = Life(house, "Mon 2026-11-02 08:00", data={"short": short}).ask("Wed 2026-11-04 10:00")
        windows.append(life.alarm[0])
        dues.append(life.give("Tue 2026-11-10 10:00").due)
    assert dues == ["Mon 2026-11-16 17:00", "Fri 2026-11-20 17:00"]  # 5 days end on a Sunday
    assert windows == ["Thu 2026-11-19 07:30", "Mon 2026-12-07 07:30"]


def test_R31_after_a_supplement_the_case_changes_the_new_limit_not_the_old_one():
    terms = {"when": "true", "limit": "40cd", "supplement": {"new_limit": "5cd"}}
    steps = [
        step("look", "verify", "department", "5cd"),
        step("decide", "sign", "department", "20cd", "look"),
        step("return", "return", "one_stop", "0wd", "decide"),
    ]
    rows = table("unclear", terms, otherwise={"label": words("plain")})
    supplement = {"policy": "new_limit", "new_limit": "10cd"}
    house = procedure(steps, "30cd", data={"unclear": UNCLEAR}, tables=[rows], supplement=supplement)
    life = Life(house, "Mon 2026-11-02 08:00").ask("Wed 2026-11-04 10:00").give("Tue 2026-11-10 10:00")
    assert life.due == "Fri 2026-11-20 17:00"
    looked_at(life, "Wed 2026-11-11 10:00")
    assert life.due == "Mon 2026-11-16 17:00"


def test_derived_data_decide_the_route_and_nobody_gives_them():
    rows = table(
        "area", {"when": ">= 250", "sets": {"large": True}}, {"when": "< 250", "sets": {"large": False}}, hit="unique"
    )
    data = {
        "area": {"type": "decimal", "label": words("area")},
        "large": {"type": "bool", "label": words("large"), "derived": True},
    }
    steps = [
        step("take", "intake", "one_stop", "1wd"),
        step("inspect", "verify", "department", "2wd", "take", when="large"),
        step("decide", "sign", "department", "2wd", "take inspect"),
        step("return", "return", "one_stop", "0wd", "decide"),
    ]
    house = procedure(steps, "5wd", data=data, tables=[rows])
    for area, opens in (("300", ["inspect"]), ("200", ["decide"])):
        life = Life(house, "Mon 2026-11-02 08:00", data={"area": area}).complete("Mon 2026-11-02 09:00", "take")
        assert life.open_steps() == opens
    with pytest.raises(InvalidInputError, match="large follows from other data"):
        Life(house, "Mon 2026-11-02 08:00", data={"area": "1", "large": True})


def test_R17_a_same_day_procedure_has_days_where_its_case_gives_them():
    house = verified("1wd", "4wd", same_day_until="15:00")
    life = Life(house, "Mon 2026-11-02 16:00").complete("Mon 2026-11-02 16:10", "take")
    assert life.due == "Tue 2026-11-03 17:00"  # after 15:00: the next working day
    looked_at(life, "Tue 2026-11-03 10:00")
    assert life.due == "Fri 2026-11-06 17:00"  # 4 working days after Mon 02/11


def test_a_dossier_that_waits_to_be_received_has_no_clock_to_follow():
    house = verified()
    life = Life(house, "Mon 2026-11-02 08:00", channel="online", data={"unclear": True})
    assert life.due == "none"
    life.do("Tue 2026-11-03 09:00", c.Accept(), by="one-stop")
    assert life.due == "Tue 2026-11-17 17:00"  # what was known on receipt counts from receipt
    assert life.now.clock is not None
    assert life.now.clock.since == at("Tue 2026-11-03 09:00")


def test_data_of_the_wrong_type_change_nothing():
    life = Life(verified(), "Mon 2026-11-02 08:00").complete("Mon 2026-11-02 15:00", "take")
    with refused("R12"):
        life.complete("Wed 2026-11-04 15:00", "look", data={"unclear": "maybe"})
    assert life.due == "Mon 2026-11-09 17:00"
