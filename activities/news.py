"""What subscribers are told of the stream's events: made from stored facts, the same whenever it is made."""

from collections import OrderedDict

from motcua.dossiers.ground import Ground
from motcua.errors import MotcuaError, NotFoundError
from motcua.register.events import Event
from motcua.register.register import Register
from motcua.register.webhook_lines import Delivery
from motcua.webhooks.cloudevent import EventData, body_of, cloud_event, data_of

KEPT = 1_000
"""Events whose words are kept: what several subscribers get is worked out once."""


class News:
    """Turns events of the stream into what is posted.

    Args:
        register: Where the facts are.
        ground: What procedures say of themselves.
        source: The installation's own name, a URI.
        schema: Where the schema of the events' data is.
    """

    def __init__(self, register: Register, ground: Ground, source: str, schema: str) -> None:
        self._register = register
        self._ground = ground
        self._source = source
        self._schema = schema
        self._kept: OrderedDict[int, tuple[EventData, ...]] = OrderedDict()

    def of(self, event: Event) -> tuple[EventData, ...]:
        """Return what is told of an event, one for each of its facts in order.

        Raises:
            NotFoundError: The register does not have its facts.
        """
        known = self._kept.get(event.id)
        if known is None:
            happened = self._register.happened(event)
            field = self._field(happened[0][1].after.procedure, happened[0][1].after.version)
            known = tuple(data_of(step, seq, event.created_at, field) for seq, step in happened)
            self._kept[event.id] = known
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return known

    def body(self, delivery: Delivery) -> bytes:
        """Return what is posted for a delivery.

        Raises:
            NotFoundError: The stream has no such event.
        """
        event = self._register.event(delivery.position)
        said = next((data for data in self.of(event) if data.seq == delivery.seq), None) if event else None
        if said is None:
            raise NotFoundError(f"There is no event {delivery.event_id}.", vi="Không có sự kiện này.", field="event_id")
        return body_of(cloud_event(said, self._source, self._schema))

    def _field(self, procedure: str, version: str) -> str | None:
        try:
            return self._ground.procedure(procedure, version).field.vi
        except MotcuaError:
            return None
