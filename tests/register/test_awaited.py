"""Which dossiers a department system holds up, also where a dossier waits on several; on both databases."""

import pytest
from sqlalchemy import text

from motcua.dossiers import facts as f
from motcua.register.register import Register
from motcua.register.stuck_filter import StuckFilter
from motcua.register.stuck_order import Sort
from tests.register.papers import TAX, Paper, at, opened, receipt

NOW = at("Tue 2026-12-01 09:00")
AT_TAX = opened("tax", agency=TAX, holder="department_system", system="tax")
AT_POLICE = opened("police", agency="police", holder="department_system", system="police")
NAMED = ("holder", "waiting", "procedure", "field", "one_stop", "decided")
BEFORE = (
    "DROP INDEX ix_dossier_open_system",
    *(f"DROP INDEX ix_dossier_open_{name}" for name in NAMED),
    "ALTER TABLE dossier DROP COLUMN system",
    *(f"CREATE INDEX ix_dossier_open_{name} ON dossier (code) WHERE ended_at IS NULL" for name in NAMED),
    "UPDATE alembic_version SET version_num = '0024'",
)
"""What makes a register one of the revision before."""


def fill(register: Register) -> Paper:
    Paper(register, receipt("at-tax", step=AT_TAX))
    Paper(register, receipt("at-no-system"))
    ended = Paper(register, receipt("ended", step=AT_TAX))
    ended.does("answer", "Tue 2026-11-24 09:00", f.DutyClosed(step="tax"), f.ResultReady(result="granted"))
    ended.does("return", "Tue 2026-11-24 10:00", f.Returned())
    both = Paper(register, receipt("at-both", step=AT_TAX))
    return both.does("ask", "Tue 2026-11-24 09:00", AT_POLICE)


def held_up(register: Register, system: str, sort: Sort = Sort.CODE) -> list[str]:
    return [each.code for each in register.stuck(StuckFilter(system=system), now=NOW, sort=sort).dossiers]


@pytest.mark.parametrize("sort", Sort)
def test_what_waits_on_several_systems_is_found_by_each(register: Register, sort: Sort) -> None:
    fill(register)
    assert sorted(held_up(register, "tax", sort)) == ["at-both", "at-tax"]
    assert held_up(register, "police", sort) == ["at-both"]
    assert held_up(register, "land", sort) == []


def test_what_one_system_has_answered_still_waits_on_the_other(register: Register) -> None:
    both = fill(register)
    both.does("answer", "Tue 2026-11-24 11:00", f.DutyClosed(step="tax"))
    assert held_up(register, "tax") == ["at-tax"]
    assert held_up(register, "police") == ["at-both"]
    both.does("answer-2", "Tue 2026-11-24 14:00", f.DutyClosed(step="police"), opened("sign"))
    assert held_up(register, "police") == []


def test_a_register_of_the_revision_before_learns_what_is_waited_on(new_url: str) -> None:
    register = Register.open(new_url)
    fill(register)
    with register._store.writing() as connection:
        written = connection.execute(text("SELECT code, system FROM dossier ORDER BY code")).all()
        for step in BEFORE:
            connection.execute(text(step))
    register.close()
    again = Register.open(new_url)
    with again._store.reading() as connection:
        assert connection.execute(text("SELECT code, system FROM dossier ORDER BY code")).all() == written
    assert held_up(again, "tax") == ["at-both", "at-tax"]
    again.close()
