"""The page for officials: its example is a definition that is accepted, and its numbers are those of the code."""

import re
from pathlib import Path

import pytest

from motcua.procedures.complexity import MANY_HAND_OVERS
from motcua.procedures.definition import Silence, StepKind, SupplementPolicy
from tests.procedures.chains import HEAD

PAGE = (Path(__file__).parents[2] / "docs" / "procedures.md").read_text(encoding="utf-8")


def test_the_example_on_the_page_is_accepted_without_a_finding(report):
    (example,) = re.findall(r"```yaml\n(code.*?)```", PAGE, re.DOTALL)
    assert report(example).findings == ()


@pytest.mark.parametrize("part", re.findall(r"```yaml\n(total.*?)```", PAGE, re.DOTALL))
def test_what_the_page_shows_in_parts_is_accepted_too(report, part):
    head = HEAD.format(code="XX01", total="none").replace("total: none\n", "").replace("one_stop", "land_office")
    assert report(head + part).findings == ()


def test_every_kind_policy_and_meaning_of_silence_is_named_on_the_page():
    for word in (*StepKind, *SupplementPolicy, *Silence):
        assert word.value in PAGE
    assert MANY_HAND_OVERS == 12
