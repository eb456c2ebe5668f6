"""A matter is taken up again by one open dossier at a time: the register decides, however many come at once (R32)."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from motcua.dossiers import facts as f
from motcua.errors import RefusedError
from motcua.register.register import Register
from tests.register.papers import LAND, receipt, transition, whole_life

ENDED = "H07-261123-0001"
MANY = 6


def code(number: int) -> str:
    """Return the code of one of those that would take the matter up."""
    return f"H07-261202-{number:04d}"


def taken_up(register: Register, new: str, *, alone: bool = True) -> None:
    """Write the opening of a dossier that continues the one that has ended."""
    opening = receipt(new, "Wed 2026-12-02 09:00", "Wed 2026-12-09 17:00", previous=ENDED)
    register.record_in_crowd(None, opening, LAND, None, alone=alone)


def ended(register: Register, new: str) -> None:
    """End one of them."""
    register.record(
        register.dossier(new), transition("stop", "Thu 2026-12-03 09:00", f.Stopped(reason="by mistake")), LAND
    )


def test_R32_of_many_workers_that_take_a_matter_up_in_the_same_instant_one_is_let_in(
    register: Register, url: str
) -> None:
    whole_life(register, ENDED)
    workers, together = [Register.open(url) for _ in range(MANY)], Barrier(MANY)

    def attempt(number: int) -> str | RefusedError:
        together.wait()
        try:
            taken_up(workers[number], code(number))
        except RefusedError as refused:
            return refused
        return code(number)

    with ThreadPoolExecutor(MANY) as pool:
        told = list(pool.map(attempt, range(MANY)))
    for worker in workers:
        worker.close()
    (new,) = [each for each in told if isinstance(each, str)]
    refusals = [each for each in told if isinstance(each, RefusedError)]
    assert [(each.rule, new in each.message) for each in refusals] == [("R32", True)] * (MANY - 1)
    assert register.open_after(ENDED) == [new]
    assert [register.has(code(number)) for number in range(MANY)].count(True) == 1


def test_R32_it_is_taken_up_once_more_when_that_has_ended(register: Register) -> None:
    whole_life(register, ENDED)
    taken_up(register, code(1))
    taken_up(register, code(1))  # the same opening, repeated, is written once
    with pytest.raises(RefusedError, match=f"{code(1)} continues it"):
        taken_up(register, code(2))
    ended(register, code(1))
    taken_up(register, code(2))
    taken_up(register, code(1))  # its opening was written, whatever came since
    assert register.open_after(ENDED) == [code(2)]


def test_what_applicants_hand_in_may_continue_a_matter_as_often_as_they_like(register: Register) -> None:
    whole_life(register, ENDED)
    for number in range(2):
        taken_up(register, code(number), alone=False)
    assert register.open_after(ENDED) == [code(0), code(1)]
    with pytest.raises(RefusedError):
        taken_up(register, code(2))
