"""Dossiers that come to us in flight: past acts at their own moments, the promise on the slip kept."""

import pytest

from motcua.dossiers.commands import Accept, AskSupplement, Complete, GiveSupplement
from tests.dossiers.houses import five_days, land_transfer, ten_days
from tests.dossiers.life import Life, at, past, refused, spelled

DONE = [
    past("Mon 2026-11-02 10:00", Complete(step="intake"), "one-stop"),
    past("Thu 2026-11-05 10:00", AskSupplement(items=("map",)), "department", "a page is missing"),
    past("Tue 2026-11-10 09:00", GiveSupplement(), "one-stop"),
]


def test_a_dossier_in_flight_has_the_dates_it_would_have_had():
    here = Life(ten_days(), "Mon 2026-11-02 08:00", past=DONE, now="Wed 2026-11-11 08:00")
    there = Life(ten_days(), "Mon 2026-11-02 08:00").complete("Mon 2026-11-02 10:00", "intake")
    there.ask("Thu 2026-11-05 10:00").give("Tue 2026-11-10 09:00").ring("Wed 2026-11-11 08:00")
    assert here.due == "Thu 2026-11-19 17:00"
    assert [(s.at, s.by, s.fact.kind) for s in here.said()] == [(s.at, s.by, s.fact.kind) for s in there.said()]
    alike = {"seq", "head", "keys"}
    assert here.now.model_dump(exclude=alike) == there.now.model_dump(exclude=alike)


def test_alarms_of_the_past_ring_at_their_own_legal_moments():
    life = Life(five_days(), "Mon 2026-11-02 08:00", now="Wed 2026-11-11 12:00")
    assert [(s.at, s.fact.kind) for s in life.said("fell_due", "overdue_opened", "escalated")] == [
        ("Mon 2026-11-09 08:00", "overdue_opened"),  # the step, by the hour
        ("Mon 2026-11-09 17:00", "fell_due"),
        ("Tue 2026-11-10 00:00", "overdue_opened"),  # the promise
        ("Tue 2026-11-10 07:30", "escalated"),
        ("Tue 2026-11-10 07:30", "escalated"),
        ("Wed 2026-11-11 07:30", "escalated"),
    ]


def test_what_was_late_and_done_before_it_came_was_late():
    late = [past("Wed 2026-11-11 09:30", Complete(step="decide"), "department")]
    life = Life(five_days(), "Mon 2026-11-02 08:00", past=late, now="Fri 2026-11-13 09:00")
    assert [s.fact.lost_minutes for s in life.said("overdue_closed") if s.fact.subject == "dossier"] == [10 * 60]


@pytest.mark.parametrize(
    ("promised", "why"),
    [
        ("Fri 2026-11-20 17:00", "promised"),  # later than ten days: the slip is kept
        ("Fri 2026-11-13 17:00", "promised"),  # sooner: it is kept as well
        ("Mon 2026-11-16 11:00", "receipt"),  # the day we would have said ourselves
    ],
)
def test_the_date_on_the_slip_is_kept(promised, why):
    life = Life(ten_days(), "Mon 2026-11-02 08:00", promised=at(promised))
    assert life.due[:14] == promised[:14]
    assert spelled(life.now.due_original)[:14] == promised[:14]
    assert [s.fact.why for s in life.said("clock_set")] == [why]


def test_the_date_on_the_slip_is_kept_over_a_pause():
    life = Life(ten_days(), "Mon 2026-11-02 08:00", promised=at("Fri 2026-11-20 17:00"))  # 14 days
    life.ask("Thu 2026-11-05 10:00").give("Tue 2026-11-10 09:00")  # 3 used, 11 left
    assert life.due == "Thu 2026-11-26 17:00"


def test_a_promise_where_the_law_gives_no_limit_is_a_promise_all_the_same():
    life = Life(five_days(total="none"), "Mon 2026-11-02 08:00", promised=at("Fri 2026-11-06 17:00"))
    assert life.due == "Fri 2026-11-06 17:00"
    assert life.ask("Wed 2026-11-04 09:00").give("Mon 2026-11-09 09:00").due == "Wed 2026-11-11 17:00"


def test_the_promise_of_an_online_dossier_is_kept_from_its_acceptance_on():
    accepted = [past("Tue 2026-11-03 09:00", Accept(), "one-stop")]
    told = {"channel": "online", "promised": at("Fri 2026-11-20 17:00"), "now": "Wed 2026-11-04 08:00"}
    life = Life(ten_days(), "Mon 2026-11-02 08:00", past=accepted, **told)
    assert (life.due, spelled(life.now.due_original)) == ("Fri 2026-11-20 17:00", "Fri 2026-11-20 17:00")
    with refused("R74"):
        Life(ten_days(), "Mon 2026-11-02 08:00", **told)  # nothing was accepted: there is no slip


def test_R75_a_promise_before_receipt_is_refused():
    with refused("R75"):
        Life(ten_days(), "Mon 2026-11-02 08:00", promised=at("Fri 2026-10-30 17:00"))


@pytest.mark.parametrize(
    ("moments", "rule"),
    [
        (["Mon 2026-11-02 07:00"], "R74"),  # before the dossier was opened
        (["Tue 2026-11-03 09:00", "Mon 2026-11-02 09:00"], "R74"),  # out of order
        (["Fri 2026-11-13 09:00"], "R74"),  # after the moment we are told of it
    ],
)
def test_past_acts_come_in_the_order_of_time(moments, rule):
    acts = [past(moment, Complete(step=s), "one-stop") for moment, s in zip(moments, ("intake", "x"), strict=False)]
    with refused(rule):
        Life(ten_days(), "Mon 2026-11-02 08:00", past=acts, now="Wed 2026-11-11 08:00")


def test_a_past_act_without_its_moment_is_refused():
    act = DONE[0].model_copy(update={"at": None})
    with refused("R74"):
        Life(ten_days(), "Mon 2026-11-02 08:00", past=[act], now="Wed 2026-11-11 08:00")


def test_a_past_act_that_the_law_did_not_allow_refuses_the_opening():
    with refused("L61 19.1"):
        wrong = [past("Mon 2026-11-02 10:00", Complete(step="intake"), "tax")]
        Life(ten_days(), "Mon 2026-11-02 08:00", past=wrong, now="Wed 2026-11-11 08:00")


def test_R34_a_land_transfer_taken_over_while_payment_is_awaited():
    holders = {"intake": "one-stop", "assess_tax": "tax"}
    steps = ("intake", "appraise", "propose", "approve", "hand_to_tax", "assess_tax")
    acts = [past("Fri 2026-11-06 15:00", Complete(step=s), holders.get(s, "land-office")) for s in steps]
    life = Life(land_transfer(), "Mon 2026-11-02 08:00", past=acts, now="Mon 2026-11-16 08:00")
    assert (life.waits, life.now.state.portal_code, life.late("Mon 2026-11-16 08:00")) == ("payment", 6, False)
    assert life.complete("Wed 2026-11-18 10:00", "pay", by="one-stop").due == "Wed 2026-11-25 17:00"
