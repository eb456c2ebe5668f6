"""The queue to the portal on both databases: filled with the moved cursor, in order per dossier, dead ones called."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from motcua.register.alarms import AlarmKind
from motcua.register.events import BEGINNING, Start
from motcua.register.portal_drift import Found
from motcua.register.portal_lines import ILLEGAL, NewMessage, PortalFilter, PortalState, Trouble
from motcua.register.register import Register
from tests.register.papers import Paper, receipt

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
SOON = NOW + timedelta(hours=4)
A, B = "A", "B"
REFUSED = Trouble("05", "Nobody receives. [R64]", "Không có nơi nhận. [R64]")


@pytest.fixture
def queue(register: Register) -> Register:
    """Return a register with two dossiers, whose courier has taken up everything."""
    for code in (A, B):
        Paper(register, receipt(code))
    register.start_courier("portal", Start.NOW, NOW)
    return register


def message(dossier: str, seq: int, status: int = 4, **values: Any) -> NewMessage:
    plain = {"service": "DongBoHoSoMC", "says": '{"code": "T"}', "at": NOW}
    return NewMessage(dossier=dossier, seq=seq, status=status, **plain | values)


def put(register: Register, *messages: NewMessage) -> None:
    position = register.courier_position("portal")
    assert position is not None
    assert register.portal_takes_up(position, position, messages, NOW)


def due(register: Register, now: datetime = NOW) -> list[tuple[str, int]]:
    return [(m.dossier, m.seq) for m in register.portal_due(now, urgent_until=now + timedelta(hours=4))]


def test_messages_come_with_the_moved_cursor_or_not_at_all(register: Register) -> None:
    Paper(register, receipt(A))
    register.start_courier("portal", Start.BEGINNING, NOW)
    (event,) = register.events_after(BEGINNING)
    assert register.portal_takes_up(BEGINNING, event.id, [message(A, 1)], NOW)
    assert not register.portal_takes_up(BEGINNING, event.id, [message(A, 1)], NOW)  # another worker came first
    assert [m.seq for m in register.portal_messages(A)] == [1]
    assert register.portal_told_of([A, B]) == {A}


def test_R61_of_one_dossier_one_message_is_under_way_and_the_first_is_the_first_push(queue: Register) -> None:
    put(queue, message(A, 1, 2), message(A, 2, 4), message(B, 1, 2))
    first, other = queue.portal_due(NOW, urgent_until=SOON)
    assert [(m.dossier, m.seq, m.pushed) for m in (first, other)] == [(A, 1, False), (B, 1, False)]
    assert queue.portal_sent(first.id, NOW, code="00", digest="0" * 64)
    assert not queue.portal_sent(first.id, NOW, code="00", digest="0" * 64)
    (second,) = [m for m in queue.portal_due(NOW, urgent_until=SOON) if m.dossier == A]
    assert (second.seq, second.pushed) == (2, True)


def test_R36_a_dossier_whose_old_date_is_near_goes_first(queue: Register) -> None:
    near, far = NOW + timedelta(hours=1), NOW + timedelta(days=3)
    put(queue, message(A, 1, 2), message(A, 2, 5, send_by=far), message(B, 1, 2), message(B, 2, 5, send_by=near))
    assert due(queue) == [(B, 1), (A, 1)]


def test_a_message_that_is_put_off_waits_and_holds_up_only_its_own_dossier(queue: Register) -> None:
    put(queue, message(A, 1), message(A, 2), message(B, 1))
    first = queue.portal_due(NOW, urgent_until=SOON)[0]
    queue.portal_deferred(first.id, error="away", again_at=NOW + timedelta(minutes=5))
    assert due(queue) == [(B, 1)]
    assert due(queue, NOW + timedelta(minutes=5)) == [(A, 1), (B, 1)]


def test_R64_a_dead_letter_is_visible_calls_somebody_and_holds_up_what_follows(queue: Register) -> None:
    put(queue, message(A, 1), message(A, 2))
    (first,) = queue.portal_due(NOW, urgent_until=SOON)
    queue.portal_dead(first, REFUSED, NOW)
    assert due(queue) == []
    (alarm,) = queue.alarms()
    assert (alarm.kind, alarm.ref, alarm.dossier) == (AlarmKind.DEAD_PORTAL_MESSAGE, str(first.id), A)
    assert queue.portal_counts()[PortalState.DEAD] == 1
    assert [m.seq for m in queue.portal_page(PortalFilter(state=PortalState.DEAD)).messages] == [1]
    assert queue.portal_send_again([first.id], NOW) == 1
    assert due(queue) == [(A, 1)]
    assert queue.alarms() == []


def test_a_dead_line_of_progress_holds_up_nothing(queue: Register) -> None:
    put(queue, message(A, 1, service="CapNhatTienDoHoSoMC"), message(A, 2))
    (line,) = queue.portal_due(NOW, urgent_until=SOON)
    queue.portal_dead(line, REFUSED, NOW)
    assert due(queue) == [(A, 2)]


def test_R60_an_illegal_jump_is_never_sent_whoever_asks_and_calls_somebody(queue: Register) -> None:
    jump = Trouble(ILLEGAL, "Status 4 cannot follow 10. [R60]", "Không thể chuyển từ 10 sang 4. [R60]")
    put(queue, message(A, 1, 4, dead=jump), message(A, 2, 9))
    assert due(queue) == []
    assert queue.portal_send_again(None, NOW) == 0
    (alarm,) = queue.alarms()
    assert (alarm.kind, alarm.ref) == (AlarmKind.ILLEGAL_JUMP, "A/1")


def test_how_far_the_portal_is_behind_is_known(queue: Register) -> None:
    assert queue.portal_behind_since() is None
    put(queue, message(A, 1))
    assert queue.portal_behind_since() == NOW


def test_a_drift_is_noted_once_and_told_anew_in_place_of_what_was_given_up(queue: Register) -> None:
    put(queue, message(A, 1, 2))
    (first,) = queue.portal_due(NOW, urgent_until=SOON)
    queue.portal_dead(first, REFUSED, NOW)
    run = queue.begin_comparison(NOW)
    assert queue.begin_comparison(NOW).id == run.id  # whoever comes next goes on with it
    assert queue.to_compare("", NOW - timedelta(days=1)) == [A, B]
    found = Found(A, 4, None, ("MaHoSo",), (message(A, 1, 2), message(A, 3, 4)))
    for _ in range(2):
        queue.note_compared(run.id, A, found, NOW)
    queue.note_compared(run.id, B, None, NOW)
    ended = queue.end_comparison(run.id, NOW)
    assert (ended.compared, ended.drifted, ended.repaired) == (2, 1, 1)
    states = [(m.seq, m.repair, m.state.value) for m in queue.portal_messages(A)]
    assert states == [(1, 0, "superseded"), (1, 1, "waiting"), (3, 1, "waiting")]
    assert queue.alarms() == []
    (drift,) = queue.portal_drift(comparison=run.id)
    assert (drift.dossier, drift.ours, drift.theirs, drift.fields, drift.repaired_at) == (A, 4, None, ("MaHoSo",), None)
    assert queue.to_compare("", NOW - timedelta(days=1)) == [B]  # what is on its way is no drift


def test_what_was_written_meanwhile_is_told_by_itself_and_repaired_by_nobody(queue: Register) -> None:
    run = queue.begin_comparison(NOW)
    Paper(queue, receipt("C"))  # its event is not taken up yet
    assert "C" not in queue.to_compare("", NOW - timedelta(days=1))
    queue.note_compared(run.id, "C", Found("C", 2, None, ("MaHoSo",), (message("C", 4, 2),)), NOW)
    assert queue.portal_messages("C") == []


def test_a_drift_no_lawful_way_leads_out_of_calls_somebody_until_it_is_gone(queue: Register) -> None:
    jump = Trouble(ILLEGAL, "Status 4 cannot follow 10. [R60]", "Không thể chuyển từ 10 sang 4. [R60]")
    run = queue.begin_comparison(NOW)
    queue.note_compared(run.id, A, Found(A, 4, 10, ("TrangThaiHoSo",), trouble=jump), NOW)
    assert [alarm.ref for alarm in queue.alarms()] == ["A/portal"]
    queue.end_comparison(run.id, NOW)
    later = queue.begin_comparison(NOW)
    queue.note_compared(later.id, A, None, NOW)
    assert queue.alarms() == []
