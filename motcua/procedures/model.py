"""What all parts of a definition are made of."""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticKnownError


class Model(BaseModel):
    """A closed, immutable part of a definition."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(Model):
    """The same words for people in Vietnam and for other readers."""

    vi: str = Field(min_length=1)
    en: str = Field(min_length=1)

    @property
    def plain(self) -> bool:
        """Whether it was written once for both languages."""
        return self.vi == self.en

    def retells(self, other: "Text") -> bool:
        """Whether both say the same, one of them perhaps in one language only."""
        if self == other:
            return True
        return (self.plain and self.vi in (other.vi, other.en)) or (other.plain and other.vi in (self.vi, self.en))


def _in_both(said: Any) -> Any:
    """Read a plain text, which is then the same in both languages; nothing was said where it is empty."""
    if isinstance(said, str):
        return Text(vi=said, en=said) if said else None
    if said is None or isinstance(said, dict | Text):
        return said
    raise PydanticKnownError("string_type")


Note = Annotated[Text | None, BeforeValidator(_in_both, json_schema_input_type=Text | str | None)]
"""A remark in both languages, or a plain text, as all of them were before they could be translated."""
