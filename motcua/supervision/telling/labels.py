"""The names of states, reasons and other kinds of things, as officials and applicants know them."""

from motcua.dossiers.attribution import Holder
from motcua.dossiers.parts import Ground, Waiting
from motcua.dossiers.parts_of_lateness import Cause
from motcua.dossiers.visits import Kept
from motcua.procedures.definition import Ending, Silence
from motcua.worktime.words import Words

REASONS = {
    Waiting.OFFICER: Words("Cán bộ", "officer"),
    Waiting.APPLICANT: Words("Người nộp", "applicant"),
    Waiting.PARTNER: Words("Cơ quan phối hợp", "partner agency"),
    Waiting.SYSTEM: Words("Hệ thống ngành", "department system"),
    Waiting.PAYMENT: Words("Nộp tiền", "payment"),
    Waiting.MOMENT: Words("Chờ đến hạn luật định", "a moment set by law"),
    Waiting.FAULT: Words("Lỗi máy quy trình", "engine fault"),
    Waiting.NOBODY: Words("Không ai giữ", "nobody"),
}
"""What an open dossier waits for."""

GROUNDS = {
    Ground.SUPPLEMENT: Words("chờ người nộp bổ sung", "waiting for the applicant's supplement"),
    Ground.FINANCE: Words("chờ thực hiện nghĩa vụ tài chính", "financial obligation"),
    Ground.EXCLUDED: Words("thời gian luật không tính", "time the law does not count"),
    Ground.OTHER_BODY: Words("thời gian của cơ quan khác", "time of another body"),
    Ground.WITHDRAWAL: Words("chờ giải quyết yêu cầu rút", "withdrawal requested"),
    Ground.OUTAGE: Words("hệ thống ngành gián đoạn", "a department system is away"),
}
"""Why the official clock stands."""

SILENCES = {
    Silence.ESCALATE: Words("báo lãnh đạo Bộ phận Một cửa để phối hợp", "reported to the head of the one-stop"),
    Silence.DEEMED_AGREED: Words("coi như đồng ý", "deemed agreed"),
    Silence.DECIDE_WITHOUT: Words("quyết định khi chưa có ý kiến", "decided without the opinion"),
    Silence.PROCEED: Words("hết thời gian chờ, đi tiếp", "the waiting time is over, work goes on"),
}

ENDINGS = {
    Ending.GRANTED: Words("giải quyết", "granted"),
    Ending.REFUSED: Words("từ chối giải quyết", "refused"),
}

LEVELS = {
    "officer": Words("cán bộ thụ lý", "the officer in charge"),
    "unit_head": Words("lãnh đạo đơn vị", "the head of the unit"),
    "one_stop_head": Words("lãnh đạo Bộ phận Một cửa", "the head of the one-stop"),
    "chair": Words("Chủ tịch UBND", "the chair of the People's Committee"),
    "lead_and_one_stop_head": Words(
        "cơ quan chủ trì và lãnh đạo Bộ phận Một cửa", "the lead agency and the head of the one-stop"
    ),
}
"""Who hears of an overdue episode."""

CAUSES = {
    Cause.OWN: Words("do cơ quan giải quyết", "the deciding agency"),
    Cause.PARTNER: Words("do cơ quan phối hợp", "a partner agency"),
    Cause.APPLICANT: Words("do người nộp", "the applicant"),
    Cause.SYSTEM: Words("do hệ thống ngành", "a department system"),
    Cause.TRANSIT: Words("do luân chuyển hồ sơ", "on its way between agencies"),
    Cause.FORCE_MAJEURE: Words("bất khả kháng", "force majeure"),
}
"""What an explanation names as the reason for lateness."""

HOLDERS = {
    Holder.OWN: Words("Cơ quan giải quyết", "own agency"),
    Holder.PARTNER: Words("Cơ quan phối hợp", "partner agency"),
    Holder.APPLICANT: Words("Người nộp", "applicant"),
    Holder.SYSTEM: Words("Hệ thống ngành", "department system"),
    Holder.TRANSIT: Words("Đang luân chuyển", "in transit"),
}
"""Whose working time it was."""

KEPT = {
    Kept.EARLY: Words("trước hạn", "early"),
    Kept.ON_TIME: Words("đúng hạn", "on time"),
    Kept.LATE: Words("quá hạn", "late"),
}
"""A piece of work against its own limit."""

ACTORS = {
    "applicant": Words("Người nộp", "the applicant"),
    "law": Words("Theo thời hạn luật định", "by law, as time passed"),
}
"""Who is no agency."""


def named(table: dict[str, Words], key: str) -> Words:
    """Return the words for a key of an open vocabulary, or the key itself where nobody has named it."""
    return table.get(key, Words(key, key))
