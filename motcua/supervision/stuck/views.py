"""Saved views: a question kept under a name, asked again by whoever has the link, within their own scope."""

from collections.abc import Iterator
from datetime import datetime, tzinfo
from typing import Annotated

from pydantic import AfterValidator, StringConstraints, ValidationError

from motcua.dossiers.parts import Model, Moment
from motcua.errors import ConflictError, InvalidInputError
from motcua.register.register import Register
from motcua.register.saved_views import SavedView
from motcua.supervision.access.viewer import Viewer
from motcua.supervision.stuck.question import Question, printable

ViewName = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80), AfterValidator(printable)
]


class NamedView(Model):
    """A name for a view."""

    name: ViewName


class NewView(NamedView):
    """A question that is to be kept."""

    question: Question


class ViewView(Model):
    """A view as it is shown."""

    id: str
    name: str
    by: str
    """Who saved it: `AGENCY/OFFICER`."""
    mine: bool
    """Whether the reader saved it, and so may rename and delete it."""
    question: Question
    page: str
    """Address of the page that shows it, to be shared."""
    saved_at: Moment
    changed_at: Moment


class ViewList(Model):
    """Views of one person."""

    views: tuple[ViewView, ...]


def save(new: NewView, register: Register, viewer: Viewer, now: datetime, zone: tzinfo) -> ViewView:
    """Keep a question.

    Raises:
        ConflictError: The viewer keeps one of this name, or too many.
    """
    asked, owner, by = new.question.plain.canonical, viewer.subject, viewer.signature
    return view_of(register.save_view(new.name, asked, owner=owner, by=by, now=now), viewer, zone)


def own_views(register: Register, viewer: Viewer, zone: tzinfo) -> Iterator[ViewView]:
    """Yield what somebody keeps, by name; what an earlier version asked and this one cannot is left out."""
    for view in register.saved_views(viewer.subject):
        try:
            yield view_of(view, viewer, zone)
        except ConflictError:
            continue


def view_of(view: SavedView, viewer: Viewer, zone: tzinfo) -> ViewView:
    """Return a view as somebody is shown it.

    Raises:
        ConflictError: It asks what this version of the program does not know.
    """
    shown = view.model_dump(include={"id", "name", "by"})
    moments = {"saved_at": view.saved_at.astimezone(zone), "changed_at": view.changed_at.astimezone(zone)}
    mine, page = view.owner == viewer.subject, f"/stuck?view={view.id}"
    return ViewView(**shown, **moments, mine=mine, page=page, question=_question(view))


def resolved(asked: Question, view: str | None, register: Register) -> Question:
    """Return the question that is meant: a saved one where a view is named.

    Raises:
        NotFoundError: There is no such view.
        InvalidInputError: Conditions came with it; a view is asked as it was saved.
        ConflictError: It asks what this version of the program does not know.
    """
    if view is None:
        return asked.plain
    if asked.fields:
        raise InvalidInputError(
            "A saved view is asked as it was saved, without further conditions.",
            vi="Bộ lọc đã lưu được dùng nguyên như khi lưu, không kèm điều kiện khác.",
            field=next(iter(asked.fields)),
            hint="Open the view, change its filters and ask again, or leave out `view`.",
            hint_vi="Mở bộ lọc, đổi điều kiện rồi hỏi lại, hoặc bỏ `view`.",
        )
    return _question(register.saved_view(view))


def _question(view: SavedView) -> Question:
    try:
        return Question.model_validate_json(view.question)
    except ValidationError:
        raise ConflictError(
            "This view asks what this version of the program does not know.",
            vi="Bộ lọc này dùng điều kiện mà phiên bản hiện tại không còn.",
            field="view",
            hint="Save it anew.",
            hint_vi="Lưu lại bộ lọc mới.",
        ) from None
