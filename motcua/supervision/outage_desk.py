"""Deciding that clocks stand while a department system is away, and that they run again before it is back."""

import asyncio
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Annotated

from pydantic import Field, ValidationError

from activities.outage_kinds import RUN, STAND, OutageOrder, cannot_stand
from motcua.agencies.codes import procedure_key
from motcua.dossiers.parts import Actor, Model, Moment, Words
from motcua.errors import InvalidInputError, RefusedError
from motcua.register.campaign_records import Campaign, NewCampaign
from motcua.register.standing_clocks import StandingOutage
from motcua.supervision.campaigns import CampaignDesk
from motcua.worktime.decisions import name_of


class Decided(Model):
    """A decision about the clocks of what waits on a department system."""

    number: Annotated[Words, Field(max_length=240)]
    """With its date and the authority's name it is what each dossier says of the decision."""
    decided_on: date
    authority: str
    """Id of the agency whose decision it is."""
    basis: Words
    """The provision that allows it."""
    reason: Words
    since: Moment
    """From when clocks stand, or run again."""
    procedures: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    """Only dossiers of these; none given: all that wait."""


async def preview_standing(desk: CampaignDesk, system: str, decided: Decided, by: Actor) -> Campaign:
    """Have it previewed which clocks would stand while a system is away; nothing stands before it is confirmed.

    Raises:
        NotFoundError: The system is not away; or an agency nobody knows is named.
        InvalidInputError: A procedure nobody knows is named.
        RefusedError: It reaches back behind the outage, lies ahead, or another decision holds (R36).
    """
    outage = await asyncio.to_thread(desk.register.outage_under_way, system)
    order = _order(desk, outage, decided)
    _must_fit(outage, decided, datetime.now(UTC), earliest=outage.began_at)
    if outage.clocks_stand not in (None, order.noted):
        raise cannot_stand(outage)
    title = f"Dừng tính thời hạn khi {system} gián đoạn", f"Clocks stand while {system} is away"
    return await _previewed(desk, STAND, order, decided, by, title)


async def preview_running(desk: CampaignDesk, system: str, decided: Decided, by: Actor) -> Campaign:
    """Have it previewed which clocks would run again though a system is still away.

    Raises:
        NotFoundError: The system is not away.
        RefusedError: No clock stands for it, or they would run before they stood, or it lies ahead (R36).
    """
    outage = await asyncio.to_thread(desk.register.outage_under_way, system)
    if outage.clocks_stand is None or outage.clocks_from is None:
        raise _nothing_stands(outage)
    order = _order(desk, outage, decided)
    _must_fit(outage, decided, datetime.now(UTC), earliest=outage.clocks_from)
    title = f"Thôi dừng tính thời hạn ({system})", f"Clocks run again ({system})"
    return await _previewed(desk, RUN, order, decided, by, title)


async def _previewed(
    desk: CampaignDesk, kind: str, order: OutageOrder, decided: Decided, by: Actor, title: tuple[str, str]
) -> Campaign:
    desk.must_be_active(by)
    new = NewCampaign(
        id=name_of(f"{kind}:{order.outage}", decided.number),
        kind=kind,
        title_vi=title[0],
        title_en=title[1],
        basis=order.decision,
        reason=decided.reason,
        by=by,
        parameters=order.parameters,
    )
    return await desk.preview(new)


def _order(desk: CampaignDesk, outage: StandingOutage, decided: Decided) -> OutageOrder:
    authority = desk.ground.directory.get(decided.authority)
    desk.must_be_active(Actor(agency=authority.id))
    return OutageOrder(
        outage=outage.id,
        system=outage.system,
        began=outage.began_at,
        moment=decided.since,
        decision=f"{decided.number} ({decided.decided_on:%d/%m/%Y}, {authority.name.vi})",
        basis=decided.basis,
        procedures=tuple(_procedures(desk, decided.procedures)),
        agencies=tuple(desk.ground.directory.get(agency).id for agency in decided.agencies),
    )


def _procedures(desk: CampaignDesk, named: Iterable[str]) -> Iterable[str]:
    known = {procedure.code for procedure in desk.ground.as_it_is().catalogue}
    for name in named:
        code = procedure_key(name)
        if code not in known:
            raise InvalidInputError(
                f"There is no procedure {name}.",
                vi=f"Không có thủ tục {name}.",
                field="procedures",
                rule="R20",
                hint="Use the codes of published procedures.",
                hint_vi="Dùng mã của thủ tục đã công bố.",
            )
        yield code


def _must_fit(outage: StandingOutage, decided: Decided, now: datetime, *, earliest: datetime) -> None:
    since = decided.since.isoformat(timespec="minutes")
    if decided.since < earliest:
        raise RefusedError(
            f"The decision cannot take effect at {since}: that is before {earliest.isoformat(timespec='seconds')}.",
            vi=f"Quyết định không thể có hiệu lực từ {since}, trước {earliest.isoformat(timespec='seconds')}.",
            field="since",
            rule="R36",
            hint=f"The system {outage.system} is away since {outage.began_at.isoformat(timespec='seconds')}.",
            hint_vi=f"Hệ thống {outage.system} gián đoạn từ {outage.began_at.isoformat(timespec='seconds')}.",
        )
    if decided.since > now:
        raise RefusedError(
            f"The decision cannot take effect at {since} yet: that lies ahead.",
            vi=f"Quyết định chưa thể có hiệu lực từ {since}: thời điểm này chưa đến.",
            field="since",
            rule="R36",
            hint="Nobody knows yet whether the system is away then: decide from now, or from an earlier moment.",
            hint_vi="Chưa biết lúc đó hệ thống còn gián đoạn không: quyết định từ bây giờ, hoặc từ thời điểm trước đó.",
        )


def _nothing_stands(outage: StandingOutage) -> RefusedError:
    return RefusedError(
        f"No clock stands for the outage of {outage.system}.",
        vi=f"Không có thời hạn nào đang dừng do {outage.system} gián đoạn.",
        field="system",
        rule="R36",
        hint="There is nothing to end.",
        hint_vi="Không có gì để kết thúc.",
    )


def decided_from(said: dict[str, object]) -> Decided:
    """Return a decision from what was written on a command line.

    Raises:
        InvalidInputError: Something is missing or malformed; it names the field.
    """
    try:
        return Decided.model_validate(said)
    except ValidationError as unfit:
        field = ".".join(str(part) for part in unfit.errors(include_input=False)[0]["loc"])
        raise InvalidInputError(
            f"The decision's {field} is missing or malformed.",
            vi=f"Quyết định thiếu hoặc sai {field}.",
            field=field,
            rule="R36",
            hint="It needs number, date, authority, legal basis, reason and the moment from which it holds.",
            hint_vi="Cần số, ngày, cơ quan ban hành, căn cứ pháp lý, lý do và thời điểm có hiệu lực.",
        ) from unfit
