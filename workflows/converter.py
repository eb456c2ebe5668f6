"""How values cross into Temporal: as JSON of our models, without what is only a default."""

import dataclasses

from temporalio.contrib.pydantic import PydanticPayloadConverter, ToJsonOptions, pydantic_data_converter
from temporalio.converter import DataConverter


class LeanPayloadConverter(PydanticPayloadConverter):
    """Pydantic JSON that leaves defaults out: half the bytes of a history."""

    def __init__(self) -> None:
        super().__init__(ToJsonOptions(exclude_unset=True))


DATA_CONVERTER: DataConverter = dataclasses.replace(
    pydantic_data_converter, payload_converter_class=LeanPayloadConverter
)
