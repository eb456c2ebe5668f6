"""What a subscriber is told of one fact: a CloudEvent 1.0 without personal data, the same whenever it is made."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from motcua.dossiers.dossier import held_by, waiting_for
from motcua.dossiers.evolve import Happened
from motcua.dossiers.parts import State, Waiting
from motcua.webhooks.kinds import event_type

CONTENT_TYPE: Final = "application/cloudevents+json"
ZONE: Final = ZoneInfo("Asia/Ho_Chi_Minh")
"""Moments are written in the zone of the administration; they are exact in any."""


class EventData(BaseModel):
    """What happened, and how the dossier stands right after it. Nothing in it names a person."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    dossier: str
    """Code of the dossier; it never changes."""
    seq: int = Field(ge=1)
    """Number of the fact in its dossier, from 1, without gaps."""
    kind: str
    """What kind of fact it is; the event's type says the same."""
    procedure: str
    version: str
    """The version of the procedure the dossier is handled by."""
    field: str | None
    """The field of the procedure, in Vietnamese."""
    parent: str | None
    """The dossier this one is a leg of."""
    by: str
    """Id of the agency that did it; `applicant`; `law` where a deadline passed; `system:NAME`."""
    step: str | None
    """The step it is about, where it is about one."""
    competent: str
    """Id of the agency that decides the dossier."""
    one_stop: str
    """Id of the one-stop that received it."""
    state: State
    portal_code: int = Field(ge=1, le=10)
    """The national portal's status code of that state."""
    waiting_for: Waiting | None
    """What the dossier waits for now; null once it has ended."""
    held_by: str | None
    """Id of the agency that holds it now."""
    received_at: AwareDatetime | None
    due_original: AwareDatetime | None
    """The date on the slip."""
    due_current: AwareDatetime | None
    """The date promised now; null while the clock stands, and where there is none."""
    late_from: AwareDatetime | None
    """From when the dossier is late, unless it is finished; null like `due_current`."""
    paused: bool
    finished_at: AwareDatetime | None
    ended_at: AwareDatetime | None
    result: str | None
    at: AwareDatetime
    """The legal moment of what happened."""
    recorded_at: AwareDatetime
    """When it was written down."""


def data_of(happened: Happened, seq: int, recorded_at: datetime, field: str | None) -> EventData:
    """Return what a subscriber is told of one fact.

    Args:
        happened: The fact, with the dossier after it.
        seq: Its number in the dossier.
        recorded_at: When it was written down.
        field: The field of the procedure, in Vietnamese.
    """
    after, waits = happened.after, waiting_for(happened.after)
    step = getattr(happened.fact, "step", None)
    clock = after.clock if after.due is not None else None
    return EventData(
        dossier=after.code,
        seq=seq,
        kind=happened.fact.kind,
        procedure=after.procedure,
        version=after.version,
        field=field,
        parent=after.parent,
        by=happened.by.agency,
        step=step if isinstance(step, str) else None,
        competent=after.competent,
        one_stop=after.one_stop,
        state=after.state,
        portal_code=after.state.portal_code,
        waiting_for=waits,
        held_by=held_by(after)[0],
        received_at=_local(after.received_at),
        due_original=_local(after.due_original),
        due_current=_local(clock.due if clock else None),
        late_from=_local(clock.late_from if clock else None),
        paused=after.paused,
        finished_at=_local(after.finished_at),
        ended_at=_local(after.ended_at),
        result=after.result.value if after.result else None,
        at=_known(happened.at),
        recorded_at=_known(recorded_at),
    )


def cloud_event(data: EventData, source: str, schema: str) -> dict[str, Any]:
    """Return the event in CloudEvents' JSON format.

    `sequence` is the fact's number: within one `subject` the greater one is the later one, whatever arrives first.

    Args:
        data: What happened.
        source: The installation, as a URI.
        schema: Where the data's JSON schema is.
    """
    return {
        "specversion": "1.0",
        "id": event_id(data.dossier, data.seq),
        "source": source,
        "type": event_type(data.kind),
        "subject": data.dossier,
        "time": data.at.isoformat(),
        "datacontenttype": "application/json",
        "dataschema": schema,
        "sequence": str(data.seq),
        "sequencetype": "Integer",
        "partitionkey": data.dossier,
        "data": data.model_dump(mode="json"),
    }


def body_of(event: Mapping[str, Any]) -> bytes:
    """Return an event as it is sent: UTF-8, the same letters for the same event."""
    return json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()


def event_id(dossier: str, seq: int) -> str:
    """Return the id of a fact's event: one for ever, however often and to whomever it is sent."""
    return f"{dossier}/{seq}"


def data_schema() -> dict[str, Any]:
    """Return the JSON schema of what events say."""
    described = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "motcua dossier event, version 1"}
    return EventData.model_json_schema(mode="serialization") | described


def _known(moment: datetime) -> datetime:
    return moment.astimezone(ZONE)


def _local(moment: datetime | None) -> datetime | None:
    return None if moment is None else _known(moment)
