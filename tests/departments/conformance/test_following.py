"""What every adapter keeps to after it has asked: looking, calling back, withdrawing, health."""

from datetime import UTC, datetime, timedelta

import pytest

from motcua.departments.errors import DepartmentUnavailableError, UnreadableAnswerError
from motcua.departments.port import Accepted, Answer, Progress, Unknown
from motcua.exchange.errors import SignatureRefusedError
from motcua.exchange.signing import SigningKey
from tests.departments.conformance.played import Played
from tests.departments.conftest import SECRET, request

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
STRANGER = "whsec_" + "b3RoZXIgc2VjcmV0IG9mIHRoaXJ0eS10d28gYnl0ZXM="


async def test_what_was_accepted_can_be_looked_after_until_it_is_answered(played: Played):
    asked = request(played.system)
    played.accepts_and_is_silent({"n": 1})
    assert isinstance(await played.department.ask(asked), Accepted)

    answer = await played.department.poll(asked)

    assert isinstance(answer, Answer)
    assert (answer.key, answer.content) == (asked.key, {"n": 1})
    assert played.effects(asked) == 1


async def test_whoever_looks_is_told_the_stages_in_their_order(played: Played):
    asked = request(played.system)
    played.tells_stages()
    await played.department.ask(asked)

    seen = [await played.department.poll(asked) for _ in range(len(played.stages) + 1)]

    assert tuple(reply.stage for reply in seen if isinstance(reply, Progress)) == played.stages
    assert isinstance(seen[-1], Answer)


async def test_a_request_that_was_never_put_is_unknown(played: Played):
    assert await played.department.poll(request(played.system)) == Unknown(key=request(played.system).key)


async def test_looking_at_a_system_that_is_away_changes_nothing(played: Played):
    asked = request(played.system)
    played.accepts_and_is_silent({})
    await played.department.ask(asked)
    played.is_away(times=1)

    with pytest.raises(DepartmentUnavailableError):
        await played.department.poll(asked)
    assert isinstance(await played.department.poll(asked), Answer)


def said(played: Played, secret: str = SECRET, at: datetime = NOW) -> tuple[Answer, dict[str, str], bytes]:
    """Return an answer as the system would tell it of its own accord, signed."""
    answer = Answer(key=request(played.system).key, outcome="refused", reason="Chưa đủ điều kiện.", content={})
    body = played.written(answer)
    return answer, SigningKey(secret).headers(answer.key, body, at), body


async def test_a_callback_is_understood_and_the_same_again_means_the_same(played: Played):
    answer, headers, body = said(played)

    for arrives in (NOW, NOW + timedelta(minutes=4)):
        understood = played.department.understand(headers, body, arrives)
        assert isinstance(understood, Answer)
        assert (understood.key, understood.outcome, understood.reason) == (answer.key, answer.outcome, answer.reason)


async def test_a_forged_callback_is_not_believed(played: Played):
    _, headers, body = said(played, secret=STRANGER)

    with pytest.raises(SignatureRefusedError):
        played.department.understand(headers, body, NOW)
    with pytest.raises(SignatureRefusedError):
        played.department.understand({}, body, NOW)


async def test_an_altered_callback_is_not_believed(played: Played):
    _, headers, body = said(played)

    with pytest.raises(SignatureRefusedError):
        played.department.understand(headers, body.replace(b"refused", b"done   ") + b" ", NOW)


@pytest.mark.parametrize("minutes", [-6, 6, 60 * 24])
async def test_a_callback_of_another_time_is_not_believed(played: Played, minutes: int):
    _, headers, body = said(played)

    with pytest.raises(SignatureRefusedError, match="5 minutes"):
        played.department.understand(headers, body, NOW + timedelta(minutes=minutes))


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"not json", b'{"maKetQua": "00"}', b'{"key": "a", "outcome": "perhaps"}']
)
async def test_a_rightly_signed_callback_that_says_nothing_is_unreadable(played: Played, body: bytes):
    headers = SigningKey(SECRET).headers("k", body, NOW)

    with pytest.raises(UnreadableAnswerError):
        played.department.understand(headers, body, NOW)


async def test_a_request_can_be_called_off_before_it_is_answered_and_that_twice(played: Played):
    asked = request(played.system)
    played.takes_its_time()
    await played.department.ask(asked)

    for _ in range(2):
        assert (await played.department.withdraw(asked, "Người nộp rút hồ sơ.")).outcome == "withdrawn"
    assert played.withdrawn(asked)


async def test_what_is_answered_cannot_be_called_off(played: Played):
    asked = request(played.system)
    played.answers({"n": 1})
    reply = await played.department.ask(asked)
    while not isinstance(reply, Answer):
        reply = await played.department.poll(asked)

    assert (await played.department.withdraw(asked, "Người nộp rút hồ sơ.")).outcome == "too_late"
    assert not played.withdrawn(asked)


async def test_calling_off_what_was_never_put_is_done(played: Played):
    assert (await played.department.withdraw(request(played.system), "Nhầm.")).outcome == "withdrawn"


async def test_a_system_that_is_there_says_so(played: Played):
    await played.department.health()
