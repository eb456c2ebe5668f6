"""Other procedures in flight: consultations and what silence means, online intake, a lapsed supplement."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from motcua.supervision.demo.past import Expected, Life, Past
from motcua.worktime.allowance import Allowance
from motcua.worktime.calendar import WorkCalendar
from motcua.worktime.due import add_working, due_at

CENTRE, INVESTMENT, SEA = "vinhlong.ttpvhcc", "vinhlong.so-tai-chinh", "vinhlong.so-nnmt"
HANOI, HANOI_STOP, HANOI_JUSTICE = "01", "hanoi.chi-nhanh-1", "hanoi.so-tu-phap"


def elsewhere(now: datetime, calendar: WorkCalendar) -> Iterator[Life]:
    """Yield dossiers of other procedures as they stand after days and weeks."""
    yield _deemed_agreed(now, calendar)
    yield _silent_partner(now, calendar)
    yield _decided_without(now, calendar)
    yield _lapsed(now, calendar)
    yield _slow_intake(now, calendar)
    yield _not_accepted(now, calendar)
    yield _on_the_day(now, calendar)


def _deemed_agreed(now: datetime, calendar: WorkCalendar) -> Life:
    past = Past.working_days_ago(10.5, now, calendar).complete(CENTRE, {"s1": 0.5}).complete(INVESTMENT, {"s2": 8})
    past.then(30, "an-hoi.ubnd", "opine", step="c2", opinion="agreed", reference="118/UBND-KT")
    expected = Expected(waits="officer", promise="in_time", told=("silence_kept",), open_steps=("s3",))
    return Life(
        "investment-deemed",
        "Đầu tư: hai sở im lặng quá 7 ngày làm việc, coi như đồng ý",
        "Investment: two departments silent for 7 working days are deemed to agree",
        past.opening("1.009645", CENTRE, data={"defence_area": False}),
        expected,
    )


def _silent_partner(now: datetime, calendar: WorkCalendar) -> Life:
    past = Past.working_days_ago(8.5, now, calendar)
    expected = Expected(waits="partner_agency", promise="none", told=("silence_kept", "overdue_opened", "escalated"))
    return Life(
        "adoption-silent",
        "Con nuôi nước ngoài: cơ quan phối hợp im lặng, luật không coi là đồng ý: báo lên trên",
        "Adoption: a partner is silent and no text deems consent: reported upwards",
        past.opening("1.003976", CENTRE),
        expected,
    )


def _decided_without(now: datetime, calendar: WorkCalendar) -> Life:
    past = Past.days_ago(25, now, calendar).complete(CENTRE, {"s1": 1})
    expected = Expected(waits="officer", told=("paused", "silence_kept", "resumed"), open_steps=("s2",))
    return Life(
        "sea-decided-without",
        "Khu vực biển: hai bộ im lặng 15 ngày, thời gian không tính, quyết định khi chưa có ý kiến",
        "Sea area: two ministries silent for 15 excluded days, decided without them",
        past.opening("1.005401", CENTRE),
        expected,
    )


def _lapsed(now: datetime, calendar: WorkCalendar) -> Life:
    past = Past.days_ago(32, now, calendar).complete(CENTRE, {"s1": 1})
    past.then(10, SEA, "ask_supplement", items=["application"], reason="Đơn chưa nêu toạ độ khu vực biển.")
    expected = Expected(state="stopped", told=("supplement_asked", "supplement_lapsed", "stopped"))
    return Life(
        "sea-lapsed",
        "Khu vực biển: quá 15 ngày không bổ sung, đóng hồ sơ",
        "Sea area: no supplement within 15 days, closed",
        past.opening("1.005401", CENTRE),
        expected,
    )


def _slow_intake(now: datetime, calendar: WorkCalendar) -> Life:
    past = Past.working_days_ago(2.2, now, calendar)
    expected = Expected(state="submitted_online", waits="officer", told=("submitted", "overdue_opened"))
    return Life(
        "birth-slow-intake",
        "Khai sinh trực tuyến: quá 8 giờ làm việc chưa trả lời tiếp nhận",
        "Birth, online: intake undecided after 8 working hours",
        past.opening("2.002621", "applicant", channel="online"),
        expected,
    )


def _not_accepted(now: datetime, calendar: WorkCalendar) -> Life:
    past = Past.working_days_ago(3, now, calendar)
    past.then(3, "an-hoi.ttpvhcc", "refuse_intake", reason="Trùng với hồ sơ đã nộp cùng ngày.")
    expected = Expected(state="refused_at_intake", told=("not_accepted",))
    return Life(
        "birth-not-accepted",
        "Khai sinh trực tuyến: không tiếp nhận, có lý do",
        "Birth, online: not accepted, with the reason",
        past.opening("2.002621", "applicant", channel="online"),
        expected,
    )


def _on_the_day(now: datetime, calendar: WorkCalendar) -> Life:
    past = Past.working_days_ago(4, now, calendar).complete(HANOI_STOP, {"s1": 2})
    due = due_at(past.received, Allowance.parse("1wd"), calendar)
    signed = add_working(due, -timedelta(hours=1), calendar)
    past.complete(HANOI_JUSTICE, {"s2": 5, "s3": signed}).complete(HANOI_STOP, {"s4": due})
    expected = Expected(state="returned", promise="finished")
    return Life(
        "copy-on-the-day",
        "Bản sao từ sổ gốc: xong đúng ngày hẹn",
        "Copy from the register: finished on the due date",
        past.opening("2.000908", HANOI_STOP, territory=HANOI),
        expected,
    )
