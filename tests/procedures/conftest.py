"""A small sound definition, to be made faulty one line at a time."""

from collections.abc import Callable

import pytest

from motcua.agencies.shipped import directory
from motcua.procedures.findings import Report
from motcua.procedures.proofreader import proofread_reading
from motcua.procedures.reader import read_definition

SOUND = """\
code: XX01
version: "2026-01-01"
decision: {number: "1/QĐ"}
valid_from: 2026-01-01
name: {vi: "Thử", en: "Trial"}
field: {vi: "Thử", en: "Trial"}
level: province
lead: land_office
total: 10wd
supplement: {policy: restart}
legal_basis: ["Luật"]
data:
  urgent: {type: bool, label: {vi: "Gấp", en: "Urgent"}}
documents:
  - {id: form, name: {vi: "Đơn", en: "Form"}}
steps:
  - {id: s1, kind: intake, seat: one_stop, allow: 1wd, name: {vi: "Nhận", en: "Receive"}}
  - {id: s2, kind: appraise, seat: land_office, allow: 6wd, after: [s1], name: {vi: "Xét", en: "Appraise"}}
  - {id: s3, kind: sign, seat: land_office, allow: 3wd, after: [s2], when: urgent, name: {vi: "Ký", en: "Sign"}}
  - {id: s4, kind: return, seat: one_stop, allow: 0wd, after: [s3], name: {vi: "Trả", en: "Return"}}
"""
CONSULT = """\
  - {id: c1, kind: consult, seat: tax, allow: 3wd, after: [s1], name: {vi: Hỏi, en: Ask}, content: {vi: "ý", en: "x"}}
"""


@pytest.fixture
def report() -> Callable[[str], Report]:
    """Proof-read a text against the shipped directory."""
    return lambda text: proofread_reading(read_definition(text, "x.yaml"), directory())


@pytest.fixture
def sound() -> str:
    """A definition without a fault."""
    return SOUND.replace(" when: urgent,", " when: urgent,")


@pytest.fixture
def consulting(sound: str) -> str:
    """A sound definition with a consultation beside the appraisal, on line 21."""
    return sound.replace("after: [s3]", "after: [s3, c1]") + CONSULT
