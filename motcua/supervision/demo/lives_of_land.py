"""Land transfers in flight: 8 working days in two phases, the tax office and the payment in between."""

from collections.abc import Iterator
from datetime import datetime

from motcua.supervision.demo.past import Expected, Life, Past
from motcua.worktime.allowance import Allowance
from motcua.worktime.calendar import WorkCalendar
from motcua.worktime.due import due_at

LAND = "1.013831"
STOP, OFFICE, TAX = "an-hoi.ttpvhcc", "vinhlong.vpdkdd", "vinhlong.thue"


def to_the_tax_office(past: Past) -> Past:
    """Pass the first phase in time: received, appraised, approved, handed to the tax office after 30 hours."""
    return past.complete(STOP, {"s1": 2}).complete(OFFICE, {"s2": 12, "s3": 15, "s4": 22, "s5": 26})


def land(now: datetime, calendar: WorkCalendar) -> Iterator[Life]:
    """Yield land dossiers as they stand after days and weeks."""
    yield _returned(now, calendar)
    yield _in_time(now, calendar)
    yield _slow_step(now, calendar)
    yield _forgotten(now, calendar)
    yield _paying(now, calendar)
    yield _supplement(now, calendar)
    yield _rework(now, calendar)
    yield _promised(now, calendar)
    yield _withdrawn(now, calendar)


def _returned(now: datetime, calendar: WorkCalendar) -> Life:
    past = to_the_tax_office(Past.working_days_ago(25, now, calendar))
    past.complete(TAX, {"tax": 34}).complete(STOP, {"pay": 60, "s6": 63})
    past.complete(OFFICE, {"s7": 70, "s8": 73, "s9": 76, "s10": 79})
    past.then(90, STOP, "pay_fee", reference="BL-000917").complete(STOP, {"s11": 96})
    expected = Expected(state="returned", promise="finished", told=("paused", "resumed", "result_ready", "returned"))
    return Life(
        "land-returned",
        "Đất đai: xong trước hạn, dừng đồng hồ chờ thuế và nộp tiền",
        "Land: early, the clock stood for tax and payment",
        past.opening(LAND, STOP),
        expected,
    )


def _in_time(now: datetime, calendar: WorkCalendar) -> Life:
    past = Past.working_days_ago(1.9, now, calendar).complete(STOP, {"s1": 2}).complete(OFFICE, {"s2": 12})
    expected = Expected(state="in_process", waits="officer", promise="in_time", open_steps=("s3",))
    return Life("land-in-time", "Đất đai: đúng tiến độ", "Land: in time", past.opening(LAND, STOP), expected)


def _slow_step(now: datetime, calendar: WorkCalendar) -> Life:
    past = Past.working_days_ago(3.6, now, calendar).complete(STOP, {"s1": 2})
    expected = Expected(waits="officer", told=("overdue_opened",), open_steps=("s2",))
    return Life(
        "land-slow-step",
        "Đất đai: bước thẩm định trễ, hồ sơ chưa quá hạn",
        "Land: the appraisal is late, the dossier is not",
        past.opening(LAND, STOP),
        expected,
    )


def _forgotten(now: datetime, calendar: WorkCalendar) -> Life:
    past = Past.working_days_ago(16, now, calendar).complete(STOP, {"s1": 2})
    expected = Expected(
        waits="officer", promise="overdue", told=("warned", "escalated", "reminded"), open_steps=("s2",)
    )
    return Life(
        "land-forgotten",
        "Đất đai: quá hạn nhiều ngày, đã đôn đốc đến cấp cuối",
        "Land: long overdue, carried to the top of the chain",
        past.opening(LAND, STOP),
        expected,
    )


def _paying(now: datetime, calendar: WorkCalendar) -> Life:
    past = to_the_tax_office(Past.working_days_ago(14, now, calendar)).complete(TAX, {"tax": 40})
    expected = Expected(state="awaiting_financial", waits="payment", promise="clock_stopped", open_steps=("pay",))
    return Life(
        "land-paying",
        "Đất đai: chờ nộp tiền, đồng hồ dừng, không quá hạn",
        "Land: waits for payment, the clock stands, never late",
        past.opening(LAND, STOP),
        expected,
    )


def _supplement(now: datetime, calendar: WorkCalendar) -> Life:
    past = Past.working_days_ago(4, now, calendar).complete(STOP, {"s1": 2})
    past.then(
        9, OFFICE, "ask_supplement", items=["contract"], reason="Hợp đồng chuyển quyền thiếu trang có chữ ký các bên."
    )
    expected = Expected(state="supplement_after_receipt", waits="applicant", promise="clock_stopped")
    return Life(
        "land-supplement",
        "Đất đai: đã yêu cầu bổ sung, chờ người nộp",
        "Land: a supplement was asked for",
        past.opening(LAND, STOP),
        expected,
    )


def _rework(now: datetime, calendar: WorkCalendar) -> Life:
    past = Past.working_days_ago(2.6, now, calendar).complete(STOP, {"s1": 2}).complete(OFFICE, {"s2": 10, "s3": 12})
    past.then(17, OFFICE, "send_back", step="s4", to="s2", reason="Chưa đối chiếu bản đồ địa chính.")
    expected = Expected(waits="officer", told=("reopened",), open_steps=("s2",))
    return Life(
        "land-rework",
        "Đất đai: lãnh đạo trả lại thẩm định; đồng hồ hồ sơ vẫn chạy",
        "Land: sent back to appraisal; the promise does not move",
        past.opening(LAND, STOP),
        expected,
    )


def _promised(now: datetime, calendar: WorkCalendar) -> Life:
    past = Past.working_days_ago(1, now, calendar).complete(STOP, {"s1": 2})
    promised = due_at(past.received, Allowance.parse("6wd"), calendar).isoformat()
    expected = Expected(waits="officer", promise="in_time", told=("clock_set",))
    return Life(
        "land-promised",
        "Đất đai: hồ sơ đang giải quyết chuyển vào hệ thống, giữ ngày trên giấy hẹn cũ",
        "Land: taken over in flight, the date on its slip is kept",
        past.opening(LAND, STOP, promised=promised),
        expected,
    )


def _withdrawn(now: datetime, calendar: WorkCalendar) -> Life:
    past = Past.working_days_ago(6, now, calendar).complete(STOP, {"s1": 2})
    past.then(10, "applicant", "ask_withdrawal").then(12, STOP, "settle_withdrawal", granted=True)
    expected = Expected(state="stopped", told=("withdrawal_asked", "withdrawal_settled", "stopped"))
    return Life(
        "land-withdrawn",
        "Đất đai: người nộp rút hồ sơ",
        "Land: withdrawn by the applicant",
        past.opening(LAND, STOP),
        expected,
    )
