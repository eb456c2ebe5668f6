"""Operators hear of an evening without an anchor, and of what is not as anchored; an evening's work is bounded."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from activities.anchor_alarms import AnchorWatch
from activities.anchors import SAMPLE, AnchorActivities
from motcua.register.alarms import Alarm, AlarmKind
from motcua.register.anchor_files import AnchorFolder
from motcua.register.register import Register
from tests.register.papers import HANOI, Paper, receipt, whole_life
from tests.register.test_anchors import FIRST, SECOND, behind_its_back

DAY = timedelta(days=1)
NOON = datetime(2026, 12, 3, 5, tzinfo=UTC)


@pytest.fixture
def office(register: Register, tmp_path: Path) -> AnchorActivities:
    """Return what takes anchors of a register with one whole life in it."""
    whole_life(register, FIRST)
    return AnchorActivities(register, AnchorFolder(tmp_path / "anchors"), HANOI, {})


def raised(register: Register, kind: AlarmKind) -> list[Alarm]:
    """Return the alarms of a kind that want somebody."""
    return [alarm for alarm in register.alarms() if alarm.kind is kind]


def test_an_evening_without_an_anchor_is_told_once_and_is_over_when_one_is_taken(office: AnchorActivities) -> None:
    register, watch = office.register, AnchorWatch(office.register, HANOI)
    assert watch.looked(NOON)
    (alarm,) = raised(register, AlarmKind.ANCHOR_LATE)
    assert (alarm.ref, alarm.detail) == ("taken/2026-12-02", "The anchor of 02/12/2026 is not taken.")
    register.alarm_seen(alarm.id, "an-hoi.ubnd/truc", NOON)
    assert watch.looked(NOON + timedelta(hours=1))
    assert raised(register, AlarmKind.ANCHOR_LATE) == []  # who has seen it is not told again of the same evening
    register.take_anchor("evening", NOON, HANOI)
    assert not watch.looked(NOON)
    assert register.standing_alarms(AlarmKind.ANCHOR_LATE) == set()
    assert watch.looked(NOON + 2 * DAY)


def test_what_nobody_has_written_into_needs_no_anchor(register: Register) -> None:
    assert not AnchorWatch(register, HANOI).looked(datetime.now(UTC))


def test_an_anchor_has_an_hour_before_it_counts_as_late(office: AnchorActivities) -> None:
    office.register.take_anchor("evening", datetime(2026, 12, 2, 16, 50, tzinfo=UTC), HANOI)
    watch, next_evening = AnchorWatch(office.register, HANOI), datetime(2026, 12, 3, 16, 50, tzinfo=UTC)
    assert not watch.looked(next_evening + timedelta(minutes=59))
    assert watch.looked(next_evening + timedelta(minutes=61))


def test_a_folder_that_takes_no_files_is_told_and_filed_later(office: AnchorActivities, tmp_path: Path) -> None:
    (tmp_path / "anchors").write_text("no folder")
    with pytest.raises(OSError, match="anchors"):
        office.taken("evening")
    (alarm,) = raised(office.register, AlarmKind.ANCHOR_LATE)
    assert alarm.ref.startswith("filed/")
    (tmp_path / "anchors").unlink()
    assert office.taken("evening").number == 1
    assert office.folder.has(1)
    assert raised(office.register, AlarmKind.ANCHOR_LATE) == []


def test_a_fact_edited_in_an_old_stretch_is_found_by_an_evening_and_told(office: AnchorActivities) -> None:
    office.taken("evening/1")
    Paper(office.register, receipt(SECOND))
    office.taken("evening/2")
    assert office.checked() == 0
    behind_its_back(office.register, f"UPDATE dossier_fact SET agency = 'x' WHERE dossier = '{FIRST}' AND seq = 2")
    assert office.checked() == 1
    (alarm,) = raised(office.register, AlarmKind.INTEGRITY)
    assert (alarm.ref, alarm.dossier) == (f"anchor/1/{FIRST}", FIRST)
    assert alarm.detail_vi == f"Dấu neo 1: hồ sơ {FIRST} có sự kiện bị sửa"


def test_a_dossier_taken_away_is_told_by_its_code(office: AnchorActivities) -> None:
    office.taken("evening/1")
    behind_its_back(
        office.register, f"UPDATE dossier_fact SET hash = '{'ab' * 32}' WHERE dossier = '{FIRST}' AND seq = 20"
    )
    assert office.checked() == 3
    told = {alarm.ref: alarm.detail for alarm in raised(office.register, AlarmKind.INTEGRITY)}
    assert told["anchor/1"] == "Anchor 1: the register no longer leads to its root"
    assert set(told) == {"anchor/1", f"anchor/1/{FIRST}"}


def test_an_evening_checks_what_is_new_and_so_many_of_the_old_each_in_its_turn(office: AnchorActivities) -> None:
    register = office.register
    for number in range(1, SAMPLE + 4):
        office.taken(f"evening/{number}")
    assert office.checked() == 0
    office.taken("evening/new")
    due = [anchor.number for anchor in register.due_for_check(SAMPLE)]
    assert due[0] == SAMPLE + 4
    assert len(due) == SAMPLE + 1
    first = due[1]
    register.note_checked(first, datetime.now(UTC) + DAY)
    assert first not in [anchor.number for anchor in register.due_for_check(SAMPLE)]
    turns = {number for _ in range(2) for number in _checked(register)}
    assert turns == set(range(1, SAMPLE + 5))


def _checked(register: Register) -> list[int]:
    """Let an evening's check pass over what is due, and return it."""
    due = [anchor.number for anchor in register.due_for_check(SAMPLE)]
    for number in due:
        register.note_checked(number, datetime.now(UTC) + DAY)
    return due
