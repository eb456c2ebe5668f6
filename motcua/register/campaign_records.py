"""A change over many dossiers, and its dossiers, as the register knows them."""

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, JsonValue

from motcua.dossiers.parts import Actor
from motcua.register.reading import Record


class CampaignState(StrEnum):
    """Where a campaign stands; only a draft is confirmed, and only what is confirmed is done."""

    PLANNING = "planning"
    DRAFT = "draft"
    RUNNING = "running"
    LASTING = "lasting"
    """What was previewed is done, and what comes under it later is done too, until it is over."""
    DONE = "done"
    DROPPED = "dropped"
    """Nobody confirmed it in time."""


class ItemState(StrEnum):
    """What became of one dossier of a campaign."""

    PLANNED = "planned"
    DONE = "done"
    UNCHANGED = "unchanged"
    REFUSED = "refused"
    FAILED = "failed"
    """It could not be reached; it may be tried again."""


class NewCampaign(BaseModel):
    """What a campaign is made of."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    kind: str
    title_vi: str
    title_en: str
    basis: str
    reason: str | None = None
    by: Actor
    parameters: dict[str, JsonValue] = {}


class Campaign(NewCampaign):
    """A campaign as it stands, with the number of its dossiers in each state."""

    state: CampaignState
    looked_at: int
    created_at: datetime
    planned_at: datetime | None
    confirmed_at: datetime | None
    confirmed_by: Actor | None
    finished_at: datetime | None
    needs_second: bool | None = None
    """Whether somebody else than who asked has to confirm it."""
    counts: dict[ItemState, int]

    @property
    def touched(self) -> int:
        """Return how many dossiers it is about."""
        return sum(self.counts.values())


class ConfirmedRepair(BaseModel):
    """A repair that nobody else than who asked had to confirm."""

    model_config = ConfigDict(frozen=True)

    id: str
    by: Actor
    """Who asked."""
    parameters: dict[str, JsonValue]
    dossiers: int
    """How many of its dossiers were confirmed, whatever came of them."""


class Item(Record):
    """One dossier of a campaign."""

    dossier: str
    state: ItemState
    treatment: str | None = None
    effect: str
    agency: str | None = None
    step: str | None = None
    old_due: datetime | None = None
    new_due: datetime | None = None
    done_at: datetime | None = None
    detail_vi: str | None = None
    detail_en: str | None = None
    opened: str | None = None
    """The dossier that was opened in its place."""


class Group(BaseModel):
    """Some of a campaign's dossiers; all given conditions hold, and without one all are meant."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    step: str | None = None
    agency: str | None = None
    effect: str | None = None


class GroupCount(Record):
    """How many dossiers of a campaign are at one step, with one agency, with one effect, in one state."""

    step: str | None
    agency: str | None
    effect: str
    state: ItemState
    dossiers: int
