"""Notices as supervisors see them: who was told what, when it went out, who has seen it, what is in the way."""

from collections.abc import Iterable, Sequence

from motcua.dossiers.ground import Ground
from motcua.dossiers.names import Names
from motcua.dossiers.notice import News
from motcua.dossiers.parts import Model, Moment
from motcua.notices import patience
from motcua.notices.port import Channel
from motcua.notices.wording import HEADLINES
from motcua.register.notice_lines import NoticeLine, NoticePage
from motcua.register.notice_rows import NoticeState
from motcua.supervision.telling.labels import LEVELS, named
from motcua.supervision.telling.names_and_moments import thing
from motcua.supervision.telling.views import Named, Said
from motcua.worktime.words import Words

AUDIENCES = LEVELS | {
    "applicant": Words("người nộp", "the applicant"),
    "lead": Words("cơ quan chủ trì", "the lead agency"),
    "operators": Words("người vận hành", "the operators"),
}
STATES = {
    NoticeState.WAITING: Words("chờ gửi", "waiting"),
    NoticeState.SENT: Words("đã gửi", "sent"),
    NoticeState.NO_ADDRESS: Words("không có địa chỉ", "no address"),
    NoticeState.FAILED: Words("không gửi được", "failed"),
    NoticeState.SUPERSEDED: Words("không còn cần gửi", "overtaken"),
}
MOMENTS = ("at", "next_try_at", "sent_at", "seen_at")
IN_THE_WAY = {
    patience.NO_ADDRESS: "không có địa chỉ nào",
    patience.NO_WAY_THERE: "chưa có kênh gửi đến địa chỉ đã có",
    patience.OVERTAKEN: "đã có tin mới hơn",
    patience.ENDED: "hồ sơ đã kết thúc",
    patience.FINISHED: "việc đã xong",
    patience.TOO_LATE: f"không gửi được trong {patience.TOO_OLD.days} ngày",
}
"""What stood in a notice's way, of what we say ourselves; what a mail server or gateway said is told as it said it."""
NO_CHANNEL = Said(vi="chưa cấu hình kênh gửi", en="no channel is set up")


class NoticeView(Model):
    """One notice; where the addressee is reached is not shown."""

    id: int
    code: str
    kind: Named
    audience: Named
    agency: Named | None
    """Whose officer or head is told; for the applicant: who handles the dossier."""
    officer: str | None
    at: Moment
    """The legal moment of what happened."""
    state: Named
    channel: str | None
    attempts: int
    next_try_at: Moment | None
    sent_at: Moment | None
    in_the_way: Said | None
    """Why it has not gone out."""
    seen_at: Moment | None
    seen_by: str | None


class NoticeCount(Named):
    """How many notices there are of a state."""

    notices: int


class NoticeList(Model):
    """A page of notices, the latest first."""

    notices: tuple[NoticeView, ...]
    counts: tuple[NoticeCount, ...] | None = None
    """Of all notices, by state; on the first page only."""
    channels: tuple[Channel, ...]
    """How people can be told; where there is no channel, notices wait."""
    next_cursor: str | None = None


class DossierNotices(Model):
    """Everything that was to be told because of one dossier, in order."""

    code: str
    notices: tuple[NoticeView, ...]


def notice_list(
    page: NoticePage, counts: dict[NoticeState, int] | None, ground: Ground, channels: Sequence[Channel]
) -> NoticeList:
    """Return a page as it is shown."""
    return NoticeList(
        notices=notice_views(page.notices, ground, channels),
        counts=None if counts is None else tuple(_count(state, number) for state, number in counts.items()),
        channels=tuple(channels),
        next_cursor=None if page.next is None else str(page.next),
    )


def notice_views(lines: Iterable[NoticeLine], ground: Ground, channels: Sequence[Channel]) -> tuple[NoticeView, ...]:
    """Return notices as they are shown."""
    names = Names(ground, None)
    return tuple(_view(line, names, channels) for line in lines)


def _view(line: NoticeLine, names: Names, channels: Sequence[Channel]) -> NoticeView:
    shown = line.model_dump(include=set(NoticeView.model_fields) - {"state", "kind", "agency", "audience"})
    zone = names.ground.calendars["vn"].tz
    shown |= {name: at.astimezone(zone) for name in MOMENTS if (at := shown[name]) is not None}
    return NoticeView.model_validate(
        shown
        | {
            "code": line.dossier,
            "kind": thing(line.kind, HEADLINES[News(line.kind)]),
            "audience": thing(line.audience, named(AUDIENCES, line.audience)),
            "agency": thing(line.agency, names.agency(line.agency)) if line.agency else None,
            "state": thing(line.state.value, STATES[line.state]),
            "in_the_way": _in_the_way(line, channels),
        }
    )


def _in_the_way(line: NoticeLine, channels: Sequence[Channel]) -> Said | None:
    if line.last_error is not None:
        return Said(vi=IN_THE_WAY.get(line.last_error, line.last_error), en=line.last_error)
    return NO_CHANNEL if line.state is NoticeState.WAITING and not channels else None


def _count(state: NoticeState, number: int) -> NoticeCount:
    words = STATES[state]
    return NoticeCount(id=state.value, vi=words.vi, en=words.en, notices=number)
