"""What a repair is about, and what each viewer sees of it, on both databases; what was given up is sent again."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from motcua.dossiers import facts as f
from motcua.dossiers.parts import Actor
from motcua.errors import RefusedError
from motcua.register.campaign_records import CampaignState, ConfirmedRepair, Group, Item, ItemState, NewCampaign
from motcua.register.events import Start
from motcua.register.notice_rows import NoticeState
from motcua.register.open_dossiers import OpenWanted
from motcua.register.portal_lines import ILLEGAL, NewMessage, Trouble
from motcua.register.register import Register
from motcua.register.repairs import GivenUp, Standing
from motcua.register.scope import WHOLE, Scope
from motcua.register.webhook_lines import Attempt, NewDelivery
from motcua.register.webhooks import COURIER
from tests.register.papers import LAND_OFFICE, TAX, Paper, at, receipt

BY, NOW = Actor(agency="one-stop", officer="OS-1"), at("Tue 2026-11-24 09:00")
CODES = [f"000.00.01.H61-261123-000{n}" for n in range(1, 6)]
ENDED, OF_TAX = CODES[3], CODES[4]
NEVER = "000.00.01.H61-261123-9999"
NEW = NewCampaign(id="repair:skip:1", kind="repair", title_vi="bỏ qua", title_en="skip", basis="", reason="x", by=BY)
TAXMAN, STRANGER = Scope(agencies=frozenset({TAX})), Scope(agencies=frozenset({"police"}))


@pytest.fixture
def chosen(register: Register) -> Register:
    """Return a register with five dossiers, one of which has ended; a repair is about all but the first."""
    for code in CODES:
        paper = Paper(register, receipt(code, competent=TAX if code == OF_TAX else LAND_OFFICE))
        if code == ENDED:
            paper.does("stop", "Mon 2026-11-23 10:00", f.DutyClosed(step="appraise"), f.Stopped(reason="stopped"))
    register.open_campaign(NEW, NOW)
    register.choose(NEW.id, CODES[1:])
    register.plan_items(NEW.id, [item(code) for code in CODES[1:]], looked_at=4)
    return register


def item(code: str) -> Item:
    refused = code == ENDED
    return Item(dossier=code, state=ItemState.REFUSED if refused else ItemState.PLANNED, effect="same", step="appraise")


def codes(items: list[Item]) -> list[str]:
    return [each.dossier for each in items]


def test_of_codes_that_are_named_those_count_that_are_there_and_may_be_seen(chosen: Register) -> None:
    assert chosen.seen([*CODES, NEVER], WHOLE) == set(CODES)
    assert chosen.seen([*CODES, NEVER], TAXMAN) == {OF_TAX}
    assert chosen.seen(CODES, STRANGER) == set()
    assert chosen.seen([], WHOLE) == set()


def test_under_which_versions_dossiers_go_is_told_of_those_that_may_be_seen(chosen: Register) -> None:
    assert chosen.standing_of([*CODES[:3], NEVER], WHOLE) == [Standing("TN13", "2026-01", LAND_OFFICE)]
    assert chosen.standing_of(CODES[:3], TAXMAN) == []


def test_what_was_chosen_is_looked_at_page_by_page_ended_or_not(chosen: Register) -> None:
    chosen.choose(NEW.id, CODES[1:])  # chosen twice is chosen once
    wanted, pages, after = OpenWanted(chosen_for=NEW.id), [], None
    while True:
        page = chosen.open_dossiers(wanted, after=after, limit=3)
        pages.append([dossier.code for dossier in page.dossiers])
        if (after := page.after) is None:
            break
    assert pages == [CODES[1:4], CODES[4:]]
    assert chosen.open_dossiers(OpenWanted(chosen_for="repair:none:1"), after=None, limit=3).dossiers == []


def test_a_repair_is_there_for_whoever_sees_one_of_its_dossiers_and_shows_them_no_other(chosen: Register) -> None:
    assert [chosen.repairs_seen(scope, kind="repair") for scope in (WHOLE, TAXMAN, STRANGER)] == [[NEW.id]] * 2 + [[]]
    assert chosen.repairs_seen(WHOLE, kind="move") == []
    assert [chosen.is_any_seen(NEW.id, scope) for scope in (WHOLE, TAXMAN, STRANGER)] == [True, True, False]
    assert [chosen.is_all_seen(NEW.id, scope) for scope in (WHOLE, TAXMAN, STRANGER)] == [True, False, False]
    assert not chosen.is_any_seen("repair:none:1", WHOLE)
    assert codes(chosen.items(NEW.id, scope=WHOLE)) == CODES[1:]
    assert codes(chosen.items(NEW.id, scope=WHOLE, state=ItemState.REFUSED)) == [ENDED]
    assert codes(chosen.items(NEW.id, scope=WHOLE, after=CODES[2], limit=1)) == [ENDED]
    assert codes(chosen.items(NEW.id, scope=TAXMAN)) == [OF_TAX]
    assert chosen.counts_seen(NEW.id, WHOLE) == {ItemState.PLANNED: 3, ItemState.REFUSED: 1}
    assert chosen.counts_seen(NEW.id, TAXMAN) == {ItemState.PLANNED: 1}
    assert [group.dossiers for group in chosen.groups(NEW.id, TAXMAN)] == [1]


def test_whether_a_second_person_is_needed_is_noted_with_the_preview(chosen: Register) -> None:
    assert chosen.campaign(NEW.id).needs_second is None
    for needed in (True, False):
        chosen.note_second(NEW.id, needed)
        assert chosen.campaign(NEW.id).needs_second is needed


def test_a_dossier_names_the_repairs_it_was_in_and_the_one_opened_in_its_place(chosen: Register) -> None:
    other = NEW.model_copy(update={"id": "repair:reopen:2"})
    chosen.open_campaign(other, NOW + timedelta(hours=1))
    chosen.plan_items(other.id, [item(ENDED)], looked_at=1)
    chosen.confirm_campaign(other.id, BY, NOW, group=Group(), treatment="now")
    done = item(ENDED).model_copy(update={"state": ItemState.DONE, "done_at": NOW, "opened": NEVER})
    chosen.settle_items(other.id, [done])
    found = chosen.repairs_of(ENDED, kind="repair")
    assert [(repair, line.state, line.opened) for repair, line in found] == [
        (other.id, "done", NEVER),
        (NEW.id, "refused", None),
    ]
    assert chosen.repairs_of(CODES[0], kind="repair") == []


def test_what_an_agency_has_to_do_with_is_found_among_what_is_open_and_seen(chosen: Register) -> None:
    assert chosen.codes_held_by(TAX, WHOLE, limit=9) == [OF_TAX]
    assert chosen.codes_held_by(LAND_OFFICE, WHOLE, limit=9) == [code for code in CODES if code != ENDED]
    assert chosen.codes_held_by(LAND_OFFICE, WHOLE, limit=2) == CODES[:2]
    assert chosen.codes_held_by(LAND_OFFICE, STRANGER, limit=9) == []


@pytest.fixture
def given_up(register: Register) -> Register:
    """Return a register in which a message of each way was given up of one dossier, and everything of another waits."""
    for code in CODES[:2]:
        Paper(register, receipt(code))
    to_portal(register)
    to_subscribers(register)
    notice = register.notices(CODES[0])[0]
    register.notice_failed(notice.id, NOW, channel="email", error="550")
    return register


def to_portal(register: Register) -> None:
    register.start_courier("portal", Start.NOW, NOW)
    position = register.courier_position("portal")
    assert position is not None
    illegal = Trouble(ILLEGAL, "2 cannot follow 4", "2 không thể theo sau 4")
    plain = {"service": "DongBoHoSoMC", "status": 2, "says": "{}", "at": NOW}
    messages = [NewMessage(dossier=code, seq=1, **plain) for code in CODES[:2]]
    messages.append(NewMessage(dossier=CODES[0], seq=2, dead=illegal, **plain))
    assert register.portal_takes_up(position, position, messages, NOW)
    for message in register.portal_due(NOW, urgent_until=NOW):
        if message.dossier == CODES[0]:
            register.portal_dead(message, Trouble("05", "Nobody receives.", "Không có nơi nhận."), NOW)


def to_subscribers(register: Register) -> None:
    position, end = register.start_courier(f"{COURIER}one", Start.BEGINNING, NOW), register.last_position()
    events = [NewDelivery(event.id, event.dossier, event.first_seq, "received") for event in register.events_after(0)]
    assert register.take_up("one", position, end, events, NOW)
    for delivery in register.due_deliveries("one", NOW, 9):
        if delivery.dossier == CODES[0]:
            register.webhook_dead(delivery, Attempt(NOW, 9, 422, "HTTP 422"))


def test_R64_what_was_given_up_about_a_dossier_is_sent_again_and_its_alarms_are_over(given_up: Register) -> None:
    code, other = CODES[:2]
    assert (given_up.given_up(code), given_up.given_up(other)) == (GivenUp(1, 1, 1), GivenUp())
    assert given_up.send_all_again(code, ("portal", "webhooks"), NOW) == GivenUp(portal=1, webhooks=1)
    assert given_up.given_up(code) == GivenUp(notices=1)
    assert [alarm.kind for alarm in given_up.alarms()] == ["illegal_jump"]  # R60: that one is never sent
    assert given_up.send_all_again(code, ("portal", "notices", "webhooks"), NOW) == GivenUp(notices=1)
    assert given_up.notices(code)[0].state is NoticeState.WAITING
    assert given_up.send_all_again(code, ("portal", "notices", "webhooks"), NOW) == GivenUp()


def small(register: Register, id: str, some: list[str]) -> None:
    """Keep a previewed repair that is small enough for one person."""
    register.open_campaign(NEW.model_copy(update={"id": id}), NOW)
    register.plan_items(id, [item(code) for code in some], looked_at=len(some))
    register.note_second(id, False)
    register.mark_campaign(id, CampaignState.DRAFT)


def confirmed(register: Register, id: str, most: int = 9) -> bool:
    """Confirm a repair unless more dossiers than these were confirmed alone before it; return whether it was."""

    def may(before: Sequence[ConfirmedRepair]) -> None:
        if sum(each.dossiers for each in before) > most:
            raise RefusedError("too many")

    try:
        register.confirm_repair(id, BY, NOW, since=NOW - timedelta(hours=24), may=may)
    except RefusedError:
        return False
    return True


def test_what_was_confirmed_without_a_second_person_is_told_of_a_stretch_of_time(chosen: Register) -> None:
    chosen.mark_campaign(NEW.id, CampaignState.DRAFT)
    chosen.note_second(NEW.id, True)
    small(chosen, "repair:skip:2", CODES[:2])
    small(chosen, "repair:skip:3", [CODES[2], ENDED])
    small(chosen, "repair:skip:4", CODES[:1])  # never confirmed
    for id in (NEW.id, "repair:skip:2", "repair:skip:3"):
        assert confirmed(chosen, id)
    told = chosen.confirmed_alone(NOW - timedelta(hours=24), kind="repair")
    assert sorted((each.id, each.by, each.dossiers) for each in told) == [
        ("repair:skip:2", BY, 2),
        ("repair:skip:3", BY, 1),  # what the preview refuses is not confirmed
    ]
    assert chosen.confirmed_alone(NOW, kind="repair") == []
    assert chosen.confirmed_alone(NOW - timedelta(hours=24), kind="move") == []


def test_of_repairs_confirmed_in_one_instant_each_knows_of_those_before_and_a_refusal_changes_nothing(
    chosen: Register,
) -> None:
    ids = [f"repair:skip:{n}" for n in range(2, 10)]
    for id in ids:
        small(chosen, id, CODES[:2])
    with ThreadPoolExecutor(len(ids)) as pool:
        done = dict(zip(ids, pool.map(lambda id: confirmed(chosen, id, most=3), ids), strict=True))
    assert sorted(done.values(), reverse=True) == [True, True, *[False] * 6]
    for id, was in done.items():
        campaign = chosen.campaign(id)
        assert (campaign.state is CampaignState.RUNNING, campaign.confirmed_by == BY) == (was, was)
        assert bool(chosen.items_to_do(id, limit=9)) is was
