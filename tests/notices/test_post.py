"""The post office: what waits goes out once, in order, to whom it is for; what does not is visible."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import structlog

from motcua.dossiers import facts as f
from motcua.dossiers.parts import LAW
from motcua.notices.contacts import Contacts
from motcua.notices.port import Channel
from motcua.notices.smtp import SmtpMessenger, SmtpServer
from motcua.notices.webhook import WebhookMessenger
from motcua.register.notice_rows import NoticeState
from motcua.register.writing import View
from tests.notices.conftest import SECRET, SENDER, send
from tests.notices.dossiers import LAND_OFFICE, NGUOI_NOP, Papers

MAIL = {"email": NGUOI_NOP["email"]}
LAND_CONTACTS = Contacts.model_validate(
    {
        "agencies": {
            LAND_OFFICE: {
                "office": {"email": "dat-dai@vi-du.example"},
                "officers": {"LO-7": {"email": "lo7@vi-du.example"}},
            }
        }
    }
)


def waits(papers: Papers) -> bool:
    """Whether anything of a dossier is still to go out."""
    return any(state == "waiting" for _, state in papers.states())


async def test_a_receipt_is_told_by_mail_and_the_reading_of_the_address_is_noted(register, by_mail, mail_server):
    papers = Papers(register, **MAIL)
    await send(by_mail, lambda: not waits(papers))
    (mail,) = mail_server.mail
    assert mail["To"] == MAIL["email"]
    assert mail["Subject"] == f"Hồ sơ {papers.code} đã được tiếp nhận"
    (notice,) = register.notices(papers.code)
    assert (notice.state, notice.channel, notice.attempts) == (NoticeState.SENT, "email", 1)
    assert notice.reference == mail["Message-ID"]
    (reading,) = register.readings(papers.code)
    assert (reading.who, reading.purpose) == ("system:notices", "notice received")


async def test_an_act_recorded_twice_is_told_once(register, by_mail, mail_server):
    papers = Papers(register, **MAIL)
    ready = f.ResultReady(result="granted")
    before = papers.now
    papers.does(ready)
    again = register.transitions(papers.code)[-1]
    register.record(before, again, View(field="Đất đai"))
    await send(by_mail, lambda: not waits(papers))
    assert [kind for kind, _ in papers.states()] == ["received", "result_early"]
    assert len(mail_server.mail) == 2


async def test_R54_early_result_arrives_before_its_hand_over_though_the_first_is_put_off(
    register, by_mail, mail_server
):
    mail_server.greylisted[MAIL["email"]] = 3
    papers = Papers(register, **MAIL).does(f.ResultReady(result="granted")).does(f.Returned())
    await send(by_mail, lambda: not waits(papers))
    assert [mail["Subject"].split(" ", 3)[3] for mail in mail_server.mail] == [
        "đã được tiếp nhận",
        "có kết quả trước hẹn",
        "đã trả kết quả",
    ]
    assert [notice.attempts for notice in register.notices(papers.code)] == [4, 1, 1]


async def test_an_address_that_is_refused_fails_at_once_and_visibly_and_holds_up_nothing(
    register, by_mail, mail_server
):
    mail_server.refused.add(MAIL["email"])
    papers = Papers(register, **MAIL)
    other = Papers(register, "H61-261124-0002", email="khac@vi-du.example")
    await send(by_mail, lambda: not waits(papers) and not waits(other))
    (notice,) = register.notices(papers.code)
    assert (notice.state, notice.attempts) == (NoticeState.FAILED, 1)
    assert "SMTP 550 5.1.1" in notice.last_error
    assert MAIL["email"] not in notice.last_error
    assert other.states() == [("received", "sent")]
    assert register.notice_counts()[NoticeState.FAILED] == 1


async def test_a_failed_notice_goes_out_once_somebody_has_it_sent_again(register, by_mail, mail_server):
    mail_server.refused.add(MAIL["email"])
    papers = Papers(register, **MAIL)
    await send(by_mail, lambda: not waits(papers))
    mail_server.refused.clear()
    assert register.send_again([register.notices(papers.code)[0].id]) == 1
    await send(by_mail, lambda: not waits(papers))
    assert papers.states() == [("received", "sent")]
    assert register.send_again([register.notices(papers.code)[0].id]) == 0


async def test_while_the_server_is_away_everything_waits_and_nothing_is_given_up(register, by_mail, mail_server):
    mail_server.stop()
    papers = [Papers(register, f"H61-261124-{number:04}", **MAIL) for number in range(3)]
    await send(by_mail, lambda: any(n.attempts > 1 for p in papers for n in register.notices(p.code)))
    assert all(waits(each) for each in papers)
    mail_server.start()
    await send(by_mail, lambda: not any(waits(each) for each in papers))
    assert len(mail_server.mail) == 3


async def test_a_connection_that_breaks_mid_way_sends_again_under_the_same_id(register, by_mail, mail_server):
    mail_server.dropping = 1
    papers = Papers(register, **MAIL)
    await send(by_mail, lambda: not waits(papers))
    first, again = mail_server.mail
    assert first["Message-ID"] == again["Message-ID"]
    assert papers.states() == [("received", "sent")]


@pytest.mark.parametrize("applicant", [{}, {"name": "x"}, {"email": "không có"}, {"phone": "0900 000 001"}])
async def test_nobody_to_reach_is_counted_and_shown_never_dropped(register, by_mail, applicant):
    papers = Papers(register, **applicant)
    await send(by_mail, lambda: not waits(papers))
    (notice,) = register.notices(papers.code)
    assert notice.state is NoticeState.NO_ADDRESS
    assert notice.last_error == ("no channel for any address" if "phone" in applicant else "no address")


async def test_a_person_whose_data_were_deleted_is_not_written_to(register, by_mail, mail_server):
    papers = Papers(register, **MAIL)
    register.forget_applicant(papers.code)
    await send(by_mail, lambda: not waits(papers))
    assert papers.states() == [("received", "no_address")]
    assert mail_server.mail == []


async def test_R47_officers_are_reached_by_their_number_and_the_law_writes_in_its_own_time(
    register, office, mail_server
):
    post = office({Channel.EMAIL: SmtpMessenger(SmtpServer.read(mail_server.url), SENDER)}, LAND_CONTACTS)
    papers = Papers(register).does(f.Assigned(step="appraise", officer="LO-7")).warned("2wd")
    await send(post, lambda: not waits(papers))
    (mail,) = mail_server.mail
    assert mail["To"] == "lo7@vi-du.example"
    assert "Còn 2 ngày làm việc" in mail.get_content()
    assert register.readings(papers.code) == []  # nobody's personal data were needed: the applicant left none
    assert papers.states() == [("received", "no_address"), ("warning", "sent")]


async def test_a_warning_overtaken_before_it_went_out_is_left_out_and_says_so(register, office, mail_server):
    post = office({Channel.EMAIL: SmtpMessenger(SmtpServer.read(mail_server.url), SENDER)}, LAND_CONTACTS)
    papers = Papers(register).warned("50%").warned("2wd").does(f.FellDue(), by=LAW)
    await send(post, lambda: not waits(papers))
    assert papers.states()[1:] == [("warning", "superseded"), ("warning", "superseded"), ("due", "sent")]
    assert "đến hạn" in mail_server.mail[0]["Subject"]


async def test_officers_are_not_told_of_lateness_that_is_over(register, office, mail_server):
    post = office({Channel.EMAIL: SmtpMessenger(SmtpServer.read(mail_server.url), SENDER)}, LAND_CONTACTS)
    papers = Papers(register, **MAIL).warned("1wd").does(f.ResultReady(result="granted")).does(f.Returned())
    await send(post, lambda: not waits(papers))
    assert papers.states() == [
        ("received", "sent"),
        ("warning", "superseded"),
        ("result_early", "sent"),
        ("returned", "sent"),
    ]


async def test_who_prefers_it_gets_a_short_message(register, office, mail_server, gateway):
    channels = {
        Channel.EMAIL: SmtpMessenger(SmtpServer.read(mail_server.url), SENDER),
        Channel.SMS: WebhookMessenger(gateway.address, SECRET, private=True),
    }
    papers = Papers(register, **NGUOI_NOP, prefers="sms")
    await send(office(channels), lambda: not waits(papers))
    ((_, body),) = gateway.arrived
    assert body["data"]["to"] == "+84900000001"
    assert body["data"]["text"].startswith(f"Ho so {papers.code} da duoc tiep nhan. Hen tra ")
    assert gateway.forged == 0
    assert mail_server.mail == []


async def test_one_channel_that_is_away_does_not_hold_up_the_other(register, office, mail_server, gateway):
    channels = {
        Channel.EMAIL: SmtpMessenger(SmtpServer.read(mail_server.url), SENDER),
        Channel.SMS: WebhookMessenger(gateway.address, SECRET, private=True),
    }
    mail_server.stop()
    by_mail = [Papers(register, f"H61-261124-{number:04}", **MAIL) for number in range(20)]
    by_phone = Papers(register, "H61-261124-0099", phone="0900 000 001")
    await send(office(channels), lambda: not waits(by_phone))
    assert len(gateway.arrived) == 1
    assert all(waits(each) for each in by_mail)


DIES = """
import asyncio, os, sys
from motcua.dossiers.loading import load_ground
from activities.post import PostOffice
from motcua.notices.contacts import Contacts
from motcua.notices.port import Channel
from motcua.notices.smtp import SmtpMessenger, SmtpServer
from motcua.register.register import Register

class Dying(SmtpMessenger):
    async def send(self, message):
        await super().send(message)
        os._exit(9)

async def main():
    register = Register.open(sys.argv[1], master_key=bytes(32))
    mail = Dying(SmtpServer.read(sys.argv[2]), "Một cửa <thong-bao@mot-cua.example>")
    office = PostOffice(register, load_ground(), Contacts(), {Channel.EMAIL: mail})
    while True:
        await office.look()
        await asyncio.sleep(0.02)

asyncio.run(main())
"""


async def test_who_dies_between_sending_and_noting_it_sends_again_under_the_same_id_and_notes_it_once(
    register, by_mail, mail_server, tmp_path: Path
):
    papers = Papers(register, **MAIL)
    command = [sys.executable, "-c", DIES, f"sqlite:///{tmp_path / 'register.db'}", mail_server.url]
    root = Path(__file__).parents[2]
    died = subprocess.run(command, cwd=root, env=os.environ | {"PYTHONPATH": str(root)}, check=False, timeout=60)
    assert died.returncode == 9
    assert papers.states() == [("received", "waiting")]
    await send(by_mail, lambda: not waits(papers))
    first, again = mail_server.mail
    assert first["Message-ID"] == again["Message-ID"]
    (notice,) = register.notices(papers.code)
    assert (notice.state, notice.attempts) == (NoticeState.SENT, 1)


async def test_no_log_line_holds_an_address_or_a_name(register, by_mail, mail_server):
    mail_server.refused.add("sai@vi-du.example")
    papers = [
        Papers(register, **NGUOI_NOP),
        Papers(register, "H61-261124-0002", email="sai@vi-du.example", name="Lê Văn Thử"),
    ]
    with structlog.testing.capture_logs() as lines:
        await send(by_mail, lambda: not any(waits(each) for each in papers))
    assert {line["event"] for line in lines} == {"notice_sent", "notice_failed"}
    written = str(lines)
    for personal in (*NGUOI_NOP.values(), "sai@vi-du.example", "Lê Văn Thử", "84900000001"):
        assert personal not in written
