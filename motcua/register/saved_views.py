"""Keeping questions under a name."""

import secrets
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError

from motcua.errors import ConflictError, ForbiddenError, NotFoundError
from motcua.register.reading import Record
from motcua.register.saved_view_table import SavedViewRow
from motcua.register.topic import Topic, sql_table, unless_there

MOST = 100
"""Views one person keeps."""
ID_BYTES = 9


class SavedView(Record):
    """A question under a name."""

    id: str
    name: str
    owner: str
    by: str
    question: str
    saved_at: datetime
    changed_at: datetime


class SavedViews(Topic):
    """Saves, finds, renames and deletes them."""

    def save_view(self, name: str, question: str, *, owner: str, by: str, now: datetime) -> SavedView:
        """Keep a question and return it under a new id that nobody guesses.

        Raises:
            ConflictError: The owner keeps one of this name, or as many as one person may.
        """
        view = SavedView(
            id=secrets.token_urlsafe(ID_BYTES),
            name=name,
            owner=owner,
            by=by,
            question=question,
            saved_at=now,
            changed_at=now,
        )
        with self._store.writing() as connection:
            kept = connection.scalar(select(func.count()).where(SavedViewRow.owner == owner)) or 0
            if kept >= MOST:
                raise _too_many()
            saved = connection.execute(unless_there(self._store.dialect, SavedViewRow), view.model_dump())
            if saved.first() is None:
                raise _name_taken(name)
        return view

    def saved_view(self, id: str) -> SavedView:
        """Return a question by its id, whoever saved it: who has the link may ask it too.

        Raises:
            NotFoundError: There is none of that id.
        """
        query = select(sql_table(SavedViewRow)).where(SavedViewRow.id == id)
        with self._store.reading() as connection:
            found = connection.execute(query).one_or_none()
        if found is None:
            raise _unknown()
        return SavedView.model_validate(found)

    def saved_views(self, owner: str) -> list[SavedView]:
        """Return what somebody keeps, by name."""
        query = select(sql_table(SavedViewRow)).where(SavedViewRow.owner == owner)
        with self._store.reading() as connection:
            views = [SavedView.model_validate(found) for found in connection.execute(query)]
        return sorted(views, key=lambda view: (view.name.casefold(), view.id))

    def rename_view(self, id: str, name: str, *, owner: str, now: datetime) -> SavedView:
        """Give a view another name; links to it stay good.

        Raises:
            NotFoundError: There is none of that id.
            ForbiddenError: It is somebody else's.
            ConflictError: The owner keeps another one of this name.
        """
        self._must_own(id, owner)
        own = SavedViewRow.id == id, SavedViewRow.owner == owner
        try:
            with self._store.writing() as connection:
                connection.execute(update(SavedViewRow).where(*own).values(name=name, changed_at=now))
        except IntegrityError:
            raise _name_taken(name) from None
        return self.saved_view(id)

    def delete_view(self, id: str, *, owner: str) -> None:
        """Delete a view; links to it then lead nowhere.

        Raises:
            NotFoundError: There is none of that id.
            ForbiddenError: It is somebody else's.
        """
        self._must_own(id, owner)
        with self._store.writing() as connection:
            connection.execute(delete(SavedViewRow).where(SavedViewRow.id == id, SavedViewRow.owner == owner))

    def _must_own(self, id: str, owner: str) -> None:
        if self.saved_view(id).owner != owner:
            raise ForbiddenError(
                "This view was saved by somebody else.",
                vi="Bộ lọc này do người khác lưu.",
                field="view",
                hint="Open it and save it under a name of your own.",
                hint_vi="Mở bộ lọc rồi lưu dưới tên riêng của bạn.",
            )


def _unknown() -> NotFoundError:
    return NotFoundError(
        "There is no saved view of that id.",
        vi="Không có bộ lọc đã lưu này.",
        field="view",
        hint="It may have been deleted: ask whoever gave you the link.",
        hint_vi="Có thể đã bị xoá: hỏi người đã gửi đường dẫn cho bạn.",
    )


def _name_taken(name: str) -> ConflictError:
    return ConflictError(
        f"You keep a view named {name} already.",
        vi=f"Bạn đã có bộ lọc tên {name}.",
        field="name",
        hint="Give it another name, or delete the old one.",
        hint_vi="Đặt tên khác, hoặc xoá bộ lọc cũ.",
    )


def _too_many() -> ConflictError:
    return ConflictError(
        f"One person keeps at most {MOST} views.",
        vi=f"Mỗi người lưu tối đa {MOST} bộ lọc.",
        field="name",
        hint="Delete one that is not used.",
        hint_vi="Xoá một bộ lọc không còn dùng.",
    )
