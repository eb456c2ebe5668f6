"""Why a dossier's clock does not stand for an outage, in words."""

from motcua.dossiers.commands import RunAfterOutage, StandForOutage
from motcua.dossiers.dossier import Dossier
from motcua.errors import RefusedError
from motcua.worktime.calendar import WorkCalendar


def before_the_outage(do: StandForOutage, calendar: WorkCalendar) -> RefusedError:
    """The decision reaches back behind the first failure."""
    since, began = calendar.local(do.since), calendar.local(do.began)
    return RefusedError(
        f"The system {do.system} is away since {began:%Y-%m-%d %H:%M}: no clock stands for it "
        f"from {since:%Y-%m-%d %H:%M}.",
        vi=f"Hệ thống {do.system} gián đoạn từ {began:%d/%m/%Y %H:%M}: "
        f"không dừng tính thời hạn từ {since:%d/%m/%Y %H:%M}.",
        field="do.since",
        rule="R36",
        hint="Decide from a moment at which the outage had begun.",
        hint_vi="Quyết định từ thời điểm gián đoạn đã bắt đầu.",
    )


def in_the_future(do: StandForOutage, calendar: WorkCalendar) -> RefusedError:
    """The decision speaks of a time of which nobody knows yet whether the system is away."""
    since = calendar.local(do.since)
    return RefusedError(
        f"The clock cannot stand from {since:%Y-%m-%d %H:%M} yet: that lies ahead.",
        vi=f"Chưa thể dừng tính thời hạn từ {since:%d/%m/%Y %H:%M}: thời điểm này chưa đến.",
        field="do.since",
        rule="R36",
        hint="Decide from now, or from an earlier moment of the outage.",
        hint_vi="Quyết định từ bây giờ, hoặc từ một thời điểm trước đó trong lúc gián đoạn.",
    )


def does_not_wait(dossier: Dossier, system: str) -> RefusedError:
    """Nothing of the dossier waits on the system."""
    return RefusedError(
        f"Dossier {dossier.code} does not wait on the system {system}: its clock runs.",
        vi=f"Hồ sơ {dossier.code} không chờ hệ thống {system}: thời hạn vẫn tính.",
        field="do.system",
        rule="R36",
        hint="Only a dossier with an open request to that system stands; one in trouble waits for a person.",
        hint_vi="Chỉ hồ sơ đang chờ hệ thống đó trả lời mới dừng tính; yêu cầu bị lỗi phải có người xử lý.",
    )


def stands_already(dossier: Dossier, system: str) -> RefusedError:
    """One decision lets it stand, and that is on."""
    return RefusedError(
        f"The clock of dossier {dossier.code} stands already while {system} is away.",
        vi=f"Thời hạn của hồ sơ {dossier.code} đã được dừng tính do hệ thống {system} gián đoạn.",
        field="do.system",
        rule="R36",
        hint="There is nothing to do: one decision is enough.",
        hint_vi="Không phải làm gì thêm: một quyết định là đủ.",
    )


def no_clock(dossier: Dossier) -> RefusedError:
    """Nothing was promised."""
    return RefusedError(
        f"Dossier {dossier.code} has no statutory time limit: there is no clock to stop.",
        vi=f"Hồ sơ {dossier.code} không có thời hạn giải quyết theo quy định: không có gì để dừng tính.",
        field="do.kind",
        rule="R36",
        hint="Leave it as it is.",
        hint_vi="Giữ nguyên.",
    )


def does_not_stand(dossier: Dossier, do: RunAfterOutage) -> RefusedError:
    """It never stood for this outage."""
    return RefusedError(
        f"The clock of dossier {dossier.code} does not stand for outage {do.outage}.",
        vi=f"Thời hạn của hồ sơ {dossier.code} không dừng vì lần gián đoạn {do.outage}.",
        field="do.outage",
        rule="R36",
        hint="Look at why it stands, if it does.",
        hint_vi="Xem thời hạn có đang dừng không, và vì sao.",
    )
