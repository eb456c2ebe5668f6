"""An interpreter that has loaded the program already and forks for each command.

What runs in the child is the program itself, from its arguments to its exit code; only the seconds in which a fresh
interpreter reads its libraries are spent once. That the installed script starts by itself is tested apart.
"""

import json
import os
import socket
import subprocess
import sys
import threading
import traceback
from importlib import import_module
from pathlib import Path
from typing import NoReturn, Self

from motcua.dossiers.loading import load_ground
from motcua.supervision.cli import COMMANDS

LOADED = (
    *dict.fromkeys(f"motcua.supervision.{place.partition(':')[0]}" for place, _ in COMMANDS.values()),
    "motcua.supervision.admission",
    "motcua.supervision.counter",
    "motcua.supervision.installation",
    "motcua.supervision.tables",
    "motcua.letters.printing",
    "starter",
)
"""What is read before the first command: libraries and modules, none of which holds a connection or a thread."""


class ReadyInterpreter:
    """Runs commands in children of a process that has everything loaded."""

    def __init__(self, folder: Path) -> None:
        self._place = folder / "ready.sock"
        command = [sys.executable, "-m", "tests.supervision.ready_interpreter", str(self._place)]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2])

    def __enter__(self) -> Self:
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == b"ready\n"
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()

    def run(self, program: str, words: list[str], environment: dict[str, str], patience: float) -> tuple[int, str, str]:
        """Run `module:function` with these words and this environment; return its exit code and what it said."""
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(patience)
            connection.connect(str(self._place))
            connection.sendall(json.dumps([program, words, environment]).encode() + b"\n")
            connection.shutdown(socket.SHUT_WR)
            with connection.makefile("rb") as answer:
                code, out, err = json.loads(answer.read())
        return int(code), out, err


def serve(place: str) -> NoReturn:
    """Load everything, then fork a child for each command."""
    for name in LOADED:
        import_module(name)
    load_ground()  # kept by the process: each command finds it read
    assert threading.active_count() == 1, "a fork would lose the other threads"
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(place)
    listening.listen()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while True:
        connection, _ = listening.accept()
        if os.fork() == 0:
            listening.close()
            _answer(connection)
        connection.close()
        _reap()


def _reap() -> None:
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass


def _answer(connection: socket.socket) -> NoReturn:
    """Run the command in a child of this child; say what came of it."""
    with connection.makefile("rb") as asked:
        program, words, environment = json.loads(asked.read())
    out, err = os.memfd_create("out"), os.memfd_create("err")
    child = os.fork()
    if child == 0:
        connection.close()
        _become(program, words, environment, out, err)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    said = [Path(f"/proc/self/fd/{where}").read_text(encoding="utf-8") for where in (out, err)]
    connection.sendall(json.dumps([code, *said]).encode())
    connection.close()
    os._exit(0)


def _become(program: str, words: list[str], environment: dict[str, str], out: int, err: int) -> NoReturn:
    """Be the program, as if it had been started with these words, this environment and these files."""
    os.dup2(out, 1)
    os.dup2(err, 2)
    os.environ.clear()
    os.environ.update(environment)
    module, _, name = program.partition(":")
    sys.argv = [module, *words]
    code: int | None = 1
    try:
        code = getattr(import_module(module), name)(*([words] if module == "starter" else []))
    except BaseException:
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code or 0)


if __name__ == "__main__":
    serve(sys.argv[1])
