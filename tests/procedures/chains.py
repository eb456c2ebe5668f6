"""Definitions made of nothing but steps and limits, as text."""

from collections.abc import Sequence

HEAD = """\
code: {code}
version: "2026-01-01"
decision: {{number: "1/QĐ"}}
valid_from: 2026-01-01
name: {{vi: "Thử", en: "Trial"}}
field: {{vi: "Thử", en: "Trial"}}
level: province
lead: one_stop
total: {total}
supplement: {{policy: pause}}
legal_basis: ["Luật"]
"""
TOTAL_LINE = 9


def step(name: str, allow: str, after: Sequence[str] = (), *, more: str = "", kind: str = "appraise") -> str:
    """One step as a line of YAML."""
    waits = f"after: [{', '.join(after)}], " if after else ""
    return (
        f"  - {{id: {name}, kind: {kind}, seat: one_stop, allow: {allow}, {waits}{more}"
        f"name: {{vi: Bước {name}, en: Step {name}}}}}\n"
    )


def definition(total: str, steps: Sequence[str], *, code: str = "XX01", more: str = "") -> str:
    """A whole definition."""
    return HEAD.format(code=code, total=total) + more + "steps:\n" + "".join(steps)


def chain(total: str, *allows: str, code: str = "XX01") -> str:
    """Steps one after the other, and the return of the result."""
    names = [f"s{number}" for number in range(1, len(allows) + 1)]
    lines = [
        step(name, allow, names[place - 1 : place])
        for place, (name, allow) in enumerate(zip(names, allows, strict=True))
    ]
    return definition(total, [*lines, step("last", "0wd", names[-1:], kind="return")], code=code)
