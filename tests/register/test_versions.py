"""What is published stays as it was published."""

import hashlib
import json
from datetime import date

import pytest

from motcua.errors import ConflictError, NotFoundError
from motcua.procedures.definition import Procedure
from motcua.register.register import Register
from tests.register.papers import at

DAY = at("Mon 2026-11-23 09:00")


def procedure(version: str = "2026-01", **changes: object) -> Procedure:
    text = {"vi": "Đất đai", "en": "Land"}
    said = {
        "code": "TN13",
        "version": version,
        "decision": {"number": "1/QĐ-UBND"},
        "valid_from": "2026-01-01",
        "name": text,
        "field": text,
        "level": "province",
        "lead": "land_office",
        "total": "5wd",
        "supplement": {"policy": "pause"},
        "legal_basis": ["Law"],
        "steps": [{"id": "appraise", "kind": "appraise", "name": text, "seat": "land_office", "allow": "5wd"}],
    }
    return Procedure.model_validate(said | changes)


def test_a_version_is_published_once_and_read_back_as_it_was(register: Register) -> None:
    assert register.publish(procedure(), at=DAY) is True
    assert register.publish(procedure(), at=DAY) is False
    assert register.published("TN13", "2026-01") == procedure()
    assert len(register.version_digest("TN13", "2026-01") or "") == 64


def test_a_published_version_is_never_edited(register: Register) -> None:
    register.publish(procedure())
    with pytest.raises(ConflictError, match="2026-01 of procedure TN13 was published before"):
        register.publish_all([procedure("2026-02"), procedure(total="6wd")])
    assert register.version_digest("TN13", "2026-02") is None


def test_only_the_day_it_ends_may_be_set_later(register: Register) -> None:
    register.publish(procedure())
    before = register.version_digest("TN13", "2026-01")
    assert register.publish_all([procedure(valid_to="2026-06-30"), procedure("2026-02")]) == 1
    assert register.version_digest("TN13", "2026-01") == before
    assert register.published("TN13", "2026-01").valid_to == date(2026, 6, 30)


def test_what_was_never_published_is_not_found(register: Register) -> None:
    assert register.version_digest("TN13", "2026-01") is None
    with pytest.raises(NotFoundError, match="never published"):
        register.published("TN13", "2026-01")


def test_a_calendar_version_is_kept_once(register: Register) -> None:
    assert register.keep_calendar("vn", "2026.1", {"zone": "Asia/Ho_Chi_Minh"}) is True
    assert register.keep_calendar("vn", "2026.1", {"zone": "Asia/Ho_Chi_Minh"}) is False
    with pytest.raises(ConflictError, match=r"2026\.1 of calendar vn"):
        register.keep_calendar("vn", "2026.1", {"zone": "Asia/Bangkok"})
    assert register.calendar_content("vn", "2026.1") == {"zone": "Asia/Ho_Chi_Minh"}
    assert register.calendar_content("vn", "2027.1") is None


def test_an_agency_is_kept_again_when_something_about_it_changed(register: Register) -> None:
    assert register.keep_agency("tax", {"name": "Chi cục Thuế"}, at=DAY) is True
    assert register.keep_agency("tax", {"name": "Chi cục Thuế"}, at=DAY) is False
    assert register.keep_agency("tax", {"name": "Thuế cơ sở"}, at=at("Tue 2026-11-24 09:00")) is True
    assert register.agency_states("tax") == [{"name": "Chi cục Thuế"}, {"name": "Thuế cơ sở"}]


PLAIN = "Internal process."
TOLD = {"vi": "Quy trình nội bộ.", "en": PLAIN}


def noted(source: object, note: object, **changes: object) -> Procedure:
    step = procedure().model_dump(mode="json")["steps"][0] | {"note": note}
    return procedure(source=source, steps=[step], **changes)


def test_a_version_with_plain_notes_is_kept_as_it_was_before_notes_had_two_languages(register: Register) -> None:
    content = noted(None, None).model_dump(mode="json", exclude_defaults=True, exclude={"valid_to"})
    content["source"] = content["steps"][0]["note"] = PLAIN
    register.publish(noted(PLAIN, PLAIN))
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    assert register.version_digest("TN13", "2026-01") == hashlib.sha256(text.encode()).hexdigest()
    assert register.published("TN13", "2026-01") == noted(PLAIN, PLAIN)
    assert register.published_besides([]) == [noted(PLAIN, PLAIN)]


@pytest.mark.parametrize("note", [None, PLAIN, TOLD])
def test_notes_that_were_translated_since_do_not_make_another_version(register: Register, note: object) -> None:
    register.publish(noted(PLAIN, note))
    before = register.version_digest("TN13", "2026-01")
    assert register.publish(noted(TOLD, note and TOLD)) is False
    assert register.version_digest("TN13", "2026-01") == before
    assert register.published("TN13", "2026-01") == noted(PLAIN, note)
    assert register.publish(noted(TOLD, note and TOLD, valid_to="2026-06-30")) is False
    assert register.published("TN13", "2026-01").valid_to == date(2026, 6, 30)


@pytest.mark.parametrize("source", [None, "Another process.", {"vi": "a", "en": "b"}])
def test_another_note_is_another_content(register: Register, source: object) -> None:
    register.publish(noted(PLAIN, None))
    with pytest.raises(ConflictError, match="was published before"):
        register.publish(noted(source, None))
    with pytest.raises(ConflictError, match="was published before"):
        register.publish(noted(TOLD, None, total="6wd"))
