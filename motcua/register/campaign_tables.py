"""What the register keeps of changes over many dossiers, and of the decisions that change calendars."""

from datetime import date

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from motcua.register.columns import Code, Key, Long, Moment, Name, Sha256, Table, Word


class CalendarDecisionRow(Table):
    """A decision that changes a calendar, to the letter; one that was entered is never edited, only revoked."""

    __tablename__ = "calendar_decision"

    id: Mapped[Name] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(unique=True)
    """Its place among all, from 1: where two speak of one day, the later counts."""
    scope: Mapped[Name]
    number: Mapped[Key]
    decided_on: Mapped[date]
    digest: Mapped[Sha256]
    content: Mapped[Long]
    entered_at: Mapped[Moment]
    entered_by: Mapped[Long]
    """The actor, as JSON text."""


class GroundRevisionRow(Table):
    """How often what decisions stand on was changed here: every process looks at it, and takes up what is new."""

    __tablename__ = "ground_revision"

    id: Mapped[int] = mapped_column(primary_key=True)
    """Always 1."""
    number: Mapped[int]


class CampaignRow(Table):
    """A change over many dossiers: previewed, confirmed, carried out dossier by dossier."""

    __tablename__ = "campaign"

    id: Mapped[Key] = mapped_column(primary_key=True)
    kind: Mapped[Word]
    state: Mapped[Word]
    title_vi: Mapped[Long]
    title_en: Mapped[Long]
    basis: Mapped[Long]
    """Number of the decision it carries out."""
    reason: Mapped[Long | None]
    by: Mapped[Long]
    """Who asked for it, as JSON text."""
    parameters: Mapped[Long]
    """What the kind needs to know, as JSON text."""
    looked_at: Mapped[int]
    """How many open dossiers the preview looked at."""
    created_at: Mapped[Moment]
    planned_at: Mapped[Moment | None]
    """When its preview began: what happened to a dossier since then it has not seen."""
    confirmed_at: Mapped[Moment | None]
    confirmed_by: Mapped[Long | None]
    finished_at: Mapped[Moment | None]
    needs_second: Mapped[bool | None]
    """Whether somebody else than who asked has to confirm it; None: the kind knows no such rule, or no preview yet."""


Index("ix_campaign_created_at", CampaignRow.created_at)


class CampaignItemRow(Table):
    """One dossier of a campaign: what the preview said, and what came of it."""

    __tablename__ = "campaign_item"

    campaign: Mapped[Key] = mapped_column(ForeignKey("campaign.id"), primary_key=True)
    dossier: Mapped[Code] = mapped_column(ForeignKey("dossier.code"), primary_key=True)
    state: Mapped[Word]
    treatment: Mapped[Word | None]
    """What was confirmed for it: `now`, `next_step`, or another word of the campaign's kind; None: not confirmed."""
    effect: Mapped[Word]
    agency: Mapped[Name | None]
    step: Mapped[Name | None]
    old_due: Mapped[Moment | None]
    new_due: Mapped[Moment | None]
    done_at: Mapped[Moment | None]
    detail_vi: Mapped[Long | None]
    detail_en: Mapped[Long | None]
    opened: Mapped[Code | None]
    """The dossier that was opened for it, where its repair was to take the matter up again."""


class RepairChoiceRow(Table):
    """A dossier that somebody chose to be repaired, as they saw it then; open or ended."""

    __tablename__ = "repair_choice"

    campaign: Mapped[Key] = mapped_column(ForeignKey("campaign.id"), primary_key=True)
    dossier: Mapped[Code] = mapped_column(ForeignKey("dossier.code"), primary_key=True)


Index("ix_campaign_item_state", CampaignItemRow.campaign, CampaignItemRow.state, CampaignItemRow.dossier)
Index("ix_campaign_item_dossier", CampaignItemRow.dossier)
