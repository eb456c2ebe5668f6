"""Anchors on a real server: a schedule takes one every evening, files it, sends it outside and checks the register."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, time
from pathlib import Path

import pytest
from temporalio.client import Client, ScheduleOverlapPolicy

from activities.anchors import AnchorActivities
from motcua.dossiers.anchoring import Anchor
from motcua.notices.port import Channel
from motcua.notices.smtp import SmtpMessenger, SmtpServer
from motcua.register.alarms import AlarmKind
from motcua.register.anchor_files import AnchorFolder
from motcua.supervision.workers.anchors import anchor_worker
from motcua.supervision.workers.schedules import daily, keep_scheduled
from tests.lives.conftest import Office
from tests.notices.conftest import SENDER, MailServer, mail_server
from tests.register.test_anchors import behind_its_back
from workflows.anchors import DailyAnchorWorkflow, anchors_of

__all__ = ["mail_server"]
OUTSIDE = "luu-tru@vi-du.example"


@pytest.fixture
async def anchoring(
    office: Office, workers_client: Client, mail_server: MailServer, tmp_path: Path
) -> AsyncIterator[AnchorFolder]:
    """Run a worker that takes anchors, with its schedule; return its folder."""
    mail = SmtpMessenger(SmtpServer.read(mail_server.url), SENDER, seconds=5)
    folder, zone = AnchorFolder(tmp_path / "anchors"), office.ground.calendars["vn"].tz
    taking = AnchorActivities(office.register, folder, zone, {Channel.EMAIL: mail}, (OUTSIDE,))
    async with await anchor_worker(workers_client, taking, office.queue):
        yield folder
    await workers_client.get_schedule_handle(anchors_of(office.queue)).delete()
    await mail.close()


async def evening(office: Office, client: Client, number: int) -> int:
    """Let the schedule do what it does of an evening, for the so-manieth time; return how much was found wrong."""
    schedule = client.get_schedule_handle(anchors_of(office.queue))
    await schedule.trigger()

    async def begun() -> bool:
        return len((await schedule.describe()).info.recent_actions) >= number

    await office.until(begun, "the schedule starts a workflow")
    started = (await schedule.describe()).info.recent_actions[-1].action
    found: int = await client.get_workflow_handle(started.workflow_id).result()
    return found


async def test_every_evening_an_anchor_is_taken_filed_sent_outside_and_checked(
    office, workers_client, mail_server, anchoring
):
    code = await office.open("2.000908", datetime.now(UTC), territory="01")
    described = await workers_client.get_schedule_handle(anchors_of(office.queue)).describe()
    (spec,) = described.schedule.spec.calendars
    assert (spec.hour[0].start, spec.minute[0].start) == (23, 50)
    assert described.schedule.spec.time_zone_name == "Asia/Ho_Chi_Minh"
    assert await evening(office, workers_client, 1) == 0
    anchor = office.register.last_anchor()
    assert anchor is not None
    assert anchoring.anchor(1) == anchor
    (mail,) = mail_server.mail
    text = mail.get_content()
    assert mail["To"] == OUTSIDE
    assert Anchor.model_validate_json(text[text.index("{") :]) == anchor
    behind_its_back(office.register, f"UPDATE dossier_fact SET agency = 'x' WHERE dossier = '{code}' AND seq = 1")
    assert await evening(office, workers_client, 2) == 1
    assert [(alarm.kind, alarm.dossier) for alarm in office.register.alarms()] == [(AlarmKind.INTEGRITY, code)]


async def test_a_new_version_moves_the_hour_and_leaves_a_schedule_paused_that_somebody_paused(
    office, workers_client, anchoring
):
    schedule = workers_client.get_schedule_handle(anchors_of(office.queue))
    await schedule.pause(note="database is moved")
    zone, name = office.ground.calendars["vn"].tz, anchors_of(office.queue)
    later = daily(DailyAnchorWorkflow.run, name, time(23, 55), zone, ScheduleOverlapPolicy.BUFFER_ONE)
    await keep_scheduled(workers_client, name, later)
    found = (await schedule.describe()).schedule
    assert (found.state.paused, found.state.note) == (True, "database is moved")
    assert found.spec.calendars[0].minute[0].start == 55
