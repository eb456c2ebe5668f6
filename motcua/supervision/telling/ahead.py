"""What happens next by itself, said in one sentence."""

from datetime import datetime

from motcua.dossiers.alarms import Alarm
from motcua.supervision.telling.naming import Naming
from motcua.worktime.words import Words, moment_words

PLAIN = {
    "lapse": Words("Hết thời gian bổ sung của người nộp", "the applicant's time to complete it ends"),
    "intake": Words("Hết thời hạn tiếp nhận", "the intake time ends"),
    "warn": Words("Đến mốc cảnh báo", "the next warning"),
    "due": Words("Hết giờ làm việc của ngày hẹn trả", "closing time of the due date"),
    "late": Words("Hồ sơ thành quá hạn", "the dossier becomes overdue"),
    "phase": Words("Hết hạn giai đoạn", "the phase's limit passes"),
    "step": Words("Hết hạn của bước", "the step's limit passes"),
    "hand_over": Words("Hết giờ bàn giao", "the hand-over is due"),
    "silence": Words("Im lặng có hiệu lực", "silence takes effect"),
    "climb": Words("Đôn đốc: báo lên cấp trên hoặc nhắc lại", "it is carried one level up, or said again"),
}


def what_happens(alarm: Alarm, names: Naming) -> Words:
    """Return what an alarm does when it rings, to what, and when that is."""
    about = _about(alarm, names)
    said = happening(alarm.kind, alarm.at.astimezone(names.zone))
    return Words(f"{said.vi[:-1]} ({about.vi}).", f"{said.en[:-1]} ({about.en}).") if about else said


def happening(kind: str, at: datetime) -> Words:
    """Return what a kind of alarm does at a local moment."""
    what, when = PLAIN[kind], moment_words(at, ends=True)
    return Words(f"{what.vi}: {when.vi}.", f"{what.en[:1].upper()}{what.en[1:]}: {when.en}.")


def _about(alarm: Alarm, names: Naming) -> Words | None:
    if alarm.kind in ("step", "silence", "hand_over"):
        return names.step(alarm.ref)
    if alarm.kind in ("climb", "phase"):
        return names.subject(alarm.ref)
    return Words(alarm.ref, alarm.ref) if alarm.ref else None
