"""Mornings on a real server: a schedule tells every head on each working day, and operators where it cannot."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, time, timedelta

import pytest
from temporalio.client import Client

from activities.morning import MorningActivities
from activities.morning_post import MorningPost
from motcua.notices.contacts import Contacts
from motcua.notices.port import Channel
from motcua.notices.smtp import SmtpMessenger, SmtpServer
from motcua.register.accounts import Account
from motcua.supervision.access.issuing import enter_account
from motcua.supervision.telling.heads import heads_of
from motcua.supervision.workers.mornings import morning_worker
from motcua.worktime.due import shift_days
from tests.lives.conftest import Office
from tests.notices.conftest import SENDER, MailServer, mail_server
from workflows.morning import mornings_of

__all__ = ["mail_server"]
WARD, ADDRESS = "an-hoi.ubnd", "lanh-dao@vi-du.example"
CONTACTS = Contacts.model_validate({"agencies": {WARD: {"roles": {"unit_head": {"email": ADDRESS}}}}})


@pytest.fixture
def morning(office: Office) -> datetime:
    """Return 07:30 of the next working day."""
    calendar = office.ground.calendars["vn"]
    day = shift_days(calendar.local(datetime.now(UTC)).date(), 1, calendar)
    return datetime.combine(day, time(7, 30), calendar.tz)


@pytest.fixture
def account(office: Office) -> Account:
    """Enter the account of the ward's head, and one of an officer, who is told nothing."""
    said = {"agency": WARD, "agencies": (WARD,), "name": "Người Thử"}
    head = Account(subject="head-1", officer="ah-1", roles=("unit_head",), **said)
    enter_account(office.register, office.ground, head)
    enter_account(
        office.register, office.ground, Account(subject="officer-1", officer="ah-2", roles=("officer",), **said)
    )
    return head


@asynccontextmanager
async def telling(office: Office, client: Client, server: MailServer, now: datetime) -> AsyncIterator[None]:
    """Run a worker that tells heads at a moment, with its schedule, until the block is left."""
    mail = SmtpMessenger(SmtpServer.read(server.url), SENDER, seconds=5)
    register, ground = office.register, office.ground
    post = MorningPost(register, ground, CONTACTS, {Channel.EMAIL: mail}, "https://mot-cua.vi-du.example")
    heads = MorningActivities(register, ground, lambda at: heads_of(register, ground, at), post, lambda: now)
    async with await morning_worker(client, heads, office.queue):
        yield
    await client.get_schedule_handle(mornings_of(office.queue)).delete()
    await mail.close()


async def told(office: Office, client: Client) -> int:
    """Let the schedule do what it does of a morning; return how many sheets there are."""
    schedule = client.get_schedule_handle(mornings_of(office.queue))
    await schedule.trigger()

    async def begun() -> bool:
        return bool((await schedule.describe()).info.recent_actions)

    await office.until(begun, "the schedule starts a workflow")
    started = (await schedule.describe()).info.recent_actions[-1].action
    made: int = await client.get_workflow_handle(started.workflow_id).result()
    return made


async def test_at_half_past_seven_each_head_is_told_and_nobody_else(
    office, workers_client, mail_server, account, morning
):
    await office.open("2.000908", datetime.now(UTC), territory="28777")
    async with telling(office, workers_client, mail_server, morning):
        described = await workers_client.get_schedule_handle(mornings_of(office.queue)).describe()
        (spec,) = described.schedule.spec.calendars
        assert (spec.hour[0].start, spec.minute[0].start) == (7, 30)
        assert described.schedule.spec.time_zone_name == "Asia/Ho_Chi_Minh"
        assert await told(office, workers_client) == 1
    (mail,) = mail_server.mail
    assert mail["To"] == ADDRESS
    sheet = office.register.morning_sheet(morning.date(), account.subject)
    assert sheet is not None
    assert f"{sheet.due_today.total} đến hạn hôm nay" in mail["Subject"]
    assert office.register.morning_outcomes(morning.date()) == {"sent": 1}


async def test_on_a_day_off_nobody_is_told(office, workers_client, mail_server, account, morning):
    sunday = morning + timedelta(days=6 - morning.weekday())
    async with telling(office, workers_client, mail_server, sunday):
        assert await told(office, workers_client) == 0
    assert mail_server.mail == []
