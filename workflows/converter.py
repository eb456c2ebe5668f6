"""How values cross into Temporal: as JSON of our models, without what is only a default."""

import dataclasses

from temporalio.contrib.pydantic import PydanticJSONPlainPayloadConverter, ToJsonOptions, pydantic_data_converter
from temporalio.converter import (
    CompositePayloadConverter,
    DataConverter,
    DefaultPayloadConverter,
    JSONPlainPayloadConverter,
)

LEAN = PydanticJSONPlainPayloadConverter(ToJsonOptions(exclude_unset=True))
"""Pydantic JSON that leaves defaults out: half the bytes of a history. It keeps what it learned about our models."""


class LeanPayloadConverter(CompositePayloadConverter):
    """The default converters with lean JSON. One is made for every task, so making one has to cost nothing."""

    def __init__(self) -> None:
        usual = DefaultPayloadConverter.default_encoding_payload_converters
        super().__init__(*(LEAN if isinstance(one, JSONPlainPayloadConverter) else one for one in usual))


DATA_CONVERTER: DataConverter = dataclasses.replace(
    pydantic_data_converter, payload_converter_class=LeanPayloadConverter
)
