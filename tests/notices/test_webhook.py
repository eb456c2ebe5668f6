"""Short messages to a real gateway: signed, recognisable, bounded, and never sent elsewhere."""

import pytest
from standardwebhooks import Webhook

from motcua.errors import InvalidInputError
from motcua.notices.errors import ChannelAwayError, MessageDeferredError, MessageRefusedError
from motcua.notices.port import Channel, Message, message_id
from motcua.notices.webhook import WebhookMessenger
from tests.notices.conftest import SECRET, Gateway

MESSAGE = Message(
    id=message_id("H61-1/2/received/applicant"),
    channel=Channel.SMS,
    to="+84900000001",
    subject="",
    text="Ho so H61-1 da duoc tiep nhan.",
)


def messenger(gateway: Gateway, secret: str = SECRET) -> WebhookMessenger:
    """Return an adapter that speaks to the gateway of the test."""
    return WebhookMessenger(gateway.address, secret, private=True, seconds=3)


async def test_a_short_message_is_signed_and_the_gateways_reference_kept(gateway):
    sent = await messenger(gateway).send(MESSAGE)
    ((headers, body),) = gateway.arrived
    assert (gateway.forged, sent.reference, headers["webhook-id"]) == (0, "gw-1", MESSAGE.id)
    assert body["data"] == {"id": MESSAGE.id, "to": MESSAGE.to, "text": MESSAGE.text, "language": "vi"}


async def test_another_secret_is_noticed_by_the_gateway(gateway):
    await messenger(gateway, "whsec_" + "YW5vdGhlciBzZWNyZXQgb2YgMzIgYnl0ZXMgbG9uZyE=").send(MESSAGE)
    assert gateway.forged == 1


async def test_a_repetition_bears_the_same_id_under_a_signature_of_its_own(gateway):
    adapter = messenger(gateway)
    await adapter.send(MESSAGE)
    await adapter.send(MESSAGE)
    (first, _), (again, _) = gateway.arrived
    assert first["webhook-id"] == again["webhook-id"]
    assert gateway.forged == 0


async def test_a_changed_text_does_not_fit_the_signature(gateway):
    await messenger(gateway).send(MESSAGE)
    ((headers, _),) = gateway.arrived
    with pytest.raises(Exception, match=r"(?i)signature"):
        Webhook(SECRET).verify('{"data": {"text": "Chuyen tien"}}', headers)


@pytest.mark.parametrize("status", [400, 404, 410, 413, 422])
async def test_a_message_the_gateway_refuses_is_refused_for_good(gateway, status):
    gateway.answers.append((status, {}))
    with pytest.raises(MessageRefusedError, match=f"HTTP {status}"):
        await messenger(gateway).send(MESSAGE)


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503])
async def test_a_gateway_in_trouble_is_asked_again_when_it_wants_to_be(gateway, status):
    gateway.answers.append((status, {"Retry-After": "7"}))
    with pytest.raises(MessageDeferredError) as deferred:
        await messenger(gateway).send(MESSAGE)
    assert deferred.value.retry_after == 7


async def test_a_message_the_gateway_has_already_is_sent(gateway):
    gateway.answers.append((409, {}))
    assert (await messenger(gateway).send(MESSAGE)).reference == "gw-1"


@pytest.mark.parametrize("status", [401, 403])
async def test_a_gateway_that_does_not_know_us_is_no_messages_fault(gateway, status):
    gateway.answers.append((status, {}))
    with pytest.raises(ChannelAwayError):
        await messenger(gateway).send(MESSAGE)


async def test_a_number_is_never_sent_where_a_gateway_points_to(gateway):
    gateway.answers.append((307, {"Location": gateway.address + "/elsewhere"}))
    with pytest.raises(ChannelAwayError, match="HTTP 307"):
        await messenger(gateway).send(MESSAGE)
    assert len(gateway.arrived) == 1


async def test_a_gateway_that_is_not_there_is_away():
    with pytest.raises(ChannelAwayError):
        await WebhookMessenger("http://127.0.0.1:1/messages", SECRET, private=True, seconds=3).send(MESSAGE)


@pytest.mark.parametrize(
    "url",
    ["gateway.example/sms", "ftp://gateway.example", "https://user:secret@gateway.example", "http://10.0.0.7/sms"],
)
def test_an_address_that_cannot_be_meant_is_refused(url):
    with pytest.raises(InvalidInputError) as refused:
        WebhookMessenger(url, SECRET)
    assert refused.value.field == "MOTCUA_SMS_WEBHOOK"
    assert "secret" not in refused.value.message


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_c2hvcnQ=", "not base 64 at all!"])
def test_a_secret_anybody_could_guess_is_refused(secret):
    with pytest.raises(InvalidInputError) as refused:
        WebhookMessenger("https://gateway.example", secret)
    assert refused.value.field == "MOTCUA_SMS_SECRET"


def test_a_message_shows_neither_number_nor_text():
    assert MESSAGE.to not in repr(MESSAGE)
    assert MESSAGE.text not in repr(MESSAGE)
