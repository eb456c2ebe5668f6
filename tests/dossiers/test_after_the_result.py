"""Once the result is there nothing turns it over, and what speaks for the engine is the engine's alone."""

import pytest

from motcua.dossiers.commands import AskSupplement, AskWithdrawal, RefuseOnMerits, SendBack
from motcua.dossiers.keys import must_be_callers
from motcua.errors import RefusedError
from tests.dossiers.houses import procedure, step
from tests.dossiers.life import Life, refused


def returned_by_the_department():
    """A procedure whose result the deciding agency itself hands out."""
    steps = [
        step("s1", "appraise", "department", "3wd"),
        step("s2", "sign", "department", "1wd", "s1"),
        step("s3", "return", "department", "0wd", "s2"),
    ]
    return procedure(steps, "5wd")


@pytest.fixture
def with_its_result() -> Life:
    return Life(returned_by_the_department(), "Mon 2026-11-02 08:00").complete("Wed 2026-11-04 09:00", "s1", "s2")


def test_R55_a_result_that_is_there_cannot_be_refused_afterwards(with_its_result):
    with refused("R55"):
        with_its_result.do("Thu 2026-11-05 09:00", RefuseOnMerits(step="s3", basis="đổi ý"), by="department")


def test_R55_work_is_not_sent_back_once_its_result_is_there(with_its_result):
    with refused("R55"):
        with_its_result.do("Thu 2026-11-05 09:00", SendBack(step="s3", to="s1"), by="department", reason="lỗi chữ")


def test_R58_a_withdrawal_before_receipt_is_not_lost_in_a_supplement():
    life = Life(returned_by_the_department(), "Mon 2026-11-02 08:00", channel="online")
    life.do("Mon 2026-11-02 09:00", AskWithdrawal(), by="applicant")
    one_stop = life.now.one_stop
    with refused("R16"):
        ask = AskSupplement(items=("map",), basis="luật")
        life.do("Mon 2026-11-02 10:00", ask, by=one_stop, reason="thiếu bản đồ")


@pytest.mark.parametrize("key", ["open", "alarm:5", "answer:x/1", "nộp hồ sơ 1", "x" * 121, ""])
def test_a_caller_cannot_use_a_key_that_is_none_or_is_the_engines(key):
    with pytest.raises(RefusedError, match="key"):
        must_be_callers(key)


def test_a_callers_own_key_is_accepted():
    must_be_callers("one-stop/2026-11-23/0007:complete")
