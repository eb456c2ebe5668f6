"""A callback is believed only when it is rightly signed, fresh, and an answer."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from standardwebhooks import Webhook

from motcua.departments.callbacks import verify
from motcua.departments.errors import UnreadableAnswerError
from motcua.errors import InvalidInputError
from motcua.exchange.errors import SignatureRefusedError
from motcua.exchange.signing import SigningKey

from .conftest import SECRET

KEY = "H29.21-261123-0001/tra-cuu/1"
BODY = f'{{"key": "{KEY}", "outcome": "done", "content": {{"kết quả": "đủ"}}}}'
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
OTHER = "whsec_b3RoZXIgc2VjcmV0IG9mIHRoaXJ0eS10d28gYnl0ZXM="


def signed(body=BODY, secret=SECRET, at=NOW, message=KEY):
    """Sign as a department would, with the public library."""
    return {
        "Webhook-Id": message,
        "Webhook-Timestamp": str(int(at.timestamp())),
        "Webhook-Signature": Webhook(secret).sign(message, at, body),
    }


def test_a_rightly_signed_answer_is_believed():
    answer = verify(signed(), BODY.encode(), SECRET, NOW)

    assert (answer.key, answer.content) == (KEY, {"kết quả": "đủ"})


def test_what_we_sign_the_public_library_believes_whatever_the_zone_of_our_clock():
    hanoi = datetime.now(timezone(timedelta(hours=7)))
    headers = SigningKey(SECRET).headers(KEY, BODY.encode(), hanoi)

    assert Webhook(SECRET).verify(BODY, headers)["key"] == KEY


SKEWS = [
    # signed at, arrives at, believed
    ("Mon 2026-11-23 09:00:00", "Mon 2026-11-23 09:05:00", True),  # five minutes on the way
    ("Mon 2026-11-23 09:00:00", "Mon 2026-11-23 09:05:01", False),  # too old: perhaps sent again by another
    ("Mon 2026-11-23 09:05:00", "Mon 2026-11-23 09:00:00", True),  # their clock is ahead
    ("Mon 2026-11-23 09:05:01", "Mon 2026-11-23 09:00:00", False),
    ("Sun 2026-11-22 09:00:00", "Mon 2026-11-23 09:00:00", False),  # yesterday's
]


@pytest.mark.parametrize(("signed_at", "arrives_at", "believed"), SKEWS)
def test_a_clock_may_differ_by_five_minutes(signed_at, arrives_at, believed):
    at, now = (datetime.strptime(text, "%a %Y-%m-%d %H:%M:%S").replace(tzinfo=UTC) for text in (signed_at, arrives_at))
    if believed:
        assert verify(signed(at=at), BODY.encode(), SECRET, now).key == KEY
    else:
        with pytest.raises(SignatureRefusedError, match="5 minutes"):
            verify(signed(at=at), BODY.encode(), SECRET, now)


FORGERIES = [
    ("another secret", signed(secret=OTHER), BODY.encode()),
    ("an altered body", signed(), BODY.replace("đủ", "thiếu").encode()),
    ("an altered moment", signed() | {"Webhook-Timestamp": str(int(NOW.timestamp()) + 1)}, BODY.encode()),
    ("an altered identifier", signed() | {"Webhook-Id": "another"}, BODY.encode()),
    ("a body that is no text", signed(), b"\xff\xfe"),
    ("no signature", {name: value for name, value in signed().items() if name != "Webhook-Signature"}, BODY.encode()),
    ("no headers at all", {}, BODY.encode()),
    ("an empty signature", signed() | {"Webhook-Signature": " "}, BODY.encode()),
    ("a signature without a version", signed() | {"Webhook-Signature": "abc"}, BODY.encode()),
    ("a signature of many commas", signed() | {"Webhook-Signature": "v1,,,ă"}, BODY.encode()),
    ("a moment in words", signed() | {"Webhook-Timestamp": "now"}, BODY.encode()),
    ("a moment that is no number", signed() | {"Webhook-Timestamp": "nan"}, BODY.encode()),
    ("a moment before time", signed() | {"Webhook-Timestamp": "-1"}, BODY.encode()),
    ("a moment past the year 9999", signed() | {"Webhook-Timestamp": "999999999999"}, BODY.encode()),
]


@pytest.mark.parametrize(("forgery", "headers", "body"), FORGERIES, ids=[row[0] for row in FORGERIES])
def test_a_forgery_is_refused(forgery, headers, body):
    with pytest.raises(SignatureRefusedError) as caught:
        verify(headers, body, SECRET, NOW)
    assert caught.value.message_vi.startswith("Chữ ký")


def test_while_a_secret_is_changed_a_department_signs_with_both():
    both = signed(secret=OTHER)["Webhook-Signature"] + " " + signed()["Webhook-Signature"]

    assert verify(signed() | {"Webhook-Signature": both}, BODY.encode(), SECRET, NOW).key == KEY


@pytest.mark.parametrize("body", ["{}", f'{{"key": "{KEY}", "outcome": "perhaps"}}', "not json"])
def test_a_rightly_signed_message_that_is_no_answer_is_unreadable(body):
    with pytest.raises(UnreadableAnswerError):
        verify(signed(body), body.encode(), SECRET, NOW)


def test_our_own_request_sent_back_to_us_is_not_an_answer():
    request = f'{{"system": "dat-dai", "key": "{KEY}", "dossier": "H29.21-261123-0001"}}'

    with pytest.raises(UnreadableAnswerError):
        verify(signed(request), request.encode(), SECRET, NOW)


@pytest.mark.parametrize("secret", ["", "whsec_", "a plain password!", "whsec_c2hvcnQ=", "whsec_" + "QUFB" * 30])
def test_a_weak_or_malformed_secret_is_refused_and_not_repeated(secret):
    with pytest.raises(InvalidInputError, match="24 to 64 bytes") as caught:
        verify(signed(), BODY.encode(), secret, NOW)
    assert not secret or secret not in str(caught.value).replace("whsec_$", "")
