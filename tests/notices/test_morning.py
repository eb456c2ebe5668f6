"""Heads hear in the morning: once, at their own address or their unit's, with the paper beside it."""

from collections.abc import Callable
from datetime import date, datetime
from email.message import EmailMessage
from io import BytesIO
from zoneinfo import ZoneInfo

import pypdf
import pytest

from activities.morning_post import Head, MorningPost
from motcua.dossiers.morning import MorningLine, MorningPart, MorningSheet
from motcua.dossiers.parts import Waiting
from motcua.notices.contacts import Contacts
from motcua.notices.port import Channel
from motcua.notices.short import LONGEST
from motcua.notices.smtp import SmtpMessenger, SmtpServer
from motcua.notices.webhook import WebhookMessenger
from motcua.register.morning_sheets import WAITING
from motcua.register.register import Register
from motcua.register.scope import WHOLE
from tests.notices.conftest import SECRET, SENDER, Gateway, MailServer

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
DAY = date(2026, 11, 30)
WARD, HEAD = "an-hoi.ubnd", "truong-phong@vi-du.example"
CONTACTS = Contacts.model_validate(
    {
        "agencies": {
            WARD: {
                "roles": {"unit_head": {"email": "lanh-dao@vi-du.example"}},
                "officers": {"ah-1": {"email": HEAD}, "ah-2": {"phone": "0900 000 000", "prefers": "sms"}},
            }
        }
    }
)
SITE = "https://mot-cua.vi-du.example"


def local(clock: str, day: date = DAY) -> datetime:
    """Return a moment of a day."""
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=HANOI)


def line(number: int, **values: object) -> MorningLine:
    """Return a dossier that waits for an officer and is due at the end of the day."""
    said = {"code": f"000.01.41.H61-261123-{number:04}", "procedure": "1.013831", "waits_for": Waiting.OFFICER}
    said |= {
        "holder": WARD,
        "since": local("09:00", date(2026, 11, 23)),
        "due": local("17:00"),
        "act_by": local("14:00"),
    }
    return MorningLine.model_validate(said | values)


def sheet(agency: str = WARD) -> MorningSheet:
    """Return a sheet with something in every part but the last."""
    system = line(20, waits_for=Waiting.SYSTEM, system="land")
    return MorningSheet(
        day=DAY,
        agency=agency,
        made_at=local("07:30"),
        until=local("15:00"),
        open=31,
        overdue=4,
        passed=1,
        due_today=MorningPart(total=13, lines=tuple(line(number) for number in range(1, 14))),
        will_be_late=MorningPart(total=1, lines=(line(1),)),
        blocked=MorningPart(total=1, lines=(system,)),
        paused=MorningPart(total=0, lines=()),
        position=412,
        head="44d0" * 16,
    )


Post = Callable[..., MorningPost]


@pytest.fixture
def post(register: Register, ground, mail_server: MailServer, gateway: Gateway) -> Post:
    """Return what makes a post on the register, with sheets of the day kept for some heads."""

    def made(*subjects: str, contacts: Contacts = CONTACTS) -> MorningPost:
        register.keep_morning({subject: sheet() for subject in subjects})
        mail = SmtpMessenger(SmtpServer.read(mail_server.url), SENDER, seconds=5)
        ways = {Channel.EMAIL: mail, Channel.SMS: WebhookMessenger(gateway.address, SECRET, private=True)}
        return MorningPost(register, ground, contacts, ways, SITE)

    return made


def heads(**officers: str) -> dict[str, Head]:
    """Return heads of the ward by their accounts."""
    return {subject: Head(subject, WARD, officer, WHOLE) for subject, officer in officers.items()}


def body(mail: EmailMessage) -> str:
    """Return the text of a mail."""
    part = mail.get_body()
    assert part is not None
    return str(part.get_content())


async def test_a_head_is_told_by_counts_and_codes_with_the_paper_beside_it(post: Post, mail_server: MailServer) -> None:
    assert await post("head").send(DAY, heads(head="ah-1")) == (1, 0)
    (mail,) = mail_server.mail
    assert mail["To"] == HEAD
    assert (
        "13 đến hạn hôm nay, 1 sẽ trễ nếu không chuyển trước 15:00, 1 chờ nơi khác, 0 dừng quá 30 ngày"
        in mail["Subject"]
    )
    text = body(mail)
    assert "000.01.41.H61-261123-0001  hẹn trả 17:00, làm trước 14:00" in text
    assert "… và 3 hồ sơ khác" in text
    assert f"{SITE}/morning?day=2026-11-30" in text
    (paper,) = mail.iter_attachments()
    assert (paper.get_filename(), paper.get_content_type()) == ("ban-tin-sang-20261130.pdf", "application/pdf")
    printed = "".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(paper.get_content())).pages)
    assert "000.01.41.H61-261123-0013" in printed
    assert "lượt ghi 412" in printed


async def test_who_asks_for_short_messages_is_told_in_two_parts_at_most(post: Post, gateway: Gateway) -> None:
    assert await post("head").send(DAY, heads(head="ah-2")) == (1, 0)
    text = gateway.arrived[0][1]["data"]["text"]
    assert len(text) <= LONGEST
    assert "13 den han hom nay, 1 se tre neu khong chuyen truoc 15:00" in text


async def test_who_is_not_listed_is_told_at_the_head_of_the_unit_and_once_for_all(
    post: Post, mail_server: MailServer, register: Register
) -> None:
    sent = await post("one", "two").send(DAY, heads(one="ah-8", two="ah-9"))
    assert sent == (1, 0)
    assert [mail["To"] for mail in mail_server.mail] == ["lanh-dao@vi-du.example"]
    assert register.morning_outcomes(DAY) == {"sent": 1, "same": 1}


async def test_an_address_that_is_put_off_is_told_later_and_the_others_at_once(
    post: Post, mail_server: MailServer, register: Register
) -> None:
    mail_server.greylisted[HEAD] = 1
    office, everybody = post("one", "two"), heads(one="ah-1", two="ah-8")
    assert await office.send(DAY, everybody) == (1, 1)
    assert await office.send(DAY, everybody) == (1, 0)
    assert sorted(mail["To"] for mail in mail_server.mail) == ["lanh-dao@vi-du.example", HEAD]
    assert register.morning_outcomes(DAY) == {"sent": 2}


async def test_with_the_mail_server_away_all_wait(post: Post, mail_server: MailServer, register: Register) -> None:
    office = post("one", "two")
    mail_server.stop()
    assert (await office.send(DAY, heads(one="ah-1", two="ah-8"))).later == 1
    assert register.morning_outcomes(DAY) == {WAITING: 2}


async def test_a_refused_address_is_noted_without_naming_it(
    post: Post, mail_server: MailServer, register: Register
) -> None:
    mail_server.refused.add(HEAD)
    assert await post("head").send(DAY, heads(head="ah-1")) == (0, 0)
    assert register.morning_outcomes(DAY) == {"refused": 1}


async def test_nobody_is_told_who_has_no_address_or_is_head_no_more(post: Post, register: Register) -> None:
    office = post("one", "gone", contacts=Contacts())
    assert await office.send(DAY, heads(one="ah-1")) == (0, 0)
    assert register.morning_outcomes(DAY) == {"no_address": 2}


async def test_what_was_told_is_not_told_again(post: Post, mail_server: MailServer) -> None:
    office = post("head")
    await office.send(DAY, heads(head="ah-1"))
    assert await office.send(DAY, heads(head="ah-1")) == (0, 0)
    assert len(mail_server.mail) == 1
