"""R60–R63: what the portal is told of a dossier, with the dates of the rules."""

import json
from pathlib import Path

import pytest

from motcua.departments.portal.codes import Service
from motcua.departments.portal.dates import portal_date, read_portal_date
from motcua.departments.portal.fields import UntellableError
from motcua.departments.portal.statuses import IllegalJumpError, Stand, road
from motcua.departments.portal.telling import Told, told
from motcua.dossiers.commands import Accept, AskWithdrawal, Complete, SettleWithdrawal
from motcua.dossiers.parts import State
from motcua.errors import InvalidInputError
from tests.dossiers.houses import land_transfer, procedure, sea_area, step, ten_days
from tests.dossiers.life import Life, at, past
from tests.dossiers.linked import birth
from tests.portal.strict import accepted, entry, wording

GOLDEN = Path(__file__).parent / "golden" / "supplement.json"


def records(life: Life) -> list[Told]:
    """Return the records that are told of a life."""
    return [message for message in told(life.transitions) if message.service is Service.DOSSIER]


def statuses(life: Life) -> list[int]:
    """Return the statuses the portal passes through."""
    return [message.status for message in records(life)]


def completed(life: Life) -> Life:
    """Complete ten days' work in time."""
    life.complete("Mon 2026-11-02 10:00", "intake").complete("Tue 2026-11-03 10:00", "appraise")
    return life.complete("Wed 2026-11-04 10:00", "sign").complete("Thu 2026-11-05 10:00", "give_back")


@pytest.mark.parametrize(
    ("before", "received", "after", "way"),
    [
        (1, False, 2, (2,)),
        (1, False, 3, (3,)),
        (2, True, 9, (4, 9)),  # an immediate result passes through the work
        (2, True, 5, (4, 5)),
        (5, True, 4, (4,)),
        (5, True, 9, (4, 9)),
        (6, True, 5, (4, 5)),
        (9, True, 10, (10,)),
        (4, True, 4, ()),
    ],
)
def test_R60_the_way_from_one_status_to_another_is(before, received, after, way):
    assert road(Stand(before, received), after) == way


def test_R60_a_declined_withdrawal_goes_back_to_what_it_interrupted_and_on_from_there():
    asked = Stand(6, received=True).become(7)
    assert road(asked, 6) == (6,)
    assert road(asked, 4) == (6, 4)
    assert road(asked, 8) == (8,)


@pytest.mark.parametrize(
    ("before", "after"), [(10, 4), (8, 4), (3, 2), (9, 4), (4, 2), (4, 1), (10, 9), (1, 9), (4, 10), (5, 2)]
)
def test_R60_an_illegal_jump_is_refused_in_both_languages(before, after):
    with pytest.raises(IllegalJumpError) as refused:
        road(Stand(before, received=before not in (1, 3)), after)
    assert refused.value.rule == "R60"
    assert refused.value.message_vi != refused.value.message
    assert refused.value.hint


def test_R60_a_dossier_at_the_counter_begins_with_2_and_one_online_with_1():
    direct = completed(Life(ten_days(), "Mon 2026-11-02 08:00"))
    assert statuses(direct) == [2, 4, 9, 10]
    online = Life(ten_days(), "Mon 2026-11-02 08:00", channel="online")
    online.do("Mon 2026-11-02 09:00", Accept(), by="one-stop")
    assert statuses(online) == [1, 2]


def test_R60_documents_that_come_before_receipt_leave_the_status_where_it_is():
    life = Life(ten_days(), "Mon 2026-11-02 08:00", channel="online").ask("Mon 2026-11-02 09:00", by="one-stop")
    life.give("Tue 2026-11-03 09:00")
    assert life.now.state is State.SUBMITTED
    life.do("Tue 2026-11-03 10:00", Accept(), by="one-stop")
    assert statuses(life) == [1, 5, 5, 2]  # the second 5 says that the documents are there
    accepted(told(life.transitions), wording(life.ground, ten_days()))


def test_R60_a_withdrawal_that_is_declined_returns_to_the_status_before():
    life = Life(ten_days(), "Mon 2026-11-02 08:00").complete("Mon 2026-11-02 10:00", "intake")
    life.do("Tue 2026-11-03 10:00", AskWithdrawal(), by="applicant")
    life.do("Wed 2026-11-04 10:00", SettleWithdrawal(granted=False), by="one-stop", reason="already signed")
    assert statuses(life) == [2, 4, 7, 4]


def test_R62_dates_are_fourteen_digits_of_local_time():
    assert portal_date(at("Mon 2026-11-23 15:10")) == "20261123151000"
    assert read_portal_date("20261123151000") == at("Mon 2026-11-23 15:10")
    assert portal_date(None) == ""
    for wrong in ("2026-11-23", "20261323151000", "20261123156100", "2026112315100"):
        with pytest.raises(InvalidInputError, match=r"\[R62\]"):
            read_portal_date(wrong)
    with pytest.raises(InvalidInputError, match="without a zone"):
        portal_date(at("Mon 2026-11-23 15:10").replace(tzinfo=None))


def asked_and_given() -> Life:
    """Return R29's dossier: due Mon 16/11, documents asked on Thu 05/11 and given on Tue 10/11, the time anew."""
    rule = {"supplement": {"policy": "restart"}}
    life = Life(ten_days(**rule), "Mon 2026-11-02 08:00").complete("Mon 2026-11-02 10:00", "intake")
    return life.ask("Thu 2026-11-05 10:00").give("Tue 2026-11-10 09:00")


def test_R63_a_supplement_carries_the_date_before_and_the_date_after():
    life = asked_and_given()
    words = wording(life.ground, ten_days())
    asked, given = [message for message in records(life) if message.says.supplements]
    waits, came = entry(asked, words), entry(given, words)
    assert (waits["TrangThaiHoSo"], came["TrangThaiHoSo"]) == ("5", "4")
    assert (waits["NgayHenTra"], came["NgayHenTra"]) == ("20261116170000", "20261125170000")
    (before,), (after,) = waits["DanhSachHoSoBoSung"], came["DanhSachHoSoBoSung"]
    assert (before["NgayHenTraTruoc"], before["NgayHenTraMoi"]) == ("20261116170000", "")
    assert (after["NgayHenTraTruoc"], after["NgayHenTraMoi"]) == ("20261116170000", "20261125170000")


def test_R36_a_supplement_and_a_new_date_have_to_be_there_before_the_old_date():
    life = asked_and_given()
    assert [m.send_by for m in records(life) if m.send_by] == [at("Mon 2026-11-16 17:00")] * 2


def test_R36_a_financial_obligation_is_told_as_6_before_the_old_date():
    life = Life(land_transfer(), "Mon 2026-11-02 08:00")
    while life.now.state is not State.AWAITING_PAYMENT:
        duty = life.now.duties[0]
        life.do("Fri 2026-11-06 10:00", Complete(step=duty.step), by=duty.agency)
    six = next(message for message in records(life) if message.status == 6)
    assert six.send_by == life.now.clock.due
    accepted(told(life.transitions), wording(life.ground, land_transfer()))


def test_the_messages_of_a_supplement_are_these_to_the_letter():
    life = asked_and_given()
    words = wording(life.ground, ten_days())
    said = [{"service": m.service.value, "seq": m.seq, "data": entry(m, words)} for m in told(life.transitions)]
    assert said == json.loads(GOLDEN.read_text(encoding="utf-8"))


def test_R45_a_leg_of_a_linked_dossier_is_not_told_a_second_time():
    leg = Life(ten_days(), "Mon 2026-11-02 08:00", parent="T-0", leg="residence/1")
    assert told(leg.transitions) == []
    assert statuses(Life(birth(), "Fri 2026-11-20 08:00"))


def test_a_dossier_in_flight_begins_with_its_present_state():
    asked = past("Mon 2026-10-05 10:00", Complete(step="intake"), by="one-stop")
    life = Life(ten_days(), "Mon 2026-10-05 08:00", past=[asked], now="Fri 2026-10-09 08:00")
    (first,) = told(life.transitions)
    assert (first.service, first.status, first.says.received_at) == (Service.DOSSIER, 4, at("Mon 2026-10-05 08:00"))
    life.complete("Mon 2026-10-12 10:00", "appraise")
    accepted(told(life.transitions), wording(life.ground, ten_days()))


def test_R24_an_immediate_result_passes_every_status_once():
    quick = procedure(
        [step("intake", "intake", "one_stop", "0wd"), step("give_back", "return", "one_stop", "0wd", "intake")], "1wd"
    )
    life = Life(quick, "Mon 2026-11-02 08:00").complete("Mon 2026-11-02 08:05", "intake")
    life.complete("Mon 2026-11-02 08:06", "give_back")
    assert statuses(life) == [2, 4, 9, 10]


def test_R58_the_portal_reads_in_words_why_a_dossier_ended():
    life = Life(ten_days(), "Mon 2026-11-02 08:00").complete("Mon 2026-11-02 10:00", "intake")
    life.do("Tue 2026-11-03 10:00", AskWithdrawal(), by="applicant")
    life.do("Wed 2026-11-04 10:00", SettleWithdrawal(granted=True), by="one-stop")
    assert entry(records(life)[-1], wording(life.ground, ten_days()))["GhiChu"] == "người nộp rút hồ sơ"


def test_a_version_may_want_numbers_other_names_and_the_authoritys_suffix():
    life = Life(sea_area(), "Mon 2026-11-02 08:00")
    values = {"status_as": "number", "rename": {"HinhThuc": "KenhThucHien"}, "procedure_suffix": True}
    words = wording(life.ground, sea_area(), agencies={life.now.competent: "000.00.12.H61"}, **values)
    said = entry(records(life)[0], words)
    assert said["TrangThaiHoSo"] == 2
    assert said["KenhThucHien"] == "1"
    assert "HinhThuc" not in said
    assert said["MaTTHC"].endswith(".000.00.00.H61")


@pytest.mark.parametrize(
    ("values", "field"),
    [({"procedures": {}}, "MaTTHC"), ({"fields": {}}, "MaLinhVuc"), ({"unit": None}, "madonvi")],
)
def test_R64_what_has_no_code_is_refused_by_name_and_never_guessed(values, field):
    life = Life(ten_days(), "Mon 2026-11-02 08:00")
    words = wording(life.ground, ten_days(), **values)
    say = (lambda: words.unit(life.now.one_stop)) if field == "madonvi" else (lambda: entry(records(life)[0], words))
    with pytest.raises(UntellableError) as refused:
        say()
    assert refused.value.field == field
    assert refused.value.message_vi != refused.value.message
    assert refused.value.hint
