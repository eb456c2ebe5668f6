"""What passes between the Campaign workflow and its activities, and what its callers say."""

from pydantic import Field

from motcua.dossiers.parts import Actor, Model


class CampaignOrder(Model):
    """Which campaign to carry out."""

    id: str
    wait: int = Field(default=10, ge=0)
    """Seconds after a confirmation in which every process takes up what was decided; dossiers follow after that."""
    resume: bool = False
    """Whether it goes on with what was confirmed before and could not be done."""


class Look(Model):
    """A request to preview a campaign, or to look for dossiers that its preview cannot have seen."""

    campaign: str
    further: bool = False


class Chosen(Model):
    """What somebody confirmed: which dossiers, and what is to be done with them."""

    campaign: str
    by: Actor
    step: str | None = None
    agency: str | None = None
    effect: str | None = None
    treatment: str = "now"


class Progress(Model):
    """How far a campaign has come."""

    done: int = 0
    left: bool = False
    """Whether there is more of it to do."""
    lasts: bool = False
    """Whether it goes on once that is done, until what it was decided for is over."""
