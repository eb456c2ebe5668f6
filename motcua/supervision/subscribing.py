"""Who is told what happens, and asking for a stretch of the stream once more, by positions or by moments."""

from datetime import UTC, datetime

from pydantic import AwareDatetime, TypeAdapter, ValidationError

from motcua.errors import InvalidInputError, NotFoundError
from motcua.register.register import Register
from motcua.register.webhook_lines import Replay
from motcua.settings import Settings
from motcua.webhooks.subscriber import Subscriber, Subscribers, load_subscribers

_MOMENT: TypeAdapter[datetime] = TypeAdapter(AwareDatetime)


def subscribers_of(settings: Settings) -> Subscribers:
    """Return who is told; nobody where no file says so.

    Raises:
        DefinitionError: The file is not what it should be.
    """
    return load_subscribers(settings.subscribers) if settings.subscribers else Subscribers()


def described(subscribers: Subscribers, name: str) -> Subscriber:
    """Return a subscriber that is described.

    Raises:
        NotFoundError: There is none of that name.
    """
    found = subscribers.named(name)
    if found is None:
        raise unknown(name)
    return found


def unknown(name: str) -> NotFoundError:
    """Return the answer to a name nobody has."""
    return NotFoundError(
        f"There is no subscriber {name}.",
        vi=f"Không có hệ thống nhận tin {name}.",
        field="name",
        hint="Subscribers are described in the file that MOTCUA_SUBSCRIBERS names.",
        hint_vi="Hệ thống nhận tin được mô tả trong tệp do MOTCUA_SUBSCRIBERS chỉ định.",
    )


def begin_replay(
    register: Register, subscriber: str, begin: int | str, end: int | str | None, by: str | None = None
) -> Replay:
    """Have a stretch of the stream sent to a subscriber once more; both ends belong to it.

    Args:
        register: Where the stream is.
        subscriber: Who gets it.
        begin: Position of its first event, or a moment: what was recorded from then on.
        end: Position of its last event, or a moment: what was recorded before; None: all that there is by now.
        by: Who asks.

    Raises:
        InvalidInputError: An end is no position and no moment, or nothing lies in between.
        UnavailableError: Something is being written that takes long; ask again.
    """
    last = register.last_position()
    after = _position(register, begin, "from") - (0 if _is_moment(begin) else 1)
    until = last if end is None else min(_position(register, end, "to"), last)
    if after < 0 or until <= after:
        raise InvalidInputError(
            f"No event lies in that stretch; the stream ends at position {last}.",
            vi=f"Không có sự kiện nào trong khoảng đó; vị trí cuối hiện nay là {last}.",
            field="from",
            hint="Positions begin at 1; a moment needs its zone (2026-11-23T08:00:00+07:00).",
            hint_vi="Vị trí bắt đầu từ 1; thời điểm phải kèm múi giờ (2026-11-23T08:00:00+07:00).",
        )
    return register.replay(subscriber, after, until, datetime.now(UTC), by)


def _is_moment(end: int | str) -> bool:
    return isinstance(end, str) and not (end.isascii() and end.isdigit())


def _position(register: Register, end: int | str, field: str) -> int:
    if not _is_moment(end):
        return min(int(end), 2**62) if len(str(end)) < 20 else 2**62
    try:
        return register.position_at(_MOMENT.validate_python(end).astimezone(UTC))
    except (ValidationError, OverflowError):
        raise InvalidInputError(
            f"{end!r} is no position and no moment.",
            vi=f"{end!r} không phải vị trí hoặc thời điểm.",
            field=field,
            hint="Write a position (1, 2, …) or a moment with its zone (2026-11-23T08:00:00+07:00).",
            hint_vi="Ghi vị trí (1, 2, …) hoặc thời điểm kèm múi giờ (2026-11-23T08:00:00+07:00).",
        ) from None
