"""Decision tables: what the proof-reader refuses, and what they settle."""

import pytest

from motcua.errors import DefinitionError
from motcua.procedures.reader import read_definition
from motcua.procedures.settling import settled

HEAD = """\
code: XX01
version: "2026-01-01"
decision: {number: "1/QĐ"}
valid_from: 2026-01-01
name: {vi: "Thử", en: "Trial"}
field: {vi: "Thử", en: "Trial"}
level: province
lead: one_stop
total: 10wd
supplement: {policy: new_limit, new_limit: 10wd, window: 20wd}
legal_basis: ["Luật"]
data:
  kind: {type: choice, choices: [house, works], label: {vi: "Loại", en: "Kind"}}
  area: {type: decimal, label: {vi: "Diện tích", en: "Area"}}
  floors: {type: int, label: {vi: "Số tầng", en: "Floors"}}
  unclear: {type: bool, label: {vi: "Chưa rõ", en: "Unclear"}, default: false, from_step: s2}
  large: {type: bool, label: {vi: "Lớn", en: "Large"}, derived: true}
tables:
"""
TABLES = """\
  - id: size
    label: {vi: "Quy mô", en: "Size"}
    hit: unique
    inputs:
      - {expr: area, label: {vi: "Diện tích", en: "Area"}}
      - {expr: floors, label: {vi: "Số tầng", en: "Floors"}}
    rows:
      - {cells: ["< 250", "<= 3"], sets: {large: false}, label: {vi: "nhỏ", en: "small"}}
      - {cells: [">= 250", "-"], sets: {large: true}, label: {vi: "lớn", en: "large"}}
      - {cells: ["< 250", "> 3"], sets: {large: true}, label: {vi: "cao", en: "high"}}
  - id: time
    label: {vi: "Thời hạn", en: "Time"}
    inputs:
      - {expr: kind, label: {vi: "Loại", en: "Kind"}}
      - {expr: large, label: {vi: "Lớn", en: "Large"}}
      - {expr: unclear, label: {vi: "Chưa rõ", en: "Unclear"}}
    rows:
      - {cells: [house, false, false], limit: 7wd, allow: {s2: 3wd}, supplement: {new_limit: 5wd},
         basis: "Điều 54", label: {vi: nhà nhỏ, en: small house}}
      - {cells: ["-", "-", true], limit: 14wd, label: {vi: "phải xác minh", en: "to be verified"}}
      - {cells: ["in [\\"house\\"]", "-", "-"], allow: {s2: 5wd}, label: {vi: "nhà lớn", en: "large house"}}
    otherwise: {label: {vi: "công trình khác", en: "other works"}}
"""
STEPS = """\
steps:
  - {id: s1, kind: intake, seat: one_stop, allow: 1wd, name: {vi: "Nhận", en: "Receive"}}
  - {id: s2, kind: appraise, seat: one_stop, allow: 6wd, after: [s1], name: {vi: "Xét", en: "Appraise"}}
  - {id: s3, kind: sign, seat: one_stop, allow: 3wd, after: [s2], name: {vi: "Ký", en: "Sign"}}
  - {id: s4, kind: return, seat: one_stop, allow: 0wd, after: [s3], name: {vi: "Trả", en: "Return"}}
"""
WHOLE = HEAD + TABLES + STEPS
SIZE, TIME = 18 + 1, 18 + 11
"""Lines on which the two tables begin."""


def the_procedure(text: str = WHOLE):
    reading = read_definition(text)
    assert reading.procedure, reading.report
    return reading.procedure


def test_the_whole_is_accepted(report):
    assert report(WHOLE).findings == ()


FAULTS = [
    # cells and inputs
    ('"< 250", "<= 3"', '"< 250 m2", "<= 3"', "condition", SIZE + 7),
    ('"< 250", "<= 3"', '"< acreage", "<= 3"', "condition", SIZE + 7),
    ('"< 250", "<= 3"', '"< 250", "<= 3.5"', "condition", SIZE + 7),
    ('"< 250", "<= 3"', '"\\"small\\"", "<= 3"', "condition", SIZE + 7),
    ('"< 250", "<= 3"', '"< 250"', "table_cells", SIZE + 7),
    ("[house, false, false]", "[hut, false, false]", "condition", TIME + 7),
    ("[house, false, false]", "[house, 3, false]", "condition", TIME + 7),
    ("{expr: floors,", "{expr: storeys,", "condition", SIZE + 5),
    ("{expr: floors,", '{expr: "[floors]",', "condition", SIZE + 5),
    # every case, once
    ('[">= 250", "-"]', '["> 250", "-"]', "table_gap", SIZE + 6),
    ('["< 250", "> 3"]', '["< 250", "> 4"]', "table_gap", SIZE + 6),
    ('["< 250", "> 3"]', '["-", "> 3"]', "table_overlap", SIZE + 9),
    ('["-", "-", true]', '[house, false, "!unclear"]', "rule_never_fires", TIME + 9),
    ('["in [\\"house\\"]", "-", "-"]', '["-", "-", "-"]', "rule_never_fires", TIME + 11),
    ('    otherwise: {label: {vi: "công trình khác", en: "other works"}}\n', "", "table_gap", TIME + 6),
    # what a row gives
    ("limit: 14wd", "limit: 0wd", "limit_not_positive", TIME + 9),
    ("limit: 14wd", "limit: 9wd", "path_over_limit", TIME + 9),
    ("allow: {s2: 5wd}", "allow: {s2: 7wd}", "path_over_limit", 9),
    ("allow: {s2: 5wd}", "allow: {s9: 5wd}", "dangling", TIME + 10),
    ("allow: {s2: 5wd}", "allow: {s2: -5wd}", "limit_not_positive", TIME + 10),
    ("supplement: {new_limit: 5wd}", "supplement: {new_limit: none}", "limit_not_positive", TIME + 7),
    ("policy: new_limit, new_limit: 10wd", "policy: pause", "new_limit", TIME + 7),
    ("window: 20wd", "window: 20wd, max: 0", "rule_never_fires", 10),
    ('sets: {large: true}, label: {vi: "lớn"', 'sets: {large: 5}, label: {vi: "lớn"', "data_set", SIZE + 8),
    ('sets: {large: true}, label: {vi: "lớn"', 'sets: {kind: house}, label: {vi: "lớn"', "data_set", SIZE + 8),
    ("total: 10wd", "total: none", "limit_without_total", TIME + 7),
    # choices and their names
    ("choices: [house, works]", "choices: [house, works], names: {house: {vi: a, en: b}}", "data_names", 13),
    # derived data
    ('sets: {large: true}, label: {vi: "lớn"', 'label: {vi: "lớn"', "derived_not_always", SIZE + 8),
    ("derived: true}", "derived: true, from_step: s2}", "derived_supplied", 17),
    (
        "derived: true}\n",
        "derived: true}\n  idle: {type: bool, label: {vi: a, en: b}, derived: true}\n",
        "derived_by_nobody",
        18,
    ),
    # known in time
    ("default: false, from_step: s2}", "from_step: s2}", "data_too_late", TIME + 7),
]


@pytest.mark.parametrize(("old", "new", "code", "line"), FAULTS)
def test_what_a_table_cannot_be_is_refused_at_its_line(report, old, new, code, line):
    assert old in WHOLE
    found = report(WHOLE.replace(old, new, 1))
    assert (code, line) in [(finding.code, finding.line) for finding in found.refusals]
    assert all(finding.vi != finding.en for finding in found.refusals)


def test_a_table_looks_only_at_what_tables_above_it_derive(report):
    size, time = TABLES.split("  - id: time\n")
    found = report(HEAD + "  - id: time\n" + time + size + STEPS)
    assert "table_order" in [finding.code for finding in found.refusals]


def test_the_total_is_given_in_one_place(report):
    twice = WHOLE.replace("total: 10wd", "total: 10wd\nlimits: [{when: unclear, allow: 14wd, label: {vi: a, en: b}}]")
    assert ("given_twice", "limits") in [(f.code, f.where) for f in report(twice).refusals]
    again = TABLES.replace("id: time", "id: again").split("  - id: again\n")[1]
    found = report(HEAD + TABLES + "  - id: again\n" + again + STEPS)
    assert ("given_twice", "tables[2]") in [(f.code, f.where) for f in found.refusals]


def test_R35_a_total_that_changes_later_does_not_go_with_phases_of_fixed_length(report):
    phased = WHOLE.replace("supplement:", "phases: [{id: A, name: {vi: a, en: b}, allow: 6wd}]\nsupplement:", 1)
    phased = phased.replace("id: s1, kind", "id: s1, phase: A, kind")
    found = report(phased)
    assert {"limit_in_phases"} == {finding.code for finding in found.refusals}
    assert {finding.en.split(",")[0] for finding in found.refusals} == {"The total depends on unclear"}


def test_a_gap_is_named_by_the_case_it_leaves_open(report):
    found = report(WHOLE.replace('[">= 250", "-"]', '["> 250", "-"]'))
    assert "No row of table size covers area = 250, floors = " in found.refusals[0].en


def test_conditions_that_cannot_be_tried_out_ask_for_what_applies_otherwise(report):
    odd = WHOLE.replace('["< 250", "<= 3"]', '["< 250 && area * 2.0 < 500.0", "<= 3"]').replace(
        "hit: unique", "hit: first"
    )
    assert ("table_gap", SIZE + 6) in [(f.code, f.line) for f in report(odd).refusals]


SETTLED = [
    ({"kind": "house", "area": "120.5", "floors": 2}, "7wd", {"s2": "3wd"}, "5wd", {"large": False}),
    ({"kind": "house", "area": 300, "floors": 2}, "10wd", {"s2": "5wd"}, "10wd", {"large": True}),
    ({"kind": "house", "area": 100, "floors": 4}, "10wd", {"s2": "5wd"}, "10wd", {"large": True}),
    ({"kind": "works", "area": 100, "floors": 1}, "10wd", {}, "10wd", {"large": False}),
    ({"kind": "works", "area": 100, "floors": 1, "unclear": True}, "14wd", {}, "10wd", {"large": False}),
    ({"kind": "house", "area": 100, "floors": 1, "unclear": True}, "14wd", {}, "10wd", {"large": False}),
]


@pytest.mark.parametrize(("data", "limit", "allows", "new_limit", "sets"), SETTLED)
def test_what_the_data_settle(data, limit, allows, new_limit, sets):
    found = settled(the_procedure(), {"channel": "direct", "unclear": False, **data})
    assert str(found.limit) == limit
    assert {step: str(allow) for step, allow in found.allows.items()} == allows
    assert str(found.supplement.new_limit) == new_limit
    assert str(found.supplement.window) == "20wd"
    assert found.sets == sets


def test_what_is_settled_names_the_rows_it_comes_from():
    data = {"kind": "house", "area": 100, "floors": 1}
    found = settled(the_procedure(), {"channel": "direct", "unclear": False, **data})
    assert [(r.table, r.row, r.label.en, r.basis) for r in found.because] == [
        ("size", 1, "small", None),
        ("time", 1, "small house", "Điều 54"),
    ]
    assert found.limit_because == found.because[1]
    other = settled(the_procedure(), {"channel": "direct", "unclear": False, **data, "kind": "works"})
    assert [(r.table, r.row) for r in other.because] == [("size", 1), ("time", None)]
    assert other.limit_because is None


def test_the_step_keeps_its_published_limit_where_no_row_gives_another():
    procedure = the_procedure()
    found = settled(procedure, {"channel": "direct", "unclear": False, "kind": "house", "area": 1, "floors": 1})
    assert [str(found.allow(step)) for step in procedure.steps] == ["1wd", "3wd", "3wd", "0wd"]


def test_trap_5_a_datum_that_is_missing_is_never_assumed():
    with pytest.raises(DefinitionError, match="floors is not known yet"):
        settled(the_procedure(), {"channel": "direct", "unclear": False, "kind": "house", "area": 1})


CELLS = [
    ("[100..200)", [("99.9", False), ("100", True), ("199.9", True), ("200", False)]),
    ("(100..200]", [("100", False), ("100.1", True), ("200", True), ("200.1", False)]),
    ("in [1, 2.5]", [("1", True), ("2", False), ("2.5", True)]),
    ("-3", [("-3", True), ("3", False)]),
    ("!= 5", [("5", False), ("6", True)]),
    ("area > 10.0 && floors < 2", [("11", True), ("10", False)]),
]


@pytest.mark.parametrize(("cell", "answers"), CELLS)
def test_how_a_cell_is_read(cell, answers):
    text = WHOLE.replace('["< 250", "<= 3"]', f"['{cell}', '-']", 1).replace("hit: unique", "hit: first", 1)
    procedure = the_procedure(text)
    for area, fires in answers:
        values = {"channel": "direct", "unclear": False, "kind": "works", "area": area, "floors": 1}
        assert (settled(procedure, values).because[0].row == 1) is fires


def test_a_table_decides_by_channel(report):
    table = """\
  - id: way_in
    label: {vi: "Hình thức nộp", en: "Way in"}
    hit: unique
    inputs: [{expr: channel, label: {vi: "Hình thức", en: "Channel"}}]
    rows:
      - {cells: [direct], allow: {s1: 0wd}, label: {vi: "trực tiếp", en: "in person"}}
      - {cells: ["in ['online', 'post']"], allow: {s1: 1wd}, label: {vi: "khác", en: "otherwise"}}
"""
    text = HEAD + TABLES + table + STEPS
    assert report(text).findings == ()
    values = {"unclear": False, "kind": "works", "area": 1, "floors": 1}
    allows = [settled(the_procedure(text), {"channel": way, **values}).allows for way in ("direct", "online", "post")]
    assert [str(allow["s1"]) for allow in allows] == ["0wd", "1wd", "1wd"]
