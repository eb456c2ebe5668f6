"""R36, R47: what holds for the overdue episodes of every life."""

from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.dossiers.dossier import Dossier
from motcua.dossiers.episode_file import episode_files
from motcua.dossiers.evolve import evolve
from motcua.dossiers.facts import AnyFact
from motcua.dossiers.ledger import ledger
from motcua.dossiers.parts import Moment
from motcua.dossiers.standing import rests
from tests.dossiers.houses import step, ten_days
from tests.dossiers.life import Life
from tests.dossiers.test_any_life import FEW, PROCEDURES, START, WALKS, walk


class Said(NamedTuple):
    """A fact with the dossier before and after it."""

    fact: AnyFact
    at: Moment
    before: Dossier
    after: Dossier


def said_of(life: Life) -> Iterator[Said]:
    dossier = None
    for transition in life.transitions:
        for fact in transition.facts:
            at = fact.at or transition.at
            after = evolve(dossier, fact, at=at, by=fact.by or transition.by)
            yield Said(fact, at, dossier or after, after)
            dossier = after


@settings(FEW)
@given(PROCEDURES, WALKS, st.booleans())
def test_R36_nobody_hears_of_an_episode_while_its_clock_stands(proc, acts, large):
    life = walk(proc, acts, large)
    life.ring(f"{START + timedelta(days=190):%a %Y-%m-%d %H:%M}")
    for said in said_of(life):
        if said.fact.kind in ("escalated", "reminded"):
            episode = said.before.episode(said.fact.subject)
            assert not rests(said.before, episode)
            assert episode.next_at == said.at  # at the moment that was announced
        if said.fact.kind == "climb_moved":
            assert said.fact.next_at > said.at


CYCLES = st.lists(st.tuples(st.integers(1, 9), st.integers(0, 9)), min_size=1, max_size=5)
"""Days for which the clock runs, and days for which it then stands."""


@settings(FEW)
@given(CYCLES, st.sampled_from(["10wd", "20cd", "40wh"]))
def test_R47_no_warning_is_given_twice_for_one_promise_however_often_the_clock_stood(cycles, total):
    work = [step("decide", "sign", "department"), step("give_back", "return", "one_stop", "0wd", "decide")]
    life, now = Life(ten_days(steps=work, total=total), f"{START:%a %Y-%m-%d %H:%M}"), START
    for runs, stands in cycles:
        now += timedelta(days=runs)
        life.ask(f"{now:%a %Y-%m-%d %H:%M}", basis="Decree", approver="chair")
        now += timedelta(days=stands)
        life.give(f"{now:%a %Y-%m-%d %H:%M}")
    life.ring(f"{now + timedelta(days=60):%a %Y-%m-%d %H:%M}")
    warned = [said.fact.threshold for said in life.said("warned")]
    assert len(set(warned)) == len(warned)
    assert life.said("fell_due")


@settings(FEW)
@given(PROCEDURES, WALKS, st.booleans())
def test_what_is_late_stays_late_until_it_is_done_or_the_time_is_given_anew(proc, acts, large):
    for said in said_of(walk(proc, acts, large)):
        for episode in said.before.episodes:
            duty = next((d for d in said.before.duties if d.ref == episode.subject), None)
            still = next((d for d in said.after.duties if d.ref == episode.subject), None)
            if duty and still and said.after.episode(episode.subject) and said.fact.kind == "duty_resumed":
                assert still.clock.due == duty.clock.due


@settings(FEW)
@given(PROCEDURES, WALKS, st.booleans())
def test_the_files_of_a_life_and_its_ledger_lose_the_same_minutes(proc, acts, large):
    life = walk(proc, acts, large)
    now = START + timedelta(days=190)
    life.ring(f"{now:%a %Y-%m-%d %H:%M}")
    files = [f for f in episode_files(life.transitions, life.ground, now) if f.subject == "dossier"]
    late = sum(s.seconds_late for s in ledger(life.transitions, life.ground, now).shares) // 60
    assert sum(sum(file.lost_by.values()) for file in files) == late
    closed = [file for file in files if file.closed_at is not None]
    assert all(sum(file.lost_by.values()) == file.lost_minutes for file in closed)
