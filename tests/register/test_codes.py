"""Codes: one per request, per agency and day."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import text

from motcua.errors import ConflictError, RefusedError
from motcua.register.register import Register

AGENCY = "000.00.07.H07"
THURSDAY, FRIDAY = date(2020, 3, 12), date(2020, 3, 13)


def codes(register: Register, count: int, day: date = THURSDAY, agency: str = AGENCY) -> list[str]:
    return [register.allot(f"{day}/{n}", "portal", f"d{n}", agency, day).code for n in range(count)]


def test_R18_the_third_dossier_of_a_day_has_number_three(register: Register) -> None:
    assert codes(register, 3)[-1] == "000.00.07.H07-200312-0003"


def test_R18_each_day_and_each_agency_counts_for_itself(register: Register) -> None:
    codes(register, 2)
    assert codes(register, 1, FRIDAY) == ["000.00.07.H07-200313-0001"]
    assert register.allot("a", "portal", "d", "000.00.08.H07", THURSDAY).code == "000.00.08.H07-200312-0001"


def test_R18_number_ten_thousand_of_a_day_fails_loudly(register: Register) -> None:
    codes(register, 1)
    with register._store.writing() as connection:
        connection.execute(text("UPDATE day_counter SET last_number = 9998"))
    assert register.allot("last", "portal", "d", AGENCY, THURSDAY).code.endswith("-9999")
    with pytest.raises(RefusedError, match=r"all 9999 codes of 2020-03-12.*R18"):
        register.allot("one too many", "portal", "d", AGENCY, THURSDAY)
    assert register.code_for("portal", "one too many") is None
    assert register.allot("next day", "portal", "d", AGENCY, FRIDAY).code.endswith("-200313-0001")


def test_a_repeated_request_gets_the_same_code(register: Register) -> None:
    first = register.allot("42", "portal", "digest", AGENCY, THURSDAY)
    again = register.allot("42", "portal", "digest", AGENCY, FRIDAY)
    assert (first.new, again.new) == (True, False)
    assert first.code == again.code == register.code_for("portal", "42")


def test_a_key_used_for_another_request_is_refused_by_name(register: Register) -> None:
    register.allot("42", "portal", "digest", AGENCY, THURSDAY)
    with pytest.raises(ConflictError, match="key 42 was used before"):
        register.allot("42", "portal", "another", AGENCY, THURSDAY)
    assert codes(register, 1) == ["000.00.07.H07-200312-0002"]


def test_callers_may_use_the_same_key(register: Register) -> None:
    first = register.allot("42", "portal", "d", AGENCY, THURSDAY)
    other = register.allot("42", "counter", "e", AGENCY, THURSDAY)
    assert (first.code, other.code) == ("000.00.07.H07-200312-0001", "000.00.07.H07-200312-0002")


def test_requests_at_the_same_time_get_codes_of_their_own_and_repetitions_the_same(register: Register) -> None:
    def ask(n: int) -> tuple[int, str]:
        return n % 20, register.allot(f"k{n % 20}", "portal", f"d{n % 20}", AGENCY, THURSDAY).code

    with ThreadPoolExecutor(8) as pool:
        given = set(pool.map(ask, range(80)))
    assert sorted(code for _, code in given) == [f"000.00.07.H07-200312-{n:04d}" for n in range(1, 21)]
