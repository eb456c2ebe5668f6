"""Published limits against the steps: real files that must be refused, and the longest way by an independent count."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.agencies.shipped import directory
from motcua.procedures.paths import longest, running
from motcua.procedures.proofreader import proofread_reading
from motcua.procedures.reader import read, read_definition
from tests.procedures.chains import TOTAL_LINE, chain, definition, step

EXCHANGE = Path(__file__).parent / "fixtures" / "certificate-exchange-2025.yaml"

REAL_FILES = [  # one-stop process files of 2015: code, total in days, sum of the steps, what is found
    ("DT07", 20, 1, "steps_too_short", "nobody has the rest"),
    ("TC01", 30, 31, "path_over_limit", "take 31 working days, more than the total limit of 30 working days"),
    ("TC02", 15, 16, "path_over_limit", "take 16 working days, more than the total limit of 15 working days"),
    ("TC03", 15, 16, "path_over_limit", "take 16 working days, more than the total limit of 15 working days"),
    ("TC07", 9, 10, "path_over_limit", "take 10 working days, more than the total limit of 9 working days"),
    ("TC11", 10, 11, "path_over_limit", "take 11 working days, more than the total limit of 10 working days"),
    ("TC12", 20, 21, "path_over_limit", "take 21 working days, more than the total limit of 20 working days"),
    ("TC13", 20, 21, "path_over_limit", "take 21 working days, more than the total limit of 20 working days"),
    ("TC14", 20, 21, "path_over_limit", "take 21 working days, more than the total limit of 20 working days"),
    ("TC15", 20, 21, "path_over_limit", "take 21 working days, more than the total limit of 20 working days"),
    ("TP06", 1, 4, "path_over_limit", "take 4 working days, more than the total limit of 1 working day"),
    ("TP07", 5, 2, "steps_too_short", "nobody has the rest"),
]


@pytest.mark.parametrize(("code", "total", "steps", "finding", "said"), REAL_FILES)
def test_R12_real_files_whose_steps_and_total_disagree_are_refused(report, code, total, steps, finding, said):
    half = steps / 2
    found = report(chain(f"{total}wd", f"{half}wd", f"{half}wd", code=code))
    assert [(f.code, f.line, f.rule) for f in found.refusals] == [(finding, TOTAL_LINE, "R12")]
    assert said in found.refusals[0].en


def test_R12_a_step_of_another_procedure_pasted_in_is_refused(report):
    text = chain("5wd", "2wd", "3wd", code="TP10").replace("after: [s2]", 'after: ["TP06::THU_PHI"]')
    found = report(text)
    assert [f.code for f in found.refusals] == ["dangling"]
    assert "TP06::THU_PHI, a step of another procedure" in found.refusals[0].en
    assert "TP06::THU_PHI, bước của thủ tục khác" in found.refusals[0].vi


def test_R12_eight_days_of_steps_in_a_limit_of_five_are_refused():
    found = proofread_reading(read(EXCHANGE), directory())
    assert [(f.code, f.line) for f in found.refusals] == [("path_over_limit", 10)]
    assert "s1 → s2 → s3 → s4 take 8 working days, more than the total limit of 5 working days" in found.refusals[0].en


@pytest.mark.parametrize(
    ("total", "steps", "codes"),
    [
        ("10wd", ("6wd", "3.5wd"), ["steps_short"]),  # a real margin: 9.5 of 10
        ("10wd", ("5wd",), ["steps_short"]),  # exactly half is only odd
        ("10wd", ("4.75wd",), ["steps_too_short"]),
        ("1wd", ("2wh", "3wh", "2wh", "1wh"), []),  # eight hours are the day (R8)
        ("1wd", ("2wh", "3wh", "2wh", "2wh"), ["path_over_limit"]),
        ("10wd", ("1wd", "none"), []),  # a step without a limit may take the rest
        ("none", ("90wd",), ["no_total"]),
        ("30cd", ("10cd", "20cd"), []),
        ("2month", ("1month", "2month"), ["path_over_limit"]),
    ],
)
def test_R12_sums_are_compared_exactly_where_the_units_are_of_one_kind(report, total, steps, codes):
    assert [f.code for f in report(chain(total, *steps)).findings] == codes


@pytest.mark.parametrize(
    ("total", "steps", "code"),
    [
        ("45wd", ("40cd", "1wd", "3wd"), None),  # sea areas: published so
        ("20wd", ("1wd", "15cd"), None),
        ("20cd", ("7wd",), None),  # even over Tết
        ("15cd", ("7wd",), "path_sometimes_over_limit"),  # only around Tết
        ("14cd", ("10wd",), "path_over_limit"),  # whenever there is a holiday
        ("5wd", ("30cd",), "path_over_limit"),
        ("1month", ("30cd", "5wd"), "path_over_limit"),
        ("60month", ("900wd",), "not_compared"),  # beyond the years of the calendar
    ],
)
def test_R14_mixed_units_are_tried_on_the_real_calendar_and_never_converted(report, total, steps, code):
    findings = report(chain(total, *steps)).findings
    assert [f.code for f in findings] == ([code] if code else [])
    assert all(f.rule == "R14" for f in findings)


def test_R14_what_misses_only_around_tet_says_the_day(report):
    (found,) = report(chain("15cd", "7wd")).findings
    assert "received Wed 2024-01-31, they end Fri 2024-02-16, due Thu 2024-02-15" in found.en


def test_R38_parallel_steps_take_as_long_as_the_longest(report):
    asked = [step(f"c{n}", f"{n}wd", ["s1"]) for n in (5, 6, 7)]
    steps = [step("s1", "2wd"), *asked, step("s2", "1wd", ["c5", "c6", "c7"]), step("r", "0wd", ["s2"], kind="return")]
    assert report(definition("10wd", steps)).findings == ()
    assert [f.code for f in report(definition("9wd", steps)).refusals] == ["path_over_limit"]


def test_R43_a_leg_from_receipt_runs_beside_the_others(report):
    steps = [
        step("s1", "2wd"),
        step("c1", "7wd", ["s1"]),
        step("s2", "14wd", ["c1"], more="anchor: receipt, "),
        step("s3", "3wd", ["s2"]),
        step("r", "0wd", ["s3"], kind="return"),
    ]
    assert report(definition("17wd", steps)).findings == ()


def test_a_leg_from_receipt_cannot_end_before_what_it_waits_for(report):
    steps = [
        step("s1", "9wd"),
        step("s2", "5wd", ["s1"], more="anchor: receipt, "),
        step("r", "0wd", ["s2"], kind="return"),
    ]
    (found,) = report(definition("8wd", steps)).refusals
    assert "s1 take 9 working days" in found.en


@pytest.mark.parametrize("clock", ["pause", "excluded"])
def test_time_the_law_does_not_count_is_left_out(report, clock):
    steps = [
        step("s1", "4wd"),
        step("wait", "90wd", ["s1"], more=f"clock: {clock}, "),
        step("s2", "4wd", ["wait"]),
        step("r", "0wd", ["s2"], kind="return"),
    ]
    assert report(definition("8wd", steps)).findings == ()


PHASES = """\
phases:
  - {id: A, name: {vi: a, en: b}, allow: 4wd}
  - {id: B, name: {vi: a, en: b}, allow: 4wd}
"""


@pytest.mark.parametrize(
    ("total", "first", "second", "codes"),
    [
        ("8wd", "4wd", "4wd", []),
        ("8wd", "5wd", "3wd", ["path_over_limit"]),  # a phase cannot borrow from the other (R35)
        ("7wd", "4wd", "3wd", ["phases_over_total"]),
    ],
)
def test_R35_every_phase_holds_its_own_steps(report, total, first, second, codes):
    steps = [
        step("s1", first, more="phase: A, "),
        step("s2", second, ["s1"], more="phase: B, "),
        step("r", "0wd", ["s2"], kind="return"),
    ]
    assert [f.code for f in report(definition(total, steps, more=PHASES)).refusals] == codes


def test_R35_phases_come_in_their_order(report):
    steps = [
        step("s1", "4wd", more="phase: B, "),
        step("s2", "4wd", ["s1"], more="phase: A, anchor: receipt, "),
        step("s3", "4wd", ["s1"], more="phase: B, anchor: receipt, "),
        step("r", "0wd", ["s2", "s3"], kind="return"),
    ]
    codes = {f.code for f in report(definition("8wd", steps, more=PHASES)).refusals}
    assert {"phase_order", "phase_anchor"} <= codes


CASES = """\
data:
  kind: {type: choice, choices: [house, shop], label: {vi: a, en: b}}
  floors: {type: int, label: {vi: a, en: b}}
limits:
  - {when: "kind == 'shop'", allow: 9wd, label: {vi: cửa hàng, en: shops}}
"""


@pytest.mark.parametrize(
    ("house", "shop", "refused"),
    [("7wd", "9wd", []), ("8wd", "9wd", [TOTAL_LINE]), ("7wd", "10wd", [16])],
)
def test_each_case_is_compared_with_its_own_limit(report, house, shop, refused):
    steps = [
        step("s1", house, more="when: \"kind == 'house'\", "),
        step("s2", shop, more="when: \"kind == 'shop'\", "),
        step("s3", "0wd", ["s1", "s2"], more="when: floors > 3, "),
        step("r", "0wd", ["s3"], kind="return"),
    ]
    found = report(definition("7wd", steps, more=CASES))
    assert [(f.code, f.line) for f in found.refusals] == [("path_over_limit", line) for line in refused]


def test_too_many_cases_are_taken_together_and_said(report):
    names = [f"f{n}" for n in range(16)]
    data = "data:\n" + "".join(f"  {n}: {{type: bool, label: {{vi: a, en: b}}}}\n" for n in names)
    steps = [step(f"s{n}", "1wd", more=f"when: {n}, ") for n in names]
    steps.append(step("r", "0wd", [f"s{n}" for n in names], kind="return"))
    found = report(definition("1wd", steps, more=data))
    assert "too_many_cases" in {f.code for f in found.warnings}
    assert not found.refused


@st.composite
def graphs(draw):
    """Steps that wait for any of those before them, each from receipt or from the end of the others."""
    count = draw(st.integers(1, 7))
    return [
        (
            draw(st.integers(0, 12)),
            draw(st.booleans()),
            draw(st.sampled_from(["run", "run", "run", "pause"])),
            sorted(draw(st.sets(st.integers(0, place - 1)))) if place else [],
        )
        for place in range(count)
    ]


def every_way(graph, place):
    """Yield every chain of steps that ends with one of them."""
    before = graph[place][3]
    if not before:
        yield (place,)
    for earlier in before:
        for way in every_way(graph, earlier):
            yield (*way, place)


def walked(graph, way):
    """Walk one chain by itself."""
    quarters = 0
    for place in way:
        own, from_receipt, clock, _ = graph[place]
        if clock == "run" and own:
            quarters = max(quarters, own) if from_receipt else quarters + own
    return quarters


@settings(max_examples=150, deadline=None)
@given(graph=graphs(), total=st.integers(1, 60))
def test_the_longest_way_is_the_longest_of_all_chains_walked_one_by_one(graph, total):
    steps = [
        step(
            f"s{place}",
            f"{Decimal(own) / 4}wd",
            [f"s{b}" for b in before],
            more=f"anchor: {'receipt' if from_receipt else 'previous'}, clock: {clock}, ",
        )
        for place, (own, from_receipt, clock, before) in enumerate(graph)
    ]
    steps.append(step("r", "0wd", [f"s{place}" for place in range(len(graph))], kind="return"))
    reading = read_definition(definition(f"{Decimal(total) / 4}wd", steps))
    procedure = reading.procedure
    expected = max(walked(graph, way) for place in range(len(graph)) for way in every_way(graph, place))
    way = longest(procedure, running(procedure, procedure.by_id))
    assert way.length == expected * 2  # hours of a quarter
    codes = {finding.code for finding in proofread_reading(reading, directory()).refusals}
    assert ("path_over_limit" in codes) == (expected > total)
    assert ("steps_too_short" in codes) == (0 < expected * 2 < total)
