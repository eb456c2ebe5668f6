"""R36, R47, R51, R52: the file of an overdue episode says everything that was said and done about it."""

import pytest

from motcua.dossiers import facts as f
from motcua.dossiers.attribution import Holder
from motcua.dossiers.commands import Acknowledge, Apologise, Assign, Explain, PassOn
from motcua.dossiers.episode_file import EpisodeFile, episode_files
from motcua.dossiers.ledger import ledger
from motcua.dossiers.loading import load_ground
from motcua.dossiers.notice import News
from motcua.notices.contacts import Contacts
from tests.dossiers.hearing import told
from tests.dossiers.houses import five_days, procedure, step
from tests.dossiers.life import Life, at, spelled
from tests.dossiers.test_overdue import left_alone, partner

MUCH_LATER = "Fri 2026-12-18 09:00"


def files_of(life: Life, now: str = MUCH_LATER) -> list[EpisodeFile]:
    return list(episode_files(life.transitions, life.ground, at(now)))


def heard(file: EpisodeFile) -> list[tuple[str, str, str, str]]:
    return [(spelled(t.at), t.how, t.role, " ".join(t.agencies)) for t in file.told]


def test_R47_the_file_of_a_forgotten_dossier_from_the_first_warning_to_its_closure():
    life = left_alone("Fri 2026-11-20 09:00")  # due Mon 16/11
    life.do("Fri 2026-11-20 09:10", Acknowledge(explanation="I see to it"), by="chair")
    said = {"cause": "own_agency", "explanation": "the officer was on leave, nobody stood in"}
    life.do("Fri 2026-11-20 09:20", Explain.model_validate(said), by="department")
    life.do("Fri 2026-11-20 09:25", Apologise(), by="one-stop", reason="we are sorry: it lay on a desk")
    life.complete("Fri 2026-11-20 09:30", "decide")
    [file] = files_of(life)
    assert (file.subject, spelled(file.threshold), file.holder, file.own) == (
        "dossier",
        "Tue 2026-11-17 00:00",
        "department",
        True,
    )
    assert [(w.threshold, spelled(w.at)) for w in file.warnings] == [
        ("50%", "Mon 2026-11-09 13:15"),
        ("2wd", "Thu 2026-11-12 17:00"),
        ("1wd", "Fri 2026-11-13 17:00"),
        ("due", "Mon 2026-11-16 17:00"),
    ]
    assert heard(file) == [
        ("Tue 2026-11-17 00:00", "opened", "officer", "department"),
        ("Tue 2026-11-17 07:30", "escalated", "unit_head", "department"),
        ("Wed 2026-11-18 07:30", "escalated", "one_stop_head", "one-stop"),
        ("Thu 2026-11-19 07:30", "escalated", "chair", "chair"),
        ("Fri 2026-11-20 07:30", "reminded", "chair", "chair"),
    ]
    assert (file.acknowledged.by.agency, file.acknowledged.text) == ("chair", "I see to it")
    assert [(e.by.agency, e.cause) for e in file.explanations] == [("department", "own_agency")]
    assert [(a.late, a.reason) for a in file.apologies] == [(True, "we are sorry: it lay on a desk")]
    assert (spelled(file.closed_at), file.lost_minutes, file.annulled) == ("Fri 2026-11-20 09:30", 3 * 480 + 120, False)
    assert file.lost_by == {Holder.OWN: 3 * 480 + 120}


def test_the_minutes_of_the_file_are_those_of_the_ledger():
    life = left_alone("Wed 2026-11-18 09:00").ask("Wed 2026-11-18 09:30").give("Fri 2026-11-20 09:30")
    life.complete("Fri 2026-11-20 10:30", "decide")
    [file] = files_of(life)
    shares = ledger(life.transitions, life.ground, at(MUCH_LATER)).shares
    assert sum(s.seconds_late for s in shares) // 60 == file.lost_minutes == sum(file.lost_by.values())


def test_R47_an_own_delay_and_a_partners_delay_are_told_apart_in_one_file():
    steps = [
        step("check", "verify", "police", "1wd"),
        step("sign", "sign", "department", "1wd", "check"),
        step("give_back", "return", "one_stop", "0wd", "sign"),
    ]
    life = Life(five_days(steps=steps, total="2wd"), "Mon 2026-11-02 08:00")  # due Wed 04/11
    life.ring("Thu 2026-11-05 11:00")
    life.complete("Thu 2026-11-05 11:30", "check").complete("Thu 2026-11-05 14:00", "sign")
    file = next(f for f in files_of(life) if f.subject == "dossier")
    assert (file.holder, file.own) == ("police", False)
    assert file.lost_by == {Holder.PARTNER: 240, Holder.OWN: 60}
    assert file.lost_minutes == 300


def test_who_passed_it_on_and_why_is_in_the_file():
    life = left_alone("Tue 2026-11-17 09:00")
    life.do("Tue 2026-11-17 09:30", PassOn(), by="department", reason="two officers have left")
    told = files_of(life)[0].told[-1]
    assert (told.how, told.role, told.by.agency, told.reason) == (
        "passed_on",
        "one_stop_head",
        "department",
        "two officers have left",
    )


def test_an_open_file_says_when_somebody_hears_of_it_next():
    [file] = files_of(left_alone("Tue 2026-11-17 09:00"), now="Tue 2026-11-17 09:30")
    assert (spelled(file.next_at), file.closed_at, file.lost_minutes) == ("Wed 2026-11-18 07:30", None, None)
    assert file.lost_by == {Holder.OWN: 120}  # so far


def test_an_annulled_episode_keeps_its_file_and_has_lost_nothing():
    life = partner("Tue 2026-11-03 08:00").complete("Tue 2026-11-03 08:04", "check", done="Tue 2026-11-03 07:58")
    [file] = files_of(life)
    assert (file.subject, file.annulled, file.lost_minutes, file.lost_by) == ("check/1", True, 0, {})


def test_a_subject_late_twice_has_two_files():
    steps = [
        step("check", "verify", "police", "1wd"),
        step("give_back", "return", "one_stop", "0wd", "check"),
    ]
    life = Life(procedure(steps, "1wd", supplement={"policy": "restart"}), "Mon 2026-11-02 08:00")  # due Tue 03/11
    life.ring("Wed 2026-11-04 09:00")
    life.ask("Wed 2026-11-04 09:30", by="police").give("Mon 2026-11-09 09:30").ring("Wed 2026-11-11 10:00")
    files = [file for file in files_of(life) if file.subject == "dossier"]
    assert [(spelled(f.threshold), f.lost_minutes) for f in files] == [
        ("Wed 2026-11-04 00:00", 120),
        ("Wed 2026-11-11 00:00", None),
    ]


def test_a_life_without_lateness_has_no_files():
    life = Life(five_days(), "Mon 2026-11-02 08:00")
    life.do("Mon 2026-11-02 09:00", Assign(step="decide", officer="A1"), by="department")
    assert files_of(life.complete("Mon 2026-11-02 10:00", "decide", "give_back")) == []


def everybody(life: Life) -> tuple[set[tuple[str, str, str]], set[tuple[str, str, str]]]:
    """Return who hears of lateness by the episodes' files, and who by notices: when, role, agency."""
    says = {(spelled(t.at), t.role, a) for file in files_of(life) for t in file.told for a in t.agencies}
    news = (n for n in told(life) if n.kind in (News.OVERDUE, News.ESCALATED, News.REMINDED))
    return says, {(spelled(n.at), n.audience, n.agency) for n in news}


@pytest.mark.parametrize("code", ["1.013831", "1.004222", "2.000908"])
def test_R47_whoever_the_file_names_is_told_up_to_the_chairs_own_office(code):
    on = load_ground()
    received = at("Mon 2026-11-02 08:00")
    one = on.catalogue.version_for(code, received.date())
    desk = on.agency_for(one.one_stop, "28777", received.date())
    life = Life(one, "Mon 2026-11-02 08:00", by=desk, on=on, territory="28777")
    life.ring("Thu 2026-12-17 09:00")
    file, notices = everybody(life)
    assert {agency for _, role, agency in notices if role == "chair"} == {"vinhlong.chu-tich"}
    assert file == notices
    contacts = Contacts.model_validate({"agencies": {"vinhlong.chu-tich": {"roles": {"chair": {"email": "a@b.vn"}}}}})
    chair = next(n for n in told(life) if n.audience == "chair")
    reach = contacts.find("chair", chair.agency, chair.officer, on.directory, chair.at.date())
    assert reach.email == "a@b.vn"


def test_R47_facts_that_name_no_agency_yet_are_told_as_they_were():
    life = left_alone("Fri 2026-11-20 09:00")
    old = life.transitions[-1]
    unnamed = tuple(
        fact.model_copy(update={"agencies": ()}) if isinstance(fact, f.Escalated | f.Reminded) else fact
        for fact in old.facts
    )
    life.transitions[-1] = old.model_copy(update={"facts": unnamed})
    heads = [(n.audience, n.agency) for n in told(life) if n.kind is News.ESCALATED]
    assert heads == [("unit_head", "department"), ("one_stop_head", "one-stop"), ("chair", "department")]
    [file] = files_of(life)
    assert [(t.role, *t.agencies) for t in file.told][-1] == ("chair", "chair")
