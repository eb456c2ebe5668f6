"""Operators hear of alarms: at once, in one message, by whichever way is open, again each day until one has seen it."""

from datetime import UTC, datetime, timedelta

import pytest
from structlog.testing import capture_logs

from activities.alarms import AlarmTeller
from motcua.notices.contacts import Contacts
from motcua.notices.port import Channel
from motcua.notices.sentences_to_operators import KINDS
from motcua.notices.short import LONGEST
from motcua.notices.smtp import SmtpMessenger, SmtpServer
from motcua.notices.webhook import WebhookMessenger
from motcua.register.alarms import AlarmKind
from motcua.register.register import Register
from tests.notices.conftest import SECRET, SENDER, Gateway, MailServer

OPERATORS = Contacts.model_validate(
    {"operators": {"email": "truc@mot-cua.example", "phone": "0900 000 000", "language": "en"}}
)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def teller(register: Register, ground, mail_server: MailServer, gateway: Gateway) -> AlarmTeller:
    mail = SmtpMessenger(SmtpServer.read(mail_server.url), SENDER, seconds=5)
    ways = {Channel.EMAIL: mail, Channel.SMS: WebhookMessenger(gateway.address, SECRET, private=True)}
    return AlarmTeller(register, OPERATORS, ways, ground.calendars["vn"].tz, gather=timedelta(0))


def dead(register: Register, number: int) -> int:
    said = {"detail": "The tax office refused 8 times.", "detail_vi": "Cơ quan thuế từ chối 8 lần."}
    return register.raise_alarm(AlarmKind.DEAD_CALL, f"A/tax/{number}", at=datetime.now(UTC), system="tax", **said)


def away(register: Register, ago: timedelta = MINUTE) -> int:
    at = datetime.now(UTC) - ago
    return register.raise_alarm(AlarmKind.OUTAGE, "land", at=at, detail="No answer in 30 s.", system="land")


def test_every_kind_of_alarm_has_its_words():
    assert set(KINDS) == {kind.value for kind in AlarmKind}


async def test_a_thousand_dead_letters_and_an_outage_are_one_message(teller, mail_server):
    for number in range(1000):
        dead(teller.register, number)
    away(teller.register)
    with capture_logs() as logged:
        assert await teller.tell() == 1001
    (mail,) = mail_server.mail
    said = mail.get_content()
    assert mail["To"] == "truc@mot-cua.example"
    assert "1000 × calls to a department system were given up, a department system is away" in mail["Subject"]
    assert "1000 × calls to a department system were given up – tax" in said
    assert "… and 995 more" in said
    assert said.count("refused 8 times") == 5
    assert "No answer in 30 s." in said
    assert [(line["log_level"], line["kind"], line["alarms"]) for line in logged] == [
        ("error", "dead_call", 1000),
        ("error", "outage", 1),
    ]
    assert await teller.tell() == 0


async def test_operators_are_told_in_vietnamese_unless_they_ask_otherwise(teller, mail_server):
    teller.contacts = Contacts.model_validate({"default": {"email": "truc@mot-cua.example"}})
    dead(teller.register, 1)
    await teller.tell()
    assert "yêu cầu tới hệ thống ngành phải dừng gửi" in mail_server.mail[0]["Subject"]
    assert "Cơ quan thuế từ chối 8 lần." in mail_server.mail[0].get_content()


async def test_with_the_mail_server_away_the_telephone_rings(teller, mail_server, gateway):
    mail_server.stop()
    away(teller.register)
    assert await teller.tell() == 1
    text = gateway.arrived[0][1]["data"]["text"]
    assert "a department system is away - land" in text
    assert len(text) <= LONGEST


async def test_where_nobody_can_be_told_the_log_says_so_and_the_alarm_stays_untold(teller):
    teller.messengers = {}
    away(teller.register)
    with capture_logs() as logged:
        assert await teller.tell() == 0
        assert await teller.tell() == 0
    assert [(line["event"], line["log_level"], line["kinds"]) for line in logged] == [
        ("operators_not_told", "error", {"outage": 1})
    ]
    assert teller.register.alarm_counts() == (1, 1)


async def test_those_who_heard_of_an_outage_hear_that_it_is_over(teller, mail_server):
    away(teller.register)
    await teller.tell()
    teller.register.clear_alarm(AlarmKind.OUTAGE, "land", datetime.now(UTC) + MINUTE)
    await teller.tell()
    assert [mail["Subject"].endswith("(over)") for mail in mail_server.mail] == [False, True]
    assert "(over)" in mail_server.mail[1].get_content()


async def test_what_nobody_has_seen_is_said_once_more_the_next_day(teller, mail_server):
    id = away(teller.register, ago=timedelta(days=1, hours=1))
    teller.register.told([id], datetime.now(UTC) - timedelta(days=1))
    assert await teller.tell() == 1
    assert "once more" in mail_server.mail[0].get_content()


async def test_a_trickle_of_alarms_is_gathered_and_still_told_within_five_minutes(teller, mail_server):
    teller.gather = 3 * MINUTE
    first = dead(teller.register, 1)
    assert await teller.tell() == 1
    dead(teller.register, 2)
    assert await teller.tell() == 0
    teller.register.told([first], datetime.now(UTC) - 3 * MINUTE)
    assert await teller.tell() == 1
    assert len(mail_server.mail) == 2
