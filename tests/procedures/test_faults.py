"""Each kind of fault, in an otherwise sound definition: one refusal, at its line, in both languages."""

import pytest

from motcua.procedures.definition import Step
from motcua.procedures.findings import Severity
from motcua.procedures.model import Text
from motcua.procedures.reader import read_definition

FAULTS = [
    # the order of steps
    ("after: [s3]", "after: [s9]", "dangling", 20),
    ("after: [s3]", 'after: ["TP06::THU_PHI"]', "dangling", 20),
    ("id: s2, kind", "id: s2, phase: GD1, kind", "dangling", 18),
    ("{type: bool,", "{type: bool, from_step: s9, default: false,", "dangling", 13),
    ("id: s4, kind", "id: s1, kind", "name_twice", 20),
    ("kind: return", "kind: publish", "no_return", 16),
    ("after: [s3]", "after: [s2]", "dead_end", 19),
    # outcomes
    ("allow: 6wd,", "outcomes: [{name: on_to, to: s3, label: {vi: a, en: b}}], allow: 6wd,", "outcome_forward", 18),
    ("allow: 6wd,", "outcomes: [{name: done, to: s1, label: {vi: a, en: b}}], allow: 6wd,", "loop_without_exit", 18),
    (
        "allow: 6wd,",
        "outcomes: [{name: x, to: s1, ends: refused, label: {vi: a, en: b}}], allow: 6wd,",
        "outcome_both",
        18,
    ),
    (
        "allow: 6wd,",
        "outcomes: [{name: x, to: s1, sets: {urgent: 3}, label: {vi: a, en: b}}], allow: 6wd,",
        "data_set",
        18,
    ),
    # limits
    ("total: 10wd", "total: 9wd", "path_over_limit", 9),
    ("total: 10wd", "total: 21wd", "steps_too_short", 9),
    ("total: 10wd", "total: 0wd", "limit_not_positive", 9),
    ("total: 10wd", "total: -1wd", "limit_not_positive", 9),
    ("total: 10wd", "total: -1", "total_missing", 9),
    ("total: 10wd", "total:", "total_missing", 9),
    ("total: 10wd\n", "", "total_missing", 1),
    (
        "total: 10wd",
        "total: 10wd\nlimits: [{when: '!urgent', allow: 6wd, label: {vi: a, en: b}}]",
        "path_over_limit",
        10,
    ),
    ("total: 10wd", "total: 10cd", "path_over_limit", 9),
    ("allow: 6wd", "allow: -6wd", "limit_not_positive", 18),
    ("total: 10wd", "total: 10wd\nsame_day_until: 15:00", "same_day", 10),
    # conditions and data
    ("when: urgent", "when: urgnt", "condition", 19),
    ("when: urgent", "when: urgent > 3", "condition", 19),
    ("when: urgent", "when: '1 + 1'", "condition", 19),
    ("when: urgent", "when: urgent &&", "condition", 19),
    ("when: urgent", "when: 'urgent && channel == \"fax\"'", "rule_never_fires", 19),
    ("{type: bool,", "{type: bool, default: 3,", "data_default", 13),
    ("{type: bool,", "{type: bool, choices: [a],", "data_choices", 13),
    ("{type: bool,", "{type: bool, names: {a: {vi: a, en: a}},", "data_names", 13),
    ("{type: bool,", "{type: bool, from_step: s4,", "data_too_late", 19),
    # seats
    ("kind: appraise, seat: land_office", "kind: appraise, seat: harbour_master", "seat_unheld", 18),
    ("lead: land_office", "lead: harbour_master", "seat_unheld", 8),
    ("lead: land_office", "lead: applicant", "applicant_decides", 8),
    # rules that could never take effect
    ("policy: restart", "policy: pause_then_close", "window_missing", 10),
    ("policy: restart", "policy: new_limit", "new_limit", 10),
    ("policy: restart", "policy: restart, new_limit: 5wd", "new_limit", 10),
    ("policy: restart", "policy: restart, max: 0, window: 5wd", "rule_never_fires", 10),
    ("policy: restart", "policy: restart, window: 0wd", "limit_not_positive", 10),
    ("policy: restart", "policy: restart, notice_within: none", "limit_not_positive", 10),
    ("level: province", "level: province\noverdue: {warn: [10wd]}", "rule_never_fires", 8),
    ("level: province", "level: province\noverdue: {warn: [soon]}", "warning", 8),
    ("level: province", "level: province\noverdue: {warn: [100%]}", "warning", 8),
    ("level: province", "level: province\noverdue: {chain: []}", "chain_empty", 8),
    ("level: province", "level: province\nreappointment: {latest_before: none}", "limit_not_positive", 8),
    ("level: province", "level: province\nvalid_to: 2025-12-31", "validity", 8),
    ("level: province", "level: province\nfees: [{name: {vi: a, en: b}, due: someday}]", "not_allowed", 8),
    ("level: province", "level: province\nphases: [{id: A, name: {vi: a, en: b}, allow: 1wd}]", "phase_unused", 8),
    ("after: [s1]", "after: [s1], on_silence: deemed_agreed, silence_basis: L", "silence_elsewhere", 18),
    ("allow: 6wd,", "allow: none, on_silence: proceed,", "silence_never", 18),
    # what cannot be read
    ("kind: appraise", "kind: apraise", "not_allowed", 18),
    ("seat: land_office, allow: 6wd", "allow: 6wd", "missing", 18),
    ("seat: land_office, allow: 6wd", "seat: land_office, sheet: x", "unknown_key", 18),
    ('version: "2026-01-01"', "version: 5", "not_text", 2),
    ("level: province", "level: province\nsource: 2026", "not_text", 8),
    ("level: province", "level: province\nsource: {vi: a}", "missing", 8),
    ("allow: 6wd", "allow: 6 days", "wrong_value", 18),
    ("level: province", "level: province\nlevel: commune", "duplicate_key", 8),
    ("level: province", "level: yes", "boolean_word", 7),
]


@pytest.mark.parametrize(("old", "new", "code", "line"), FAULTS)
def test_each_fault_is_refused_once_at_its_line_in_both_languages(sound, report, old, new, code, line):
    assert old in sound
    found = report(sound.replace(old, new, 1))
    assert [(finding.code, finding.line) for finding in found.refusals] == [(code, line)]
    refusal = found.refusals[0]
    assert refusal.file == "x.yaml"
    assert refusal.rule
    assert refusal.vi != refusal.en


CONSULTATIONS = [
    (', content: {vi: "ý", en: "x"}', "", "no_content", "R37"),
    ("allow: 3wd, after: [s1], name", "after: [s1], name", "no_deadline", "R37"),
    ("allow: 3wd, after: [s1], name", "allow: 0wd, after: [s1], name", "no_deadline", "R37"),
    ("kind: consult", "kind: consult, on_silence: deemed_agreed", "silence_without_basis", "R40"),
    ("kind: consult", "kind: consult, on_silence: proceed", "silence_never", "R39"),
    (
        "kind: consult",
        "kind: consult, outcomes: [{name: done, label: {vi: a, en: b}}]",
        "outcome_unreachable",
        "R12",
    ),
]


@pytest.mark.parametrize(("old", "new", "code", "rule"), CONSULTATIONS)
def test_R37_R40_a_consultation_names_content_and_deadline_and_silence_its_law(
    consulting, report, old, new, code, rule
):
    assert old in consulting
    found = report(consulting.replace(old, new, 1))
    assert [(finding.code, finding.rule, finding.line) for finding in found.refusals] == [(code, rule, 21)]


def test_R40_silence_with_its_law_is_accepted(consulting, report):
    text = consulting.replace("kind: consult", "kind: consult, on_silence: deemed_agreed, silence_basis: 'NĐ 96/2026'")
    assert not report(text).refused


def test_steps_that_wait_for_each_other_can_never_begin(sound, report):
    found = report(sound.replace("after: [s1]", "after: [s1, s3]"))
    assert [(f.code, f.line) for f in found.refusals] == [("circle", 18), ("circle", 19), ("unreachable", 20)]
    assert "s2 → s3 → s2" in found.refusals[0].en


def test_a_consultation_whose_every_answer_goes_back_has_no_way_out(consulting, report):
    names = ("agreed", "agreed_with_conditions", "disagreed")
    outcomes = ", ".join(f"{{name: {name}, to: s1, label: {{vi: a, en: b}}}}" for name in names)
    found = report(consulting.replace("kind: consult", f"kind: consult, outcomes: [{outcomes}]"))
    assert [f.code for f in found.refusals] == ["loop_without_exit"]


ODD = [
    ("total: 10wd", "total: none", "no_total", 9),
    ("total: 10wd", "total: 11wd", "steps_short", 9),
    ("level: province", "level: province\noverdue: {chain: [chair, chair]}", "heard_twice", 8),
    (
        'name: {vi: "Đơn", en: "Form"}}',
        'name: {vi: Đơn, en: F}}\n  - {id: x, name: {vi: " đơn", en: F}}',
        "document_twice",
        16,
    ),
    ("when: urgent", "when: urgent || !urgent", "condition_always", 19),
    (" when: urgent,", "", "data_unused", 13),
    ('name: {vi: "Xét", en: "Appraise"}', 'name: {vi: "Xét", en: "Xét"}', "not_translated", 18),
    ("after: [s1], ", "", "begins_on_receipt", 18),
]


@pytest.mark.parametrize(("old", "new", "code", "line"), ODD)
def test_what_is_only_odd_is_warned_of(sound, report, old, new, code, line):
    found = report(sound.replace(old, new, 1))
    assert (code, line) in [(finding.code, finding.line) for finding in found.warnings]
    assert all(finding.severity is Severity.WARN for finding in found.warnings)


def test_the_sound_definition_is_found_sound(sound, consulting, report):
    assert report(sound).findings == ()
    assert not report(consulting).refused


@pytest.mark.parametrize(
    ("note", "said"),
    [
        ("Của tỉnh", Text(vi="Của tỉnh", en="Của tỉnh")),
        ("{vi: Của tỉnh, en: Provincial}", Text(vi="Của tỉnh", en="Provincial")),
        ('""', None),
    ],
)
def test_a_note_is_in_both_languages_or_one_text_for_both(sound, note, said):
    text = sound.replace("level: province", f"level: province\nsource: {note}").replace(
        "allow: 6wd", f"note: {note}, allow: 6wd"
    )
    procedure = read_definition(text).procedure
    assert [procedure.source, procedure.by_id["s2"].note] == [said, said]
    assert procedure.model_dump(mode="json")["source"] == (said and {"vi": said.vi, "en": said.en})


def test_a_note_may_be_given_as_plain_text_by_the_schema_too():
    kinds = Step.model_json_schema()["properties"]["note"]["anyOf"]
    assert {"type": "string"} in kinds
    told = Step.model_json_schema(mode="serialization")["properties"]["note"]["anyOf"]
    assert {"type": "string"} not in told
