"""Schedules: what is done every day at an hour of the clock of Vietnam, made once however many workers start."""

from datetime import time
from typing import Any
from zoneinfo import ZoneInfo

from temporalio.client import (
    Client,
    Schedule,
    ScheduleActionStartWorkflow,
    ScheduleAlreadyRunningError,
    ScheduleCalendarSpec,
    ScheduleOverlapPolicy,
    SchedulePolicy,
    ScheduleRange,
    ScheduleSpec,
    ScheduleUpdate,
    ScheduleUpdateInput,
)
from temporalio.types import MethodAsyncNoParam


def daily(
    run: MethodAsyncNoParam[Any, Any],
    name: str,
    at: time,
    zone: ZoneInfo,
    overlap: ScheduleOverlapPolicy,
    *,
    queue: str | None = None,
) -> Schedule:
    """Return the schedule of a workflow without input.

    Args:
        run: The workflow's run method.
        name: With the moment its id.
        at: The hour and minute.
        zone: By which clock.
        overlap: What becomes of a day while the day before is still under way.
        queue: Its task queue; None: the one of its name.
    """
    moment = ScheduleCalendarSpec(hour=[ScheduleRange(at.hour)], minute=[ScheduleRange(at.minute)])
    return Schedule(
        action=ScheduleActionStartWorkflow(run, id=name, task_queue=queue or name),
        spec=ScheduleSpec(calendars=[moment], time_zone_name=zone.key),
        policy=SchedulePolicy(overlap=overlap),
    )


async def keep_scheduled(client: Client, name: str, schedule: Schedule) -> None:
    """See to it that a schedule is there and says what this version of the program says."""
    try:
        await client.create_schedule(name, schedule)
    except ScheduleAlreadyRunningError:
        await client.get_schedule_handle(name).update(lambda known: _changed(known, schedule))


def _changed(known: ScheduleUpdateInput, schedule: Schedule) -> ScheduleUpdate:
    """Return the schedule with whatever an operator set on the one there: that it is paused, and why."""
    schedule.state = known.description.schedule.state
    return ScheduleUpdate(schedule)
