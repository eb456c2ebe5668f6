"""Calendar decisions in the register, and the revision by which every process takes them up; on both databases."""

import pytest

from activities.messages import Asked
from activities.register import RegisterActivities
from motcua.dossiers.commands import Act, Assign, Life, Open
from motcua.dossiers.loading import load_ground
from motcua.dossiers.parts import Actor
from motcua.errors import CalendarError, ConflictError
from motcua.register.footing import Footing
from motcua.register.register import Register
from motcua.worktime.allowance import Allowance
from motcua.worktime.decisions import decision_from
from motcua.worktime.due import due_at
from motcua.worktime.fitting import must_fit
from tests.register.papers import at

BY, NOW = Actor(agency="one-stop", officer="OS-1"), at("Tue 2026-11-10 09:00")
SWAP = {
    "scope": "vn",
    "number": "9999/TB-BNV",
    "decided_on": "2026-11-10",
    "reason": "Hoán đổi ngày làm việc",
    "source": "Thông báo 9999/TB-BNV",
    "days_off": ["2026-11-23"],
    "make_up": [{"date": "2026-11-28", "replaces": "2026-11-23"}],
}
FLOOD = SWAP | {"scope": "an-hoi.ubnd", "number": "12/QĐ-UBND", "days_off": ["2026-11-11"], "make_up": []}


@pytest.fixture(scope="module")
def files():
    return load_ground()


def closing(ground, agency, received="Mon 2026-11-09 08:00", allow="11wd"):
    return due_at(at(received), Allowance.parse(allow), ground.calendar_of(agency))


def test_R10_a_decision_is_kept_to_the_letter_and_once(register):
    assert register.enter_decision(SWAP, BY, NOW)
    assert not register.enter_decision(SWAP, BY, NOW)
    (entered,) = register.entered_decisions()
    assert (entered.content, entered.by, entered.entered_at) == (SWAP, BY, NOW)
    assert (entered.id, entered.scope, entered.number) == ("vn:9999-tb-bnv", "vn", "9999/TB-BNV")


def test_R10_a_decision_is_never_edited(register):
    register.enter_decision(SWAP, BY, NOW)
    with pytest.raises(ConflictError):
        register.enter_decision(SWAP | {"days_off": ["2026-11-25"]}, BY, NOW)
    assert len(register.entered_decisions()) == 1


def test_R10_every_process_takes_a_decision_up_without_being_told(register, url, files):
    elsewhere = Register.open(url)
    here, there = Footing(register, files), Footing(elsewhere, files)
    assert not here.follow()
    living = here.living
    assert closing(living, "an-hoi.ubnd") == at("Wed 2026-11-25 17:00")
    register.enter_decision(SWAP, BY, NOW)
    assert (here.follow(), there.follow()) == (True, True)
    assert (here.follow(), there.follow()) == (False, False)
    assert closing(living, "an-hoi.ubnd") == closing(there.ground, "an-hoi.ubnd") == at("Thu 2026-11-26 17:00")
    assert living.knows_decision("vn:9999-tb-bnv")
    elsewhere.close()


def test_R10_a_process_that_meets_a_decision_it_does_not_know_looks_at_once(register, files):
    footing = Footing(register, files)
    register.enter_decision(SWAP, BY, NOW)
    assert not footing.ground.knows_decision("vn:9999-tb-bnv")
    assert footing.living.knowing(lambda ground: ground.knows_decision("vn:9999-tb-bnv")).decisions
    assert footing.ground.knows_decision("vn:9999-tb-bnv")


def test_R20_a_version_that_has_just_been_published_is_known_to_whoever_opens_or_acts_under_it(register, files):
    opens, acts = (RegisterActivities(register, Footing(register, files).living) for _ in range(2))
    new = files.catalogue.versions("1.009645")[-1].model_copy(update={"code": "9.999999"})
    register.publish_all([new])
    do = Open(code="x-1", procedure=new.code, version=new.version, territory="28777", data={"defence_area": False})
    opening = Act(by=Actor(agency="applicant"), do=do)
    opened = opens.record(Asked(life=Life(opening=opening), now=NOW))
    assert opened.refusal is None
    dossier = register.dossier("x-1")
    duty = dossier.duties[0]
    act = Act(key="k", by=Actor(agency=duty.agency), do=Assign(step=duty.step, officer="cb-1"))
    assert acts.record(Asked(dossier=dossier, act=act, now=NOW)).refusal is None
    assert register.dossier("x-1").duties[0].officer == "cb-1"


def test_R10_an_agency_of_its_own_is_closed_and_the_others_are_not(register, files):
    footing = Footing(register, files)
    register.enter_decision(FLOOD, BY, NOW)
    footing.follow()
    assert closing(footing.ground, "an-hoi.ubnd") == at("Thu 2026-11-26 17:00")
    assert closing(footing.ground, "tra-vinh.ubnd") == at("Wed 2026-11-25 17:00")
    assert footing.ground.calendars["vn"] is files.calendars["vn"]
    register.enter_decision(SWAP, BY, NOW)  # the nation's decision reaches the closed agency too
    footing.follow()
    assert closing(footing.ground, "an-hoi.ubnd") == at("Fri 2026-11-27 17:00")


def test_R10_the_later_decision_about_a_day_counts_and_a_revoked_one_does_not(register, files):
    footing = Footing(register, files)
    register.enter_decision(SWAP, BY, NOW)
    register.enter_decision(SWAP | {"number": "2", "days_off": [], "make_up": ["2026-11-23"]}, BY, NOW)
    footing.follow()
    vn = footing.ground.calendars["vn"]
    assert (
        vn.is_working_day(at("Mon 2026-11-23 08:00").date()),
        vn.is_working_day(at("Sat 2026-11-28 08:00").date()),
    ) == (
        True,
        True,
    )
    register.enter_decision(SWAP | {"number": "3", "days_off": [], "make_up": [], "revokes": "vn:9999-tb-bnv"}, BY, NOW)
    footing.follow()
    assert not footing.ground.calendars["vn"].is_working_day(at("Sat 2026-11-28 08:00").date())


def test_R10_a_preview_stands_on_a_decision_that_is_not_entered(register, files):
    footing = Footing(register, files)
    under = footing.under(decision_from(SWAP))
    assert closing(under, "an-hoi.ubnd") == at("Thu 2026-11-26 17:00")
    assert closing(footing.ground, "an-hoi.ubnd") == at("Wed 2026-11-25 17:00")
    assert register.entered_decisions() == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"days_off": ["2026-11-09"]}, "days_off"),  # yesterday was worked
        ({"days_off": ["2026-11-22"]}, "days_off"),  # a Sunday
        ({"days_off": ["2026-11-24"]}, "days_off"),  # a holiday by law
        ({"days_off": ["2031-11-24"]}, "days_off"),  # no calendar reaches so far
        ({"make_up": ["2026-11-25"]}, "make_up"),  # worked anyway
        ({"make_up": ["2026-11-23"]}, "make_up"),  # given off and worked by the same decision
        ({"days_off": [], "make_up": []}, "days_off"),  # decides nothing
        ({"revokes": "vn:never"}, "revokes"),
        ({"number": "9" * 241}, "number"),
        ({"reason": " "}, "reason"),
        ({"reason_en": "As " * 700}, "reason_en"),
        ({"reason": "Vì " * 700}, "reason"),  # each dossier says it, in 2000 characters
        ({"id": "vn:" + "9" * 78}, "id"),
    ],
)
def test_R10_a_decision_that_contradicts_the_calendar_is_refused(files, change, field):
    with pytest.raises(CalendarError) as refusal:
        must_fit(decision_from(SWAP | change), files.calendars["vn"], NOW.date())
    assert (refusal.value.rule, refusal.value.field) == ("R10", field)
    assert refusal.value.message_vi != refusal.value.message


@pytest.mark.parametrize("name", ["scope", "number", "reason", "source", "decided_on"])
def test_R10_a_decision_says_who_decided_what_and_why(name):
    with pytest.raises(CalendarError) as refusal:
        decision_from({key: value for key, value in SWAP.items() if key != name})
    assert refusal.value.field == name


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"days_off": -1}, "days_off"),
        ({"days_off": 0}, "days_off"),
        ({"days_off": "2026-11-23"}, "days_off"),
        ({"days_off": {"date": "2026-11-23"}}, "days_off"),
        ({"days_off": [-1]}, "days_off[0].date"),
        ({"make_up": True}, "make_up"),
        ({"make_up": False}, "make_up"),
        ({"make_up": [{"date": "2026-11-28", "windows": 7}]}, "windows"),
        ({"make_up": [{"date": "2026-11-28", "windows": [7]}]}, "windows"),
        ({"number": True}, "number"),
        ({"reason": ["flood"]}, "reason"),
        ({"source": {}}, "source"),
        ({"reason_en": []}, "reason_en"),
        ({"decided_on": [2026]}, "decided_on"),
        ({"decided_on": at("Tue 2026-11-10 09:00")}, "decided_on"),  # a moment, as YAML reads it
        ({"revokes": True}, "revokes"),
        ({"id": ["vn:1"]}, "id"),
    ],
)
def test_R10_what_a_decision_says_is_of_its_kind_or_named(change, field):
    with pytest.raises(CalendarError) as refusal:
        decision_from(SWAP | change)
    assert refusal.value.field == field
    assert refusal.value.hint_vi != refusal.value.hint
    assert refusal.value.message_vi != refusal.value.message


def test_R10_what_has_been_carried_out_in_part_is_not_revoked(files):
    swap = decision_from(SWAP)
    revoking = decision_from(SWAP | {"number": "2", "days_off": [], "make_up": [], "revokes": swap.id})
    must_fit(revoking, files.calendars["vn"], NOW.date(), [swap])
    with pytest.raises(CalendarError):
        must_fit(revoking, files.calendars["vn"], at("Wed 2026-11-25 08:00").date(), [swap])


def test_R20_a_published_version_is_taken_up_and_the_one_before_ends(register, files):
    footing = Footing(register, files)
    register.publish_all(files.catalogue)
    old = files.catalogue.versions("1.009645")[-1]
    new = old.model_copy(update={"version": "next", "valid_from": at("Fri 2027-01-01 00:00").date()})
    register.publish_all([old.model_copy(update={"valid_to": at("Thu 2026-12-31 00:00").date()}), new])
    assert footing.follow()
    received = at("Mon 2027-01-04 08:00").date()
    assert footing.living.catalogue.version_for("1.009645", received).version == "next"
    assert footing.ground.procedure("1.009645", "next") == new


def test_R20_a_version_that_contradicts_the_files_of_a_process_is_left_out_and_the_rest_is_not(register, files):
    footing = Footing(register, files)
    old = files.catalogue.versions("1.009645")[-1]
    register.publish_all([old.model_copy(update={"version": "rival"}), old.model_copy(update={"code": "X1"})])
    assert footing.follow()
    assert not footing.ground.catalogue.has("1.009645", "rival")
    assert footing.ground.catalogue.has("X1", old.version)
