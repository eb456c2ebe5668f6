"""What crosses the border of its own accord: the stream of events, and the couriers that follow it."""

from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from motcua.register.columns import Code, Key, Long, Moment, Name, Sha256, Table, Word

NUMBER = BigInteger().with_variant(Integer, "sqlite")
WAITING = text("state = 'waiting'")
DEAD = text("state = 'dead'")


class EventRow(Table):
    """One written transition, in the order of writing: what couriers follow."""

    __tablename__ = "event"

    id: Mapped[int] = mapped_column(NUMBER, primary_key=True)
    """Its position in the stream; numbers are drawn in the writing transaction, so some may be missing for good."""
    dossier: Mapped[Code] = mapped_column(ForeignKey("dossier.code"))
    first_seq: Mapped[int]
    last_seq: Mapped[int]
    created_at: Mapped[Moment]
    """When the transition was recorded."""


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
        Index("ix_webhook_delivery_subscriber", "subscriber", "id"),
        Index("ix_webhook_delivery_waiting", "subscriber", "id", sqlite_where=WAITING, postgresql_where=WAITING),
        Index(
            "ix_webhook_delivery_turn", "subscriber", "dossier", "id", sqlite_where=WAITING, postgresql_where=WAITING
        ),
        Index("ix_webhook_delivery_dead", "subscriber", "id", sqlite_where=DEAD, postgresql_where=DEAD),
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
    seq: Mapped[int]
    kind: Mapped[Word]
    state: Mapped[Word]
    """waiting, delivered or dead."""
    attempts: Mapped[int]
    created_at: Mapped[Moment]
    first_tried_at: Mapped[Moment | None]
    """From when its patience counts; null: it was never tried."""
    next_try_at: Mapped[Moment | None]
    """When it is tried again; null: at once."""
    delivered_at: Mapped[Moment | None]
    milliseconds: Mapped[int | None]
    """How long the last exchange took, in clock time."""
    last_status: Mapped[int | None]
    last_error: Mapped[Long | None]


class ReplayRow(Table):
    """A stretch of the stream that a subscriber gets once more."""

    __tablename__ = "webhook_replay"

    subscriber: Mapped[Name] = mapped_column(primary_key=True)
    replay: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """From 1, for each subscriber."""
    after: Mapped[int] = mapped_column(NUMBER)
    """The position after which it begins."""
    until: Mapped[int] = mapped_column(NUMBER)
    """The last position that belongs to it."""
    position: Mapped[int] = mapped_column(NUMBER)
    """The last event that was taken up."""
    asked_at: Mapped[Moment]
    asked_by: Mapped[Key | None]


class PortalMessageRow(Table):
    """One message to the national portal; sent in order within a dossier."""

    __tablename__ = "portal_message"
    __table_args__: Any = (
        UniqueConstraint("dossier", "seq", "service", "status", "repair", name="uq_portal_message_once"),
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


class PortalComparisonRow(Table):
    """One comparison of the portal's state with ours."""

    __tablename__ = "portal_comparison"

    id: Mapped[int] = mapped_column(NUMBER, primary_key=True)
    began_at: Mapped[Moment]
    ended_at: Mapped[Moment | None]
    """Null: it is under way, or its worker died and another goes on."""
    position: Mapped[Code]
    """The last dossier that was compared, in order of their codes; empty: none yet."""
    compared: Mapped[int]
    drifted: Mapped[int]
    repaired: Mapped[int]


class PortalDriftRow(Table):
    """One dossier of which the portal said something else than we do; its word is never taken over."""

    __tablename__ = "portal_drift"
    __table_args__: Any = (
        UniqueConstraint("comparison", "dossier", name="uq_portal_drift_once"),
        Index("ix_portal_drift_dossier", "dossier", "id"),
    )

    id: Mapped[int] = mapped_column(NUMBER, primary_key=True)
    comparison: Mapped[int] = mapped_column(ForeignKey("portal_comparison.id"))
    dossier: Mapped[Code] = mapped_column(ForeignKey("dossier.code"))
    found_at: Mapped[Moment]
    ours: Mapped[int]
    """Our status, 1 to 10."""
    theirs: Mapped[int | None]
    """The portal's; null: it does not know the dossier."""
    fields: Mapped[Long]
    """What differs, as names of fields separated by blanks."""
    repair: Mapped[int | None] = mapped_column(NUMBER)
    """The message that tells it anew; null: no lawful way leads from their status to ours, and somebody was called."""
