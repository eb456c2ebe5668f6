"""Changes over many dossiers, for every program that starts, confirms or follows one."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from pydantic import JsonValue
from temporalio.client import Client, WorkflowUpdateFailedError, WorkflowUpdateRPCTimeoutOrCancelledError
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError, RPCStatusCode

from activities.campaign_kinds import kind_of, must_fit_now
from activities.campaign_messages import CampaignOrder, Chosen, Progress
from activities.refusals import error_of
from motcua.agencies.codes import procedure_key
from motcua.dossiers.ground import Ground
from motcua.dossiers.parts import Actor
from motcua.errors import RefusedError, UnavailableError
from motcua.register.campaign_records import Campaign, CampaignState, Group, ItemState, NewCampaign
from motcua.register.register import Register
from motcua.supervision.campaign_refusals import another, gone, no_such_group, nobody_answers, not_a_draft
from motcua.supervision.decision_files import plain
from motcua.worktime.decisions import CalendarDecision, decision_from
from workflows.campaign import CampaignWorkflow, campaigns_of

LOOK_EVERY = 0.3
UNCONFIRMED = (CampaignState.PLANNING, CampaignState.DRAFT, CampaignState.DROPPED)


@dataclass(frozen=True)
class CampaignDesk:
    """Where campaigns are previewed and confirmed."""

    client: Client
    register: Register
    ground: Ground
    task_queue: str

    async def preview_decision(
        self, content: Mapping[str, JsonValue], by: Actor, *, reason: str | None = None, wait: int = 10
    ) -> Campaign:
        """Have a calendar decision previewed; nothing is entered. The same decision is the same campaign.

        Raises:
            CalendarError: The decision is malformed, or cannot be carried out as things stand (R10).
            NotFoundError: It is about a calendar or an agency nobody knows.
            ConflictError: A decision of this number was confirmed before with another content.
        """
        decision, said = await asyncio.to_thread(self._checked, content)
        self.must_be_active(by)
        agency = {} if decision.scope in self.ground.calendars else {"agency": decision.scope}
        new = NewCampaign(
            id=f"calendar:{decision.id}".replace("@", "."),
            kind="calendar",
            title_vi=f"Lịch {decision.scope}: {decision.reason}",
            title_en=f"Calendar {decision.scope}: {decision.reason_en or decision.reason}",
            basis=decision.number,
            reason=reason or decision.reason,
            by=by,
            parameters={"decision": said, **agency},
        )
        return await self.preview(new, wait)

    async def rehearse_move(
        self,
        procedure: str,
        version: str,
        by: Actor,
        *,
        deadlines: str = "keep",
        steps: Mapping[str, str] | None = None,
        reason: str | None = None,
    ) -> Campaign:
        """Rehearse the move of all open dossiers of a procedure to one of its versions; nothing is moved.

        Raises:
            NotFoundError: The procedure has no such version.
        """
        to = self.ground.procedure(procedure, version)
        self.must_be_active(by)
        named: dict[str, JsonValue] = dict(steps or {})
        parameters: dict[str, JsonValue] = {"procedure": to.code, "version": version, "deadlines": deadlines}
        parameters |= {"steps": named} if named else {}
        known = await asyncio.to_thread(self._waiting_move, parameters)
        new = NewCampaign(
            id=known or f"move:{to.code}:{version}:{datetime.now(UTC):%Y%m%d-%H%M%S}",
            kind="move",
            title_vi=f"{to.name.vi}: chuyển sang phiên bản {version}",
            title_en=f"{to.name.en}: move to version {version}",
            basis=to.decision.number,
            reason=reason,
            by=by,
            parameters=parameters,
        )
        return await self.preview(new, 0)

    async def confirm(self, id: str, by: Actor, *, group: Group | None = None, treatment: str = "now") -> Campaign:
        """Have what was previewed done; one that is done already is left alone.

        Raises:
            RefusedError: Its preview is not there yet, no dossier is in the group, or the treatment is none of its
                kind's.
            CalendarError: Its decision cannot be carried out any more.
            UnavailableError: No worker answered in time.
        """
        campaign = await asyncio.to_thread(self.register.campaign, id)
        if _needs_nobody(campaign, group):
            await self._go_on(id)
            return campaign
        if campaign.state is not CampaignState.DRAFT:
            raise not_a_draft(campaign)
        self.must_be_active(by)
        chosen = (group or Group()).model_dump(exclude_none=True)
        if not kind_of(campaign).everybody_at_once:
            await asyncio.to_thread(self._must_have, id, chosen)
        await self._confirmed(id, Chosen(campaign=id, by=by, treatment=treatment, **chosen), group)
        return await asyncio.to_thread(self.register.campaign, id)

    async def try_again(self, id: str, by: Actor) -> Campaign:
        """Carry out once more what could not be reached: preview and confirmation of those stand.

        Raises:
            UnavailableError: The server is away; asked again, it goes on with what was planned now.
        """
        self.must_be_active(by)
        await asyncio.to_thread(self.register.try_again, id)
        await self._go_on(id)
        return await asyncio.to_thread(self.register.campaign, id)

    async def until(self, id: str, *states: CampaignState, within: float) -> Campaign:
        """Return a campaign once it is in one of these states.

        Raises:
            UnavailableError: It is not, in this time; it goes on all the same.
        """
        end = asyncio.get_running_loop().time() + within
        while True:
            campaign = await asyncio.to_thread(self.register.campaign, id)
            if campaign.state in states:
                return campaign
            if asyncio.get_running_loop().time() > end:
                raise UnavailableError(
                    f"The campaign {id} is {campaign.state.value}, after {within:.0f} seconds.",
                    vi=f"Đợt thay đổi {id} chưa xong sau {within:.0f} giây.",
                    hint=f"It goes on: ask again with `motcua campaign {id}`.",
                    hint_vi=f"Đợt thay đổi vẫn tiếp tục: hỏi lại bằng `motcua campaign {id}`.",
                )
            await asyncio.sleep(LOOK_EVERY)

    def must_carry(self, id: str, content: Mapping[str, JsonValue]) -> None:
        """Refuse a confirmation where the preview was made of another decision than the one at hand.

        Raises:
            NotFoundError: There is no such campaign.
            ConflictError: It is about something else.
        """
        campaign, said = self.register.campaign(id), plain(content)
        kept = campaign.parameters.get("decision")
        if not isinstance(kept, dict) or {k: v for k, v in kept.items() if k not in ("id", "scope")} != {
            k: v for k, v in said.items() if k not in ("id", "scope")
        }:
            raise another(id)

    def must_move_to(self, id: str, procedure: str, version: str) -> None:
        """Refuse a confirmation where the rehearsal was of another version than the one named.

        Raises:
            NotFoundError: There is no such campaign.
            ConflictError: It is about something else.
        """
        given = self.register.campaign(id).parameters
        if (given.get("procedure"), given.get("version")) != (procedure_key(procedure), version):
            raise another(id)

    def _checked(self, content: Mapping[str, JsonValue]) -> tuple[CalendarDecision, dict[str, JsonValue]]:
        """Return a decision and its content with the id of the agency, where it is about one."""
        said = plain(content)
        scope = str(said.get("scope") or "")
        if scope and scope not in self.ground.calendars:
            said["scope"] = self.ground.directory.get(scope).id
        decision = decision_from(said)
        if not self.ground.knows_decision(decision.id):
            must_fit_now(decision, self.ground, datetime.now(UTC), self.ground.decisions)
        return decision, said | {"id": decision.id}

    def _waiting_move(self, parameters: Mapping[str, JsonValue]) -> str | None:
        moves = self.register.campaigns(kind="move")
        same = (c for c in moves if c.parameters == parameters and c.confirmed_at is None and c.state in UNCONFIRMED)
        return next((campaign.id for campaign in same), None)

    def _must_have(self, id: str, chosen: Mapping[str, str]) -> None:
        """Refuse a group in which nobody may be moved: a slip of the pen would pass for work done."""
        there = [count.model_dump() for count in self.register.groups(id) if count.state is not ItemState.REFUSED]
        if chosen and not any(chosen.items() <= group.items() for group in there):
            raise no_such_group(id, chosen)

    def must_be_active(self, by: Actor) -> None:
        """Refuse an agency that does not exist today (R72).

        Raises:
            RefusedError: It has ended, or has not begun.
            NotFoundError: Nobody knows it.
        """
        agency = self.ground.directory.get(by.agency)
        on = self.ground.calendar_of(agency.id).local(datetime.now(UTC)).date()
        if not self.ground.directory.is_active(agency.id, on):
            raise RefusedError(
                f"{agency.name.en} does not exist on {on:%Y-%m-%d}.",
                vi=f"{agency.name.vi} không hoạt động vào ngày {on:%d/%m/%Y}.",
                field="by.agency",
                rule="R72",
                hint="Its successor acts in its place.",
                hint_vi="Cơ quan kế thừa thao tác thay.",
            )

    async def preview(self, new: NewCampaign, wait: int = 0) -> Campaign:
        """Keep the campaign and have its preview made, anew where there is one; one that was confirmed stays."""
        await asyncio.to_thread(self.register.open_campaign, new, datetime.now(UTC))
        campaign = await asyncio.to_thread(self.register.campaign, new.id)
        if campaign.confirmed_at is not None:
            return campaign
        await asyncio.to_thread(self.register.mark_campaign, new.id, CampaignState.PLANNING)
        await self._start(new.id, wait)
        return await asyncio.to_thread(self.register.campaign, new.id)

    async def _go_on(self, id: str) -> None:
        """Start the workflow wherever something confirmed is not done: whoever planned it may have died before."""
        if await asyncio.to_thread(self.register.items_to_do, id, limit=1):
            await self._start(id, 0, resume=True)

    async def _start(self, id: str, wait: int, *, resume: bool = False) -> None:
        order = CampaignOrder(id=id, wait=wait, resume=True) if resume else CampaignOrder(id=id, wait=wait)
        try:
            await self.client.start_workflow(
                CampaignWorkflow.run,
                order,
                id=id,
                task_queue=campaigns_of(self.task_queue),
                id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
                id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
                start_signal=None if resume else "look_again",
            )
        except RPCError as away:
            raise nobody_answers() from away

    async def _is_confirmed(self, id: str, group: Group | None) -> bool:
        """Whether somebody else has confirmed the same meanwhile: it is being done, or done."""
        return _needs_nobody(await asyncio.to_thread(self.register.campaign, id), group)

    async def _confirmed(self, id: str, chosen: Chosen, group: Group | None) -> None:
        handle = self.client.get_workflow_handle(id)
        for _ in range(20):
            try:
                await handle.execute_update("confirm", chosen, result_type=Progress)
                return
            except WorkflowUpdateFailedError as failed:
                cause = failed.cause
                refusal = error_of(cause) if isinstance(cause, ApplicationError) else None
                if refusal is not None:
                    raise refusal from failed
                if not isinstance(cause, ApplicationError) or cause.type != "NotWaiting":
                    raise
                if await self._is_confirmed(id, group):
                    return
                await asyncio.sleep(LOOK_EVERY)  # its preview is written, and the workflow about to hear of it
            except WorkflowUpdateRPCTimeoutOrCancelledError as silent:
                raise nobody_answers() from silent
            except RPCError as error:
                if error.status is RPCStatusCode.NOT_FOUND:
                    if await self._is_confirmed(id, group):
                        return
                    raise gone(id) from error
                raise nobody_answers() from error
        raise not_a_draft(await asyncio.to_thread(self.register.campaign, id))


def _needs_nobody(campaign: Campaign, group: Group | None) -> bool:
    """Whether a campaign is done, or all of it is being done: confirming it once more changes nothing."""
    under_way = campaign.state in (CampaignState.RUNNING, CampaignState.LASTING)
    return campaign.state is CampaignState.DONE or (under_way and group is None)
