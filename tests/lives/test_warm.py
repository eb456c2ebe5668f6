"""A worker keeps as many dossiers warm as its machine's memory allows, unless it is told a number."""

from pathlib import Path

import pytest

from motcua.settings import Settings
from motcua.supervision.workers.warm import EACH, LEAST, MOST, SHARE, memory, warm_in, warm_of

GIB = 1024**3


def test_an_eighth_of_the_memory_is_for_warm_dossiers() -> None:
    assert warm_in(16 * GIB) == 16 * GIB // SHARE // EACH > 20_000


def test_neither_a_small_machine_nor_a_large_one_goes_beyond_what_was_tried() -> None:
    assert warm_in(GIB) == LEAST
    assert warm_in(1024 * GIB) == MOST


def test_a_container_counts_with_what_it_may_use(tmp_path: Path) -> None:
    limit = tmp_path / "memory.max"
    limit.write_text("4294967296\n")
    assert memory(limit) == 4 * GIB or memory(tmp_path / "none") < 4 * GIB


@pytest.mark.parametrize("said", ["max\n", ""])
def test_without_a_limit_the_machines_memory_counts(tmp_path: Path, said: str) -> None:
    limit = tmp_path / "memory.max"
    limit.write_text(said)
    assert memory(limit) == memory(tmp_path / "none") > 0


def test_an_operator_may_say_another_number() -> None:
    assert warm_of(Settings(cached_dossiers=7)) == 7
    assert LEAST <= warm_of(Settings(cached_dossiers=None)) <= MOST
