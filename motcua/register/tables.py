"""Where dossiers stand, and everything that happened to them.

The facts are the evidence; the other tables here are written in the same transaction and could be made again from them.
"""

from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, TextClause, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from motcua.register.columns import Code, Key, Long, Moment, Name, Sha256, Table, Word

OPEN = text("ended_at IS NULL")
FINISHED = text("finished_at IS NOT NULL")
AWAITING = text("ended_at IS NULL AND system IS NOT NULL")
CONTINUING = text("previous IS NOT NULL")


def _open(label: str, *columns: str) -> Index:
    """Return an index of open dossiers only."""
    return Index(label, *columns, sqlite_where=OPEN, postgresql_where=OPEN)


def _whole(label: str, *columns: str, where: TextClause = OPEN) -> Index:
    """Return an index of open dossiers that holds all that is asked of them: nothing else is read."""
    rest = (column for column in ASKED if column not in columns)
    return Index(label, *columns, *rest, sqlite_where=where, postgresql_where=where)


REPORTED = (
    *("closed_at", "received_at", "procedure", "field", "competent", "territory", "channel", "code", "parent"),
    *("paused", "late_from", "late_from_original", "finished_at", "verdict", "verdict_original"),
)
"""All that reports count by: they read this index alone, those closed since the period began and the open ones."""
ASKED = (
    *("code", "rank", "due_rank", "waiting_since", "act_by", "due_current", "waiting_for", "holder_agency"),
    *("procedure", "field", "paused", "one_stop", "competent", "holder_step", "ended_at", "late_at"),
)
"""All that the supervisor's queue asks of a dossier itself, but for officer and system: the indexes of holders and of
systems have those."""
DECIDED = (
    *("competent", "holder_agency", "waiting_for", "late_at", "waiting_since", "act_by", "due_current", "ended_at"),
    "code",
)
"""All that is counted of the open dossiers an agency decides."""
VERSIONS = ("procedure", "version", "late_at", "ended_at", "code")
"""All that is counted of the open dossiers of a procedure."""
MEASURED = ("procedure", "version", "finished_at")
"""By which the latest finished dossiers of a version are found."""


class DossierRow(Table):
    """A dossier as it stands. That it is late is not stored: it follows from the clock and the moment (R46)."""

    __tablename__ = "dossier"
    __table_args__: Any = (
        CheckConstraint("seq > 0", name="seq"),
        _whole("ix_dossier_open", "rank", "code"),
        _whole("ix_dossier_open_holder", "holder_agency", "rank", "code", "holder_officer"),
        _whole("ix_dossier_open_waiting", "waiting_for", "rank", "code"),
        _whole("ix_dossier_open_procedure", "procedure", "holder_step", "rank", "code"),
        _whole("ix_dossier_open_field", "field", "rank", "code"),
        _whole("ix_dossier_open_due", "due_rank", "code"),
        _whole("ix_dossier_open_since", "waiting_since", "code"),
        _whole("ix_dossier_open_code", "code"),
        _whole("ix_dossier_open_system", "system", "rank", "code", where=AWAITING),
        Index(
            "ix_dossier_open_begins",  # looked for by how a code begins, whatever the database's own order of letters
            "code",
            sqlite_where=OPEN,
            postgresql_where=OPEN,
            postgresql_ops={"code": "text_pattern_ops"},
        ),
        _whole("ix_dossier_open_one_stop", "one_stop", "rank", "code"),  # what a scope is read from, beside the holder
        _open("ix_dossier_open_alarm", "next_alarm_at"),
        _open(
            "ix_dossier_open_count", "waiting_for", "late_at", "due_current", "ended_at"
        ),  # by which days are counted
        _whole("ix_dossier_open_decided", *DECIDED),
        _open("ix_dossier_open_version", *VERSIONS),
        Index("ix_dossier_report", *REPORTED),
        Index("ix_dossier_measured", *MEASURED, sqlite_where=FINISHED, postgresql_where=FINISHED),
        Index("ix_dossier_previous", "previous", sqlite_where=CONTINUING, postgresql_where=CONTINUING),
    )

    code: Mapped[Code] = mapped_column(primary_key=True)
    procedure: Mapped[Code]
    version: Mapped[Word]
    field: Mapped[Long]
    """The field the procedure belongs to, in Vietnamese."""
    channel: Mapped[Word]
    territory: Mapped[Name]
    one_stop: Mapped[Name]
    competent: Mapped[Name]
    zone: Mapped[Word]
    """Time zone of the deciding agency; on-time compares its dates."""
    state: Mapped[Word]
    portal_code: Mapped[int]
    waiting_for: Mapped[Word | None]
    holder_agency: Mapped[Name | None]
    holder_officer: Mapped[Name | None]
    holder_step: Mapped[Name | None]
    """The step it waits at; null where that is none: the engine is at fault, or the applicant completes it."""
    waiting_since: Mapped[Moment | None]
    system: Mapped[Name | None]
    """The department system that an open step waits on, whatever else it waits for; `awaited.SEVERAL` for several."""
    opened_at: Mapped[Moment]
    received_at: Mapped[Moment | None] = mapped_column(index=True)
    due_original: Mapped[Moment | None]
    """The date on the slip; later dates never replace it (R52)."""
    late_from_original: Mapped[Moment | None]
    due_current: Mapped[Moment | None]
    """The promised date as last set; it says nothing while the clock stands."""
    late_from: Mapped[Moment | None]
    late_at: Mapped[Moment | None]
    """The moment from which it is late if nobody moves it; null while the clock stands, and when the work is done."""
    act_by: Mapped[Moment | None]
    paused: Mapped[bool]
    finished_at: Mapped[Moment | None] = mapped_column(index=True)
    ended_at: Mapped[Moment | None]
    closed_at: Mapped[Moment | None]
    """When it left the work of the period: its result was ready, or it ended without one (R55, R58)."""
    result: Mapped[Word | None]
    verdict: Mapped[Word | None]
    """Early, on time or late against the current date, set when the work is finished (R55)."""
    verdict_original: Mapped[Word | None]
    next_alarm_at: Mapped[Moment | None]
    next_alarm: Mapped[Word | None]
    open_duties: Mapped[int]
    supplements: Mapped[int] = mapped_column(server_default="0")
    """How often the applicant was asked to complete it."""
    rank: Mapped[Key]
    """Place in the supervisor's queue: running clocks first, then standing ones."""
    due_rank: Mapped[Key] = mapped_column(server_default="")
    """The same by the promised date."""
    seq: Mapped[int]
    head: Mapped[Sha256]
    previous: Mapped[Code | None]
    parent: Mapped[Code | None] = mapped_column(index=True)
    """The linked dossier this one is a leg of (R44)."""
    trouble: Mapped[Long | None]
    updated_at: Mapped[Moment]


class FactRow(Table):
    """What happened, in order; append-only, each hash covering the one before. The audit trail is this table."""

    __tablename__ = "dossier_fact"
    __table_args__: Any = (UniqueConstraint("dossier", "act_key", "part", name="uq_dossier_fact_act"),)

    dossier: Mapped[Code] = mapped_column(ForeignKey("dossier.code"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[Word]
    at: Mapped[Moment]
    """The fact's own legal moment."""
    recorded_at: Mapped[Moment]
    act_key: Mapped[Key]
    part: Mapped[int]
    """Place of the fact within its act, from 0; with the key it makes sure that an act is written once."""
    act_at: Mapped[Moment]
    """The legal moment of the act that caused it."""
    act_actor: Mapped[Long]
    """The actor of the act, as JSON text kept to the letter."""
    agency: Mapped[Name]
    officer: Mapped[Name | None]
    on_behalf_of: Mapped[Name | None]
    reason: Mapped[Long | None]
    fact: Mapped[Long]
    """The fact, as JSON text kept to the letter: its hash depends on what was given and what was left out."""
    hash: Mapped[Sha256]


class DutyRow(Table):
    """One visit to a step: who held it, until when it was due, how it ended."""

    __tablename__ = "duty"

    dossier: Mapped[Code] = mapped_column(ForeignKey("dossier.code"), primary_key=True)
    step: Mapped[Name] = mapped_column(primary_key=True)
    visit: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[Word]
    agency: Mapped[Name]
    officer: Mapped[Name | None]
    holder: Mapped[Word]
    opened_at: Mapped[Moment]
    due_at: Mapped[Moment | None]
    closed_at: Mapped[Moment | None]
    outcome: Mapped[Word | None]
    late: Mapped[bool]
    """Whether it ended after its own due moment; of an open one this is computed."""
    kept: Mapped[Word | None]
    """How it kept its own limit once it ended, dates compared: early, on_time, late; null without a limit (R68)."""
    system: Mapped[Name | None]
    trouble: Mapped[Long | None]
    paused: Mapped[bool]
    stands_for: Mapped[Name | None]
    """The outage of its system for which its clock stands, as `outage:id`."""


Index(
    "ix_duty_open_system",
    DutyRow.system,
    sqlite_where=text("closed_at IS NULL AND system IS NOT NULL"),
    postgresql_where=text("closed_at IS NULL AND system IS NOT NULL"),
)
Index(
    "ix_duty_open_agency",
    *(DutyRow.agency, DutyRow.officer, DutyRow.due_at, DutyRow.paused, DutyRow.opened_at, DutyRow.closed_at),
    DutyRow.dossier,
    sqlite_where=DutyRow.closed_at.is_(None),
    postgresql_where=DutyRow.closed_at.is_(None),
)


Index(
    "ix_duty_closed",
    *(DutyRow.closed_at, DutyRow.agency, DutyRow.kept, DutyRow.dossier),
    sqlite_where=DutyRow.closed_at.is_not(None),
    postgresql_where=DutyRow.closed_at.is_not(None),
)


class PromiseRow(Table):
    """A stretch of a dossier's life in which another promise stood than stands now; the last one is the dossier's row.

    Reports of a period that is over judge what was open at its end by the promise of that moment.
    """

    __tablename__ = "promise_past"

    dossier: Mapped[Code] = mapped_column(ForeignKey("dossier.code"), primary_key=True)
    since: Mapped[Moment] = mapped_column(primary_key=True)
    until: Mapped[Moment] = mapped_column(index=True)
    """Legal moment from which the following promise stood."""
    late_from: Mapped[Moment | None]
    paused: Mapped[bool]


class EpisodeRow(Table):
    """The file of one breach: who held the work, who was told, what was answered, what was lost."""

    __tablename__ = "overdue_episode"

    dossier: Mapped[Code] = mapped_column(ForeignKey("dossier.code"), primary_key=True)
    subject: Mapped[Key] = mapped_column(primary_key=True)
    opened_at: Mapped[Moment] = mapped_column(primary_key=True)
    """The legal moment that passed."""
    holder: Mapped[Name]
    own: Mapped[bool]
    level: Mapped[int]
    escalated_to: Mapped[Long | None]
    passed_on: Mapped[Moment | None]
    """When somebody last carried it up, before the chain would have."""
    reminders: Mapped[int] = mapped_column(server_default="0")
    next_at: Mapped[Moment | None]
    acknowledged_at: Mapped[Moment | None]
    acknowledged_by: Mapped[Key | None]
    explanation: Mapped[Long | None]
    """What was said on acknowledging it."""
    cause: Mapped[Word | None]
    explained: Mapped[Long | None]
    """What made it late, as last stated."""
    explained_at: Mapped[Moment | None]
    apologised_at: Mapped[Moment | None]
    """When the applicant was last apologised to; for the promise alone."""
    closed_at: Mapped[Moment | None]
    lost_minutes: Mapped[int | None]
    annulled: Mapped[bool]


Index(
    "ix_overdue_episode_open",
    EpisodeRow.holder,
    EpisodeRow.opened_at,
    sqlite_where=EpisodeRow.closed_at.is_(None),
    postgresql_where=EpisodeRow.closed_at.is_(None),
)


class TimeShareRow(Table):
    """Whose working time a finished dossier took, from receipt to its result; in whole seconds of the deciding
    agency's working time. Waiting and handling make up all of it; stood and late are parts of it."""

    __tablename__ = "time_share"

    dossier: Mapped[Code] = mapped_column(ForeignKey("dossier.code"), primary_key=True)
    holder: Mapped[Word] = mapped_column(primary_key=True)
    """own_agency, partner_agency, applicant, department_system or in_transit."""
    agency: Mapped[Name] = mapped_column(primary_key=True)
    step: Mapped[Name] = mapped_column(primary_key=True)
    seconds_waiting: Mapped[int] = mapped_column(BigInteger())
    """Before anybody took it in hand."""
    seconds_handling: Mapped[int] = mapped_column(BigInteger())
    seconds_stood: Mapped[int] = mapped_column(BigInteger())
    """While the official clock stood: not counted by the promise."""
    seconds_late: Mapped[int] = mapped_column(BigInteger())
    """After the promise was broken."""


Index("ix_time_share_agency", TimeShareRow.agency, TimeShareRow.holder)
