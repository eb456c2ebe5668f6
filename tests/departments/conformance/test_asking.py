"""What every adapter keeps to when it asks: one effect, a decision is a decision, and nothing is guessed."""

import asyncio

import pytest

from motcua.departments.errors import DepartmentUnavailableError, RequestRefusedError, UnreadableAnswerError
from motcua.departments.port import Answer, Department, Request
from motcua.errors import InvalidInputError
from tests.departments.conformance.played import Played
from tests.departments.conftest import request

LOOKS = 20


async def settled(department: Department, asked: Request) -> Answer:
    """Ask, and look until there is an answer, as the engine does."""
    reply = await department.ask(asked)
    for _ in range(LOOKS):
        if isinstance(reply, Answer):
            return reply
        reply = await department.poll(asked)
    raise AssertionError(f"no answer after {LOOKS} looks")


async def test_asked_twice_it_is_done_once_and_answered_alike(played: Played):
    asked = request(played.system)
    played.answers({"owner_count": 2})
    first = await settled(played.department, asked)
    played.answers({"owner_count": 3})

    assert await settled(played.department, asked) == first
    assert (first.key, first.outcome, first.content) == (asked.key, "done", {"owner_count": 2})
    assert played.effects(asked) == 1


async def test_asked_ten_times_at_once_it_is_done_once(played: Played):
    asked = request(played.system)
    played.answers({"n": 1})

    answers = await asyncio.gather(*(settled(played.department, asked) for _ in range(10)))

    assert all(answer == answers[0] for answer in answers)
    assert played.effects(asked) == 1


async def test_a_refusal_of_the_matter_is_a_decision_with_its_reason(played: Played):
    played.refuses("Thửa đất đang có tranh chấp.")

    answer = await settled(played.department, request(played.system))

    assert (answer.outcome, answer.reason) == ("refused", "Thửa đất đang có tranh chấp.")


async def test_a_request_that_is_wrong_is_not_asked_again(played: Played):
    played.calls_it_wrong()

    with pytest.raises(RequestRefusedError) as caught:
        await played.department.ask(request(played.system))
    assert caught.value.system == played.system


async def test_a_system_that_is_away_needs_only_the_same_question_again(played: Played):
    asked = request(played.system)
    played.answers({"n": 1})
    played.is_away(retry_after=7, times=2)

    for _ in range(2):
        with pytest.raises(DepartmentUnavailableError) as away:
            await played.department.ask(asked)
        assert (away.value.system, away.value.retry_after, away.value.scope) == (played.system, 7, "system")
    assert (await settled(played.department, asked)).content == {"n": 1}
    assert played.effects(asked) == 1


@pytest.mark.parametrize("flaw", ["not_json", "other_key", "unknown_outcome", "unknown_status", "too_large"])
async def test_what_nobody_agreed_on_is_never_acted_upon(played: Played, flaw: str):
    played.speaks_nonsense(flaw)

    with pytest.raises(UnreadableAnswerError) as caught:
        await settled(played.department, request(played.system))
    assert len(caught.value.digest) == 64
    assert caught.value.digest in str(caught.value)


async def test_a_system_that_never_answers_is_left_after_the_time_limit(played: Played):
    asked = request(played.system)
    played.hangs()

    with pytest.raises(DepartmentUnavailableError):
        await played.impatient.ask(asked)
    played.answers({})
    assert (await settled(played.department, asked)).outcome == "done"
    assert played.effects(asked) <= 1


async def test_a_redirect_is_not_followed_and_the_place_it_points_to_hears_nothing(played: Played):
    played.speaks_nonsense("redirect")

    with pytest.raises(DepartmentUnavailableError, match="307") as caught:
        await played.department.ask(request(played.system))
    assert "never followed" in str(caught.value)
    assert played.asked_elsewhere() == 0


async def test_a_request_to_another_system_is_not_sent(played: Played):
    with pytest.raises(InvalidInputError):
        await played.department.ask(request("mot-he-thong-khac"))


async def test_a_subject_of_every_kind_of_value_arrives_whole(played: Played):
    subject = {"số tờ": 7, "diện tích": 120.5, "chủ": ["a", "b"], "nợ": None, "đủ": True, "ranh": {"đông": 'đường "A"'}}
    played.answers({"echo": subject})

    assert (await settled(played.department, request(played.system, subject=subject))).content == {"echo": subject}
