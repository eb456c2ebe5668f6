"""A valid body for every operation of the API that takes one."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from motcua.dossiers.ground import Ground
from motcua.supervision.demo.in_flight import lives
from tests.supervision.conftest import Json, fresh_key, opening

BY = {"agency": "vinhlong.ttpvhcc", "officer": "vl-001"}
DEPUTY = {**BY, "on_behalf_of": "vinhlong.ubnd"}
BASIS = {"basis": "Điều 9"}
DEEDS: tuple[Json, ...] = (
    {"kind": "accept"},
    {"kind": "refuse_intake"},
    {"kind": "complete", "step": "s1", "outcome": "done", "data": {}, "reference": "1/BN"},
    {"kind": "send_back", "step": "s2", "to": "s1"},
    {"kind": "opine", "step": "s1", "opinion": "agreed", "reference": "1/CV"},
    {"kind": "ask_supplement", "items": ["contract"], "approver": "ah-002"} | BASIS,
    {"kind": "give_supplement", "documents": ["contract"]},
    {"kind": "assign", "step": "s1", "officer": "ah-002"},
    {"kind": "refuse_on_merits", "step": "s1"} | BASIS,
    {"kind": "ask_withdrawal"},
    {"kind": "settle_withdrawal", "granted": False},
    {"kind": "acknowledge", "subject": "dossier", "explanation": "quá tải"},
    {"kind": "ask_again", "step": "s1"},
    {"kind": "pass_on", "subject": "dossier"},
    {"kind": "explain", "subject": "dossier", "cause": "own_agency", "explanation": "quá tải"},
    {"kind": "propose_date", "extend": "5wd", "new_date": None, "approver": "ah-002"} | BASIS,
    {"kind": "approve_date", "granted": True},
    {"kind": "apply_date"},
    {"kind": "apologise", "expected": "2027-12-31"},
    {"kind": "receive", "step": "s1"},
    {"kind": "ask_opinion", "agency": "vinhlong.thue", "content": "xin ý kiến", "within": "5wd"},
    {"kind": "pay_fee", "reference": "1/BL"},
    {"kind": "exempt_fee"} | BASIS,
    {"kind": "return_originals", "documents": ["certificate"]},
    {"kind": "return_to_lead"},
    {"kind": "stop"} | BASIS,
)
BY_APPLICANTS = ("give_supplement", "ask_withdrawal")
REPAIRS: tuple[Json, ...] = (
    {"what": "resend", "messages": ["portal"]},
    {"what": "skip", "step": "s1", "data": {}} | BASIS,
    {"what": "go_to", "step": "s1"} | BASIS,
    {"what": "reassign", "agency": "an-hoi.ttpvhcc", "officer": "ah-002", "instead_of": "ah-001", "step": "s1"},
    {"what": "correct_date", "to": "2027-12-30"} | BASIS,
    {"what": "reopen"} | BASIS,
    {"what": "withdraw"} | BASIS,
    {"what": "rehome", "otherwise": "vinhlong.ubnd", "officer": "vl-002"},
)
SAID_BY = (
    "/notices/{number}/seen",
    "/notices/{number}/again",
    "/portal/messages/{number}/again",
    "/portal/messages/again",
    "/portal/comparisons",
    "/alarms/{number}/seen",
    "/exchange/outages/{system}/try",
    "/exchange/refused/{number}/seen",
    "/campaigns/{id}/retries",
    "/repairs/{id}/retries",
    "/repairs/{id}/confirmations",
)
"""Operations that are told nothing but who asks."""


class Held(NamedTuple):
    """A dossier with who can act on it, and the step that is open."""

    code: str
    agency: str
    step: str


class Asked(NamedTuple):
    """A request that fits."""

    path: str
    body: Json
    fields: tuple[str, ...] = ()
    """Only these are changed, and what is in them: the others are in a request before; none named: all."""
    method: str = "POST"


def requests(held: Sequence[Held], ground: Ground) -> Iterator[Asked]:
    """Yield a request for every operation that takes a body; of acts and repairs, one of each kind."""
    codes = [dossier.code for dossier in held]
    yield from _openings(codes, ground)
    yield from _acts(held)
    yield Asked("/dossiers/{code}/applicant", {"purpose": "in giấy hẹn"})
    yield Asked("/views", {"name": "Trễ", "question": question()})
    yield Asked("/views/{id}", {"name": "Trễ hạn"}, method="PATCH")
    yield Asked("/due", {"received": _ago(1), "allow": ["5wd"], "calendar": "vn"} | _RULES)
    yield Asked("/calendars/decisions", {"by": DEPUTY, "reason": "bão", "decision": _whole_decision()})
    yield Asked("/campaigns/rehearsals", _rehearsal())
    yield Asked("/campaigns/{id}/confirmations", {"by": DEPUTY, "group": _GROUP, "treatment": "now"})
    yield from _repairs(codes)
    for path in ("/outages/{system}/standings", "/outages/{system}/runs"):
        yield Asked(path, {"by": DEPUTY, "decision": _clocks()})
    yield Asked("/webhooks/{name}/replays", {"by": DEPUTY, "from": 1, "to": 2})
    yield Asked("/webhooks/{name}/again", {"by": DEPUTY, "ids": [1]})
    yield from (Asked(path, {"by": DEPUTY}) for path in SAID_BY)


def decision(number: str, day: str) -> Json:
    """Return a calendar decision as it is entered: a working day is given off."""
    said = {"scope": "vn", "number": number, "decided_on": "2026-11-10", "reason": "bão", "source": number}
    return said | {"days_off": [{"date": day}]}


def question() -> Json:
    """Return a question to the list of the stuck that names every condition."""
    said = {"reason": "officer", "agency": "an-hoi.ttpvhcc", "officer": "ah-001", "procedure": "1.013831"}
    said |= {"field": "Đất đai", "group": "overdue", "only_late": True, "late_by": "1wd", "due_before": "2027-12-31"}
    return said | {"will_be_late": True, "at_risk": True, "stopped": True, "system": "tax", "q": "an", "sort": "rank"}


def _openings(codes: Sequence[str], ground: Ground) -> Iterator[Asked]:
    whole = {"at": _ago(1), "received_by": "an-hoi.ttpvhcc", "accept": True, "postmarked": None, "corrects": None}
    whole |= {"data": {"remote_area": True}, "documents": ["application"], "previous": codes[0], "reason": "bão"}
    whole |= {"applicant_kind": "citizen", "applicant": {"name": "Cơ sở Thử Nghiệm", "email": "thu@thu.invalid"}}
    yield Asked("/dossiers", opening("1.013831", **whole))
    past = [life.opening for life in lives(datetime.now(UTC), ground.calendars["vn"]) if "past" in life.opening]
    yield Asked("/dossiers", {"key": fresh_key()} | max(past, key=len), ("at", "promised", "past"))


def _acts(held: Sequence[Held]) -> Iterator[Asked]:
    for number, deed in enumerate(DEEDS):
        dossier = held[number % len(held)]
        by = {"agency": "applicant"} if deed["kind"] in BY_APPLICANTS else {"agency": dossier.agency}
        do = deed | ({"step": dossier.step} if "step" in deed else {})
        act = {"key": fresh_key(), "by": by | {"officer": "ah-001"}, "at": _ago(0), "reason": "bão", "do": do}
        yield Asked(f"/dossiers/{dossier.code}/actions", act, ("do",) if number else ())


def _repairs(codes: Sequence[str]) -> Iterator[Asked]:
    said = {"by": DEPUTY, "reason": "thử lại", "codes": list(codes)}
    yield Asked("/repairs", said | {"what": "retry", "step": None})
    for repair in REPAIRS:
        yield Asked("/repairs", said | repair, tuple(repair))
    yield Asked("/repairs", {"by": BY, "reason": "thử lại", "what": "retry", "stuck": question()}, ("stuck",))
    yield Asked("/repairs", {"by": BY, "reason": "thử lại", "what": "retry", "held_by": "an-hoi.ubnd"}, ("held_by",))
    yield Asked("/repairs/{id}/undoings", {"by": DEPUTY, "reason": "nhầm"})


_RULES = {"convention": "official", "cut_off": "15:00"}
_GROUP = {"step": "s1", "agency": "an-hoi.ttpvhcc", "effect": "same"}


def _rehearsal() -> Json:
    said = {"by": DEPUTY, "procedure": "1.009645", "version": "2026-04-01", "reason": "thử"}
    return said | {"deadlines": "keep", "steps": {"s1": "s1"}}


def _whole_decision() -> Json:
    made_up = {"date": "2027-12-18", "replaces": "2027-12-21", "windows": ["07:30-11:30"], "estimated": True}
    more = {"id": "vn:78", "reason_en": "storm", "make_up": [made_up], "revokes": None}
    return decision("78/TB-BNV", "2027-12-21") | more


def _clocks() -> Json:
    said = {"number": "21/QĐ-UBND", "decided_on": "2026-11-06", "authority": "vinhlong.ttpvhcc", "reason": "bão"}
    return said | BASIS | {"since": _ago(10), "procedures": ["1.013831"], "agencies": ["an-hoi.ttpvhcc"]}


def _ago(minutes: float) -> str:
    return (datetime.now(UTC) - timedelta(minutes=minutes)).isoformat()
