"""Ordered reports on both databases: worked on once, carried on after a death, kept for a week; and what was filled."""

from datetime import UTC, datetime, timedelta
from importlib import import_module
from random import Random

import pytest
from sqlalchemy import text

from motcua.errors import NotFoundError
from motcua.register.register import Register
from motcua.register.report_orders import KEPT_FOR, LEASE, Stage
from tests.register.papers import whole_life
from tests.register.test_report_counts import any_register

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def test_an_order_is_worked_on_by_one_and_left_to_the_next_when_that_one_dies(register: Register) -> None:
    register.order_report("BC-1", "key:a", "{}", NOW)
    assert register.take_report("BC-1", NOW)
    assert not register.take_report("BC-1", NOW + LEASE / 2)
    assert register.take_report("BC-1", NOW + LEASE * 2)
    register.finish_report("BC-1", Stage.READY, "{}", NOW + LEASE * 2)
    assert not register.take_report("BC-1", NOW + LEASE * 9)
    assert register.report_order("BC-1", "key:a").over


def test_an_order_is_its_owners_and_kept_for_a_week(register: Register) -> None:
    register.order_report("BC-1", "key:a", "{}", NOW)
    with pytest.raises(NotFoundError):
        register.report_order("BC-1", "key:b")
    register.order_report("BC-2", "key:a", "{}", NOW + KEPT_FOR + timedelta(seconds=1))
    with pytest.raises(NotFoundError):
        register.report_order("BC-1", "key:a")


def test_R74_what_reports_stand_on_is_made_again_from_the_facts(register: Register) -> None:
    whole_life(register)
    any_register(register, Random(5), 20)
    before = _kept(register)
    assert all(before.values())
    with register._store.writing() as connection:
        for emptied in ("DELETE FROM promise_past", "UPDATE duty SET kept = NULL"):
            connection.execute(text(emptied))
        connection.execute(text("UPDATE dossier SET closed_at = NULL, supplements = 0"))
    migration = import_module("motcua.register.migrations.versions.r0013_reports")
    with register._store.writing() as connection:
        migration._fill(connection)
    assert _kept(register) == before


def _kept(register: Register) -> dict[str, list[tuple[object, ...]]]:
    asked = {
        "promise": "SELECT dossier, since, until, late_from, paused FROM promise_past ORDER BY dossier, since",
        "duty": "SELECT dossier, step, visit, kept FROM duty WHERE kept IS NOT NULL ORDER BY dossier, step, visit",
        "dossier": "SELECT code, closed_at, supplements FROM dossier ORDER BY code",
    }
    with register._store.reading() as connection:
        return {name: [tuple(row) for row in connection.execute(text(query))] for name, query in asked.items()}
