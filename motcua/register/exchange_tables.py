"""What crosses the border: calls to department systems, outages, what was not believed, events, and the couriers."""

from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from motcua.register.columns import Code, Key, Long, Moment, Name, Sha256, Table, Word

NUMBER = BigInteger().with_variant(Integer, "sqlite")
WAITING = text("state = 'waiting'")


class AttemptRow(Table):
    """One exchange with a department system: one try of a request, a poll, a withdrawal, or a callback that came."""

    __tablename__ = "department_attempt"
    __table_args__: Any = (Index("ix_department_attempt_key", "key", "id"),)

    id: Mapped[int] = mapped_column(NUMBER, primary_key=True)
    key: Mapped[Key]
    """The call it belongs to."""
    verb: Mapped[Word]
    """ask, poll, withdraw or callback."""
    started_at: Mapped[Moment]
    milliseconds: Mapped[int]
    """What the department's system took, in clock time."""
    result: Mapped[Word]
    """answered, accepted, progress, away, refused, unreadable, withdrawn or too_late."""
    status: Mapped[int | None]
    """The HTTP status, where one came."""
    digest: Mapped[Sha256 | None]
    """SHA-256 of what came back."""
    error: Mapped[Long | None]


class SystemRow(Table):
    """The breaker of one department system, shared by all workers."""

    __tablename__ = "department_system"

    system: Mapped[Name] = mapped_column(primary_key=True)
    last_success_at: Mapped[Moment | None]
    last_failure_at: Mapped[Moment | None]
    outage: Mapped[int | None] = mapped_column(NUMBER)
    """The open outage; null: the system is asked freely."""
    next_probe_at: Mapped[Moment | None]
    """From when somebody may try it again; whoever moves this on has the turn."""


class OutageRow(Table):
    """One outage of a department system, from its first failure to its recovery."""

    __tablename__ = "outage"
    __table_args__: Any = (
        Index("ix_outage_system", "system", "began_at"),
        Index(
            "uq_outage_open",
            "system",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(NUMBER, primary_key=True)
    system: Mapped[Name]
    began_at: Mapped[Moment]
    """The first failure."""
    declared_at: Mapped[Moment | None]
    """When a probe failed too and people were told; null: it was over before that."""
    ended_at: Mapped[Moment | None]
    last_error: Mapped[Long]
    failures: Mapped[int]
    """Calls and probes that failed."""
    dossiers: Mapped[int]
    """Most dossiers that waited on it at once."""
    clocks_stand: Mapped[Long | None]
    """Number and legal basis of the decision by which official clocks stand while it lasts."""
    clocks_from: Mapped[Moment | None]


class RefusedMessageRow(Table):
    """Something another system said that was not believed or not understood; it was never acted upon."""

    __tablename__ = "refused_message"
    __table_args__: Any = (
        UniqueConstraint("system", "digest", "kind", name="uq_refused_message_once"),
        Index("ix_refused_message_system", "system", "id"),
    )

    id: Mapped[int] = mapped_column(NUMBER, primary_key=True)
    system: Mapped[Name]
    door: Mapped[Word]
    """Where it came in: answer, callback or portal."""
    kind: Mapped[Word]
    """The error's kind: unreadable-answer, signature-refused, unknown-key, finished, clock-skew."""
    detail: Mapped[Long]
    """What was wrong, in words; never a word of the payload."""
    digest: Mapped[Sha256]
    size: Mapped[int]
    key: Mapped[Key | None]
    """The call it named, where it could be read."""
    dossier: Mapped[Code | None]
    first_at: Mapped[Moment]
    last_at: Mapped[Moment]
    times: Mapped[int]
    """How often the very same came."""
    seen_at: Mapped[Moment | None]
    seen_by: Mapped[Key | None]


class EventRow(Table):
    """One written transition, in the order of writing: what couriers follow."""

    __tablename__ = "event"

    id: Mapped[int] = mapped_column(NUMBER, primary_key=True)
    dossier: Mapped[Code] = mapped_column(ForeignKey("dossier.code"))
    first_seq: Mapped[int]
    last_seq: Mapped[int]
    created_at: Mapped[Moment]
    xact: Mapped[int | None] = mapped_column(BigInteger())
    """PostgreSQL's transaction number: a reader stops before the oldest one still under way, so none is passed over."""


class CourierRow(Table):
    """How far a courier has come in the stream of events."""

    __tablename__ = "courier"

    name: Mapped[Name] = mapped_column(primary_key=True)
    """`portal`, or `webhook:SUBSCRIBER`."""
    position: Mapped[int] = mapped_column(NUMBER)
    """The last event that was taken up."""
    updated_at: Mapped[Moment]


class WebhookRow(Table):
    """One event on its way to one subscriber."""

    __tablename__ = "webhook_delivery"
    __table_args__: Any = (
        UniqueConstraint("subscriber", "event_id", "replay", name="uq_webhook_delivery_once"),
        Index("ix_webhook_delivery_waiting", "subscriber", "id", sqlite_where=WAITING, postgresql_where=WAITING),
    )

    id: Mapped[int] = mapped_column(NUMBER, primary_key=True)
    subscriber: Mapped[Name]
    position: Mapped[int] = mapped_column(NUMBER)
    """The row of the stream it comes from."""
    event_id: Mapped[Key]
    """The CloudEvent's id, `dossier/seq`: the same however often it is sent."""
    replay: Mapped[int] = mapped_column(server_default="0")
    """Which replay it belongs to; 0: it was sent as it happened."""
    dossier: Mapped[Code]
    kind: Mapped[Word]
    state: Mapped[Word]
    """waiting, delivered or dead."""
    attempts: Mapped[int]
    created_at: Mapped[Moment]
    next_try_at: Mapped[Moment | None]
    delivered_at: Mapped[Moment | None]
    last_status: Mapped[int | None]
    last_error: Mapped[Long | None]


class PortalMessageRow(Table):
    """One message to the national portal; sent in order within a dossier."""

    __tablename__ = "portal_message"
    __table_args__: Any = (
        UniqueConstraint("dossier", "seq", "service", "repair", name="uq_portal_message_once"),
        Index("ix_portal_message_waiting", "id", sqlite_where=WAITING, postgresql_where=WAITING),
        Index("ix_portal_message_dossier", "dossier", "id"),
    )

    id: Mapped[int] = mapped_column(NUMBER, primary_key=True)
    dossier: Mapped[Code] = mapped_column(ForeignKey("dossier.code"))
    seq: Mapped[int]
    """The fact up to which it tells."""
    service: Mapped[Word]
    """DongBoHoSoMC or CapNhatTienDoHoSoMC."""
    repair: Mapped[int] = mapped_column(server_default="0")
    """Which re-sending after a comparison it is; 0: sent as it happened."""
    status: Mapped[int]
    """The portal's status code 1–10 it carries (R60)."""
    says: Mapped[Long]
    """What is not personal, as JSON; the applicant is read when it is sent."""
    at: Mapped[Moment]
    """The legal moment of what happened."""
    send_by: Mapped[Moment | None]
    """Where it carries status 5, 6 or a new date: the old date, before which it must be there."""
    state: Mapped[Word]
    """waiting, sent, dead or superseded."""
    attempts: Mapped[int]
    created_at: Mapped[Moment]
    next_try_at: Mapped[Moment | None]
    sent_at: Mapped[Moment | None]
    error_code: Mapped[Word | None]
    """What the portal answered last."""
    last_error: Mapped[Long | None]
    digest: Mapped[Sha256 | None]
    """SHA-256 of the body last sent."""
