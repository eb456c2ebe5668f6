"""The outbox: what is due, what became of it, and who has seen it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, literal, or_, select, tuple_, update
from sqlalchemy.orm import aliased

from motcua.errors import InvalidInputError, NotFoundError, RefusedError
from motcua.register.notice_lines import DueNotice, NoticeFilter, NoticeLine, NoticePage
from motcua.register.notice_rows import NoticeState
from motcua.register.notice_table import NoticeRow
from motcua.register.scope import WHOLE, Scope
from motcua.register.tables import DossierRow
from motcua.register.topic import Topic, sql_table

MOST_ON_A_PAGE = 1_000
AGAIN = (NoticeState.FAILED.value, NoticeState.NO_ADDRESS.value)


class Notices(Topic):
    """Reads and marks the outbox; whoever writes a transition fills it."""

    def notices(self, code: str) -> list[NoticeLine]:
        """Return everything that was to be told because of a dossier, in order."""
        query = select(sql_table(NoticeRow)).where(NoticeRow.dossier == code).order_by(NoticeRow.seq, NoticeRow.id)
        with self._store.reading() as connection:
            return [NoticeLine.model_validate(row) for row in connection.execute(query)]

    def notice_page(self, wanted: NoticeFilter, *, limit: int = 50, after: int | None = None) -> NoticePage:
        """Return notices, the latest first.

        Args:
            wanted: Which ones.
            limit: Most on a page, 1 to 1,000.
            after: `next` of the page before.

        Raises:
            InvalidInputError: The limit is out of range.
        """
        if not 1 <= limit <= MOST_ON_A_PAGE:
            raise InvalidInputError(
                f"A page has 1 to {MOST_ON_A_PAGE} notices.", vi="Số dòng mỗi trang không hợp lệ.", field="limit"
            )
        query = select(sql_table(NoticeRow)).where(*_chosen(wanted)).order_by(NoticeRow.id.desc()).limit(limit + 1)
        if after is not None:
            query = query.where(NoticeRow.id < after)
        with self._store.reading() as connection:
            found = [NoticeLine.model_validate(row) for row in connection.execute(query)]
        page = tuple(found[:limit])
        return NoticePage(page, page[-1].id if len(found) > limit else None)

    def notice_counts(self, scope: Scope = WHOLE) -> dict[NoticeState, int]:
        """Return how many notices there are of each state within a scope; a state without any is 0."""
        within = scope.of_what_names(NoticeRow.dossier, NoticeRow.agency)
        query = select(NoticeRow.state, func.count()).where(*within).group_by(NoticeRow.state)
        with self._store.reading() as connection:
            found = {NoticeState(state): number for state, number in connection.execute(query)}
        return {state: found.get(state, 0) for state in NoticeState}

    def dossier_of_notice(self, id: int) -> str:
        """Return the code of the dossier a notice is about.

        Raises:
            NotFoundError: There is no such notice.
        """
        with self._store.reading() as connection:
            code = connection.scalar(select(NoticeRow.dossier).where(NoticeRow.id == id))
        if code is None:
            raise _unknown(id)
        return str(code)

    def notices_open(self) -> tuple[int, int]:
        """Return how many notices wait to go out, and how many failed."""
        wanted = (NoticeState.WAITING.value, NoticeState.FAILED.value)
        query = select(NoticeRow.state, func.count()).where(NoticeRow.state.in_(wanted)).group_by(NoticeRow.state)
        with self._store.reading() as connection:
            found = {state: number for state, number in connection.execute(query)}
        return found.get(wanted[0], 0), found.get(wanted[1], 0)

    def due_notices(self, now: datetime, *, limit: int = 100, resting: Sequence[str] = ()) -> list[DueNotice]:
        """Return notices to be sent now, the oldest first.

        Of one dossier, an addressee is sent nothing while something earlier waits for them: what was told first
        arrives first (R54).

        Args:
            now: Those put off until later are left out.
            limit: Most that are returned.
            resting: Channels that take nothing at present; what was tried by them before is left out.
        """
        row, earlier = NoticeRow, aliased(NoticeRow)
        waits_for = and_(
            earlier.dossier == row.dossier,
            earlier.recipient == row.recipient,
            earlier.state == NoticeState.WAITING.value,
            tuple_(earlier.seq, earlier.id) < tuple_(row.seq, row.id),
        )
        query = (
            select(
                *sql_table(NoticeRow).columns,
                DossierRow.procedure,
                DossierRow.version,
                DossierRow.finished_at.is_not(None).label("finished"),
                DossierRow.ended_at.is_not(None).label("ended"),
            )
            .join(DossierRow, DossierRow.code == row.dossier)
            .where(row.state == NoticeState.WAITING.value, or_(row.next_try_at.is_(None), row.next_try_at <= now))
            .where(~exists().where(waits_for))
            .where(or_(row.channel.is_(None), row.channel.not_in(resting)))
            .order_by(row.id)
            .limit(limit)
        )
        with self._store.reading() as connection:
            return [DueNotice.model_validate(found) for found in connection.execute(query)]

    def overtaken(self, notice: NoticeLine, kinds: Iterable[str]) -> bool:
        """Return whether the same addressee waits for later news of one of these kinds."""
        later = exists().where(
            NoticeRow.dossier == notice.dossier,
            NoticeRow.recipient == notice.recipient,
            NoticeRow.state == NoticeState.WAITING.value,
            NoticeRow.kind.in_(list(kinds)),
            tuple_(NoticeRow.seq, NoticeRow.id) > tuple_(notice.seq, notice.id),
        )
        with self._store.reading() as connection:
            return bool(connection.scalar(select(later)))

    def notice_sent(self, id: int, at: datetime, *, channel: str, reference: str | None = None) -> bool:
        """Note that a notice went out; False where that was noted before."""
        values = {"sent_at": at, "channel": channel, "reference": reference, "last_error": None, "next_try_at": None}
        return self._mark(id, NoticeState.SENT, at, values)

    def notice_deferred(self, id: int, at: datetime, *, channel: str | None, error: str, again_at: datetime) -> bool:
        """Note that a notice did not go out and when it is tried again."""
        values = {"channel": channel, "last_error": error, "next_try_at": again_at}
        return self._mark(id, NoticeState.WAITING, at, values)

    def notice_failed(self, id: int, at: datetime, *, channel: str, error: str) -> bool:
        """Note that a notice is given up; it stays visible until somebody has it sent again."""
        return self._mark(id, NoticeState.FAILED, at, {"channel": channel, "last_error": error, "next_try_at": None})

    def notice_without_address(self, id: int, why: str) -> bool:
        """Note that nobody knows where to reach the addressee."""
        return self._mark(id, NoticeState.NO_ADDRESS, None, {"last_error": why, "next_try_at": None})

    def notice_superseded(self, id: int, why: str) -> bool:
        """Note that a notice was overtaken before it could go out."""
        return self._mark(id, NoticeState.SUPERSEDED, None, {"last_error": why, "next_try_at": None})

    def send_again(self, ids: Sequence[int]) -> int:
        """Have notices that failed or had no address tried again; return how many there were among these."""
        change = (
            update(NoticeRow)
            .where(NoticeRow.id.in_(ids), NoticeRow.state.in_(AGAIN))
            .values(state=NoticeState.WAITING.value, next_try_at=None, first_tried_at=None, last_error=None)
        )
        with self._store.writing() as connection:
            return int(connection.execute(change).rowcount)

    def mark_seen(self, id: int, agency: str, officer: str | None, at: datetime) -> NoticeLine:
        """Note who saw a notice and when; the first time stays.

        Raises:
            NotFoundError: There is no such notice.
            RefusedError: It was told to another agency.
        """
        query = select(sql_table(NoticeRow)).where(NoticeRow.id == id)
        with self._store.writing() as connection:
            found = connection.execute(query).one_or_none()
            if found is None:
                raise _unknown(id)
            if agency != (found.agency if found.audience != "applicant" else "applicant"):
                raise _not_theirs(found.audience, found.agency)
            who = "/".join(part for part in (agency, officer) if part)
            first = update(NoticeRow).where(NoticeRow.id == id, NoticeRow.seen_at.is_(None))
            connection.execute(first.values(seen_at=at, seen_by=who))
            return NoticeLine.model_validate(connection.execute(query).one())

    def _mark(self, id: int, state: NoticeState, tried_at: datetime | None, values: dict[str, Any]) -> bool:
        """Change a notice that waits; once it went out, nothing is noted any more."""
        change = update(NoticeRow).where(NoticeRow.id == id, NoticeRow.state == NoticeState.WAITING.value)
        if tried_at is not None:
            values |= {
                "attempts": NoticeRow.attempts + 1,
                "first_tried_at": func.coalesce(
                    NoticeRow.first_tried_at, literal(tried_at, NoticeRow.first_tried_at.type)
                ),
            }
        with self._store.writing() as connection:
            return bool(connection.execute(change.values(state=state.value, **values)).rowcount)


def _chosen(wanted: NoticeFilter) -> list[ColumnElement[bool]]:
    exact = {
        NoticeRow.state: wanted.state.value if wanted.state else None,
        NoticeRow.agency: wanted.agency,
        NoticeRow.audience: wanted.audience,
    }
    within = wanted.scope.of_what_names(NoticeRow.dossier, NoticeRow.agency)
    return [*(column == value for column, value in exact.items() if value is not None), *within]


def _unknown(id: int) -> NotFoundError:
    return NotFoundError(f"There is no notice {id}.", vi=f"Không có thông báo {id}.", field="id")


def _not_theirs(audience: str, agency: str | None) -> RefusedError:
    whom = audience if audience == "applicant" else f"{audience} of {agency}"
    return RefusedError(
        f"This notice was told to the {whom}.",
        vi="Thông báo này gửi cho cơ quan khác.",
        field="by.agency",
        rule="R47",
        hint="Only whom it was sent to can have seen it.",
        hint_vi="Chỉ nơi nhận thông báo mới xác nhận đã xem.",
    )
