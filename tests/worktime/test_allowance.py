"""An allowance is a value and a unit, never converted."""

import json
import pickle
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, ValidationError

from motcua.errors import InvalidInputError
from motcua.worktime.allowance import NO_LIMIT, Allowance, Unit

WRITTEN = ["5wd", "0.5wd", "0.25wd", "-3wd", "0wd", "8wh", "0.5wh", "1.25wh", "0:20wh", "-0:20wh", "30cd", "2month"]


@pytest.mark.parametrize("text", [*WRITTEN, "12h", "0:01h", "none"])
def test_what_is_written_is_read_and_written_again(text):
    assert str(Allowance.parse(text)) == text


@pytest.mark.parametrize(("text", "same"), [("5.0wd", "5wd"), ("+5wd", "5wd"), (" 5wd ", "5wd"), ("0:30wh", "0.5wh")])
def test_other_ways_to_write_the_same(text, same):
    assert Allowance.parse(text) == Allowance.parse(same)
    assert str(Allowance.parse(text)) == same


REFUSED = [
    "", "5", "wd", "5 days", "5WD", "0.3wd", "0.1wd", "1.5cd", "0.5month", "0.0001wh", "1:20wd", "1:75wh", "five wd",
    "5wdx", "1e3wd", "nan wd", "9999999wd", "None",
]  # fmt: skip


@pytest.mark.parametrize("text", REFUSED)
def test_anything_else_is_refused_naming_the_field_and_what_is_allowed(text):
    with pytest.raises(InvalidInputError) as refusal:
        Allowance.parse(text, name="steps[2].allow")
    assert refusal.value.field == "steps[2].allow"
    assert "working days" in str(refusal.value.hint)
    assert "thời hạn" in refusal.value.message_vi


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("Infinity"), Decimal("0.1"), Decimal(10) ** 12])
def test_a_value_the_unit_does_not_allow_is_refused(value):
    with pytest.raises(InvalidInputError):
        Allowance(value, Unit.WORKING_DAY)
    with pytest.raises(InvalidInputError):
        Allowance(Decimal(1), Unit.NONE)


def test_R14_units_are_never_equal_to_each_other():
    assert Allowance.parse("8wh") != Allowance.parse("1wd")
    assert Allowance.parse("1month") != Allowance.parse("30cd")
    assert len({Allowance.parse(text) for text in ("1wd", "1cd", "1wh", "1h", "1month", "1.00wd")}) == 5


def test_no_limit_is_not_zero():
    assert Allowance.parse("none") == NO_LIMIT
    assert Allowance.parse("0wd") != NO_LIMIT
    assert NO_LIMIT.negated() == NO_LIMIT


def test_a_negated_allowance_counts_the_other_way():
    assert Allowance.parse("3wd").negated() == Allowance.parse("-3wd")
    assert Allowance.parse("-0:20wh").negated() == Allowance.parse("0:20wh")


def test_minutes_that_no_decimal_holds_stay_exact():
    twenty = Allowance.of_minutes(20)
    assert str(twenty) == "0:20wh"
    thrice = Allowance(twenty.value + twenty.value + twenty.value, Unit.WORKING_HOUR)
    assert thrice == Allowance.parse("1wh")
    assert pickle.loads(pickle.dumps(twenty)) == twenty


@given(st.sampled_from(list(Unit)), st.integers(-100_000, 100_000))
def test_every_allowance_survives_being_written(unit, amount):
    parts = {Unit.WORKING_DAY: 4, Unit.WORKING_HOUR: 60, Unit.HOUR: 60}.get(unit, 1)
    allowance = NO_LIMIT if unit is Unit.NONE else Allowance(Decimal(amount) / parts, unit)
    assert Allowance.parse(str(allowance)) == allowance
    assert Allowance.parse(str(allowance)).amount == allowance.amount


class Step(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    allow: Allowance = NO_LIMIT


def test_a_model_reads_and_writes_it_as_text():
    step = Step.model_validate({"allow": "0.5wd"})
    assert step.allow == Allowance.parse("0.5wd")
    assert json.loads(step.model_dump_json()) == {"allow": "0.5wd"}
    assert step.model_dump() == {"allow": "0.5wd"}
    assert Step.model_validate_json(step.model_dump_json()) == step
    assert Step(allow=Allowance.parse("5wd")).allow.value == 5
    assert Step.model_json_schema()["properties"]["allow"]["type"] == "string"


@pytest.mark.parametrize("value", ["5 days", 5, None, {"value": 5}])
def test_a_model_refuses_what_is_no_allowance_like_any_other_wrong_field(value):
    with pytest.raises(ValidationError, match="working days"):
        Step.model_validate({"allow": value})
