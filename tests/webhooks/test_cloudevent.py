"""What a subscriber is told: a CloudEvent after the standard, without anybody's data, the same whenever it is made."""

import json
import re
from datetime import datetime

from motcua.dossiers import facts as f
from motcua.dossiers.parts import Actor
from motcua.webhooks.cloudevent import EventData, body_of, cloud_event, data_of, data_schema
from motcua.webhooks.kinds import KINDS
from tests.register.papers import LAND_OFFICE, Paper, receipt, whole_life

SOURCE, SCHEMA = "https://motcua.example.vn", "https://motcua.example.vn/api/v1/events/schema"


def events_of(register, code):
    """Return every event of a dossier."""
    found = []
    for event in register.events_after(0):
        told = [data_of(step, seq, event.created_at, "Đất đai") for seq, step in register.happened(event)]
        found += [cloud_event(data, SOURCE, SCHEMA) for data in told if data.dossier == code]
    return found


def test_an_event_has_every_attribute_the_standard_asks_for(register):
    paper = whole_life(register)
    for number, event in enumerate(events_of(register, paper.code), start=1):
        assert event["specversion"] == "1.0"
        assert event["id"] == f"{paper.code}/{number}"
        assert (event["source"], event["subject"]) == (SOURCE, paper.code)
        assert re.fullmatch(r"vn\.motcua\.dossier\.[a-z_]+\.v1", event["type"])
        assert datetime.fromisoformat(event["time"]).utcoffset() is not None
        assert all(re.fullmatch(r"[a-z0-9]{1,20}", name) for name in event)
        assert int(event["sequence"]) == event["data"]["seq"] == number


def test_an_event_says_how_the_dossier_stands_right_after_it(register):
    paper = Paper(register, receipt("A"))
    paper.does("done", "Mon 2026-11-23 10:00", f.DutyClosed(step="appraise"))
    received, closed = events_of(register, "A")[1]["data"], events_of(register, "A")[-1]["data"]
    assert (received["kind"], received["state"], received["portal_code"]) == ("received", "received", 2)
    assert (closed["kind"], closed["step"], closed["by"]) == ("duty_closed", "appraise", LAND_OFFICE)
    assert closed["due_current"] == closed["due_original"] == "2026-11-30T17:00:00+07:00"
    assert (closed["at"], closed["recorded_at"]) == ("2026-11-23T10:00:00+07:00", "2026-11-23T10:00:02+07:00")


def test_nothing_anybody_wrote_and_nobody_by_name_is_in_an_event(register):
    officer = Actor(agency=LAND_OFFICE, officer="LO-7")
    paper = Paper(register, receipt("A"))
    paper.does(
        "note",
        "Mon 2026-11-23 10:00",
        f.DataSet(data={"owner": "Nguyễn Văn Ví Dụ"}),
        by=officer,
        reason="Theo đơn của ông Ví Dụ",
    )
    said = b"".join(body_of(event) for event in events_of(register, "A")).decode()
    assert "Ví Dụ" not in said
    assert "LO-7" not in said


def test_an_event_is_the_same_to_the_letter_whenever_it_is_made(register):
    paper = whole_life(register)
    first = [body_of(event) for event in events_of(register, paper.code)]
    assert first == [body_of(event) for event in events_of(register, paper.code)]


def test_the_published_schema_describes_what_is_sent(register):
    paper = whole_life(register)
    schema = data_schema()
    assert set(schema["required"]) == set(EventData.model_fields)
    assert schema["additionalProperties"] is False
    for event in events_of(register, paper.code):
        assert set(event["data"]) == set(schema["properties"])
        assert EventData.model_validate_json(json.dumps(event["data"])).seq == event["data"]["seq"]


def test_there_is_a_type_for_every_kind_of_fact():
    assert {"received", "clock_set", "result_ready", "returned", "overdue_opened"} <= set(KINDS)
    assert len(KINDS) == len(set(KINDS)) > 40
