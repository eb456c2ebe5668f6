"""What all parts of a definition are made of."""

from pydantic import BaseModel, ConfigDict, Field


class Model(BaseModel):
    """A closed, immutable part of a definition."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(Model):
    """The same words for people in Vietnam and for other readers."""

    vi: str = Field(min_length=1)
    en: str = Field(min_length=1)
