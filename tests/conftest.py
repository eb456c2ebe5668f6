"""How the tests are shared out among processes: what shares a running stack together, and what takes longest first."""

import gc
from importlib import import_module
from pathlib import Path

import pytest
from xdist.scheduler import LoadFileScheduling

gc.disable()
import_module("schemathesis.reporting.html.writer")
gc.enable()
# Else its plugin loads that when a session ends; Python 3.11 fails now and then to read a source (`AST constructor
# recursion depth mismatch`, gh-106905) where it looks through its memory meanwhile, and then all has failed.

STACK = "tests/supervision"
"""Tests of a stack that runs for the whole session: in one process, so that there is one of it."""
ALONE = ("test_any_call.py", "test_demonstration.py")
"""Tests there that start a stack of their own."""
FIRST = (f"{STACK}/", "tests/lives/", "tests/faults/", "tests/web/", *(f"{STACK}/{name}" for name in ALONE))
THEN = ("tests/letters/", "tests/dossiers/test_any_", "tests/worktime/test_minute", "tests/register/")
PLACES = {name: place for place, name in enumerate((*FIRST, *THEN))}
"""What takes long, in the order in which it is begun, so that no process goes on alone when the others have ended."""


class Sharing(LoadFileScheduling):
    """Gives a process the tests of one file, or all of the stack's."""

    def _split_scope(self, nodeid: str) -> str:
        file = Path(nodeid.partition("::")[0])
        return STACK if file.parent == Path(STACK) and file.name not in ALONE else str(file)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Sharing:
    """Return how files are shared out."""
    return Sharing(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put first what takes longest; within a file the order stays."""
    items.sort(key=lambda item: _place(item.nodeid))


def _place(nodeid: str) -> int:
    """Return the place of the longest name that fits."""
    fitting = [name for name in PLACES if nodeid.startswith(name)]
    return PLACES[max(fitting, key=len)] if fitting else len(PLACES)
