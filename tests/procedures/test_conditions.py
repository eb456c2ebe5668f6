"""Conditions: checked when published, decided or refused when used, never assumed."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from motcua.errors import DefinitionError
from motcua.procedures.conditions import check, holds, names_in
from motcua.procedures.fields import DataField, FieldType
from motcua.procedures.model import Text

LABEL = Text(vi="dữ liệu", en="datum")
FIELDS = {
    "remote": DataField(type=FieldType.BOOL, label=LABEL),
    "floors": DataField(type=FieldType.INT, label=LABEL),
    "area": DataField(type=FieldType.DECIMAL, label=LABEL),
    "purpose": DataField(type=FieldType.TEXT, label=LABEL),
    "kind": DataField(type=FieldType.CHOICE, label=LABEL, choices=("house", "shop")),
}


@pytest.mark.parametrize(
    ("expression", "values", "answer"),
    [
        ("channel == 'online'", {"channel": "online"}, True),
        ("channel in ['direct', 'post']", {"channel": "online"}, False),
        ("remote && floors > 2", {"remote": True, "floors": 3}, True),
        ("area >= 120.5", {"area": "120.5"}, True),  # decimals come as text
        ("area >= 120.5", {"area": 121}, True),
        ("kind == 'house' || remote", {"kind": "shop", "remote": False}, False),
        ("size(purpose) == 6", {"purpose": "Hà Nội"}, True),  # letters, not bytes
    ],
)
def test_a_condition_is_decided_on_channel_and_declared_data(expression, values, answer):
    check(expression, FIELDS)
    assert holds(expression, FIELDS, values) is answer


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("remot", "the name remot is not declared"),
        ("remote && chanel == 'online'", "the name chanel is not declared"),
        ("floors > 'three'", r"> does not fit \(int, string\)"),
        ("area > 3", r"> does not fit \(double, int\)"),
        ("floors + 1", "not yes or no"),
        ("remote &&", "Syntax error"),
        ("", "Syntax error"),
        ("now() > timestamp('2026-01-01T00:00:00Z')", "the name now is not declared"),
        ("remote || " * 60 + "remote", "longer than 500"),
    ],
)
def test_trap_5_a_condition_that_could_not_be_decided_is_refused_when_published(expression, said):
    with pytest.raises(DefinitionError, match=said) as refusal:
        check(expression, FIELDS)
    assert refusal.value.message_vi != refusal.value.message


@pytest.mark.parametrize(
    ("expression", "values"),
    [
        ("remote", {}),  # missing
        ("remote", {"remote": None}),
        ("remote", {"remote": "true"}),  # text is no truth value
        ("floors > 2", {"floors": True}),  # nor is truth a number
        ("floors > 2", {"floors": 2.5}),
        ("area > 2.0", {"area": "much"}),
        ("10 / floors > 2", {"floors": 0}),
        ("remot", {"remote": True}),
    ],
)
def test_R75_a_condition_that_cannot_be_decided_is_an_error_and_never_true(expression, values):
    with pytest.raises(DefinitionError):
        holds(expression, FIELDS, values)


def test_the_names_a_condition_uses_are_told_from_the_words_it_contains():
    assert names_in("kind == 'remote' && floors > 1", FIELDS) == ("floors", "kind")


def test_conditions_are_decided_from_many_threads_at_once():
    def ask(number: int) -> bool:
        return holds(
            "remote && floors > 50 && channel == 'online'",
            FIELDS,
            {"remote": True, "floors": number, "channel": "online"},
        )

    with ThreadPoolExecutor(16) as threads:
        assert list(threads.map(ask, range(2_000))) == [number > 50 for number in range(2_000)]
