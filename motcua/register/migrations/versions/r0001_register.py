"""The register: dossiers with their facts, and what is kept beside them."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

OPEN = sa.text("ended_at IS NULL")
UNCLOSED = sa.text("closed_at IS NULL")
UNANSWERED = sa.text("answered_at IS NULL")
CODE, NAME, WORD, KEY, SHA256 = (sa.String(length) for length in (80, 80, 40, 240, 64))
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make all tables, then let nobody change a fact."""
    _dossiers()
    _queue_indexes()
    _facts()
    _duties()
    _episodes()
    _codes()
    _calls()
    _procedures()
    _known_ground()
    _personal_data()
    if op.get_bind().dialect.name == "postgresql":
        _guard_facts_on_postgresql()
    else:
        _guard_facts_on_sqlite()


def _must(name: str, kind: sa.types.TypeEngine[Any], *rest: Any, **options: Any) -> sa.Column[Any]:
    return sa.Column(name, kind, *rest, nullable=False, **options)


def _may(name: str, kind: sa.types.TypeEngine[Any]) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=True)


def _of_dossier() -> sa.Column[Any]:
    return _must("dossier", CODE, sa.ForeignKey("dossier.code"), primary_key=True)


def _dossiers() -> None:
    op.create_table(
        "dossier",
        _must("code", CODE, primary_key=True),
        _must("procedure", CODE),
        _must("version", WORD),
        _must("field", sa.Text()),
        _must("channel", WORD),
        *(_must(name, NAME) for name in ("territory", "one_stop", "competent")),
        *(_must(name, WORD) for name in ("zone", "state")),
        _must("portal_code", sa.Integer()),
        _may("waiting_for", WORD),
        *(_may(name, NAME) for name in ("holder_agency", "holder_officer")),
        _may("waiting_since", MOMENT),
        _must("opened_at", MOMENT),
        *(_may(name, MOMENT) for name in ("received_at", "due_original", "late_from_original", "due_current")),
        *(
            _may(name, MOMENT)
            for name in ("late_from", "late_at", "act_by", "finished_at", "ended_at", "next_alarm_at")
        ),
        _must("paused", sa.Boolean()),
        *(_may(name, WORD) for name in ("result", "verdict", "verdict_original", "next_alarm")),
        _must("open_duties", sa.Integer()),
        _must("rank", KEY),
        _must("seq", sa.Integer()),
        _must("head", SHA256),
        _may("previous", CODE),
        _may("trouble", sa.Text()),
        _must("updated_at", MOMENT),
        sa.CheckConstraint("seq > 0", name="ck_dossier_seq"),
    )


def _queue_indexes() -> None:
    for label, columns in {
        "ix_dossier_open": ["rank", "code"],
        "ix_dossier_open_holder": ["holder_agency", "rank", "code"],
        "ix_dossier_open_waiting": ["waiting_for", "rank", "code"],
        "ix_dossier_open_procedure": ["procedure", "rank", "code"],
        "ix_dossier_open_count": ["waiting_for", "late_at", "due_current", "ended_at"],
    }.items():
        op.create_index(label, "dossier", columns, sqlite_where=OPEN, postgresql_where=OPEN)
    for column in ("received_at", "finished_at"):
        op.create_index(f"ix_dossier_{column}", "dossier", [column])


def _facts() -> None:
    op.create_table(
        "dossier_fact",
        _of_dossier(),
        _must("seq", sa.Integer(), primary_key=True, autoincrement=False),
        _must("kind", WORD),
        *(_must(name, MOMENT) for name in ("at", "recorded_at", "act_at")),
        _must("act_key", KEY),
        _must("part", sa.Integer()),
        _must("act_actor", sa.Text()),
        _must("agency", NAME),
        *(_may(name, NAME) for name in ("officer", "on_behalf_of")),
        _may("reason", sa.Text()),
        _must("fact", sa.Text()),
        _must("hash", SHA256),
        sa.UniqueConstraint("dossier", "act_key", "part", name="uq_dossier_fact_act"),
    )


def _duties() -> None:
    op.create_table(
        "duty",
        _of_dossier(),
        _must("step", NAME, primary_key=True),
        _must("visit", sa.Integer(), primary_key=True, autoincrement=False),
        *(_must(name, kind) for name, kind in {"kind": WORD, "agency": NAME, "holder": WORD}.items()),
        *(_may(name, NAME) for name in ("officer", "system")),
        _must("opened_at", MOMENT),
        *(_may(name, MOMENT) for name in ("due_at", "closed_at")),
        _may("outcome", WORD),
        *(_must(name, sa.Boolean()) for name in ("late", "paused")),
        _may("trouble", sa.Text()),
    )
    columns = ["agency", "officer", "due_at"]
    op.create_index("ix_duty_open_agency", "duty", columns, sqlite_where=UNCLOSED, postgresql_where=UNCLOSED)


def _episodes() -> None:
    op.create_table(
        "overdue_episode",
        _of_dossier(),
        _must("subject", KEY, primary_key=True),
        _must("opened_at", MOMENT, primary_key=True),
        _must("holder", NAME),
        *(_must(name, sa.Boolean()) for name in ("own", "annulled")),
        _must("level", sa.Integer()),
        *(_may(name, sa.Text()) for name in ("escalated_to", "explanation")),
        *(_may(name, MOMENT) for name in ("next_at", "acknowledged_at", "closed_at")),
        _may("acknowledged_by", KEY),
        _may("lost_minutes", sa.Integer()),
    )
    columns = ["holder", "opened_at"]
    op.create_index(
        "ix_overdue_episode_open", "overdue_episode", columns, sqlite_where=UNCLOSED, postgresql_where=UNCLOSED
    )


def _codes() -> None:
    op.create_table(
        "opening",
        _must("caller", NAME, primary_key=True),
        _must("key", KEY, primary_key=True),
        _must("digest", SHA256),
        _must("code", CODE),
        _must("created_at", MOMENT),
        sa.UniqueConstraint("code", name="uq_opening_code"),
    )
    op.create_table(
        "day_counter",
        _must("agency_code", NAME, primary_key=True),
        _must("local_date", sa.Date(), primary_key=True),
        _must("last_number", sa.Integer()),
        sa.CheckConstraint("last_number BETWEEN 1 AND 9999", name="ck_day_counter_four_digits"),
    )


def _calls() -> None:
    op.create_table(
        "department_call",
        _must("key", KEY, primary_key=True),
        _must("system", NAME),
        _must("dossier", CODE),
        _must("step", NAME),
        _must("visit", sa.Integer()),
        _must("agency", NAME),
        _must("state", WORD),
        _must("attempts", sa.Integer()),
        *(_must(name, MOMENT) for name in ("first_asked_at", "last_asked_at")),
        *(_may(name, MOMENT) for name in ("answered_at", "callback_at")),
        _may("outcome", WORD),
        *(_may(name, sa.Text()) for name in ("reference", "last_error")),
        _may("digest", SHA256),
    )
    op.create_index("ix_department_call_dossier", "department_call", ["dossier"])
    op.create_index(
        "ix_department_call_open",
        "department_call",
        ["system", "last_asked_at"],
        sqlite_where=UNANSWERED,
        postgresql_where=UNANSWERED,
    )


def _procedures() -> None:
    op.create_table(
        "procedure_version",
        _must("code", CODE, primary_key=True),
        _must("version", WORD, primary_key=True),
        _must("digest", SHA256),
        _must("valid_from", sa.Date()),
        _may("valid_to", sa.Date()),
        *(_must(name, sa.Text()) for name in ("name_vi", "name_en", "field_vi", "content")),
        _must("published_at", MOMENT),
    )


def _known_ground() -> None:
    op.create_table(
        "agency",
        _must("id", NAME, primary_key=True),
        _must("digest", SHA256, primary_key=True),
        _must("content", sa.Text()),
        _must("kept_at", MOMENT),
    )
    op.create_table(
        "calendar",
        _must("id", NAME, primary_key=True),
        _must("version", WORD, primary_key=True),
        _must("digest", SHA256),
        _must("content", sa.Text()),
        _must("kept_at", MOMENT),
    )


def _personal_data() -> None:
    op.create_table(
        "applicant",
        _must("dossier", CODE, primary_key=True),
        *(_must(name, sa.LargeBinary()) for name in ("ciphertext", "nonce")),
        _must("key_id", WORD),
        _must("saved_at", MOMENT),
    )
    op.create_table(
        "dossier_key",
        _must("dossier", CODE, primary_key=True),
        _may("wrapped", sa.LargeBinary()),
        _may("forgotten_at", MOMENT),
    )
    op.create_table(
        "access_log",
        _must("id", sa.Integer(), primary_key=True),
        _must("dossier", CODE, index=True),
        _must("who", NAME),
        _must("purpose", sa.Text()),
        _must("at", MOMENT),
    )


def _guard_facts_on_sqlite() -> None:
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER dossier_fact_no_{change.lower()} BEFORE {change} ON dossier_fact "
            "BEGIN SELECT RAISE(ABORT, 'facts are never changed'); END"
        )


def _guard_facts_on_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'facts are never changed' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    op.execute(
        "CREATE TRIGGER dossier_fact_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON dossier_fact "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
