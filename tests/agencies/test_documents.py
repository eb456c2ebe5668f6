"""YAML read strictly: what surprises is refused with its line."""

import pytest

from motcua.agencies.documents import LARGEST, read_text


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("a: 1\nb: 2\na: 3\n", "duplicate_key", 3),
        ("x:\n  on: 1\n", "boolean_key", 2),
        ("a: 1\nsame_day: yes\n", "boolean_word", 2),
        ("a: &x [1]\nb: *x\n", "alias", 1),
        ("a: 1\nb: !!python/object:os.system x\n", "tag", 2),
        ("a: [1\nb: 2\n", "yaml", 2),
        ("? [a]: b\n", "key", 1),
        ("[" * 50_000, "file", 1),
        ("a: " + "x" * LARGEST, "file", 1),
    ],
)
def test_what_would_be_misread_is_refused_with_its_line(text, code, line):
    document = read_text(text, "x.yaml")
    assert (document.faults[0].code, document.faults[0].mark.line) == (code, line)


def test_codes_hours_and_dates_stay_as_written():
    text = "code: 1.010720\nuntil: 15:00\nday: 2026-07-01\nmax: 2\nflag: true\nnothing:\n'on': \"5\"\n"
    document = read_text(text, "x.yaml")
    assert document.data == {
        "code": "1.010720",  # not 1.01072
        "until": "15:00",  # not 900
        "day": "2026-07-01",
        "max": 2,
        "flag": True,
        "nothing": None,
        "on": "5",
    }
    assert not document.faults
