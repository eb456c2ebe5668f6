"""A procedure whose limit depends on what a verification finds."""

from typing import Any

from motcua.procedures.definition import Procedure
from tests.dossiers.houses import procedure, step, words
from tests.dossiers.life import Life

UNCLEAR = {"type": "bool", "label": words("unclear"), "default": False, "from_step": "look"}


def table(column: str, *rows: dict[str, Any], **values: Any) -> dict[str, Any]:
    """A table of one input, whose rows hold their one cell under `when`."""
    lines = [{"label": words("case"), "cells": [row.pop("when")]} | row for row in rows]
    inputs = [{"expr": column, "label": words(column)}]
    return {"id": "time", "label": words("time"), "inputs": inputs, "rows": lines} | values


def verified(total: str = "5wd", unclear: str = "10wd", *, allow: str = "4wd", **values: Any) -> Procedure:
    """Five days; ten where a look at the registers shows that the dossier has to be verified."""
    steps = [
        step("take", "intake", "one_stop", "1wd"),
        step("look", "verify", "department", "2wd", "take"),
        step("beside", "appraise", "department", "3wd", "take"),
        step("decide", "sign", "department", "2wd", "look beside"),
        step("return", "return", "one_stop", "0wd", "decide"),
    ]
    row = {
        "when": "true",
        "limit": unclear,
        "allow": {"decide": allow, "beside": "5wd"},
        "label": words("to be verified"),
    }
    rows = table("unclear", row, otherwise={"label": words("plain")})
    return procedure(steps, total, data={"unclear": UNCLEAR}, tables=[rows], **values)


def looked_at(life: Life, when: str, unclear: bool = True) -> Life:
    """Complete the look at the registers with its result."""
    return life.complete(when, "look", data={"unclear": unclear})
