"""The outbox on both databases: filled with the facts or not at all, in order, once."""

from datetime import timedelta

import pytest

from motcua.dossiers import facts as f
from motcua.dossiers.evolve import apply
from motcua.dossiers.parts import LAW
from motcua.errors import ConflictError, InvalidInputError
from motcua.register.notice_lines import NoticeFilter
from motcua.register.notice_rows import NoticeState
from tests.register.papers import LAND, LAND_OFFICE, Paper, at, receipt, transition, whole_life

CODE = "H07-261123-0001"
NOW = at("Tue 2026-11-24 09:00")


def kinds(register, code: str = CODE) -> list[tuple[int, str, str]]:
    """Return what is to be told, with the fact it follows from, in order."""
    return [(notice.seq, notice.kind, notice.recipient) for notice in register.notices(code)]


def test_what_has_to_be_told_stands_in_the_outbox_with_its_fact(register):
    whole_life(register)
    assert kinds(register) == [
        (2, "received", "applicant"),
        (6, "supplement_asked", "applicant"),
        (9, "supplement_given", "applicant"),
        (13, "overdue", f"officer/{LAND_OFFICE}/LO-7"),
        (14, "escalated", f"unit_head/{LAND_OFFICE}"),
        (19, "result_early", "applicant"),
        (20, "returned", "applicant"),
    ]
    told = register.notices(CODE)[1]
    assert (told.state, told.attempts, told.at) == (NoticeState.WAITING, 0, at("Tue 2026-11-24 09:00"))
    assert told.says["reason"] == "The map is missing."


def test_an_act_recorded_again_fills_the_outbox_once(register):
    paper = Paper(register, receipt(CODE))
    before = paper.now
    paper.does("ready", "Tue 2026-11-24 09:00", f.ResultReady(result="granted"))
    told = kinds(register)
    assert register.record(before, paper.acts[-1], LAND) == paper.acts[-1]
    assert kinds(register) == told


def test_an_act_that_could_not_be_written_is_not_told(register):
    paper = Paper(register, receipt(CODE))
    told = kinds(register)
    elsewhere = apply(paper.now, transition("other", "Tue 2026-11-24 08:00", f.DataSet(data={})))
    with pytest.raises(ConflictError):
        register.record(elsewhere, transition("late", "Tue 2026-11-24 09:00", f.ResultReady(result="granted")), LAND)
    assert kinds(register) == told


def test_R54_nothing_is_due_for_somebody_while_something_earlier_waits_for_them(register):
    paper = Paper(register, receipt(CODE))
    paper.does("ready", "Tue 2026-11-24 09:00", f.ResultReady(result="granted"))
    paper.does("warn", "Tue 2026-11-24 09:01", f.Warned(threshold="2wd"), by=LAW)
    assert [notice.kind for notice in register.due_notices(NOW)] == ["received", "warning"]
    first = register.due_notices(NOW)[0]
    register.notice_deferred(first.id, NOW, channel="email", error="451", again_at=NOW + timedelta(minutes=1))
    assert [notice.kind for notice in register.due_notices(NOW)] == ["warning"]
    assert register.notice_sent(first.id, NOW, channel="email")
    assert [notice.kind for notice in register.due_notices(NOW)] == ["result_early", "warning"]


def test_a_notice_put_off_is_due_again_at_its_time_and_left_out_while_its_channel_rests(register):
    Paper(register, receipt(CODE))
    (notice,) = register.due_notices(NOW)
    later = NOW + timedelta(minutes=1)
    register.notice_deferred(notice.id, NOW, channel="email", error="451", again_at=later)
    assert register.due_notices(NOW) == []
    assert register.due_notices(later, resting=["email"]) == []
    (again,) = register.due_notices(later, resting=["sms"])
    assert (again.attempts, again.first_tried_at, again.finished, again.ended) == (1, NOW, False, False)


def test_what_went_out_is_marked_once_and_for_good(register):
    Paper(register, receipt(CODE))
    (notice,) = register.due_notices(NOW)
    assert register.notice_sent(notice.id, NOW, channel="email", reference="<x@y>")
    assert not register.notice_sent(notice.id, NOW + timedelta(seconds=9), channel="email")
    assert not register.notice_failed(notice.id, NOW, channel="email", error="550")
    (sent,) = register.notices(CODE)
    assert (sent.state, sent.sent_at, sent.attempts, sent.reference) == (NoticeState.SENT, NOW, 1, "<x@y>")


def test_the_outbox_is_read_page_by_page_the_latest_first(register):
    for number in range(5):
        Paper(register, receipt(f"H07-261123-{number:04}"))
    register.notice_failed(register.notices("H07-261123-0002")[0].id, NOW, channel="email", error="550")
    first = register.notice_page(NoticeFilter(), limit=2)
    rest = register.notice_page(NoticeFilter(), limit=10, after=first.next)
    assert [n.dossier[-1] for n in (*first.notices, *rest.notices)] == ["4", "3", "2", "1", "0"]
    assert rest.next is None
    failed = register.notice_page(NoticeFilter(state=NoticeState.FAILED, agency=LAND_OFFICE, audience="applicant"))
    assert [notice.dossier for notice in failed.notices] == ["H07-261123-0002"]
    assert register.notice_page(NoticeFilter(audience="chair")).notices == ()
    counts = register.notice_counts()
    assert (counts[NoticeState.WAITING], counts[NoticeState.FAILED], counts[NoticeState.SENT]) == (4, 1, 0)
    assert register.notices_open() == (4, 1)


@pytest.mark.parametrize("limit", [0, 1_001])
def test_a_page_has_its_bounds(register, limit):
    with pytest.raises(InvalidInputError):
        register.notice_page(NoticeFilter(), limit=limit)
