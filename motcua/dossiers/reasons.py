"""Why the engine itself ended a dossier: its codes, and the words for them wherever a person reads a reason."""

from enum import StrEnum

from motcua.worktime.words import Words


class EndedBecause(StrEnum):
    """What a stop is said to be for where no person wrote a reason; facts keep the code, people read the words."""

    SUPPLEMENT_LAPSED = "supplement_lapsed"
    WITHDRAWN = "withdrawn"
    STOPPED = "stopped"
    """Whoever stopped it gave a legal basis and nothing else."""
    PARENT_ENDED = "parent_ended"
    VISIT_OVER = "visit_over"


IN_WORDS: dict[str, Words] = {
    EndedBecause.SUPPLEMENT_LAPSED: Words(
        "hết thời hạn bổ sung mà chưa nhận được giấy tờ", "the time to complete it ended without the papers"
    ),
    EndedBecause.WITHDRAWN: Words("người nộp rút hồ sơ", "the applicant took it back"),
    EndedBecause.STOPPED: Words("dừng giải quyết", "processing was stopped"),
    EndedBecause.PARENT_ENDED: Words("hồ sơ chính đã kết thúc", "the dossier it is a leg of has ended"),
    EndedBecause.VISIT_OVER: Words(
        "hồ sơ chính làm lại bước trước, sẽ gửi lại", "the lead does the step before again, and will send another"
    ),
}


def in_words(reason: str) -> Words:
    """Return a reason as people read it: the engine's own in words, anybody else's as it was written."""
    return IN_WORDS.get(reason, Words(reason, reason))
