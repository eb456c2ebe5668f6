"""What operators are told: many alarms in one message, grouped by what happened and where."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from motcua.notices.port import Language
from motcua.notices.short import fitted
from motcua.notices.wording import Worded
from motcua.worktime.words import Words

KINDS = {
    "dead_call": Words("yêu cầu tới hệ thống ngành phải dừng gửi", "calls to a department system were given up"),
    "dead_portal_message": Words("bản tin tới Cổng DVC quốc gia phải dừng gửi", "messages to the portal were given up"),
    "dead_webhook": Words(
        "sự kiện tới hệ thống đăng ký nhận phải dừng gửi", "deliveries to a subscriber were given up"
    ),
    "outage": Words("hệ thống ngành không phản hồi", "a department system is away"),
    "illegal_jump": Words("trạng thái nhảy sai trình tự", "a status does not follow the one before"),
    "portal_lag": Words("Cổng DVC quốc gia chậm cập nhật", "the portal lags behind"),
    "refused_message": Words("thông điệp bị từ chối", "messages from outside were refused"),
    "integrity": Words("sổ đăng ký không còn nguyên vẹn", "the register is not as it was written"),
    "anchor_late": Words("dấu neo hằng ngày chưa xong", "the daily anchor is late"),
    "morning_unsent": Words("bản tin sáng chưa gửi được", "morning sheets could not be sent"),
}
"""What happened, for each kind of alarm."""
SHOWN = 5
"""Alarms of one group that a message spells out; the rest are counted."""
SUBJECT = Words("[Một Cửa] Cảnh báo vận hành: {}", "[Một Cửa] Operators' alarm: {}")
OVER = Words("đã hết", "over")
AGAIN = Words("nhắc lại", "once more")
MORE = Words("… và {} cảnh báo khác", "… and {} more")
TIMES = Words("{} lần", "{} times")
WHERE = Words("Xem và đánh dấu đã xem: motcua alarms", "Look, and mark as seen: motcua alarms")


@dataclass(frozen=True)
class AlarmTold:
    """One alarm as operators hear of it."""

    id: int
    kind: str
    about: str
    """The system, subscriber or dossier concerned, as it is known to machines."""
    detail: Words
    at: datetime
    times: int = 1
    over: bool = False
    """Whether its cause has gone, which is what is told."""
    reminder: bool = False


def alarms_worded(told: Sequence[AlarmTold], zone: ZoneInfo, language: Language) -> Worded:
    """Return one message for any number of alarms; the subject counts them, the text spells the first ones out."""
    groups: dict[tuple[str, str, bool], list[AlarmTold]] = {}
    for alarm in told:
        groups.setdefault((alarm.kind, alarm.about, alarm.over), []).append(alarm)
    heads = [_head(*group, len(alarms), language) for group, alarms in groups.items()]
    lines: list[str] = []
    for head, alarms in zip(heads, groups.values(), strict=True):
        lines += [head, *_spelt_out(alarms, zone, language), ""]
    summary = _summary(told, language)
    subject = getattr(SUBJECT, language).format(summary)
    text = "\n".join([*lines, getattr(WHERE, language)]) + "\n"
    return Worded(subject, text, fitted(subject, "; ".join(heads)))


def _summary(told: Iterable[AlarmTold], language: Language) -> str:
    counted = Counter((alarm.kind, alarm.over) for alarm in told)
    return ", ".join(_head(kind, "", over, number, language) for (kind, over), number in counted.items())


def _head(kind: str, about: str, over: bool, number: int, language: Language) -> str:
    what = getattr(KINDS[kind], language)
    where = f" – {about}" if about else ""
    count = f"{number} × " if number > 1 else ""
    return f"{count}{what}{where}" + (f" ({getattr(OVER, language)})" if over else "")


def _spelt_out(alarms: Sequence[AlarmTold], zone: ZoneInfo, language: Language) -> list[str]:
    lines = [f"  #{alarm.id} {_when(alarm, zone, language)}: {_one_line(alarm, language)}" for alarm in alarms[:SHOWN]]
    rest = len(alarms) - SHOWN
    return [*lines, f"  {getattr(MORE, language).format(rest)}"] if rest > 0 else lines


def _when(alarm: AlarmTold, zone: ZoneInfo, language: Language) -> str:
    said = f"{alarm.at.astimezone(zone):%d/%m/%Y %H:%M}"
    said += f" ({getattr(TIMES, language).format(alarm.times)})" if alarm.times > 1 else ""
    return f"{said} – {getattr(AGAIN, language)}" if alarm.reminder else said


def _one_line(alarm: AlarmTold, language: Language) -> str:
    return " ".join(str(getattr(alarm.detail, language)).split())
