"""Small procedures with names of the trade, and the agencies that carry them."""

from datetime import date
from typing import Any

from motcua.agencies.agency import Agency, Succession
from motcua.agencies.directory import Directory
from motcua.dossiers.ground import Ground
from motcua.procedures.catalogue import Catalogue
from motcua.procedures.definition import Procedure
from motcua.worktime.shipped import calendar

PROVINCE = "86"
SEATS = {
    "one-stop": "one_stop",
    "department": "department",
    "land-office": "land_office",
    "tax": "tax",
    "registrar": "registrar",
    "construction": "construction",
    "commune": "commune",
    "military": "military",
    "police": "police",
    "chair": "chair",
    "defence": "defence",
    "security": "security",
}
"""Agencies of the test province, and the seat each of them holds."""


def words(text: str) -> dict[str, str]:
    """Return the same words in both languages."""
    return {"vi": text, "en": text}


def agency(name: str, seat: str | None = None, **values: Any) -> Agency:
    """Return an agency of the province that exists since 2010."""
    plain: dict[str, Any] = {"kind": "office", "level": "province", "territory": PROVINCE, "valid_from": "2010-01-01"}
    return Agency.model_validate({"id": name, "name": words(name), "seats": [seat] if seat else []} | plain | values)


def directory() -> Directory:
    """Return the province, and a district's one-stop that ended with June 2025 and was succeeded by another."""
    now = [agency(name, seat) for name, seat in SEATS.items()]
    then = agency("old-one-stop", valid_to=date(2025, 6, 30))
    after = agency("ward-one-stop", valid_from=date(2025, 7, 1))
    moved = Succession(from_id=then.id, to_id=after.id, on=date(2025, 7, 1), basis="Law 72/2025/QH15")
    return Directory([*now, then, after], [moved])


def ground(*procedures: Procedure) -> Ground:
    """Return what decisions stand on, with these procedures only."""
    return Ground(Catalogue(procedures), directory(), {"vn": calendar("vn")})


def step(name: str, kind: str, seat: str, allow: str = "none", after: str = "", **values: Any) -> dict[str, Any]:
    """Return a step; `after` names the steps before it, separated by blanks."""
    plain = {"id": name, "kind": kind, "name": words(name), "seat": seat, "allow": allow, "after": after.split()}
    return plain | ({"content": words("your opinion")} if kind == "consult" else {}) | values


def procedure(steps: list[dict[str, Any]], total: str, **values: Any) -> Procedure:
    """Return a procedure decided by the department, with a form and a map to hand in."""
    plain: dict[str, Any] = {
        "code": "TEST1",
        "version": "2020",
        "decision": {"number": "1/QĐ-UBND"},
        "valid_from": "2010-01-01",
        "name": words("test"),
        "field": words("tests"),
        "level": "province",
        "lead": "department",
        "supplement": {"policy": "pause"},
        "documents": [{"id": "form", "name": words("form")}, {"id": "map", "name": words("map")}],
        "legal_basis": ["Decree 61/2018"],
    }
    return Procedure.model_validate(plain | {"total": total, "steps": steps} | values)


def ten_days(**values: Any) -> Procedure:
    """Return a procedure of ten working days: taken in, appraised, signed, given back."""
    steps = [
        step("intake", "intake", "one_stop", "0.5wd"),
        step("appraise", "appraise", "department", "8wd", "intake"),
        step("sign", "sign", "department", "1.5wd", "appraise"),
        step("give_back", "return", "one_stop", "0wd", "sign"),
    ]
    return procedure(values.pop("steps", steps), values.pop("total", "10wd"), **values)


def five_days(**values: Any) -> Procedure:
    """Return a procedure of five working days with one piece of work."""
    steps = [step("decide", "sign", "department", "5wd"), step("give_back", "return", "one_stop", "0wd", "decide")]
    return procedure(values.pop("steps", steps), values.pop("total", "5wd"), **values)


def land_transfer(**values: Any) -> Procedure:
    """Return a land transfer in two phases of four working days, with tax and payment between them."""
    one, two = {"phase": "one"}, {"phase": "two"}
    steps = [
        step("intake", "intake", "one_stop", "0.5wd", **one),
        step("appraise", "appraise", "land_office", "1.5wd", "intake", **one),
        step("propose", "sign", "land_office", "0.5wd", "appraise", **one),
        step("approve", "sign", "land_office", "1wd", "propose", **one),
        step("hand_to_tax", "transfer", "land_office", "0.5wd", "approve", **one),
        step("assess_tax", "finance", "tax", "3wd", "hand_to_tax", clock="pause"),
        step("pay", "finance", "applicant", "none", "assess_tax", clock="pause"),
        step("take_receipt", "intake", "one_stop", "0.5wd", "pay", **two),
        step("certificate", "appraise", "land_office", "2wd", "take_receipt", **two),
        step("submit", "sign", "land_office", "0.5wd", "certificate", **two),
        step("sign", "sign", "land_office", "0.5wd", "submit", **two),
        step("hand_over", "transfer", "land_office", "0.5wd", "sign", **two),
        step("give_back", "return", "one_stop", "0wd", "hand_over", **two),
    ]
    phases = [{"id": p, "name": words(p), "allow": "4wd"} for p in ("one", "two")]
    return procedure(steps, "8wd", **{"lead": "land_office", "phases": phases, "code": "LAND1"} | values)


def investment(**values: Any) -> Procedure:
    """Return an investment approval: four opinions side by side, two of them only where defence is concerned."""
    silent = {"on_silence": "deemed_agreed", "silence_basis": "Decree 96/2026 art. 6.6b"}
    asked = [("registry", "construction", {}), ("local", "commune", {})]
    asked += [(name, name, {"when": "defence_area"}) for name in ("military", "police")]
    steps = [
        step("intake", "intake", "one_stop", "0wd"),
        step("send_out", "transfer", "registrar", "2wd", "intake"),
        *(step(name, "consult", seat, "7wd", "send_out", **silent | more) for name, seat, more in asked),
        step("report", "appraise", "registrar", "14wd", "registry local military police", anchor="receipt"),
        step("approve", "sign", "chair", "3wd", "report"),
        step("give_back", "return", "one_stop", "0wd", "approve"),
    ]
    data = {"defence_area": {"type": "bool", "label": words("near a defence area"), "default": False}}
    plain = {"lead": "registrar", "data": data, "code": "INV1", "supplement": {"policy": "pause", "max": 1}}
    return procedure(steps, "17wd", **plain | values)


def building_permit(**values: Any) -> Procedure:
    """Return a permit of mixed units: 20 calendar days, an opinion in 12, an appraisal in 7 working days."""
    receipt = {"anchor": "receipt"}
    silent = {"on_silence": "deemed_agreed", "silence_basis": "Decree 175/2024"}
    steps = [
        step("intake", "intake", "one_stop", "0cd"),
        step("appraise", "appraise", "department", "7wd", "intake", **receipt),
        step("opinion", "consult", "construction", "12cd", "intake", **receipt | silent),
        step("permit", "sign", "department", "20cd", "appraise opinion", **receipt),
        step("give_back", "return", "one_stop", "0cd", "permit"),
    ]
    return procedure(steps, "20cd", **{"code": "BUILD1"} | values)


def sea_area(**values: Any) -> Procedure:
    """Return a sea area allocation: two ministries are asked for 15 days that the 45 do not count."""
    apart = {"clock": "excluded", "on_silence": "decide_without", "silence_basis": "Decree 11/2021"}
    steps = [
        step("intake", "intake", "one_stop", "0wd"),
        step("appraise", "appraise", "department", "40cd", "intake", anchor="receipt"),
        step("defence", "consult", "defence", "15cd", "intake", **apart),
        step("security", "consult", "security", "15cd", "intake", **apart),
        step("submit", "transfer", "department", "1wd", "appraise defence security"),
        step("decide", "sign", "chair", "3wd", "submit"),
        step("give_back", "return", "one_stop", "0wd", "decide"),
    ]
    plain = {"code": "SEA1", "supplement": {"policy": "pause_then_close", "window": "15cd"}}
    return procedure(steps, "45wd", **plain | values)
