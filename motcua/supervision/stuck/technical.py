"""The technical side of one dossier: what the workflow engine says of it, in words."""

from collections.abc import Iterator
from enum import StrEnum

from motcua.dossiers.parts import Model, Moment
from motcua.supervision.telling.views import Said
from motcua.worktime.words import Words

ACTIVITIES = {
    "register.record": Words("Ghi vào sổ đăng ký", "Writing the register"),
    "departments.ask": Words("Gửi yêu cầu tới hệ thống ngành", "Asking the department system"),
    "departments.await_answer": Words("Chờ hệ thống ngành trả lời", "Awaiting the department system's answer"),
    "linked.open": Words("Mở hồ sơ liên thông", "Opening the linked dossier"),
    "linked.report": Words("Báo cho hồ sơ chính", "Reporting to the parent dossier"),
    "linked.stop": Words("Dừng hồ sơ liên thông", "Stopping the linked dossier"),
}
"""What a dossier's workflow has done to the world, by the name it is registered under."""


class Life(StrEnum):
    """Whether the dossier has a workflow."""

    RUNNING = "running"
    MISSING = "missing"
    """The engine knows none: it was never started there, or is long over."""
    ENDED = "ended"
    """It has ended, though the dossier is open in the register."""


class Failing(Model):
    """Something the workflow asked for that fails and is tried again."""

    activity: str
    """Name under which it is registered; of a Nexus operation `endpoint/operation`."""
    attempts: int
    """How often it was tried in vain."""
    last_error: str | None = None
    next_at: Moment | None = None
    """When it is tried again by itself."""
    paused: bool = False
    """Whether somebody paused it: then it is not tried again."""


class Technical(Model):
    """What the workflow engine says of one dossier; all is well where nothing is said."""

    workflow: Life = Life.RUNNING
    failing: tuple[Failing, ...] = ()
    task_failures: int = 0
    """How often the workflow's own code failed on its present task."""
    task_error: str | None = None
    unserved: tuple[str, ...] = ()
    """Task queues it waits on that no worker polls."""
    said: tuple[Said, ...] = ()
    """The same in words, the most pressing first."""


def in_words(it: Technical) -> Technical:
    """Return it with what it says in both languages."""
    return it.model_copy(update={"said": tuple(Said(vi=words.vi, en=words.en) for words in _sentences(it))})


def _sentences(it: Technical) -> Iterator[Words]:
    if it.workflow is Life.MISSING:
        yield Words("Máy quy trình không có quy trình nào của hồ sơ này", "The engine has no workflow for this dossier")
    if it.workflow is Life.ENDED:
        yield Words("Quy trình của hồ sơ đã kết thúc dù hồ sơ còn mở", "Its workflow has ended though it is open")
    for queue in it.unserved:
        yield Words(f"Không có tiến trình nào phục vụ hàng đợi {queue}", f"No worker polls the task queue {queue}")
    if it.task_failures:
        vi, en = f"Quy trình lỗi {it.task_failures} lần", f"The workflow's code failed {it.task_failures} times"
        yield _with(Words(vi, en), it.task_error)
    yield from (_failing(each) for each in it.failing)


def _failing(each: Failing) -> Words:
    what = ACTIVITIES.get(each.activity, Words(each.activity, each.activity))
    said = Words(f"{what.vi}: lỗi {each.attempts} lần", f"{what.en}: failed {each.attempts} times")
    if each.paused:
        said = Words(f"{said.vi}, đang tạm dừng", f"{said.en}, paused")
    return _with(said, each.last_error)


def _with(said: Words, error: str | None) -> Words:
    return Words(f"{said.vi}: {error}", f"{said.en}: {error}") if error else said
