"""The house holds its shape: layers, pure packages, names that outlive renaming."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PURE = ("worktime", "agencies", "procedures", "dossiers")
CLOCKS = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"), ("time", "time")}


def sources(folder: str) -> list[Path]:
    """Return the Python files below a folder of the house."""
    return sorted((ROOT / folder).rglob("*.py"))


def test_every_layer_imports_only_what_stands_below_it():
    tool = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run([tool, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize("package", PURE)
def test_a_pure_package_never_asks_what_time_it_is(package):
    for path in sources(f"motcua/{package}"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                assert (node.value.id, node.attr) not in CLOCKS, f"{path}:{node.lineno} reads a clock"


def test_nothing_below_the_wiring_imports_worker_or_starter():
    for folder in ("motcua", "workflows", "activities"):
        for path in sources(folder):
            for node in ast.walk(ast.parse(path.read_text())):
                names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
                names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
                assert not {"worker", "starter", "bench"} & set(names), f"{path}:{node.lineno}"


def test_workflows_and_activities_have_names_of_their_own():
    for folder, decorators in (("workflows", {"workflow.defn"}), ("activities", {"activity.defn"})):
        for path in sources(folder):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and ast.unparse(node.func) in decorators:
                    assert any(k.arg == "name" for k in node.keywords), f"{path}:{node.lineno} would change its type"


def test_packages_hold_a_docstring_at_most_in_their_init():
    for folder in ("motcua", "workflows", "activities"):
        for path in sources(folder):
            if path.name == "__init__.py":
                body = ast.parse(path.read_text()).body
                assert len(body) <= 1, path
                assert all(isinstance(node, ast.Expr) for node in body), path


def test_what_to_do_next_is_always_said_in_both_languages():
    for folder in ("motcua", "workflows", "activities"):
        for path in sources(folder):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call):
                    given = {keyword.arg for keyword in node.keywords}
                    assert ("hint" in given) is ("hint_vi" in given), f"{path}:{node.lineno} advises in one language"


FORBIDDEN_IN_WORKFLOWS = {
    "random",
    "uuid",
    "os",
    "time",
    "socket",
    "threading",
    "subprocess",
    "secrets",
    "zoneinfo",
    "logging",
}
"""The worker runs workflow files without the sandbox; what the sandbox would refuse is refused here."""


def test_workflow_files_do_nothing_that_a_replay_would_do_differently():
    for path in sources("workflows"):
        for node in ast.walk(ast.parse(path.read_text())):
            where = f"{path.name}:{getattr(node, 'lineno', 0)}"
            if isinstance(node, ast.Import):
                assert not FORBIDDEN_IN_WORKFLOWS & {a.name.split(".")[0] for a in node.names}, where
            elif isinstance(node, ast.ImportFrom):
                assert (node.module or "").split(".")[0] not in FORBIDDEN_IN_WORKFLOWS, where
            elif isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                assert called not in {"open", "print", "id", "hash", "set", "asyncio.wait", "asyncio.as_completed"}, (
                    where
                )
                assert not called.endswith(("datetime.now", "datetime.utcnow", "date.today", "asyncio.sleep")), where
            elif isinstance(node, ast.Set | ast.SetComp):
                raise AssertionError(f"{where}: the order of a set is not the same on every machine")
