"""What holds whatever anybody does: every act there is, in any order, at any moment, by anyone, on any calendar."""

from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.dossiers.alarms import next_alarm
from motcua.dossiers.episode_file import episode_files
from motcua.dossiers.evolve import evolve, fold
from motcua.dossiers.ledger import ledger
from motcua.procedures.definition import Procedure
from motcua.procedures.shipped import catalogue
from motcua.worktime.allowance import Unit
from motcua.worktime.due import elapsed
from tests.dossiers.away import asking
from tests.dossiers.houses import building_permit, investment, land_transfer, sea_area, step, ten_days, words
from tests.dossiers.linked import birth, in_parts
from tests.dossiers.test_any_life import procedures
from tests.dossiers.trying import TRIED, Walk

FEW = settings(max_examples=70, deadline=None, suppress_health_check=[HealthCheck.too_slow])
FEE = {"name": words("fee"), "amount": "50000", "due": "result"}
DEED = {"id": "map", "name": words("the deed itself"), "original": True}
FORM = {"id": "form", "name": words("form")}
EARLIER = ("case", "calendar", "moved", "new_limit", "phase", "corrected", "stated", "restored")
"""What may bring the promise forward, each by a rule of its own (R10, R21, R31, R35, R49)."""


def settling(**values: Any) -> Procedure:
    """Return ten days on paper, with originals, a fee at the result, and time to hand it over."""
    steps = [
        step("intake", "intake", "one_stop", "0.5wd"),
        step("appraise", "appraise", "department", "4wd", "intake"),
        step("ask_tax", "finance", "tax", "2wd", "appraise", clock="pause", when="large"),
        step("sign", "sign", "chair", "1.5wd", "appraise ask_tax"),
        step("give_back", "return", "one_stop", "1wd", "sign"),
    ]
    large = {"large": {"type": "bool", "label": words("large"), "default": False, "from_step": "appraise"}}
    table = {
        "id": "limits",
        "label": words("limits"),
        "inputs": [{"expr": "large", "label": words("large")}],
        "rows": [{"cells": ["true"], "label": words("large"), "limit": "15wd", "allow": {"sign": "3wd"}}],
        "otherwise": {"label": words("small")},
    }
    more = {"code": "SETTLE1", "fees": [FEE], "documents": [FORM, DEED], "hand_over": "paper"}
    return ten_days(steps=steps, data=large, tables=[table], **more | values)


HOUSES = [
    settling(),
    birth(),
    in_parts(),
    land_transfer(hand_over="paper"),
    sea_area(),
    investment(),
    building_permit(),
    asking(),
    asking(hand_over="paper", total="20cd", supplement={"policy": "restart"}),
]
PROCEDURES = st.sampled_from(HOUSES) | procedures() | st.sampled_from(list(catalogue()))


WAITS = st.sampled_from([0, 0, 1, 30, 60, 3 * 60, 9 * 60, 24 * 60, 3 * 24 * 60, 11 * 24 * 60])
ACTS = st.tuples(st.sampled_from(["ring", *TRIED]), WAITS, st.integers(0, 99))
WALKS = st.lists(ACTS, min_size=1, max_size=30)
CHANNELS = st.sampled_from(["direct", "online", "post"])


def walked(proc: Procedure, channel: str, acts: list[tuple[str, int, int]]) -> Walk:
    walk = Walk(proc, channel)
    for act in acts:
        walk.do(*act)
    return walk


@FEW
@given(PROCEDURES, CHANNELS, WALKS)
def test_R74_whatever_is_tried_is_decided_or_refused_with_reason_and_advice(proc, channel, acts):
    walk = walked(proc, channel, acts)  # looked at after every act
    check(walk)


OFTEN_AWAY = ["away", "away", "away2", "system_back", "system_back", "answered", "again", "ring", "complete"]
OFTEN_AWAY += ["ask", "give", "withdraw", "settle", "propose", "apply", "calendar", "move", "opinion", "accept"]
ASKING = [
    asking(),
    asking(total="20cd", supplement={"policy": "restart"}),
    asking(total="40wh", supplement={"policy": "new_limit", "new_limit": "4wd"}),
    asking(hand_over="paper", lead="land_office"),
]


@FEW
@given(
    st.sampled_from(ASKING),
    CHANNELS,
    st.lists(st.tuples(st.sampled_from(OFTEN_AWAY), WAITS, st.integers(0, 99)), min_size=5, max_size=25),
)
def test_R36_whatever_is_decided_while_systems_go_and_come_adds_up(proc, channel, acts):
    check(walked(proc, channel, [("complete", 30, 9), ("complete", 60, 9), *acts]))


def check(walk: Walk) -> None:
    """Check a whole life: its facts say what it is, dates move by name only, minutes add up, alarms come to rest."""
    life = walk.life
    assert fold(life.transitions) == life.now
    dossier, ends = None, walk.now + timedelta(days=45)
    for transition in life.transitions:
        for fact in transition.facts:
            before, dossier = dossier, evolve(dossier, fact, at=fact.at or transition.at, by=fact.by or transition.by)
            if before is None:
                continue
            assert before.due_original in (None, dossier.due_original)
            if before.clock and dossier.clock and dossier.clock.due < before.clock.due:
                assert fact.kind == "clock_set"
                resumed = fact.why == "resumed" and (walk.decided_on_days or before.clock.allow.unit is Unit.MONTH)
                assert fact.why in EARLIER or resumed, fact  # an interrupted month has 30 days (LCC 2015, art. 146)
            assert dossier.reappointed <= 1
    life.ring(f"{ends:%a %Y-%m-%d %H:%M}")
    walk.now = ends
    walk.look()
    alarm = next_alarm(life.now)
    assert alarm is None or alarm.at > ends, alarm
    book = ledger(life.transitions, life.ground, ends)
    if book.since is not None and book.until is not None:
        agency = life.ground.calendar_of(life.now.competent)
        assert book.seconds == int(elapsed(book.since, book.until, agency).total_seconds())
    for file in episode_files(life.transitions, life.ground, ends):
        assert file.closed_at is not None or life.now.episode(file.subject)
