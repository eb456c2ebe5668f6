"""Alarms: one for each thing, however often it is said; told, reminded, seen, gone."""

from datetime import timedelta

import pytest

from motcua.errors import NotFoundError
from motcua.register.alarms import AlarmKind, clear_alarm, raise_alarm
from motcua.register.register import Register
from tests.register.papers import at

NINE = at("Mon 2026-11-23 09:00")
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
CALL = "H07-261123-0001/tax/1"


def dead(register: Register, ref: str = CALL, minutes: int = 0) -> int:
    when = NINE + minutes * MINUTE
    said = {"detail": "It was given up.", "detail_vi": "Đã thôi gửi."}
    return register.raise_alarm(AlarmKind.DEAD_CALL, ref, at=when, system="tax", dossier=CALL[:15], **said)


def away(register: Register, minutes: int = 0) -> int:
    return register.raise_alarm(AlarmKind.OUTAGE, "tax", at=NINE + minutes * MINUTE, detail="Away.", system="tax")


def test_what_is_said_twice_is_one_alarm_until_somebody_has_seen_it(register: Register) -> None:
    assert dead(register) == dead(register, minutes=3)
    (alarm,) = register.alarms()
    assert (alarm.times, alarm.raised_at, alarm.last_at) == (2, NINE, NINE + 3 * MINUTE)
    register.alarm_seen(alarm.id, "tax/017", NINE + 4 * MINUTE)
    assert register.alarms() == []
    assert dead(register, minutes=5) != alarm.id
    assert [one.times for one in register.alarms(every=True)] == [1, 2]


def test_who_saw_an_alarm_first_stays(register: Register) -> None:
    id = dead(register)
    register.alarm_seen(id, "tax/017", NINE)
    seen = register.alarm_seen(id, "tax/018", NINE + MINUTE)
    assert (seen.seen_at, seen.seen_by, seen.open) == (NINE, "tax/017", False)
    with pytest.raises(NotFoundError, match="no alarm 999"):
        register.alarm_seen(999, "tax/017", NINE)


def test_an_alarm_is_raised_with_its_cause_or_not_at_all(register: Register) -> None:
    with register._store.writing() as connection:
        raise_alarm(connection, AlarmKind.DEAD_CALL, CALL, at=NINE, detail="It was given up.")
        connection.rollback()  # as where the call's own row could not be written
    assert register.alarms() == []


def test_an_outage_clears_by_itself_and_may_come_again(register: Register) -> None:
    first = away(register)
    with register._store.writing() as connection:
        assert clear_alarm(connection, AlarmKind.OUTAGE, "tax", NINE + MINUTE)
        assert not clear_alarm(connection, AlarmKind.OUTAGE, "tax", NINE + MINUTE)
    assert register.alarm_counts() == (0, 0)
    assert away(register, 2) != first


def test_operators_are_told_once_and_again_each_day_until_somebody_has_seen_it(register: Register) -> None:
    id = dead(register)
    assert [alarm.id for alarm in register.untold(NINE)] == [id]
    assert register.alarm_counts() == (1, 1)
    register.told([id], NINE + MINUTE)
    assert (register.untold(NINE + DAY), register.alarm_counts(), register.last_told()) == (
        [],
        (1, 0),
        NINE + MINUTE,
    )
    assert [alarm.id for alarm in register.untold(NINE + MINUTE + DAY)] == [id]
    register.alarm_seen(id, "tax", NINE + DAY)
    assert register.untold(NINE + 9 * DAY) == []


def test_those_who_heard_of_an_outage_hear_of_its_end_even_if_they_have_seen_it(register: Register) -> None:
    id = away(register)
    register.told([id], NINE)
    register.alarm_seen(id, "tax", NINE + MINUTE)
    register.clear_alarm(AlarmKind.OUTAGE, "tax", NINE + 2 * MINUTE)
    assert [alarm.id for alarm in register.untold(NINE + 2 * MINUTE)] == [id]
    register.told([id], NINE + 3 * MINUTE)
    assert register.untold(NINE + 9 * DAY) == []


def test_an_outage_that_came_and_went_unheard_is_not_told(register: Register) -> None:
    away(register)
    register.clear_alarm(AlarmKind.OUTAGE, "tax", NINE + MINUTE)
    assert register.untold(NINE + MINUTE) == []


def test_a_thousand_alarms_are_told_in_one_go(register: Register) -> None:
    with register._store.writing() as connection:
        for number in range(1001):
            raise_alarm(connection, AlarmKind.DEAD_WEBHOOK, f"province/{number}", at=NINE, detail="Given up.")
    due = register.untold(NINE)
    register.told([alarm.id for alarm in due], NINE)
    assert (len(due), register.untold(NINE)) == (1001, [])
    assert register.alarm_kinds() == {AlarmKind.DEAD_WEBHOOK: 1001}
    page = register.alarms(limit=2, before=due[2].id)
    assert [alarm.ref for alarm in page] == ["province/1", "province/0"]
