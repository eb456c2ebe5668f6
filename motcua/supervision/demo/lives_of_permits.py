"""House permits in flight: 7 working days, one opinion within 2, silence counts as consent."""

from collections.abc import Iterator
from datetime import datetime

from motcua.supervision.demo.past import Expected, Life, Past
from motcua.worktime.calendar import WorkCalendar

PERMIT = "1.013225"
STOP, WARD_COMMITTEE, BUILDERS = "an-hoi.ttpvhcc", "an-hoi.ubnd", "vinhlong.so-xay-dung"
HOUSE = {"permit_for": "house"}


def permits(now: datetime, calendar: WorkCalendar) -> Iterator[Life]:
    """Yield permits as they stand after days and weeks."""
    yield _warned(now, calendar)
    yield _overdue(now, calendar)
    yield _to_explain(now, calendar)
    yield _late(now, calendar)
    yield _refused(now, calendar)


def _ready_to_sign(days: float, now: datetime, calendar: WorkCalendar) -> Past:
    past = Past.working_days_ago(days, now, calendar).complete(STOP, {"s1": 1})
    past.then(9, BUILDERS, "opine", step="c1", opinion="agreed")
    return past.complete(WARD_COMMITTEE, {"s2": 14})


def _warned(now: datetime, calendar: WorkCalendar) -> Life:
    past = _ready_to_sign(5.6, now, calendar)
    expected = Expected(waits="officer", told=("warned",), open_steps=("s3",))
    return Life(
        "permit-warned",
        "Xây dựng: đã cảnh báo sắp đến hạn",
        "Permit: warned before the due date",
        past.opening(PERMIT, STOP, data=HOUSE),
        expected,
    )


def _overdue(now: datetime, calendar: WorkCalendar) -> Life:
    past = _ready_to_sign(12, now, calendar)
    expected = Expected(
        waits="officer", promise="overdue", told=("fell_due", "overdue_opened", "escalated"), open_steps=("s3",)
    )
    return Life(
        "permit-overdue",
        "Xây dựng: quá hạn, không ai giải trình, đôn đốc lên từng cấp",
        "Permit: overdue, nobody answers, carried up level by level",
        past.opening(PERMIT, STOP, data=HOUSE),
        expected,
    )


def _to_explain(now: datetime, calendar: WorkCalendar) -> Life:
    past = _ready_to_sign(9.5, now, calendar)
    expected = Expected(waits="officer", promise="overdue", told=("overdue_opened",))
    return Life(
        "permit-to-explain",
        "Xây dựng: quá hạn, sẽ có người giải trình",
        "Permit: overdue, somebody will answer for it",
        past.opening(PERMIT, STOP, data=HOUSE),
        expected,
    )


def _late(now: datetime, calendar: WorkCalendar) -> Life:
    past = _ready_to_sign(16, now, calendar).complete(WARD_COMMITTEE, {"s3": 76})
    past.then(80, STOP, "pay_fee", reference="BL-000412").complete(STOP, {"s4": 84})
    expected = Expected(state="returned", promise="finished", told=("overdue_opened", "overdue_closed", "returned"))
    return Life(
        "permit-late",
        "Xây dựng: đã trả, quá hạn",
        "Permit: returned, late",
        past.opening(PERMIT, STOP, data=HOUSE),
        expected,
    )


def _refused(now: datetime, calendar: WorkCalendar) -> Life:
    past = _ready_to_sign(13, now, calendar)
    past.then(40, WARD_COMMITTEE, "refuse_on_merits", step="s3", basis="Không phù hợp quy hoạch chi tiết đã duyệt.")
    past.complete(STOP, {"s4": 44})
    expected = Expected(state="returned", told=("result_ready", "returned"))
    return Life(
        "permit-refused",
        "Xây dựng: từ chối có lý do, trong hạn; cũng là một kết quả",
        "Permit: refused on the merits within the limit, a result like any other",
        past.opening(PERMIT, STOP, data=HOUSE),
        expected,
    )
