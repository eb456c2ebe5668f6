"""How PostgreSQL is told to plan a question, and that nothing of it is left when it is answered."""

from sqlalchemy import Connection, text

from motcua.register.planning import planned
from motcua.register.store import open_engine
from tests.register.postgres import Postgres

SAID = ("plan_cache_mode", "enable_sort", "max_parallel_workers_per_gather")


def said(connection: Connection) -> list[str]:
    return [str(connection.scalar(text(f"SHOW {name}"))) for name in SAID]


def test_a_question_is_planned_as_it_says_and_the_next_one_as_ever(postgres: Postgres) -> None:
    engine = open_engine(postgres.url())
    with engine.connect() as connection:
        before = said(connection)
        with planned(connection, in_order=True):
            assert said(connection) == ["force_custom_plan", "off", "0"]
        assert said(connection) == before
        with planned(connection, in_order=False):
            assert said(connection) == ["force_custom_plan", *before[1:]]
        assert said(connection) == before
    engine.dispose()


def test_what_an_operator_has_set_holds_again_afterwards(postgres: Postgres) -> None:
    engine = open_engine(postgres.url() + "?options=-c%20max_parallel_workers_per_gather%3D1")
    with engine.connect() as connection:
        with planned(connection, in_order=True):
            assert said(connection)[2] == "0"
        assert said(connection)[2] == "1"
    engine.dispose()
