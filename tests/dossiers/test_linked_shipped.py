"""The shipped linked births with their shipped legs: one leg is sent back and mended, results come apart (R44).

2.002621 is electronic and lives the table of docs/linked.md; 2.000986 is on paper and hands each part over by itself.
"""

from motcua.dossiers import commands as c
from motcua.dossiers.loading import load_ground
from motcua.dossiers.parts import State
from motcua.procedures.definition import Ending
from tests.dossiers.life import Life, refused, spelled
from tests.dossiers.linked import FRIDAY, Linked

WARD = "28777"
NO_DWELLING = "chưa có giấy tờ chỗ ở"
PAPERS = ("birth_form", "birth", "residence", "insurance")
HOUSEHOLD_BOOK = c.ReturnOriginals(documents=("residence",))


def online(received: str) -> Linked:
    """Return an electronic birth under the version of 1 September 2026, accepted by the ward's one-stop."""
    on = load_ground()
    birth = on.catalogue.get("2.002621", "2026-09-01")
    papers = ("form", "birth")
    whole = Linked(birth, received, on=on, by="applicant", territory=WARD, channel="online", documents=papers)
    whole.do(received, c.Accept(), by="an-hoi.ttpvhcc")
    return whole


def on_paper(received: str) -> Linked:
    """Return a birth on paper under the version of 1 July 2021, handed in at the ward's one-stop."""
    on = load_ground()
    birth = on.catalogue.get("2.000986", "2021-07-01")
    return Linked(birth, received, on=on, by="an-hoi-cu.mot-cua", territory=WARD, documents=PAPERS)


def done(leg: Life, when: str, *steps: str) -> Life:
    """Do a leg's work; its result goes back by itself."""
    leg.complete(when, *steps)
    assert (leg.now.state, leg.now.result) == (State.RETURNED, Ending.GRANTED)
    return leg


def sent_back(leg: Life, when: str, by: str) -> Life:
    """Have the agency of a leg return it to the lead."""
    leg.do(when, c.ReturnToLead(), by=by, reason=NO_DWELLING)
    assert leg.now.state is State.STOPPED
    return leg


def handed_over(whole: Linked) -> list[tuple[str, str, str]]:
    """Return the return steps that were done, each with the one-stop and the moment."""
    returns = {
        s.id for s in whole.ground.catalogue.get(whole.now.procedure, whole.now.version).steps if s.kind == "return"
    }
    return [(s.fact.step, s.by, s.at) for s in whole.said("duty_closed") if s.fact.step in returns]


def test_R44_P13_the_police_send_the_shipped_leg_back_it_is_mended_and_all_is_returned_at_one_counter():
    whole = online(FRIDAY).complete("Fri 2026-11-20 14:00", "s1", "s2")
    assert whole.due == "Thu 2026-11-26 17:00"  # 23, 25 (24/11 is a holiday), 26
    residence, card = (whole.open_leg("Fri 2026-11-20 14:01", s) for s in ("s3", "s4"))
    assert [(leg.now.competent, leg.due) for leg in (residence, card)] == [
        ("an-hoi.cong-an", "Wed 2026-11-25 17:00"),
        ("an-hoi.bhxh", "Wed 2026-11-25 17:00"),
    ]
    whole.hear("Mon 2026-11-23 09:31", done(card, "Mon 2026-11-23 09:30", "s1"))
    assert whole.open_steps() == ["s3"]
    whole.hear(
        "Mon 2026-11-23 10:01", sent_back(residence, "Mon 2026-11-23 10:00", "an-hoi.cong-an"), reason=NO_DWELLING
    )
    assert (whole.open_steps(), whole.duty("s2").agency, whole.due) == (
        ["s2"],
        "an-hoi.ho-tich",
        "Thu 2026-11-26 17:00",
    )
    assert whole.now.done["s4"].outcome == "done"  # the card stands
    whole.complete("Mon 2026-11-23 15:00", "s2")
    again = whole.open_leg("Mon 2026-11-23 15:01", "s3")
    assert (again.now.leg, again.due) == ("s3/2", "Thu 2026-11-26 17:00")
    whole.hear("Wed 2026-11-25 16:01", done(again, "Wed 2026-11-25 16:00", "s1"))
    assert (whole.open_steps(), whole.now.result) == (["s5"], Ending.GRANTED)
    assert spelled(whole.now.finished_at) == "Wed 2026-11-25 16:00"
    whole.complete("Fri 2026-11-27 08:00", "s5")
    assert handed_over(whole) == [("s5", "an-hoi.ttpvhcc", "Fri 2026-11-27 08:00")]
    assert whole.now.state is State.RETURNED


def test_R44_P14_each_part_is_handed_over_when_it_is_there_though_the_police_sent_their_leg_back():
    whole = on_paper("Mon 2024-03-04 09:00").complete("Mon 2024-03-04 09:30", "s1")
    whole.complete("Mon 2024-03-04 15:00", "s2")
    assert whole.due == "Mon 2024-04-01 17:00"  # twenty working days
    residence, card = (whole.open_leg("Mon 2024-03-04 15:01", s) for s in ("s3", "s4"))
    assert [(leg.now.version, leg.due) for leg in (residence, card)] == [
        ("2021-07-01", "Tue 2024-03-19 17:00"),  # fifteen calendar days
        ("2021-07-01", "Thu 2024-03-14 17:00"),  # ten
    ]
    whole.complete("Mon 2024-03-04 16:00", "s6")
    police = residence.now.competent
    whole.hear("Wed 2024-03-06 10:01", sent_back(residence, "Wed 2024-03-06 10:00", police), reason=NO_DWELLING)
    assert whole.open_steps() == ["s4", "s2"]
    whole.complete("Thu 2024-03-07 09:00", "s2")
    assert whole.open_steps() == ["s4", "s3"]  # the certificate is not handed over a second time
    again = whole.open_leg("Thu 2024-03-07 09:01", "s3")
    assert (again.now.leg, again.due) == ("s3/2", "Fri 2024-03-22 17:00")
    whole.hear("Tue 2024-03-12 14:01", done(card, "Tue 2024-03-12 14:00", "s1", "s2"))
    whole.complete("Wed 2024-03-13 08:00", "s5b").complete("Wed 2024-03-13 09:00", "s6c")
    assert (whole.open_steps(), whole.now.result, whole.due) == (["s3"], None, "Mon 2024-04-01 17:00")
    whole.hear("Thu 2024-03-21 10:01", done(again, "Thu 2024-03-21 10:00", "s1", "s2"))
    whole.complete("Thu 2024-03-21 15:00", "s5")
    assert whole.open_steps() == ["s6b"]
    assert spelled(whole.now.finished_at) == "Thu 2024-03-21 15:00"
    with refused("R56"):
        whole.complete("Fri 2024-03-22 08:00", "s6b")
    whole.do("Fri 2024-03-22 08:05", HOUSEHOLD_BOOK, by="an-hoi-cu.mot-cua").complete("Fri 2024-03-22 08:10", "s6b")
    assert handed_over(whole) == [
        ("s6", "an-hoi-cu.mot-cua", "Mon 2024-03-04 16:00"),
        ("s6c", "an-hoi-cu.mot-cua", "Wed 2024-03-13 09:00"),
        ("s6b", "an-hoi-cu.mot-cua", "Fri 2024-03-22 08:10"),
    ]
    assert (whole.now.state, whole.now.result) == (State.RETURNED, Ending.GRANTED)
