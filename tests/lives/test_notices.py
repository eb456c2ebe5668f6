"""Notices on a real server: what a dossier has to tell arrives by itself, also when the worker that sends it dies."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
from temporalio.client import WorkflowExecutionStatus

from activities.post import PostOffice
from motcua.dossiers.commands import AskWithdrawal
from motcua.notices.contacts import Contacts
from motcua.notices.patience import Patience
from motcua.notices.port import Channel
from motcua.notices.smtp import SmtpMessenger, SmtpServer
from motcua.supervision.workers.post import post_of, post_worker
from motcua.worktime.allowance import Allowance
from motcua.worktime.due import due_at, late_from
from tests.lives.conftest import Office
from tests.notices.conftest import QUICK, SENDER, MailServer, mail_server

__all__ = ["mail_server"]
COPY = "2.000908"
PERSON = "nguoi-nop@vi-du.example"
DESK = Contacts.model_validate({"default": {"email": "lanh-dao@vi-du.example"}})


@asynccontextmanager
async def post(office: Office, server: MailServer, patience: Patience = QUICK) -> AsyncIterator[None]:
    """Run a worker that sends notices, until the block is left."""
    mail = SmtpMessenger(SmtpServer.read(server.url), SENDER, seconds=5)
    sender = PostOffice(office.register, office.ground, DESK, {Channel.EMAIL: mail}, patience)
    async with await post_worker(office.client, sender, office.queue):
        yield
    await mail.close()


@pytest.fixture
async def ended(office: Office) -> AsyncIterator[None]:
    """End the post of this test, which would live for ever."""
    yield
    await office.client.get_workflow_handle(post_of(office.queue)).terminate()


def subjects(server: MailServer, to: str) -> list[str]:
    """Return what somebody was told, in order."""
    return [mail["Subject"].split(" ", 3)[3] for mail in server.mail if mail["To"] == to]


async def opened(office: Office) -> str:
    """Open a copy from the register, due in one working day, for an applicant with an address."""
    code = await office.open(COPY, datetime.now(UTC), territory="01")
    office.register.save_applicant(code, {"email": PERSON})
    return code


async def test_R47_a_forgotten_dossier_is_told_from_receipt_to_the_chair_by_mail(office, mail_server, ended):
    code = await opened(office)
    calendar = office.ground.calendar_of((await office.dossier(code)).competent)
    due = due_at((await office.dossier(code)).received_at, Allowance.parse("1wd"), calendar)
    async with post(office, mail_server):

        async def received() -> bool:
            return subjects(mail_server, PERSON) == ["đã được tiếp nhận"]

        await office.until(received, "the receipt is told")
        await office.pass_time(code, late_from(due, calendar) + timedelta(days=7))

        async def chair() -> bool:
            notices = office.register.notices(code)
            told = any(n.audience == "chair" and n.state == "sent" for n in notices)
            return told and all(n.state != "waiting" for n in notices)

        await office.until(chair, "everybody up to the chair is told")
    told = subjects(mail_server, "lanh-dao@vi-du.example")
    assert {"quá hạn, chưa ai giải trình", "vẫn quá hạn, chưa ai giải trình"} & set(told)
    assert "đã quá hạn" in told
    ids = [mail["Message-ID"] for mail in mail_server.mail]
    assert len(ids) == len(set(ids))


async def test_a_notice_written_while_nobody_sends_goes_out_when_somebody_does(office, mail_server, ended):
    code = await opened(office)
    assert {notice.state for notice in office.register.notices(code)} == {"waiting"}
    async with post(office, mail_server):

        async def told() -> bool:
            return subjects(mail_server, PERSON) == ["đã được tiếp nhận"]

        await office.until(told, "it is told")


async def test_another_worker_takes_over_and_there_is_one_post(office, mail_server, ended):
    async with post(office, mail_server):
        handle = office.client.get_workflow_handle(post_of(office.queue))
        first = (await handle.describe()).run_id
    code = await opened(office)
    async with post(office, mail_server):

        async def told() -> bool:
            return subjects(mail_server, PERSON) == ["đã được tiếp nhận"]

        await office.until(told, "the second worker tells it")
        described = await handle.describe()
        assert (described.run_id, described.status) == (first, WorkflowExecutionStatus.RUNNING)
    assert [notice.attempts for notice in office.register.notices(code)] == [1]


async def test_the_post_goes_on_in_a_new_run_and_still_sends(office, mail_server, ended, monkeypatch):
    monkeypatch.setattr("activities.notices.ROUND", timedelta(milliseconds=50))
    code = await opened(office)
    async with post(office, mail_server):
        handle = office.client.get_workflow_handle(post_of(office.queue))
        first = (await handle.describe()).run_id

        async def another_run() -> bool:
            return (await handle.describe()).run_id != first

        await office.until(another_run, "it goes on in a new run")
        await office.act(code, "applicant", AskWithdrawal())

        async def told() -> bool:
            return subjects(mail_server, PERSON) == ["đã được tiếp nhận", "đã ghi nhận yêu cầu rút"]

        await office.until(told, "it still sends")
